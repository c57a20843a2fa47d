"""Consistency, disjointness, domains and ranges: on the ontology alone, on the examples and on the published data."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from powergraph.prefixes import BASE_IRI, PREFIXES, compact
from powergraph.validation import load_ontology
from powergraph.validation.terms import load_triples

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "ontology" / "examples"
DATA = ROOT / "data" / "powergraph.ttl"
ONTOLOGY = load_ontology()
SOMETHING = URIRef(BASE_IRI + "something")

Triple = tuple[Node, Node, Node]


def term(name: str) -> URIRef:
    """Return the IRI of a prefixed name; without a prefix it is one of ours."""
    prefix, _, local = name.rpartition(":")
    return URIRef(PREFIXES[prefix or "pow"] + local)


def read(path: Path) -> Graph:
    """Return the graph of a Turtle file."""
    return load_triples(Graph(), (quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)))


def closure(triples: Iterable[Triple] = (), ontology: Iterable[Triple] = ONTOLOGY) -> Graph:
    """Return all that follows by the rules of OWL 2 RL."""
    graph = Graph()
    for triple in (*ontology, *triples):
        graph.add(triple)
    DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return graph


def errors(graph: Graph) -> list[str]:
    """Return what the reasoner found inconsistent: it does not raise, it says so in the graph."""
    namespace = "http://www.daml.org/2002/03/agents/agent-ont#"
    return [str(text) for text in graph.objects(None, URIRef(namespace + "error"))]


def disjoint_pairs() -> list[tuple[URIRef, URIRef]]:
    pairs = [(str(one), str(other)) for one, other in ONTOLOGY.subject_objects(OWL.disjointWith)]
    for members in ONTOLOGY.objects(None, OWL.members):
        pairs += combinations([str(member) for member in Collection(ONTOLOGY, members)], 2)
    return sorted((URIRef(one), URIRef(other)) for one, other in pairs)


PAIRS = disjoint_pairs()


def test_ontology_is_consistent() -> None:
    assert errors(closure()) == []


def test_examples_are_consistent_each_and_together() -> None:
    together = Graph()
    for file in sorted(EXAMPLES.glob("*.ttl")):
        example = read(file)
        assert errors(closure(example)) == [], file.name
        together += example
    assert errors(closure(together)) == []


@cache
def clashes() -> str:
    """Return what the reasoner says of one thing for each pair that is of both classes: `<base>clash/<number>`."""
    things = [URIRef(f"{BASE_IRI}clash/{number}") for number in range(len(PAIRS))]
    return "\n".join(
        f"{text} ."
        for text in errors(
            closure((thing, RDF.type, kind) for thing, pair in zip(things, PAIRS, strict=True) for kind in pair)
        )
    )


@pytest.mark.parametrize(
    "number", range(len(PAIRS)), ids=["-".join(compact(str(iri)) for iri in pair) for pair in PAIRS]
)
def test_disjointness_can_fire(number: int) -> None:
    assert f"common individual {BASE_IRI}clash/{number} ." in clashes()


def test_disjointness_does_not_fire_without_a_clash() -> None:
    assert f"clash/{len(PAIRS)} ." not in clashes()


def test_disjointness_is_of_ours_in_every_pair() -> None:
    """What others' classes are to each other is theirs to say."""
    pow_ = str(term("Topic")).removesuffix("Topic")
    assert [pair for pair in PAIRS if not any(str(iri).startswith(pow_) for iri in pair)] == []


MUST_BE_DISJOINT = [
    ("RelationalPowerSource", "SystemicPowerSource"),
    ("PowerSource", "PowerGroup"),
    ("PowerSource", "PowerMode"),
    ("PowerSource", "Topic"),
    ("PowerGroup", "PowerMode"),
    ("Framework", "RelationalPowerSource"),
    ("AbuseTactic", "PsychologicalEffect"),
    ("KeyConcept", "Practice"),
    ("Topic", "Note"),
    ("Form", "Passage"),
    ("Framework", "doco:Section"),
    ("PowerMode", "Citation"),
    ("Citation", "fabio:Book"),
    ("Topic", "fabio:JournalArticle"),
    ("KeyConcept", "Mention"),
    ("PowerSource", "foaf:Person"),
    ("Note", "foaf:Organization"),
]


@pytest.mark.parametrize("pair", MUST_BE_DISJOINT, ids="-".join)
def test_classes_that_nothing_can_be_both_of_are_disjoint(pair: tuple[str, str]) -> None:
    assert errors(closure([(SOMETHING, RDF.type, term(name)) for name in pair]))


MUST_NOT_BE_DISJOINT = [
    ("Topic", "AbuseTactic"),
    ("Form", "RelationalPattern"),
    ("Prompt", "Tool"),
    ("PowerSource", "KeyConcept"),
]


@pytest.mark.parametrize("pair", MUST_NOT_BE_DISJOINT, ids="-".join)
def test_classes_that_curation_may_combine_are_not_disjoint(pair: tuple[str, str]) -> None:
    assert errors(closure([(SOMETHING, RDF.type, term(name)) for name in pair])) == []


def types(graph: Graph) -> set[tuple[Node, Node]]:
    """Return the types of things; those of literals, which are datatypes, and those of RDFS and OWL left out."""
    return {
        (subject, kind)
        for subject, kind in graph.subject_objects(RDF.type)
        if isinstance(subject, URIRef) and not str(kind).startswith((str(OWL), str(RDFS)))
    }


def without_domains() -> Graph:
    left = Graph()
    for triple in ONTOLOGY:
        if triple[1] not in (RDFS.domain, RDFS.range):
            left.add(triple)
    return left


def new_types(data: Graph) -> set[tuple[Node, Node]]:
    """Return the types that follow from domains and ranges alone: those that nothing else says or implies."""
    return types(closure(data)) - types(closure(data, without_domains()))


@cache
def closure_of_data() -> Graph:
    """Return what follows from the published data, which takes seconds: once is enough."""
    return closure(read(DATA))


def test_published_data_is_consistent() -> None:
    assert len(closure_of_data()) > 1000
    assert errors(closure_of_data()) == []


def test_domains_and_ranges_infer_no_type_that_published_data_has_not() -> None:
    assert types(closure_of_data()) - types(closure(read(DATA), without_domains())) == set()


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.ttl")), ids=lambda file: file.stem)
def test_domains_and_ranges_infer_no_type_that_an_example_has_not(file: Path) -> None:
    for subject, kind in new_types(read(file)):
        elsewhere = (subject, RDF.type, None) not in read(file)
        assert elsewhere, f"{subject} becomes {kind}"


def test_wrong_type_from_a_range_would_be_found() -> None:
    person = URIRef(BASE_IRI + "person/mauss-m")
    data = read(EXAMPLES / "link.ttl")
    data.add((URIRef(BASE_IRI + "topic/consent"), term("linksTo"), person))
    assert (person, term("Topic")) in new_types(data)


def test_note_cites_the_works_of_its_citations() -> None:
    note, citation, work = (URIRef(BASE_IRI + path) for path in ("note/gifts", "citation/gifts/a", "work/a"))
    graph = closure([(note, term("hasReference"), citation), (citation, term("biro:references"), work)])
    assert (note, term("cito:cites"), work) in graph
