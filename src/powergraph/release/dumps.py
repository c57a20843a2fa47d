"""Dumps: the published dataset of a release as one file, made from its segments with little memory."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from powergraph.release.manifest import Segment
from powergraph.release.open import Release

__all__ = ["nquads", "ntriples", "published_segments"]

Item = TypeVar("Item")
#: Files that are open at once.
_AT_ONCE = 200


def published_segments(release: Release) -> list[Segment]:
    """Return the segments of the published dataset: the default graph without the ontology."""
    manifest = release.manifest
    ontology = f"{manifest.base}graph/ontology"
    return [segment for segment in manifest.segments if segment.in_default and segment.graph != ontology]


def nquads(release: Release) -> Iterator[bytes]:
    """Yield the lines of the published dataset as N-Quads: each triple with every graph that states it.

    Raises OSError where a segment cannot be read.
    """
    for segment in published_segments(release):
        yield from _lines(release.path / segment.file)


def ntriples(release: Release) -> Iterator[bytes]:
    """Yield the lines of the published dataset as N-Triples, sorted, each triple once.

    Raises OSError where a segment cannot be read or the folder for temporary files is full.
    """
    segments = published_segments(release)
    if len(segments) <= _AT_ONCE:
        yield from _merged(_triples(release, segment) for segment in segments)
        return
    with tempfile.TemporaryDirectory(prefix="powergraph-") as folder:
        runs = [
            _written(Path(folder) / f"0-{number}", _merged(_triples(release, segment) for segment in part))
            for number, part in enumerate(_parts(segments))
        ]
        level = 0
        while len(runs) > _AT_ONCE:
            level += 1
            runs = [
                _written(Path(folder) / f"{level}-{number}", _merged(map(_lines, part)))
                for number, part in enumerate(_parts(runs))
            ]
        yield from _merged(map(_lines, runs))


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


def _lines(file: Path) -> Iterator[bytes]:
    with file.open("rb") as lines:
        yield from lines


def _triples(release: Release, segment: Segment) -> Iterator[bytes]:
    """Yield the lines of a segment without the graph, sorted still."""
    end = f" <{segment.graph}> .\n".encode()
    return (line.removesuffix(end) + b" .\n" for line in _lines(release.path / segment.file))


def _merged(sources: Iterable[Iterator[bytes]]) -> Iterator[bytes]:
    """Yield the lines of sorted sources in order, each once."""
    last = b""
    for line in heapq.merge(*sources):
        if line != last:
            yield line
            last = line


def _written(path: Path, lines: Iterable[bytes]) -> Path:
    with path.open("wb") as stream:
        stream.writelines(lines)
    return path
