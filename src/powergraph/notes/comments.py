"""Comments: `%% ... %%` and `<!-- ... -->` are for the author alone and are cut out before anything else is read."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

__all__ = ["cut_comments"]

_OPENING = re.compile(r"<!--|%%")
#: How often code is looked for again because a comment held the beginning of some; then what looks like a comment is
#: one, in code too.
_MOST_LOOKS = 20

_Ranges = Sequence[tuple[int, int]]


def cut_comments(text: str, find_code: Callable[[str], _Ranges] = lambda text: ()) -> str:
    """Return *text* without its comments, every line still at its number.

    *find_code* gives the (start, end) character ranges of code in a text, in order: in code nothing is a comment. Of
    comment and code the one that opens first holds. A `<!--` that is never closed hides the rest, as in CommonMark
    (4.6, condition 2), and so does a `%%` that is never closed, unless it follows a letter or digit (`100%%`): where
    the author's meaning is in doubt, nothing is published.

    >>> cut_comments("a %%b\\nc%% d")
    'a \\n d'
    """
    if not _OPENING.search(text):
        return text
    looks, position = 0, 0
    code = find_code(text)
    pieces: list[str] = []
    while match := _OPENING.search(text, position):
        if inside := _range_at(code, match.start()):
            pieces.append(text[position : inside[1]])
            position = inside[1]
            continue
        end = _end(text, match)
        if end is None:
            pieces.append(text[position : match.end()])
            position = match.end()
            continue
        pieces += [text[position : match.start()], "\n" * text.count("\n", match.start(), end)]
        position = end
        if not _begins_between(code, match.start(), end):
            continue
        if looks < _MOST_LOOKS:
            # The comment held the beginning of what was taken for code: look at the text as it is without it.
            looks += 1
            head = "".join(pieces)
            text, pieces, position = head + text[end:], [head], len(head)
            code = find_code(text)
        else:
            code = ()
    pieces.append(text[position:])
    return "".join(pieces)


def _end(text: str, opening: re.Match[str]) -> int | None:
    """Return where a comment ends, None where its opening is text."""
    if opening.group() == "<!--":
        closing = text.find("-->", opening.end())
        return closing + 3 if closing != -1 else len(text)
    closing = text.find("%%", opening.end())
    if closing != -1:
        return closing + 2
    before = text[opening.start() - 1 : opening.start()]
    return None if before.isalnum() else len(text)


def _range_at(ranges: _Ranges, position: int) -> tuple[int, int] | None:
    index = bisect_right(ranges, (position, float("inf"))) - 1
    if index >= 0 and ranges[index][0] <= position < ranges[index][1]:
        return ranges[index]
    return None


def _begins_between(ranges: _Ranges, start: int, end: int) -> bool:
    return bisect_right(ranges, (start, float("inf"))) < bisect_right(ranges, (end, float("-inf")))
