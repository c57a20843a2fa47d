"""Terms between pyoxigraph, which the program speaks, and rdflib, which pyshacl needs."""

import logging
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from powergraph.vocabulary import XSD

__all__ = ["from_rdflib", "load_triples", "to_rdflib"]

# rdflib logs each ill-typed literal with a traceback; here the shapes tell of it, at its place.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


def load_triples(graph: Graph, triples: Iterable[ox.Triple]) -> Graph:
    """Add *triples* to an rdflib graph, and return that."""
    named = cache(URIRef)  # most IRIs come often, and a URIRef is slow to make
    for triple in triples:
        subject, target = triple.subject, triple.object
        graph.add(
            (
                named(subject.value) if isinstance(subject, ox.NamedNode) else to_rdflib(subject),
                named(triple.predicate.value),
                named(target.value) if isinstance(target, ox.NamedNode) else to_rdflib(target),
            )
        )
    return graph


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return the same term of rdflib, a literal with its lexical form as it stands.

    A simple literal has no datatype in rdflib, which takes "x" and "x"^^xsd:string for two.
    """
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal() if term.language:
            return Literal(term.value, lang=term.language)
        case ox.Literal() if term.datatype == XSD.string:
            return Literal(term.value)
        case ox.Literal():
            return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
        case _:
            raise ValueError(f"not a term of RDF 1.1: {term}")


def from_rdflib(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the same term of pyoxigraph."""
    match node:
        case URIRef():
            return ox.NamedNode(str(node))
        case BNode():
            return ox.BlankNode(str(node))
        case Literal() if node.language:
            return ox.Literal(str(node), language=node.language)
        case Literal() if node.datatype:
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
        case _:
            return ox.Literal(str(node))
