"""Properties in the text: `key:: value` as Logseq and Dataview write it, and `#tags`, read as front matter is."""

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from powergraph.notes.frontmatter import Value
from powergraph.notes.markdown import Block, Kind
from powergraph.notes.span import Span

__all__ = [
    "LABEL_KEYS",
    "Property",
    "inline_tag_values",
    "is_known",
    "is_property",
    "known_properties",
    "text_properties",
]

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
#: A field of Dataview in the middle of a line, `[key:: value]` or `(key:: value)`: no link and no target of one.
_FIELD_KEY = r"[*_]{0,3}(?P<key>[^\W\d_][\w -]{0,40}?)[*_]{0,3}[ \t]*::(?!:)(?:[*_]{1,3}|(?=[ \t]))[ \t]*"
_FIELDS = (
    re.compile(rf"(?<![\[!\\])\[{_FIELD_KEY}(?P<value>(?:\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]|[^\[\]\n])*)\](?![\](])"),
    re.compile(rf"(?<![\]\\])\({_FIELD_KEY}(?P<value>(?:\([^()\n]*\)|[^()\n])*)\)"),
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


@dataclass(frozen=True, slots=True)
class Property:
    """A key as written in the text of a note, and its value with the place where it stands."""

    key: str
    value: Value


def text_properties(
    text: str, first_line: int, code: Sequence[tuple[int, int]], code_lines: Collection[int]
) -> tuple[Property, ...]:
    """Return the properties of a *text* that begins at line *first_line* of its file, in its order.

    That is `key:: value` alone on a line, and between brackets wherever it stands. *code* are the ranges of the text,
    *code_lines* the lines of the file, in which there are none. What has no value is left out.
    """
    found: list[Property] = []
    opened = [begin for begin, _ in code]
    start = 0
    for number, line in enumerate(text.split("\n"), start=first_line):
        if "::" in line and number not in code_lines:
            matches = sorted(_matches(line), key=lambda match: match.start())
            for match in matches:
                at = start + match.start("key")
                value = " ".join(match["value"].split())
                before = bisect(opened, at)
                if value and not (before and at < code[before - 1][1]):
                    end = match.start("value") + len(match["value"].rstrip())
                    span = Span(number, number, match.start("value") + 1, max(end, 1))
                    found.append(Property(match["key"].strip(), Value(value, span)))
        start += len(line) + 1
    return tuple(found)


def _matches(line: str) -> Iterator[re.Match[str]]:
    whole = _PROPERTY.match(line) if is_property(line) else None
    if whole is not None and not whole["open"]:
        yield whole
        return
    for pattern in _FIELDS:
        yield from pattern.finditer(line)


def is_known(key: str) -> bool:
    """Tell whether a key says in the text what it says in a front matter."""
    return key.casefold() in _KEYS


def known_properties(properties: Iterable[Property]) -> Mapping[str, tuple[Value, ...]]:
    """Return those properties whose keys a front matter may have, by key folded; of two with one key both count.

    A list may be written with commas, its members as `[[Name]]`, `#tag` or plain.
    """
    found: dict[str, tuple[Value, ...]] = {}
    for each in properties:
        key = each.key.casefold()
        if is_known(key):
            texts = _COMMA.split(each.value.text) if key in _LISTS else [each.value.text]
            values = (Value(text, each.value.span) for text in map(_plain, texts) if text)
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
