"""The OWL 2 RL profile and the restrictions of OWL 2 DL: which shapes axioms may have.

The grammar is that of OWL 2 Profiles, section 4.2; the restrictions are those of OWL 2 Structural Specification,
sections 3, 5.8 and 11.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gate.findings import Criterion, Finding, Importance
from gate.located import Corpus, Term
from gate.queries import told
from powergraph.prefixes import PREFIXES
from powergraph.vocabulary import OWL, POW, RDF, RDFS

__all__ = ["DECIDED", "PROFILE", "ProfileCheck"]

#: The axiom that docs/decisions/0005 keeps although its object is reserved in OWL 2 DL.
DECIDED = Triple(POW.Assertion, RDFS.subClassOf, RDF.Statement)


def _owl(name: str) -> NamedNode:
    return NamedNode(PREFIXES["owl"] + name)


_THING = _owl("Thing")
_PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_BUILT_IN = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
#: Terms of RDF, RDFS and OWL that axioms may name as classes, datatypes or annotation properties.
_ALLOWED = {_THING, _owl("Nothing"), RDFS.Literal, RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy}
_DATATYPE_NAMES = """
    decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte
    unsignedLong unsignedInt unsignedShort unsignedByte float double string normalizedString token language
    Name NCName NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp
"""
_DATATYPES = {
    RDFS.Literal,
    NamedNode(PREFIXES["rdf"] + "PlainLiteral"),
    NamedNode(PREFIXES["rdf"] + "XMLLiteral"),
    *(NamedNode(PREFIXES["xsd"] + name) for name in _DATATYPE_NAMES.split()),
}
Faults = Iterator[tuple[Triple, str]]


@dataclass(frozen=True, slots=True)
class ProfileCheck:
    """A criterion and what finds the axioms that do not keep to it."""

    criterion: Criterion
    faults: Callable[["_Axioms"], Faults]

    def run(self, corpus: Corpus) -> tuple[Finding, ...]:
        """Return the axioms of *corpus* at fault, in order of place."""
        found = self.faults(_Axioms(corpus))
        return tuple(sorted({Finding(*corpus.place(*triple), message) for triple, message in found}))


class _Axioms:
    """The triples of an ontology, as the axioms and class expressions that they spell."""

    def __init__(self, corpus: Corpus) -> None:
        self.triples = corpus.triples
        self.values: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
        for subject, predicate, target in self.triples:
            self.values[subject, predicate].append(target)

    def kinds(self, term: Term) -> list[Term]:
        return self.values.get((term, RDF.type), [])

    def of(self, *predicates: NamedNode) -> Iterator[Triple]:
        return (triple for triple in self.triples if triple.predicate in predicates)

    def one(self, node: Term, name: str) -> Term | None:
        return next(iter(self.values.get((node, _owl(name)), [])), None)

    def items(self, head: Term | None) -> list[Term]:
        members: list[Term] = []
        while head is not None and head != RDF.nil and len(members) < len(self.triples):
            members += self.values.get((head, RDF.first), [])
            head = next(iter(self.values.get((head, RDF.rest), [])), None)
        return members

    def is_subclass(self, node: Term) -> bool:
        """Whether *node* may stand on the left of a subclass axiom (production subClassExpression)."""
        if isinstance(node, NamedNode):
            return node != _THING
        if (members := self.one(node, "intersectionOf") or self.one(node, "unionOf")) is not None:
            return all(map(self.is_subclass, self.items(members)))
        if (filler := self.one(node, "someValuesFrom")) is not None:
            return filler == _THING or self.is_datatype(filler) or self.is_subclass(filler)
        return self.one(node, "oneOf") is not None or self.one(node, "hasValue") is not None

    def is_superclass(self, node: Term) -> bool:
        """Whether *node* may stand on the right of a subclass axiom (production superClassExpression)."""
        if isinstance(node, NamedNode):
            return node != _THING
        if (members := self.one(node, "intersectionOf")) is not None:
            return all(map(self.is_superclass, self.items(members)))
        if (complement := self.one(node, "complementOf")) is not None:
            return self.is_subclass(complement)
        if (filler := self.one(node, "allValuesFrom")) is not None:
            return self.is_datatype(filler) or self.is_superclass(filler)
        if (count := self.one(node, "maxCardinality")) is not None:
            return isinstance(count, Literal) and count.value in ("0", "1")
        if (count := self.one(node, "maxQualifiedCardinality")) is not None:
            over = self.one(node, "onClass")
            kept = over is None or over == _THING or self.is_subclass(over)
            return isinstance(count, Literal) and count.value in ("0", "1") and kept
        return self.one(node, "hasValue") is not None

    def is_equivalent(self, node: Term) -> bool:
        """Whether *node* may stand in an axiom of equivalent classes (production equivClassExpression)."""
        if isinstance(node, NamedNode):
            return node != _THING
        if (members := self.one(node, "intersectionOf")) is not None:
            return all(map(self.is_equivalent, self.items(members)))
        return self.one(node, "hasValue") is not None

    def is_datatype(self, node: Term) -> bool:
        return isinstance(node, NamedNode) and (node in _DATATYPES or RDFS.Datatype in self.kinds(node))


def _subclasses(axioms: _Axioms) -> Faults:
    for triple in axioms.of(RDFS.subClassOf):
        if not axioms.is_subclass(triple.subject):
            yield triple, f"{told(triple.subject)} may not stand below a class in OWL 2 RL"
        if not axioms.is_superclass(triple.object):
            yield triple, f"{told(triple.subject)} stands below an expression that OWL 2 RL does not allow there"


def _equivalents(axioms: _Axioms) -> Faults:
    for triple in axioms.of(_owl("equivalentClass")):
        if not (axioms.is_equivalent(triple.subject) and axioms.is_equivalent(triple.object)):
            yield triple, f"{told(triple.subject)} is equivalent to an expression that OWL 2 RL does not allow there"


def _disjoint(axioms: _Axioms) -> Faults:
    for triple in axioms.of(OWL.disjointWith):
        if not (axioms.is_subclass(triple.subject) and axioms.is_subclass(triple.object)):
            yield triple, f"{told(triple.subject)} is disjoint with an expression that OWL 2 RL does not allow there"
    for triple in axioms.of(_owl("disjointUnionOf")):
        yield triple, f"{told(triple.subject)} is a disjoint union, which OWL 2 RL does not have"
    for triple in axioms.of(_owl("members")):
        classes = _owl("AllDisjointClasses") in axioms.kinds(triple.subject)
        if classes and not all(map(axioms.is_subclass, axioms.items(triple.object))):
            yield triple, "classes are disjoint with an expression that OWL 2 RL does not allow there"


def _domains(axioms: _Axioms) -> Faults:
    for triple in axioms.of(RDFS.domain, RDFS.range):
        datatype = triple.predicate == RDFS.range and OWL.DatatypeProperty in axioms.kinds(triple.subject)
        if not datatype and not axioms.is_superclass(triple.object):
            end = "domain" if triple.predicate == RDFS.domain else "range"
            yield triple, f"the {end} of {told(triple.subject)} is an expression that OWL 2 RL does not allow there"


def _datatypes(axioms: _Axioms) -> Faults:
    for triple in axioms.of(RDFS.range):
        if OWL.DatatypeProperty in axioms.kinds(triple.subject) and not axioms.is_datatype(triple.object):
            yield triple, f"{told(triple.object)} is no datatype of OWL 2 RL"
    for triple in axioms.of(_owl("onDatatype"), _owl("withRestrictions")):
        yield triple, "a datatype is restricted, which OWL 2 RL does not have"


def _properties(axioms: _Axioms) -> Faults:
    for triple in axioms.of(RDF.type):
        if triple.object == _owl("ReflexiveProperty"):
            yield triple, f"{told(triple.subject)} is reflexive, which OWL 2 RL does not have"
    for triple in axioms.of(_owl("hasKey")):
        if not axioms.is_subclass(triple.subject):
            yield triple, "a key is of an expression that OWL 2 RL does not allow there"


def _assertions(axioms: _Axioms) -> Faults:
    for triple in axioms.of(RDF.type):
        named = isinstance(triple.object, NamedNode)
        if not named and not axioms.is_superclass(triple.object):
            yield triple, f"{told(triple.subject)} is of an expression that OWL 2 RL does not allow there"


def _punned(axioms: _Axioms) -> Faults:
    sorts = {OWL.Class: 0, RDFS.Datatype: 0, OWL.NamedIndividual: 2, **dict.fromkeys(_PROPERTY_KINDS, 1)}
    seen: dict[Term, NamedNode] = {}
    for triple in axioms.of(RDF.type):
        kind = triple.object
        individual = kind not in sorts and isinstance(kind, NamedNode) and not kind.value.startswith(_BUILT_IN)
        kind = OWL.NamedIndividual if individual else kind
        if not isinstance(kind, NamedNode) or kind not in sorts:
            continue
        if seen.setdefault(triple.subject, kind) != kind:
            yield triple, f"{told(triple.subject)} is of two kinds: {told(seen[triple.subject])} and {told(kind)}"


def _reserved(axioms: _Axioms) -> Faults:
    """Reserved vocabulary that is not used for what it is reserved for (Structural Specification, section 2.4)."""
    as_class = (RDFS.subClassOf, OWL.disjointWith, RDFS.domain, _owl("equivalentClass"))
    for triple in axioms.of(*as_class, RDFS.range, RDFS.subPropertyOf, OWL.inverseOf):
        for node in (triple.subject, triple.object):
            if isinstance(node, NamedNode) and node.value.startswith(_BUILT_IN) and triple != DECIDED:
                datatype = triple.predicate == RDFS.range and node.value.startswith(PREFIXES["xsd"])
                if node not in _ALLOWED and not datatype:
                    yield triple, f"{told(node)} is reserved in OWL 2 DL"


def _imports(axioms: _Axioms) -> Faults:
    for triple in axioms.of(OWL.imports):
        yield triple, f"{told(triple.object)} would have to be fetched"


def _anonymous(axioms: _Axioms) -> Faults:
    structure = {_owl("Class"), _owl("Restriction"), _owl("AllDisjointClasses"), _owl("AllDisjointProperties")}
    structure |= {_owl("AllDifferent"), _owl("Axiom"), RDFS.Datatype}
    for triple in axioms.triples:
        node = triple.subject
        listed = (node, RDF.first) in axioms.values
        if isinstance(node, BlankNode) and not listed and not structure & set(axioms.kinds(node)):
            yield triple, "an individual has no name, so that nobody can refer to it"


def _roles(axioms: _Axioms) -> Faults:
    """Only simple properties may be counted or be irreflexive, asymmetric or disjoint (section 11.1 and 11.2)."""
    composite: set[Term] = {t.subject for t in axioms.of(OWL.propertyChainAxiom)}
    composite |= {t.subject for t in axioms.of(RDF.type) if t.object == _owl("TransitiveProperty")}
    pending = list(composite)
    while pending:
        below = pending.pop()
        above = set(axioms.values.get((below, RDFS.subPropertyOf), [])) - composite
        composite |= above
        pending += above
    counting = {_owl(n) for n in ("FunctionalProperty", "InverseFunctionalProperty", "IrreflexiveProperty")}
    counting |= {_owl("AsymmetricProperty")}
    for triple in axioms.of(RDF.type):
        if triple.object in counting and triple.subject in composite:
            yield triple, f"{told(triple.subject)} is transitive or chained, and {told(triple.object)} besides"
    for triple in axioms.of(OWL.propertyChainAxiom):
        chain = axioms.items(triple.object)
        if triple.subject in chain[1:-1] or chain.count(triple.subject) > 1:
            yield triple, f"the chain of {told(triple.subject)} is not regular"


def _check(family: str, id: str, title: str, asks: str, faults: Callable[[_Axioms], Faults]) -> ProfileCheck:
    return ProfileCheck(Criterion(family, id, Importance.CRITICAL, title, asks), faults)


PROFILE = (
    _check("OWL 2 RL", "SubClassOf", "Subclass axioms", "Are both sides what the profile allows there?", _subclasses),
    _check("OWL 2 RL", "EquivalentClasses", "Equivalences", "Are both sides what it allows there?", _equivalents),
    _check("OWL 2 RL", "DisjointClasses", "Disjointness", "Is it between what the profile allows?", _disjoint),
    _check("OWL 2 RL", "DomainAndRange", "Domains and ranges", "Are they what the profile allows?", _domains),
    _check("OWL 2 RL", "Datatypes", "Datatypes", "Do axioms name datatypes of the profile only?", _datatypes),
    _check("OWL 2 RL", "Properties", "Property axioms", "Is no property reflexive, no key out of form?", _properties),
    _check("OWL 2 RL", "Assertions", "Assertions", "Is everything of a class that the profile allows?", _assertions),
    _check("OWL 2 DL", "Punning", "No punning", "Is every IRI of one kind: class, property or individual?", _punned),
    _check("OWL 2 DL", "Reserved", "Reserved vocabulary", "Do axioms leave it alone, but for decision 5?", _reserved),
    _check("OWL 2 DL", "Roles", "Simple and regular properties", "Are only simple ones counted?", _roles),
    _check("OWL 2 DL", "Anonymous", "No anonymous individuals", "Has every individual a name?", _anonymous),
    _check("OWL 2 DL", "Imports", "Nothing to fetch", "Is the document complete by itself?", _imports),
)
