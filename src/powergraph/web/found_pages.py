"""The contract of the pages that people find things by: one frozen dataclass a template."""

from dataclasses import dataclass

from powergraph.web.pages import Paging
from powergraph.web.words import Link

__all__ = ["Choice", "Marked", "Result", "SearchPage", "search_json"]

#: A text in pieces, each with whether it is what was looked for.
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow a list down: how many would be left, where it leads, and whether it is chosen already."""

    link: Link
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A thing that was found.

    *title* is its label in pieces, *other* the other name that was found; *text* is the part of a text that was found,
    or how it begins. *notes* is the number of notes that it comes from, *note* one of them, *label* that one's content
    label.
    """

    link: Link
    title: Marked
    kinds: tuple[Link, ...]
    other: Marked = ()
    text: Marked = ()
    language: str = ""
    year: str = ""
    note: Link | None = None
    notes: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found, and what to do where it found nothing.

    *kind* is the class that was chosen. *corrected* leads to what was looked for in place of what was typed, *meant* to
    what may have been meant. *is_partial* where nothing has all of the words. *reason* says why search is off, *limit*
    the number of statements that is the reason. *elsewhere* are lists to look into.
    """

    query: str
    kind: Link | None
    results: tuple[Result, ...]
    total: int
    kinds: tuple[Choice, ...]
    paging: Paging
    corrected: Link | None = None
    meant: Link | None = None
    is_partial: bool = False
    reason: str = ""
    limit: int = 0
    elsewhere: tuple[Choice, ...] = ()
    all_kinds: Choice | None = None


def search_json(page: SearchPage) -> dict[str, object]:
    """Return what a search found for programs; what says nothing is left out."""

    def told(result: Result) -> dict[str, object]:
        said: dict[str, object] = {
            "iri": result.link.iri,
            "url": result.link.href,
            "label": result.link.text,
            "language": result.link.language,
            "kinds": [{"iri": kind.iri, "label": kind.text} for kind in result.kinds],
            "otherName": "".join(text for text, _ in result.other),
            "text": "".join(text for text, _ in result.text),
            "matched": [text for text, is_marked in (*result.title, *result.other, *result.text) if is_marked],
            "year": int(result.year) if result.year.isascii() and result.year.isdigit() else 0,
            "note": {"iri": result.note.iri, "url": result.note.href, "label": result.note.text}
            if result.note
            else None,
            "notes": result.notes,
            "contentLabel": result.label,
        }
        return {name: value for name, value in said.items() if value}

    return {
        "query": page.query,
        "total": page.total,
        **({"kind": {"iri": page.kind.iri, "label": page.kind.text}} if page.kind else {}),
        **({"corrected": page.corrected.text} if page.corrected else {}),
        **({"meant": page.meant.text} if page.meant else {}),
        **({"partial": True} if page.is_partial else {}),
        **({"off": page.reason} if page.reason else {}),
        "kinds": [{"iri": each.link.iri, "label": each.link.text, "count": each.count} for each in page.kinds],
        "results": [told(result) for result in page.results],
        **({"next": page.paging.next} if page.paging.next else {}),
        **({"previous": page.paging.previous} if page.paging.previous else {}),
    }
