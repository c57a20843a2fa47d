"""The steps that every note goes through by itself: it is read, and, once all are known, its graph is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from powergraph.diagnostics import Diagnostic
from powergraph.extract.extraction import Extraction
from powergraph.extract.private import PrivateNames
from powergraph.extract.reading import NoteReader, hide, read_note
from powergraph.graph.asked import Answers, Asking, mentions_any
from powergraph.graph.built import build_note
from powergraph.graph.facts import NoteFacts, note_facts
from powergraph.graph.inference import Rules
from powergraph.graph.spool import Spool
from powergraph.graph.vault import Vault
from powergraph.notes.vault import find_notes
from powergraph.publishing.cache import CachedNote, stamp_of
from powergraph.publishing.segments import hashed, hashed_with_entries
from powergraph.publishing.workers import Progress, for_each
from powergraph.validation import NoteChecker

#: A vault of more notes than this keeps what is large of them in a file.
_MANY = 5_000
_NOTHING: Mapping[str, CachedNote] = MappingProxyType({})

__all__ = ["Building", "Reading", "Work", "build_notes", "read_vault"]


@dataclass(frozen=True, slots=True)
class Work:
    """How the work is done: by how many processes, and to whom progress is told; *spools* has the one of a build."""

    jobs: int = 1
    progress: Progress = lambda *_: None
    spools: list[Spool] = field(default_factory=list)

    def spool(self, notes: int) -> Spool | None:
        """Return the spool where there are so many *notes* that they need one."""
        if notes > _MANY and not self.spools:
            self.spools.append(Spool())
        return self.spools[0] if self.spools else None

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
    told to the author alone. *stamps* tell whether the file of a note has changed since.
    """

    facts: tuple[NoteFacts, ...]
    stamps: Mapping[str, str]
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
    stamp: str

    def spooled(self, spool: Spool) -> "_Outcome":
        return replace(self, facts=self.facts.spooled(spool)) if self.facts else self


def read_vault(notes: Path, reader: NoteReader, work: Work, cached: Mapping[str, CachedNote] = _NOTHING) -> Reading:
    """Read every note below *notes*, but those that are as they were when they were *cached* (by path).

    Raises VaultError where the folder cannot be read or holds no note.
    """
    entries = find_notes(notes, reader.rules)
    known: dict[str, CachedNote] = {}
    for entry in entries:
        note = None if entry.private else cached.get(entry.path)
        if note and note.stamp and note.stamp == stamp_of(entry.file):
            known[entry.path] = note
    fresh = [entry for entry in entries if entry.path not in known]
    spool = work.spool(len(entries))

    def outcome_of(index: int) -> _Outcome:
        entry = fresh[index]
        stamp = stamp_of(entry.file)
        read = read_note(entry, reader)
        facts = note_facts(read.source, read.extraction) if read.source and read.extraction else None
        told = read.diagnostics
        return _Outcome(read.path, facts, read.private_names, read.unreadable, told, read.confidential, stamp)

    reading = for_each(outcome_of, len(fresh), work.jobs, work.telling("Reading notes"))
    outcomes = [outcome.spooled(spool) if spool else outcome for outcome in reading]
    facts = {path: note.facts for path, note in known.items()}
    facts |= {outcome.path: outcome.facts for outcome in outcomes if outcome.facts}
    return Reading(
        facts=tuple(facts[entry.path] for entry in entries if entry.path in facts),
        stamps={**{path: n.stamp for path, n in known.items()}, **{o.path: o.stamp for o in outcomes if o.facts}},
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
    hidden: PrivateNames
    vault: Vault
    rules: Rules
    checker: NoteChecker
    _by_path: dict[str, NoteFacts] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._by_path.update({note.path: note for note in self.facts})

    def reopen(self, path: str) -> Extraction:
        """Convert a note again."""
        return self.reader.reopen(self._by_path[path].source(), self.hidden)[0]

    def build(self, facts: NoteFacts, stamp: str) -> CachedNote:
        """Build and check the graph of a note; write down what it asks of the vault."""
        asking = Asking(self.vault, facts)
        extraction, confidential = hide(facts.extraction(), self.hidden)
        built, triples = build_note(extraction, asking.recording(), self.rules)
        checked = self.checker.check(built, triples)
        graphs = self.vault.minter.graph("").value
        return CachedNote(
            stamp=stamp,
            facts=facts,
            built=replace(
                built,
                asserted=hashed_with_entries(built.graph, built.asserted),
                inferred=hashed(f"{graphs}inferred", built.inferred),
            ),
            asked=asking.packed(),
            checked=replace(checked, report=hashed(f"{graphs}validation", checked.report)),
            confidential=confidential,
        )


def build_notes(
    building: Building, work: Work, stamps: Mapping[str, str], cached: Mapping[str, CachedNote], changed: frozenset[str]
) -> dict[str, CachedNote]:
    """Build the graphs of all notes, in the order of their facts, but those whose graph stays as it was *cached*.

    It does where the note is the same, all that its graph asked is answered as it was, and it mentions none of the
    names that are *changed*.
    """
    answers = Answers(building.vault)

    def kept(facts: NoteFacts) -> CachedNote | None:
        note = cached.get(facts.path)
        if note is None or note.facts is not facts or not answers.are_still(note.asked):
            return None
        if changed and mentions_any(facts, changed):
            return None
        return note

    notes: dict[str, CachedNote | None] = {facts.path: kept(facts) for facts in building.facts}
    stale = [facts for facts in building.facts if notes[facts.path] is None]
    telling = work.telling("Building graphs")

    def build(index: int) -> CachedNote:
        return building.build(stale[index], stamps.get(stale[index].path, ""))

    spool = work.spool(len(building.facts))
    for facts, note in zip(stale, for_each(build, len(stale), work.jobs, telling), strict=True):
        built = note.built.spooled(spool) if spool else note.built
        notes[facts.path] = replace(note, facts=facts, built=built)  # not a copy: tells whether it is the same note
    return {path: note for path, note in notes.items() if note is not None}
