"""Renames: which note of today is which note of the ledger, by its id, its place, its text; in doubt neither."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from powergraph.graph.ledger import Ledger, Row, Status
from powergraph.graph.likeness import TextMark, mark_of

__all__ = ["Doubt", "Match", "Matches", "Seen", "match_notes"]

_Item = TypeVar("_Item")

#: Two texts are of the same note where they share this part of their lines, and at least so many of them.
_ALIKE, _FEWEST = 0.5, 3
#: From here on they may be: another candidate as likely as this makes a match doubtful.
_MAYBE = 0.3
#: A line that stands in as many notes of the ledger as this comes from a template.
_COMMON = 3


class Seen:
    """A note as it is now: its path, what its front matter calls it, the hash of its text, and the text on demand.

    *asked* is the slug that it asks for with `id:`, or "".
    """

    def __init__(self, path: str, identifier: str, asked: str, sha256: str, text: Callable[[], str]) -> None:
        self.path, self.identifier, self.asked, self.sha256 = path, identifier, asked, sha256
        self._text = text

    @property
    def stem(self) -> str:
        """The name of its file without folders and `.md`."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @cached_property
    def mark(self) -> TextMark | None:
        """The mark of its text."""
        return mark_of(self._text())


@dataclass(frozen=True, slots=True)
class Match:
    """A note of the ledger that was found again, and how.

    That is `id`, `slug` (its `id:` is the slug of the row), `path`, `case`, `text`, `name` or `likeness`.
    """

    row: Row
    how: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A note that may be one of several notes of the ledger, or one of several that may be the same."""

    path: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that were found again by path of their note, the notes in doubt, the new notes, and the rows without."""

    found: Mapping[str, Match]
    doubts: tuple[Doubt, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[Row, ...] = ()
    #: Rows without a note that a doubt names: whether they are gone nobody can say.
    doubtful: frozenset[str] = field(default_factory=frozenset)
    #: Rows of files that are there and are no notes any more: private ones.
    hidden: tuple[Row, ...] = ()


def match_notes(
    ledger: Ledger, notes: Sequence[Seen], is_file: Callable[[str], bool], unread: Collection[str] = ()
) -> Matches:
    """Find the notes of the ledger again among *notes*.

    The surest sign goes first: an explicit id, the path, the path but for its case, an equal text, the same file name
    in another folder, a text most of which is the same. Each has to point from one note to one row alone. Only a row
    whose file is no longer there (*is_file*, by path) can be of a renamed note. Rows of *unread* files, and of what
    is in unread folders, stay as they are: such a note is not gone.
    """
    matcher = _Matcher(ledger, notes)
    matcher.pair("id", lambda row: row.id, lambda note: note.identifier)
    there = {note.path for note in notes}
    matcher.pair("slug", lambda row: "" if row.path in there else row.slug, lambda note: note.asked)
    matcher.pair("path", lambda row: row.path, lambda note: note.path)
    matcher.pair("case", lambda row: _folded(row.path), lambda note: _folded(note.path))
    held = {_folded(path) for path in unread}
    matcher.leave([row for row in matcher.rows if not held.isdisjoint(_upwards(_folded(row.path)))])
    hidden = tuple(row for row in matcher.rows if row.path and row.path not in there and is_file(row.path))
    matcher.leave(hidden)  # private now: what it was is no other note
    matcher.pair("text", _digest_of, _digest_of_note)
    # A new note elsewhere that is called as one that was removed is another one: its text says so.
    matcher.pair("name", lambda row: matcher.name(row.stem), lambda note: matcher.name(note.stem), alike=True)
    doubts = matcher.pair_alike()
    gone = [row for row in (*matcher.rows, *hidden) if row.status is Status.ACTIVE]
    doubtful = frozenset(row.iri for doubt in doubts for row in doubt.rows)
    unsure = {doubt.path for doubt in doubts}
    return Matches(
        found=matcher.found,
        doubts=tuple(doubts),
        new=tuple(note.path for note in matcher.notes if note.path not in unsure),
        gone=tuple(sorted((row for row in gone if row.iri not in doubtful), key=lambda row: row.iri)),
        doubtful=doubtful,
        hidden=hidden,
    )


class _Matcher:
    """The rows and notes that are not paired yet."""

    def __init__(self, ledger: Ledger, notes: Sequence[Seen]) -> None:
        self.rows = [row for row in ledger.notes() if row.status is not Status.RENAMED]
        self.notes = sorted(notes, key=lambda note: note.path)
        self.found: dict[str, Match] = {}
        self._known = tuple(self.rows)
        self._stems = Counter(row.stem for row in self.rows if row.status is Status.ACTIVE)
        self._stems |= Counter(note.stem for note in notes)

    def pair(
        self,
        how: str,
        key_of_row: Callable[[Row], Hashable],
        key_of_note: Callable[[Seen], Hashable],
        *,
        alike: bool = False,
    ) -> None:
        """Pair each row with the note of its key, where one of either has it; of rows those that are active first.

        A row of a note that was removed is paired, where *alike*, only if most of its text came back.
        """
        if not self.rows or not self.notes:
            return
        notes = _alone(self.notes, key_of_note)
        active = _alone([row for row in self.rows if row.status is Status.ACTIVE], key_of_row)
        removed = _alone([row for row in self.rows if row.status is not Status.ACTIVE], key_of_row)
        taken: set[str] = set()
        for key, note in notes.items():
            row = active.get(key)
            if row is None and (row := removed.get(key)) and alike and not _is_alike(row, note):
                row = None
            if row:
                self.found[note.path] = Match(row, how)
                taken.add(row.iri)
        self.rows = [row for row in self.rows if row.iri not in taken]
        self.notes = [note for note in self.notes if note.path not in self.found]

    def name(self, stem: str) -> str:
        """Return a file name, or "" where several notes have it: of a `README` it says little which note it is."""
        return stem if self._stems[stem] == 1 else ""

    def leave(self, rows: Iterable[Row]) -> None:
        """Take rows out that cannot be of a renamed note."""
        left = {row.iri for row in rows}
        self.rows = [row for row in self.rows if row.iri not in left]

    def pair_alike(self) -> list[Doubt]:
        """Pair notes with rows of texts like theirs; return the notes that may be of several, or one of several."""
        if not self.notes or not any(row.status is Status.ACTIVE for row in self.rows):
            return []
        common = self._common_lines()
        active = [row for row in self.rows if row.status is Status.ACTIVE]
        marked = [(row, mark) for row in active if (mark := TextMark.parse(row.content))]
        likely: dict[str, dict[str, float]] = defaultdict(dict)
        by_line: dict[str, list[tuple[Row, TextMark]]] = defaultdict(list)
        for row, mark in marked:
            for line in set(mark.lines) - common:
                by_line[line].append((row, mark))
        sure: set[tuple[str, str]] = set()
        for note in self.notes if by_line else ():
            if (own := note.mark) is None:
                continue
            candidates = {row.iri: (row, mark) for line in own.lines for row, mark in by_line.get(line, ())}
            for iri, (_, mark) in candidates.items():
                part, count = own.likeness(mark, common)
                if part >= _MAYBE and count >= _FEWEST:
                    likely[note.path][iri] = part
                    if part >= _ALIKE:
                        sure.add((note.path, iri))
        # Equal texts of several notes, or of several rows, are as doubtful as texts that are alike.
        by_digest: dict[str, list[Row]] = defaultdict(list)
        for row, mark in marked:
            by_digest[mark.digest].append(row)
        for note in self.notes:
            for row in by_digest.get(_digest_of_note(note), ()):
                likely[note.path][row.iri] = 1.0
        rivals = Counter(iri for possible in likely.values() for iri in possible)
        rows = {row.iri: row for row, _ in marked}
        doubts: list[Doubt] = []
        paired: list[Row] = []
        for path, possible in sorted(likely.items()):
            iri = next(iter(possible))
            if len(possible) == 1 and rivals[iri] == 1 and (path, iri) in sure:
                self.found[path] = Match(rows[iri], "likeness")
                paired.append(rows[iri])
            else:
                doubts.append(Doubt(path, tuple(rows[each] for each in sorted(possible))))
        self.leave(paired)
        self.notes = [note for note in self.notes if note.path not in self.found]
        return doubts

    def _common_lines(self) -> frozenset[str]:
        """Return the lines that many notes of the ledger have."""
        marks = (TextMark.parse(row.content) for row in self._known)
        lines = Counter(line for mark in marks if mark for line in mark.lines)
        return frozenset(line for line, count in lines.items() if count >= _COMMON)


def _is_alike(row: Row, note: Seen) -> bool:
    mark, own = TextMark.parse(row.content), note.mark
    return mark is not None and own is not None and own.likeness(mark, frozenset())[0] >= _MAYBE


def _alone(items: Iterable[_Item], key_of: Callable[[_Item], Hashable]) -> dict[Hashable, _Item]:
    """Return the items by their keys where no two have the same; what has no key is left out."""
    found: dict[Hashable, list[_Item]] = defaultdict(list)
    for item in items:
        if key := key_of(item):
            found[key].append(item)
    return {key: those[0] for key, those in found.items() if len(those) == 1}


def _upwards(path: str) -> set[str]:
    """Return a path and the folders that it is in."""
    parts = path.split("/")
    return {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _digest_of(row: Row) -> str:
    mark = TextMark.parse(row.content)
    return mark.digest if mark else ""


def _digest_of_note(note: Seen) -> str:
    return note.sha256[:16]
