"""The command line: the one place that prints and exits."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from powergraph import __version__

__all__ = ["main"]

#: Command to the module that has it, so that a command imports only its own side of the house.
_COMMANDS = {
    "check": "powergraph.cli.author",
    "show": "powergraph.cli.author",
    "build": "powergraph.cli.author",
    "serve": "powergraph.cli.reader",
    "query": "powergraph.cli.reader",
    "verify": "powergraph.cli.reader",
}


class _Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="powergraph")
def _powergraph() -> None:
    """Turn notes on power dynamics into a validated knowledge graph, and serve it.

    \b
    Try:  powergraph check NOTES      what would be told about your notes
          powergraph serve NOTES      build and serve them on this machine
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 when all is well or only warnings were told, 1 on errors, 2 on wrong calls."""
    try:
        _powergraph(arguments, prog_name="powergraph")
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): what is left to say has no listener.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
