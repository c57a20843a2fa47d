"""The DL reasoner accepts the example of a sound graph and finds planted clashes, at their lines."""

from pathlib import Path

import pytest

from gate.located import Corpus, read_turtle
from gate.queries import CHECKS
from gate.reasoning import consistency, dl_triples, is_consistent, unsatisfiable
from powergraph.vocabulary import RDF

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
    tiger = next(t for t in triples if t.predicate == RDF.type and str(t.object).endswith("#Dog>"))
    assert is_consistent([triple for triple in triples if triple != tiger])


def test_class_without_a_possible_member_is_found_at_its_line() -> None:
    assert [finding.line for finding in unsatisfiable(corpus("satisfiable.ttl"))] == marked("satisfiable.ttl")


def test_annotations_are_no_relations(tmp_path: Path) -> None:
    assert not [t for t in dl_triples(corpus("consistent.ttl").triples) if "note" in str(t.predicate)]
