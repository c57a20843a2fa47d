"""The manifest: what a release consists of, with counts and hashes; its digest is the release's version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Manifest", "NoteCount", "PublishedFile", "Segment", "laid_out", "manifest_bytes", "parse_manifest"]

#: Raised by one when a reader of the older format could not read the newer.
FORMAT = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """One sorted N-Quads file that holds exactly one named graph.

    Every line ends in ` <graph> .`, so the same lines without the graph name are its triples in N-Triples.
    *in_default* tells whether the default graph contains them too (all graphs but the validation's).
    """

    graph: str
    file: str
    sha256: str
    quads: int
    in_default: bool


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the release that people download: *triples* is 0 where it holds none."""

    file: str
    media_type: str
    sha256: str
    bytes: int
    triples: int


@dataclass(frozen=True, slots=True)
class NoteCount:
    """Accounts for every `*.md` file below the notes folder: found = converted + private + unreadable."""

    found: int
    converted: int
    private: int
    unreadable: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release consists of. *triples* counts the default graph, every distinct triple once."""

    powergraph: str
    base: str
    title: str
    description: str
    license: str
    notes: NoteCount
    segments: tuple[Segment, ...]
    files: tuple[PublishedFile, ...]
    triples: int
    classes: Mapping[str, int]
    diagnostics: Mapping[str, int]

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the manifest's canonical JSON: the version of the release, its ETag and cache key."""
        return hashlib.sha256(_canonical(self)).hexdigest()


def _body(manifest: Manifest) -> dict[str, Any]:
    fields = {name: getattr(manifest, name) for name in Manifest.__slots__}
    # One by one: dataclasses.asdict takes seconds for the segments of a large vault.
    segments = [{name: getattr(each, name) for name in Segment.__slots__} for each in manifest.segments]
    files = [asdict(file) for file in manifest.files]
    return {**fields, "format": FORMAT, "notes": asdict(manifest.notes), "segments": segments, "files": files}


def _canonical(manifest: Manifest) -> bytes:
    return json.dumps(_body(manifest), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as it is written: JSON with sorted keys, a line each, the digest among them."""
    return laid_out({**_body(manifest), "digest": manifest.digest})


def laid_out(body: Mapping[str, Any]) -> bytes:
    """Return JSON with sorted keys: a line for each member, and for each item of a list that is a member."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def member(value: Any) -> str:
        if isinstance(value, list | tuple) and value:
            return "[\n  " + ",\n  ".join(map(line, value)) + "\n ]"
        return line(value)

    return ("{\n " + ",\n ".join(f"{line(key)}: {member(body[key])}" for key in sorted(body)) + "\n}\n").encode()


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest back and check its digest.

    Raises ValueError where it is not a manifest of this format or its digest does not fit its content.
    """
    try:
        body: dict[str, Any] = json.loads(data)
        if body.pop("format") != FORMAT:
            raise ValueError("the manifest has another format")
        digest = body.pop("digest")
        notes = body.pop("notes")
        manifest = Manifest(
            **{
                **body,
                "notes": NoteCount(**{**notes, "unreadable": tuple((p, r) for p, r in notes["unreadable"])}),
                "segments": tuple(Segment(**segment) for segment in body["segments"]),
                "files": tuple(PublishedFile(**file) for file in body["files"]),
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a manifest: {error}") from error
    if manifest.digest != digest:
        raise ValueError("the manifest's digest does not fit its content")
    return manifest
