"""The triples of the shapes, by subject: what is read of them without an RDF library that takes long to load."""

from collections.abc import Iterable, Iterator, Mapping, Set

import pyoxigraph as ox

from powergraph.prefixes import PREFIXES
from powergraph.validation.nodes import Text, node_of
from powergraph.vocabulary import RDF

__all__ = ["ShapeGraph", "Unknown", "sh"]


def sh(name: str) -> str:
    """Return the IRI of a term of SHACL."""
    return PREFIXES["sh"] + name


class Unknown(Exception):
    """A shape says something that is not evaluated here; pyshacl does. The message names it."""


class ShapeGraph:
    """Triples by subject and predicate. IRIs and blank nodes are str, the latter with `_:` in front."""

    __slots__ = ("_inverse", "_objects")

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._objects: dict[str, dict[str, list[str | Text]]] = {}
        self._inverse: dict[str, list[tuple[str, str]]] = {}
        for triple in triples:
            subject, predicate, target = _id(triple.subject), triple.predicate.value, _id(triple.object)
            assert isinstance(subject, str)
            self._objects.setdefault(subject, {}).setdefault(predicate, []).append(target)
            if isinstance(target, str):
                self._inverse.setdefault(target, []).append((subject, predicate))

    def subjects(self) -> Iterable[str]:
        """Return all subjects, in the order of the files."""
        return self._objects.keys()

    def predicates(self, subject: str) -> Set[str]:
        """Return the predicates of *subject*."""
        return self._objects.get(subject, {}).keys()

    def objects(self, subject: str, predicate: str) -> list[str | Text]:
        """Return the objects of *subject* and *predicate*."""
        return self._objects.get(subject, {}).get(predicate, [])

    def only(self, subject: str, predicate: str) -> str | Text:
        """Return the object of *subject* and *predicate*.

        Raises Unknown where there is not exactly one.
        """
        found = self.objects(subject, predicate)
        if len(found) != 1:
            raise Unknown(f"{len(found)} values of {predicate}")
        return found[0]

    def pointing_at(self, target: str) -> list[tuple[str, str]]:
        """Return subject and predicate of each triple with *target* as its object."""
        return self._inverse.get(target, [])

    def items(self, head: str | Text) -> Iterator[str | Text]:
        """Yield the members of an RDF list.

        Raises Unknown where it is not well formed.
        """
        seen = set()
        while head != RDF.nil.value:
            if not isinstance(head, str) or head in seen:
                raise Unknown("a list that has no end")
            seen.add(head)
            yield self.only(head, RDF.first.value)
            head = self.only(head, RDF.rest.value)

    def texts(self, subject: str, predicate: str) -> Mapping[str, str]:
        """Return the texts by language tag, the first in order where a language has several."""
        found = sorted((node[1], node[0]) for node in self.objects(subject, predicate) if isinstance(node, tuple))
        return dict(reversed(found))


def _id(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str | Text:
    node = node_of(term)
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else node
