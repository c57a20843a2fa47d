"""Renewal: the ledger as it has to be written after notes have come, gone and changed their names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from powergraph.graph.facts import NoteFacts
from powergraph.graph.identities import Identities
from powergraph.graph.iris import NoteSlugs, assign_note_slugs
from powergraph.graph.ledger import Ledger, Row, Status
from powergraph.graph.likeness import TextMark, mark_of
from powergraph.graph.renames import Doubt
from powergraph.release import OWN_KINDS

__all__ = ["Renewal", "renew"]

#: A mark is written anew where less than this of a text is still as it was: a row seldom changes for an edit.
_DRIFTED = 0.75
#: With fewer lines than these every edit counts.
_FEW_LINES = 6
#: The kinds of things that have a name of their own, besides notes. What is named after a hash of its text (passages,
#: links, assertions) is nowhere written down, and is another thing with each edit.
_NAMED = {"topic", "power-source", "power-group", "power-mode", "tag", "person", "organization", "work", *OWN_KINDS}
_NAMED -= {"passage", "link"}


@dataclass(frozen=True, slots=True)
class Renewal:
    """The ledger of today, and what is new in it: the rows by what has happened to them."""

    ledger: Ledger
    added: tuple[Row, ...] = ()
    #: Each with the path or the IRI that it had before, and the sign by which it was known again.
    renamed: tuple[tuple[Row, str, str], ...] = ()
    removed: tuple[Row, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def renew(
    known: Identities,
    facts: Sequence[NoteFacts],
    date: str,
    *,
    as_new: bool = False,
    published: Iterable[str] = (),
    present: Iterable[str] = (),
) -> Renewal:
    """Return the ledger as it has to be now. *date* is the day that is written where something has happened.

    With *as_new* a note in doubt is a new one, and what it may have been is gone. *published* are the paths of the IRIs
    of a former release, and *present* those of today: what has a name and is in the first alone is gone.
    """
    by_path = {note.path: note for note in facts}
    names = [note.names for note in facts]
    slugs, _ = assign_note_slugs(
        {note.path: note.stem for note in names},
        {note.path: note.identifier for note in names if note.identifier},
        known.held,
    )
    writer = _Writer(known, slugs, _ids_of(facts), by_path, date)
    for path in sorted(known.matches.found):
        writer.found(path)
    unsure = [doubt.path for doubt in known.matches.doubts] if as_new else []
    for path in sorted((*known.matches.new, *unsure)):
        writer.new(path)
    lost = [row for iri in known.matches.doubtful if as_new and (row := known.ledger.get(iri))]
    for row in sorted((*known.matches.gone, *lost), key=lambda row: row.iri):
        writer.gone(row)
    ledger = known.ledger.with_rows(writer.rows)
    things = {iri: Row(iri, Status.REMOVED, date=date) for iri in _gone_things(ledger, set(published), set(present))}
    return Renewal(
        ledger=ledger.with_rows(things),
        added=tuple(writer.added),
        renamed=tuple(writer.renamed),
        removed=(*writer.removed, *(things[iri] for iri in sorted(things))),
        doubts=() if as_new else known.matches.doubts,
    )


def _ids_of(facts: Iterable[NoteFacts]) -> Mapping[str, str]:
    """Return what the front matter of each note calls it, by path; what several are called is nobody's."""
    given = {note.path: note.names.identifier or note.uid for note in facts}
    often = Counter(given.values())
    return {path: value for path, value in given.items() if value and often[value] == 1}


def _gone_things(ledger: Ledger, published: set[str], present: set[str]) -> Iterator[str]:
    """Yield the IRIs of things with a name that were published, are not there now, and of which no row tells it yet."""
    active = {row.slug for row in ledger.notes() if row.status is Status.ACTIVE}
    topics = {row.topic for row in ledger.notes()}
    for iri in sorted(published - present):
        parts = iri.split("/")
        if parts[0] not in _NAMED or ledger.get(iri) or any(sign in iri for sign in "\t\n\r"):
            continue
        if parts[0] == "topic" and parts[1] in topics:
            continue
        if parts[0] in OWN_KINDS and parts[1] not in active:  # the row of its note says it
            continue
        yield iri


class _Writer:
    """Writes the rows that change, and notes why."""

    def __init__(
        self,
        known: Identities,
        slugs: Mapping[str, NoteSlugs],
        ids: Mapping[str, str],
        facts: Mapping[str, NoteFacts],
        date: str,
    ) -> None:
        self._known, self._slugs, self._ids, self._facts, self._date = known, slugs, ids, facts, date
        self.rows: dict[str, Row] = {}
        self.added: list[Row] = []
        self.renamed: list[tuple[Row, str, str]] = []
        self.removed: list[Row] = []

    def found(self, path: str) -> None:
        """Write the row of a note that was known again."""
        match, given = self._known.matches.found[path], self._slugs[path]
        row = match.row
        former = _former(row, path)
        if given.note != row.slug:
            new = self.new(path, former)
            self.renamed.append((new, row.iri, match.how))
            self.added.remove(new)
            if row.iri not in self.rows:
                moved = replace(row, status=Status.RENAMED, replaced_by=new.iri, date=self._date)
                self.rows[row.iri] = replace(moved, path="", id="", former=(), content="")
            return
        happened = row.path != path or row.status is not Status.ACTIVE or row.topic != given.topic
        now = replace(
            row,
            status=Status.ACTIVE,
            topic=given.topic,
            path=path,
            id=self._ids.get(path, ""),
            former=former,
            replaced_by="",
            date=self._date if happened else row.date,
            content=self._content(path, row.content),
        )
        if now != row:
            self.rows[row.iri] = now
        if happened:
            self.renamed.append((now, row.path, match.how))

    def new(self, path: str, former: tuple[str, ...] = ()) -> Row:
        """Write a row for a note without one; an IRI that led elsewhere may be its own now, because it asks for it."""
        given = self._slugs[path]
        iri = f"note/{given.note}"
        before = self._known.ledger.get(iri)
        row = Row(
            iri,
            topic=given.topic,
            path=path,
            id=self._ids.get(path, ""),
            former=former,
            date=self._date,
            content=self._content(path, ""),
            above=before.above if before else (),
        )
        self.rows[iri] = row
        self.added.append(row)
        return row

    def gone(self, row: Row) -> None:
        """Write that a note is no longer published."""
        if row.iri not in self.rows:
            self.rows[row.iri] = replace(row, status=Status.REMOVED, date=self._date)
            self.removed.append(self.rows[row.iri])

    def _content(self, path: str, before: str) -> str:
        """Return the mark of a note's text; the one from *before* as long as it is much like it."""
        note = self._facts[path]
        old = TextMark.parse(before)
        if old and old.is_of(note.sha256):
            return before
        mark = mark_of(note.source().decoded.text)
        if old and mark and len(old.lines) >= _FEW_LINES and old.likeness(mark)[0] >= _DRIFTED:
            return before
        return str(mark) if mark else ""


def _former(row: Row, path: str) -> tuple[str, ...]:
    """Return the former file names of a note that is at *path* now, the latest last."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    names = dict.fromkeys((*row.former, *([row.stem] if row.path else [])))
    names.pop(stem, None)
    return tuple(names)
