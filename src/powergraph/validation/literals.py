"""What a literal is worth: whether it is of its datatype, and how it compares.

Plain lexical forms are judged here. Everything else (time zones, signs, spaces, ill-typed and odd literals) is left to
rdflib and pyshacl, which know XSD; they are loaded only then. So both ways agree by construction.
"""

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from powergraph.validation.nodes import Node, Text

__all__ = ["compare_pair", "compare_to_bound", "has_datatype"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ALWAYS = {
    _XSD + "string",
    _XSD + "anyURI",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
}
#: Forms that are surely of their datatype; short, since Python does not read integers of thousands of digits.
_PLAIN = {
    _XSD + "integer": re.compile(r"-?[0-9]{1,15}"),
    _XSD + "decimal": re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}"),
    _XSD + "boolean": re.compile(r"true|false"),
    _XSD + "gYear": re.compile(r"[1-9][0-9]{3}"),
}
_DATE = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")
_NUMBERS = {_XSD + "integer", _XSD + "decimal"}

Value: TypeAlias = Decimal | datetime.date


def has_datatype(node: Node, datatype: str) -> bool:
    """Tell whether *node* is a literal of *datatype* and not ill-typed (SHACL 1.0, section 4.1.2)."""
    if not isinstance(node, tuple) or node[2] != datatype:
        return False
    if datatype in _ALWAYS or _value(node) is not None:
        return True
    plain = _PLAIN.get(datatype)
    if plain is not None and plain.fullmatch(node[0]):
        return True
    from powergraph.validation import fallback

    return fallback.is_well_typed(node)


def compare_to_bound(node: Node, bound: Text) -> int | None:
    """Return -1, 0 or 1 as *node* is less than, equal to or greater than *bound*; None where they do not compare."""
    if not isinstance(node, tuple):
        return None
    if node[2] in _NUMBERS and bound[2] in _NUMBERS:
        one, other = _value(node), _value(bound)
        if isinstance(one, Decimal) and isinstance(other, Decimal):
            return (one > other) - (one < other)
    from powergraph.validation import fallback

    return fallback.compare_to_bound(node, bound)


def compare_pair(one: Node, other: Node, *, equal: bool) -> bool:
    """Tell whether *one* is less than *other*, or also where they are *equal* if that is asked for."""
    if isinstance(one, tuple) and isinstance(other, tuple) and one[2] == other[2]:
        first, second = _value(one), _value(other)
        if first is not None and second is not None:
            # both are of one datatype, so of one type of Python
            return first < second or (equal and first == second)  # type: ignore[operator]
    from powergraph.validation import fallback

    return fallback.compare_pair(one, other, equal=equal)


@lru_cache(maxsize=20_000)
def _value(node: Text) -> Value | None:
    """Return the number or the date of a plain literal, None where it is not plain."""
    lexical, _, datatype = node
    if datatype in _NUMBERS:
        return Decimal(lexical) if _PLAIN[datatype].fullmatch(lexical) else None
    if datatype == _XSD + "date" and _DATE.fullmatch(lexical):
        try:
            return datetime.date.fromisoformat(lexical)
        except ValueError:
            return None
    return None
