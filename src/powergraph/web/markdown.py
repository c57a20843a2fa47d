"""A note's words with their emphasis and links, as HTML that holds nothing else."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

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
_NO_LINKS: Mapping[str, str] = MappingProxyType({})


def inline(text: str, links: Mapping[str, str] = _NO_LINKS, depth: int = 0) -> Markup:
    """Render emphasis, code and links of Markdown; everything else, HTML too, comes out as text.

    *links* says where wikilinks lead, by what is written between their brackets; others are text.

    >>> inline("**Power** is _relational_ <script>")
    Markup('<strong>Power</strong> is <em>relational</em> &lt;script&gt;')
    >>> inline("[x](javascript:alert) and [[Boundary_Models|models]]")
    Markup('x and models')
    >>> inline("[[Boundary_Models|models]]", {"Boundary_Models|models": "/topic/boundary-models.html"})
    Markup('<a href="/topic/boundary-models.html">models</a>')
    """
    if depth == _DEEPEST or len(text) > _LONGEST:
        return escape(text)
    return Markup("").join(_pieces(text, links, depth))


def _pieces(text: str, links: Mapping[str, str], depth: int) -> Iterator[Markup]:
    place = 0
    for match in _SPAN.finditer(text):
        yield escape(text[place : match.start()])
        yield _span(match, links, depth)
        place = match.end()
    yield escape(text[place:])


def _span(match: re.Match[str], links: Mapping[str, str], depth: int) -> Markup:
    found = match.groupdict()
    if found["code"] is not None:
        return Markup("<code>{}</code>").format(found["code"])
    if found["wiki"] is not None:
        shown = escape(found["wiki"].rpartition("|")[2].replace("_", " "))
        href = links.get(" ".join(found["wiki"].split()), "")
        return Markup('<a href="{}">{}</a>').format(href, shown) if href else shown
    if found["text"] is not None:
        shown = inline(found["text"], links, depth + 1)
        if not is_web_link(found["target"]):
            return shown
        return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(found["target"], shown)
    if found["strong"] is not None:
        return Markup("<strong>{}</strong>").format(inline(found["strong"], links, depth + 1))
    return Markup("<em>{}</em>").format(inline(found["star"] or found["line"], links, depth + 1))
