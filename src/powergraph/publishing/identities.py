"""The ledger of a vault: found beside the notes, compared with them, and written anew when asked for."""

import contextlib
import os
import stat
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from powergraph.config import VaultSettings, settings_fault
from powergraph.diagnostics import Diagnostic
from powergraph.extract.reading import NoteReader
from powergraph.graph.dataset import Dataset
from powergraph.graph.facts import NoteFacts
from powergraph.graph.handmade import HandFile
from powergraph.graph.identities import NO_LEDGER, Identities, identify
from powergraph.graph.iris import NoteSlugs
from powergraph.graph.ledger import Ledger, ledger_text
from powergraph.graph.ledger_file import load_ledger, parse_ledger
from powergraph.graph.renewal import Renewal, renew
from powergraph.publishing.stages import Reading, Work, read_vault
from powergraph.publishing.workers import Progress, job_count
from powergraph.release import Move, Release, ReleaseError

__all__ = [
    "LEDGER_NAME",
    "LedgerChanged",
    "Recognized",
    "Survey",
    "Things",
    "find_ledger",
    "hand_file",
    "ledger_path",
    "moves_of",
    "recognize",
    "survey",
    "things_since",
    "write_ledger",
]

#: What a ledger is called where the settings do not say.
LEDGER_NAME = "ids.tsv"


@dataclass(frozen=True, slots=True)
class Recognized:
    """What the ledger knows of the notes that were read, or the faults for which it knows nothing."""

    identities: Identities
    faults: tuple[Diagnostic, ...] = ()


def hand_file(notes: Path, path: Path) -> HandFile:
    """Return a file beside the notes, told relative to them as the notes themselves are."""
    folder = notes.resolve()  # as the settings are found: a link to the notes changes no path that is published
    return HandFile(path, Path(os.path.relpath(path, notes if path.is_relative_to(notes) else folder)).as_posix())


def ledger_path(notes: Path, settings: VaultSettings) -> Path:
    """Return where the ledger of a vault is, or where it would be: beside the settings, else among the notes."""
    beside = settings.folder or notes
    if settings.ids:
        return beside / settings.ids
    return next((path for path in (beside / LEDGER_NAME, notes / LEDGER_NAME) if path.is_file()), beside / LEDGER_NAME)


def find_ledger(notes: Path, settings: VaultSettings) -> HandFile | None:
    """Return the ledger of a vault, None where it has none.

    Raises SettingsError where the settings name one that is not there.
    """
    path = ledger_path(notes, settings)
    if path.is_file():
        return hand_file(notes, path)
    if settings.ids:
        message = f"ids: there is no file {settings.ids}"
        hint = "`powergraph ids update` on the notes makes it"
        raise settings_fault(notes, ("dataset", "ids"), "settings.file", message, hint)
    return None


def recognize(file: HandFile | None, reading: Reading, notes: Path) -> Recognized:
    """Find the notes of the ledger *file* again among those that were read. Raises OSError where it cannot be read."""
    if file is None:
        return Recognized(NO_LEDGER)
    ledger, faults = load_ledger(file)
    if faults:
        return Recognized(NO_LEDGER, faults)
    return Recognized(_identify(ledger, reading, notes, file))


def _identify(ledger: Ledger, reading: Reading, notes: Path, file: HandFile) -> Identities:
    unread = [path for path, _ in reading.unreadable]
    return identify(ledger, reading.facts, lambda path: _is_file(notes, path), unread, file.shown)


def _is_file(notes: Path, path: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return (notes / path).is_file()
    return False


def moves_of(
    known: Identities, slugs: Mapping[str, NoteSlugs], dataset: Dataset
) -> tuple[Mapping[str, Move], tuple[Diagnostic, ...]]:
    """Return what has become of the IRIs of the ledger that *dataset* does not have, and what is told of it.

    *slugs* are those of the notes in it.
    """
    return known.moves(slugs, _Paths(dataset))


class _Paths(Container[str]):
    """The paths below the base of all that a dataset has."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def __contains__(self, path: object) -> bool:
        return f"{self._dataset.base}{path}" in self._dataset.origins


@dataclass(frozen=True, slots=True)
class Survey:
    """A vault beside its ledger, before anything is written: *data* are the bytes of the ledger *path*, if any."""

    path: Path
    data: bytes | None
    known: Identities
    facts: tuple[NoteFacts, ...]
    faults: tuple[Diagnostic, ...] = ()

    def renewed(self, date: str, *, as_new: bool = False, things: "Things | None" = None) -> Renewal:
        """Return the ledger as it has to be written on *date* (YYYY-MM-DD)."""
        published, present = (things.published, things.present) if things else ((), ())
        return renew(self.known, self.facts, date, as_new=as_new, published=published, present=present)


@dataclass(frozen=True, slots=True)
class Things:
    """The paths of the IRIs that a release has, and of those that the notes give now."""

    published: frozenset[str]
    present: frozenset[str]


class LedgerChanged(Exception):
    """The ledger was changed by somebody else while it was read; nothing was written."""


def survey(notes: Path, settings: VaultSettings, progress: Progress = lambda *_: None, jobs: int = 0) -> Survey:
    """Read the notes and their ledger, and find the notes in it again.

    Raises what read_vault and NoteReader raise, and OSError where the ledger cannot be read.
    """
    reading = read_vault(notes, NoteReader.of(settings), Work(job_count(jobs), progress))
    path = ledger_path(notes, settings)
    file = hand_file(notes, path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        known = identify(Ledger(), reading.facts, lambda _: False, (), "")
        return Survey(path, None, known, reading.facts)
    ledger, faults = parse_ledger(data, file.shown)
    if faults:
        return Survey(path, data, NO_LEDGER, reading.facts, faults)
    return Survey(path, data, _identify(ledger, reading, notes, file), reading.facts)


def things_since(release: Release, dataset: Dataset) -> Things:
    """Return what *release* published, and what *dataset* has.

    Raises ValueError where the release has another base, ReleaseError where a file of it cannot be read.
    """
    if release.manifest.base != dataset.base:
        raise ValueError(f"the release names things below {release.manifest.base}, the notes below {dataset.base}")
    ontology = f"{dataset.base}graph/ontology"
    published: set[str] = set()
    for segment in release.manifest.segments:
        if segment.in_default and segment.graph != ontology:
            try:
                published |= _paths_in((release.path / segment.file).read_bytes(), dataset.base)
            except OSError as error:
                raise ReleaseError(f"{segment.file} of the release cannot be read ({error})") from error
    chunks = (chunk for graph in dataset.graphs if graph.iri != ontology for chunk in graph.chunks)
    present = {path for chunk in chunks for path in _paths_in(chunk.lines(), dataset.base)}
    return Things(frozenset(published), frozenset(present))


def _paths_in(lines: bytes, base: str) -> set[str]:
    """Return the paths below the base of the subjects of N-Triples or N-Quads, which write letters as they are."""
    start = len(base) + 1
    subjects = {line.partition(b"> ")[0] for line in lines.split(b"\n")}
    return {subject[start:].decode() for subject in subjects if subject.startswith(f"<{base}".encode())}


def write_ledger(survey: Survey, ledger: Ledger) -> bool:
    """Write a ledger in place of the one that was surveyed, at once and whole; False where it is as it was.

    Raises LedgerChanged where the file is not what it was, OSError where it cannot be written.
    """
    data = ledger_text(ledger).encode()
    if data == survey.data:
        return False
    target = survey.path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        if (target.read_bytes() if target.exists() else None) != survey.data:
            raise LedgerChanged(f"{survey.path} was changed meanwhile; nothing was written, try again")
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return True
