"""The plan in two parts: shapes that a note answers for its own things by itself, and those that ask of all notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from powergraph.prefixes import PREFIXES
from powergraph.validation.plan import Plan, PlannedShape
from powergraph.vocabulary import DCTERMS, FOAF, POW, PROV, RDF, SKOS

__all__ = ["Parts", "part_plan"]

#: Followed from object to subject, these stay inside the note whose own the object is.
_INSIDE = {FOAF.primaryTopic.value, POW.hasReference.value, POW.authorship.value}
#: What other notes may state, or make follow, of a note's topic.
_FROM_OTHERS = {SKOS.related.value}
#: Queries whose answer is in one note's graph, by the local names of their shapes; every other one asks of all notes.
_QUERIES_INSIDE = {"AssertedStatement", "SharedDefinition", "OtherThing", "OtherTopic", "RelatedInText"}
#: What shapes that ask of all notes want to know of topics, sources, works and tags alone, not of a note's own things.
_OF_SHARED_ALONE = {
    term.value
    for term in (
        RDF.type, RDF.subject, RDF.predicate, RDF.object, SKOS.prefLabel, SKOS.altLabel, SKOS.definition,
        DCTERMS.title, DCTERMS.creator, POW.year, POW.passage, PROV.wasAttributedTo,
    )
}  # fmt: skip
_STRING = re.compile(r'"[^"\n]*"')
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*")
_PROLOGUE = re.compile(r"PREFIX\s+\w*:\s*<[^>]*>", re.IGNORECASE)
_NAME = re.compile(r"\b([a-z]\w*):([A-Za-z_]\w*)")
_TYPE = re.compile(r"\sa\s")


@dataclass(frozen=True)
class Parts:
    """*inside* is told by each note of its own things, *between* by looking at what all notes say of each other.

    *asked_inside* and *asked_between* are the terms that their queries name. *told* are the predicates that *between*
    asks for of topics, *of_own* those of them that it asks for of any thing.
    """

    inside: Plan
    between: Plan
    asked_inside: frozenset[ox.NamedNode]
    asked_between: frozenset[ox.NamedNode]
    told: frozenset[ox.NamedNode]
    of_own: frozenset[ox.NamedNode]


def part_plan(plan: Plan) -> Parts:
    """Part *plan*; a shape that is not known to stay inside a note asks of all of them."""
    inside = Plan(tuple(shape for shape in plan.shapes if _is_inside(shape)), {})
    between = Plan(tuple(shape for shape in plan.shapes if not _is_inside(shape)), {})
    asked = {step.predicate for shape in between.shapes for step, _ in shape.needs()}
    for shape in between.shapes:
        asked |= shape.targets.subjects_of | shape.targets.objects_of
        asked |= {RDF.type.value} if shape.targets.classes else set()
        for query in shape.queries:
            asked |= set(_terms(query.text))
    told = frozenset(map(ox.NamedNode, asked))
    of_own = frozenset(term for term in told if term.value not in _OF_SHARED_ALONE)
    return Parts(inside, between, _asked(inside), _asked(between), told, of_own)


def _asked(plan: Plan) -> frozenset[ox.NamedNode]:
    queries = (query for shape in plan.shapes for query in shape.queries)
    return frozenset(ox.NamedNode(term) for query in queries for term in _terms(query.text))


def _is_inside(shape: PlannedShape) -> bool:
    if shape.queries:
        return not shape.constraints and shape.name.rpartition("#")[2] in _QUERIES_INSIDE
    steps = [(step.predicate, step.inverse) for step, _ in shape.needs()]
    targets = {*shape.targets.subjects_of, *shape.targets.objects_of}
    if targets & _FROM_OTHERS or not shape.targets.objects_of <= _INSIDE:
        return False
    return all(predicate in _INSIDE if inverse else predicate not in _FROM_OTHERS for predicate, inverse in steps)


def _terms(query: str) -> Iterator[str]:
    """Yield the IRIs that a query names: among them is every predicate, as none of those here is a variable alone."""
    text = _COMMENT.sub(" ", _STRING.sub('""', _PROLOGUE.sub(" ", query)))
    for prefix, local in _NAME.findall(text):
        if prefix in PREFIXES:
            yield PREFIXES[prefix] + local
    if _TYPE.search(text):
        yield RDF.type.value
