"""Property paths of SHACL: read from the shapes, told as SPARQL writes them, and followed in an index."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from powergraph.prefixes import compact
from powergraph.validation.nodes import Index, Node
from powergraph.validation.shape_graph import ShapeGraph, Unknown, sh
from powergraph.vocabulary import RDF

__all__ = [
    "Alternative",
    "Path",
    "Repeated",
    "Sequence",
    "Step",
    "Values",
    "Watch",
    "bind",
    "path_text",
    "read_path",
    "steps",
]

#: From a node to the distinct nodes at the end of a path.
Values: TypeAlias = Callable[[Node], Collection[Node]]
#: Told of each predicate, followed back or not, and the node that it is followed from.
Watch: TypeAlias = Callable[[str, bool, Node], None]

_REPEATED = ((sh("zeroOrMorePath"), "*"), (sh("oneOrMorePath"), "+"), (sh("zeroOrOnePath"), "?"))
_DEEPEST = 8  # pyshacl refuses deeper ones


@dataclass(frozen=True, slots=True)
class Step:
    """One predicate, followed from subject to object or back."""

    predicate: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths one after the other."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Paths to choose from."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path followed *sign* times: `*`, `+` or `?`."""

    part: "Path"
    sign: str


Path: TypeAlias = Step | Sequence | Alternative | Repeated


def read_path(shapes: ShapeGraph, node: str, *, inverse: bool = False, depth: int = 0) -> Path:
    """Return the path that *node* describes (SHACL 1.0, section 2.3.1).

    Raises Unknown where it is none, or one that is not followed here.
    """
    if depth > _DEEPEST:
        raise Unknown("a path of this depth")
    if not node.startswith("_:"):
        return Step(node, inverse)

    def inner(part: object, *, inverted: bool = inverse) -> Path:
        if not isinstance(part, str):
            raise Unknown("a literal in a path")
        return read_path(shapes, part, inverse=inverted, depth=depth + 1)

    said = shapes.predicates(node)
    if RDF.first.value in said:
        if inverse:
            raise Unknown("the inverse of a sequence")
        return Sequence(tuple(inner(part) for part in shapes.items(node)))
    if len(said) != 1:
        raise Unknown("a path of several kinds")
    if sh("inversePath") in said:
        return inner(shapes.only(node, sh("inversePath")), inverted=not inverse)
    if sh("alternativePath") in said:
        head = shapes.only(node, sh("alternativePath"))
        return Alternative(tuple(inner(part) for part in shapes.items(head)))
    for predicate, sign in _REPEATED:
        if predicate in said:
            return Repeated(inner(shapes.only(node, predicate)), sign)
    raise Unknown("a path")


def path_text(shapes: ShapeGraph, node: str) -> str:
    """Return a path in SPARQL's notation with prefixed names; empty where it is none."""
    if not node.startswith("_:"):
        return compact(node)

    def step(part: object) -> str:
        text = path_text(shapes, str(part))
        return f"({text})" if str(part).startswith("_:") else text

    for inverse in shapes.objects(node, sh("inversePath")):
        return f"^{step(inverse)}"
    for head in shapes.objects(node, sh("alternativePath")):
        return "|".join(step(part) for part in shapes.items(head))
    for predicate, sign in _REPEATED:
        for inner in shapes.objects(node, predicate):
            return f"{step(inner)}{sign}"
    return "/".join(step(part) for part in shapes.items(node))


def steps(path: Path, *, first: bool = True) -> Iterator[tuple[Step, bool]]:
    """Yield each predicate of a path, and whether it is followed from the focus node itself alone."""
    match path:
        case Step():
            yield path, first
        case Sequence(parts):
            for number, part in enumerate(parts):
                yield from steps(part, first=first and number == 0)
        case Alternative(parts):
            for part in parts:
                yield from steps(part, first=first)
        case Repeated(part, sign):
            yield from steps(part, first=first and sign == "?")


def bind(path: Path, index: Index, watch: Watch | None = None) -> Values:
    """Return the function that follows *path* in *index*; *watch* is told of each step that it takes."""
    match path:
        case Step(predicate, inverse):
            return _step(index.table(predicate, inverse=inverse).get, predicate, inverse, watch)
        case Sequence(parts):
            functions = [bind(part, index, watch) for part in parts]
            return lambda node: _sequence(functions, node)
        case Alternative(parts):
            functions = [bind(part, index, watch) for part in parts]
            return lambda node: {value for function in functions for value in function(node)}
        case Repeated(part, sign):
            follow = bind(part, index, watch)
            if sign == "?":
                return lambda node: {node, *follow(node)}
            return lambda node: _closure(follow, node, itself=sign == "*")


def _step(get: Callable[..., Collection[Node]], predicate: str, inverse: bool, watch: Watch | None) -> Values:
    if watch is None:
        return lambda node: get(node, ())

    def follow(node: Node) -> Collection[Node]:
        watch(predicate, inverse, node)
        return get(node, ())

    return follow


def _sequence(functions: list[Values], node: Node) -> Collection[Node]:
    found: Collection[Node] = (node,)
    for follow in functions:
        found = follow(next(iter(found))) if len(found) == 1 else {end for start in found for end in follow(start)}
    return found


def _closure(follow: Values, node: Node, *, itself: bool) -> Collection[Node]:
    found: set[Node] = {node} if itself else set()
    pending = [*follow(node)]
    while pending:
        current = pending.pop()
        if current not in found:
            found.add(current)
            pending.extend(follow(current))
    return found
