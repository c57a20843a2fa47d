"""How much room a text takes in a picture, and how it is cut to fit: no text of the data leaves its place."""

import re
import unicodedata

__all__ = ["fitted", "lines_of", "plain_label", "width_of"]

#: Characters that turn the direction of what follows: a label stands alone, and keeps its own direction.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: No more characters of a label than this are looked at.
_MOST_READ = 400
#: More marks on one letter than this would reach into other lines.
_MOST_MARKS = 2
_NARROW = frozenset("iljtfrI.,;:'|!()[] ’‘")
_WIDE = frozenset("mwMW@%—…")


def plain_label(text: str) -> str:
    r"""Return a label as one line that can stand in a picture: no marks of direction, no control characters.

    >>> plain_label("a\u202eb\n\x0c c\0")
    'ab c'
    """
    kept: list[str] = []
    marks = 0
    for each in _TURNING.sub("", text[:_MOST_READ]):
        kind = unicodedata.category(each)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS and kind not in ("Cs", "Cn"):
            kept.append(" " if kind in ("Cc", "Zl", "Zp", "Zs") else each)
    return " ".join("".join(kept).split())


def width_of(text: str, size: float) -> float:
    """Return how wide a text of letters of *size* (px) is at most, in px, in a common sans serif."""
    return size * sum(map(_em, text))


def fitted(text: str, most: float, size: float) -> str:
    """Return the text as a label, cut with "…" where it would be wider than *most* px.

    >>> fitted("Expert Power", 200, 14), fitted("Expert Power", 60, 14)
    ('Expert Power', 'Exper…')
    """
    label = plain_label(text)
    if len(text) <= _MOST_READ and width_of(label, size) <= most:
        return label
    room = most / size - _em("…")
    kept = ""
    for each in label:
        room -= _em(each)
        if room < 0:
            break
        kept += each
    return kept.rstrip() + "…"


def lines_of(text: str, most: float, size: float, count: int) -> tuple[str, ...]:
    """Return the text in at most *count* lines of at most *most* px, the last one cut where it does not end there.

    >>> lines_of("Legitimate Peace and Power", 110, 14, 2)
    ('Legitimate', 'Peace and P…')
    """
    words = plain_label(text).split(" ")
    lines: list[str] = []
    while words and len(lines) < count - 1:
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), size) <= most:
            taken += 1
        lines.append(fitted(" ".join(words[:taken]), most, size))
        words = words[taken:]
    if words:
        lines.append(fitted(" ".join(words), most, size))
    return tuple(lines)


def _em(character: str) -> float:
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me", "Cf"):
        return 0.0
    if kind == "So" or unicodedata.east_asian_width(character) in "WF":
        return 1.4
    if character in _NARROW:
        return 0.42
    if character in _WIDE:
        return 1.0
    return 0.74 if kind == "Lu" or not character.isascii() else 0.62
