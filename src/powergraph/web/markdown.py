"""A note's words with their emphasis and links, as HTML that holds nothing else."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from powergraph.web.addresses import is_web_link

__all__ = ["inline"]

_SPAN = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>(?=\S).+?(?<=\S))\*\*"
    r"|(?<![\w*])\*(?P<star>(?=\S)[^*]+?(?<=\S))\*(?!\*)"
    r"|(?<!\w)_(?P<line>(?=\S)[^_]+?(?<=\S))_(?!\w)"
    r"|\[\[(?P<wiki>[^\[\]]+)\]\]"
    r"|\[(?P<text>[^\[\]]+)\]\((?P<target>[^()\s]+)\)",
    re.DOTALL,
)
#: Emphasis inside emphasis is followed so far; deeper marks are shown as they are written.
_DEEPEST = 4
#: A text longer than this is shown as it is written: nobody reads it, and matching costs time.
_LONGEST = 20_000


def inline(text: str, depth: int = 0) -> Markup:
    """Render emphasis, code and links of Markdown; everything else, HTML too, comes out as text.

    >>> inline("**Power** is _relational_ <script>")
    Markup('<strong>Power</strong> is <em>relational</em> &lt;script&gt;')
    >>> inline("[x](javascript:alert) and [[Boundary_Models|models]]")
    Markup('x and models')
    """
    if depth == _DEEPEST or len(text) > _LONGEST:
        return escape(text)
    return Markup("").join(_pieces(text, depth))


def _pieces(text: str, depth: int) -> Iterator[Markup]:
    place = 0
    for match in _SPAN.finditer(text):
        yield escape(text[place : match.start()])
        yield _span(match, depth)
        place = match.end()
    yield escape(text[place:])


def _span(match: re.Match[str], depth: int) -> Markup:
    found = match.groupdict()
    if found["code"] is not None:
        return Markup("<code>{}</code>").format(found["code"])
    if found["wiki"] is not None:
        return escape(found["wiki"].rpartition("|")[2].replace("_", " "))
    if found["text"] is not None:
        shown = inline(found["text"], depth + 1)
        if not is_web_link(found["target"]):
            return shown
        return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(found["target"], shown)
    if found["strong"] is not None:
        return Markup("<strong>{}</strong>").format(inline(found["strong"], depth + 1))
    return Markup("<em>{}</em>").format(inline(found["star"] or found["line"], depth + 1))
