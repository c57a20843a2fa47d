"""Build: the order of it all, from a folder of notes to a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from powergraph.config import VaultSettings, settings_fault
from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.private import PrivateNames
from powergraph.extract.reading import NoteReader
from powergraph.graph.assemble import assemble
from powergraph.graph.handmade import HandMade
from powergraph.graph.identities import Identities
from powergraph.graph.inference import Rules
from powergraph.graph.iris import Minter, NoteSlugs
from powergraph.graph.ontology import load_ontology
from powergraph.graph.vault import bring_together
from powergraph.publishing.cache import NoteCache, fingerprint
from powergraph.publishing.identities import find_ledger, hand_file, moves_of, recognize
from powergraph.publishing.stages import Building, Reading, Work, build_notes, read_vault
from powergraph.publishing.workers import Progress, job_count
from powergraph.publishing.write import write_release
from powergraph.release import Move, NoteCount, Release
from powergraph.resources import resource_path
from powergraph.validation import NoteChecker, Rejected, ValidatedGraph, load_axioms, load_shapes, validate_vault

#: Why nothing is published although there are notes.
_WHY_FILES = "what is written beside the notes has errors, so no release was made"

__all__ = ["BuildError", "Checked", "build", "check"]


class BuildError(Exception):
    """No release can be made of these notes; what was found is told already, the message says what decided."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that a build knows before it writes: the graph, the count of notes and all that is to be told.

    *graph* is None where nothing can be published, and *reason* says why: no note is left, or a file beside the notes
    has a fault.
    """

    graph: ValidatedGraph | None
    notes: NoteCount
    diagnostics: tuple[Diagnostic, ...]
    reason: str = ""
    #: Told on the terminal, never written into a release.
    confidential: tuple[Diagnostic, ...] = ()
    #: What has become of IRIs of former releases; None where there is no ledger.
    moves: Mapping[str, Move] | None = None
    #: The slugs of the notes in the graph, by path.
    slugs: Mapping[str, NoteSlugs] = field(default_factory=dict)

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """All that is told to the author, in order."""
        return tuple(sorted({*self.diagnostics, *self.confidential}))

    @property
    def has_errors(self) -> bool:
        """True where an error is told: the exit code is then 1."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.told)


def check(
    notes: Path,
    settings: VaultSettings,
    progress: Progress = lambda *_: None,
    jobs: int = 0,
    cached_in: Path | None = None,
) -> Checked:
    """Read, assemble and validate the notes below *notes*, without writing anything.

    A note that breaks a core shape is left out whole and told as an error; the others are assembled again without it.

    A fault in a file beside the notes (curation, mappings, questions, ontology) leaves nothing to publish.

    *jobs* is the number of processes, 0 for one a core; what comes out does not depend on it. *progress* is called
    with what is done and how many of how many are done. Where *cached_in* is a file, what it has of the last build is
    used as far as it still holds, and what this one gives is kept in it.

    Raises WorkersError where a process was killed, VaultError where the folder cannot be read or holds no note,
    ValueError where settings or ontology are wrong, OSError where a file cannot be read.
    """
    hand_made = _hand_made(notes, settings)
    reader = NoteReader.of(settings)
    work = Work(job_count(jobs), progress)
    cache = NoteCache(cached_in, fingerprint(settings, hand_made.ontology), work.spool)
    reading = read_vault(notes, reader, work, cache.notes)
    known = recognize(hand_made.ledger, reading, notes)
    hidden = known.identities.private_names(reading.facts) if known.identities.matches.hidden else ()
    reading = replace(reading, private_names=(*reading.private_names, *hidden))
    checked = _validated(reading, reader, settings, hand_made, work, cache, known.identities)
    if known.faults:
        told = tuple(sorted({*checked.diagnostics, *known.faults}))
        return replace(checked, graph=None, diagnostics=told, reason=_WHY_FILES)
    checked = replace(checked, confidential=(*checked.confidential, *known.identities.diagnostics()))
    if checked.graph is None or hand_made.ledger is None:
        return checked
    moves, untold = moves_of(known.identities, checked.slugs, checked.graph.dataset)
    return replace(checked, moves=moves, confidential=(*checked.confidential, *untold))


def _hand_made(notes: Path, settings: VaultSettings) -> HandMade:
    """Find the files beside the notes; how they are told is relative to the notes, as the notes themselves are.

    Raises ValueError where one that the settings name is not there.
    """

    def named(name: str, value: str, *, folder: bool) -> Path:
        path = (settings.folder or notes) / value
        if not (path.is_dir() if folder else path.is_file()):
            message = f"{name}: there is no {'folder' if folder else 'file'} {value}"
            raise settings_fault(notes, ("dataset", name), "settings.file", message)
        return path

    mappings: list[Path] = []
    if settings.mappings:
        found = named("mappings", settings.mappings, folder=True).glob("*.sssom.tsv")
        mappings = [path for path in found if not path.name.startswith(".")]
        for path in mappings:
            if not path.is_file():  # a folder, a link to nothing; reading a pipe or a device would not end
                message = f"mappings: {path.name!r} is not a file"
                raise settings_fault(notes, ("dataset", "mappings"), "settings.file", message)
    return HandMade(
        ontology=hand_file(notes, resource_path("ontology/powergraph.ttl")),
        curation=hand_file(notes, named("curation", settings.curation, folder=False)) if settings.curation else None,
        mappings=tuple(hand_file(notes, path) for path in sorted(mappings)),
        queries=hand_file(notes, named("queries", settings.queries, folder=True)) if settings.queries else None,
        ledger=find_ledger(notes, settings),
    )


def _validated(
    reading: Reading,
    reader: NoteReader,
    settings: VaultSettings,
    hand_made: HandMade,
    work: Work,
    cache: NoteCache,
    known: Identities,
) -> Checked:
    told = list(reading.diagnostics)
    facts = list(reading.facts)
    left_out: list[tuple[str, str]] = []
    axioms, shapes = load_axioms(), load_shapes()
    ontology = load_ontology(hand_made.ontology, Minter(settings.base_iri).graph("ontology"))
    rules = Rules.read(ontology.graph.triples)
    checker = NoteChecker(shapes, axioms, settings.base_iri, settings.language)
    while facts:
        count = _count(reading, len(facts), left_out)
        vault = bring_together(facts, settings, reading.private_names, known)
        building = Building(reader, tuple(facts), PrivateNames(reading.private_names), vault, rules, checker)
        names = vault.names.meanings
        is_usable, changed = cache.unchanged(names, reading.private_names)
        notes = build_notes(building, work, reading.stamps, cache.notes if is_usable else {}, changed)
        cache.keep(notes, names, reading.private_names)
        built = [notes[note.path].built for note in facts]
        assembled = assemble(
            facts,
            built,
            vault,
            ontology,
            rules,
            settings,
            hand_made,
            building.reopen,
            reading.private_names,
            incomplete=bool(count.unreadable),
        )
        doubts = (diagnostic for note in notes.values() for diagnostic in note.confidential)
        confidential = (*reading.confidential, *doubts, *assembled.confidential)
        checked = {path: note.checked for path, note in notes.items()}
        outcome = validate_vault(assembled, built, checked, shapes, axioms)
        if isinstance(outcome, ValidatedGraph) and not assembled.faults:
            told += [*assembled.diagnostics, *outcome.report.diagnostics(settings.language)]
            return Checked(outcome, count, tuple(sorted(set(told))), confidential=confidential, slugs=vault.slugs)
        told += _faults(outcome, settings)
        at_fault = outcome.notes & {note.path for note in facts} if isinstance(outcome, Rejected) else set()
        if assembled.faults or not at_fault or (isinstance(outcome, Rejected) and outcome.elsewhere):
            told += assembled.diagnostics
            return Checked(None, count, tuple(sorted(set(told))), _WHY_FILES, confidential)
        left_out += [(path, "it breaks a core shape; see the errors") for path in sorted(at_fault)]
        facts = [note for note in facts if note.path not in at_fault]
    count = _count(reading, 0, left_out)
    return Checked(None, count, tuple(sorted(set(told))), "none of the notes can be published", reading.confidential)


def _faults(outcome: ValidatedGraph | Rejected, settings: VaultSettings) -> list[Diagnostic]:
    return [d for d in outcome.report.diagnostics(settings.language) if d.severity is Severity.ERROR]


def _count(reading: Reading, converted: int, left_out: list[tuple[str, str]]) -> NoteCount:
    return NoteCount(reading.found, converted, reading.private, tuple(sorted([*reading.unreadable, *left_out])))


def build(
    checked: Checked,
    settings: VaultSettings,
    out: Path,
    *,
    strict: bool = False,
    progress: Progress = lambda *_: None,
    jobs: int = 0,
) -> Release:
    """Write the release of what was checked below *out* and make it current; *jobs* and *progress* are as for `check`.

    Raises BuildError where nothing can be published, or where *strict* is asked for and an error is told; ReleaseError
    and OSError as write_release does.
    """
    if checked.graph is None:
        raise BuildError(checked.reason)
    if strict and checked.has_errors:
        raise BuildError("there are errors and --strict was given, so no release was made")
    return write_release(
        checked.graph, checked.notes, checked.diagnostics, settings, out, checked.moves, job_count(jobs), progress
    )
