"""The index: a file of SQLite that is the same bytes for the same entries, made with little memory."""

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from powergraph.prefixes import PREFIXES
from powergraph.search.entries import ALT, DEFINITION, HIDDEN, LABEL, TEXT, TITLE, Entry
from powergraph.search.query import fold
from powergraph.search.spelling import grams

__all__ = ["FORMAT", "SearchError", "fill", "write_index"]

#: Raised by one when a reader of the older format could not read the newer; SQLite keeps it as user_version.
FORMAT = 1
#: What SQLite may keep in memory while the index is made (KiB; bytes).
_CACHE = 16_384
_HASH = 8_388_608
#: A name is compared by so much of it (characters).
_LONGEST_NAME = 200
_LONGEST_WORD = 40
#: Of things that are found equally well these come first: an idea before its note, a note before an entry in it.
_LATER = {"pow:Note": 1, "pow:Question": 1, "foaf:Person": 1, "fabio:Expression": 1, "pow:Citation": 2}
_WEIGHTS = {PREFIXES[name.partition(":")[0]] + name.partition(":")[2]: weight for name, weight in _LATER.items()}
#: Which column of the words a field is in; the first of them are names, and the number is their role.
_COLUMNS = {LABEL: 0, TITLE: 0, ALT: 1, HIDDEN: 2, DEFINITION: 3, TEXT: 4}
_NAMES = 3
#: Entries whose rows are put in at a time.
_SHARE = 1_000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: A tag is a concept and nothing else.
_TAG = {PREFIXES["skos"] + "Concept"}
#: Where SQLite's file format has the version of the library that wrote it (four bytes).
_LIBRARY_VERSION = 96
#: The record of FTS5 that says of what segments the index consists.
_STRUCTURE = 10
#: The size of a page, and that of its head by its kind where it is one of a tree (bytes).
_PAGE = 4096
_BTREE_HEADS = {2: 12, 5: 12, 10: 8, 13: 8}


class SearchError(Exception):
    """The index cannot be made or read; the message says why."""


def write_index(path: Path, entries: Iterable[Entry], above: Mapping[str, tuple[str, ...]]) -> int:
    """Write the index of *entries* to a new file and flush it; return how many things it has.

    *above* has, by class, all classes that its members are of. The order of *entries* matters for the bytes.

    Raises SearchError where SQLite cannot do it, OSError where the disk refuses.
    """
    path.touch(exist_ok=False)
    try:
        database = sqlite3.connect(path, isolation_level=None)
        try:
            count = fill(database, entries, above)
            _forget_writes(database)
            database.execute("VACUUM")
        finally:
            database.close()
    except sqlite3.Error as error:
        raise SearchError(f"the search index cannot be written ({error})") from error
    with path.open("r+b") as file:
        _clean(file)
        file.flush()
        os.fsync(file.fileno())
    return count


def _forget_writes(database: sqlite3.Connection) -> None:
    """Set FTS5's count of the pages that it has written to 0: libraries count differently, and no reader needs it.

    (It is the third number of the record that says of what segments the index consists, behind four bytes.)
    """
    block: bytes = database.execute("SELECT block FROM words_data WHERE id = ?", (_STRUCTURE,)).fetchone()[0]
    starts = [4]
    while len(starts) < 4:
        end = starts[-1]
        while block[end] & 0x80:  # a number goes on behind such a byte
            end += 1
        starts.append(end + 1)
    changed = block[: starts[2]] + b"\0" + block[starts[3] :]
    database.execute("UPDATE words_data SET block = ? WHERE id = ?", (changed, _STRUCTURE))


def _clean(file: BinaryIO) -> None:
    """Take out of a database what depends on the library that wrote it: its version, and what unused space holds.

    (SQLite's file format, 1.3.15 and 1.6: between the pointers to the cells of a page and the cells is nothing.)
    """
    file.seek(_LIBRARY_VERSION)
    file.write(bytes(4))
    number = 0
    while True:
        file.seek(number * _PAGE)
        if len(page := file.read(_PAGE)) < _PAGE:
            return
        head = 100 if number == 0 else 0  # that of the file stands before that of its first page
        if size := _BTREE_HEADS.get(page[head]):
            cells, end = (int.from_bytes(page[head + at : head + at + 2], "big") for at in (3, 5))
            start = head + size + 2 * cells
            file.seek(number * _PAGE + start)
            file.write(bytes(max(end - start, 0)))
        number += 1


def fill(database: sqlite3.Connection, entries: Iterable[Entry], above: Mapping[str, tuple[str, ...]]) -> int:
    """Make the index of *entries* in an empty database, which must not be in a transaction. Raises sqlite3.Error."""
    for setting in (f"page_size = {_PAGE}", "encoding = 'UTF-8'", "journal_mode = OFF", "synchronous = OFF"):
        database.execute(f"PRAGMA {setting}")
    database.execute(f"PRAGMA cache_size = -{_CACHE}")
    database.execute("PRAGMA secure_delete = ON")  # no page keeps what was in memory before
    database.executescript(files("powergraph.search").joinpath("schema.sql").read_text("utf-8"))
    database.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_HASH,))
    database.execute("BEGIN")
    kinds: dict[str, int] = {}
    count = 0
    found = (entry for entry in entries if entry.is_found)
    while share := list(islice(found, _SHARE)):
        rows = _Rows()
        for number, entry in enumerate(share, count + 1):
            rows.add(number, entry, above, kinds)
        rows.insert(database)
        count += len(share)
    database.execute("CREATE UNIQUE INDEX thing_iri ON thing (iri)")
    database.executemany("INSERT INTO kind VALUES (?, ?)", ((number, iri) for iri, number in kinds.items()))
    _add_vocabulary(database)
    database.execute("INSERT INTO words (words) VALUES ('optimize')")
    database.execute(f"PRAGMA user_version = {FORMAT}")
    database.execute("COMMIT")
    return count


class _Rows:
    """The rows of some entries, table by table."""

    def __init__(self) -> None:
        self._things: list[tuple[int, str, int, str]] = []
        self._members: list[tuple[int, int]] = []
        self._names: list[tuple[str, int, int, str, str]] = []
        self._words: list[tuple[int | str, ...]] = []

    def add(self, number: int, entry: Entry, above: Mapping[str, tuple[str, ...]], known: dict[str, int]) -> None:
        """Add those of an entry; *known* has the numbers of the classes and gets those of new ones."""
        kinds = {each for kind in entry.kinds for each in above.get(kind, (kind,))}
        weight = max((_WEIGHTS.get(kind, 0) for kind in kinds), default=0) if kinds != _TAG else 1
        self._things.append((number, entry.iri, weight, _encode(entry.said)))
        self._members += [(number, known.setdefault(kind, len(known) + 1)) for kind in sorted(kinds)]
        texts: tuple[list[str], ...] = ([], [], [], [], [])
        for field, language, text in entry.said:
            if (column := _COLUMNS.get(field)) is None or text in texts[column]:
                continue
            texts[column].append(text)
            if column < _NAMES and (folded := fold(text[:_LONGEST_NAME])):
                self._names.append((folded, column, number, text[:_LONGEST_NAME], language))
        self._words.append((number, *("\n".join(column) for column in texts)))

    def insert(self, database: sqlite3.Connection) -> None:
        """Put them into the tables."""
        database.executemany("INSERT INTO thing VALUES (?, ?, ?, ?)", self._things)
        database.executemany("INSERT INTO member VALUES (?, ?)", self._members)
        database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?)", self._names)
        database.executemany(
            "INSERT INTO words (rowid, label, alt, hidden, definition, text) VALUES (?, ?, ?, ?, ?, ?)", self._words
        )


def _add_vocabulary(database: sqlite3.Connection) -> None:
    """Put each word of the texts into its table."""
    database.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)")
    found = database.execute("SELECT term, doc FROM temp.vocabulary ORDER BY term")
    rows = [(number, word, things) for number, (word, things) in enumerate(found, 1) if len(word) <= _LONGEST_WORD]
    database.execute("DROP TABLE temp.vocabulary")
    database.executemany("INSERT INTO word VALUES (?, ?, ?)", rows)
    database.execute("CREATE UNIQUE INDEX word_word ON word (word)")
    pairs = sorted((gram, len(word), number) for number, word, _ in rows for gram in grams(word))
    database.executemany("INSERT INTO gram VALUES (?, ?, ?)", pairs)
