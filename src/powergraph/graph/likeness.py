"""Likeness: a short mark of a text, by which it is known again under another name though some of it has changed."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["TextMark", "mark_of"]

#: How many lines a mark remembers, and with how many hex digits each: enough to tell a half from a third.
_LINES, _DIGITS = 20, 6
_DIGEST = 16
#: A shorter line (bytes of UTF-8) is in too many notes to tell one from another.
_SHORTEST = 20
_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*(?:\n|$)", re.DOTALL)
_WRITTEN = re.compile(rf"([0-9a-f]{{{_DIGEST}}})(?::((?:[0-9a-f]{{{_DIGITS}}})+))?")


@dataclass(frozen=True, slots=True)
class TextMark:
    """The mark of a text: *digest* is of all of it, *lines* are the smallest hashes of lines that are its own."""

    digest: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the mark as the ledger has it.

        >>> str(TextMark("00112233445566aa", ("aaaaaa", "bbbbbb")))
        '00112233445566aa:aaaaaabbbbbb'
        """
        return self.digest + (f":{''.join(self.lines)}" if self.lines else "")

    @classmethod
    def parse(cls, text: str) -> "TextMark | None":
        """Read a mark back; None where *text* is none."""
        if not (match := _WRITTEN.fullmatch(text)):
            return None
        joined = match[2] or ""
        return cls(match[1], tuple(joined[n : n + _DIGITS] for n in range(0, len(joined), _DIGITS)))

    @staticmethod
    def is_mark(text: str) -> bool:
        """Tell whether *text* is a mark as the ledger has it."""
        return bool(_WRITTEN.fullmatch(text))

    def is_of(self, sha256: str) -> bool:
        """Tell whether this is the mark of the text with this SHA-256 (hex)."""
        return sha256.startswith(self.digest)

    def likeness(self, other: "TextMark", common: Collection[str] = ()) -> tuple[float, int]:
        """Return which part of the lines of both is in both (estimated, 0 to 1), and how many of those were seen.

        Lines that are in *common* do not count. Of each text the smallest hashes are known, so that the smallest of
        them together are a fair sample of all lines (MinHash, Broder 1997).
        """
        one, two = ({line for line in mark.lines if line not in common} for mark in (self, other))
        sample = sorted(one | two)[:_LINES]
        shared = sum(1 for line in sample if line in one and line in two)
        return (shared / len(sample) if sample else 0.0), shared


def mark_of(text: str) -> TextMark | None:
    """Return the mark of the text of a note, or None where there are no words in it below its front matter.

    Headings, short lines and the front matter are not remembered: templates give them to many notes.
    """
    body = _FRONT_MATTER.sub("", text, count=1)
    if not any(c.isalnum() for c in body):
        return None
    lines = (" ".join(line.split()).casefold() for line in body.split("\n"))
    own = {line for line in lines if len(line.encode()) >= _SHORTEST and not line.startswith("#")}
    hashes = sorted({hashlib.sha256(line.encode()).hexdigest()[:_DIGITS] for line in own})
    return TextMark(hashlib.sha256(text.encode()).hexdigest()[:_DIGEST], tuple(hashes[:_LINES]))
