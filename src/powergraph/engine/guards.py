"""The limits that the operating system puts on parent and workers: death with the parent, memory, network, priority."""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

from powergraph.processes import die_with_parent, prctl

__all__ = ["confine_worker", "ignore_terminal", "lower_priority"]

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2

#: System calls that evaluating a query never needs: socket, connect, bind, listen, execve, execveat, io_uring_setup,
#: ptrace. SERVICE without `socket` fails with "Permission denied", and the worker lives on.
_DENIED: Final = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 59, 322, 425, 101)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 221, 281, 425, 117)),
}
#: Set in the number of a call of the x32 interface, which would pass by the numbers above.
_X32_BIT: Final = 0x40000000
_EACCES: Final = 13


def ignore_terminal() -> None:
    """Leave Ctrl-C and the like to the front, which ends its processes itself."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)


def confine_worker(parent: int, memory: int, *, network: bool = False) -> list[str]:
    """Put every guard on this process, a worker of *parent* that may use *memory* MiB more than it has now.

    With *network* it may open connections, as SERVICE needs where it is allowed.

    Returns the names of the guards that this system refuses: without them queries are still answered.
    """
    guards: list[tuple[str, Callable[[], None]]] = [
        ("end with the server", lambda: die_with_parent(parent)),
        ("no core dumps", lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0))),
        ("memory limit", lambda: _limit_memory(memory)),
        ("first to go when memory runs out", lambda: _write(Path("/proc/self/oom_score_adj"), "500")),
    ]
    if not network:
        guards.append(("no network", _deny_network))
    missing = []
    for name, apply in guards:
        try:
            apply()
        except (OSError, ValueError):
            missing.append(name)
    return missing


def _write(path: Path, text: str) -> None:
    path.write_text(text)


def _limit_memory(memory: int) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + memory * 1_048_576
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _deny_network() -> None:
    """Install a seccomp filter that fails the denied calls with EACCES.

    A classic BPF program over struct seccomp_data: the number of the call lies at 0, the architecture at 4
    (Linux, Documentation/userspace-api/seccomp_filter.rst).
    """
    architecture, denied = _DENIED.get(platform.machine(), (0, ()))
    if not denied:
        raise OSError("the numbers of the system calls are not known here")
    load, jump_equal, jump_at_least, give = 0x20, 0x15, 0x35, 0x06
    allow, fail, kill = 0x7FFF0000, 0x00050000 | _EACCES, 0x80000000
    program = [
        (load, 0, 0, 4),
        (jump_equal, 1, 0, architecture),
        (give, 0, 0, kill),
        (load, 0, 0, 0),
        (jump_at_least, len(denied) + 1, 0, _X32_BIT),
        *((jump_equal, len(denied) - i, 0, number) for i, number in enumerate(denied)),
        (give, 0, 0, allow),
        (give, 0, 0, fail),
    ]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    pointer = ctypes.pointer(_Program(len(program), code))
    prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.cast(pointer, ctypes.c_void_p))


def lower_priority(pid: int) -> None:
    """Let others go first while process *pid* computes; it may be gone already."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, 15)
