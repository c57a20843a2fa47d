"""Every folder of tests/cases is a small vault with the graph it must give; `make golden` rewrites it."""

import difflib
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from powergraph.config import VaultSettings
from powergraph.publishing.build import check
from powergraph.publishing.dumps import ntriples
from powergraph.turtle import write_turtle

CASES = Path(__file__).parent / "cases"


def graph_of(case: Path) -> list[Triple]:
    """What the notes say: the notes' own graphs and their works, without description and inferences."""
    checked = check(case, VaultSettings())
    assert checked.graph is not None
    assert not checked.has_errors, [str(d) for d in checked.diagnostics]
    dataset = checked.graph.dataset
    said = [g for g in dataset.graphs if g.note or g.iri.endswith("graph/works")]
    return [triple for graph in said for triple in graph.triples]


@pytest.mark.parametrize("case", sorted(p for p in CASES.iterdir() if p.is_dir()), ids=lambda case: case.name)
def test_case_gives_its_graph(case: Path, golden: bool) -> None:
    triples = graph_of(case)
    expected = case / "expected.ttl"
    if golden:
        expected.write_bytes(
            write_turtle(triples, VaultSettings().base_iri, "Expected graph; rewritten by `make golden`.")
        )
    quads = parse(path=str(expected), format=RdfFormat.TURTLE)
    wanted = ntriples(Triple(q.subject, q.predicate, q.object) for q in quads).decode().splitlines()
    found = ntriples(triples).decode().splitlines()
    assert found == wanted, "\n".join(difflib.unified_diff(wanted, found, "expected", "found", lineterm="", n=0))
