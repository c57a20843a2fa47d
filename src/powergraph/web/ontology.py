"""The page of the vocabulary: what each term means, how it is called elsewhere, and where the dataset uses it."""

from collections.abc import Mapping

from powergraph.engine.request import Engine, EngineError
from powergraph.prefixes import ONTOLOGY_IRI
from powergraph.web.ask import select
from powergraph.web.catalogue import Catalogue, license_link
from powergraph.web.listing import browse_link, formats_of
from powergraph.web.pages import Counted, Entry, OntologyPage, Record
from powergraph.web.publication import Publication
from powergraph.web.record import page_query, query_address
from powergraph.web.translation import N_
from powergraph.web.words import Link, Word, Words, name_of

__all__ = ["ontology_page", "ontology_version"]

_GROUPS = (N_("Classes"), N_("Properties"), N_("Values"))
#: What a status of the vocabulary of vocabularies means (vs:term_status).
_STATUS = {"stable": N_("stable"), "testing": N_("in trial"), "unstable": N_("may change"), "archaic": N_("outdated")}


def ontology_version(engine: Engine, publication: Publication) -> str:
    """Return the version that the vocabulary says it has, "" where it says none. Raises EngineError."""
    rows = select(engine, "ontology", ontology=[publication.ontology_iri])
    return rows[0]["version"].value if rows and "version" in rows[0] else ""


def ontology_page(engine: Engine, publication: Publication, catalogue: Catalogue) -> OntologyPage:
    """Return the page of the vocabulary. Raises EngineError."""
    words = catalogue.words
    rows = select(engine, "ontology", ontology=[publication.ontology_iri])
    about = {
        name: best.value
        for name in ("title", "description", "version", "license")
        if (best := words.best(row[name] for row in rows if name in row))
    }
    status, examples = _notes(engine, words)
    counts = {**_uses(engine), **catalogue.classes}
    ours: dict[str, list[Entry]] = {}
    borrowed = []
    for word in sorted(words.words.values(), key=lambda each: each.label.casefold()):
        if word.iri.startswith(ONTOLOGY_IRI + "#"):
            entry = _entry(words, word, status.get(word.iri, ""), examples.get(word.iri, ()), counts.get(word.iri, 0))
            ours.setdefault(_group_of(word.kind), []).append(entry)
        else:
            borrowed.append(words.term(word.iri))
    return OntologyPage(
        title=about.get("title", N_("Vocabulary")),
        description=about.get("description", ""),
        iri=publication.ontology_iri,
        version=about.get("version", ""),
        license=license_link(about.get("license", "")),
        groups=tuple((name, tuple(ours[name])) for name in _GROUPS if name in ours),
        borrowed=tuple(borrowed),
        record=Record(publication.ontology_iri, formats_of(publication.addresses, publication.ontology_iri)),
    )


def _notes(engine: Engine, words: Words) -> tuple[Mapping[str, str], Mapping[str, tuple[Link, ...]]]:
    """Return the status of each term, and its examples."""
    status: dict[str, str] = {}
    examples: dict[str, tuple[Link, ...]] = {}
    for row in select(engine, "term_notes"):
        term = row["term"].value
        if "status" in row:
            status[term] = _STATUS.get(row["status"].value, row["status"].value)
        elif "example" in row:
            example = row["example"]
            href = words.addresses.local(example.value) if example.kind == "uri" else ""
            text = name_of(example.value.removesuffix(".ttl")) if href else example.value
            examples[term] = (*examples.get(term, ()), Link(text, href, language=example.language))
    return status, examples


def _uses(engine: Engine) -> Mapping[str, int]:
    """Count the statements of each property; where that takes too long the page does without."""
    try:
        return {row["property"].value: int(row["count"].value) for row in select(engine, "properties")}
    except EngineError:
        return {}


def _entry(words: Words, word: Word, status: str, examples: tuple[Link, ...], count: int) -> Entry:
    narrower = tuple(each.iri for each in words.words.values() if word.iri in each.broader)
    relations = (
        (N_("A kind of"), word.broader),
        (N_("Kinds of it:"), narrower),
        (N_("Said of"), word.domain),
        (N_("Its values are"), word.range),
    )
    labels = word.texts.get("label", ())
    if word.kind.endswith("property"):
        href = query_address(words.addresses, page_query(word.iri, "property"))
    else:
        href = browse_link(words, word.iri).href if _group_of(word.kind) == "Classes" else ""
    return Entry(
        word=word,
        anchor=word.iri.partition("#")[2],
        relations=tuple((what, tuple(words.term(iri) for iri in iris)) for what, iris in relations if iris),
        labels=tuple(Link(each.value, language=each.language) for each in labels if each.value != word.label),
        status=status,
        examples=examples,
        used=Counted(Link("", href), count) if count else None,
    )


def _group_of(kind: str) -> str:
    kind = kind.lower()
    return "Classes" if kind == "class" else "Properties" if kind.endswith("property") else "Values"
