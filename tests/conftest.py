"""What all tests share: where the files beside the repository are, golden mode, and that CI skips nothing."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("POWERGRAPH_SHARED", ROOT.parent / "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite expected results in place of comparing them")
    parser.addoption("--run-long", action="store_true", help="run the tests marked long as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out (deselected, not skipped) unless they are asked for."""
    if config.getoption("--run-long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped and os.environ.get("POWERGRAPH_NO_SKIPS"):
        terminalreporter.write_line(f"{skipped} tests were skipped, and here none may be", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and os.environ.get("POWERGRAPH_NO_SKIPS") and exitstatus == 0:
        session.exitstatus = 1


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the caches of builds where the tests' other files are, for the processes that they start as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected results are to be rewritten."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of files beside the repository; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED.name}/ is not beside the repository (set POWERGRAPH_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def seed_notes(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault that holds the first note alone, as it is published."""
    folder = tmp_path_factory.mktemp("seed") / "notes"
    folder.mkdir()
    shutil.copy(root / "data/notes/power-dynamics.md", folder)
    return folder
