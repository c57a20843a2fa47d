"""The RDF of a page that lists things: those that it names, with their types and names."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from pyoxigraph import RdfFormat, parse

from powergraph.engine.request import Engine
from powergraph.web.ask import construct
from powergraph.web.negotiation import MediaType
from powergraph.web.service import serialize_triples
from powergraph.web.words import Link

__all__ = ["listed_graph", "things_named"]

#: No page names more things.
MOST_THINGS = 2_000


def listed_graph(engine: Engine, content: object, base: str, media_type: MediaType) -> bytes:
    """Return what the things that a page names are, as *media_type*; *content* is its dataclass. Raises EngineError."""
    things = sorted(set(things_named(content, base)))[:MOST_THINGS]
    answer = construct(engine, "listed", "application/n-triples", thing=things)
    try:
        triples = (quad.triple for quad in parse(b"".join(answer), format=RdfFormat.N_TRIPLES))
        return serialize_triples(triples, media_type, base)
    finally:
        answer.close()


def things_named(content: object, base: str) -> Iterator[str]:
    """Yield the IRIs that begin with *base*, but for those of the vocabulary, of all links in a page's dataclass.

    >>> list(things_named((Link("Expert", iri="https://x.org/a"), {"b": [Link("Class", iri="https://x.org/c#d")]}),
    ...     "https://x.org/"))
    ['https://x.org/a']
    """
    if isinstance(content, Link):
        if content.iri.startswith(base) and "#" not in content.iri:
            yield content.iri
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from things_named(each, base)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from things_named(each, base)
    elif is_dataclass(content):
        for member in fields(content):
            yield from things_named(getattr(content, member.name), base)
