"""Evaluate a plan on triples: what breaks which shape, as small values that travel between processes."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from powergraph.validation.constraints import Bound, Check, Count, Test
from powergraph.validation.nodes import Index, Node
from powergraph.validation.paths import Step, Values, bind
from powergraph.validation.plan import Plan, PlannedShape, Targets
from powergraph.validation.queries import ask
from powergraph.validation.shape_graph import sh
from powergraph.vocabulary import RDF, RDFS

__all__ = ["BoundPlan", "Finding", "Hierarchy", "evaluate", "evaluate_queries", "index_of", "subclass_pairs"]

_TYPE = RDF.type.value
_SPARQL = sh("SPARQLConstraintComponent")
#: A shape, how its value nodes are found (None: the focus node is its own), its checks by component, and a quick look.
_BoundShape: TypeAlias = tuple[
    PlannedShape, Values | None, tuple[tuple[str, Check], ...], Callable[[Collection[Node]], bool] | None
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that breaks a shape: *shape* is its name in the plan, *value* None where the result has none."""

    shape: str
    component: str
    focus: Node
    value: Node | None


class Hierarchy:
    """The classes below each class, from statements of rdfs:subClassOf."""

    __slots__ = ("_below", "_known")

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._below: dict[str, set[str]] = {}
        self._known: dict[str, frozenset[str]] = {}
        for subclass, superclass in pairs:
            self._below.setdefault(superclass, set()).add(subclass)

    def __call__(self, wanted: str) -> frozenset[str]:
        """Return *wanted* and all classes below it."""
        if wanted not in self._known:
            found = {wanted}
            pending = [wanted]
            while pending:
                for subclass in self._below.get(pending.pop(), ()):
                    if subclass not in found:
                        found.add(subclass)
                        pending.append(subclass)
            self._known[wanted] = frozenset(found)
        return self._known[wanted]


def index_of(plan: Plan, triples: Iterable[ox.Triple]) -> Index:
    """Return the index of those of *triples* that the plan looks at."""
    index = Index(plan.forward(), plan.inverse())
    index.add(triples)
    return index


def evaluate(
    plan: Plan, index: Index, classes: Hierarchy, about: Callable[[Node], bool] | None = None
) -> list[Finding]:
    """Return what breaks the shapes of *plan*, its queries left out, for the focus nodes that *about* accepts."""
    return BoundPlan(plan, Bound(index, classes)).evaluate(about)


class BoundPlan:
    """A plan bound to an index, to be evaluated as often as what the index holds has changed."""

    __slots__ = ("_bound", "_shapes")

    def __init__(self, plan: Plan, bound: Bound) -> None:
        self._bound = bound
        self._shapes: list[_BoundShape] = []
        for shape in plan.shapes:
            checks = tuple((each.component, each.bind(bound)) for each in shape.constraints)
            follow = None
            if shape.path is not None:
                # A single step is taken from the focus node itself.
                watch = None if isinstance(shape.path, Step) else bound.watch
                follow = bind(shape.path, bound.index, watch)
            if checks:
                self._shapes.append((shape, follow, checks, _all_pass(check for _, check in checks)))

    def evaluate(self, about: Callable[[Node], bool] | None = None) -> list[Finding]:
        """Return what breaks the shapes for the focus nodes that *about* accepts."""
        known: dict[Targets, list[Node]] = {}
        found: list[Finding] = []
        for shape, follow, checks, all_pass in self._shapes:
            focus = known.get(shape.targets)
            if focus is None:
                nodes = _focus_nodes(shape.targets, self._bound)
                focus = known[shape.targets] = [node for node in nodes if about is None or about(node)]
            for node in focus:
                values = (node,) if follow is None else follow(node)
                if all_pass is not None and all_pass(values):
                    continue
                for component, check in checks:
                    for value in check(node, values):
                        found.append(Finding(shape.name, component, node, value))  # noqa: PERF401 - seldom any
        return found


def _all_pass(checks: Iterable[Check]) -> Callable[[Collection[Node]], bool] | None:
    """Return what tells at once whether values pass all *checks*; None where these look at more than the values."""
    tests, least, most = [], 0, sys.maxsize
    for check in checks:
        if isinstance(check, Test):
            tests.append(check.test)
        elif isinstance(check, Count):
            least, most = max(least, check.least), min(most, check.most)
        else:
            return None

    def all_pass(values: Collection[Node]) -> bool:
        if not least <= len(values) <= most:
            return False
        for value in values:
            for test in tests:
                if not test(value):
                    return False
        return True

    return all_pass


def _focus_nodes(targets: Targets, bound: Bound) -> dict[Node, None]:
    """Return the focus nodes of *targets*, each once."""
    found: dict[Node, None] = dict.fromkeys(targets.nodes)
    index = bound.index
    typed = index.table(_TYPE, inverse=True)
    for target in targets.classes:
        for kind in bound.classes(target):
            found.update(dict.fromkeys(typed.get(kind, ())))
    for predicate in targets.subjects_of:
        found.update(dict.fromkeys(index.table(predicate)))
    for predicate in targets.objects_of:
        found.update(dict.fromkeys(index.table(predicate, inverse=True)))
    return found


def evaluate_queries(plan: Plan, store: ox.Store) -> list[Finding]:
    """Return what the queries of *plan* find in *store*, for each of the nodes that their shapes are about."""
    answers: dict[str, list[Node]] = {}
    found: list[Finding] = []
    for shape in plan.shapes:
        for query in shape.queries:
            if query.text not in answers:
                answers[query.text] = ask(query, store)
            found += [
                Finding(shape.name, _SPARQL, node, value)
                for node in sorted(shape.targets.nodes, key=str)
                for value in answers[query.text]
            ]
    return found


def subclass_pairs(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, str]]:
    """Yield each statement of rdfs:subClassOf between two IRIs."""
    for subject, predicate, target in triples:
        if predicate == RDFS.subClassOf and isinstance(subject, ox.NamedNode) and isinstance(target, ox.NamedNode):
            yield subject.value, target.value
