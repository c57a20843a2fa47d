"""The ledger: which note has which IRI, what it was called before, and which IRIs have moved or are gone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

__all__ = ["COLUMNS", "Ledger", "LedgerLoop", "Row", "Status", "ledger_text"]


class Status(StrEnum):
    """What has become of an IRI."""

    ACTIVE = "active"
    RENAMED = "renamed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one IRI: *iri* is its path below the base, such as `note/garden`.

    Of a note *topic* is the slug of its topic, *path* the file below the notes (the last one, where it is gone), *id*
    what its front matter calls it, *former* the file names that it had before, *content* the mark of its text.
    *replaced_by* is the path of the IRI that stands for this one now; *date* the day since which all this holds.
    """

    iri: str
    status: Status = Status.ACTIVE
    topic: str = ""
    path: str = ""
    id: str = ""
    former: tuple[str, ...] = ()
    replaced_by: str = ""
    date: str = ""
    content: str = ""
    #: Lines of comment and blank lines that stand above the row.
    above: tuple[str, ...] = ()
    #: The 1-based line in the file, 0 where it stands in none yet.
    line: int = field(default=0, compare=False)

    @property
    def is_note(self) -> bool:
        """Tell whether the IRI is a note's."""
        return self.iri.startswith("note/")

    @property
    def slug(self) -> str:
        """The last part of the IRI."""
        return self.iri.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name of the note's file without folders and `.md`."""
        return self.path.rpartition("/")[2].rpartition(".")[0]


#: The columns in the order in which they are written: those that people read first, the mark of the text last.
COLUMNS = ("iri", "status", "topic", "path", "id", "former", "replaced_by", "date", "content")


class LedgerLoop(ValueError):
    """What replaces an IRI is, in the end, replaced by it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows in the order of the file, and the comments above the header and behind the last row."""

    rows: tuple[Row, ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    #: How lines end in the file.
    newline: str = "\n"
    _by_iri: Mapping[str, Row] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)

    @classmethod
    def of(
        cls, rows: Iterable[Row], head: tuple[str, ...] = (), tail: tuple[str, ...] = (), newline: str = "\n"
    ) -> "Ledger":
        """Return the ledger of these rows."""
        rows = tuple(rows)
        return cls(rows, head, tail, newline, MappingProxyType({row.iri: row for row in rows}))

    def get(self, iri: str) -> Row | None:
        """Return the row of an IRI, by its path below the base."""
        return self._by_iri.get(iri)

    def notes(self) -> Iterator[Row]:
        """Yield the rows of notes."""
        return (row for row in self.rows if row.is_note)

    def successor(self, row: Row) -> str:
        """Return what replaces the IRI of a row in the end, or "". Raises LedgerLoop where there is no end."""
        seen = {row.iri}
        now = row.replaced_by
        while now and (following := self.get(now)) and following.replaced_by:
            if now in seen:
                raise LedgerLoop(row.iri)
            seen.add(now)
            now = following.replaced_by
        if now in seen:
            raise LedgerLoop(row.iri)
        return now

    def with_rows(self, changed: Mapping[str, Row]) -> "Ledger":
        """Return the ledger with these rows, by IRI, in place of those of the same IRI; new ones get into order.

        Rows that are there keep their place, and comments stay with the row below them.
        """
        new = sorted(set(changed) - {row.iri for row in self.rows}, reverse=True)
        rows: list[Row] = []
        for row in self.rows:
            while new and new[-1] < row.iri:
                rows.append(changed[new.pop()])
            rows.append(changed.get(row.iri, row))
        rows += [changed[iri] for iri in reversed(new)]
        return Ledger.of(rows, self.head, self.tail, self.newline)


_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\|"}
_UNESCAPES = {written[1]: sign for sign, written in _ESCAPES.items()}


def escaped(text: str) -> str:
    r"""Return a value as it stands in a cell: tab, line end, bar and backslash are written with a backslash.

    >>> escaped("a|b"), unescaped(escaped("a|b"))
    ('a\\|b', 'a|b')
    """
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def unescaped(cell: str) -> str:
    """Return the value that a cell stands for."""
    if "\\" not in cell:
        return cell
    return re.sub(r"\\(.)", lambda match: _UNESCAPES.get(match[1], match[0]), cell)


def ledger_text(ledger: Ledger) -> str:
    """Return the ledger as it is written: tab-separated, with a header; empty cells at the end of a row stay."""
    lines = [*ledger.head, "\t".join(COLUMNS)]
    for row in ledger.rows:
        cells = (
            " | ".join(map(escaped, value)) if isinstance(value, tuple) else escaped(value)
            for value in (getattr(row, column) for column in COLUMNS)
        )
        lines += [*row.above, "\t".join(cells)]
    return ledger.newline.join([*lines, *ledger.tail]) + ledger.newline
