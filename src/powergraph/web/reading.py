"""The page of a note: its sections line by line, and beside the lines what was understood there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.web.ask import select
from powergraph.web.blocks import blocks_of
from powergraph.web.hues import hue_of
from powergraph.web.lines import NO_LINES, Lines
from powergraph.web.pages import Block, NotePage, SectionText, Thing, Understood
from powergraph.web.translation import N_
from powergraph.web.words import Words, iris_of

__all__ = ["is_note", "levels", "read_note"]

_RIGHTS, _SECTION, _NOTE, _LINK, _MENTION = iris_of("dcterms:rights doco:Section pow:Note pow:Link pow:Mention")
#: How links and mentions are shown beside their lines, before the thing that they lead to.
_LINK_KIND, _MENTION_KIND = N_("link →"), N_("mention →")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage with the things that come from it, and where its wikilinks lead, by what is written in them."""

    first: int
    last: int
    quote: str
    things: tuple[Understood, ...]
    links: Mapping[str, str]


def is_note(thing: Thing) -> bool:
    """Tell whether a thing is a note, which has a page of its own."""
    return any(kind.iri == _NOTE for kind in thing.kinds)


def read_note(engine: Engine, words: Words, thing: Thing, lines: Lines = NO_LINES) -> NotePage:
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
    others = tuple(block for key, each in passages.items() if key not in placed for block in _quoted(each))
    sections = [
        replace(each, level=level, blocks=_opened(each.blocks, thing.iri, lines))
        for each, level in zip(sections, levels([each.level for each in sections]), strict=True)
    ]
    shown = [block for section in sections for block in section.blocks if block.kind != "heading"]
    return NotePage(
        thing=thing,
        sections=tuple(sections),
        others=_opened(others, thing.iri, lines),
        rights=next((group.values[0].link.text for group in thing.statements if group.predicate.iri == _RIGHTS), ""),
        understood=len({each.link.iri for block in (*shown, *others) for each in block.things}),
        blocks=len(shown),
        silent=sum(block.is_silent for block in shown),
        opens=lines.links(thing.iri, 1),
    )


def levels(given: Iterable[int]) -> list[int]:
    """Return the levels that a note's headings have in its page: from 2 on, in their order, none left out.

    >>> levels([1, 2, 4, 2, 3]), levels([3, 3, 1, 6])
    ([2, 3, 4, 3, 4], [2, 2, 2, 3])
    """
    above: list[int] = []
    found = []
    for level in given:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        found.append(min(len(above) + 1, 6))
    return found


def _opened(blocks: Iterable[Block], note: str, lines: Lines) -> tuple[Block, ...]:
    return tuple(replace(block, opens=lines.links(note, block.first)) for block in blocks)


def _with_things(blocks: tuple[Block, ...], passages: Iterable[_Passage]) -> tuple[Block, ...]:
    """Put what was understood beside the block in which its passage begins."""
    beside: dict[int, list[Understood]] = {}
    for passage in passages:
        place = max((i for i, block in enumerate(blocks) if block.first <= passage.first), default=0)
        beside.setdefault(place, []).extend(passage.things)
    found = list(passages)
    return tuple(
        replace(
            block,
            things=_distinct(beside.get(i, ())),
            links=_links_in(block, found),
            is_silent=block.kind != "heading" and not _speaks(block, found),
        )
        for i, block in enumerate(blocks)
    )


def _speaks(block: Block, passages: Iterable[_Passage]) -> bool:
    """Tell whether something was understood on the lines of a block, if only as a part of a longer passage."""
    return any(each.things and each.first <= block.last and block.first <= each.last for each in passages)


def _distinct(things: Iterable[Understood]) -> tuple[Understood, ...]:
    """Return each thing once: what comes from the lines before links to it, and links before mentions."""
    found = tuple({(each.link.iri, each.kind): each for each in reversed(list(things))}.values())[::-1]
    best: dict[str, int] = {}
    for each in found:
        best[each.link.iri] = min(_weight(each), best.get(each.link.iri, 2))
    return tuple(each for each in found if _weight(each) == best[each.link.iri])


def _weight(thing: Understood) -> int:
    return {_LINK_KIND: 1, _MENTION_KIND: 2}.get(thing.kind, 0)


def _links_in(block: Block, passages: Iterable[_Passage]) -> Mapping[str, str]:
    """Return where the wikilinks on the lines of a block lead."""
    near = [each.links for each in passages if each.first <= block.last and block.first <= each.last]
    return {written: href for links in near for written, href in links.items()}


def _quoted(passage: _Passage) -> tuple[Block, ...]:
    """Return lines outside of all sections; they are here because something comes from them."""
    blocks = _with_things(tuple(blocks_of(passage.quote, passage.first)), [passage])
    return tuple(replace(block, is_silent=False) for block in blocks)


def _passages(rows: Iterable[Row], words: Words) -> dict[str, _Passage]:
    return {group[0]["passage"].value: _passage(group, words) for group in _grouped(rows, "passage")}


def _passage(rows: list[Row], words: Words) -> _Passage:
    first, quote = int(rows[0]["start"].value), rows[0]["quote"].value
    last = first + quote.count("\n")
    return _Passage(
        first=first,
        last=last,
        quote=quote,
        things=tuple(_things(rows, words, first, last)),
        links={
            row["written"].value: href
            for row in rows
            if "to" in row and "written" in row and (href := words.addresses.link(row["to"].value))
        },
    )


def _things(rows: Iterable[Row], words: Words, first: int, last: int) -> Iterator[Understood]:
    for group in _grouped([row for row in rows if "thing" in row], "thing"):
        given = {row["class"].value for row in group}
        classes = words.narrowest(given)
        if classes[0] == _SECTION:
            continue
        if given & {_LINK, _MENTION}:
            if "to" in group[0]:
                target = words.show(group[0]["to"], words.best(row["toLabel"] for row in group if "toLabel" in row))
                kind = _MENTION_KIND if _MENTION in given else _LINK_KIND
                yield Understood(target, kind, first, last)
            continue
        label = words.best(row["label"] for row in group if "label" in row)
        yield Understood(words.show(group[0]["thing"], label), words.label(classes[0]), first, last, hue_of(given))


def _grouped(rows: Iterable[Row], name: str) -> list[list[Row]]:
    """Gather the rows that have the same value of a variable, in the order of their first appearance."""
    groups: dict[Term, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return list(groups.values())
