"""Gold: what a careful reader takes from a note, read from hand-made JSON files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from powergraph.evaluation.fingerprint import as_fingerprint

__all__ = ["FORMAT", "GoldError", "GoldNote", "Wanted", "load_gold"]

FORMAT = "powergraph-gold/1"

#: List in the file -> its fields; the first name is the pool in which its things are matched.
_CONCEPT = ("concept", ("class", "label", "text", "group"))
_LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sections": ("section", ("heading", "role")),
    "sources": _CONCEPT,
    "groups": _CONCEPT,
    "modes": _CONCEPT,
    "concepts": _CONCEPT,
    "practices": ("practice", ("class", "label", "text", "prompt")),
    "citations": ("citation", ("authors", "year", "title", "identifiers")),
    "links": ("link", ("field", "target", "means")),
    "mentions": ("mention", ("text", "means")),
}
#: The class of the things of a list whose entries name none.
_CLASS_OF_LIST = {"sources": "PowerSource", "groups": "PowerGroup", "modes": "PowerMode"}
_HEAD = ("format", "note", "sha256", "kind", "topic", "doubts")
_SEVERAL = ("authors", "identifiers")
#: Joins the parts of a value that has several; no name holds it.
SEPARATOR = "\x1f"


class GoldError(ValueError):
    """A file of annotations that cannot be used; the message names the file, the entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing that a reader finds at a line: for each field the values that are right, the preferred one first.

    "" as a value says that there is none. An *optional* thing counts neither when it is found nor when it is missed.
    """

    pool: str
    line: int
    values: Mapping[str, tuple[str, ...]]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldNote:
    """The annotation of one note. *mentions* tells whether mentions were annotated at all."""

    note: str
    sha256: str
    kind: str
    topic: Wanted
    names: tuple[str, ...]
    things: tuple[Wanted, ...]
    mentions: bool


def load_gold(path: Path) -> tuple[GoldNote, ...]:
    """Read an annotation, or all `*.json` below a folder, in the order of their paths.

    Raises GoldError where there is none, one is not of the format, or two are of the same note; OSError where a file
    cannot be read.
    """
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise GoldError(f"{path} holds no annotation (*.json)")
    notes: dict[str, Path] = {}
    found = []
    for file in files:
        gold = _load(file)
        if gold.note in notes:
            raise GoldError(f"{file}: {notes[gold.note]} is of the same note, {gold.note!r}")
        notes[gold.note] = file
        found.append(gold)
    return tuple(found)


def _load(file: Path) -> GoldNote:
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{file} is not JSON: {error}") from error
    try:
        return _note(body)
    except GoldError as error:
        raise GoldError(f"{file}: {error}") from error


def _note(body: Any) -> GoldNote:
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise GoldError(f'not an annotation: "format" is not "{FORMAT}"')
    if unknown := sorted(body.keys() - {*_HEAD, *_LISTS}):
        raise GoldError(f"{unknown[0]!r} is no key of an annotation")
    topic = body.get("topic")
    if not isinstance(topic, dict):
        raise GoldError('"topic" is missing')
    definition = topic.get("definition") or {}
    if not isinstance(definition, dict):
        raise GoldError('"definition" of the topic is no object')
    values = {
        "label": _texts(topic, "label", topic.get("also", [])),
        "text": tuple(as_fingerprint(text) for text in _accepted(definition, "text")) if definition else ("",),
    }
    return GoldNote(
        note=_string(body, "note"),
        sha256=_string(body, "sha256"),
        kind=_string(body, "kind"),
        topic=Wanted("topic", _line(definition) if definition else 1, values),
        names=_strings(topic.get("names", []), "names"),
        things=tuple(_things(body)),
        mentions="mentions" in body,
    )


def _things(body: Mapping[str, Any]) -> Iterator[Wanted]:
    for name, (pool, fields) in _LISTS.items():
        entries = body.get(name, [])
        if not isinstance(entries, list):
            raise GoldError(f"{name!r} is no list")
        for number, entry in enumerate(entries, 1):
            try:
                yield _thing(name, pool, fields, entry)
            except GoldError as error:
                raise GoldError(f"{name}[{number}]: {error}") from error


def _thing(name: str, pool: str, fields: tuple[str, ...], entry: Any) -> Wanted:
    if not isinstance(entry, dict):
        raise GoldError("not an object")
    entry = {"class": _CLASS_OF_LIST[name], **entry} if name in _CLASS_OF_LIST else entry
    known = {"line", "optional", "also", *fields, *(f"{field}_also" for field in fields)}
    if unknown := sorted(entry.keys() - known):
        raise GoldError(f"{unknown[0]!r} is no field of it")
    values: dict[str, tuple[str, ...]] = {}
    for field in fields:
        accepted = _accepted(entry, field)
        if field == "role":
            accepted = (*accepted, *_strings(entry.get("also", []), "also"))
        hashed = field == "prompt" or (field == "text" and pool != "mention")
        values[field] = tuple(as_fingerprint(value) for value in accepted) if hashed else accepted
    return Wanted(pool, _line(entry), values, bool(entry.get("optional", False)))


def _accepted(entry: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """Return the preferred value of a field and those of `<field>_also`."""
    also = entry.get(f"{field}_also", [])
    if not isinstance(also, list):
        raise GoldError(f"{field}_also is no list")
    return tuple(_value(value, field) for value in (entry.get(field), *also))


def _value(value: Any, field: str) -> str:
    if field in _SEVERAL:
        return SEPARATOR.join(_strings(value or [], field))
    if value is None:
        return ""
    if not isinstance(value, str):
        raise GoldError(f"{field!r} is no text")
    return value


def _texts(entry: Mapping[str, Any], field: str, also: Any) -> tuple[str, ...]:
    return (_string(entry, field), *_strings(also, "also"))


def _strings(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise GoldError(f"{field!r} is no list of texts")
    return tuple(value)


def _string(entry: Mapping[str, Any], field: str) -> str:
    value = entry.get(field)
    if not isinstance(value, str) or not value:
        raise GoldError(f"{field!r} is missing or no text")
    return value


def _line(entry: Mapping[str, Any]) -> int:
    line = entry.get("line")
    if not isinstance(line, int) or isinstance(line, bool) or line < 1:
        raise GoldError('"line" is missing or no line number')
    return line
