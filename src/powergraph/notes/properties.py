"""Properties in the text: `key:: value` as Logseq and Dataview write it, and `#tags`, read as front matter is."""

import re
from collections.abc import Iterable, Iterator, Mapping

from powergraph.notes.frontmatter import Value
from powergraph.notes.markdown import Block, Kind
from powergraph.notes.span import Span

__all__ = ["LABEL_KEYS", "inline_tag_values", "is_property", "text_properties"]

#: Keys with which a note labels itself as one that may be hard to read, in the order in which they count.
LABEL_KEYS = (
    "content-warning",
    "content_warning",
    "content-label",
    "content_label",
    "trigger-warning",
    "trigger_warning",
    "sensitive",
)
#: Keys that say in the text what they say in a front matter. Not `id`: in Logseq it names a block, not the note.
_KEYS = frozenset(
    {"title", "tag", "tags", "alias", "aliases", "type", "related", "source", "created", "modified", "updated", "lang"}
    | set(LABEL_KEYS)
)
_LISTS = frozenset({"tag", "tags", "alias", "aliases", "related"})
_PROPERTY = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+|>[ \t]*)*(?P<open>[\[(])?"
    r"[*_]{0,3}(?P<key>[^\W\d_][\w -]{0,40}?)[*_]{0,3}[ \t]*::(?!:)[*_]{0,3}[ \t]*"
    r"(?P<value>[^\n]*?)(?(open)[\])])[ \t]*$"
)
_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]*)")
#: Commas outside of brackets: a name may hold one.
_COMMA = re.compile(r",(?![^\[]*\]\])")


def is_property(text: str) -> bool:
    """Tell whether a line of text is a property: `key:: value`.

    >>> is_property("status:: growing"), is_property("std::vector is a class")
    (True, False)
    """
    match = _PROPERTY.match(text)
    return match is not None and (not match["value"] or text[match.start("value") - 1] in " \t*_")


def text_properties(lines: Iterable[tuple[int, str]]) -> Mapping[str, tuple[Value, ...]]:
    """Return the properties among *lines* (1-based number and text) whose keys a front matter may have, key folded.

    A list may be written with commas, its members as `[[Name]]`, `#tag` or plain. Of two lines with one key both count.
    """
    found: dict[str, tuple[Value, ...]] = {}
    for number, line in lines:
        if "::" not in line or not is_property(line):
            continue
        match = _PROPERTY.match(line)
        assert match is not None
        key = match["key"].strip().casefold()
        if key in _KEYS and match["value"].strip():
            span = Span(number, number, match.start("value") + 1, max(len(line.rstrip()), 1))
            texts = _COMMA.split(match["value"]) if key in _LISTS else [match["value"]]
            values = (Value(text, span) for text in map(_plain, texts) if text)
            found[key] = found.get(key, ()) + tuple(values)
    return found


def _plain(text: str) -> str:
    return text.strip().removeprefix("#").removeprefix("[[").removesuffix("]]").strip()


def inline_tag_values(blocks: Iterable[Block]) -> Iterator[Value]:
    """Yield the tags that stand in the text (`#tag`, `#tag/below`, `#[[two words]]`), outside of code and links."""
    for block in blocks:
        for inner in block.walk():
            if inner.kind is Kind.CODE:
                continue
            before = ""
            for run in inner.runs:
                if run.link and run.link.wiki and before.endswith("#"):
                    yield Value(run.text, run.span)
                elif not run.code and not run.link and "#" in run.text:
                    yield from (Value(match[1], run.span) for match in _TAG.finditer(run.text))
                before = "" if run.code or run.link else run.text
