"""Lines of N-Triples and N-Quads, sorted: the same bytes every time."""

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple

from powergraph.turtle import serialize_statements

__all__ = ["ntriples", "sorted_lines"]


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Serialise as sorted N-Triples."""
    return b"".join(sorted_lines(triples, RdfFormat.N_TRIPLES))


def sorted_lines(statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat) -> list[bytes]:
    """Serialise in a line-based format and return its distinct lines, sorted, each with its line end."""
    return sorted({line + b"\n" for line in serialize_statements(statements, format).split(b"\n") if line})
