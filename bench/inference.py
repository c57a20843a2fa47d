"""Measure the inference on a million asserted triples: the demo dataset, copied under other names.

`make bench` runs it and leaves the figures in bench/results/inference.json. The yardstick is pyoxigraph reading the
same triples from N-Triples: both are measured in turn, and their ratio says more than the seconds.
"""

import statistics
import time

from machine import ROOT, write_result
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from powergraph.config import load_vault_settings
from powergraph.graph.inference import Rules, infer
from powergraph.prefixes import BASE_IRI, ONTOLOGY_IRI
from powergraph.publishing.build import check

WANTED = 1_000_000
RUNS = 5


def copied(triples: list[Triple], number: int) -> list[Triple]:
    """Return the triples about things of another vault."""

    def moved(term: object) -> object:
        if isinstance(term, NamedNode) and term.value.startswith(BASE_IRI) and ONTOLOGY_IRI not in term.value:
            return NamedNode(f"{BASE_IRI}{number}/{term.value.removeprefix(BASE_IRI)}")
        return term

    return [Triple(moved(t.subject), t.predicate, moved(t.object)) for t in triples]  # type: ignore[arg-type]


def main() -> None:
    """Measure and write."""
    notes = ROOT / "data/notes"
    checked = check(notes, load_vault_settings(notes))
    assert checked.graph is not None
    graphs = {graph.iri.removeprefix(BASE_IRI + "graph/"): graph.triples for graph in checked.graph.dataset.graphs}
    axioms = graphs.pop("ontology")
    del graphs["inferred"]
    asserted = [triple for triples in graphs.values() for triple in triples]
    many: list[Triple] = []
    while len(many) < WANTED:
        many += copied(asserted, len(many))
    text = serialize(many, format=RdfFormat.N_TRIPLES)
    inferring, reading = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        inferred = infer(many, Rules.read(axioms))
        inferring.append(time.perf_counter() - start)
        start = time.perf_counter()
        assert sum(1 for _ in parse(text, format=RdfFormat.N_TRIPLES)) == len(many)
        reading.append(time.perf_counter() - start)
    seconds = statistics.median(inferring)
    write_result(
        "inference",
        {
            "asserted triples": len(many),
            "inferred triples": len(inferred),
            "inference, median seconds": round(seconds, 2),
            "reading the same triples with pyoxigraph, median seconds": round(statistics.median(reading), 2),
            "ratio": round(seconds / statistics.median(reading), 2),
        },
    )


if __name__ == "__main__":
    main()
