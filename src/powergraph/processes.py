"""What the operating system does for processes that belong together: the children end with their parent."""

import ctypes
import os
import signal
import sys
from typing import Final

__all__ = ["die_with_parent", "prctl"]

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent, process *parent*, ends; raises OSError where it cannot."""
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def prctl(option: int, *arguments: int | ctypes.c_void_p) -> None:
    """Call prctl(2) with up to four arguments; raises OSError where it is refused or there is none."""
    if sys.platform != "linux":
        raise OSError("only Linux has prctl")
    padded = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    padded += [ctypes.c_ulong(0)] * (4 - len(padded))
    if ctypes.CDLL(None, use_errno=True).prctl(ctypes.c_int(option), *padded) != 0:
        raise OSError(ctypes.get_errno(), "prctl was refused")
