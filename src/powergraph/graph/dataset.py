"""The dataset between assembling and validating: named graphs of quads, and where each subject is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from powergraph.diagnostics import Place
from powergraph.graph.packed import Chunk, PackedTriples, pack, sorted_lines
from powergraph.vocabulary import RDF

__all__ = ["Dataset", "NamedGraph"]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One named graph: its IRI, its distinct triples in N-Triples order, and its note's path if it is a note's.

    In a large vault the triples are packed, and unpacked each time they are gone through.
    """

    iri: str
    triples: Sequence[Triple]
    note: str | None = None

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """The triples in the parts in which they are stored."""
        if isinstance(self.triples, PackedTriples):
            return self.triples.chunks
        return (pack(sorted_lines(self.triples)),)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a dataset holds: *triples* counts the distinct ones of the default graph, *published* those without the
    ontology, *classes* the instances of each class (by IRI) among the published."""

    triples: int
    published: int
    classes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Dataset:
    """All named graphs but the validation's, and where things are written.

    *origins* has the place of each subject IRI; *statements* that of each statement in a hand-made file. *counts* are
    known already where the dataset was assembled from notes.
    """

    base: str
    graphs: tuple[NamedGraph, ...]
    origins: Mapping[str, Place]
    statements: Mapping[Triple, Place] = field(default_factory=dict)
    counts: Counts | None = None

    def counted(self) -> Counts:
        """Count what the graphs hold by going through them."""
        published = set(self.published_triples())
        types = (t.object for t in published if t.predicate == RDF.type)
        classes = Counter(kind.value for kind in types if isinstance(kind, NamedNode))
        return Counts(sum(1 for _ in self.default_graph()), len(published), classes)

    def default_graph(self) -> Iterator[Triple]:
        """Yield each distinct triple of the merged graphs once."""
        return _merged(self.graphs)

    def published_lines(self) -> list[bytes]:
        """Return the published triples as sorted, distinct lines of N-Triples, without line ends."""
        graphs = (graph for graph in self.graphs if graph.iri != f"{self.base}graph/ontology")
        lines: set[bytes] = set()
        for graph in graphs:
            for chunk in graph.chunks:
                lines.update(chunk.lines().split(b"\n"))
        return sorted(lines - {b""})

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
