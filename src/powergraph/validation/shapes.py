"""The shapes: what a graph has to keep to, and how each of them speaks to an author."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from powergraph.diagnostics import Severity
from powergraph.prefixes import compact
from powergraph.resources import resource_path
from powergraph.rules import Rule
from powergraph.validation.terms import load_triples
from powergraph.vocabulary import POW

__all__ = ["NO_TEXT", "SHAPES_IRI", "ShapeText", "Shapes", "ShapesError", "load_ontology", "load_shapes"]

#: The shipped shapes are one hash document.
SHAPES_IRI = "https://w3id.org/powergraph/shapes"
#: The shipped files: invariants of the converter, and what an author could do better.
SHIPPED = tuple(f"shapes/{name}.ttl" for name in ("core", "quality", "skos", "mappings", "ontology"))

#: The severities of SHACL in our words.
SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_FIX_HINT = URIRef(POW.fixHint.value)


class ShapesError(ValueError):
    """A file of shapes, or the ontology, that cannot be read: it stops a build. The message names file and line."""


@dataclass(frozen=True, slots=True)
class ShapeText:
    """What a shape says when something breaks it: messages and hints by language, and its property path.

    *path* is in SPARQL's notation with prefixed names, or "" for a node shape. *about_value* is true where the shape is
    about the whole dataset, with a class or property as its focus node: the value of a result is the thing at fault.
    """

    messages: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    about_value: bool = False


NO_TEXT = ShapeText()


@dataclass(frozen=True, slots=True)
class Shapes:
    """A set of shapes, parsed once, to validate with as often as wanted.

    *graph* holds them as they are written, *flat* as they are run: see `flatten`.
    """

    graph: Graph
    flat: Graph
    _texts: dict[Node, ShapeText] = field(default_factory=dict, repr=False)

    def text(self, shape: Node) -> ShapeText:
        """Return what *shape* says; empty where it says nothing."""
        if shape not in self._texts:
            path = self.graph.value(shape, SH.path)
            self._texts[shape] = ShapeText(
                messages=_by_language(self.graph, shape, SH.message),
                hints=self._hints(shape),
                path=_path(self.graph, path) if path is not None else "",
                about_value=(shape, SH.targetNode, None) in self.graph,
            )
        return self._texts[shape]

    def rules(self) -> tuple[Rule, ...]:
        """Return each shape that says something as a rule, its id `shapes.` and the local name, in their order."""
        said = {shape for shape in self.graph.subjects(SH.message) if isinstance(shape, URIRef)}
        return tuple(self._rule(shape) for shape in sorted(said))

    def _rule(self, shape: URIRef) -> Rule:
        text = self.text(shape)
        severity = self.graph.value(shape, SH.severity)
        means = text.messages.get("en", "").replace(": {?value}", "")
        known = SEVERITIES.get(severity, Severity.ERROR) if isinstance(severity, URIRef) else Severity.ERROR
        return Rule(f"shapes.{local_name(shape)}", (known,), means, text.hints.get("en", ""))

    def _hints(self, shape: Node) -> Mapping[str, str]:
        """Return the hint of *shape*, else of a node shape that holds it, else the one for all shipped shapes."""
        holders = sorted(self.graph.subjects(SH.property, shape), key=str)
        default = [URIRef(SHAPES_IRI)] if str(shape).startswith(SHAPES_IRI + "#") else []
        for node in (shape, *holders, *default):
            if hints := _by_language(self.graph, node, _FIX_HINT):
                return hints
        return {}


def load_shapes(extra: Iterable[Path] = ()) -> Shapes:
    """Return the shipped shapes together with those of the Turtle files *extra*.

    Raises ShapesError where a file cannot be read.
    """
    graph = Graph()
    for file in (*(resource_path(name) for name in SHIPPED), *extra):
        load_triples(graph, _parse(file))
    return Shapes(graph, flatten(graph))


def flatten(shapes: Graph) -> Graph:
    """Return a copy in which the property shapes of a targeted node shape have its targets themselves.

    It says the same and runs three times as fast: pyshacl checks a property shape that stands under another shape for
    one focus node after the other, and one that has targets for all of them at once. A node shape that is more than its
    targets and property shapes (deactivated, or part of another shape) stays as it is.
    """
    flat = Graph()
    for triple in shapes:
        flat.add(triple)
    for holder in set(shapes.subjects(SH.property)):
        targets = [(predicate, target) for predicate in _TARGETS for target in shapes.objects(holder, predicate)]
        if not targets or (holder, SH.deactivated, None) in shapes or (None, None, holder) in shapes:
            continue
        for part in shapes.objects(holder, SH.property):
            flat.remove((holder, SH.property, part))
            for predicate, target in targets:
                flat.add((part, predicate, target))
    return flat


@cache
def load_ontology() -> Graph:
    """Return the shipped ontology, parsed once; nobody changes it.

    Raises ShapesError where it cannot be read.
    """
    return load_triples(Graph(), _parse(resource_path("ontology/powergraph.ttl")))


def _parse(file: Path) -> list[ox.Triple]:
    try:
        quads = ox.parse(
            path=file, format=ox.RdfFormat.TURTLE, base_iri=file.absolute().as_uri(), rename_blank_nodes=True
        )
        return [quad.triple for quad in quads]
    except SyntaxError as error:
        raise ShapesError(f"{file}:{error.lineno or 1}: {error.msg}") from error
    except OSError as error:
        raise ShapesError(f"{file}: {error.strerror}") from error


def local_name(iri: str) -> str:
    """Return what stands behind the namespace of an IRI."""
    return compact(iri).rpartition("#")[2].rpartition("/")[2].rpartition(":")[2]


def _by_language(graph: Graph, subject: Node, predicate: URIRef) -> Mapping[str, str]:
    """Return the texts by language tag, the first in order where a language has several."""
    texts = sorted((getattr(text, "language", None) or "", str(text)) for text in graph.objects(subject, predicate))
    return dict(reversed(texts))


def _path(graph: Graph, node: Node) -> str:
    """Return a SHACL property path in SPARQL's notation (SHACL 1.0, section 2.3.1)."""
    if isinstance(node, URIRef):
        return compact(str(node))
    if (inverse := graph.value(node, SH.inversePath)) is not None:
        return f"^{_step(graph, inverse)}"
    if (choices := graph.value(node, SH.alternativePath)) is not None:
        return "|".join(_step(graph, choice) for choice in Collection(graph, choices))
    for repeated, sign in ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?")):
        if (inner := graph.value(node, repeated)) is not None:
            return f"{_step(graph, inner)}{sign}"
    if graph.value(node, RDF.first) is not None:
        return "/".join(_step(graph, step) for step in Collection(graph, node))
    return ""


def _step(graph: Graph, node: Node) -> str:
    text = _path(graph, node)
    return text if isinstance(node, URIRef) else f"({text})"
