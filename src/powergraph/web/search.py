"""The search page: what was typed, what it found, and where its words stand."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from powergraph.search import Found, Hit, SearchIndex, Suggestion, mark
from powergraph.search.entries import ALT, DEFINITION, NOTE, TEXT, WARNING, YEAR
from powergraph.search.query import LONGEST_QUERY, Term
from powergraph.web.catalogue import Catalogue
from powergraph.web.found_pages import FacetValue, Marked, Result, SearchPage
from powergraph.web.listing import MAIN_CLASSES, RECORD_CLASSES, browse_link, class_name, class_of
from powergraph.web.pages import Paging
from powergraph.web.searching import Searching
from powergraph.web.words import LANGUAGE, Link, Words, iris_of

__all__ = ["RESULTS_A_PAGE", "find_page", "opensearch_suggestions", "suggestions_json"]

RESULTS_A_PAGE = 20
#: So much of a text is shown, and so much of it before what was found (characters).
_SHOWN = 220
_BEFORE = 60
#: So many of the notes that a thing comes from are asked for their content label.
_NOTES = 10
#: Classes that say next to nothing about a thing.
_GENERAL = frozenset(
    iris_of(
        "skos:Concept biro:BibliographicReference foaf:Document foaf:Agent prov:Entity prov:Agent "
        "sh:SPARQLExecutable sh:SPARQLSelectExecutable owl:Thing"
    )
)


def find_page(searching: Searching, catalogue: Catalogue, query: str, kind: str, page: int) -> SearchPage:
    """Return page *page* (from 1) of what *query* finds; *kind* names a class as `/browse/` does, or is its IRI.

    Raises SearchError where the index cannot be read.
    """
    words = catalogue.words
    query = " ".join(query[:LONGEST_QUERY].split())
    kind_iri = class_of(kind) or kind
    elsewhere = tuple(
        FacetValue(browse_link(words, iri), catalogue.classes[iri]) for iri in MAIN_CLASSES if iri in catalogue.classes
    )
    chosen = Link(words.label(kind_iri), iri=kind_iri) if kind else None
    if searching.index is None or not query:
        reason = searching.reason if searching.index is None else ""
        nothing = Paging(1, 0)
        return SearchPage(query, chosen, (), 0, (), nothing, reason=reason, limit=searching.limit, elsewhere=elsewhere)

    def address(**parameters: str | int) -> str:
        asked = {"q": query, **({"kind": kind} if kind else {}), **parameters}
        return words.addresses.path(f"/search?{urlencode({k: v for k, v in asked.items() if v})}")

    found = searching.index.find(query, kind_iri if kind else "", RESULTS_A_PAGE, (page - 1) * RESULTS_A_PAGE)
    first = (page - 1) * RESULTS_A_PAGE + 1
    last = first - 1 + len(found.hits)
    return SearchPage(
        query=query,
        kind=chosen,
        results=_results(searching.index, words, found),
        total=found.total,
        kinds=tuple(
            FacetValue(Link(words.label(iri), address(kind=class_name(iri)), iri), count, iri == kind_iri)
            for iri, count in _sorted(found.kinds)
        ),
        paging=Paging(
            first=first,
            last=last,
            previous=address(page=page - 1) if page > 1 else "",
            next=address(page=page + 1) if last < found.total and found.hits else "",
        ),
        corrected=Link(found.corrected, address(q=found.corrected)) if found.corrected else None,
        meant=Link(found.meant, address(q=found.meant)) if found.meant else None,
        is_partial=found.is_partial,
        elsewhere=elsewhere,
        all_kinds=FacetValue(Link("", address(kind="")), 0, not kind),
    )


def _sorted(kinds: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the classes that are worth choosing, those that people come for before others."""
    rank = {iri: number for number, iri in enumerate(MAIN_CLASSES)}
    shown = [(iri, count) for iri, count in kinds.items() if iri not in _GENERAL and iri not in RECORD_CLASSES]
    return sorted(shown, key=lambda each: (rank.get(each[0], len(rank)), -each[1], each[0]))


def languages_of(words: Words) -> tuple[str, ...]:
    """Return the languages that a label is wanted in, the best one first; "" is none."""
    return tuple(dict.fromkeys((words.language.partition("-")[0], LANGUAGE, "")))


def _results(index: SearchIndex, words: Words, found: Found) -> tuple[Result, ...]:
    languages = languages_of(words)
    notes = index.look_up(iri for hit in found.hits for _, iri in hit.all(NOTE)[:_NOTES])
    return tuple(_result(words, languages, hit, found.terms, notes) for hit in found.hits)


def _result(
    words: Words, languages: Sequence[str], hit: Hit, terms: Sequence[Term], notes: Mapping[str, Hit]
) -> Result:
    label, language = hit.label(languages)
    title = mark(label, terms)
    named = {text for _, text in hit.all(ALT)}
    other = next((pieces for pieces in (mark(text, terms) for text in sorted(named)) if _is_marked(pieces)), ())
    text, text_language = _text(hit, terms, languages)
    introducing = [notes[iri] for _, iri in hit.all(NOTE) if iri in notes]
    note = introducing[0] if introducing else None
    warnings = [warning for each in (hit, *introducing) for _, warning in each.all(WARNING)]
    return Result(
        link=Link(label, words.addresses.link(hit.iri), hit.iri, language),
        title=title,
        kinds=tuple(words.term(kind) for kind in _telling(words, hit)),
        other=other,
        text=text,
        language=text_language,
        year=next((year for _, year in hit.all(YEAR)), ""),
        note=_note_link(words, languages, note) if note else None,
        notes=len(hit.all(NOTE)),
        label=warnings[0] if warnings else "",
    )


def _telling(words: Words, hit: Hit) -> list[str]:
    """Return the classes of a thing that tell what it is; a general one only where there is no other."""
    narrowest = words.narrowest(hit.kinds)
    return [kind for kind in narrowest if kind not in _GENERAL] or narrowest


def _note_link(words: Words, languages: Sequence[str], note: Hit) -> Link:
    label, language = note.label(languages)
    return Link(label, words.addresses.link(note.iri), note.iri, language)


def _is_marked(pieces: Marked) -> bool:
    return any(is_marked for _, is_marked in pieces)


def _text(hit: Hit, terms: Sequence[Term], languages: Sequence[str]) -> tuple[Marked, str]:
    """Return the part of the first text that has most of the words, else how the first one begins; and its language."""

    def rank(said: tuple[str, str]) -> int:
        base = said[0].partition("-")[0]
        return languages.index(base) if base in languages else len(languages)

    texts = [*sorted(hit.all(DEFINITION), key=rank), *sorted(hit.all(TEXT), key=rank)]
    best: tuple[int, Marked, str] = (-1, (), "")
    for language, text in texts:
        pieces = mark(text, terms)
        count = len({piece.casefold() for piece, is_marked in pieces if is_marked})
        if count > best[0]:
            best = (count, pieces, language)
    return _shortened(best[1]), best[2]


def _shortened(pieces: Marked) -> Marked:
    """Cut a marked text to what can be shown, from a little before the first mark on, at words."""
    text = "".join(piece for piece, _ in pieces)
    place = 0
    for piece, is_marked in pieces:
        if is_marked:
            break
        place += len(piece)
    else:
        place = 0
    start = 0 if place <= _BEFORE or len(text) <= _SHOWN else text.rfind(" ", 0, place - _BEFORE) + 1
    end = start + _SHOWN
    if end < len(text):
        end = max(text.rfind(" ", start + _SHOWN // 2, end), start + _SHOWN // 2)
    shown: list[tuple[str, bool]] = [("… ", False)] if start else []
    done = 0
    for piece, is_marked in pieces:
        kept = piece[max(start - done, 0) : max(end - done, 0)]
        done += len(piece)
        if kept:
            shown.append((kept, is_marked))
    if end < len(text):
        shown.append((" …", False))
    return tuple(shown)


def opensearch_suggestions(words: Words, query: str, suggestions: Iterable[Suggestion]) -> list[object]:
    """Return suggestions as browsers read them (OpenSearch Suggestions 1.1): texts, what they are, where they lead."""
    told = suggestions_json(words, suggestions)
    return [
        query,
        [each["text"] for each in told],
        [each["kind"] for each in told],
        [each["url"] for each in told],
    ]


def suggestions_json(words: Words, suggestions: Iterable[Suggestion]) -> list[dict[str, str]]:
    """Return suggestions for a list below a search field; another name that was typed leads to the label."""
    languages = languages_of(words)
    told = []
    for each in suggestions:
        label, language = each.hit.label(languages)
        kinds = _telling(words, each.hit)
        told.append(
            {
                "text": f"{each.other} → {label}" if each.other and each.other != label else label,
                "label": label,
                "language": language,
                "other": each.other,
                "kind": words.label(kinds[0]) if kinds else "",
                "iri": each.hit.iri,
                "url": words.addresses.link(each.hit.iri),
            }
        )
    return told
