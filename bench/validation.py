"""Measure validation on the demo notes, copied under other names, beside pyshacl on the fewest of them.

`make bench` runs it and leaves the figures in bench/results/validation.json.
"""

import resource
import time

from inference import copied
from machine import ROOT, write_result

from powergraph.config import load_vault_settings
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.prefixes import BASE_IRI
from powergraph.publishing.build import check
from powergraph.validation import fallback, load_axioms, load_shapes, validate

COPIES = (1, 10, 30, 77)


def dataset(graphs: tuple[NamedGraph, ...], copies: int) -> Dataset:
    """Return so many vaults as one, each of other things than the rest; the ontology is there once."""
    made = [graph for graph in graphs if graph.iri == f"{BASE_IRI}graph/ontology"]
    for number in range(copies):
        for graph in graphs:
            if graph not in made:
                note = f"{number}/{graph.note}" if graph.note else None
                made.append(NamedGraph(f"{graph.iri}/{number}", tuple(copied(list(graph.triples), number)), note))
    return Dataset(BASE_IRI, tuple(made), {})


def main() -> None:
    """Measure and write."""
    folder = ROOT / "data/notes"
    checked = check(folder, load_vault_settings(folder))
    assert checked.graph is not None
    graphs = checked.graph.dataset.graphs
    notes = sum(graph.note is not None for graph in graphs)
    shapes, axioms = load_shapes(), load_axioms()
    start = time.perf_counter()
    assert not shapes.plan.left
    figures: dict[str, object] = {"seconds to plan the shapes": round(time.perf_counter() - start, 3)}
    for copies in COPIES:
        data = dataset(graphs, copies)
        start = time.perf_counter()
        validate(data, shapes, axioms)
        seconds = time.perf_counter() - start
        figures[f"{notes * copies} notes"] = {
            "triples": sum(1 for _ in data.default_graph()),
            "seconds": round(seconds, 2),
            "notes a second": round(notes * copies / seconds),
            "peak of the process, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    data = dataset(graphs, 1)
    start = time.perf_counter()
    fallback.run(data.default_graph(), shapes.flat, axioms.subclasses, frozenset())
    seconds = time.perf_counter() - start
    figures[f"pyshacl, {notes} notes"] = {"seconds": round(seconds, 2), "notes a second": round(notes / seconds, 1)}
    write_result("validation", figures)


if __name__ == "__main__":
    main()
