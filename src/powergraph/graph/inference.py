"""Inference at build time: what the ontology's axioms add, so that plain SPARQL finds it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.vocabulary import OWL, POW, RDF, RDFS, SKOS

__all__ = ["infer"]

#: Superclasses that say nothing and are left out.
_TOP = {NamedNode(OWL.namespace_iri + "Thing"), RDFS.Resource}

_Closure = Mapping[NamedNode, frozenset[NamedNode]]


def infer(asserted: Iterable[Triple], ontology: Iterable[Triple]) -> set[Triple]:
    """Return the triples that follow from *asserted* under the axioms of *ontology* and are not asserted themselves.

    The rules are OWL 2 RL's for subclasses (cax-sco), subproperties (prp-spo1), inverses (prp-inv1, prp-inv2) and
    chains of two properties (prp-spo2), and one of our own: skos:related where topics link to each other both ways.
    """
    known = set(asserted)
    axioms = list(ontology)
    superclasses = _closure(axioms, RDFS.subClassOf)
    superproperties = _closure(axioms, RDFS.subPropertyOf)
    inverses = _inverses(axioms)
    inferred: set[Triple] = set()
    frontier: Iterable[Triple] = known
    while frontier:
        new: set[Triple] = set()
        for triple in frontier:
            new.update(_consequences(triple, superclasses, superproperties, inverses))
        new.update(_chained(known | inferred | new, axioms))
        frontier = new - known - inferred
        inferred |= frontier
    inferred |= _mutual_links(known | inferred)
    return inferred - known


def _consequences(
    triple: Triple, superclasses: _Closure, superproperties: _Closure, inverses: Mapping[NamedNode, set[NamedNode]]
) -> Iterable[Triple]:
    if triple.predicate == RDF.type and isinstance(triple.object, NamedNode):
        for superclass in superclasses.get(triple.object, ()):
            yield Triple(triple.subject, RDF.type, superclass)
    for superproperty in superproperties.get(triple.predicate, ()):
        yield Triple(triple.subject, superproperty, triple.object)
    if not isinstance(triple.object, Literal):
        for inverse in inverses.get(triple.predicate, ()):
            yield Triple(triple.object, inverse, triple.subject)


def _closure(axioms: list[Triple], relation: NamedNode) -> _Closure:
    """Return for each class or property all that stand above it, itself and the empty top left out."""
    direct: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for axiom in axioms:
        if axiom.predicate == relation and isinstance(axiom.subject, NamedNode) and isinstance(axiom.object, NamedNode):
            direct[axiom.subject].add(axiom.object)
    result: dict[NamedNode, frozenset[NamedNode]] = {}
    for start in direct:
        above: set[NamedNode] = set()
        pending = list(direct[start])
        while pending:
            current = pending.pop()
            if current not in above:
                above.add(current)
                pending.extend(direct.get(current, ()))
        result[start] = frozenset(above - {start} - _TOP)
    return result


def _inverses(axioms: list[Triple]) -> dict[NamedNode, set[NamedNode]]:
    result: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for axiom in axioms:
        if (
            axiom.predicate == OWL.inverseOf
            and isinstance(axiom.subject, NamedNode)
            and isinstance(axiom.object, NamedNode)
        ):
            result[axiom.subject].add(axiom.object)
            result[axiom.object].add(axiom.subject)
    return result


def _chained(triples: set[Triple], axioms: list[Triple]) -> Iterable[Triple]:
    for axiom in axioms:
        if axiom.predicate != OWL.propertyChainAxiom or not isinstance(axiom.subject, NamedNode):
            continue
        first, second = _list_of_two(axiom.object, axioms)
        targets: dict[object, list[Triple]] = defaultdict(list)
        for triple in triples:
            if triple.predicate == second:
                targets[triple.subject].append(triple)
        for triple in triples:
            if triple.predicate == first:
                for step in targets.get(triple.object, ()):
                    yield Triple(triple.subject, axiom.subject, step.object)


def _list_of_two(head: object, axioms: list[Triple]) -> tuple[NamedNode, NamedNode]:
    cells = {(axiom.subject, axiom.predicate): axiom.object for axiom in axioms}
    members: list[NamedNode] = []
    while head != RDF.nil:
        member = cells[head, RDF.first]  # type: ignore[index]
        assert isinstance(member, NamedNode)
        members.append(member)
        head = cells[head, RDF.rest]  # type: ignore[index]
    if len(members) != 2:
        raise ValueError("the ontology has a property chain that is not of two properties")
    return members[0], members[1]


def _mutual_links(triples: set[Triple]) -> set[Triple]:
    pairs = {(t.subject, t.object) for t in triples if t.predicate == POW.linksTo and t.subject != t.object}
    return {
        Triple(subject, SKOS.related, target)
        for subject, target in pairs
        if isinstance(target, NamedNode) and (target, subject) in pairs
    }
