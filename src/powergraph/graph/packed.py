"""Packed triples: sorted lines of N-Triples, compressed, so that the graphs of a large vault fit into memory."""

import heapq
import operator
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from pyoxigraph import RdfFormat, Triple, parse

from powergraph.graph.spool import Spooled
from powergraph.turtle import serialize_statements

__all__ = ["Chunk", "PackedTriples", "pack", "sorted_lines"]

#: Level 1 of zlib makes N-Triples 15 times smaller; higher ones take longer than they save.
_LEVEL = 1


def sorted_lines(triples: Iterable[Triple]) -> list[bytes]:
    """Return the distinct triples as sorted lines of N-Triples, each with its line end."""
    return sorted({line + b"\n" for line in serialize_statements(triples, RdfFormat.N_TRIPLES).split(b"\n") if line})


@dataclass(frozen=True, slots=True)
class Chunk:
    """Distinct triples as sorted lines of N-Triples, compressed; *count* is their number.

    *quads_sha256* is the hash of their N-Quads in the named graph that they are stored in, where it is known already;
    *entries* are those of the search index that they give, packed, where they were read already.
    """

    packed: bytes | Spooled
    count: int
    quads_sha256: str = ""
    entries: bytes | Spooled = b""

    def lines(self) -> bytes:
        """Return the lines, each with its line end."""
        return zlib.decompress(bytes(self.packed))

    def triples(self) -> Iterator[Triple]:
        """Yield the triples in the order of the lines."""
        for quad in parse(self.lines(), format=RdfFormat.N_TRIPLES, lenient=True):
            yield quad.triple


def pack(lines: Sequence[bytes]) -> Chunk:
    """Pack sorted, distinct lines of N-Triples."""
    return Chunk(zlib.compress(b"".join(lines), _LEVEL), len(lines))


class PackedTriples(Sequence[Triple]):
    """The triples of several chunks that share none, in the order of their lines, unpacked when they are gone through.

    >>> from pyoxigraph import NamedNode
    >>> a, b = (Triple(NamedNode(f"http://{x}"), NamedNode("http://p"), NamedNode("http://o")) for x in "ab")
    >>> packed = PackedTriples([pack(sorted_lines([b])), pack(sorted_lines([a]))])
    >>> list(packed) == [a, b], len(packed)
    (True, 2)
    """

    __slots__ = ("chunks",)

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        self.chunks = tuple(chunks)

    def __len__(self) -> int:
        return sum(chunk.count for chunk in self.chunks)

    def __iter__(self) -> Iterator[Triple]:
        if len(self.chunks) == 1:
            return self.chunks[0].triples()
        return heapq.merge(*(chunk.triples() for chunk in self.chunks), key=str)

    @overload
    def __getitem__(self, index: int) -> Triple: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Triple]: ...
    def __getitem__(self, index: int | slice) -> Triple | Sequence[Triple]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(operator.eq, self, other))

    __hash__ = None  # type: ignore[assignment]
