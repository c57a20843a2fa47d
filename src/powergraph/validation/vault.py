"""Validate a vault of notes that were checked one by one: only what no note tells by itself is looked at together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from powergraph.graph.assemble import Assembled
from powergraph.graph.built import BuiltNote, Owners
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.graph.packed import PackedTriples
from powergraph.validation.constraints import Bound
from powergraph.validation.evaluate import BoundPlan, Finding, Hierarchy, evaluate_queries, subclass_pairs
from powergraph.validation.nodes import Index, Node
from powergraph.validation.notes import Assumption, CheckedNote
from powergraph.validation.parts import Parts, part_plan
from powergraph.validation.plan import Plan
from powergraph.validation.queries import query_quads, query_store
from powergraph.validation.report import Report
from powergraph.validation.shapes import Axioms, Shapes
from powergraph.validation.told import told
from powergraph.validation.validate import (
    Rejected,
    ValidatedGraph,
    find_writers,
    locate,
    outcome,
    validate,
    where_stated,
)
from powergraph.vocabulary import RDF

__all__ = ["validate_vault"]

#: Triples that go into the store at a time.
_MANY = 50_000


def validate_vault(
    assembled: Assembled, built: Sequence[BuiltNote], checked: Mapping[str, CheckedNote], shapes: Shapes, axioms: Axioms
) -> ValidatedGraph | Rejected:
    """Check all notes together; what comes out is what `validate` says of their dataset.

    *checked* has what each note of *built* tells by itself, by path. It stands where all that it assumes holds and
    nobody else speaks of the note's things; the other notes are looked at as a whole.
    """
    if shapes.plan.left:  # what only pyshacl knows is looked at as a whole
        return validate(assembled.dataset, shapes, axioms)
    together = _Together(assembled, built, checked, shapes.plan, axioms)
    plain = [told(finding, shapes) for finding in together.findings()]
    subjects = {result.subject for result in plain}
    view = together.view(subjects)
    writers = find_writers(view, subjects)
    located = [locate(result, view, writers) for result in plain]
    results = sorted(where_stated(located, assembled.dataset), key=lambda result: result.sort_key)
    standing = tuple(checked[note.path] for note in built if note.path not in together.loaded)
    return outcome(assembled.dataset, Report(assembled.dataset.base, tuple(results), standing))


class _Together:
    """What is looked at together: what stands beside the notes, what they share, and the *loaded* ones as a whole."""

    def __init__(
        self,
        assembled: Assembled,
        built: Sequence[BuiltNote],
        checked: Mapping[str, CheckedNote],
        plan: Plan,
        axioms: Axioms,
    ) -> None:
        self.loaded: set[str] = set()
        self._assembled, self._built, self._checked = assembled, built, checked
        self._parts: Parts = part_plan(plan)
        between = self._parts.between
        self._told = {(each, False) for each in between.forward()} | {(each, True) for each in between.inverse()}
        self._owners = Owners(assembled.dataset.base, built)
        beside = [triple for graph in assembled.beside for triple in graph.triples]
        pairs = set(subclass_pairs(beside))
        classes = Hierarchy({*axioms.subclasses, *pairs})
        self._missing: set[str] = set()
        self._index = Index(plan.forward(), plan.inverse())
        self._store = query_store(beside)
        self._index.add(beside)
        bound = Bound(self._index, classes, self._assume, self._watch)
        self._inside, self._between = BoundPlan(self._parts.inside, bound), BoundPlan(self._parts.between, bound)
        self._classes = classes
        everything = not pairs <= set(axioms.subclasses)  # the notes were checked with other classes
        spoken_of = set(self._spoken_of(beside))
        asked: list[Triple] = []
        narrow = self._index.narrowed(between.forward(), between.inverse())
        for note in built:
            if everything or note.path in assembled.touched or note.path in spoken_of or checked[note.path].is_open:
                self._load(note)
            else:
                told = list(checked[note.path].told.triples())
                narrow.add(told)
                # queries see of them what lies between notes alone
                asked += [triple for triple in told if self._is_asked(triple)]
                if len(asked) > _MANY:
                    self._store.bulk_extend(query_quads(asked))
                    asked.clear()
        self._index.add(assembled.shared)
        asked += [triple for triple in assembled.shared if self._is_asked(triple)]
        self._store.bulk_extend(query_quads(asked))
        self._load_where_assumptions_fail()

    def findings(self) -> list[Finding]:
        """Return what breaks a shape and is told by no note alone."""
        while True:
            findings = self._inside.evaluate(self._is_looked_at) + self._between.evaluate()
            inside = evaluate_queries(self._parts.inside, self._store)
            findings += [finding for finding in inside if self._is_looked_at(finding.value)]
            findings += evaluate_queries(self._parts.between, self._store)
            if not self._missing:
                return findings
            self._load_missing()

    def view(self, subjects: set[str]) -> Dataset:
        """Return the dataset with as much of each note as is looked at, and of that what may speak of *subjects*."""
        dataset = self._assembled.dataset
        inferred = f"{dataset.base}graph/inferred"
        graphs = list(self._assembled.beside)
        of_nobody = any(self._owners(subject) is None for subject in subjects)
        for note in self._built:
            if note.path not in self.loaded:
                shared = [note.shared] if of_nobody else []
                told = [self._checked[note.path].told] if note.topic in subjects else []
                graphs.append(NamedGraph(note.graph, PackedTriples([*shared, *told]), note.path))
                continue
            graphs.append(NamedGraph(note.graph, PackedTriples([note.asserted]), note.path))
            if note.path not in self._assembled.touched:
                graphs.append(NamedGraph(inferred, PackedTriples([note.inferred])))
        return Dataset(dataset.base, tuple(graphs), dataset.origins, dataset.statements)

    def _load(self, note: BuiltNote) -> None:
        self.loaded.add(note.path)
        # What follows from a note that others speak of stands with what follows from all.
        chunks = [note.asserted] if note.path in self._assembled.touched else [note.asserted, note.inferred]
        triples = [triple for chunk in chunks for triple in chunk.triples()]
        self._index.add(triples)
        self._store.extend(query_quads(triples))

    def _is_asked(self, triple: Triple) -> bool:
        """Tell whether a query between notes may look at *triple*."""
        asked = self._parts.asked_between
        return triple.predicate in asked and (triple.predicate != RDF.type or triple.object in asked)

    def _load_missing(self) -> None:
        for note in self._built:
            if note.path in self._missing - self.loaded:
                self._load(note)
        self._missing.clear()

    def _spoken_of(self, beside: Iterable[Triple]) -> Iterator[str]:
        """Yield the paths of the notes of whose own things something is said beside them that their shapes look at."""
        looked_at = self._parts.inside.forward()
        for triple in beside:
            subject = triple.subject
            if triple.predicate.value in looked_at and isinstance(subject, NamedNode):
                owner = self._owners(subject.value)
                if owner is not None:
                    yield owner.path

    def _load_where_assumptions_fail(self) -> None:
        assuming: dict[Assumption, list[str]] = defaultdict(list)
        for note in self._built:
            if note.path not in self.loaded:
                for assumption in self._checked[note.path].assumptions():
                    assuming[assumption].append(note.path)
        types = self._index.table(RDF.type.value)
        while True:
            failed: set[str] = set()
            for (wanted, thing), paths in assuming.items():
                kinds = types.get(thing, ())
                if all(self._classes(each).isdisjoint(kinds) for each in wanted):
                    self._want(thing)
                    failed.update(paths)
            self._missing |= failed
            self._missing -= self.loaded
            if not self._missing:
                return
            self._load_missing()

    def _is_looked_at(self, node: Node | None) -> bool:
        if type(node) is not str:
            return True
        owner = self._owners(node)
        return owner is None or owner.path in self.loaded

    def _assume(self, wanted: tuple[str, ...], thing: str) -> bool:
        """A note of whose thing more has to be known is loaded; until then the thing is no instance of anything.

        Of a note itself, and of its topic, all classes are known.
        """
        owner = self._owners(thing)
        if owner is None or thing != f"{self._assembled.dataset.base}note/{owner.slug}":
            self._want(thing)
        return False

    def _watch(self, predicate: str, inverse: bool, node: Node) -> None:
        if type(node) is str and not ((predicate, inverse) in self._told and self._owners.topic_of(node)):
            self._want(node)

    def _want(self, thing: str) -> None:
        owner = self._owners(thing)
        if owner is not None and owner.path not in self.loaded and owner.topic != thing:
            self._missing.add(owner.path)
