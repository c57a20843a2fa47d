"""How every command counts, and how it tells that a vault's settings are wrong."""

import os
import sys
from typing import IO, Any, Literal

import click
from rich.console import Console

__all__ = ["SettingsFault", "console", "counted"]


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command's end that the reader of our output has gone: here that is no fault."""
        raise BrokenPipeError


def console(stream: IO[str], width: int | None = None) -> Console:
    """Return a console that colours on a terminal only, and not at all where NO_COLOR is set (no-color.org)."""
    system: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return _Console(file=stream, soft_wrap=True, highlight=False, color_system=system, width=width)


class SettingsFault(click.ClickException):
    """The settings are wrong: exit code 2, in one line and without the usage, which has nothing to do with it."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Tell each fault in a line of its own: one with its place needs no word before it."""
        located = ": error: " in self.message.partition("\n")[0]
        click.echo(self.message if located else f"Error: {self.message}", file=file or sys.stderr)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "note"), counted(0, "graph"), counted(1_200, "triple"), counted(2, "query")
    ('1 note', '0 graphs', '1,200 triples', '2 queries')
    """
    if number != 1:
        noun = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun}"
