"""What the dataset holds as a whole: its classes, graphs, files and vocabulary, for the pages that people enter by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from pyoxigraph import Literal

from powergraph.diagnostics import Diagnostic
from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.prefixes import PREFIXES
from powergraph.question import in_language
from powergraph.web.ask import load_text, select
from powergraph.web.gallery import NO_QUESTIONS, Gallery, load_gallery
from powergraph.web.lines import Lines
from powergraph.web.listing import MAIN_CLASSES, PAGE_SIZE, RECORD_CLASSES, browse_link, formats_of, paging_of
from powergraph.web.pages import ClassCount, Counted, Example, GraphPage, Home, Record, SourceGroup
from powergraph.web.preferences import preferences
from powergraph.web.publication import Publication
from powergraph.web.quality import read_report
from powergraph.web.record import edition_of, record_of, with_prefixes
from powergraph.web.sources import poster_groups
from powergraph.web.surroundings import ALONE, Surroundings
from powergraph.web.translation import N_
from powergraph.web.words import LANGUAGE, Link, Words, load_words, shorten

__all__ = ["Catalogue", "examples", "first_questions", "graph_page", "home", "license_link", "load_catalogue"]

_NOTE = PREFIXES["pow"] + "Note"
#: What is said about a source of power on the first page is cut to so many characters.
_GLOSS = 150

_EXAMPLES = (
    (N_("Which sources of power are there, and in which group?"), "example_sources"),
    (N_("What is there to do, and about which topic?"), "example_practices"),
    (N_("Which works are cited, and by whom are they?"), "example_works"),
    (N_("Which lines of which note say what a thing is?"), "example_lines"),
)

#: The questions of the gallery that the dataset's page begins with.
_FIRST_QUESTIONS = ("sources-of-power", "practices-for-a-concept", "works-before-a-year", "evidence")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is asked once for each publication: its words, how many things each class has, how many statements.

    *languages* are the tags of the languages that something is called in, *gallery* the questions that it brings.
    """

    words: Words
    classes: Mapping[str, int]
    triples: int
    languages: tuple[str, ...] = ()
    surroundings: Surroundings = ALONE
    gallery: Gallery = NO_QUESTIONS

    def in_language(self, language: str) -> "Catalogue":
        """Return the same with words of another language."""
        return replace(self, words=self.words.in_language(language))


def load_catalogue(engine: Engine, publication: Publication, open_line: str = "") -> Catalogue:
    """Ask the dataset for its words and sizes; *open_line* is the setting of that name. Raises EngineError."""
    words = load_words(engine, publication.addresses)
    classes = {
        row["class"].value: int(row["count"].value) for row in select(engine, "classes") if row["class"].kind == "uri"
    }
    if publication.release:
        triples = publication.release.manifest.triples
    else:
        triples = int(select(engine, "count")[0]["count"].value)
    spoken = {row["language"].value.lower() for row in select(engine, "languages")}
    return Catalogue(
        words,
        classes,
        triples,
        tuple(sorted(spoken | {LANGUAGE})),
        _surroundings(engine, publication, open_line),
        load_gallery(engine, publication.addresses),
    )


def first_questions(publication: Publication, gallery: Gallery, language: str) -> tuple[Example, ...]:
    """Return the first questions to try: of the gallery, where the dataset brings one, else the examples."""
    questions = gallery.questions
    names = [name for name in _FIRST_QUESTIONS if name in questions] or list(questions)[:4]
    return tuple(
        Example(in_language(questions[name].questions, language), publication.addresses.path(f"/queries/{name}.html"))
        for name in names
    ) or examples(publication)


def _surroundings(engine: Engine, publication: Publication, open_line: str) -> Surroundings:
    paths = {row["note"].value: row["path"].value for row in select(engine, "note_paths")}
    remarks: dict[str, tuple[Diagnostic, ...]] = {}
    for each in read_report(publication):
        remarks[each.path] = (*remarks.get(each.path, ()), each)
    return Surroundings(Lines(tuple(open_line.split()), paths), remarks, edition_of(publication))


def examples(publication: Publication) -> tuple[Example, ...]:
    """Return the first queries to try."""
    sparql = publication.addresses.path("/sparql")
    return tuple(
        Example(question, f"{sparql}?query={quote(example_query(name), safe='')}&format=html")
        for question, name in _EXAMPLES
    )


def home(engine: Engine, publication: Publication, catalogue: Catalogue) -> Home:
    """Return the page about the dataset. Raises EngineError."""
    words, counts = catalogue.words, catalogue.classes

    def counted(iri: str) -> ClassCount:
        return ClassCount(browse_link(words, iri), counts[iri], words.definition(iri))

    manifest = publication.release.manifest if publication.release else None
    graphs = select(engine, "graphs")
    sources = source_groups(engine, words)
    return Home(
        title=publication.title,
        description=publication.description,
        iri=publication.dataset_iri,
        version=publication.version,
        digest=publication.digest,
        triples=catalogue.triples,
        notes=counts.get(_NOTE, 0),
        license=license_link(publication.license),
        main_classes=tuple(counted(iri) for iri in MAIN_CLASSES if iri in counts),
        other_classes=tuple(counted(iri) for iri in counts if iri not in (*MAIN_CLASSES, *RECORD_CLASSES)),
        record_classes=tuple(counted(iri) for iri in counts if iri in RECORD_CLASSES),
        files=tuple(
            Counted(Link(each.file, publication.files[each.file], note=each.media_type), each.bytes)
            for each in (manifest.files if manifest else ())
            if each.file in publication.files
        ),
        graphs=tuple(
            Counted(words.show(row["graph"]), int(row["count"].value), row["graph"].value) for row in graphs[:PAGE_SIZE]
        ),
        examples=first_questions(publication, catalogue.gallery, preferences().language),
        endpoint=publication.endpoint,
        is_release=publication.release is not None,
        record=record_of(
            publication.addresses, publication.dataset_iri, publication.title, catalogue.surroundings.edition
        ),
        sources=sources,
        overview=poster_groups(engine, words, sources),
        modified=publication.modified,
    )


def source_groups(engine: Engine, words: Words) -> tuple[SourceGroup, ...]:
    """Return the sources of power by their groups, each with the beginning of its definition."""
    texts: dict[tuple[str, str], dict[str, set[Term]]] = {}
    for row in select(engine, "sources"):
        found = texts.setdefault((row["group"].value if "group" in row else "", row["source"].value), {})
        for name in ("label", "groupLabel", "definition"):
            found.setdefault(name, set()).update([row[name]] if name in row else [])
    groups: dict[str, tuple[Link | None, list[tuple[Link, str]]]] = {}
    for (group, source), found in texts.items():
        if group not in groups:
            shown = words.show(Term("uri", group), words.best(found["groupLabel"])) if group else None
            groups[group] = (shown, [])
        definition = words.best(found["definition"])
        link = words.show(Term("uri", source), words.best(found["label"]))
        groups[group][1].append((link, shorten(definition.value, _GLOSS) if definition else ""))
    ordered = sorted(groups.values(), key=lambda pair: (pair[0] is None, pair[0].text.casefold() if pair[0] else ""))
    return tuple(SourceGroup(group, tuple(sorted(found, key=lambda pair: pair[0].text))) for group, found in ordered)


def graph_page(engine: Engine, words: Words, iri: str, page: int) -> GraphPage | None:
    """Return page *page* (from 1) of a named graph, None where there is no such graph. Raises EngineError."""
    terms: dict[str, list[str | Literal]] = {"graph": [iri], "language": [Literal(words.language)]}
    rows = select(engine, "graph_subjects", (PAGE_SIZE + 1, (page - 1) * PAGE_SIZE), **terms)
    if not rows and page == 1:
        return None
    addresses = words.addresses
    note = iri.replace("/graph/note/", "/note/", 1)
    return GraphPage(
        iri=iri,
        title=iri.removeprefix(addresses.base + "graph/"),
        about=Link(N_("the note itself"), addresses.link(note), note) if note != iri else None,
        things=tuple(Counted(_link(words, row), int(row["count"].value)) for row in rows[:PAGE_SIZE]),
        paging=paging_of(page, len(rows), lambda number: f"{addresses.local(iri, '.html')}?page={number}"),
        record=Record(iri, formats_of(addresses, iri)),
    )


def _link(words: Words, row: Row) -> Link:
    """Show a thing of a graph; only what the default graph speaks about has a page."""
    link = words.show(row["thing"], row.get("label"))
    return link if row["known"].value == "true" else replace(link, href="")


def example_query(name: str) -> str:
    """Return the text of an example with the prefixes that it uses, and no others."""
    return with_prefixes(load_text(name))


_LICENSES = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0"}


def license_link(iri: str) -> Link | None:
    """Show a licence by its name, where it has a short one."""
    return Link(_LICENSES.get(iri, iri), iri if iri.startswith("https://") else "", iri) if iri else None
