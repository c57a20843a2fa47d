"""Build: the order of it all, from a folder of notes to a release."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.reading import Reading, read_vault
from powergraph.graph.assemble import assemble
from powergraph.graph.handmade import HandFile, HandMade
from powergraph.publishing.write import write_release
from powergraph.release import NoteCount, Release
from powergraph.resources import resource_path
from powergraph.validation import Rejected, ValidatedGraph, load_axioms, load_shapes, validate

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

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """All that is told to the author, in order."""
        return tuple(sorted({*self.diagnostics, *self.confidential}))

    @property
    def has_errors(self) -> bool:
        """True where an error is told: the exit code is then 1."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.told)


def check(
    notes: Path, settings: VaultSettings, progress: Callable[[int, int], None] = lambda done, total: None
) -> Checked:
    """Read, assemble and validate the notes below *notes*, without writing anything.

    A note that breaks a core shape is left out whole and told as an error; the others are assembled again without it.

    A fault in a file beside the notes (curation, mappings, questions, ontology) leaves nothing to publish.

    Raises VaultError where the folder cannot be read or holds no note, ValueError where settings or ontology are wrong,
    OSError where a file cannot be read.
    """
    reading = read_vault(notes, settings, progress)
    return _validated(reading, settings, _hand_made(notes, settings))


def _hand_made(notes: Path, settings: VaultSettings) -> HandMade:
    """Find the files beside the notes; how they are told is relative to the notes, as the notes themselves are.

    Raises ValueError where one that the settings name is not there.
    """

    folder = notes.resolve()  # as the settings are found: a link to the notes changes no path that is published

    def hand_file(path: Path) -> HandFile:
        return HandFile(path, Path(os.path.relpath(path, notes if path.is_relative_to(notes) else folder)).as_posix())

    def named(name: str, value: str, *, folder: bool) -> Path:
        path = (settings.folder or notes) / value
        if not (path.is_dir() if folder else path.is_file()):
            raise ValueError(f"powergraph.toml: {name}: there is no {'folder' if folder else 'file'} {value}")
        return path

    mappings: list[Path] = []
    if settings.mappings:
        found = named("mappings", settings.mappings, folder=True).glob("*.sssom.tsv")
        mappings = [path for path in found if not path.name.startswith(".")]
        for path in mappings:
            if not path.is_file():  # a folder, a link to nothing; reading a pipe or a device would not end
                raise ValueError(f"powergraph.toml: mappings: {path.name!r} is not a file")
    return HandMade(
        ontology=hand_file(resource_path("ontology/powergraph.ttl")),
        curation=hand_file(named("curation", settings.curation, folder=False)) if settings.curation else None,
        mappings=tuple(map(hand_file, sorted(mappings))),
        queries=hand_file(named("queries", settings.queries, folder=True)) if settings.queries else None,
    )


def _validated(reading: Reading, settings: VaultSettings, hand_made: HandMade) -> Checked:
    told = list(reading.diagnostics)
    extractions = list(reading.extractions)
    left_out: list[tuple[str, str]] = []
    axioms, shapes = load_axioms(), load_shapes()
    while extractions:
        count = _count(reading, len(extractions), left_out)
        assembled = assemble(extractions, settings, hand_made, reading.private_names, incomplete=bool(count.unreadable))
        confidential = (*reading.confidential, *assembled.confidential)
        outcome = validate(assembled.dataset, shapes, axioms)
        if isinstance(outcome, ValidatedGraph) and not assembled.faults:
            told += [*assembled.diagnostics, *outcome.report.diagnostics(settings.language)]
            return Checked(outcome, count, tuple(sorted(set(told))), confidential=confidential)
        told += _faults(outcome, settings)
        at_fault = outcome.notes & {e.note.path for e in extractions} if isinstance(outcome, Rejected) else set()
        if assembled.faults or not at_fault or (isinstance(outcome, Rejected) and outcome.elsewhere):
            told += assembled.diagnostics
            return Checked(None, count, tuple(sorted(set(told))), _WHY_FILES, confidential)
        left_out += [(path, "it breaks a core shape; see the errors") for path in sorted(at_fault)]
        extractions = [extraction for extraction in extractions if extraction.note.path not in at_fault]
    count = _count(reading, 0, left_out)
    return Checked(None, count, tuple(sorted(set(told))), "none of the notes can be published", reading.confidential)


def _faults(outcome: ValidatedGraph | Rejected, settings: VaultSettings) -> list[Diagnostic]:
    return [d for d in outcome.report.diagnostics(settings.language) if d.severity is Severity.ERROR]


def _count(reading: Reading, converted: int, left_out: list[tuple[str, str]]) -> NoteCount:
    return NoteCount(reading.found, converted, reading.private, tuple(sorted([*reading.unreadable, *left_out])))


def build(checked: Checked, settings: VaultSettings, out: Path, *, strict: bool = False) -> Release:
    """Write the release of what was checked below *out* and make it current.

    Raises BuildError where nothing can be published, or where *strict* is asked for and an error is told; ReleaseError
    and OSError as write_release does.
    """
    if checked.graph is None:
        raise BuildError(checked.reason)
    if strict and checked.has_errors:
        raise BuildError("there are errors and --strict was given, so no release was made")
    return write_release(checked.graph, checked.notes, checked.diagnostics, settings, out)
