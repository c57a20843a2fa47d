"""Dendron's notes: what they write otherwise than other vaults do."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from powergraph.notes.frontmatter import FrontMatter

__all__ = ["is_dendron", "target_first"]

#: Milliseconds since 1970, as Dendron dates its notes.
_MILLISECONDS = re.compile(r"\d{12,13}")
_LABELLED = re.compile(r"\[\[(?P<text>[^|\[\]\n]+)\|(?P<target>[^|\[\]\n]+)\]\]")


def is_dendron(matter: FrontMatter) -> bool:
    """Tell whether a front matter is Dendron's: it has an id, and dates in milliseconds."""
    dates = (*matter.values("created"), *matter.values("updated"))
    return bool(matter.first("id")) and bool(dates) and all(_MILLISECONDS.fullmatch(date.text) for date in dates)


def target_first(body: str, code: Sequence[tuple[int, int]] = ()) -> str:
    """Return a text with its links (`[[text|target]]`) written as others write them, but those in the ranges *code*.

    Nothing moves: so what is read of links, and what is kept of private ones, is the same for all notes.

    >>> target_first("a [[wall|coast.port]]")
    'a [[coast.port|wall]]'
    """
    starts = [start for start, _ in code]

    def turned(match: re.Match[str]) -> str:
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and match.start() < code[place][1]:
            return match[0]
        return f"[[{match['target'].strip()}|{match['text']}]]".ljust(len(match[0]))

    return _LABELLED.sub(turned, body)
