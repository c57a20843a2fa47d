"""What the dataset holds as a whole: its classes, graphs, files and vocabulary, for the pages that people enter by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from powergraph.engine.request import Engine
from powergraph.engine.results import Row
from powergraph.prefixes import ONTOLOGY_IRI, PREFIXES
from powergraph.question import in_language
from powergraph.web.ask import load_text, select
from powergraph.web.gallery import NO_QUESTIONS, Gallery, load_gallery
from powergraph.web.listing import MAIN_CLASSES, PAGE_SIZE, RECORD_CLASSES, browse_link, formats_of, paging_of
from powergraph.web.pages import ClassCount, Counted, Entry, Example, GraphPage, Home, OntologyPage
from powergraph.web.publication import Publication
from powergraph.web.words import LANGUAGE, Link, Word, Words, load_words

__all__ = [
    "Catalogue",
    "examples",
    "first_questions",
    "graph_page",
    "home",
    "load_catalogue",
    "ontology_page",
    "ontology_version",
]

_NOTE = PREFIXES["pow"] + "Note"

_EXAMPLES = (
    ("Which sources of power are there, and in which group?", "example_sources"),
    ("What is there to do, and about which topic?", "example_practices"),
    ("Which works are cited, and by whom are they?", "example_works"),
    ("Which lines of which note say what a thing is?", "example_lines"),
)

#: The questions of the gallery that the dataset's page begins with.
_FIRST_QUESTIONS = ("sources-of-power", "practices-for-a-concept", "works-before-a-year", "evidence")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is asked once for each publication: its words, how many things each class has, how many statements.

    *gallery* are the questions that it brings.
    """

    words: Words
    classes: Mapping[str, int]
    triples: int
    gallery: Gallery = NO_QUESTIONS


def load_catalogue(engine: Engine, publication: Publication) -> Catalogue:
    """Ask the dataset for its words and sizes. Raises EngineError."""
    words = load_words(engine, publication.addresses)
    classes = {
        row["class"].value: int(row["count"].value) for row in select(engine, "classes") if row["class"].kind == "uri"
    }
    if publication.release:
        triples = publication.release.manifest.triples
    else:
        triples = int(select(engine, "count")[0]["count"].value)
    return Catalogue(words, classes, triples, load_gallery(engine, publication.addresses))


def first_questions(publication: Publication, gallery: Gallery, language: str) -> tuple[Example, ...]:
    """Return the first questions to try: of the gallery, where the dataset brings one, else the examples."""
    questions = gallery.questions
    names = [name for name in _FIRST_QUESTIONS if name in questions] or list(questions)[:4]
    return tuple(
        Example(in_language(questions[name].questions, language), publication.addresses.path(f"/queries/{name}.html"))
        for name in names
    ) or examples(publication)


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
    return Home(
        title=publication.title,
        description=publication.description,
        iri=publication.dataset_iri,
        version=publication.version,
        digest=publication.digest,
        triples=catalogue.triples,
        notes=counts.get(_NOTE, 0),
        license=_license(publication.license),
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
        examples=first_questions(publication, catalogue.gallery, LANGUAGE),
        endpoint=publication.endpoint,
        is_release=publication.release is not None,
        formats=formats_of(publication.addresses, publication.dataset_iri),
    )


def ontology_version(engine: Engine, publication: Publication) -> str:
    """Return the version that the vocabulary says it has, "" where it says none. Raises EngineError."""
    rows = select(engine, "ontology", ontology=[publication.ontology_iri])
    return rows[0]["version"].value if rows and "version" in rows[0] else ""


def ontology_page(engine: Engine, publication: Publication, words: Words) -> OntologyPage:
    """Return the page of the vocabulary. Raises EngineError."""
    rows = select(engine, "ontology", ontology=[publication.ontology_iri])
    about = {name: term.value for name, term in rows[0].items()} if rows else {}
    ours: dict[str, list[Entry]] = {}
    borrowed = []
    for word in sorted(words.words.values(), key=lambda each: each.label.casefold()):
        if word.iri.startswith(ONTOLOGY_IRI + "#"):
            ours.setdefault(_group_of(word.kind), []).append(_entry(words, word))
        else:
            borrowed.append(words.term(word.iri))
    return OntologyPage(
        title=about.get("title", "Vocabulary"),
        description=about.get("description", ""),
        iri=publication.ontology_iri,
        version=about.get("version", ""),
        license=_license(about.get("license", "")),
        groups=tuple((name, tuple(ours[name])) for name in ("Classes", "Properties", "Values") if name in ours),
        borrowed=tuple(borrowed),
        formats=formats_of(publication.addresses, publication.ontology_iri),
    )


def graph_page(engine: Engine, words: Words, iri: str, page: int) -> GraphPage | None:
    """Return page *page* (from 1) of a named graph, None where there is no such graph. Raises EngineError."""
    rows = select(engine, "graph_subjects", (PAGE_SIZE + 1, (page - 1) * PAGE_SIZE), graph=[iri])
    if not rows and page == 1:
        return None
    addresses = words.addresses
    note = iri.replace("/graph/note/", "/note/", 1)
    return GraphPage(
        iri=iri,
        title=iri.removeprefix(addresses.base + "graph/"),
        about=Link("the note itself", addresses.link(note), note) if note != iri else None,
        things=tuple(Counted(_link(words, row), int(row["count"].value)) for row in rows[:PAGE_SIZE]),
        paging=paging_of(page, len(rows), lambda number: f"{addresses.local(iri, '.html')}?page={number}"),
        formats=formats_of(addresses, iri),
    )


def _link(words: Words, row: Row) -> Link:
    """Show a thing of a graph; only what the default graph speaks about has a page."""
    link = words.show(row["thing"], row.get("label"))
    return link if row["known"].value == "true" else replace(link, href="")


def example_query(name: str) -> str:
    """Return the text of an example with the prefixes that it uses, and no others."""
    text = load_text(name)
    used = [prefix for prefix in PREFIXES if f"{prefix}:" in text]
    question, _, query = text.partition("\n")
    return "\n".join((question, *(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in used), "", query))


def _entry(words: Words, word: Word) -> Entry:
    narrower = tuple(each.iri for each in words.words.values() if word.iri in each.broader)
    relations = (
        ("A kind of", word.broader),
        ("Kinds of it:", narrower),
        ("Said of", word.domain),
        ("Its values are", word.range),
    )
    shown = tuple((what, tuple(words.term(iri) for iri in iris)) for what, iris in relations if iris)
    return Entry(word, word.iri.partition("#")[2], shown)


def _group_of(kind: str) -> str:
    kind = kind.lower()
    return "Classes" if kind == "class" else "Properties" if kind.endswith("property") else "Values"


_LICENSES = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0"}


def _license(iri: str) -> Link | None:
    return Link(_LICENSES.get(iri, iri), iri if iri.startswith("https://") else "", iri) if iri else None
