"""The search index of a release, made of the entries of its published graphs: nothing else can be found by it."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from powergraph import pickling
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.graph.packed import Chunk
from powergraph.release import OWN_KINDS, SEARCH, PublishedFile, ReleaseError
from powergraph.search import Entry, SearchError, join_entries, read_entries, with_superclasses, write_index

__all__ = ["MEDIA_TYPE", "dataset_entries", "packed_entries", "write_search_index"]

MEDIA_TYPE = "application/vnd.sqlite3"


def packed_entries(lines: bytes) -> bytes:
    """Return the entries of a chunk's lines as they are kept beside it: a note that stays needs not be read again."""
    return zlib.compress(pickling.dumps([(e.iri, e.kinds, e.said) for e in read_entries(lines)]), 1)


def _entries(chunk: Chunk) -> Iterator[Entry]:
    if not chunk.entries:
        yield from read_entries(chunk.lines())
        return
    for iri, kinds, said in pickling.loads(zlib.decompress(bytes(chunk.entries))):
        yield Entry(iri, kinds, said)


def dataset_entries(dataset: Dataset) -> Iterator[Entry]:
    """Yield the entries of all published graphs, each thing once, in an order that the dataset alone decides.

    What only one note can speak of is yielded as it is read; what several graphs speak of is held until all are.
    """
    apart = {f"{dataset.base}graph/{name}" for name in ("ontology", "inferred")}
    graphs = sorted((graph for graph in dataset.graphs if graph.iri not in apart), key=lambda graph: graph.iri)
    shared: dict[str, list[Entry]] = {}
    for graph in graphs:
        if graph.note is None:
            for entry in _graph_entries(graph):
                shared.setdefault(entry.iri, []).append(entry)
    for graph in graphs:
        if graph.note is None:
            continue
        slug = graph.iri.removeprefix(f"{dataset.base}graph/note/")
        own = (f"{dataset.base}note/{slug}\n", *(f"{dataset.base}{kind}/{slug}/" for kind in OWN_KINDS))
        for entry in _graph_entries(graph):
            if f"{entry.iri}\n".startswith(own) and entry.iri not in shared:
                yield entry
            else:
                shared.setdefault(entry.iri, []).append(entry)
    for iri in sorted(shared):
        yield join_entries(shared[iri])


def _graph_entries(graph: NamedGraph) -> Iterator[Entry]:
    for chunk in graph.chunks:
        yield from _entries(chunk)


def write_search_index(directory: Path, dataset: Dataset) -> PublishedFile:
    """Write the index of *dataset* into the directory of a release.

    Raises ReleaseError where SQLite cannot, OSError where the disk refuses.
    """
    ontology = (graph for graph in dataset.graphs if graph.iri == f"{dataset.base}graph/ontology")
    lines = b"".join(chunk.lines() for graph in ontology for chunk in graph.chunks)
    path = directory / SEARCH
    try:
        write_index(path, dataset_entries(dataset), with_superclasses(lines))
    except SearchError as error:
        raise ReleaseError(str(error)) from error
    path.chmod(0o444)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return PublishedFile(SEARCH, MEDIA_TYPE, sha256, path.stat().st_size, 0)
