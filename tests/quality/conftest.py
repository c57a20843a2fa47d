"""What the quality gate's tests share: those of the DL reasoner are left out, and told, where there is no Java."""

import pytest

from gate.reasoning import HAS_JAVA, NO_JAVA


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the reasoner's tests out (deselected, not skipped: they could not run here) where there is no Java."""
    if HAS_JAVA:
        return
    without = [item for item in items if item.get_closest_marker("java")]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not HAS_JAVA:
        terminalreporter.write_line(f"quality gate: {NO_JAVA}; its tests were left out", yellow=True)
