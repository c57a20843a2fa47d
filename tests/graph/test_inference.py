"""Inference: what the axioms add, nothing else, and the same as owlrl finds."""

from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from powergraph.config import VaultSettings
from powergraph.graph.inference import Rules, infer
from powergraph.publishing.build import check

PREFIXES = """
@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix pow: <https://w3id.org/powergraph/ontology#> .
"""


def graph(text: str) -> set[Triple]:
    return {Triple(q.subject, q.predicate, q.object) for q in parse(PREFIXES + text, format=RdfFormat.TURTLE)}


def test_classes_properties_inverses_and_chains() -> None:
    axioms = graph("""
        :A rdfs:subClassOf :B . :B rdfs:subClassOf :C , :A . :p rdfs:subPropertyOf :q .
        :q owl:inverseOf :r . :s owl:propertyChainAxiom ( :p :t ) .
    """)
    found = infer(graph(":x a :A ; :p :y . :y :t :z ."), Rules.read(axioms))
    assert found == graph(":x a :B , :C ; :q :y ; :s :z . :y :r :x .")


def test_related_only_where_links_go_both_ways() -> None:
    found = infer(graph(":a pow:linksTo :b , :c . :b pow:linksTo :a . :c pow:linksTo :c ."), Rules.read([]))
    related = NamedNode("http://www.w3.org/2004/02/skos/core#related")
    a, b = NamedNode("urn:x:a"), NamedNode("urn:x:b")
    assert found == {Triple(a, related, b), Triple(b, related, a)}


def test_every_superclass_and_chain_of_the_seed_is_there(seed_notes: Path) -> None:
    checked = check(seed_notes, VaultSettings())
    assert checked.graph is not None
    triples = set(checked.graph.dataset.default_graph())
    pow_ = "https://w3id.org/powergraph/ontology#"
    kinds = [
        t for t in triples if t.predicate.value.endswith("ns#type") and t.object == NamedNode(pow_ + "PowerSource")
    ]
    assert len(kinds) == 8
    assert sum(t.predicate.value == "http://purl.org/spar/cito/cites" for t in triples) == 3
