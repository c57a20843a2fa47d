"""Where it stands: the passages that a thing comes from, and what supports each statement about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from powergraph.engine.results import Row, Term
from powergraph.web.blocks import blocks_of
from powergraph.web.lines import NO_LINES, Lines
from powergraph.web.pages import ContentLabel, Passage, Support
from powergraph.web.translation import N_
from powergraph.web.words import Link, Words, iris_of

__all__ = ["Evidence", "content_labels", "read_evidence"]

_DEFINITION, *_OTHER_NAMES = iris_of("skos:definition skos:altLabel skos:hiddenLabel")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages of a thing, best first, and the support of its statements by predicate and object.

    *own* supports all that a note says of a thing of its own: the one passage that the thing comes from.
    """

    passages: tuple[Passage, ...] = ()
    support: Mapping[tuple[str, Term], tuple[Support, ...]] = field(default_factory=dict)
    own: tuple[Support, ...] = ()


def read_evidence(rows: Iterable[Row], words: Words, lines: Lines = NO_LINES) -> Evidence:
    """Read the answer to `queries/evidence.rq`: a row with a predicate is an assertion, one without a passage."""
    passages: dict[tuple[str, str], Passage] = {}
    predicates: dict[tuple[str, str], list[str]] = {}
    support: dict[tuple[str, Term], list[Support]] = {}
    own: dict[tuple[str, str], Passage] = {}
    for row in rows:
        passage = _passage(row, words, lines) if "start" in row else None
        if passage:
            place = passage.href, row["quote"].value
            passages.setdefault(place, passage)
            if "predicate" in row:
                predicates.setdefault(place, []).append(row["predicate"].value)
            else:
                own[place] = passage
        if "predicate" in row:
            support.setdefault((row["predicate"].value, row["object"]), []).append(_support(row, words, passage))
    ordered = sorted(passages, key=lambda place: _weight(predicates.get(place, [])))
    return Evidence(
        tuple(replace(passages[place], supports=_names(predicates.get(place, []), words)) for place in ordered),
        {statement: tuple(dict.fromkeys(found)) for statement, found in support.items()},
        _own(tuple(own.values()), [each for found in support.values() for each in found]),
    )


def _own(passages: tuple[Passage, ...], supports: Iterable[Support]) -> tuple[Support, ...]:
    """Return the one passage of a thing of which no rule says which line says what, but people may have added to it."""
    if len(passages) != 1 or any(each.by is None for each in supports):
        return ()
    (place,) = passages
    return (Support("", place.first, place.last, place.href, opens=place.opens),)


def content_labels(passages: Iterable[Passage]) -> tuple[ContentLabel, ...]:
    """Return the content labels of the notes that passages come from, each with all of its notes."""
    notes: dict[Link, dict[Link, None]] = {}
    for passage in passages:
        if passage.label:
            notes.setdefault(passage.label, {})[passage.note] = None
    return tuple(ContentLabel(label, tuple(found)) for label, found in notes.items())


def _passage(row: Row, words: Words, lines: Lines) -> Passage:
    start, end = int(row["start"].value), int(row["end"].value)
    note = words.show(row["note"], row.get("noteTitle"))
    return Passage(
        note=note,
        first=start,
        last=end,
        href=f"{note.href}#L{start}" if note.href else "",
        blocks=tuple(blocks_of(row["quote"].value, start)),
        section=row["sectionTitle"].value if "sectionTitle" in row else "",
        label=words.show(row["noteLabel"]) if "noteLabel" in row else None,
        opens=lines.links(row["note"].value, start),
    )


def _support(row: Row, words: Words, passage: Passage | None) -> Support:
    by = words.show(row["agent"], row.get("agentLabel")) if "agent" in row else None
    rule = row["rule"].value if "rule" in row else ""
    if "vocabulary" in row:  # a mapping is told apart from others by where it leads
        return Support(urlsplit(row["vocabulary"].value).netloc, rule=rule, by=by)
    if passage is None:
        return Support(N_("by hand") if by else N_("by rule"), rule=rule, by=by)
    return Support("", passage.first, passage.last, passage.href, rule, by, passage.opens)


def _names(predicates: Iterable[str], words: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.label(each) for each in predicates))


def _weight(predicates: Iterable[str]) -> int:
    """Say how soon a passage is shown: what defines the thing first, what only gives it other names last."""
    given = set(predicates)
    if _DEFINITION in given:
        return 0
    return 2 if given and given <= set(_OTHER_NAMES) else 1
