"""The text of an entry with its marks: which letters are emphasised, the addresses it links to, and what was cut."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from powergraph.extract.residue import is_residue_label, residue_ranges, without_tracking
from powergraph.notes.markdown import Run

__all__ = ["EntryText", "read_entry_text"]

#: A web address (RFC 3986 allows none of the characters that are left out here).
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f]+")
#: What a link says that only invites to follow it; a name of a site says no more.
_INVITATION = re.compile(
    r"(?:(?:read |full |free |online |web)?(?:link|pdf|doi|url|text|article|source|here|site|website|online|view|web)"
    r"(?: (?:here|link|online|it|pdf))?|available (?:here|online)|(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?)",
    re.IGNORECASE,
)
_HOLLOW = re.compile(r"\s*(?:\(\s*[,;]*\s*\)|\[\s*\]|<\s*>)")
_SPACES = re.compile(r"\s+")
#: An emphasis of at most two letters that ends inside a word: the mark was meant as a letter (`*F*ck`).
_SLIP = re.compile(r"(?<![es])[es]{1,2}(?=\.)")

_LETTERS = re.compile(r"[^\W\d_]*")
_VOWEL = re.compile(r"[aeiouy\u00c0-\u024f]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EntryText:
    """A text with one mark a character: `e` emphasised, `l` the label of a link, `s` strong, `.` plain."""

    text: str
    marks: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def slice(self, start: int, end: int | None = None) -> "EntryText":
        """Return the part from *start* to *end*, without blanks at its ends."""
        text, marks = self.text[start:end], self.marks[start:end]
        left = len(text) - len(text.lstrip())
        right = len(text.rstrip())
        return EntryText(text[left:right], marks[left:right]) if right > left else EntryText("", "")

    def without(self, ranges: Iterable[tuple[int, int]]) -> "EntryText":
        """Return the text without the given ranges (start, end), with single blanks where they stood."""
        kept: list[tuple[int, int]] = []
        position = 0
        for start, end in sorted(ranges):
            if start > position:
                kept.append((position, start))
            position = max(position, end)
        kept.append((position, len(self.text)))
        text = "".join(self.text[a:b] for a, b in kept)
        marks = "".join(self.marks[a:b] for a, b in kept)
        return _single_blanks(text, marks)

    def emphasised(self, mark: str = "e") -> list[tuple[int, int]]:
        """Return the ranges of the emphasised runs, in order."""
        return [match.span() for match in re.finditer(f"{mark}+", self.marks)]


def _single_blanks(text: str, marks: str) -> EntryText:
    parts: list[str] = []
    kept: list[str] = []
    position = 0
    for match in _SPACES.finditer(text):
        parts += (text[position : match.start()], " ")
        kept += (marks[position : match.start()], marks[match.start()])
        position = match.end()
    parts.append(text[position:])
    kept.append(marks[position:])
    return EntryText("".join(parts), "".join(kept)).slice(0)


def read_entry_text(runs: tuple[Run, ...]) -> tuple[EntryText, tuple[str, ...], tuple[str, ...]]:
    """Return an entry's text without residue and addresses, its addresses, and the residue that was found.

    An address is one that a link leads to or that is written out; the parameters that only track are taken off.
    """
    texts: list[str] = []
    marks: list[str] = []
    addresses: list[str] = []
    residue: list[str] = []
    for run in runs:
        text = run.text
        if run.link and not run.link.wiki:
            address, tracked = without_tracking(run.link.destination)
            if tracked:
                residue.append(tracked)
            if is_residue_label(text):
                residue.append(_SPACES.sub(" ", text))
                text = ""
            elif WEB_ADDRESS.fullmatch(text.strip()) or _INVITATION.fullmatch(text.strip()):
                text = ""
            if WEB_ADDRESS.fullmatch(address):
                addresses.append(address)
        texts.append(text)
        labels = bool(run.link and not run.link.wiki)
        marks.append(("e" if run.emphasis else "l" if labels else "s" if run.strong else ".") * len(text))
    entry = _mended(_single_blanks("".join(texts), "".join(marks)))
    found = residue_ranges(entry.text)
    residue += [entry.text[start:end] for start, end in found]
    entry = entry.without(found)
    written = [
        (match.start(), match.start() + len(_without_stops(match[0]))) for match in WEB_ADDRESS.finditer(entry.text)
    ]
    for start, end in written:
        address, tracked = without_tracking(entry.text[start:end])
        addresses.append(address)
        if tracked:
            residue.append(tracked)
    entry = entry.without(written)
    entry = entry.without(match.span() for match in _HOLLOW.finditer(entry.text))
    if not entry.marks.strip("l"):  # a link around the whole entry marks nothing in it
        entry = EntryText(entry.text, "." * len(entry.text))
    return entry, tuple(dict.fromkeys(addresses)), tuple(dict.fromkeys(residue))


def _mended(entry: EntryText) -> EntryText:
    """Put back an asterisk that was meant as a letter, and take the one at the end of the title for the end of it.

    `*F*ck Your Feelings: A Guide.*` emphasises its first letter; it means an emphasised title that has an asterisk.
    """
    for match in _SLIP.finditer(entry.marks):
        start, end = match.span()
        if not (entry.text[end : end + 1].isalpha() and entry.text[start:end].isalpha()):
            continue
        closing = entry.text.find("*", end)
        text, marks = entry.text, entry.marks
        if closing > 0:
            text = text[:end] + "*" + text[end:closing] + text[closing + 1 :]
            return EntryText(text, marks[:start] + "e" * (closing + 1 - start) + marks[closing + 1 :])
        word = text[start:end] + _LETTERS.match(text, end)[0]  # type: ignore[index]
        if not _VOWEL.search(word):  # one without vowels has lost one
            return EntryText(text[:end] + "*" + text[end:], marks[:start] + "." * (end - start + 1) + marks[end:])
    return entry


def _without_stops(address: str) -> str:
    """Drop punctuation that ends the sentence, and a closing bracket that was opened before the address."""
    unopened = {")": address.count(")") - address.count("("), "]": address.count("]") - address.count("[")}
    end = len(address)
    while end and (address[end - 1] in ".,;:'’”*_" or unopened.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in unopened:
            unopened[address[end]] -= 1
    return address[:end]
