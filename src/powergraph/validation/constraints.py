"""The constraints of SHACL Core that are evaluated here: read from the shapes, then checked on nodes of an index.

A component is read once to a Constraint, and bound to an index to a Check: from a focus node and its value nodes to the
values at fault, None standing for a result without sh:value. Where the specification leaves room, pyshacl's way is
taken. What is not known here raises Unknown, and the shape goes to pyshacl.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from powergraph.prefixes import PREFIXES
from powergraph.validation.literals import compare_pair, compare_to_bound, has_datatype
from powergraph.validation.nodes import Index, Node, Text
from powergraph.validation.paths import Path, Step, Watch, bind, read_path, steps
from powergraph.validation.shape_graph import ShapeGraph, Unknown, sh
from powergraph.vocabulary import RDF, XSD

__all__ = ["ANNOTATIONS", "Bound", "Check", "Classes", "Constraint", "Count", "Need", "Test", "read_constraints"]

#: From a focus node and its value nodes to the values at fault.
Check: TypeAlias = Callable[[Node, Collection[Node]], Iterable[Node | None]]
#: From a class to itself and all that stand below it.
Classes: TypeAlias = Callable[[str], frozenset[str]]
#: A step that a constraint takes in the graph, and whether it starts at the focus node itself.
Need: TypeAlias = tuple[Step, bool]

#: What a shape may say beside its constraints.
ANNOTATIONS = frozenset(
    {
        *(sh(name) for name in ("name", "description", "order", "group", "severity", "message", "path")),
        *(sh(name) for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")),
        RDF.type.value,
        PREFIXES["rdfs"] + "label",
        PREFIXES["rdfs"] + "comment",
        PREFIXES["pow"] + "fixHint",
    }
)
_TYPE = RDF.type.value
_KINDS = {
    sh("IRI"): (True, False, False),
    sh("Literal"): (False, True, False),
    sh("BlankNode"): (False, False, True),
    sh("IRIOrLiteral"): (True, True, False),
    sh("BlankNodeOrIRI"): (True, False, True),
    sh("BlankNodeOrLiteral"): (False, True, True),
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape: the IRI of its component, how to bind it, and the steps that it takes in the graph.

    *instance_of* is the class where it says nothing but that the values are instances of it.
    """

    component: str
    bind: "Callable[[Bound], Check]"
    needs: tuple[Need, ...] = ()
    instance_of: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """What constraints are bound to: an index, and the classes below each class.

    Where the index does not hold everything, *assume* is asked whether a thing that is not known to be an instance of
    one of some classes is taken for one, and *watch* is told of each node that a path goes on from.
    """

    index: Index
    classes: Classes
    assume: Callable[[tuple[str, ...], str], bool] | None = None
    watch: Watch | None = None


def read_constraints(shapes: ShapeGraph, shape: str, *, without: frozenset[str] = frozenset()) -> list[Constraint]:
    """Return the constraints of *shape*, but those of the predicates *without*.

    Raises Unknown where one is not evaluated here.
    """
    found: list[Constraint] = []
    for predicate in shapes.predicates(shape):
        if predicate in ANNOTATIONS or predicate in without:
            continue
        reader = _READERS.get(predicate)
        if reader is None:
            raise Unknown(predicate)
        found += reader(shapes, shape, predicate)
    return found


Reader: TypeAlias = Callable[[ShapeGraph, str, str], list[Constraint]]


def _component(predicate: str) -> str:
    name = predicate.removeprefix(PREFIXES["sh"])
    return sh(f"{name[0].upper()}{name[1:]}ConstraintComponent")


def _plain(predicate: str, check: Check) -> list[Constraint]:
    """Return a constraint that looks at nothing but the value nodes."""
    return [Constraint(_component(predicate), lambda _: check)]


class Test:
    """The check that finds the values that fail *test*."""

    __slots__ = ("test",)

    def __init__(self, test: Callable[[Node], bool]) -> None:
        self.test = test

    def __call__(self, _: Node, values: Collection[Node]) -> Iterable[Node]:
        """Return the values at fault."""
        test = self.test
        return [value for value in values if not test(value)]


class Count:
    """The check that finds fault where there are less than *least* values or more than *most*."""

    __slots__ = ("least", "most")

    def __init__(self, least: int = 0, most: int = sys.maxsize) -> None:
        self.least, self.most = least, most

    def __call__(self, _: Node, values: Collection[Node]) -> Iterable[None]:
        """Return one fault without a value, or none."""
        return () if self.least <= len(values) <= self.most else (None,)


def _number(shapes: ShapeGraph, shape: str, predicate: str) -> int:
    node = shapes.only(shape, predicate)
    if not isinstance(node, tuple) or node[2] != XSD.integer.value or not re.fullmatch("[0-9]{1,9}", node[0]):
        raise Unknown(f"{predicate} that is no plain number")
    return int(node[0])


def _iri(node: str | Text) -> str:
    if not isinstance(node, str) or node.startswith("_:"):
        raise Unknown("a value that is no IRI")
    return node


def _shape(node: str | Text) -> str:
    if not isinstance(node, str):
        raise Unknown("a shape that is a literal")
    return node


def _term(node: str | Text) -> Node:
    if isinstance(node, str) and node.startswith("_:"):
        raise Unknown("a blank node as a value")
    return node


def _with_path(shapes: ShapeGraph, shape: str) -> None:
    if not shapes.objects(shape, sh("path")):
        raise Unknown("a node shape with a constraint of property shapes")


# ---------------------------------------------------------------- Counts


def _min_count(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    _with_path(shapes, shape)
    least = _number(shapes, shape, predicate)
    return _plain(predicate, Count(least=least))


def _max_count(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    _with_path(shapes, shape)
    most = _number(shapes, shape, predicate)
    return _plain(predicate, Count(most=most))


# ---------------------------------------------------------------- Kinds of values


def _class(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    def constraint(wanted: str) -> Constraint:
        def bound(to: Bound) -> Check:
            return Test(_instance(to, (wanted,)))

        return Constraint(_component(predicate), bound, ((Step(_TYPE), False),), wanted)

    return [constraint(_iri(node)) for node in shapes.objects(shape, predicate)]


def _instance(to: Bound, wanted: tuple[str, ...]) -> Callable[[Node], bool]:
    """Return whether a node is an instance of one of the classes *wanted*."""
    types, assume = to.index.table(_TYPE).get, to.assume
    classes = frozenset(each for one in wanted for each in to.classes(one))

    def is_one(value: Node) -> bool:
        if type(value) is tuple:
            return False
        for kind in types(value, ()):
            if kind in classes:
                return True
        return assume is not None and isinstance(value, str) and assume(wanted, value)

    return is_one


def _datatype(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    wanted = _iri(shapes.only(shape, predicate))
    if wanted.startswith(PREFIXES["rdfs"]):
        raise Unknown(f"datatype {wanted}")
    return _plain(predicate, Test(lambda value: has_datatype(value, wanted)))


def _node_kind(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    kinds = _KINDS.get(_iri(shapes.only(shape, predicate)))
    if kinds is None:
        raise Unknown("a node kind")
    allowed = {kind for kind, yes in zip((str, tuple, ox.BlankNode), kinds, strict=True) if yes}
    return _plain(predicate, Test(lambda value: type(value) in allowed))


# ---------------------------------------------------------------- Strings


def _text(value: Node) -> str | None:
    """Return the text of an IRI or literal, None for a blank node."""
    if isinstance(value, str):
        return value
    return value[0] if isinstance(value, tuple) else None


def _min_length(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    least = _number(shapes, shape, predicate)
    if not least:
        return []
    return _plain(predicate, Test(lambda value: (text := _text(value)) is not None and len(text) >= least))


def _max_length(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    most = _number(shapes, shape, predicate)
    return _plain(predicate, Test(lambda value: (text := _text(value)) is not None and len(text) <= most))


def _pattern(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    flags = 0
    if said := shapes.objects(shape, sh("flags")):
        if len(said) > 1 or not isinstance(said[0], tuple):
            raise Unknown("several flags of a pattern")
        flags = sum(
            flag for letter, flag in (("i", re.IGNORECASE), ("m", re.MULTILINE)) if letter in said[0][0].lower()
        )

    def constraint(node: str | Text) -> Constraint:
        if not isinstance(node, tuple):
            raise Unknown("a pattern that is no literal")
        try:
            search = re.compile(node[0], flags).search
        except re.error as error:
            raise Unknown(f"pattern {node[0]}") from error

        def test(value: Node) -> bool:
            text = _text(value)
            return text is not None and search(text) is not None

        return Constraint(_component(predicate), lambda _: Test(test))

    return [constraint(node) for node in shapes.objects(shape, predicate)]


def _flags(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    """Flags belong to the pattern; without one pyshacl ignores them."""
    return []


def _language_in(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    members = list(shapes.items(shapes.only(shape, predicate)))
    wanted = {member[0].lower() for member in members if isinstance(member, tuple)}
    if len(wanted) != len(members) or "*" in wanted:
        raise Unknown("a list of languages")

    def test(value: Node) -> bool:
        if not isinstance(value, tuple) or not value[1]:
            return False
        language = value[1].lower()
        return language in wanted or language.partition("-")[0] in wanted

    return _plain(predicate, Test(test))


def _unique_lang(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    _with_path(shapes, shape)
    if shapes.only(shape, predicate) != ("true", "", XSD.boolean.value):
        raise Unknown("sh:uniqueLang that is not true")

    def check(_: Node, values: Collection[Node]) -> Iterable[None]:
        if len(values) < 2:
            return ()
        seen: dict[str, int] = {}
        for value in values:
            if isinstance(value, tuple) and value[1]:
                seen[value[1].lower()] = seen.get(value[1].lower(), 0) + 1
        return [None for count in seen.values() if count > 1]

    return _plain(predicate, check)


# ---------------------------------------------------------------- Ranges


def _range(accepted: frozenset[int]) -> Reader:
    def read(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
        def constraint(bound: str | Text) -> Constraint:
            if not isinstance(bound, tuple):
                raise Unknown("a bound that is no literal")
            return Constraint(
                _component(predicate), lambda _: Test(lambda value: compare_to_bound(value, bound) in accepted)
            )

        return [constraint(node) for node in shapes.objects(shape, predicate)]

    return read


# ---------------------------------------------------------------- Other values of the focus node


def _pair(check: Callable[[Collection[Node], Collection[Node]], Iterable[Node]]) -> Reader:
    """Return the reader of a constraint that compares the values with those of another property."""

    def read(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
        def constraint(other: str) -> Constraint:
            def bound(to: Bound) -> Check:
                get = to.index.table(other).get
                return lambda focus, values: check(values, get(focus, ()))

            return Constraint(_component(predicate), bound, ((Step(other), True),))

        return [constraint(_iri(node)) for node in shapes.objects(shape, predicate)]

    return read


def _unequal(values: Collection[Node], others: Collection[Node]) -> Iterable[Node]:
    if not values and not others:
        return ()
    return {*values} ^ {*others}


def _common(values: Collection[Node], others: Collection[Node]) -> Iterable[Node]:
    return {*values} & {*others} if values and others else ()


def _not_less(*, equal: bool) -> Callable[[Collection[Node], Collection[Node]], Iterable[Node]]:
    def check(values: Collection[Node], others: Collection[Node]) -> Iterable[Node]:
        if not values or not others:
            return ()
        return [one for one in values for other in others if not compare_pair(one, other, equal=equal)]

    return check


def _property_only(reader: Reader) -> Reader:
    def read(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
        _with_path(shapes, shape)
        return reader(shapes, shape, predicate)

    return read


def _in(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    allowed = frozenset(_term(node) for node in shapes.items(shapes.only(shape, predicate)))
    return _plain(predicate, Test(allowed.__contains__))


def _has_value(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    def constraint(wanted: Node) -> Constraint:
        return Constraint(_component(predicate), lambda _: lambda _, values: () if wanted in values else (None,))

    return [constraint(_term(node)) for node in shapes.objects(shape, predicate)]


# ---------------------------------------------------------------- Shapes inside shapes


@dataclass(frozen=True, slots=True)
class _Inner:
    """A shape that a value has to conform to, or not: it says yes or no and gives no result of its own."""

    path: Path | None
    constraints: tuple[Constraint, ...]

    @classmethod
    def read(cls, shapes: ShapeGraph, shape: str, depth: int) -> "_Inner":
        if depth > 6 or sh("deactivated") in shapes.predicates(shape):
            raise Unknown("a shape inside a shape")
        paths = shapes.objects(shape, sh("path"))
        if len(paths) > 1 or not shapes.predicates(shape):
            raise Unknown("a shape inside a shape")
        path = read_path(shapes, _shape(paths[0])) if paths else None
        constraints = []
        for predicate in shapes.predicates(shape):
            if predicate in ANNOTATIONS:
                continue
            reader = _LOGICAL.get(predicate)
            if reader is not None:
                constraints += reader(shapes, shape, predicate, depth + 1)
            elif predicate in _READERS:
                constraints += _READERS[predicate](shapes, shape, predicate)
            else:
                raise Unknown(predicate)
        return cls(path, tuple(constraints))

    def bind(self, to: Bound) -> Callable[[Node], bool]:
        """Return whether a node conforms."""
        checks = [constraint.bind(to) for constraint in self.constraints]
        if self.path is None:
            if len(checks) == 1:
                (check,) = checks
                return lambda node: not _any(check(node, (node,)))
            return lambda node: not any(_any(check(node, (node,))) for check in checks)
        follow = bind(self.path, to.index, to.watch)

        def conforms(node: Node) -> bool:
            values = follow(node)
            return not any(_any(check(node, values)) for check in checks)

        return conforms

    @property
    def instance_of(self) -> str:
        """The class where it says nothing but that a value is an instance of it, else ""."""
        return self.constraints[0].instance_of if self.path is None and len(self.constraints) == 1 else ""

    def needs(self, *, first: bool) -> Iterator[Need]:
        if self.path is not None:
            yield from steps(self.path, first=first)
        for constraint in self.constraints:
            yield from ((step, start and first) for step, start in constraint.needs)


def _any(found: Iterable[Node | None]) -> bool:
    return any(True for _ in found)


LogicalReader: TypeAlias = Callable[[ShapeGraph, str, str, int], list[Constraint]]


def _is_node_shape(shapes: ShapeGraph, shape: str) -> bool:
    return not shapes.objects(shape, sh("path"))


def _logical(accepts: Callable[[int, int], bool]) -> LogicalReader:
    """Return the reader of a list of shapes, where *accepts* tells how many of how many have to conform."""

    def read(shapes: ShapeGraph, shape: str, predicate: str, depth: int) -> list[Constraint]:
        first = _is_node_shape(shapes, shape)

        def constraint(head: str | Text) -> Constraint:
            parts = [_Inner.read(shapes, _shape(part), depth) for part in shapes.items(head)]
            if not parts:
                raise Unknown("an empty list of shapes")

            def bound(to: Bound) -> Check:
                if predicate == sh("or") and all(part.instance_of for part in parts):
                    return Test(_instance(to, tuple(part.instance_of for part in parts)))
                tests = [part.bind(to) for part in parts]
                count = len(tests)
                return Test(lambda value: accepts(sum(test(value) for test in tests), count))

            needs = tuple(need for part in parts for need in part.needs(first=first))
            return Constraint(_component(predicate), bound, needs)

        return [constraint(head) for head in shapes.objects(shape, predicate)]

    return read


def _not(shapes: ShapeGraph, shape: str, predicate: str, depth: int) -> list[Constraint]:
    first = _is_node_shape(shapes, shape)

    def constraint(node: str | Text) -> Constraint:
        part = _Inner.read(shapes, _shape(node), depth)

        def bound(to: Bound) -> Check:
            test = part.bind(to)
            return lambda _, values: [value for value in values if test(value)]

        return Constraint(_component(predicate), bound, tuple(part.needs(first=first)))

    return [constraint(node) for node in shapes.objects(shape, predicate)]


def _qualified(shapes: ShapeGraph, shape: str, predicate: str, depth: int) -> list[Constraint]:
    _with_path(shapes, shape)
    part = _Inner.read(shapes, _shape(shapes.only(shape, predicate)), depth)
    needs = tuple(part.needs(first=False))
    least, most = (
        _number(shapes, shape, sh(name)) if shapes.objects(shape, sh(name)) else None
        for name in ("qualifiedMinCount", "qualifiedMaxCount")
    )
    if least is None and most is None:
        raise Unknown("a qualified value shape without a count")

    def bound(low: int, high: int | None) -> Callable[[Bound], Check]:
        def bind_to(to: Bound) -> Check:
            test = part.bind(to)

            def check(_: Node, values: Collection[Node]) -> Iterable[None]:
                if not low and (high is None or len(values) <= high):
                    return ()
                count = sum(map(test, values))
                return () if count >= low and (high is None or count <= high) else (None,)

            return check

        return bind_to

    found = []
    if least is not None:
        found.append(Constraint(sh("QualifiedMinCountConstraintComponent"), bound(least, None), needs))
    if most is not None:
        found.append(Constraint(sh("QualifiedMaxCountConstraintComponent"), bound(0, most), needs))
    return found


def _nothing(shapes: ShapeGraph, shape: str, predicate: str) -> list[Constraint]:
    """A parameter that is read with its constraint; alone it says nothing."""
    if not shapes.objects(shape, sh("qualifiedValueShape")):
        raise Unknown(predicate)
    return []


_LOGICAL: dict[str, LogicalReader] = {
    sh("or"): _logical(lambda yes, _: yes > 0),
    sh("and"): _logical(lambda yes, count: yes == count),
    sh("xone"): _logical(lambda yes, _: yes == 1),
    sh("not"): _not,
    sh("qualifiedValueShape"): _qualified,
}


def _outermost(reader: LogicalReader) -> Reader:
    return lambda shapes, shape, predicate: reader(shapes, shape, predicate, 0)


_READERS: dict[str, Reader] = {
    sh("minCount"): _min_count,
    sh("maxCount"): _max_count,
    sh("class"): _class,
    sh("datatype"): _datatype,
    sh("nodeKind"): _node_kind,
    sh("minLength"): _min_length,
    sh("maxLength"): _max_length,
    sh("pattern"): _pattern,
    sh("flags"): _flags,
    sh("languageIn"): _language_in,
    sh("uniqueLang"): _unique_lang,
    sh("minInclusive"): _range(frozenset({0, 1})),
    sh("maxInclusive"): _range(frozenset({-1, 0})),
    sh("minExclusive"): _range(frozenset({1})),
    sh("maxExclusive"): _range(frozenset({-1})),
    sh("equals"): _pair(_unequal),
    sh("disjoint"): _pair(_common),
    sh("lessThan"): _property_only(_pair(_not_less(equal=False))),
    sh("lessThanOrEquals"): _property_only(_pair(_not_less(equal=True))),
    sh("in"): _in,
    sh("hasValue"): _has_value,
    sh("qualifiedMinCount"): _nothing,
    sh("qualifiedMaxCount"): _nothing,
    **{predicate: _outermost(reader) for predicate, reader in _LOGICAL.items()},
}
