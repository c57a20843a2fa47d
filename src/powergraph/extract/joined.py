"""Joined entries: the entries of a paragraph or item that holds several, each with the runs that are its own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from powergraph.extract.agents import is_family
from powergraph.extract.authors import leading_authors, read_authors
from powergraph.extract.dates import dates_in_parentheses
from powergraph.notes.runs import Run
from powergraph.notes.span import Span

__all__ = ["entry_span", "split_entries"]

#: What ends an entry, and what may stand between it and the next one.
_END = re.compile(r"(?<=[.;?!)\]\"”])[ \t]+|[ \t]*\n\s*")
#: Words in front of names that belong to the entry before: its book, its editors, a remark.
_GOES_ON = re.compile(r"(?:In|See|From|By|With|And|Cf|As|Also|Trans|Reply|Original)\b", re.IGNORECASE)
_DEPTH = {"(": 1, "[": 1, ")": -1, "]": -1}
#: How many characters of names may stand in front of a date.
_NAMES = 300


def split_entries(runs: tuple[Run, ...]) -> tuple[tuple[Run, ...], ...]:
    """Part runs where names and a date in parentheses begin another entry behind one that has its own.

    >>> run = Run("Elm, E. (1961). Rooms. Fir, G., & Oak, H. (1972). Lamps. In Ivy, J. (1983).", Span(4, 4, 1, 80))
    >>> [part[0].text for part in split_entries((run,))]
    ['Elm, E. (1961). Rooms.', 'Fir, G., & Oak, H. (1972). Lamps. In Ivy, J. (1983).']
    """
    text = "".join(run.text for run in runs)
    starts = list(_starts(text, [run.emphasis for run in runs for _ in run.text]))
    if not starts:
        return (runs,)
    parts = []
    for start, end in zip((0, *starts), (*starts, len(text)), strict=True):
        end = start + len(text[start:end].rstrip(" \t\n;"))
        parts.append(_cut(runs, start, end))
    return tuple(parts)


def _starts(text: str, emphasised: list[bool]) -> Iterator[int]:
    """Yield where entries begin, the first left out: each behind an entry with a date, outside of brackets."""
    dates = iter(dates_in_parentheses(text))
    first = next(dates, None)
    if first is None:
        return
    depths = list(accumulate((_DEPTH.get(letter, 0) for letter in text), lambda sum_, step: max(0, sum_ + step)))
    past = first[1]
    for start, end, _ in dates:
        for match in _END.finditer(text, max(past, start - _NAMES), start):
            begin = match.end()
            if begin == 0 or depths[begin - 1] or any(emphasised[begin:start]):
                continue
            before = text[: match.start()][-1:] if "\n" not in match[0] else "\n"
            if _are_names(
                text[begin:start].strip(), closed=before in ";\n", behind_title=emphasised[match.start() - 1]
            ):
                yield begin
                break
        past = end


def _are_names(head: str, *, closed: bool, behind_title: bool) -> bool:
    """Tell whether *head* is names alone; without initials only behind a semicolon, a line's end or a title."""
    if not head or _GOES_ON.match(head):
        return False
    _, end = leading_authors(head)
    if end and not head[end:].strip(" .,;"):
        return True
    if not (closed or (behind_title and head.endswith("."))):
        return False
    authors = read_authors(head)
    alone = len(authors.agents) == 1 and " " not in head and is_family(head.rstrip(".")) and head[0].isupper()
    return bool(authors.agents) and (authors.sure or alone)


def _cut(runs: tuple[Run, ...], start: int, end: int) -> tuple[Run, ...]:
    """Return the part of *runs* from the letter *start* to *end* of their text."""
    parts = []
    position = 0
    for run in runs:
        first, last = max(start - position, 0), min(end - position, len(run.text))
        if first < last:
            parts.append(replace(run, text=run.text[first:last], span=_cut_span(run, first, last)))
        position += len(run.text)
    return tuple(parts)


def _cut_span(run: Run, first: int, last: int) -> Span:
    """Return where a part of a run stands; where that cannot be told, the lines on which it may stand."""
    span = run.span
    length = len(run.text.rstrip())  # a span ends with the last letter that is no blank
    rest, tail = length - first, max(length - last, 0)
    if span.start_line == span.end_line:
        return Span(span.start_line, span.end_line, span.start_column + first, span.start_column + last - 1)
    start_line, end_line = span.start_line, span.end_line
    start_column, end_column = span.start_column, max(span.end_column - tail, 1)
    if first and rest <= span.end_column:  # all that is left of the run fits on its last line
        start_line, start_column = end_line, span.end_column - rest + 1
    elif end_line == start_line + 1:
        start_column += first
    if tail > span.end_column:  # what follows does not fit there
        end_line -= 1
        end_column = span.start_column + last - 1
    return Span(start_line, end_line, start_column, end_column)


def entry_span(runs: tuple[Run, ...]) -> Span:
    """Return where the runs of an entry stand."""
    first, last = runs[0].span, runs[-1].span
    return Span(first.start_line, max(first.end_line, last.end_line), first.start_column, last.end_column)
