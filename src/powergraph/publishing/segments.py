"""Segments: the triples of a named graph, or a part of them, as one sorted N-Quads file named by its hash."""

import hashlib
from dataclasses import replace

from powergraph.graph.packed import Chunk
from powergraph.publishing.search_index import packed_entries
from powergraph.release import SEGMENTS, Segment

__all__ = ["hashed", "hashed_with_entries", "segment_bytes", "segment_of"]


def segment_of(graph: str, chunk: Chunk, *, in_default: bool = True) -> Segment:
    """Return the segment of a chunk of *graph*."""
    sha256 = chunk.quads_sha256 or hashed(graph, chunk).quads_sha256
    return Segment(graph, f"{SEGMENTS}/{sha256}.nq", sha256, chunk.count, in_default)


def segment_bytes(graph: str, chunk: Chunk) -> bytes:
    """Return what the segment of a chunk of *graph* holds: N-Quads, sorted, each line ending in ` <graph> .`."""
    return _segment(graph, chunk.lines())


def hashed(graph: str, chunk: Chunk) -> Chunk:
    """Return the chunk with the hash of its segment in *graph*."""
    return replace(chunk, quads_sha256=_hash(graph, chunk.lines()))


def hashed_with_entries(graph: str, chunk: Chunk) -> Chunk:
    """Return the chunk with the hash of its segment in *graph* and with its entries of the search index."""
    lines = chunk.lines()
    return replace(chunk, quads_sha256=_hash(graph, lines), entries=packed_entries(lines))


def _hash(graph: str, lines: bytes) -> str:
    return hashlib.sha256(_segment(graph, lines)).hexdigest()


def _segment(graph: str, lines: bytes) -> bytes:
    # In a line of N-Triples a line end stands only behind its full stop.
    return lines.replace(b" .\n", f" <{graph}> .\n".encode())
