"""SPARQL constraints: one query for all focus nodes, asked of a store of the triples that it can touch."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import pyoxigraph as ox

from powergraph.prefixes import PREFIXES
from powergraph.validation.nodes import Node, node_of
from powergraph.validation.shape_graph import ShapeGraph, Unknown, sh

__all__ = ["Query", "ask", "query_quads", "query_store", "read_query"]

_HEAD = re.compile(r"\s*SELECT\s+DISTINCT\s+[$?]this\s+\?value\s+WHERE\s*\{", re.IGNORECASE)
_THIS = re.compile(r"[$?]this\b")
_COMMENT = re.compile(r"(?<=\s)#[^\n]*")
#: A filter at the end of its group, or before other filters, whose own group holds no other.
_ABSENT = re.compile(r"FILTER\s+NOT\s+EXISTS\s*(\{[^{}]*\})(?=\s*(?:\}|FILTER))", re.IGNORECASE)
#: A string with a sign that means something outside strings: such a query is asked as it is written.
_QUOTED_SIGN = re.compile(r"""["'][^"'\n]*[#{}][^"'\n]*["']""")
_LEAF = re.compile(r"\{[^{}]*\}")
_VALUE = re.compile(r"\?value\b")
_VARIABLE = re.compile(r"[$?]\w+")
_INNER_FILTER = re.compile(r"FILTER\s*\([^{}]*?\)", re.IGNORECASE)
_XSD = PREFIXES["xsd"]
#: Literals that come out of a store as they went in. A store takes 01 and 1 for one integer, where RDF has two terms.
_KEPT = {
    _XSD + "string": re.compile(r"[\s\S]*"),
    _XSD + "anyURI": re.compile(r"[\s\S]*"),
    _XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    _XSD + "date": re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"),
    _XSD + "gYear": re.compile(r"[1-9][0-9]{3}"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_AS_WRITTEN = "urn:as-written:"

_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Query:
    """A SPARQL constraint whose answer does not depend on its focus node: *text* is its whole query."""

    text: str

    @cached_property
    def ready(self) -> str:
        """The query with `?value` alone, as it is asked: see `_set_based`."""
        text = self.text if _QUOTED_SIGN.search(self.text) else _set_based(_COMMENT.sub("", self.text))
        return _THIS.sub("", text, count=1)


def read_query(shapes: ShapeGraph, constraint: str) -> Query:
    """Return the query of a sh:SPARQLConstraint (SHACL 1.0, section 5).

    Raises Unknown where it is not `SELECT DISTINCT $this ?value` with `$this` nowhere else, or has words of its own.
    """
    if not shapes.predicates(constraint) <= {PREFIXES["rdf"] + "type", sh("prefixes"), sh("select")}:
        raise Unknown("a query with more than its text")
    select = shapes.only(constraint, sh("select"))
    if not isinstance(select, tuple) or not _HEAD.match(select[0]) or len(_THIS.findall(select[0])) != 1:
        raise Unknown("a query that is asked for each focus node")
    documents = map(str, shapes.objects(constraint, sh("prefixes")))
    prologue = "".join(line for document in documents for line in _prologue(shapes, document))
    try:
        query = Query(prologue + select[0])
        ox.Store().query(query.ready)
    except SyntaxError as error:
        raise Unknown("a query that cannot be parsed") from error
    return query


def _prologue(shapes: ShapeGraph, document: str) -> Iterator[str]:
    for declaration in shapes.objects(document, sh("declare")):
        prefix, namespace = (shapes.only(str(declaration), sh(name)) for name in ("prefix", "namespace"))
        yield f"PREFIX {prefix[0]}: <{namespace[0]}>\n"


def query_store(triples: Iterable[ox.Triple]) -> ox.Store:
    """Return a store of *triples* in which terms are equal where RDF says so."""
    store = ox.Store()
    store.bulk_extend(query_quads(triples))
    return store


def query_quads(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    """Yield *triples* as such a store holds them."""
    return (ox.Quad(t.subject, t.predicate, _kept(t.object)) for t in triples)


def ask(query: Query, store: ox.Store) -> list[Node]:
    """Return the values that *query* finds in *store*."""
    solutions = store.query(query.ready)
    assert isinstance(solutions, ox.QuerySolutions)
    values = {node_of(_as_written(solution[0])) for solution in solutions if solution[0] is not None}
    return list(values)


def _set_based(text: str) -> str:
    """Return *text* with a join that must not exist as a MINUS, where that says the same.

    A store computes MINUS once for all values, and NOT EXISTS for each of them: that is quadratic where it joins. SHACL
    allows no MINUS in a shape (section 5.2.1). They say the same where `?value` is bound on both sides and the filters
    inside are about what is bound inside; where that is not plain to see, the text stays as it is.
    """

    def minus(found: re.Match[str]) -> str:
        inner, before = found[1], text[: found.start()]
        patterns = _INNER_FILTER.sub("", inner)
        leaves = _LEAF.findall(before) or [before[before.find("{") :]]
        joins = patterns.count(";") + patterns.count(" . ") > 0
        bound = all(_VALUE.search(part) for part in (patterns, *leaves)) and "OPTIONAL" not in text.upper()
        filters = {name for part in _INNER_FILTER.findall(inner) for name in _VARIABLE.findall(part)}
        same = bound and "EXISTS" not in inner.upper() and filters <= {*_VARIABLE.findall(patterns)}
        return f"MINUS {inner}" if joins and same else found[0]

    return _ABSENT.sub(minus, text)


def _kept(term: _Term) -> _Term:
    if not isinstance(term, ox.Literal) or term.language:
        return term
    datatype = term.datatype.value
    kept = _KEPT.get(datatype)
    if kept is None and not datatype.startswith((_XSD, PREFIXES["rdf"])):
        return term
    if kept is not None and kept.fullmatch(term.value):
        return term
    return ox.Literal(term.value, datatype=ox.NamedNode(_AS_WRITTEN + datatype))


def _as_written(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(_AS_WRITTEN):
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype.value.removeprefix(_AS_WRITTEN)))
    return term
