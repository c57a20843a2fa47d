"""Introductions: places where a text names something together with its acronym, `Name Of It (NOI)`."""

import re
from collections.abc import Iterator

from powergraph.extract.labels import acronym_of
from powergraph.notes.markdown import Run, runs_text

__all__ = ["expansions", "introductions"]

_EXPANSION = re.compile(
    r"(?P<name>[A-Z][\w\u2019'-]*(?: (?:and|for|in|of|the|to|[A-Z][\w\u2019'-]*)){1,8}) \((?P<acronym>[A-Z]{2,8})\)"
)


def introductions(runs: tuple[Run, ...]) -> Iterator[tuple[str, str]]:
    """Yield (name, acronym) where bold text introduces a name with its acronym."""
    for run in runs:
        if run.strong and not run.link and not run.code:
            yield from expansions(runs_text((run,)))


def expansions(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, acronym) for each name in a text that its acronym follows in parentheses.

    >>> list(expansions("They teach Nonviolent Communication (NVC) here (USA)."))
    [('Nonviolent Communication', 'NVC')]
    """
    for match in _EXPANSION.finditer(text):
        if acronym_of(match["name"], match["acronym"]):
            yield match["name"], match["acronym"]
