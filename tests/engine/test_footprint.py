"""How much memory there is, and how much a process has taken."""

import os
from pathlib import Path

import pytest

from powergraph.engine.footprint import has_room, virtual_size

MACHINE = "MemTotal:       1000 kB\nMemFree:         10 kB\nMemAvailable:    {} kB\n"


@pytest.mark.parametrize(
    ("free", "limit", "used", "expected"),
    [
        (600, None, 0, True),
        (240, None, 0, False),
        (600, "max", 900, True),
        (600, "1000", 700, True),
        (600, "1000", 800, False),
        (240, "1000", 0, False),
    ],
)
def test_a_quarter_has_to_be_free(tmp_path: Path, free: int, limit: str | None, used: int, expected: bool) -> None:
    (tmp_path / "meminfo").write_text(MACHINE.format(free))
    if limit is not None:
        (tmp_path / "memory.max").write_text(limit + "\n")
        (tmp_path / "memory.current").write_text(f"{used}\n")
    assert has_room(tmp_path / "meminfo", tmp_path) is expected


def test_where_the_system_does_not_tell_there_is_none_to_waste(tmp_path: Path) -> None:
    assert not has_room(tmp_path / "absent", tmp_path)
    assert virtual_size(2**22 + 1) == 0


def test_a_process_has_taken_what_it_has() -> None:
    before = virtual_size(os.getpid())
    held = bytearray(50_000_000)
    assert virtual_size(os.getpid()) - before > 40_000_000
    assert len(held) == 50_000_000
