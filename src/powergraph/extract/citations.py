"""Citations: the items, paragraphs and rows of a literature section, kept as written and read as far as they go."""

import re
from collections.abc import Iterator
from itertools import islice

from powergraph.extract.authors import parse_authors, read_authors
from powergraph.extract.dates import Date, read_date
from powergraph.extract.entries import Reading, read_entry
from powergraph.extract.entry_text import EntryText, read_entry_text
from powergraph.extract.extraction import Citation, Evidence
from powergraph.extract.identifiers import find_identifiers
from powergraph.extract.joined import entry_span, split_entries
from powergraph.extract.labels import own_span
from powergraph.extract.titles import bare_title
from powergraph.notes.markdown import Block, Kind, Run, runs_text
from powergraph.notes.note import Section
from powergraph.notes.span import Span

__all__ = ["block_citations", "item_citations", "looks_like_citation", "parse_authors"]

#: What the head of a table of references calls its columns.
_COLUMNS = (
    ("authors", re.compile(r"\b(?:authors?|creators?|names?|researchers?|by|who)\b", re.IGNORECASE)),
    ("date", re.compile(r"\b(?:year|date|published)\b", re.IGNORECASE)),
    ("title", re.compile(r"\b(?:titles?|works?|books?|articles?|papers?|sources?|references?)\b", re.IGNORECASE)),
    ("remark", re.compile(r"\b(?:notes?|remarks?|comments?|why|relevance|context|use)\b", re.IGNORECASE)),
)


def looks_like_citation(runs: tuple[Run, ...]) -> bool:
    """Tell whether a text is a citation by what it says: authors with a year or a marked title, or an identifier.

    A text that begins with a link to a note is none.
    """
    entry = runs_text(runs)
    if not entry or _is_internal(runs):
        return False
    citation = _citation(entry, runs, 0, Evidence(runs[0].span, 0, ""))
    return _is_alike(citation)


def _is_alike(citation: Citation) -> bool:
    identified = citation.dois or citation.isbns or citation.bad_isbns or citation.pmids or citation.pmcids
    named = citation.authors and (citation.year_text or citation.title)
    return bool(identified or named or (citation.title and citation.year_text) or _only_link(citation))


def _only_link(citation: Citation) -> bool:
    return bool(citation.url) and (citation.kind == "WebPage" or not citation.plain)


def _is_internal(runs: tuple[Run, ...]) -> bool:
    first = next((run for run in runs if run.text.strip()), None)
    return bool(first and first.link and (first.link.wiki or not _is_address(first.link.destination)))


def _is_address(destination: str) -> bool:
    return "://" in destination


def block_citations(
    block: Block, section: Section, first_ordinal: int, *, only_alike: bool = False
) -> Iterator[Citation]:
    """Yield the citations of a block: items of lists, rows of tables, paragraphs and footnotes.

    In a list of literature every item counts; with *only_alike* only what looks like a citation does, as for a
    paragraph always.
    """
    ordinal = first_ordinal
    for citation in _block_citations(block, section, only_alike=only_alike):
        yield _numbered(citation, ordinal)
        ordinal += 1


def item_citations(
    block: Block, section: Section, first_ordinal: int, *, only_alike: bool = False
) -> Iterator[Citation]:
    """Yield a citation for each item of a list that holds text; one that begins with a link to a note is none.

    An item that only introduces a list of entries (`Books:`) is none itself.
    """
    yield from block_citations(block, section, first_ordinal, only_alike=only_alike)


def _numbered(citation: Citation, ordinal: int) -> Citation:
    fields = {name: getattr(citation, name) for name in Citation.__slots__}
    return Citation(**{**fields, "ordinal": ordinal})


def _block_citations(block: Block, section: Section, *, only_alike: bool) -> Iterator[Citation]:
    if block.kind is Kind.LIST:
        for item in block.children:
            yield from _of_item(item, section, only_alike=only_alike)
    elif block.kind is Kind.TABLE:
        yield from _of_table(block, section)
    elif block.kind is Kind.PARAGRAPH:
        if looks_like_citation(block.runs):
            yield from _of_runs(block.runs, block.span, section)
    elif block.kind in (Kind.QUOTE, Kind.FOOTNOTE):
        for child in block.children:
            yield from _block_citations(child, section, only_alike=only_alike or block.kind is Kind.FOOTNOTE)


def _of_item(item: Block, section: Section, *, only_alike: bool) -> Iterator[Citation]:
    entry = runs_text(item.runs)
    below = [child for child in item.children if child.kind is Kind.LIST]
    own = _of_runs(item.runs, own_span(item), section) if entry and not _is_internal(item.runs) else ()
    inner = [c for child in below for c in _block_citations(child, section, only_alike=True)]
    introduces = bool(below) and (not entry or entry.endswith(":"))
    if introduces and not only_alike:
        for child in below:
            yield from _block_citations(child, section, only_alike=False)
        return
    if any(map(_is_alike, own)) or not (only_alike or inner or introduces):
        yield from own
    yield from inner


def _of_runs(runs: tuple[Run, ...], span: Span, section: Section) -> tuple[Citation, ...]:
    """Return the entries that a text holds: more than one only where each of them reads like an entry."""
    parts = split_entries(runs)
    if len(parts) > 1:
        spans = (entry_span(part) for part in parts)
        read = tuple(_of_entry(part, own, section) for part, own in zip(parts, spans, strict=True))
        if all(map(_is_alike, read)):
            return read
    return (_of_entry(runs, span, section),)


def _of_entry(runs: tuple[Run, ...], span: Span, section: Section) -> Citation:
    return _citation(runs_text(runs), runs, 0, Evidence(span, section.ordinal, "citations.entry"))


def _of_table(table: Block, section: Section) -> Iterator[Citation]:
    """Yield a citation for each row: by the names of the columns, else where the row reads like an entry."""
    if not table.children:
        return
    head = [runs_text(cell.runs) for cell in table.children[0].children]
    columns: dict[str, int] = {}
    for place, name in enumerate(head):
        for field, pattern in _COLUMNS:
            if field not in columns and pattern.search(name):
                columns[field] = place
                break
    for row in table.children[1:]:
        cells = [cell.runs for cell in row.children]
        runs = tuple(run for cell in cells for run in cell)
        entry = " | ".join(filter(None, (runs_text(cell) for cell in cells)))
        if not entry or _is_internal(runs):
            continue
        evidence = Evidence(row.span, section.ordinal, "citations.row")
        if "authors" in columns and ("title" in columns or "date" in columns):
            yield _row(entry, cells, columns, runs, evidence)
        else:
            read = (_citation(runs_text(cell), cell, 0, evidence) for cell in cells if cell)
            yield from islice(filter(_is_alike, read), 1)


def _row(
    entry: str, cells: list[tuple[Run, ...]], columns: dict[str, int], runs: tuple[Run, ...], evidence: Evidence
) -> Citation:
    texts: dict[str, EntryText] = {}
    for field, place in columns.items():
        texts[field] = read_entry_text(cells[place])[0] if place < len(cells) else EntryText("", "")
    none = EntryText("", "")
    reading = Reading(
        "citations.row",
        read_authors(texts.get("authors", none).text, trusting=True),
        read_date(texts.get("date", none).text.strip("() ")) or Date(),
        bare_title(texts.get("title", none).text),
        texts.get("remark", none).text,
    )
    return _made(entry, runs, 0, evidence, reading)


def _citation(entry: str, runs: tuple[Run, ...], ordinal: int, evidence: Evidence) -> Citation:
    return _made(entry, runs, ordinal, evidence, None)


def _made(entry: str, runs: tuple[Run, ...], ordinal: int, evidence: Evidence, reading: Reading | None) -> Citation:
    text, addresses, residue = read_entry_text(runs)
    found = find_identifiers(entry, addresses)
    if reading is None:
        reading = read_entry(text, linked=bool(addresses), isbn=bool(found.isbns))
    rule = reading.rule if reading.rule != "citations.entry" else evidence.rule
    return Citation(
        entry,
        reading.authors.agents if reading.authors.sure or reading.rule == "citations.apa" else (),
        reading.title,
        reading.date.year,
        reading.date.written,
        reading.date.original,
        reading.annotation,
        addresses[0] if addresses else "",
        ordinal,
        Evidence(evidence.span, evidence.section, rule),
        reading.kind,
        found.dois,
        found.isbns,
        found.bad_isbns,
        reading.authors.more,
        reading.edition,
        reading.container,
        addresses[1:],
        found.pmids,
        found.pmcids,
        found.issns,
        found.bad_issns,
        residue,
        text.text,
    )
