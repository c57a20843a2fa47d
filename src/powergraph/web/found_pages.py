"""The contract of the pages that people find things by: one frozen dataclass a template."""

from dataclasses import dataclass

from powergraph.web.pages import ClassCount, Paging
from powergraph.web.words import Link

__all__ = [
    "Branch",
    "BrowsePage",
    "ClassesPage",
    "Decade",
    "Facet",
    "FacetValue",
    "Listed",
    "Marked",
    "Result",
    "SearchPage",
    "TimelinePage",
    "TreePage",
    "Work",
    "search_json",
]

#: A text in pieces, each with whether it is what was looked for.
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
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
    kinds: tuple[FacetValue, ...]
    paging: Paging
    corrected: Link | None = None
    meant: Link | None = None
    is_partial: bool = False
    reason: str = ""
    limit: int = 0
    elsewhere: tuple[FacetValue, ...] = ()
    all_kinds: FacetValue | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed down by: its name, and its values with how many things have each."""

    title: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing in a list: what it is in some words, whether it is a stub, which no note is about yet, and its content
    label, or that of a note that introduces it."""

    link: Link
    text: str = ""
    is_stub: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class ClassesPage:
    """The classes that have members: *main_classes* are what people come for, *record_classes* how it is recorded."""

    main_classes: tuple[ClassCount, ...]
    other_classes: tuple[ClassCount, ...]
    record_classes: tuple[ClassCount, ...]


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """The things of one class by name; *narrower* are the kinds of it that have members too.

    *count* is how many there are, *found* how many of them are left by what was chosen: words of the name (*text*), a
    letter, and values of facets. *everything* leads back to the whole list, "" where nothing is chosen. *kept* are the
    other parameters of the address, for the form. A class of very many things has neither letters nor facets.
    """

    name: Link
    definition: str
    definition_language: str
    count: int
    found: int
    members: tuple[Listed, ...]
    narrower: tuple[ClassCount, ...]
    paging: Paging
    text: str = ""
    letters: tuple[FacetValue, ...] = ()
    facets: tuple[Facet, ...] = ()
    everything: str = ""
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A thing or class in a tree, with what is below it; *count* is the number of its members, 0 where it is a thing.

    *is_again* where it stands elsewhere with its branches.
    """

    link: Link
    branches: "tuple[Branch, ...]" = ()
    count: int = 0
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class TreePage:
    """Kinds of things below each other, and ideas below each other."""

    kinds: tuple[Branch, ...]
    ideas: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A cited work, its year ("" where none is known), and how many notes cite it."""

    link: Link
    year: str
    notes: int


@dataclass(frozen=True, slots=True)
class Decade:
    """The works of ten years from *first* on; *share* is their number in percent of that of the fullest decade."""

    first: int
    count: int
    share: int
    link: Link
    works: tuple[Work, ...] = ()
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The works that the notes cite, by decade, the oldest first; those without a year are told apart.

    Where they are many, works are listed of the decade alone that was chosen; *everything* leads back to the whole.
    """

    count: int
    decades: tuple[Decade, ...]
    undated: tuple[Work, ...]
    undated_count: int
    paging: Paging
    everything: str = ""
    undated_link: str = ""


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
