"""Where a note makes a statement: at the line of the passage that its assertion or link comes from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.diagnostics import Place
from powergraph.vocabulary import POW, RDF

__all__ = ["StatementPlaces"]

_Term = NamedNode | Literal
_ASSERTION = (RDF.predicate, RDF.object, POW.passage)
_LINK = (POW.to, POW.passage)


class StatementPlaces:
    """The places of the statements of one note about some *subjects*: those that have a line of their own.

    A thing that a note introduces on one line needs none, since its own place tells; a name in the front matter does.
    *triples* are the note's, *origins* the places of its subjects.
    """

    __slots__ = ("_by_said",)

    def __init__(self, subjects: set[str], triples: Iterable[Triple], origins: Mapping[str, Place]) -> None:
        triples = list(triples)
        assertions = _pointing(triples, RDF.subject, subjects)
        links = _pointing(triples, POW.from_, subjects)
        told: dict[object, dict[object, _Term]] = {record: {} for record in (*assertions, *links)}
        for triple in triples:
            if triple.subject in told and triple.predicate in (*_ASSERTION, POW.to):
                assert isinstance(triple.object, NamedNode | Literal)
                told[triple.subject][triple.predicate] = triple.object
        self._by_said: dict[tuple[str, _Term], list[tuple[Place, _Term]]] = defaultdict(list)
        for record, subject in assertions.items():
            if set(_ASSERTION) <= told[record].keys():
                predicate, value, passage = (told[record][each] for each in _ASSERTION)
                self._add(subject, predicate, value, origins.get(passage.value))
        for record, subject in links.items():
            if set(_LINK) <= told[record].keys():
                target, passage = (told[record][each] for each in _LINK)
                self._add(subject, POW.linksTo, target, origins.get(passage.value))

    def _add(self, subject: str, predicate: _Term, value: _Term, place: Place | None) -> None:
        # Of a passage the IRI tells whose it is; of an assertion all notes would have to be asked for its place.
        if place is not None:
            self._by_said[subject, predicate].append((place, value))

    def place(self, subject: str, predicate: NamedNode, value: _Term | None) -> Place | None:
        """Return where the note says the *value* of a subject's *predicate* first, whatever it is where it is None."""
        stated = self._by_said.get((subject, predicate), ())
        return min((place for place, other in stated if value is None or other == value), default=None)


def _pointing(triples: Iterable[Triple], predicate: NamedNode, subjects: set[str]) -> dict[object, str]:
    """Return what points at one of *subjects* with *predicate*, and at which."""
    return {
        t.subject: t.object.value
        for t in triples
        if t.predicate == predicate and isinstance(t.object, NamedNode) and t.object.value in subjects
    }
