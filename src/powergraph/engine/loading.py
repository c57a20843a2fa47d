"""Load a release or a dataset file into a store in memory or on disk, verified while it is read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from powergraph.engine.request import LoadError
from powergraph.prefixes import BASE_IRI
from powergraph.release import Manifest, Release, ReleaseError, Segment, open_release

__all__ = ["Loaded", "load_dataset"]

FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
#: Segments are loaded together up to this size: a transaction for each of 10,000 notes costs more than its triples.
BATCH_BYTES = 16 * 1_048_576


@dataclass(frozen=True, slots=True)
class Loaded:
    """A dataset in its store: *digest* is the release's, or the SHA-256 of the file; *quads* counts all its graphs."""

    store: Store
    digest: str
    quads: int


def load_dataset(source: Path, folder: Path | None = None) -> Loaded:
    """Load *source*: a release (or the folder of releases it is in), or one file in the format its name ends in.

    The store is in memory, or in the empty *folder*; what is there has reached the disk when this returns.

    A file is loaded exactly as it stands. Of a release every segment's hash and count are compared with the manifest.

    Raises LoadError where it cannot be read, is not what its name says, or is damaged.
    """
    try:
        store = Store(folder) if folder else Store()
        loaded = _load_release(open_release(source), store) if source.is_dir() else _load_file(source, store)
        if folder:
            store.optimize()
            store.flush()
        return loaded
    except ReleaseError as error:
        raise LoadError(str(error)) from error
    except OSError as error:
        raise LoadError(f"{source} cannot be read: {error.strerror or error}") from error


def _load_file(path: Path, store: Store) -> Loaded:
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        raise LoadError(f"{path} is no dataset: its name must end in one of {', '.join(FORMATS)}")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if rdf_format == RdfFormat.RDF_XML:
        _refuse_dtd(path)
    try:
        store.load(path=path, format=rdf_format, base_iri=BASE_IRI, lenient=True)
    except SyntaxError as error:
        place = f":{error.lineno}:{error.offset or 1}" if error.lineno else ""
        raise LoadError(f"{path}{place}: error: {error.msg}") from error
    return Loaded(store, digest, len(store))


def _refuse_dtd(path: Path) -> None:
    """Refuse RDF/XML with a document type: its entities can be made to fill any memory."""
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(BATCH_BYTES):
            if b"<!DOCTYPE" in tail + piece:
                raise LoadError(f"{path} has a document type (<!DOCTYPE ...>), which is not read; write it without")
            tail = piece[-16:]


def _load_release(release: Release, store: Store) -> Loaded:
    quads, triples = bytearray(), bytearray()
    for segment, data in _verified_segments(release):
        quads += data
        if segment.in_default:
            triples += data.replace(_graph_suffix(segment), b" .\n")
        if len(quads) >= BATCH_BYTES:
            _load_batch(store, release, quads, triples)
    _load_batch(store, release, quads, triples)
    _verify_counts(store, release.manifest)
    return Loaded(store, release.digest, len(store))


def _graph_suffix(segment: Segment) -> bytes:
    return f" <{segment.graph}> .\n".encode()


def _verified_segments(release: Release) -> Iterator[tuple[Segment, bytes]]:
    """Yield each segment with its bytes, hash and count compared with the manifest."""
    for segment in release.manifest.segments:
        data = (release.path / segment.file).read_bytes()
        lines = data.count(b"\n")
        if (
            hashlib.sha256(data).hexdigest() != segment.sha256
            or lines != segment.quads
            or data.count(_graph_suffix(segment)) != lines
        ):
            raise ReleaseError(f"{segment.file} of release {release.digest[:12]} is damaged; build the release again")
        yield segment, data


def _load_batch(store: Store, release: Release, quads: bytearray, triples: bytearray) -> None:
    try:
        store.load(bytes(quads), format=RdfFormat.N_QUADS, lenient=True)
        store.load(bytes(triples), format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph(), lenient=True)
    except SyntaxError as error:
        raise ReleaseError(f"release {release.digest[:12]} holds a line that is no quad ({error.msg})") from error
    quads.clear()
    triples.clear()


def _verify_counts(store: Store, manifest: Manifest) -> None:
    """Compare what is in the store with the manifest: it counts every distinct triple of the default graph once."""
    segments = sum(segment.quads for segment in manifest.segments)
    if len(store) != segments + manifest.triples:
        raise ReleaseError(
            f"release {manifest.digest[:12]} should hold {segments + manifest.triples} quads, not {len(store)};"
            " build the release again"
        )
