"""What the vault as a whole has to know of a note: little, so that it can be kept of every note of a large vault."""

import pickle
import zlib
from dataclasses import dataclass

from powergraph.diagnostics import Diagnostic
from powergraph.extract.extraction import Citation, Extraction
from powergraph.graph.note_names import NoteNames, note_names
from powergraph.notes.note import SourceNote

__all__ = ["NoteFacts", "note_facts"]


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What other notes and the dataset depend on, and the text to convert it from once that is known of all."""

    names: NoteNames
    language: str
    rights: str
    sha256: str
    citations: tuple[Citation, ...]
    diagnostics: tuple[Diagnostic, ...]
    packed: bytes

    @property
    def path(self) -> str:
        """The note's path below the vault."""
        return self.names.path

    def source(self) -> SourceNote:
        """Return the note as it was read."""
        source: SourceNote = pickle.loads(zlib.decompress(self.packed))  # noqa: S301 - our own, never from a file
        return source


def note_facts(source: SourceNote, extraction: Extraction) -> NoteFacts:
    """Return the facts of a note that was read as *source* and says *extraction*."""
    return NoteFacts(
        names=note_names(extraction),
        language=extraction.language,
        rights=extraction.rights,
        sha256=extraction.note.sha256,
        citations=extraction.citations,
        diagnostics=extraction.diagnostics,
        packed=zlib.compress(pickle.dumps(source), 1),
    )
