"""The commands by name, and how their ends become exit codes."""

import importlib
from collections.abc import Sequence
from typing import Any

import click

from powergraph import __version__
from powergraph.cli.interruption import end_in_order

__all__ = ["run"]

#: Command to the module that has it, so that a command imports only its own side of the house.
_COMMANDS = {
    "check": "powergraph.cli.author",
    "show": "powergraph.cli.author",
    "build": "powergraph.cli.author",
    "ids": "powergraph.cli.identifying",
    "evaluate": "powergraph.cli.evaluating",
    "serve": "powergraph.cli.reader",
    "query": "powergraph.cli.reader",
    "verify": "powergraph.cli.reader",
    "dump": "powergraph.cli.dumping",
    "cite": "powergraph.cli.citing",
}


class _NoListener(Exception):
    """The reader of our output has gone; no OSError, of which click would make exit code 1."""


class _Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        end_in_order()
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NoListener from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="powergraph")
def _powergraph() -> None:
    """Turn notes on power dynamics into a validated knowledge graph, and serve it.

    \b
    Try:  powergraph check NOTES      what would be told about your notes
          powergraph serve NOTES      build and serve them on this machine
    """


def run(arguments: Sequence[str] | None) -> int:
    """Run a command and return the exit code.

    Raises KeyboardInterrupt where Ctrl-C ended it, BrokenPipeError where the reader of its output has gone.
    """
    try:
        # Without standalone mode click returns the code of an Exit, and None where a command came to its end.
        return _powergraph(arguments, prog_name="powergraph", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except _NoListener as error:
        raise BrokenPipeError from error
