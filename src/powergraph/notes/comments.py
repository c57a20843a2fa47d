"""Comments: `%% ... %%` and `<!-- ... -->` are for the author alone and are cut out before anything else is read."""

import re
from collections.abc import Sequence

__all__ = ["cut_comments"]

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|%%.*?%%|(?<![\w%])%%(?!%).*\Z", re.DOTALL)


def cut_comments(text: str, code: Sequence[tuple[int, int]]) -> str:
    """Return *text* without its comments, every line still at its number.

    *code* are the (start, end) character ranges of code, in which nothing is a comment, in order. A `<!--` that is
    never closed hides the rest, as in CommonMark (4.6, condition 2), and so does a `%%` that is never closed, unless it
    follows a letter or digit (`100%%`): where the author's meaning is in doubt, nothing is published.

    >>> cut_comments("a %%b\\nc%% d", [])
    'a \\n d'
    """
    pieces: list[str] = []
    position = 0
    ranges = iter(code)
    current = next(ranges, None)
    while match := _COMMENT.search(text, position):
        while current and current[1] <= match.start():
            current = next(ranges, None)
        if current and current[0] <= match.start() < current[1]:
            pieces.append(text[position : current[1]])
            position = current[1]
            continue
        pieces.append(text[position : match.start()])
        pieces.append("\n" * match.group().count("\n"))
        position = match.end()
    pieces.append(text[position:])
    return "".join(pieces)
