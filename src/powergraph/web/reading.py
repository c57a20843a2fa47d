"""The page of a note: its sections line by line, and beside the lines what was understood there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.web.ask import select
from powergraph.web.blocks import blocks_of
from powergraph.web.pages import Block, NotePage, SectionText, Thing, Understood
from powergraph.web.words import Words, best_label, iris_of

__all__ = ["is_note", "read_note"]

(_RIGHTS, _SECTION, _NOTE) = iris_of("dcterms:rights doco:Section pow:Note")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage with the things that come from it."""

    first: int
    quote: str
    things: tuple[Understood, ...]


def is_note(thing: Thing) -> bool:
    """Tell whether a thing is a note, which has a page of its own."""
    return any(kind.iri == _NOTE for kind in thing.kinds)


def read_note(engine: Engine, words: Words, thing: Thing) -> NotePage:
    """Return the page of the note that *thing* is. Raises EngineError."""
    passages = _passages(select(engine, "note_passages", note=[thing.iri]), words)
    sections: list[SectionText] = []
    placed: set[str] = set()
    for rows in _grouped(select(engine, "note_sections", note=[thing.iri]), "section"):
        own = passages.get(rows[0]["passage"].value) if "passage" in rows[0] else None
        within = {
            key: each
            for key, each in passages.items()
            if own and own.first <= each.first < own.first + own.quote.count("\n") + 1
        }
        placed |= within.keys()
        text = rows[0]["text"].value if "text" in rows[0] else ""
        blocks = tuple(blocks_of(own.quote, own.first)) if own else (Block("paragraph", text),) if text else ()
        sections.append(
            SectionText(
                title=rows[0]["title"].value if "title" in rows[0] else "",
                level=int(rows[0]["level"].value) if "level" in rows[0] else 1,
                first=own.first if own else 0,
                blocks=_with_things(blocks, within.values()),
            )
        )
    others = [each for key, each in passages.items() if key not in placed]
    rights = next((group.values[0].link.text for group in thing.statements if group.predicate.iri == _RIGHTS), "")
    return NotePage(thing, tuple(sections), tuple(block for each in others for block in _quoted(each)), rights)


def _with_things(blocks: tuple[Block, ...], passages: Iterable[_Passage]) -> tuple[Block, ...]:
    """Put what was understood beside the block in which its passage begins."""
    beside: dict[int, list[Understood]] = {}
    for passage in passages:
        place = max((i for i, block in enumerate(blocks) if block.first <= passage.first), default=0)
        beside.setdefault(place, []).extend(passage.things)
    return tuple(replace(block, things=tuple(dict.fromkeys(beside.get(i, ())))) for i, block in enumerate(blocks))


def _quoted(passage: _Passage) -> tuple[Block, ...]:
    return _with_things(tuple(blocks_of(passage.quote, passage.first)), [passage])


def _passages(rows: Iterable[Row], words: Words) -> dict[str, _Passage]:
    return {
        group[0]["passage"].value: _Passage(
            int(group[0]["start"].value), group[0]["quote"].value, tuple(_things(group, words))
        )
        for group in _grouped(rows, "passage")
    }


def _things(rows: Iterable[Row], words: Words) -> Iterator[Understood]:
    for group in _grouped([row for row in rows if "thing" in row], "thing"):
        classes = words.narrowest({row["class"].value for row in group})
        if classes[0] == _SECTION:
            continue
        label = best_label(row["label"] for row in group if "label" in row)
        yield Understood(words.show(group[0]["thing"], label), words.label(classes[0]))


def _grouped(rows: Iterable[Row], name: str) -> list[list[Row]]:
    """Gather the rows that have the same value of a variable, in the order of their first appearance."""
    groups: dict[Term, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return list(groups.values())
