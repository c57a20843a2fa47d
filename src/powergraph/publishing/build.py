"""Build: the order of it all, from a folder of notes to a release."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.reading import Reading, read_vault
from powergraph.graph.assemble import assemble
from powergraph.publishing.write import write_release
from powergraph.release import NoteCount, Release
from powergraph.resources import resource_path
from powergraph.validation import Rejected, ValidatedGraph, load_ontology, load_shapes, validate

__all__ = ["BuildError", "Checked", "build", "check"]


class BuildError(Exception):
    """No release can be made of these notes; what was found is told already, the message says what decided."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that a build knows before it writes: the graph, the count of notes and all that is to be told.

    *graph* is None where no note is left that can be published.
    """

    graph: ValidatedGraph | None
    notes: NoteCount
    diagnostics: tuple[Diagnostic, ...]
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

    Raises VaultError where the folder cannot be read or holds no note, ValueError where settings or ontology are
    wrong, BuildError where the shapes are broken by something that no note says.
    """
    reading = read_vault(notes, settings, progress)
    return _validated(reading, settings)


def _validated(reading: Reading, settings: VaultSettings) -> Checked:
    told = list(reading.diagnostics)
    extractions = list(reading.extractions)
    left_out: list[tuple[str, str]] = []
    ontology, axioms, shapes = resource_path("ontology/powergraph.ttl"), load_ontology(), load_shapes()
    while extractions:
        assembled = assemble(extractions, settings, ontology, reading.private_names)
        outcome = validate(assembled.dataset, shapes, axioms)
        if isinstance(outcome, ValidatedGraph):
            told += [*assembled.diagnostics, *outcome.report.diagnostics(settings.language)]
            count = _count(reading, len(extractions), left_out)
            return Checked(outcome, count, tuple(sorted(set(told))), reading.confidential)
        told += _faults(outcome, settings)
        at_fault = outcome.notes & {extraction.note.path for extraction in extractions}
        if not at_fault:
            raise BuildError(
                "the graph breaks a core shape and no note is at fault: "
                + "; ".join(str(fault) for fault in _faults(outcome, settings)[:3])
            )
        left_out += [(path, "it breaks a core shape; see the errors") for path in sorted(at_fault)]
        extractions = [extraction for extraction in extractions if extraction.note.path not in at_fault]
    return Checked(None, _count(reading, 0, left_out), tuple(sorted(set(told))), reading.confidential)


def _faults(rejected: Rejected, settings: VaultSettings) -> list[Diagnostic]:
    return [d for d in rejected.report.diagnostics(settings.language) if d.severity is Severity.ERROR]


def _count(reading: Reading, converted: int, left_out: list[tuple[str, str]]) -> NoteCount:
    return NoteCount(reading.found, converted, reading.private, tuple(sorted([*reading.unreadable, *left_out])))


def build(checked: Checked, settings: VaultSettings, out: Path, *, strict: bool = False) -> Release:
    """Write the release of what was checked below *out* and make it current.

    Raises BuildError where nothing can be published, or where *strict* is asked for and an error is told; ReleaseError
    and OSError as write_release does.
    """
    if checked.graph is None:
        raise BuildError("none of the notes can be published")
    if strict and checked.has_errors:
        raise BuildError("there are errors and --strict was given, so no release was made")
    return write_release(checked.graph, checked.notes, checked.diagnostics, settings, out)
