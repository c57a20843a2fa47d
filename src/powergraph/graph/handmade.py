"""The files that people write beside the notes: ontology, curation, mappings and questions."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["HandFile", "HandMade"]


@dataclass(frozen=True, slots=True)
class HandFile:
    """A file and how a diagnostic names it: its path relative to the notes folder, with `/`."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class HandMade:
    """What a build reads besides the notes. A vault that names none of these files gets none of ours."""

    ontology: HandFile
    curation: HandFile | None = None
    mappings: tuple[HandFile, ...] = ()
    queries: tuple[HandFile, ...] = ()

    def digest(self) -> str:
        """Return the SHA-256 (hex) over the contents of the vault's own files, "" where there are none.

        The ontology is the program's, and its version says which.

        Raises OSError where one cannot be read.
        """
        digests = [hashlib.sha256(file.path.read_bytes()).digest() for file in self.files[1:]]
        return hashlib.sha256(b"".join(digests)).hexdigest() if digests else ""

    @property
    def files(self) -> tuple[HandFile, ...]:
        """All of them, the ontology first."""
        return (self.ontology, *([self.curation] if self.curation else []), *self.mappings, *self.queries)
