"""The DL reasoner accepts the example of a sound graph and finds planted clashes, at their lines."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from gate.assessment import Checkout
from gate.located import Corpus, read_turtle
from gate.queries import CHECKS
from gate.reasoning import consistency, dl_triples, is_consistent, unsatisfiable
from powergraph.prefixes import PREFIXES
from powergraph.vocabulary import POW, RDF, SKOS

ROOT = Path(__file__).parents[2]
PLANTED = CHECKS / "reasoning"

pytestmark = pytest.mark.java


def corpus(name: str) -> Corpus:
    return Corpus((read_turtle(PLANTED / name, name),))


def marked(name: str) -> list[int]:
    lines = (PLANTED / name).read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if line.endswith("# here")]


def test_planted_clash_is_found_at_its_lines() -> None:
    found = consistency(corpus("consistent.ttl"))
    assert [finding.line for finding in found] == marked("consistent.ttl")
    assert all("inconsistent" in finding.message for finding in found)


def test_graph_without_the_clash_is_consistent() -> None:
    triples = dl_triples(corpus("consistent.ttl").triples)
    dog = next(t for t in triples if t.predicate == RDF.type and t.object == NamedNode(PREFIXES["pow"] + "Dog"))
    assert is_consistent([triple for triple in triples if triple != dog])


def test_class_without_a_possible_member_is_found_at_its_line() -> None:
    assert [finding.line for finding in unsatisfiable(corpus("satisfiable.ttl"))] == marked("satisfiable.ttl")


def test_annotations_are_no_relations() -> None:
    known = corpus("consistent.ttl").triples
    assert SKOS.note in {triple.predicate for triple in known}
    assert SKOS.note not in {triple.predicate for triple in dl_triples(known)}


def test_clash_planted_in_the_published_dataset_is_found() -> None:
    """The verdict on the real thing can fail too: a source of one group is put into the other."""
    triples = dl_triples(Checkout(ROOT).everything.triples)
    source = next(t.subject for t in triples if t.predicate == RDF.type and t.object == POW.RelationalPowerSource)
    assert not is_consistent([*triples, Triple(source, RDF.type, POW.SystemicPowerSource)])
