"""The dataset between assembling and validating: named graphs of quads, and where each subject is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Triple

from powergraph.diagnostics import Place

__all__ = ["Dataset", "NamedGraph"]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One named graph: its IRI, its distinct triples in N-Triples order, and its note's path if it is a note's."""

    iri: str
    triples: tuple[Triple, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """All named graphs but the validation's, and where things are written.

    *origins* has the place of each subject IRI; *statements* that of each statement in a hand-made file.
    """

    base: str
    graphs: tuple[NamedGraph, ...]
    origins: Mapping[str, Place]
    statements: Mapping[Triple, Place] = field(default_factory=dict)

    def default_graph(self) -> Iterator[Triple]:
        """Yield each distinct triple of the merged graphs once."""
        return _merged(self.graphs)

    def published_triples(self) -> Iterator[Triple]:
        """Yield each distinct triple of the default graph without the ontology once: what the dumps hold."""
        return _merged(graph for graph in self.graphs if graph.iri != f"{self.base}graph/ontology")


def _merged(graphs: Iterable[NamedGraph]) -> Iterator[Triple]:
    seen: set[Triple] = set()
    for graph in graphs:
        for triple in graph.triples:
            if triple not in seen:
                seen.add(triple)
                yield triple
