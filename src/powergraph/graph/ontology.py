"""The ontology as a named graph: loaded from its Turtle, blank nodes given IRIs."""

from pathlib import Path
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
)

from powergraph.graph.dataset import NamedGraph
from powergraph.prefixes import ONTOLOGY_IRI

__all__ = ["load_ontology"]

#: Skolem IRIs (RDF 1.1 Concepts, 3.5) stand below the vocabulary's own IRI, whatever the base of the data is.
_GENID = ONTOLOGY_IRI + "/.well-known/genid/"


def load_ontology(path: Path, graph: NamedNode) -> NamedGraph:
    """Load a Turtle file as the named graph *graph*, its blank nodes skolemised in canonical order (RDFC-1.0).

    Raises ValueError naming the file where it is not Turtle.
    """
    try:
        quads = Dataset(parse(path=str(path), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise ValueError(f"{path.name}: {error}") from error
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    triples = {Triple(_skolem(q.subject), q.predicate, _skolem(q.object)) for q in quads}
    return NamedGraph(graph.value, tuple(sorted(triples, key=str)))


_Term = TypeVar("_Term")


def _skolem(term: _Term) -> _Term | NamedNode:
    return NamedNode(_GENID + term.value) if isinstance(term, BlankNode) else term
