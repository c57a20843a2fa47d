"""The inferences that are published, compared with those of owlrl, which implements the rules of OWL 2 RL."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import Graph

from gate.findings import Criterion, Finding, Importance
from gate.located import Corpus, Term
from gate.queries import told
from powergraph.prefixes import PREFIXES
from powergraph.validation.terms import from_rdflib, load_triples
from powergraph.vocabulary import OWL, POW, RDF, RDFS, SKOS

__all__ = ["COMPLETE", "HARMLESS", "SOUND", "derived", "missing", "types_by_domain_or_range", "unfounded"]

FAMILY = "Inference"
COMPLETE = Criterion(
    FAMILY,
    "complete",
    Importance.CRITICAL,
    "Nothing is missing",
    "Is all that owlrl derives from data and ontology in the published dataset?",
)
SOUND = Criterion(
    FAMILY,
    "sound",
    Importance.CRITICAL,
    "Nothing is made up",
    "Is all that is published as inferred derived by owlrl too, or skos:related between topics that link both ways?",
)
HARMLESS = Criterion(
    FAMILY,
    "harmless",
    Importance.CRITICAL,
    "Domains and ranges add no type",
    "Has everything that a domain or range speaks of the type already, so that neither makes a thing what it is not?",
)

_BUILT_IN = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
_ENDS = (RDFS.domain, RDFS.range)


def derived(asserted: Iterable[Triple], ontology: Iterable[Triple]) -> set[Triple]:
    """Return what owlrl adds to the data: types and relations of its things.

    Left out is what holds of everything (owl:sameAs itself, owl:Thing), what is said of the vocabulary, and what
    domains and ranges say, which `types_by_domain_or_range` looks at. Raises ValueError where owlrl finds a clash.
    """
    axioms = {axiom for axiom in ontology if axiom.predicate not in _ENDS}
    known = set(asserted)
    graph = load_triples(Graph(), [*known, *axioms])
    DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    kinds = [axiom for axiom in axioms if axiom.predicate == RDF.type]
    schema = {axiom.subject for axiom in kinds if str(axiom.object).startswith(f"<{OWL.namespace_iri}")}
    new: set[Triple] = set()
    for subject, predicate, target in graph:
        if str(predicate) == "http://www.daml.org/2002/03/agents/agent-ont#error":
            raise ValueError(str(target))
        node, relation, value = from_rdflib(subject), from_rdflib(predicate), from_rdflib(target)
        if isinstance(node, NamedNode) and isinstance(relation, NamedNode) and node not in schema:
            triple = Triple(node, relation, value)
            if triple not in known and _tells(triple):
                new.add(triple)
    return new


def _tells(triple: Triple) -> bool:
    """Whether a triple says something of one thing that does not hold of every thing."""
    if isinstance(triple.object, BlankNode) or str(triple.subject).lstrip("<").startswith(_BUILT_IN):
        return False
    if triple.predicate == RDF.type:
        kind = triple.object
        return kind == RDF.Statement or not (isinstance(kind, NamedNode) and kind.value.startswith(_BUILT_IN))
    return not triple.predicate.value.startswith(_BUILT_IN)


def missing(expected: Iterable[Triple], published: Collection[Triple], corpus: Corpus) -> tuple[Finding, ...]:
    """Return a finding for each derived triple that is not published."""
    return _told(set(expected) - set(published), "follows and is not published", corpus)


def unfounded(
    inferred: Iterable[Triple], expected: Collection[Triple], published: Iterable[Triple], corpus: Corpus
) -> tuple[Finding, ...]:
    """Return a finding for each triple published as inferred that nothing entails.

    skos:related is our own rule (`powergraph.graph.inference`): it holds where two topics link to each other.
    """
    links = {(t.subject, t.object) for t in published if t.predicate == POW.linksTo}
    return _told(
        {
            triple
            for triple in set(inferred) - set(expected)
            if not (
                triple.predicate == SKOS.related
                and {(triple.subject, triple.object), (triple.object, triple.subject)} <= links
            )
        },
        "is published as inferred and follows from nothing",
        corpus,
    )


def types_by_domain_or_range(
    published: Collection[Triple], ontology: Collection[Triple], corpus: Corpus
) -> tuple[Finding, ...]:
    """Return a finding for each thing that a domain or range would give a type that it does not have."""
    ends: dict[NamedNode, dict[NamedNode, set[Term]]] = {end: defaultdict(set) for end in _ENDS}
    objects = {t.subject for t in ontology if t.predicate == RDF.type and t.object == OWL.ObjectProperty}
    for axiom in ontology:
        if axiom.predicate in _ENDS and isinstance(axiom.subject, NamedNode):
            ends[axiom.predicate][axiom.subject].add(axiom.object)
    facts = set(published)
    axioms = set(ontology)  # in which the values of the ontology have their types
    types = {(t.subject, t.object) for t in facts | axioms if t.predicate == RDF.type}
    found = set()
    for triple in facts:
        for kind in ends[RDFS.domain].get(triple.predicate, ()):
            if (triple.subject, kind) not in types:
                found.add((triple, triple.subject, kind))
        if triple.predicate in objects:
            for kind in ends[RDFS.range].get(triple.predicate, ()):
                if (triple.object, kind) not in types and not isinstance(triple.object, Literal):
                    found.add((triple, triple.object, kind))
    return tuple(
        sorted(
            Finding(*corpus.place(*triple), f"{told(triple.predicate)} would make {told(node)} a {told(kind)}")
            for triple, node, kind in found
        )
    )


def _told(triples: set[Triple], what: str, corpus: Corpus) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            Finding(*corpus.place(*t), f"{told(t.subject)} {told(t.predicate)} {told(t.object)} {what}")
            for t in triples
        )
    )
