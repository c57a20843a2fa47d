"""Inference at build time: what the ontology's axioms add, so that plain SPARQL finds it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.vocabulary import OWL, POW, RDF, RDFS, SKOS

__all__ = ["Rules", "infer", "mutual_links"]

#: Superclasses that say nothing and are left out.
_TOP = {NamedNode(OWL.namespace_iri + "Thing"), RDFS.Resource}


def infer(asserted: Iterable[Triple], rules: "Rules") -> set[Triple]:
    """Return the triples that follow from *asserted* under *rules* and are not asserted themselves.

    The rules are OWL 2 RL's for subclasses (cax-sco), subproperties (prp-spo1), inverses (prp-inv1, prp-inv2) and
    chains of two properties (prp-spo2), and one of our own: skos:related where topics link to each other both ways.
    Each triple is looked at once, so the time grows with their number.
    """
    known = set(asserted)
    inferred: set[Triple] = set()
    chains = _Chains(rules.chains)
    pending = list(known)
    for triple in pending:  # grows while it is gone through
        predicate = triple.predicate
        if predicate not in rules.concerned:
            continue
        for consequence in (*rules.consequences(triple), *chains.consequences(triple)):
            if consequence not in known and consequence not in inferred:
                inferred.add(consequence)
                pending.append(consequence)
    # Nothing follows from skos:related, so it comes last.
    return inferred | (mutual_links(pending) - known)


@dataclass(frozen=True, slots=True)
class Rules:
    """The axioms of an ontology, ready to apply.

    What stands above each class and property, inverses, and chains (first, second).
    """

    superclasses: Mapping[NamedNode, frozenset[NamedNode]]
    superproperties: Mapping[NamedNode, frozenset[NamedNode]]
    inverses: Mapping[NamedNode, set[NamedNode]]
    chains: Mapping[tuple[NamedNode, NamedNode], set[NamedNode]]
    #: The predicates from which something can follow; most triples have none of them.
    concerned: frozenset[NamedNode]

    @classmethod
    def read(cls, ontology: Iterable[Triple]) -> "Rules":
        """Read the axioms; raises ValueError where there is a chain that is not of two properties."""
        axioms = list(ontology)
        superproperties, inverses, chains = _closure(axioms, RDFS.subPropertyOf), _inverses(axioms), _chains(axioms)
        concerned = {RDF.type, *superproperties, *inverses, *(step for chain in chains for step in chain)}
        return cls(_closure(axioms, RDFS.subClassOf), superproperties, inverses, chains, frozenset(concerned))

    def consequences(self, triple: Triple) -> Iterator[Triple]:
        """Yield what follows from one triple alone."""
        subject, predicate, target = triple.subject, triple.predicate, triple.object
        if predicate == RDF.type and isinstance(target, NamedNode):
            for superclass in self.superclasses.get(target, ()):
                yield Triple(subject, RDF.type, superclass)
        for superproperty in self.superproperties.get(predicate, ()):
            yield Triple(subject, superproperty, target)
        if not isinstance(target, Literal):
            for inverse in self.inverses.get(predicate, ()):
                yield Triple(target, inverse, subject)


class _Chains:
    """Joins the two steps of each chain, whichever of them comes first."""

    __slots__ = ("_chains", "_firsts", "_seconds")

    def __init__(self, chains: Mapping[tuple[NamedNode, NamedNode], set[NamedNode]]) -> None:
        self._chains = chains
        self._firsts: dict[tuple[NamedNode, object], list[Triple]] = defaultdict(list)  # by object
        self._seconds: dict[tuple[NamedNode, object], list[Triple]] = defaultdict(list)  # by subject

    def consequences(self, triple: Triple) -> Iterator[Triple]:
        """Yield what follows from a triple together with those that came before it."""
        for (first, second), results in self._chains.items():
            if triple.predicate == first:
                self._firsts[first, triple.object].append(triple)
                for step in self._seconds.get((second, triple.object), ()):
                    yield from (Triple(triple.subject, result, step.object) for result in results)
            if triple.predicate == second:
                self._seconds[second, triple.subject].append(triple)
                for step in self._firsts.get((first, triple.subject), ()):
                    yield from (Triple(step.subject, result, triple.object) for result in results)


def _closure(axioms: list[Triple], relation: NamedNode) -> Mapping[NamedNode, frozenset[NamedNode]]:
    """Return for each class or property all that stand above it, itself and the empty top left out."""
    direct: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for subject, target in _pairs(axioms, relation):
        direct[subject].add(target)
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


def _pairs(axioms: list[Triple], relation: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    for axiom in axioms:
        if axiom.predicate == relation and isinstance(axiom.subject, NamedNode) and isinstance(axiom.object, NamedNode):
            yield axiom.subject, axiom.object


def _inverses(axioms: list[Triple]) -> dict[NamedNode, set[NamedNode]]:
    result: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for one, other in _pairs(axioms, OWL.inverseOf):
        result[one].add(other)
        result[other].add(one)
    return result


def _chains(axioms: list[Triple]) -> dict[tuple[NamedNode, NamedNode], set[NamedNode]]:
    result: dict[tuple[NamedNode, NamedNode], set[NamedNode]] = defaultdict(set)
    for axiom in axioms:
        if axiom.predicate == OWL.propertyChainAxiom and isinstance(axiom.subject, NamedNode):
            result[_list_of_two(axiom.object, axioms)].add(axiom.subject)
    return result


def _list_of_two(head: object, axioms: list[Triple]) -> tuple[NamedNode, NamedNode]:
    cells: dict[tuple[object, NamedNode], object] = {(a.subject, a.predicate): a.object for a in axioms}
    members: list[NamedNode] = []
    while head != RDF.nil:
        member = cells[head, RDF.first]
        assert isinstance(member, NamedNode)
        members.append(member)
        head = cells[head, RDF.rest]
    if len(members) != 2:
        raise ValueError("the ontology has a property chain that is not of two properties")
    return members[0], members[1]


def mutual_links(triples: Iterable[Triple]) -> set[Triple]:
    """Return skos:related between the topics that link to each other both ways."""
    links = (t for t in triples if t.predicate == POW.linksTo)
    pairs = {(t.subject, t.object) for t in links if t.subject != t.object}
    return {
        Triple(subject, SKOS.related, target)
        for subject, target in pairs
        if isinstance(target, NamedNode) and (target, subject) in pairs
    }
