"""Phrases: the places where a text names a known concept, and how a weak name must be written to count."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import NamedNode

from powergraph.graph.folding import fold_name
from powergraph.graph.introductions import expansions
from powergraph.notes.markdown import Run

__all__ = ["Meaning", "NoteWords", "Phrase", "PhraseFinder", "bare_words", "is_acronym", "sides", "words_of"]

_WORD = re.compile(r"[\w\u2019']+")
_POSSESSIVE = re.compile("['\u2019]s?$")
_OPENING = " \t\n([{*_\"'\u201c\u2018\u00ab\u201e"
#: After these, or at the beginning, a capital says nothing: a sentence begins there, or a part of one.
_ENDING = ".!?:;\u2026|\u2013\u2014\u2022"
#: Beside these a word is a part of a compound, an address, a path or a tag.
_JOINING = "-_#@/\\&+="
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb", "\u2018": "\u2019"}
_LONGEST_ACRONYM = 8
#: Words up to this length join two words with capitals into one name: `Trust and Safety`.
_LONGEST_JOIN = 3
#: How much of the runs beside one is looked at (characters).
_BESIDE = 80


def words_of(name: str) -> str:
    """Return the words of a name with case, underscores, hyphens and punctuation folded.

    >>> words_of("Power-Over") == words_of("power over")
    True
    """
    return " ".join(_WORD.findall(fold_name(name)))


def bare_words(text: str) -> str:
    """Return `words_of` without the possessive ending of any word.

    >>> bare_words("Expert Power's edge") == bare_words("expert power edge")
    True
    """
    return " ".join(map(_bare, words_of(text).split()))


def is_acronym(name: str) -> bool:
    """Tell whether a name is one word of capitals.

    >>> is_acronym("NVC"), is_acronym("Nvc"), is_acronym("A")
    (True, False, False)
    """
    return 2 <= len(name) <= _LONGEST_ACRONYM and name.isalnum() and name.isupper()


class Meaning(NamedTuple):
    """What a name means: the concept, how the name is one of its, and whether it is only ever written in capitals."""

    concept: NamedNode
    rung: str
    acronym: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place where a text names a known concept: the words as written and how it was recognised."""

    concept: NamedNode
    as_written: str
    rung: str
    #: The name of a topic that has no note yet and is introduced here with its acronym, or "".
    introduces: str = ""
    acronym: str = ""


class NoteWords:
    """What a note's own text tells of its words, worked out when it is first asked."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = texts

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._texts)

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(_bare(word) for word in _WORD.findall(self._text) if word[:1].islower())

    @cached_property
    def _expansions(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name, acronym in expansions(self._text):
            found[acronym].add(words_of(name))
        return found

    def is_ordinary(self, word: str) -> bool:
        """Tell whether the note writes *word* (folded) with a small letter too: then it is a word like others."""
        return word in self._small

    def expansions_of(self, acronym: str) -> set[str]:
        """Return the words of the names for which the note says that *acronym* stands."""
        return self._expansions.get(acronym, set())


class PhraseFinder:
    """Finds names in texts. A name of several words is strong; one word alone is weak, and an acronym weaker still."""

    __slots__ = ("_by_first_words", "_by_name")

    def __init__(self, by_name: Mapping[str, Meaning]) -> None:
        self._by_name = by_name
        # Names are looked for by their first two words: thousands of them may begin with the same one.
        self._by_first_words: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name in by_name:
            words = tuple(name.split())
            if len(words) > 1:
                self._by_first_words[words[:2]].append((words, name))
        for entries in self._by_first_words.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def bold(self, text: str, words: NoteWords) -> Phrase | None:
        """Return what a whole bold text names, whatever its case; an acronym counts as everywhere."""
        folded = words_of(text)
        meaning = self._by_name.get(folded)
        if meaning is None or (meaning.acronym and not self._is_meant(text.strip(" .,:;\"'"), meaning, words)):
            return None
        return Phrase(meaning.concept, text, meaning.rung)

    def inside(self, text: str, before: str, after: str, words: NoteWords) -> Iterator[Phrase]:
        """Yield the names inside a text that stands between *before* and *after* in its paragraph.

        A name of several words counts where its first and its last word have capitals.
        """
        line = _Line(before, text, after)
        position, last = 0, None
        while position < len(line.words):
            length, phrase = self._several(line, position) or (1, self._alone(line, position, words))
            if phrase:
                if last != phrase.concept or not line.is_in_parenthesis(position):
                    yield phrase
                last = phrase.concept
            position += length

    def _several(self, line: "_Line", position: int) -> tuple[int, Phrase] | None:
        first = line.folded[position : position + 2]
        bare = (*first[:-1], _bare(first[-1]))
        entries = self._by_first_words.get(first) or self._by_first_words.get(bare) or []
        for name_words, name in entries:
            end = position + len(name_words)
            found = line.folded[position:end]
            if (found == name_words or (*found[:-1], _bare(found[-1])) == name_words) and (
                line.is_capital(position) and line.is_capital(end - 1)
            ):
                meaning = self._by_name[name]
                written = line.written(position, end, bare=found != name_words)
                return len(name_words), Phrase(meaning.concept, written, meaning.rung)
        return None

    def _alone(self, line: "_Line", position: int, words: NoteWords) -> Phrase | None:
        folded = line.folded[position]
        name = folded if folded in self._by_name else _bare(folded)
        meaning = self._by_name.get(name)
        if meaning is None or not line.is_capital(position):
            return None
        written = line.written(position, position + 1, bare=name != folded)
        if meaning.acronym:
            counts = self._is_meant(written, meaning, words) and not line.is_shouted(position)
        else:
            counts = line.is_quoted(position) or (not words.is_ordinary(name) and line.stands_out(position))
        return Phrase(meaning.concept, written, meaning.rung) if counts else None

    def _is_meant(self, written: str, meaning: Meaning, words: NoteWords) -> bool:
        """Tell whether an acronym is written as one, is no word of the note, and stands there for nothing else."""
        if not is_acronym(written) or words.is_ordinary(written.casefold()):
            return False
        others = words.expansions_of(written)
        return not others or any((m := self._by_name.get(o)) and m.concept == meaning.concept for o in others)


class _Line:
    """A text with the place of each of its words, between what stands before and after it in its paragraph."""

    __slots__ = ("_after", "_before", "_text", "folded", "words")

    def __init__(self, before: str, text: str, after: str) -> None:
        self._before, self._text, self._after = before[-_BESIDE:], text, after[:_BESIDE]
        self.words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
        self.folded = tuple(word.casefold() for word, _, _ in self.words)

    def is_capital(self, position: int) -> bool:
        return self.words[position][0][:1].isupper()

    def written(self, position: int, end: int, *, bare: bool) -> str:
        text = self._text[self.words[position][1] : self.words[end - 1][2]]
        return _POSSESSIVE.sub("", text) if bare else text

    def is_in_parenthesis(self, position: int) -> bool:
        """Tell whether a word is all that stands in parentheses, as the acronym of what stands before them."""
        return self._left(position).endswith(" (") and self._right(position).startswith(")")

    def is_quoted(self, position: int) -> bool:
        """Tell whether a word is all that stands in quotation marks."""
        closing = _QUOTES.get(self._left(position)[-1:], "")
        return bool(closing) and self._right(position).lstrip(",.").startswith(closing)

    def stands_out(self, position: int) -> bool:
        """Tell whether the capital of a word is its own, not that of a sentence, a longer name or a list."""
        left, right = self._left(position), self._right(position)
        if left[-1:] in tuple(_JOINING) or right[:1] in tuple(_JOINING) or re.match(r"\.\w", right):
            return False
        sentence = left.rstrip(_OPENING)
        if not sentence or sentence[-1] in _ENDING:
            return False
        return not (_ends_in_capital(left) or _begins_with_capital(right))

    def is_shouted(self, position: int) -> bool:
        """Tell whether a word of capitals has others beside it, or is a part of a code."""
        left, right = self._left(position), self._right(position)
        if left[-1:] in ("#", "@", "_", "\\", ".") or right[:1] in ("_", "@", "\\", "=") or re.match(r" ?\d", right):
            return True
        beside = (re.search(r"(\w{2,}) $", left), re.match(r" (\w{2,})", right))
        return any(match and match[1].isupper() and not match[1].isdigit() for match in beside)

    def _left(self, position: int) -> str:
        """Return what stands before a word."""
        start = self.words[position][1]
        return (self._before if start < _BESIDE else "") + self._text[max(start - _BESIDE, 0) : start]

    def _right(self, position: int) -> str:
        """Return what stands after a word."""
        end = self.words[position][2] - len(self.words[position][0]) + len(_bare(self.words[position][0]))
        return self._text[end : end + _BESIDE] + (self._after if end + _BESIDE > len(self._text) else "")


def _ends_in_capital(left: str) -> bool:
    match = re.search(rf"(\w)[\w\u2019'-]*,? (?:(?:[a-z]{{1,{_LONGEST_JOIN}}}|&) )?$", left)
    return match is not None and match[1].isupper()


def _begins_with_capital(right: str) -> bool:
    match = re.match(rf"(?:['\u2019]s)?,? (?:(?:[a-z]{{1,{_LONGEST_JOIN}}}|&) )?(\w)", right)
    return match is not None and match[1].isupper()


def _bare(word: str) -> str:
    """Return a word without the mark of possession.

    >>> _bare("theory's")
    'theory'
    """
    return _POSSESSIVE.sub("", word)


def sides(runs: tuple[Run, ...], place: int) -> tuple[str, str]:
    """Return what stands before and after the run at *place* in its paragraph, with each run of blanks made one."""
    own = runs[place].text
    near = place - 1
    before = after = ""
    while near >= 0 and len(before) < _BESIDE:
        before = runs[near].text[-_BESIDE:] + before
        near -= 1
    near = place + 1
    while near < len(runs) and len(after) < _BESIDE:
        after += runs[near].text[:_BESIDE]
        near += 1
    left = " ".join(before.split()) + (" " if before[-1:].isspace() or own[:1].isspace() else "")
    return left, (" " if after[:1].isspace() or own[-1:].isspace() else "") + " ".join(after.split())
