"""How a thing of the dataset is cited and reused: its IRI, its citation in words and in files, its documents."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import RdfFormat, Store

from powergraph.engine.request import Engine
from powergraph.prefixes import PREFIXES
from powergraph.web.addresses import Addresses
from powergraph.web.ask import construct, fill, load_text
from powergraph.web.bibliography import FORMATS, Work, cited_works
from powergraph.web.listing import formats_of
from powergraph.web.pages import Record
from powergraph.web.publication import Publication
from powergraph.web.words import Link

__all__ = [
    "CITATION_TYPES",
    "NO_EDITION",
    "Edition",
    "edition_of",
    "page_query",
    "part_of",
    "query_address",
    "record_of",
    "with_prefixes",
    "works_of",
]

#: What a file of citations is called and what it is, by the name of its format.
CITATION_TYPES = {
    "bibtex": ("BibTeX", "application/x-bibtex", ".bib"),
    "csl-json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", ".json"),
    "ris": ("RIS", "application/x-research-info-systems", ".ris"),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The dataset as it is cited: its title, its version and the day it was made (`2026-01-31`), "" if not known."""

    title: str = ""
    version: str = ""
    day: str = ""


NO_EDITION = Edition()


def edition_of(publication: Publication) -> Edition:
    """Return what is cited of a publication."""
    made = publication.modified
    day = datetime.datetime.fromtimestamp(made, datetime.UTC).date().isoformat() if made else ""
    return Edition(publication.title, publication.version, day)


def record_of(addresses: Addresses, iri: str, title: str, edition: Edition, query: str = "") -> Record:
    """Return how *iri* is cited and reused; *query* is the text of the query that tells what its page does."""
    cite = addresses.path("/cite")
    return Record(
        iri=iri,
        formats=formats_of(addresses, iri),
        citations=tuple(
            Link(
                CITATION_TYPES[name][0], f"{cite}?iri={quote(iri, safe='')}&format={name}", note=CITATION_TYPES[name][1]
            )
            for name in FORMATS
        ),
        cited=_in_words(title, iri, edition),
        query=query_address(addresses, query),
    )


def page_query(iri: str, name: str = "page", **terms: Iterable[str]) -> str:
    """Return a query of `queries/` about *iri* with the prefixes that it uses, for a person to change."""
    return with_prefixes(fill(load_text(name), resource=[iri], **terms))


def query_address(addresses: Addresses, query: str) -> str:
    """Return the address of the page that has *query* in its form, and its answer; "" where there is no query."""
    return f"{addresses.path('/sparql')}?query={quote(query, safe='')}&format=html" if query else ""


def with_prefixes(text: str) -> str:
    """Put the declarations of the prefixes that a query uses below its first line, which says what it asks."""
    question, _, query = text.partition("\n")
    used = [prefix for prefix in PREFIXES if re.search(rf"(?<![\w:]){prefix}:", query)]
    return "\n".join((question, *(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in used), "", query))


def part_of(iri: str, title: str, edition: Edition) -> Work:
    """Return a thing as a part of the dataset that can be cited; the dataset itself is a whole."""
    key = re.sub(r"[^A-Za-z0-9]+", "-", iri.rpartition("/")[2]).strip("-") or "thing"
    return Work(
        key=key,
        title=title,
        kind="Dataset",
        year=int(edition.day[:4] or 0),
        edition=edition.version,
        url=iri,
        container="" if title == edition.title else edition.title,
        day=edition.day,
    )


def works_of(engine: Engine, iri: str) -> Sequence[Work]:
    """Return the work that *iri* names, as it is cited itself; () where it is no work. Raises EngineError."""
    answer = construct(engine, "cited_work", "application/n-triples", resource=[iri])
    try:
        data = b"".join(answer)
    finally:
        answer.close()
    store = Store()
    store.load(data, format=RdfFormat.N_TRIPLES)
    return cited_works(store)


def _in_words(title: str, iri: str, edition: Edition) -> str:
    whole = "" if title == edition.title else edition.title
    version = f"{edition.version}, {edition.day}".strip(", ")
    parts = [f"“{title}”" if whole else title, whole, version, iri]
    return ". ".join(part for part in parts if part)
