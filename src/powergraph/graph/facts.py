"""What the vault as a whole has to know of a note: little, so that it can be kept of every note of a large vault."""

import zlib
from dataclasses import dataclass, replace

from powergraph import pickling
from powergraph.diagnostics import Diagnostic
from powergraph.extract.extraction import Citation, Extraction
from powergraph.graph.note_names import NoteNames, note_names
from powergraph.graph.spool import Spool, Spooled
from powergraph.notes.note import SourceNote

__all__ = ["NoteFacts", "note_facts"]


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What other notes and the dataset depend on, and, packed, what the note says, for when that is known of all."""

    names: NoteNames
    language: str
    rights: str
    sha256: str
    #: `uid:` or `uuid:` of the front matter, or "".
    uid: str
    citations: tuple[Citation, ...]
    diagnostics: tuple[Diagnostic, ...]
    packed: bytes | Spooled
    packed_source: bytes | Spooled

    @property
    def path(self) -> str:
        """The note's path below the vault."""
        return self.names.path

    def spooled(self, spool: Spool) -> "NoteFacts":
        """Return the same facts with what is packed in *spool*."""
        return replace(self, packed=spool.put(self.packed), packed_source=spool.put(self.packed_source))

    def source(self) -> SourceNote:
        """Return the note as it was read."""
        source: SourceNote = pickling.loads(zlib.decompress(bytes(self.packed_source)))
        return source

    def extraction(self) -> Extraction:
        """Return what the note says; its note is without sections, which a graph is not made from."""
        extraction: Extraction = pickling.loads(zlib.decompress(bytes(self.packed)))
        return extraction


def note_facts(source: SourceNote, extraction: Extraction) -> NoteFacts:
    """Return the facts of a note that was read as *source* and says *extraction*."""
    uid = extraction.note.front_matter.first("uid", "uuid")
    return NoteFacts(
        names=note_names(extraction),
        language=extraction.language,
        rights=extraction.rights,
        sha256=extraction.note.sha256,
        uid=uid.text if uid else "",
        citations=extraction.citations,
        diagnostics=extraction.diagnostics,
        packed=_packed(replace(extraction, note=replace(extraction.note, sections=()))),
        packed_source=_packed(source),
    )


def _packed(value: object) -> bytes:
    return zlib.compress(pickling.dumps(value), 1)
