"""The wheel is whole: in an empty environment, from an empty folder, on somebody else's vault, it does everything."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of an environment that holds the wheel and what it asks for, nothing else."""
    place = tmp_path_factory.mktemp("a wheel")
    # A relative path: pip splits what this variable holds at blanks, and a checkout may lie in a folder with one.
    environment = {**os.environ, "PIP_CONSTRAINT": "constraints.txt", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    def run(*command: object) -> None:
        called = [str(part) for part in command]
        done = subprocess.run(called, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    run(sys.executable, "-m", "build", "--wheel", "--outdir", place, ROOT)
    (wheel,) = place.glob("powergraph-*.whl")
    run(sys.executable, "-m", "venv", place / "env")
    python = place / "env/bin/python"
    run(python, "-m", "pip", "install", "--quiet", wheel)
    return python


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty folder to run in, with a vault beside it."""
    shutil.copytree(ROOT / "tests/cases/concepts", tmp_path / "their vault")
    (tmp_path / "their vault/expected.ttl").unlink()
    folder = tmp_path / "run here"
    folder.mkdir()
    return folder


def powergraph(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [python, "-m", "powergraph", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@contextlib.contextmanager
def served(python: Path, folder: Path, *arguments: str) -> Iterator[str]:
    """The URL of a server that ends with the block."""
    command = [python, "-m", "powergraph", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            first = server.stdout.readline()
            found = re.search(r"http://\S+", first)
            assert found is not None, first + (server.stderr.read() if server.stderr else "")
            yield found.group().rstrip("/")
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)
    assert server.returncode == 0


def test_check_show_build_query_verify(installed: Path, empty: Path) -> None:
    checked = powergraph(installed, empty, "check", "../their vault")
    assert checked.returncode == 0, checked.stderr
    shown = powergraph(installed, empty, "show", "../their vault/garden.md")
    assert "power source (systemic): Rain Power (Clouds)" in shown.stdout
    assert powergraph(installed, empty, "build", "../their vault").returncode == 0
    assert "is whole" in powergraph(installed, empty, "verify").stdout
    query = (
        "PREFIX pow: <https://w3id.org/powergraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?label { ?source a pow:PowerSource ; skos:prefLabel ?label } ORDER BY ?label"
    )
    asked = powergraph(installed, empty, "query", "--format", "csv", query)
    assert asked.stdout.split() == ["label", "Rain", "Power", "(Clouds)", "Spade", "Power"]


def test_serve_somebody_elses_vault(installed: Path, empty: Path) -> None:
    with served(installed, empty, "../their vault") as url:
        with urllib.request.urlopen(f"{url}/power-source/spade-power.ttl", timeout=10) as answer:
            assert b"Spade Power" in answer.read()
        request = urllib.request.Request(f"{url}/power-source/spade-power", headers={"Accept": "text/html"})
        with urllib.request.urlopen(request, timeout=10) as page:
            assert page.headers.get_content_type() == "text/html"
            assert b"Based on tools." in page.read()


def test_pages_of_the_wheel_load_what_was_built_and_nothing_from_elsewhere(installed: Path, empty: Path) -> None:
    built = (ROOT / "src/powergraph/web/static/dist/manifest.json").is_file()
    with served(installed, empty, "../their vault") as url:

        def got(path: str) -> str:
            request = urllib.request.Request(url + path, headers={"Accept": "text/html"})
            with urllib.request.urlopen(request, timeout=10) as answer:
                text: str = answer.read().decode()
                return text

        page = got("/")
        loaded = re.findall(r'(?:<script[^>]* src|<link rel="(?:stylesheet|icon)" href)="([^"]*)"', page)
        assert len(loaded) == (3 if built else 2)
        for address in loaded:
            assert address.startswith("/assets/")
            assert got(address)
        if built:
            assert "under which terms" in got("/assets/THIRD_PARTY_LICENSES.txt")


def test_serve_alone_serves_the_demo_notes(installed: Path, empty: Path) -> None:
    with (
        served(installed, empty) as url,
        urllib.request.urlopen(f"{url}/power-source/expert-power.ttl", timeout=10) as a,
    ):
        assert b"Expert Power" in a.read()


def test_the_wheel_holds_no_tests_and_the_licence(installed: Path) -> None:
    (wheel,) = installed.parents[2].glob("powergraph-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    for needed in (
        "ontology/powergraph.ttl",
        "shapes/core.ttl",
        "data/notes/power-dynamics.md",
        "data/powergraph.toml",
    ):
        assert f"powergraph/resources/{needed}" in names
    assert not [name for name in names if "tests/" in name]
