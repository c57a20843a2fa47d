"""Segments: the triples of a named graph, or a part of them, as one sorted N-Quads file named by its hash."""

import hashlib

from powergraph.graph.packed import Chunk
from powergraph.release import SEGMENTS, Segment

__all__ = ["segment_of"]


def segment_of(graph: str, chunk: Chunk, *, in_default: bool = True) -> tuple[Segment, bytes]:
    """Return the segment of a chunk of *graph* and its bytes: N-Quads, sorted, each line ending in ` <graph> .`."""
    # In a line of N-Triples a line end stands only behind its full stop.
    body = chunk.lines().replace(b" .\n", f" <{graph}> .\n".encode())
    sha256 = hashlib.sha256(body).hexdigest()
    return Segment(graph, f"{SEGMENTS}/{sha256}.nq", sha256, chunk.count, in_default), body
