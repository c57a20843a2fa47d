"""The folders in which stores on disk are built: each belongs to one server, and goes with it or with the next one."""

import re
import shutil
import tempfile
from os import getpid, getuid, kill
from pathlib import Path
from typing import Final

__all__ = ["make_scratch"]

_NAME: Final = re.compile(r"powergraph-(\d+)-\w+")


def make_scratch() -> Path:
    """Make an empty folder for this process; those of our processes that were killed are removed."""
    for folder in Path(tempfile.gettempdir()).glob("powergraph-*-*"):
        match = _NAME.fullmatch(folder.name)
        if match and not _is_alive(int(match[1])) and _is_ours(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"powergraph-{getpid()}-"))


def _is_alive(pid: int) -> bool:
    try:
        kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's
        return True
    return True


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == getuid() and folder.is_dir() and not folder.is_symlink()
