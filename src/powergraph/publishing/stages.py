"""The steps that every note goes through by itself: it is read, and, once all are known, its graph is built."""

from dataclasses import dataclass, field
from pathlib import Path

from powergraph.diagnostics import Diagnostic
from powergraph.extract.extraction import Extraction
from powergraph.extract.reading import NoteReader, read_note
from powergraph.graph.built import BuiltNote, build_note
from powergraph.graph.facts import NoteFacts, note_facts
from powergraph.graph.inference import Rules
from powergraph.graph.vault import Vault
from powergraph.notes.vault import find_notes
from powergraph.publishing.workers import Progress, for_each

__all__ = ["Building", "Reading", "Work", "build_notes", "read_vault"]


@dataclass(frozen=True, slots=True)
class Work:
    """How the work is done: by how many processes, and to whom progress is told."""

    jobs: int = 1
    progress: Progress = lambda *_: None

    def telling(self, what: str) -> "_Telling":
        """Return what tells the progress of one step."""
        return _Telling(what, self.progress)


@dataclass(frozen=True, slots=True)
class _Telling:
    what: str
    progress: Progress

    def __call__(self, done: int, total: int) -> None:
        self.progress(self.what, done, total)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of a vault gave: found = facts + private + unreadable.

    *private_names* has the names by which links may call the private notes; it is never published. *confidential* is
    told to the author alone.
    """

    facts: tuple[NoteFacts, ...]
    private_names: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    private: int
    confidential: tuple[Diagnostic, ...] = ()

    @property
    def found(self) -> int:
        """The number of `*.md` files."""
        return len(self.facts) + self.private + len(self.unreadable)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a worker sends back of one file."""

    path: str
    facts: NoteFacts | None
    private_names: tuple[str, ...]
    unreadable: str
    diagnostics: tuple[Diagnostic, ...]
    confidential: tuple[Diagnostic, ...]


def read_vault(notes: Path, reader: NoteReader, work: Work) -> Reading:
    """Read every note below *notes*.

    Raises VaultError where the folder cannot be read or holds no note.
    """
    entries = find_notes(notes, reader.rules)

    def read(index: int) -> _Outcome:
        note = read_note(entries[index], reader)
        facts = note_facts(note.source, note.extraction) if note.source and note.extraction else None
        return _Outcome(note.path, facts, note.private_names, note.unreadable, note.diagnostics, note.confidential)

    outcomes = list(for_each(read, len(entries), work.jobs, work.telling("Reading notes")))
    return Reading(
        facts=tuple(outcome.facts for outcome in outcomes if outcome.facts),
        private_names=tuple(name for outcome in outcomes for name in outcome.private_names),
        unreadable=tuple((outcome.path, outcome.unreadable) for outcome in outcomes if outcome.unreadable),
        diagnostics=tuple(diagnostic for outcome in outcomes for diagnostic in outcome.diagnostics),
        private=sum(1 for outcome in outcomes if not outcome.facts and not outcome.unreadable),
        confidential=tuple(diagnostic for outcome in outcomes for diagnostic in outcome.confidential),
    )


@dataclass(frozen=True, slots=True)
class Building:
    """What is needed to build the graph of any of the notes *facts*."""

    reader: NoteReader
    facts: tuple[NoteFacts, ...]
    private_names: tuple[str, ...]
    vault: Vault
    rules: Rules
    _by_path: dict[str, NoteFacts] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._by_path.update({note.path: note for note in self.facts})

    def reopen(self, path: str) -> Extraction:
        """Convert a note again."""
        return self.reader.reopen(self._by_path[path].source(), self.private_names)

    def build(self, index: int) -> BuiltNote:
        """Build the graph of a note."""
        return build_note(self.reopen(self.facts[index].path), self.vault, self.rules)


def build_notes(building: Building, work: Work) -> tuple[BuiltNote, ...]:
    """Build the graphs of all notes, in the order of their facts."""
    return tuple(for_each(building.build, len(building.facts), work.jobs, work.telling("Building graphs")))
