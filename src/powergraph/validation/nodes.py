"""The nodes that shapes are evaluated on, and the index that finds them by predicate."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

import pyoxigraph as ox

__all__ = ["Index", "Node", "Text", "node_of", "term_of"]

#: A literal: lexical form, language tag or "", IRI of its datatype. Equal where the RDF terms are equal.
Text: TypeAlias = tuple[str, str, str]
#: An IRI is a str. Plain values of Python are found in a table five times as fast as terms of pyoxigraph.
Node: TypeAlias = str | Text | ox.BlankNode

_Table: TypeAlias = dict[Node, Collection[Node]]
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
#: From so many values on they are kept in a dict: to look through a longer list for each new one would be quadratic.
_MANY = 8


def node_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return a term of pyoxigraph as a node.

    Raises ValueError for a quoted triple, which RDF 1.1 does not know.
    """
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        language = term.language
        return (term.value, language, _LANG_STRING) if language else (term.value, "", term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return term
    raise ValueError(f"not a term of RDF 1.1: {term}")


def term_of(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a node as a term of pyoxigraph."""
    match node:
        case str():
            return ox.NamedNode(node)
        case (lexical, language, _) if language:
            return ox.Literal(lexical, language=language)
        case (lexical, _, datatype):
            return ox.Literal(lexical, datatype=ox.NamedNode(datatype))
        case _:
            return node


class Index:
    """Distinct triples by predicate and subject, and those of some predicates by object too.

    *forward* and *inverse* are the predicates asked for; triples with any other are left out. *objects* and *subjects*
    map a predicate to its table, which maps a node to the distinct nodes at the other end.
    """

    __slots__ = ("_names", "_predicates", "objects", "subjects")

    def __init__(self, forward: Iterable[str], inverse: Iterable[str]) -> None:
        self.objects: dict[str, _Table] = {predicate: {} for predicate in forward}
        self.subjects: dict[str, _Table] = {predicate: {} for predicate in inverse}
        self._names: dict[str, str] = {}  # each IRI is kept once
        self._predicates = self._tables()

    def _tables(self) -> dict[ox.NamedNode, tuple[_Table | None, _Table | None]]:
        return {
            ox.NamedNode(predicate): (self.objects.get(predicate), self.subjects.get(predicate))
            for predicate in {*self.objects, *self.subjects}
        }

    def narrowed(self, forward: Iterable[str], inverse: Iterable[str]) -> "Index":
        """Return an index that has only some of the tables of this one: what is added to it is in both."""
        narrow = Index((), ())
        narrow.objects = {predicate: self.objects[predicate] for predicate in forward}
        narrow.subjects = {predicate: self.subjects[predicate] for predicate in inverse}
        narrow._names = self._names
        narrow._predicates = narrow._tables()
        return narrow

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add *triples*; those that are there already change nothing."""
        predicates, names = self._predicates, self._names
        for subject, predicate, target in triples:
            tables = predicates.get(predicate)
            if tables is None:
                continue
            if type(subject) is ox.NamedNode:
                name = subject.value
                one: Node = names.setdefault(name, name)
            else:
                one = node_of(subject)
            if type(target) is ox.NamedNode:
                name = target.value
                other: Node = names.setdefault(name, name)
            else:
                other = node_of(target)
            forward, inverse = tables
            if forward is not None:
                _put(forward, one, other)
            if inverse is not None:
                _put(inverse, other, one)

    def clear(self) -> None:
        """Take everything out; the tables stay the same objects."""
        for table in (*self.objects.values(), *self.subjects.values()):
            table.clear()
        self._names.clear()

    def table(self, predicate: str, *, inverse: bool = False) -> Mapping[Node, Collection[Node]]:
        """Return the table of *predicate*: subjects to objects, or objects to subjects."""
        return (self.subjects if inverse else self.objects)[predicate]


def _put(table: dict[Node, Collection[Node]], key: Node, value: Node) -> None:
    values = table.get(key)
    if values is None:
        table[key] = (value,)
    elif isinstance(values, dict):
        values[value] = None
    elif value not in values:
        assert isinstance(values, tuple)
        table[key] = (*values, value) if len(values) < _MANY else dict.fromkeys((*values, value))
