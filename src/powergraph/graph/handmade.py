"""The files that people write beside the notes: ontology, curation, mappings, questions and the ledger."""

import contextlib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pyoxigraph import Triple

from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.graph.dataset import NamedGraph

__all__ = ["Absence", "HandFile", "HandMade", "HandMadeGraph", "published_path"]

#: Things that are named by themselves and not after the note that has them.
_GLOBAL = frozenset({"power-source", "power-group", "power-mode", "tag", "person", "organization", "work"})
_NUMBER = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class Absence:
    """How bad it is that a hand-made file names a thing that the dataset lacks.

    An error, but where notes were left out (*incomplete*), or where it may be a private note or a part of one:
    *private* are the slugs of the names of the private notes. Then the statement is passed over with a warning.
    """

    base: str
    incomplete: bool = False
    private: frozenset[str] = frozenset()

    def severity(self, iri: str) -> Severity:
        """Return the severity of the absence of a thing."""
        if self.incomplete or (self.private and self._may_be_private(iri)):
            return Severity.WARNING
        return Severity.ERROR

    def _may_be_private(self, iri: str) -> bool:
        kind, _, rest = iri.removeprefix(self.base).partition("/")
        own = rest.partition("/")[0]
        # A name that several notes have got a number behind it, or folders in front.
        plain = {own, _NUMBER.sub("", own)}
        words = own.split("-")
        endings = {"-".join(words[n:]) for n in range(min(len(words), _MOST_WORDS))}
        return kind in _GLOBAL or not self.private.isdisjoint(plain | endings)


#: More words than this no name has (of an IRI in a hand-made file).
_MOST_WORDS = 100


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
    ledger: HandFile | None = None

    def digest(self) -> str:
        """Return the SHA-256 (hex) over names and contents of the vault's own files, "" where there are none.

        The ontology is the program's, and its version says which. A question that cannot be read is told with all other
        faults.

        Raises OSError where another one cannot be read.
        """
        own = [(file.path.name, file.path) for file in (*filter(None, [self.curation, self.ledger]), *self.mappings)]
        lines = [f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for name, path in own]
        if self.queries:
            for path in sorted(self.queries.path.rglob("*.rq")):
                name = path.relative_to(self.queries.path).as_posix()
                with contextlib.suppress(OSError):
                    if path.is_file():
                        lines.append(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}")
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


@dataclass(frozen=True, slots=True)
class HandMadeGraph:
    """The graph that such files give, where each of its subjects and statements stands in them, and what is told."""

    graph: NamedGraph
    origins: Mapping[str, Place]
    statements: Mapping[Triple, Place]
    diagnostics: tuple[Diagnostic, ...]


def published_path(shown: str) -> str:
    """Return the path of a file below the folder that holds it and the notes: the same on every machine.

    >>> published_path("../mappings/lcsh.sssom.tsv")
    'mappings/lcsh.sssom.tsv'
    """
    return "/".join(part for part in PurePosixPath(shown).parts if part != "..")
