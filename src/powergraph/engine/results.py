"""Rows of an answer as Python values, for pages and programs that ask the engine themselves."""

import json
from dataclasses import dataclass
from typing import Any

__all__ = ["RESULTS_JSON", "Row", "Term", "parse_boolean", "parse_rows"]

RESULTS_JSON = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Term:
    """One RDF term of a row. *kind* is "uri", "literal", "bnode" or "triple"; `str()` gives its value.

    *language* and *datatype* (an IRI) are empty where the term has none; a triple's *value* is its three terms' values.
    """

    kind: str
    value: str
    language: str = ""
    datatype: str = ""

    def __str__(self) -> str:
        return self.value


#: A row: the variables that are bound, each with its term.
Row = dict[str, Term]


def parse_rows(data: bytes) -> list[Row]:
    """Read the rows of SPARQL 1.1 Query Results JSON.

    >>> parse_rows(b'{"results": {"bindings": [{"x": {"type": "literal", "value": "a", "xml:lang": "en"}}]}}')
    [{'x': Term(kind='literal', value='a', language='en', datatype='')}]
    """
    bindings = json.loads(data)["results"]["bindings"]
    return [{name: _term(term) for name, term in binding.items()} for binding in bindings]


def parse_boolean(data: bytes) -> bool:
    """Read the boolean of SPARQL 1.1 Query Results JSON."""
    return bool(json.loads(data)["boolean"])


def _term(term: dict[str, Any]) -> Term:
    value = term["value"]
    if isinstance(value, dict):
        value = " ".join(_term(value[part]).value for part in ("subject", "predicate", "object"))
    return Term(term["type"], value, term.get("xml:lang", ""), term.get("datatype", ""))
