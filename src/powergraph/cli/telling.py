"""How every command counts, and how it tells that a vault's settings are wrong."""

import click

__all__ = ["SettingsFault", "counted"]


class SettingsFault(click.ClickException):
    """The settings are wrong: exit code 2, in one line and without the usage, which has nothing to do with it."""

    exit_code = 2


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "note"), counted(0, "graph"), counted(1_200, "triple"), counted(2, "query")
    ('1 note', '0 graphs', '1,200 triples', '2 queries')
    """
    if number != 1:
        noun = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun}"
