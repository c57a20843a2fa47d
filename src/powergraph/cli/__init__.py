"""The command line: the one place that prints and exits."""

import os
import sys
from collections.abc import Sequence

from powergraph.cli import interruption

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    0 when all is well or only warnings were told, 1 on errors, 2 on wrong calls, 130 when it was interrupted.
    """
    interruption.end_at_once()
    try:
        # Imported here, for Ctrl-C is to be answered in a line from the first moment on.
        from powergraph.cli.commands import run

        code = run(arguments)
    except KeyboardInterrupt:
        interruption.tell_interrupted()
        code = interruption.INTERRUPTED
    except BrokenPipeError:
        code = 0
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): what is left to say has no listener.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
