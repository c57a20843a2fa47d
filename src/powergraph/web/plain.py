"""The content of a page as plain JSON: the members of its dataclass, under their names."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TypeAlias

__all__ = ["Plain", "plain", "plain_json"]

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"


def plain(value: object) -> Plain:
    """Turn the content of a page into what JSON can hold.

    A dataclass is an object whose members bear the names of its fields; a field that says nothing ("" or None) is left
    out, an empty list or a 0 is not. Raises TypeError where a page holds anything else.

    >>> from powergraph.web.words import Link
    >>> plain((Link("Expert Power", "/power-source/expert-power.html", language="en"), 2))
    [{'text': 'Expert Power', 'href': '/power-source/expert-power.html', 'language': 'en'}, 2]
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if is_dataclass(value):
        members = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        return {name: member for name, member in members.items() if member is not None and member != ""}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    raise TypeError(f"a page holds {type(value).__name__}, which is no JSON")


def plain_json(content: object) -> bytes:
    """Return the content of a page as a JSON document."""
    return json.dumps(plain(content), ensure_ascii=False, indent=1).encode() + b"\n"
