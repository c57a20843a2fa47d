"""What somebody typed as a question to the index: its words and phrases, in no case of FTS5's own syntax."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["LONGEST_QUERY", "Term", "fold", "mark", "match_of", "parse_terms", "tokens"]

#: More of a query (characters, terms) is not read.
LONGEST_QUERY = 200
_MOST_TERMS = 12
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')
#: A token as FTS5's unicode61 has it: a run of letters and digits.
_TOKEN = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a text in small letters, without accents, with one blank between its words.

    >>> fold("  Martín-Baró,  I. ")
    'martin baro i'
    """
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters and without accents."""
    if text.isascii():
        return _TOKEN.findall(text.lower())
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return _TOKEN.findall(unicodedata.normalize("NFC", plain))


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a quoted phrase: *words* as they are folded. What begins with the word is found too.

    *instead* are words that were found to be meant by it.
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    instead: tuple[str, ...] = ()

    @property
    def beginnings(self) -> tuple[str, ...]:
        """With what the words begin that it finds."""
        return () if self.is_phrase else (*self.instead, *self.words)

    def match(self) -> str:
        """Return it as an expression of FTS5: strings only, in which nothing has a meaning."""
        if self.is_phrase:
            return _string(self.words)
        return "(" + " OR ".join([f"{_string(self.words)} *", *(f"{_string([each])} *" for each in self.instead)]) + ")"


def _string(words: Iterable[str]) -> str:
    """Return words as a string of FTS5; a folded word has no quotation mark."""
    return '"' + " ".join(words) + '"'


def parse_terms(text: str) -> tuple[Term, ...]:
    """Return the words and "quoted phrases" of what was typed; a quotation mark that is left open is nothing.

    >>> [term.match() for term in parse_terms('"power over" AND Privi* OR')]
    ['"power over"', '("and" *)', '("privi" *)', '("or" *)']
    """
    terms = []
    for quoted, word in _QUOTED.findall(text[:LONGEST_QUERY]):
        if words := tokens(quoted or word):
            terms.append(Term(tuple(words), bool(quoted)))
    return tuple(dict.fromkeys(terms))[:_MOST_TERMS]


def match_of(terms: Sequence[Term], columns: Sequence[str] = (), *, any_of_them: bool = False) -> str:
    """Return the expression of FTS5 that finds all (or any) of the terms, in some columns only where they are given."""
    joined = (" OR " if any_of_them else " AND ").join(term.match() for term in terms)
    return f"{{{' '.join(columns)}}} : ({joined})" if columns else joined


def mark(text: str, terms: Iterable[Term]) -> tuple[tuple[str, bool], ...]:
    """Part a text into pieces, each with whether it is what was looked for.

    >>> mark("The Privilege of it", parse_terms("privil"))
    (('The ', False), ('Privilege', True), (' of it', False))
    """
    beginnings: list[str] = []
    whole: set[str] = set()
    for term in terms:
        beginnings += term.beginnings
        whole.update(term.words if term.is_phrase else ())
    pieces: list[tuple[str, bool]] = []
    done = 0
    for found in _TOKEN.finditer(text):
        word = fold(found[0])
        if word in whole or (word and word.startswith(tuple(beginnings))):
            pieces += [(text[done : found.start()], False), (found[0], True)]
            done = found.end()
    pieces.append((text[done:], False))
    return tuple(piece for piece in pieces if piece[0])
