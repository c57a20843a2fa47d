"""How much memory a worker has taken, and whether there is enough for what it keeps.

A query that reads much makes private copies of the pages it touches, for the store counts its references in them. The
copies cost time once, and memory for as long as the worker lives: as much as the dataset itself at worst.
"""

import contextlib
import os
from pathlib import Path
from typing import Final

__all__ = ["has_room", "virtual_size"]

#: So much of all memory has to be free (1 is all of it) for workers to keep their copies.
FREE: Final = 0.25
_CGROUP: Final = Path("/sys/fs/cgroup")


def virtual_size(pid: int) -> int:
    """Return the size of a process's address space (bytes), which its limit counts; 0 where this system tells none."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def has_room(meminfo: Path = Path("/proc/meminfo"), cgroup: Path = _CGROUP) -> bool:
    """Tell whether a quarter of the memory is free, that of the machine and that of the container (cgroup v2).

    Where this system does not tell, there is none to waste.
    """
    try:
        fields = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        total, free = (int(fields[name].split()[0]) for name in ("MemTotal", "MemAvailable"))
    except (OSError, ValueError, KeyError, IndexError):
        return False
    if free < total * FREE:
        return False
    with contextlib.suppress(OSError, ValueError):  # no limit reads "max"
        limit = int((cgroup / "memory.max").read_text())
        return limit - int((cgroup / "memory.current").read_text()) >= limit * FREE
    return True
