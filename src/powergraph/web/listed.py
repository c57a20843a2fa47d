"""The RDF of a page that lists things: those that it names, with their types and names."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from pyoxigraph import RdfFormat, parse

from powergraph.engine.request import Engine
from powergraph.web.ask import construct
from powergraph.web.negotiation import MediaType
from powergraph.web.service import serialize_triples
from powergraph.web.words import Link

__all__ = ["iris_named", "listed_graph"]

#: No page names more things.
MOST_THINGS = 2_000


def listed_graph(engine: Engine, content: object, base: str, media_type: MediaType) -> bytes:
    """Return what the things that a page names are, as *media_type*; *content* is its dataclass. Raises EngineError.

    A page that names no thing but classes is about those.
    """
    named = set(iris_named(content, base))
    things = sorted({each for each in named if "#" not in each} or named)[:MOST_THINGS]
    answer = construct(engine, "listed", "application/n-triples", thing=things)
    try:
        triples = (quad.triple for quad in parse(b"".join(answer), format=RdfFormat.N_TRIPLES))
        return serialize_triples(triples, media_type, base)
    finally:
        answer.close()


def iris_named(content: object, base: str) -> Iterator[str]:
    """Yield the IRIs that begin with *base* of all links in a page's dataclass; those of the vocabulary have a `#`.

    >>> list(iris_named((Link("Expert", iri="https://x.org/a"), {"b": [Link("Away", iri="https://y.org/c#d")]}),
    ...     "https://x.org/"))
    ['https://x.org/a']
    """
    if isinstance(content, Link):
        if content.iri.startswith(base):
            yield content.iri
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from iris_named(each, base)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from iris_named(each, base)
    elif is_dataclass(content):
        for member in fields(content):
            yield from iris_named(getattr(content, member.name), base)
