"""Identities: what a ledger knows of the notes of today, and what the vault makes of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.graph.facts import NoteFacts
from powergraph.graph.iris import HeldSlugs, NoteSlugs, slug, topic_name
from powergraph.graph.ledger import Ledger, Status
from powergraph.graph.renames import Matches, Seen, match_notes
from powergraph.release import Move

__all__ = ["NO_LEDGER", "Identities", "identify"]

_HOW = {
    "id": "by its id",
    "slug": "by its id",
    "case": "but for case",
    "text": "by its text",
    "name": "by its file name",
    "likeness": "by most of its lines",
}


@dataclass(frozen=True, slots=True)
class Identities:
    """The notes of the ledger that were found again, and the slugs that are held for them and for those that are not.

    *shown* is how a diagnostic names the ledger, "" where there is none.
    """

    ledger: Ledger
    matches: Matches
    held: HeldSlugs
    shown: str = ""

    @property
    def is_outdated(self) -> bool:
        """Tell whether notes have come, gone or got another name since the ledger was written."""
        matches = self.matches
        return bool(matches.new or matches.gone or matches.doubts or any(self.changed()))

    def changed(self) -> Iterator[str]:
        """Yield the paths of known notes whose row has to be written anew: renamed, back again, or with a new `id:`."""
        for path, match in self.matches.found.items():
            row = match.row
            if row.path != path or row.status is not Status.ACTIVE or path not in self.held.kept:
                yield path

    def former(self, slugs: Mapping[str, NoteSlugs]) -> Mapping[str, Sequence[str]]:
        """Return the topic slugs of the former names of notes, with the paths of those that were called so."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        paths = {f"note/{given.note}": path for path, given in slugs.items()}
        rows = [(path, match.row) for path, match in self.matches.found.items() if path in slugs]
        renamed = (row for row in self.ledger.notes() if row.status is Status.RENAMED)
        rows += [(paths[to], row) for row in renamed if (to := self.ledger.successor(row)) in paths]
        for path, row in sorted(rows, key=lambda each: (each[0], each[1].iri)):
            names = [*row.former, *([row.stem] if row.path and row.path != path else [])]
            if not names and row.topic == slugs[path].topic:
                continue
            own = slug(topic_name(path.rpartition("/")[2].rpartition(".")[0])[0])
            for former in (row.topic, *(slug(topic_name(name)[0]) for name in names)):
                if former and former != own:
                    found[former][path] = None
        return {former: tuple(those) for former, those in found.items()}

    def private_names(self, facts: Iterable[NoteFacts]) -> tuple[str, ...]:
        """Return the former names of notes that are private now, but those by which a note of today is called."""
        used = {slug(name) for note in facts for name in (note.names.stem, note.names.label, *note.names.aliases)}
        names = (name for row in self.matches.hidden for name in (row.stem, *row.former))
        return tuple(dict.fromkeys(name for name in names if slug(name) not in used))

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Yield what is to be told to the author alone: it names files that may be private notes now."""
        for path, match in sorted(self.matches.found.items()):
            if match.row.path != path and match.how in _HOW:
                message = f"the note was {match.row.path}, and was known again {_HOW[match.how]}; it keeps its IRIs"
                yield Diagnostic(path, 1, 1, Severity.INFO, "ids.renamed", message)
        for doubt in self.matches.doubts:
            names = ", ".join(row.path for row in doubt.rows)
            message = f"the note may be what was {names}; as long as nobody says which, it is a new note"
            hint = f"give it `id: {doubt.rows[0].slug}`, or write its path into the right row of the ledger"
            yield Diagnostic(doubt.path, 1, 1, Severity.WARNING, "ids.doubt", message, hint)
        if self.shown and self.is_outdated:
            renamed = sum(1 for _ in self.changed())
            counts = ((len(self.matches.new), "new"), (renamed, "renamed"), (len(self.matches.gone), "gone"))
            told = ", ".join(f"{count} {what}" for count, what in counts if count) or "some in doubt"
            message = f"notes have changed their names since it was written: {told}"
            hint = "run `powergraph ids update` on the notes"
            yield Diagnostic(self.shown, 1, 1, Severity.INFO, "ids.outdated", message, hint)

    def moves(
        self, slugs: Mapping[str, NoteSlugs], is_there: Container[str]
    ) -> tuple[Mapping[str, Move], tuple[Diagnostic, ...]]:
        """Return what has become of IRIs that are not there any more, and what is told of it to the author alone.

        *is_there* has the paths of the IRIs of today. Where an IRI leads is named only if it is one of these.
        """
        topics = {f"note/{given.note}": f"topic/{given.topic}" for given in slugs.values()}
        moves: dict[str, Move] = {}
        told: list[Diagnostic] = []
        for row in self.ledger.rows:
            if (to := self.ledger.successor(row)) and to not in is_there:
                message = f"{to} is not in the dataset; what it replaces is told to be gone"
                told.append(Diagnostic(self.shown, row.line, 1, Severity.WARNING, "ids.no-target", message))
        for iri, move, topic in self._entries(slugs):
            to = move.to if move.to in is_there else ""
            whole = Move(to, move.gone or not to, move.since)
            if iri not in is_there:
                moves[iri] = whole
            if topic and f"topic/{topic}" not in is_there and f"topic/{topic}" not in moves:
                moves[f"topic/{topic}"] = Move(topics.get(to, to), whole.gone, move.since)
        return moves, tuple(told)

    def _entries(self, slugs: Mapping[str, NoteSlugs]) -> Iterator[tuple[str, Move, str]]:
        """Yield the IRIs that have moved or are gone, and of notes the slug of their topic."""
        now = {match.row.iri: path for path, match in self.matches.found.items()}
        gone = {row.iri for row in self.matches.gone}
        for row in self.ledger.rows:
            if path := now.get(row.iri):
                if path in slugs and slugs[path].note != row.slug:
                    yield row.iri, Move(f"note/{slugs[path].note}"), row.topic
            elif row.status is Status.RENAMED:
                yield row.iri, Move(self.ledger.successor(row), since=row.date), row.topic
            elif row.status is Status.REMOVED:
                yield row.iri, Move(self.ledger.successor(row), gone=True, since=row.date), row.topic
            elif row.iri in gone:
                yield row.iri, Move(gone=True), row.topic


NO_LEDGER = Identities(Ledger(), Matches({}), HeldSlugs())


def identify(
    ledger: Ledger,
    facts: Sequence[NoteFacts],
    is_file: Callable[[str], bool],
    unread: Collection[str] = (),
    shown: str = "ids.tsv",
) -> Identities:
    """Find the notes of a ledger again; *is_file* and *unread* as for match_notes."""
    matches = match_notes(ledger, [_seen(note) for note in facts], is_file, unread)
    asked = {note.path: slug(note.names.identifier) for note in facts if note.names.identifier}
    kept: dict[str, NoteSlugs] = {}
    topics: set[str] = set()
    order = sorted(matches.found.items(), key=lambda item: (item[1].row.status is not Status.ACTIVE, item[0]))
    for path, match in order:
        row = match.row
        if asked.get(path, row.slug) == row.slug:
            wanted = row.topic or slug(topic_name(row.stem)[0])
            topic = _free((wanted, row.slug), topics)
            topics.add(topic)
            kept[path] = NoteSlugs(row.slug, topic)
    chosen = set(asked.values())
    renamed = (row for row in ledger.notes() if row.status is Status.RENAMED and row.slug not in chosen)
    held = HeldSlugs(kept, frozenset(row.slug for row in ledger.notes()), frozenset(row.topic for row in renamed))
    return Identities(ledger, matches, held, shown)


def _seen(note: NoteFacts) -> Seen:
    names = note.names
    asked = slug(names.identifier) if names.identifier else ""
    return Seen(note.path, names.identifier or note.uid, asked, note.sha256, lambda: note.source().decoded.text)


def _free(names: Iterable[str], taken: Container[str]) -> str:
    """Return the first of *names* that is not taken, else the last with a number."""
    names = tuple(names)
    for name in names:
        if name not in taken:
            return name
    number = 2
    while f"{names[-1]}-{number}" in taken:
        number += 1
    return f"{names[-1]}-{number}"
