"""The ontology as a named graph: loaded from its Turtle, blank nodes given IRIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

from powergraph.diagnostics import Place
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.handmade import HandFile
from powergraph.graph.located import TurtleFault, load_located
from powergraph.prefixes import ONTOLOGY_IRI

__all__ = ["Ontology", "load_ontology"]

#: Skolem IRIs (RDF 1.1 Concepts, 3.5) stand below the vocabulary's own IRI, whatever the base of the data is.
_GENID = ONTOLOGY_IRI + "/.well-known/genid/"


@dataclass(frozen=True, slots=True)
class Ontology:
    """The vocabulary as a named graph, and the line of each of its terms in the file."""

    graph: NamedGraph
    origins: Mapping[str, Place]


def load_ontology(file: HandFile, graph: NamedNode) -> Ontology:
    """Load a Turtle file as the named graph *graph*, its blank nodes skolemised in canonical order (RDFC-1.0).

    Raises ValueError naming file and line where it is not Turtle.
    """
    try:
        located = load_located(file.path, ONTOLOGY_IRI)
    except TurtleFault as fault:
        raise ValueError(f"{file.shown}:{fault.line}:{fault.column}: {fault}") from fault
    quads = Dataset(Quad(item.triple.subject, item.triple.predicate, item.triple.object) for item in located)
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    triples = {Triple(_skolem(q.subject), q.predicate, _skolem(q.object)) for q in quads}
    origins: dict[str, Place] = {}
    for item in located:
        if isinstance(item.triple.subject, NamedNode):
            origins.setdefault(item.triple.subject.value, Place(file.shown, item.line))
    return Ontology(NamedGraph(graph.value, tuple(sorted(triples, key=str))), origins)


_Term = TypeVar("_Term")


def _skolem(term: _Term) -> _Term | NamedNode:
    return NamedNode(_GENID + term.value) if isinstance(term, BlankNode) else term
