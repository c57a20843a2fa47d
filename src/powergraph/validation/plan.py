"""The plan of a validation: each shape made ready to be evaluated, once for as many graphs as wanted.

A property shape under a targeted node shape is evaluated as if it had the targets itself: it says the same. Where a
shape says something that is not known here, or has no words of its own for its results, it is left to pyshacl, whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from powergraph.validation.constraints import Constraint, Need, read_constraints
from powergraph.validation.nodes import Node
from powergraph.validation.paths import Path, read_path, steps
from powergraph.validation.queries import Query, read_query
from powergraph.validation.shape_graph import ShapeGraph, Unknown, sh
from powergraph.vocabulary import RDF, RDFS

__all__ = ["Plan", "PlannedShape", "Targets", "read_plan"]

_TARGETS = (sh("targetClass"), sh("targetNode"), sh("targetSubjectsOf"), sh("targetObjectsOf"))
_SEVERITIES = {sh("Violation"), sh("Warning"), sh("Info")}
_SHAPE_TYPES = {sh("NodeShape"), sh("PropertyShape")}


@dataclass(frozen=True, slots=True)
class Targets:
    """What a shape is about: instances of classes, these nodes, and subjects and objects of properties."""

    classes: frozenset[str] = frozenset()
    nodes: frozenset[Node] = frozenset()
    subjects_of: frozenset[str] = frozenset()
    objects_of: frozenset[str] = frozenset()

    def __or__(self, other: "Targets") -> "Targets":
        return Targets(
            self.classes | other.classes,
            self.nodes | other.nodes,
            self.subjects_of | other.subjects_of,
            self.objects_of | other.objects_of,
        )


@dataclass(frozen=True, slots=True)
class PlannedShape:
    """A shape that can have results: *name* is its IRI, or `_:` and the label of its blank node; *path* None is itself.

    *queries* are its SPARQL constraints: each is asked once, whatever the focus nodes.
    """

    name: str
    targets: Targets
    path: Path | None
    constraints: tuple[Constraint, ...]
    queries: tuple[Query, ...] = ()

    def needs(self) -> Iterator[Need]:
        """Yield each predicate that the shape follows, and whether it does so from the focus node alone."""
        if self.path is not None:
            yield from steps(self.path)
        for constraint in self.constraints:
            yield from constraint.needs


@dataclass(frozen=True, slots=True)
class Plan:
    """All shapes, those evaluated here and, by name with the reason, those that are left to pyshacl."""

    shapes: tuple[PlannedShape, ...]
    left: Mapping[str, str]

    def forward(self) -> frozenset[str]:
        """Return the predicates whose triples are looked for by subject."""
        followed = {step.predicate for shape in self.shapes for step, _ in shape.needs() if not step.inverse}
        targets = {predicate for shape in self.shapes for predicate in shape.targets.subjects_of}
        return frozenset(followed | targets | {RDF.type.value})

    def inverse(self) -> frozenset[str]:
        """Return the predicates whose triples are looked for by object."""
        followed = {step.predicate for shape in self.shapes for step, _ in shape.needs() if step.inverse}
        targets = {predicate for shape in self.shapes for predicate in shape.targets.objects_of}
        return frozenset(followed | targets | {RDF.type.value})


def read_plan(shapes: ShapeGraph) -> Plan:
    """Return the plan of *shapes*, in the order in which they are written."""
    targets: dict[str, Targets] = {}
    left: dict[str, str] = {}
    for name in shapes.subjects():
        own = _targets(shapes, name)
        if own is None:
            continue
        try:
            parts = _parts(shapes, name)
        except Unknown as reason:
            left[name] = str(reason)
            continue
        for shape in (name, *parts):
            targets[shape] = targets.get(shape, Targets()) | own
    planned = []
    for name, about in targets.items():
        if name in left:
            continue
        try:
            planned.append(_shape(shapes, name, about))
        except Unknown as reason:
            left[name] = str(reason)
    return Plan(tuple(shape for shape in planned if shape.constraints or shape.queries), left)


def _targets(shapes: ShapeGraph, name: str) -> Targets | None:
    """Return what *name* is about, None where it has no target, is switched off or is no shape."""
    said = shapes.predicates(name)
    types = shapes.objects(name, RDF.type.value)
    if RDFS.Class.value in types and not _SHAPE_TYPES.isdisjoint(str(kind) for kind in types):
        return Targets()  # a class that is a shape has its instances as targets: not known here, see _parts
    if said.isdisjoint(_TARGETS):
        return None
    kinds = [shapes.objects(name, predicate) for predicate in _TARGETS]
    classes, nodes, subjects_of, objects_of = ({node for node in kind if _is_target(node)} for kind in kinds)
    return Targets(
        frozenset(map(str, classes)),
        frozenset(nodes),
        frozenset(map(str, subjects_of)),
        frozenset(map(str, objects_of)),
    )


def _is_target(node: object) -> bool:
    return isinstance(node, str) and not node.startswith("_:")


def _parts(shapes: ShapeGraph, name: str) -> list[str]:
    """Return the property shapes under a targeted shape.

    Raises Unknown where they cannot have its targets themselves, or where its targets are not plain ones.
    """
    for predicate in _TARGETS:
        if not all(_is_target(node) for node in shapes.objects(name, predicate)):
            raise Unknown("a target that is no IRI")
    if sh("deactivated") in shapes.predicates(name) or sh("target") in shapes.predicates(name):
        raise Unknown("a shape that is deactivated or has a target of its own kind")
    if not {str(kind) for kind in shapes.objects(name, RDF.type.value)} <= _SHAPE_TYPES:
        raise Unknown("a shape that is something else as well")
    parts = shapes.objects(name, sh("property"))
    if parts and (shapes.objects(name, sh("path")) or shapes.pointing_at(name)):
        raise Unknown("property shapes under a shape that is part of another, or has a path")
    return [part for part in parts if isinstance(part, str)]


def _shape(shapes: ShapeGraph, name: str, targets: Targets) -> PlannedShape:
    severity = shapes.objects(name, sh("severity"))
    if len(severity) > 1 or not {str(each) for each in severity} <= _SEVERITIES:
        raise Unknown("a severity of its own")
    said = shapes.predicates(name)
    if sh("deactivated") in said:
        raise Unknown("a part that is deactivated")
    if not {str(kind) for kind in shapes.objects(name, RDF.type.value)} <= _SHAPE_TYPES:
        raise Unknown("a shape that is something else as well")
    paths = shapes.objects(name, sh("path"))
    if len(paths) > 1 or not all(isinstance(path, str) for path in paths):
        raise Unknown("several paths")
    if paths and shapes.objects(name, sh("property")):
        raise Unknown("property shapes under a property shape")
    path = read_path(shapes, str(paths[0])) if paths else None
    apart = frozenset({sh("property"), sh("sparql")})
    constraints = tuple(read_constraints(shapes, name, without=apart))
    queries = tuple(read_query(shapes, str(node)) for node in shapes.objects(name, sh("sparql")))
    if queries and (path is not None or targets != Targets(nodes=targets.nodes)):
        raise Unknown("a query about something else than given nodes")
    if (constraints or queries) and not shapes.texts(name, sh("message")):
        raise Unknown("results without a message")
    return PlannedShape(name, targets, path, constraints, queries)
