"""The page of a note: its sections line by line, and beside the lines what was understood there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from powergraph.engine.request import Engine
from powergraph.web.ask import Row, Term, select
from powergraph.web.pages import Block, NotePage, SectionText, Thing, Understood
from powergraph.web.words import Words, best_label, iris_of

__all__ = ["blocks_of", "is_note", "read_note"]

(_RIGHTS, _SECTION, _NOTE) = iris_of("dcterms:rights doco:Section pow:Note")

_HEADING = re.compile(r"#{1,6}\s")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,9}[.)])\s+")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")


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
    return NotePage(thing, tuple(sections), tuple(_quoted(each) for each in others), rights)


def blocks_of(text: str, first_line: int) -> Iterator[Block]:
    """Take Markdown apart into blocks that keep their line numbers: what a reader needs, not all of CommonMark.

    >>> [(b.kind, b.first, b.last, b.text) for b in blocks_of("One\\nline.\\n\\n- item\\n  more", 7)]
    [('paragraph', 7, 8, 'One\\nline.'), ('item', 10, 11, 'item\\nmore')]
    """
    block: Block | None = None
    is_code = False
    for number, line in enumerate(text.split("\n"), first_line):
        kind, depth, shown = ("code", 0, line) if is_code else _kind_of(line)
        if kind == "fence" or is_code:
            is_code = not is_code if _FENCE.match(line) else is_code
            kind, shown = "code", line
        goes_on = block is not None and (
            (kind == "text" and block.kind in ("paragraph", "item", "quote"))
            or (kind == block.kind and kind in _LASTING)
        )
        if goes_on and block is not None:
            block = replace(block, text=f"{block.text}\n{shown.strip() if kind == 'text' else shown}", last=number)
            continue
        if block is not None:
            yield block
        block = (
            None
            if kind in ("blank", "rule")
            else Block("paragraph" if kind == "text" else kind, shown, number, number, depth)
        )
    if block is not None:
        yield block


#: Lines of these kinds go on what began above them.
_LASTING = frozenset({"quote", "table", "code"})


def _kind_of(line: str) -> tuple[str, int, str]:
    """Return what a line begins, how deep it stands, and its text without the marker."""
    if not line.strip():
        return "blank", 0, ""
    if _FENCE.match(line):
        return "fence", 0, line
    if _RULE.match(line):
        return "rule", 0, ""
    if match := _HEADING.match(line):
        return "heading", 0, line[match.end() :]
    if match := _ITEM.match(line):
        return "item", min(len(match[1].expandtabs()) // 2, 4), line[match.end() :]
    if line.lstrip().startswith(">"):
        return "quote", 0, line.lstrip()[1:].strip()
    if line.lstrip().startswith("|"):
        return "table", 0, line.strip()
    return "text", 0, line.strip()


def _with_things(blocks: tuple[Block, ...], passages: Iterable[_Passage]) -> tuple[Block, ...]:
    """Put what was understood beside the block in which its passage begins."""
    beside: dict[int, list[Understood]] = {}
    for passage in passages:
        place = max((i for i, block in enumerate(blocks) if block.first <= passage.first), default=0)
        beside.setdefault(place, []).extend(passage.things)
    return tuple(replace(block, things=tuple(dict.fromkeys(beside.get(i, ())))) for i, block in enumerate(blocks))


def _quoted(passage: _Passage) -> Block:
    last = passage.first + passage.quote.count("\n")
    return Block("quote", passage.quote, passage.first, last, 0, passage.things)


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
