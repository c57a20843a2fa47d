"""Segments: each named graph as one sorted N-Quads file, named by its hash."""

import hashlib

from pyoxigraph import NamedNode, Quad, RdfFormat

from powergraph.graph.dataset import NamedGraph
from powergraph.publishing.dumps import sorted_lines
from powergraph.release import SEGMENTS, Segment

__all__ = ["segment_of"]


def segment_of(graph: NamedGraph, *, in_default: bool = True) -> tuple[Segment, bytes]:
    """Return a graph's segment and its bytes: N-Quads, one line a quad, sorted, each ending in ` <graph> .`."""
    name = NamedNode(graph.iri)
    quads = (Quad(triple.subject, triple.predicate, triple.object, name) for triple in graph.triples)
    lines = sorted_lines(quads, RdfFormat.N_QUADS)
    body = b"".join(lines)
    sha256 = hashlib.sha256(body).hexdigest()
    return Segment(graph.iri, f"{SEGMENTS}/{sha256}.nq", sha256, len(lines), in_default), body
