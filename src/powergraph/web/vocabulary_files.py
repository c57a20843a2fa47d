"""The files beside the vocabulary that is served: its former versions and its examples, as they travel with it."""

import re
from functools import cache

from pyoxigraph import RdfFormat, Triple, parse

from powergraph.resources import resource_path

__all__ = ["example_document", "version_triples"]


def version_triples(version: str) -> list[Triple] | None:
    """Return a released version of the vocabulary, None where there is no such version.

    >>> version_triples("../versions/1.0.0") is None
    True
    """
    data = _file("ontology/versions", version) if re.fullmatch(r"\d+\.\d+\.\d+", version) else None
    return None if data is None else [quad.triple for quad in parse(data, format=RdfFormat.TURTLE)]


def example_document(name: str) -> bytes | None:
    """Return an example of the vocabulary as it is written, comments included, None where there is none of that name.

    >>> example_document("source").startswith(b"#"), example_document("../powergraph")
    (True, None)
    """
    return _file("ontology/examples", name) if re.fullmatch(r"[a-z][a-z-]*", name) else None


@cache
def _file(folder: str, name: str) -> bytes | None:
    try:
        return resource_path(f"{folder}/{name}.ttl").read_bytes()
    except FileNotFoundError:
        return None
