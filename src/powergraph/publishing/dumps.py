"""N-Triples, sorted: the same bytes every time."""

from collections.abc import Iterable

from pyoxigraph import Triple

from powergraph.graph.packed import sorted_lines

__all__ = ["ntriples"]


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Serialise as sorted N-Triples."""
    return b"".join(sorted_lines(triples))
