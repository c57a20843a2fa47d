"""What is left to pyshacl: shapes not evaluated here, and literals that are not plain. Loaded only when needed."""

from collections.abc import Iterable

import pyoxigraph as ox
import pyshacl
from pyshacl.constraints.core.value_constraints import DatatypeConstraintComponent
from pyshacl.rdfutil.compare import compare_literal
from rdflib import RDFS, SH, Graph, Literal, URIRef

from powergraph.validation.nodes import Node, Text, term_of
from powergraph.validation.terms import load_triples, to_rdflib

__all__ = ["compare_pair", "compare_to_bound", "flatten", "is_well_typed", "run"]

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


def run(
    triples: Iterable[ox.Triple], shapes: Graph, subclasses: Iterable[tuple[str, str]], without: frozenset[str]
) -> Graph:
    """Run pyshacl on an rdflib graph in memory; on any other store it is slow and finds faults that are none.

    *shapes* are flattened ones, *without* the IRIs of those that were evaluated already.
    """
    data = load_triples(Graph(), triples)
    # Not by pyshacl's ont_graph: that also copies terms, without all that the ontology says of them, and the shapes of
    # the ontology would find them incomplete where the dataset does not hold the ontology itself.
    for subclass, superclass in subclasses:
        data.add((URIRef(subclass), RDFS.subClassOf, URIRef(superclass)))
    asked = Graph()
    for subject, predicate, target in shapes:
        if predicate not in _TARGETS or str(subject) not in without:
            asked.add((subject, predicate, target))
    _, found, _ = pyshacl.validate(
        data,
        shacl_graph=asked,
        inference="none",
        inplace=True,  # this very graph is nobody else's
        do_owl_imports=False,
    )
    if not isinstance(found, Graph):
        raise RuntimeError(f"pyshacl did not finish: {found}")
    return found


def flatten(shapes: Graph) -> Graph:
    """Return a copy in which the property shapes of a targeted node shape have its targets themselves.

    It says the same and runs three times as fast: pyshacl checks a property shape that stands under another shape for
    one focus node after the other, and one that has targets for all of them at once. A node shape that is more than its
    targets and property shapes (deactivated, or part of another shape) stays as it is.
    """
    flat = Graph()
    for triple in shapes:
        flat.add(triple)
    for holder in set(shapes.subjects(SH.property)):
        targets = [(predicate, target) for predicate in _TARGETS for target in shapes.objects(holder, predicate)]
        if not targets or (holder, SH.deactivated, None) in shapes or (None, None, holder) in shapes:
            continue
        for part in shapes.objects(holder, SH.property):
            flat.remove((holder, SH.property, part))
            for predicate, target in targets:
                flat.add((part, predicate, target))
    return flat


def is_well_typed(node: Text) -> bool:
    """Tell whether rdflib finds that a literal is of its datatype, as pyshacl asks it."""
    literal = _literal(node)
    if literal.ill_typed is True:
        return False
    component = object.__new__(DatatypeConstraintComponent)
    return bool(component._assert_actual_datatype(literal, literal.datatype))  # type: ignore[no-untyped-call]


def compare_to_bound(node: Text, bound: Text) -> int | None:
    """Return -1, 0 or 1 as pyshacl compares a value with a bound, None where it cannot."""
    value, limit = _literal(node), _literal(bound)
    if isinstance(value.value, str) is not isinstance(limit.value, str):
        return None
    try:
        order = int(compare_literal(value, limit))  # type: ignore[no-untyped-call]
    except (TypeError, NotImplementedError):
        return None
    return (order > 0) - (order < 0)


def compare_pair(one: Node, other: Node, *, equal: bool) -> bool:
    """Tell whether *one* is less than *other*, or also where they are *equal*, as pyshacl does.

    What it cannot compare is not less (SHACL 1.0, section 4.5.3).
    """
    first, second = _comparable(one), _comparable(other)
    try:
        if isinstance(first, Literal) and isinstance(second, Literal):
            return first <= second if equal else first < second
        if isinstance(first, Literal) or isinstance(second, Literal) or first is None or second is None:
            return False
        return first <= second if equal else first < second
    except TypeError:
        return False


def _comparable(node: Node) -> str | Literal | None:
    """Return text as str, other literals as those of rdflib, a blank node as None."""
    if isinstance(node, ox.BlankNode):
        return None
    if isinstance(node, str):
        return node
    literal = _literal(node)
    return literal.value if isinstance(literal.value, str) else literal


def _literal(node: Text) -> Literal:
    literal = to_rdflib(term_of(node))
    assert isinstance(literal, Literal)
    return literal
