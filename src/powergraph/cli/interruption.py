"""What Ctrl-C and SIGTERM do while modules are imported, and afterwards."""

import os
import signal
import sys

__all__ = ["INTERRUPTED", "end_at_once", "end_in_order", "tell_interrupted"]

#: The exit code of a command that Ctrl-C ended: 128 and the signal's number, as shells count.
INTERRUPTED = 130


def end_at_once() -> None:
    """End the process at Ctrl-C from now on: Python's import machinery would print or swallow a KeyboardInterrupt.

    Only while nothing has been begun that needs to be ended. Where Ctrl-C is ignored (`nohup`) it stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def end_in_order() -> None:
    """Let Ctrl-C raise KeyboardInterrupt and SIGTERM SystemExit from now on, so that what is begun is ended too."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, _terminate)


def tell_interrupted() -> None:
    """Tell it, and ignore what is pressed while the process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.write(2, b"interrupted\n")


def _terminate(number: int, _: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(128 + number)


def _end(*_: object) -> None:
    tell_interrupted()
    os._exit(INTERRUPTED)
