"""Marks: what a note says of whether it is published, in whatever form and at whatever depth it says it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

__all__ = [
    "Mark",
    "inline_marks",
    "is_marked_private",
    "is_marked_public",
    "is_privacy_key",
    "marked_tags",
    "may_be_private",
    "toml_marks",
    "toml_texts",
    "yaml_marks",
]

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})
#: Keys that say whether a note is published: Obsidian Publish, Digital Garden, Hugo and others.
_PUBLISH = frozenset({"publish", "published", "dg-publish", "public"})
#: Of these a value that is no plain no says so at the head of a note alone: elsewhere it may be when a book appeared.
_OTHERWISE_USED = frozenset({"published", "public"})
#: Keys that hide a note.
_HIDE = frozenset({"private", "draft"})
_TAGS = frozenset({"tags", "tag"})
_KEYS = _PUBLISH | _HIDE | _TAGS
#: Words of keys that say who may read something, or that hold what nobody may read.
_CLOSED = frozenset(
    {
        "publish", "published", "publishing", "unpublished", "public", "private", "privately", "privacy", "draft",
        "drafts", "unlisted", "visible", "visibility", "confidential", "secret", "secrets", "hidden", "hide", "share",
        "shared", "sharing", "password", "passwords", "passphrase", "token", "tokens", "apikey", "credential",
        "credentials",
    }
)  # fmt: skip
_KEY_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: `key:: value` of Logseq and Dataview, alone on a line, in a list or between brackets, its key perhaps bold.
_INLINE = re.compile(
    rf"(?<![\w:/-])[*_]{{0,3}}(?P<key>{'|'.join(sorted(_KEYS))})[*_]{{0,3}}[ \t]*"
    r"::(?!:)[*_]{0,3}(?P<value>[^\]\)\n]*)",
    re.IGNORECASE,
)
#: What in a head that cannot be read may have said that the note is private.
_UNREAD = re.compile(r"\b(?:publish(?:ed)?|private|draft)\b|\bpublic\b(?=\s*[:=])", re.IGNORECASE)
#: More scalars below the keys that count than any note has: then nobody can say.
_MOST = 10_000
_QUOTES = " \t\"'`*_,;"


@dataclass(frozen=True, slots=True)
class Mark:
    """A key that counts, case folded, with a value as written; *top* where it stands at the head of the note itself."""

    key: str
    text: str
    top: bool = False


def yaml_marks(root: yaml.MappingNode) -> tuple[Mark, ...]:
    """Return the marks of a YAML mapping, at any depth, merged (`<<`) and aliased ones included."""
    marks: list[Mark] = []
    seen: set[int] = set()
    pending: list[yaml.Node] = [root]
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                pending += [key, value]
                name = _folded(key.value) if isinstance(key, yaml.ScalarNode) else ""
                if name in _KEYS:
                    marks.extend(Mark(name, text, node is root) for text in _scalars(value))
                    if len(marks) > _MOST:
                        return (Mark("private", "in doubt", True),)
    return tuple(marks)


def _scalars(root: yaml.Node) -> Iterator[str]:
    """Yield the text of the scalars below a node, keys too, each node once; "" where there is nothing."""
    seen: set[int] = set()
    pending = [root]
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            null = node.tag == "tag:yaml.org,2002:null"
            yield "" if null else str(node.value)
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            pending.extend(each for pair in node.value for each in pair)


def toml_marks(tables: Mapping[str, Any]) -> tuple[Mark, ...]:
    """Return the marks of TOML tables, at any depth."""
    marks: list[Mark] = []
    pending: list[tuple[Any, bool]] = [(tables, True)]
    while pending:
        data, top = pending.pop()
        if isinstance(data, Mapping):
            for key, value in data.items():
                pending.append((value, False))
                if (name := _folded(key)) in _KEYS:
                    marks.extend(Mark(name, text, top) for text in toml_texts(value))
        elif isinstance(data, list):
            pending.extend((each, False) for each in data)
    return tuple(marks)


def toml_texts(root: Any) -> Iterator[str]:
    """Yield the scalars below a value of TOML as text, keys of tables too, in order; a date as YYYY-MM-DD."""
    pending = [root]
    while pending:
        data = pending.pop()
        if isinstance(data, Mapping):
            pending += [each for pair in reversed(list(data.items())) for each in reversed(pair)]
        elif isinstance(data, list):
            pending += reversed(data)
        else:
            yield str(data).lower() if isinstance(data, bool) else str(data)


def inline_marks(text: str, code: Sequence[tuple[int, int]]) -> tuple[Mark, ...]:
    """Return what `key:: value` says in a text, comments included; *code* are the ranges in which it says nothing.

    >>> inline_marks("- private:: true\\n[publish:: no] it", ())
    (Mark(key='private', text='true', top=False), Mark(key='publish', text='no', top=False))
    """
    marks: list[Mark] = []
    if "::" not in text:
        return ()
    place = 0
    for match in _INLINE.finditer(text):
        while place < len(code) and code[place][1] <= match.start():
            place += 1
        if place == len(code) or not code[place][0] <= match.start():
            name = _folded(match["key"])
            values = match["value"].replace(",", " ").split() if name in _TAGS else [match["value"]]
            marks.extend(Mark(name, value.strip(_QUOTES)) for value in values)
    return tuple(marks)


def is_marked_private(marks: Iterable[Mark]) -> bool:
    """Tell whether one of the marks keeps its note private: of two words the no wins, and in doubt it is no.

    Whatever is said of publishing but a plain yes means no; whatever is said of being private or a draft but a plain no
    means yes.

    >>> is_marked_private([Mark("publish", "True"), Mark("draft", "")])
    True
    """
    for mark in marks:
        word = _folded(mark.text.strip(_QUOTES))
        if mark.key in _HIDE and word not in _NO:
            return True
        counts = mark.top or mark.key not in _OTHERWISE_USED or word in _NO
        if mark.key in _PUBLISH and word and word not in _YES and counts:
            return True
    return False


def is_marked_public(marks: Iterable[Mark]) -> bool:
    """Tell whether a note is marked to be published, at its head."""
    return any(mark.top and mark.key in _PUBLISH and _folded(mark.text) in _YES for mark in marks)


def marked_tags(marks: Iterable[Mark]) -> set[str]:
    """Return the tags among the marks, as written."""
    return {part.strip(_QUOTES) for mark in marks if mark.key in _TAGS for part in (mark.text, *mark.text.split())}


def is_privacy_key(key: str) -> bool:
    """Tell whether one of the words of a key says who may read something, or names a secret.

    >>> [is_privacy_key(key) for key in ("dg-publish", "isPrivate", "PRIVATE_notes", "publisher")]
    [True, True, True, False]
    """
    return any(word.lower() in _CLOSED for word in _KEY_WORD.findall(key))


def may_be_private(text: str) -> bool:
    """Tell whether a text that cannot be read may say that its note is private."""
    return bool(_UNREAD.search(text))


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()
