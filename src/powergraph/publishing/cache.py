"""The cache: what each note gave at the last build into a folder, so that the next one does only what it must.

It lies with the author's other caches, never beside the releases: it holds the notes with their comments. It may be
deleted at any time.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import powergraph
from powergraph import pickling
from powergraph.diagnostics import Diagnostic
from powergraph.graph.asked import changed_names
from powergraph.graph.built import BuiltNote
from powergraph.graph.facts import NoteFacts
from powergraph.graph.spool import Spool
from powergraph.resources import resource_path
from powergraph.validation import CheckedNote
from powergraph.validation.shapes import SHIPPED

__all__ = ["CachedNote", "NoteCache", "cache_file", "fingerprint", "stamp_of"]

#: What reading a file that is damaged, or of another program, may raise.
_FAULTS = (sqlite3.Error, pickle.UnpicklingError, EOFError, AttributeError, TypeError, KeyError, ImportError, OSError)
#: What else makes the graph of a note.
_LIBRARIES = ("pyromark", "pyoxigraph", "PyYAML", "ftfy")
#: The time of a change may be this coarse (seconds).
_LATELY = 2.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS note (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, facts BLOB NOT NULL, built BLOB NOT NULL,
    rest BLOB NOT NULL);
"""


def fingerprint(*parts: object) -> str:
    """Return a hash of *parts* and of the program: what was cached by another one is not used."""
    folder = Path(powergraph.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".ttl", ".rq"))
    # In a checkout the ontology and the shapes lie beside the program.
    files += [resource_path("ontology/powergraph.ttl"), *(resource_path(name) for name in SHIPPED)]
    stamps = [(path.as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    libraries = [(name, importlib.metadata.version(name)) for name in _LIBRARIES]
    return hashlib.sha256(repr((powergraph.__version__, stamps, libraries, parts)).encode()).hexdigest()


def cache_file(out: Path) -> Path | None:
    """Return where the cache of the folder of releases *out* lies; None where the author has no folder for caches.

    That is below `$XDG_CACHE_HOME`, by default `~/.cache` (XDG Base Directory Specification).
    """
    if not (home := os.environ.get("XDG_CACHE_HOME", "")):
        try:
            home = str(Path.home() / ".cache")
        except RuntimeError:
            return None
    name = hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:16]
    return Path(home) / "powergraph" / f"{name}.sqlite"


def stamp_of(file: Path) -> str:
    """Return what changes whenever the file does; "" where it changed so lately that it may change again unseen."""
    try:
        status = file.lstat()
    except OSError:
        return ""
    if time.time() - max(status.st_mtime, status.st_ctime) < _LATELY:
        return ""
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


@dataclass(frozen=True, slots=True)
class CachedNote:
    """What a note gave: its facts, its graph and what that asked of the vault; *stamp* is its file's at that time."""

    stamp: str
    facts: NoteFacts
    built: BuiltNote
    asked: bytes
    checked: CheckedNote
    #: Told to the author alone.
    confidential: tuple[Diagnostic, ...] = ()


class NoteCache:
    """What is cached, in memory and, where *file* is given, in a file of SQLite.

    *notes* are by path. *key* says what was built by whom: what has another one is not used. Whatever goes wrong with
    the file, the build goes on without; a damaged one is begun anew.
    """

    def __init__(
        self, file: Path | None, key: str, spool_of: Callable[[int], Spool | None] = lambda notes: None
    ) -> None:
        self._file = file
        self._spool_of = spool_of
        self._key = key
        self.notes: Mapping[str, CachedNote] = {}
        self._names: Mapping[str, object] = {}
        self._private = b""
        self._stored: Mapping[str, CachedNote] = {}
        if file is None:
            return
        try:
            self._load(file)
        except _FAULTS:
            self.notes, self._names, self._stored = {}, {}, {}
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)

    def _load(self, file: Path) -> None:
        if not file.exists():
            return
        with _connected(file) as database:
            found = dict(database.execute("SELECT key, value FROM meta"))
            if found.get("key") != self._key.encode():
                return
            self._names, self._private = pickling.loads(found["names"]), found["private"]
            rows: Iterable[tuple[str, str, bytes, bytes, bytes]] = database.execute(
                "SELECT path, stamp, facts, built, rest FROM note"
            )
            count: int = database.execute("SELECT COUNT(*) FROM note").fetchone()[0]
            self._stored = self.notes = {row[0]: _note(row, self._spool_of(count)) for row in rows}

    def unchanged(self, names: Mapping[str, object], private_names: Iterable[str]) -> tuple[bool, frozenset[str]]:
        """Tell whether anything built may be used again, and which names mean something else now."""
        return self._private == _digest(private_names), changed_names(self._names, names)

    def keep(self, notes: Mapping[str, CachedNote], names: Mapping[str, object], private_names: Iterable[str]) -> None:
        """Put *notes*, and what names mean now, in place of what is there; only what is new is written."""
        stored, file = self._stored, self._file
        self.notes = self._stored = notes
        self._names, self._private = names, _digest(private_names)
        if file is None:
            return
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _connected(file) as database:
                database.executescript(_SCHEMA)
                if not stored:
                    database.execute("DELETE FROM note")
                database.executemany("DELETE FROM note WHERE path = ?", [(p,) for p in stored if p not in notes])
                rows = (_row(path, note) for path, note in notes.items() if stored.get(path) is not note)
                database.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?)", rows)
                values = {"key": self._key.encode(), "names": pickling.dumps(names), "private": self._private}
                database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
        except (sqlite3.Error, OSError):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def _note(row: tuple[str, str, bytes, bytes, bytes], spool: Spool | None) -> CachedNote:
    _, stamp, facts, built, rest = row
    note = CachedNote(stamp, pickling.loads(facts), pickling.loads(built), *pickling.loads(rest))
    return replace(note, facts=note.facts.spooled(spool), built=note.built.spooled(spool)) if spool else note


def _row(path: str, note: CachedNote) -> tuple[object, ...]:
    rest = (note.asked, note.checked, note.confidential)
    return (path, note.stamp, *map(pickling.dumps, (note.facts, note.built, rest)))


@contextlib.contextmanager
def _connected(file: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(file)
    try:
        database.execute("PRAGMA synchronous = OFF")  # a cache that is lost is made again
        with database:
            yield database
    finally:
        database.close()


def _digest(private_names: Iterable[str]) -> bytes:
    return hashlib.sha256(repr(sorted(private_names)).encode()).digest()
