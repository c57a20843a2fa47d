"""The scripts of the pages: their own tests pass, and what was built is what its sources say.

Node and what `make frontend` installs are needed for some; without them those are skipped, and told.
"""

import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"


@pytest.fixture(scope="module")
def node() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run something with Node in frontend/."""
    if not shutil.which("node") or not (FRONTEND / "node_modules/esbuild").is_dir():
        pytest.skip("the scripts are not built here (make frontend, needs Node 20)")

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        called = ["node", *command]
        return subprocess.run(called, cwd=FRONTEND, capture_output=True, text=True, check=False, timeout=120)

    return run


@pytest.fixture(scope="module")
def fault() -> Callable[[Path], str]:
    """The check that the build of a wheel makes."""
    spec = importlib.util.spec_from_file_location("frontend_hook", ROOT / "tools/frontend_hook.py")
    assert spec is not None
    assert spec.loader is not None
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    found: Callable[[Path], str] = hook.fault
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout with sources and scripts, as far as the check looks."""
    dist = "src/powergraph/web/static/dist"
    if not (ROOT / dist / "manifest.json").is_file():
        pytest.skip("the scripts are not built here (make frontend, needs Node 20)")
    shutil.copytree(FRONTEND, tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(ROOT / dist, tmp_path / dist)
    return tmp_path


def test_the_scripts_pass_their_own_tests(node: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = node("test.mjs")
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"# pass (\d+)", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 5


def test_the_scripts_pass_the_type_checker(node: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = node("node_modules/typescript/bin/tsc")
    assert done.returncode == 0, done.stdout


def test_what_was_built_is_what_its_sources_say(copy: Path, fault: Callable[[Path], str]) -> None:
    assert fault(copy) == ""


def test_a_change_of_the_sources_is_seen(copy: Path, fault: Callable[[Path], str]) -> None:
    source = copy / "frontend/src/site.ts"
    source.write_text(source.read_text() + "// changed\n")
    assert fault(copy) == "stale"


def test_a_new_source_is_seen(copy: Path, fault: Callable[[Path], str]) -> None:
    (copy / "frontend/src/more.ts").write_text("export {};\n")
    assert fault(copy) == "stale"


def test_a_script_that_is_missing_is_seen(copy: Path, fault: Callable[[Path], str]) -> None:
    dist = copy / "src/powergraph/web/static/dist"
    name = json.loads((dist / "manifest.json").read_text())["files"]["site.js"]
    (dist / name).unlink()
    assert fault(copy) == f"without {name}"


def test_no_scripts_at_all_are_told_apart(copy: Path, fault: Callable[[Path], str]) -> None:
    (copy / "src/powergraph/web/static/dist/manifest.json").unlink()
    assert fault(copy) == "missing"


def test_the_lock_file_has_hashes_and_no_addresses() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name
