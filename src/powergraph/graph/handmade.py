"""The files that people write beside the notes: ontology, curation, mappings and questions."""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

__all__ = ["HandFile", "HandMade", "published_path"]


@dataclass(frozen=True, slots=True)
class HandFile:
    """A file or folder and how a diagnostic names it: its path relative to the notes folder, with `/`."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class HandMade:
    """What a build reads besides the notes. A vault that names none of these files gets none of ours."""

    ontology: HandFile
    curation: HandFile | None = None
    mappings: tuple[HandFile, ...] = ()
    #: A folder.
    queries: HandFile | None = None

    def digest(self) -> str:
        """Return the SHA-256 (hex) over the contents of the vault's own files, "" where there are none.

        The ontology is the program's, and its version says which.

        Raises OSError where one cannot be read.
        """
        own = [*([self.curation.path] if self.curation else []), *(file.path for file in self.mappings)]
        own += sorted(self.queries.path.rglob("*.rq")) if self.queries else []
        digests = []
        for path in own:
            # A question that cannot be read is told with all other faults, and hides none of them.
            with contextlib.suppress(*([OSError] if path.suffix == ".rq" else [])):
                if path.is_file():
                    digests.append(hashlib.sha256(path.read_bytes()).digest())
        return hashlib.sha256(b"".join(digests)).hexdigest() if digests else ""


def published_path(shown: str) -> str:
    """Return the path of a file below the folder that holds it and the notes: the same on every machine.

    >>> published_path("../mappings/lcsh.sssom.tsv")
    'mappings/lcsh.sssom.tsv'
    """
    return "/".join(part for part in PurePosixPath(shown).parts if part != "..")
