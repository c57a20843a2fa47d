"""Finding: the open index, and what it answers."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from powergraph.search.entries import ALT, DEFINITION, HIDDEN, LABEL, TITLE, Entry, Said
from powergraph.search.index import FORMAT, SearchError, fill
from powergraph.search.query import Term, fold, mark, match_of, parse_terms
from powergraph.search.spelling import correct, is_known

__all__ = ["Found", "Hit", "SearchIndex", "Suggestion", "memory_index", "open_index"]

#: Above all characters.
_LAST = "\U0010ffff"
#: So many names that begin with what was typed are looked at, and so many that have it further on.
_NAMES = 200
#: Where there are fewer results than this, a more common word is suggested.
_FEW = 3
#: A word is much more common than another when it is in so many times as many things.
_MUCH_MORE = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: its classes and all that is said of it."""

    iri: str
    kinds: tuple[str, ...]
    said: tuple[Said, ...]

    def label(self, languages: Sequence[str]) -> tuple[str, str]:
        """Return its label, else its title, in the first of *languages* that it has one in, and the language."""

        def rank(said: Said) -> tuple[bool, int, str, str]:
            base = said[1].partition("-")[0]
            return (said[0] == TITLE, languages.index(base) if base in languages else len(languages), base, said[2])

        labels = [said for said in self.said if said[0] in (LABEL, TITLE)]
        _, language, text = min(labels, key=rank, default=(LABEL, "", self.iri))
        return text, language

    def all(self, field: str) -> tuple[tuple[str, str], ...]:
        """Return each language and text of a field."""
        return tuple((language, text) for each, language, text in self.said if each == field)


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found, a page of it.

    *terms* are what was looked for in the end. *corrected* is what was looked for instead of what was typed, "" where
    it is the same; *meant* is what else may have been meant; *is_partial* tells that no thing has all of the words.
    *kinds* counts the things that were found, by class, whichever of them is asked for; *total* those of that class.
    """

    terms: tuple[Term, ...]
    hits: tuple[Hit, ...]
    total: int
    kinds: Mapping[str, int]
    corrected: str = ""
    meant: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing whose name begins with what was typed, or has it in it; *other* is the other name that does."""

    hit: Hit
    other: str = ""


@cache
def _sql(name: str) -> str:
    return files("powergraph.search").joinpath(f"{name}.sql").read_text("utf-8")


class SearchIndex:
    """An open index. It may be asked from several threads, and closed while it is; then it finds nothing more."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the file when the question that is being answered is."""
        with self._lock:
            self._database.close()

    def find(self, text: str, kind: str = "", limit: int = 20, offset: int = 0) -> Found:
        """Return what *text* finds: words, all of which a thing must have or have the beginning of, and "phrases".

        *kind* is the IRI of the class that the results must be of, "" for any.

        Raises SearchError where the index cannot be read.
        """
        terms = parse_terms(text)
        if not terms:
            return Found((), (), 0, {})
        with self._lock:
            try:
                return self._find(terms, kind, limit, offset)
            except sqlite3.Error as error:
                raise SearchError(f"the search index cannot be read ({error})") from error

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return the things whose names begin with *text*, or else have all its words.

        Raises SearchError where the index cannot be read.
        """
        if not (terms := parse_terms(text)):
            return ()
        with self._lock:
            try:
                found = self._suggested(fold(text), terms, limit)
                if not found:
                    corrected = self._corrected(terms)
                    found = self._suggested("", corrected, limit) if corrected != terms else found
                return tuple(found)
            except sqlite3.Error as error:
                raise SearchError(f"the search index cannot be read ({error})") from error

    def look_up(self, iris: Iterable[str]) -> Mapping[str, Hit]:
        """Return the things with some IRIs, as far as they are in the index. Raises SearchError."""
        asked = sorted(set(iris))
        with self._lock:
            try:
                marks = ", ".join("?" * len(asked))
                rows = self._database.execute(
                    f"SELECT id, iri, said FROM thing WHERE iri IN ({marks})",  # noqa: S608 - question marks only
                    asked,
                )
                return {hit.iri: hit for hit in map(self._hit, rows.fetchall())}
            except sqlite3.Error as error:
                raise SearchError(f"the search index cannot be read ({error})") from error

    def _find(self, terms: tuple[Term, ...], kind: str, limit: int, offset: int) -> Found:
        meant = self._corrected(terms)
        counted = self._counts(meant)
        is_partial = not counted[0] and len(meant) > 1
        if is_partial:
            if any(each == term for each, term in zip(meant, terms, strict=True)):
                meant = terms  # that some word is here as it was typed is more than a guess at another one
            counted = self._counts(meant, any_of_them=True)
        total, kinds = counted
        whole = " ".join(word for term in meant for word in (term.instead[:1] or term.words))
        rows = self._database.execute(
            _sql("found"),
            {
                "all": match_of(meant, any_of_them=is_partial),
                "in_label": match_of(meant, (LABEL,)),
                "in_names": match_of(meant, (LABEL, ALT, HIDDEN)),
                "in_definition": match_of(meant, (LABEL, ALT, HIDDEN, DEFINITION)),
                "whole": whole,
                "beyond": whole + _LAST,
                "kind": kind,
                "limit": limit,
                "offset": offset,
            },
        )
        return Found(
            terms=meant,
            hits=tuple(map(self._hit, rows.fetchall())),
            total=kinds.get(kind, 0) if kind else total,
            kinds=kinds,
            corrected=_written(meant) if meant != terms else "",
            meant=self._more_common(terms) if total < _FEW and meant == terms else "",
            is_partial=is_partial,
        )

    def _counts(self, terms: tuple[Term, ...], *, any_of_them: bool = False) -> tuple[int, Mapping[str, int]]:
        match = match_of(terms, any_of_them=any_of_them)
        total: int = self._database.execute("SELECT COUNT(*) FROM words WHERE words MATCH ?", (match,)).fetchone()[0]
        rows = self._database.execute(
            "SELECT kind.iri, COUNT(*) FROM words JOIN member ON member.thing = words.rowid"
            " JOIN kind ON kind.id = member.kind WHERE words MATCH ? GROUP BY kind.id ORDER BY 2 DESC, 1",
            (match,),
        )
        return total, dict(rows.fetchall())

    def _corrected(self, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        """Return the terms with the words that may have been meant by those that the dataset has not."""
        return tuple(
            term
            if term.is_phrase or len(term.words) > 1 or is_known(self._database, term.words[0])
            else replace(term, instead=tuple(correct(self._database, term.words[0])))
            for term in terms
        )

    def _more_common(self, terms: tuple[Term, ...]) -> str:
        """Return what may have been meant by words that few things have, "" where nothing is much more common."""
        better = []
        for term in terms:
            word = term.words[0]
            count = self._database.execute("SELECT things FROM word WHERE word = ?", (word,)).fetchone()
            others = () if term.is_phrase or len(term.words) > 1 else correct(self._database, word, 1, other_than=word)
            for other in others:
                things = self._database.execute("SELECT things FROM word WHERE word = ?", (other,)).fetchone()[0]
                if things >= _MUCH_MORE * (count[0] if count else 1) and not other.startswith(word):
                    better.append(replace(term, instead=(other,)))
                    break
            else:
                better.append(term)
        return _written(better) if tuple(better) != terms else ""

    def _suggested(self, whole: str, terms: tuple[Term, ...], limit: int) -> list[Suggestion]:
        found: dict[int, str] = {}
        if whole:
            asked = {"whole": whole, "beyond": whole + _LAST, "limit": _NAMES}
            for thing, role, text, _ in self._database.execute(_sql("suggested"), asked):
                found.setdefault(thing, text if role == 1 else "")
        if len(found) < limit and max(len(word) for term in terms for word in term.words) > 1:
            rows = self._database.execute(
                "SELECT thing.id FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?) AS named"
                " JOIN thing ON thing.id = named.rowid ORDER BY thing.weight, thing.id",
                (match_of(terms, (LABEL, ALT, HIDDEN)), _NAMES),
            )
            for (thing,) in rows:
                found.setdefault(thing, "")
        suggestions = []
        for thing in list(found)[:limit]:
            row = self._database.execute("SELECT id, iri, said FROM thing WHERE id = ?", (thing,)).fetchone()
            hit = self._hit(row)
            suggestions.append(Suggestion(hit, found[thing] or _other_name(hit, terms)))
        return suggestions

    def _hit(self, row: tuple[int, str, str]) -> Hit:
        kinds = self._database.execute(
            "SELECT kind.iri FROM member JOIN kind ON kind.id = member.kind WHERE member.thing = ? ORDER BY 1", row[:1]
        )
        said = tuple((field, language, text) for field, language, text in json.loads(row[2]))
        return Hit(row[1], tuple(iri for (iri,) in kinds), said)


def _written(terms: Iterable[Term]) -> str:
    """Return terms as somebody would have typed them."""
    return " ".join(
        f'"{" ".join(term.words)}"' if term.is_phrase else " ".join(term.instead[:1] or term.words) for term in terms
    )


def _other_name(hit: Hit, terms: Sequence[Term]) -> str:
    """Return the other name that has what was typed, "" where a label has it."""

    def has_all(text: str) -> bool:
        return all(any(is_marked for _, is_marked in mark(text, [term])) for term in terms)

    if any(has_all(text) for field in (LABEL, TITLE) for _, text in hit.all(field)):
        return ""
    return next((text for _, text in hit.all(ALT) if has_all(text)), "")


def open_index(path: Path) -> SearchIndex:
    """Open the index of a release, which never changes. Raises SearchError where it is none that can be read."""
    try:
        database = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
        )
        found = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute("SELECT COUNT(*) FROM words WHERE words MATCH '\"a\"'").fetchone()
    except sqlite3.Error as error:
        raise SearchError(f"the search index cannot be read ({error})") from error
    if found != FORMAT:
        database.close()
        raise SearchError(f"the search index has format {found}, and {FORMAT} is read; build the release again")
    return SearchIndex(database)


def memory_index(entries: Iterable[Entry], above: Mapping[str, tuple[str, ...]]) -> SearchIndex:
    """Make an index in memory. Raises SearchError where this SQLite cannot."""
    try:
        database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        fill(database, entries, above)
    except sqlite3.Error as error:
        raise SearchError(f"the search index cannot be made ({error})") from error
    return SearchIndex(database)
