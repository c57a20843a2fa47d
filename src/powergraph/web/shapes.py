"""The shapes that the data is validated against, as they travel with the program."""

from collections.abc import Iterable
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from powergraph.engine.results import Term
from powergraph.prefixes import PREFIXES
from powergraph.resources import resource_path
from powergraph.web.negotiation import MediaType
from powergraph.web.pages import Shape, ShapePage
from powergraph.web.service import serialize_triples
from powergraph.web.words import Words, name_of

__all__ = ["shaped_properties", "shapes_document", "shapes_page"]

_SH = PREFIXES["sh"]


def shapes_document(media_type: MediaType) -> bytes:
    """Return all shapes in the format of *media_type*."""
    return serialize_triples([quad.triple for quad in _shapes()], media_type)


def shapes_page(words: Words) -> ShapePage:
    """Return the page of the shapes."""
    store = _shapes()
    nodes = {quad.subject for quad in store.quads_for_pattern(None, _iri("rdf:type"), _iri("sh:NodeShape"))}
    shapes = sorted((_shape(store, node, words) for node in nodes if isinstance(node, NamedNode)), key=lambda s: s.name)
    return ShapePage(tuple(shapes))


def shaped_properties(classes: Iterable[str]) -> frozenset[str]:
    """Return the properties that a shape of one of these classes speaks about; paths of several steps are left out."""
    store, found = _shapes(), set()
    for each in classes:
        for target in store.quads_for_pattern(None, _iri("sh:targetClass"), NamedNode(each)):
            for part in store.quads_for_pattern(target.subject, _iri("sh:property"), None):
                if isinstance(part.object, NamedNode | BlankNode):
                    paths = store.quads_for_pattern(part.object, _iri("sh:path"), None)
                    found |= {path.object.value for path in paths if isinstance(path.object, NamedNode)}
    return frozenset(found)


@cache
def _shapes() -> Store:
    store = Store()
    try:
        folder = resource_path("shapes")
    except FileNotFoundError:
        return store
    for path in sorted(folder.glob("*.ttl")):
        store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


def _shape(store: Store, node: NamedNode, words: Words) -> Shape:
    def objects(subject: NamedNode | BlankNode, name: str) -> list[NamedNode | BlankNode | Literal]:
        return [
            quad.object
            for quad in store.quads_for_pattern(subject, _iri(name), None)
            if isinstance(quad.object, NamedNode | BlankNode | Literal)
        ]

    def text(subject: NamedNode | BlankNode, name: str) -> str:
        found = (each for each in objects(subject, name) if isinstance(each, Literal))
        best = words.best(Term("literal", each.value, each.language or "") for each in found)
        return best.value if best else ""

    demands = []
    for part in (node, *objects(node, "sh:property"), *objects(node, "sh:sparql")):
        if isinstance(part, Literal) or not (message := text(part, "sh:message")):
            continue
        path = next((each.value for each in objects(part, "sh:path") if isinstance(each, NamedNode)), "")
        severity = next((each.value for each in objects(part, "sh:severity")), _SH + "Violation")
        demands.append((words.term(path) if path else None, severity.removeprefix(_SH), message))
    targets = [each.value for each in objects(node, "sh:targetClass")]
    return Shape(
        name=text(node, "rdfs:label") or name_of(node.value),
        description=text(node, "rdfs:comment") or text(node, "sh:description"),
        targets=tuple(words.term(each) for each in targets),
        demands=tuple(sorted(demands, key=lambda each: (each[0].text if each[0] else "", each[2]))),
    )


def _iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
