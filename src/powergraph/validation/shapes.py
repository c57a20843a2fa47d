"""The shapes: what a graph has to keep to, and how each of them speaks to an author."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from powergraph.diagnostics import Severity
from powergraph.prefixes import compact
from powergraph.resources import resource_path
from powergraph.rules import Rule
from powergraph.validation.evaluate import subclass_pairs
from powergraph.validation.paths import path_text
from powergraph.validation.plan import Plan, read_plan
from powergraph.validation.shape_graph import ShapeGraph, sh
from powergraph.vocabulary import POW

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = [
    "NO_TEXT",
    "SHAPES_IRI",
    "Axioms",
    "ShapeText",
    "Shapes",
    "ShapesError",
    "load_axioms",
    "load_ontology",
    "load_shapes",
]

#: The shipped shapes are one hash document.
SHAPES_IRI = "https://w3id.org/powergraph/shapes"
#: The shipped files: invariants of the converter, and what an author could do better.
SHIPPED = tuple(f"shapes/{name}.ttl" for name in ("core", "quality", "skos", "mappings", "ontology"))

_SEVERITIES = {sh("Violation"): Severity.ERROR, sh("Warning"): Severity.WARNING, sh("Info"): Severity.INFO}


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


@dataclass(frozen=True)
class Shapes:
    """A set of shapes, parsed once, to validate with as often as wanted.

    *triples* are those of the files; *plan* is how they are evaluated. *graph* holds them as they are written for
    rdflib, *flat* as pyshacl runs them: see `fallback.flatten`.
    """

    triples: tuple[ox.Triple, ...]
    _texts: dict[str, ShapeText] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def said(self) -> ShapeGraph:
        """The triples by subject."""
        return ShapeGraph(self.triples)

    def rules(self) -> tuple[Rule, ...]:
        """Return each shape that says something as a rule, its id `shapes.` and the local name, in their order."""
        said = (shape for shape in self.said.subjects() if self.said.texts(shape, sh("message")))
        return tuple(self._rule(shape) for shape in sorted(said) if not shape.startswith("_:"))

    def _rule(self, shape: str) -> Rule:
        text = self.text(shape)
        means = text.messages.get("en", "").replace(": {?value}", "")
        return Rule(f"shapes.{local_name(shape)}", (self.severity(shape),), means, text.hints.get("en", ""))

    @cached_property
    def plan(self) -> Plan:
        """The shapes, ready to be evaluated."""
        return read_plan(self.said)

    @cached_property
    def graph(self) -> "Graph":
        """The shapes as they are written."""
        return _rdflib_graph(self.triples)

    @cached_property
    def flat(self) -> "Graph":
        """The shapes as pyshacl runs them."""
        from powergraph.validation.fallback import flatten

        return flatten(self.graph)

    def text(self, shape: str) -> ShapeText:
        """Return what *shape* says, an IRI or a blank node with or without `_:`; empty where it says nothing."""
        name = str(shape)
        if name not in self._texts:
            self._texts[name] = self._read(name if self.said.predicates(name) else f"_:{name}")
        return self._texts[name]

    def _read(self, shape: str) -> ShapeText:
        path = next((node for node in self.said.objects(shape, sh("path")) if isinstance(node, str)), "")
        return ShapeText(
            messages=self.said.texts(shape, sh("message")),
            hints=self._hints(shape),
            path=path_text(self.said, path) if path else "",
            about_value=bool(self.said.objects(shape, sh("targetNode"))),
        )

    def severity(self, shape: str) -> Severity:
        """Return the severity of the results of *shape*: a violation where it says none (SHACL 1.0, section 2.1.4)."""
        for severity in self.said.objects(shape, sh("severity")):
            return _SEVERITIES.get(str(severity), Severity.ERROR)
        return Severity.ERROR

    def _hints(self, shape: str) -> Mapping[str, str]:
        """Return the hint of *shape*, else of a node shape that holds it, else the one for all shipped shapes."""
        holders = sorted(holder for holder, predicate in self.said.pointing_at(shape) if predicate == sh("property"))
        default = [SHAPES_IRI] if shape.startswith(SHAPES_IRI + "#") else []
        for node in (shape, *holders, *default):
            if hints := self.said.texts(node, POW.fixHint.value):
                return hints
        return {}


def load_shapes(extra: Iterable[Path] = ()) -> Shapes:
    """Return the shipped shapes together with those of the Turtle files *extra*.

    Raises ShapesError where a file cannot be read.
    """
    files = (*(resource_path(name) for name in SHIPPED), *extra)
    return Shapes(tuple(dict.fromkeys(triple for file in files for triple in _parse(file))))


@dataclass(frozen=True)
class Axioms:
    """What the ontology says of its classes: which stand below which."""

    subclasses: tuple[tuple[str, str], ...]


@cache
def load_axioms() -> Axioms:
    """Return the axioms of the shipped ontology, parsed once.

    Raises ShapesError where it cannot be read.
    """
    return Axioms(tuple(subclass_pairs(_parse(resource_path("ontology/powergraph.ttl")))))


@cache
def load_ontology() -> "Graph":
    """Return the shipped ontology as a graph of rdflib, parsed once; nobody changes it.

    Raises ShapesError where it cannot be read.
    """
    return _rdflib_graph(_parse(resource_path("ontology/powergraph.ttl")))


def _rdflib_graph(triples: Iterable[ox.Triple]) -> "Graph":
    from rdflib import Graph

    from powergraph.validation.terms import load_triples

    return load_triples(Graph(), triples)


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
