"""Check one note by itself: what the shapes say of its own things, and what they would have to know of others'."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode, Triple

from powergraph import pickling
from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.graph.built import BuiltNote, OwnThings
from powergraph.graph.packed import Chunk, pack, sorted_lines
from powergraph.validation.constraints import Bound
from powergraph.validation.evaluate import BoundPlan, Finding, Hierarchy, evaluate_queries
from powergraph.validation.nodes import Index, Node
from powergraph.validation.parts import Parts, part_plan
from powergraph.validation.queries import query_store
from powergraph.validation.report import Report, Result
from powergraph.validation.shapes import Axioms, Shapes
from powergraph.validation.statements import StatementPlaces
from powergraph.validation.told import told
from powergraph.vocabulary import POW, RDF

__all__ = ["Assumption", "CheckedNote", "NoteChecker"]

#: Classes, and the IRI of a thing that is an instance of one of them.
Assumption: TypeAlias = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class CheckedNote:
    """What the shapes say of a note's own things, as far as the note alone tells.

    That holds as long as what it assumes does (`assumptions`). Where it *is_open* it does not tell enough. *told* are
    the triples of the note that shapes about all notes ask for. *diagnostics* tell the results in the language of the
    vault, *report* is their part of the published report. What is *packed* is so because a vault has many notes.
    """

    packed_assumptions: bytes
    is_open: bool
    told: Chunk
    diagnostics: tuple[Diagnostic, ...]
    report: Chunk
    packed_violations: bytes

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return what is assumed of things that are not the note's own: that each is an instance of some class."""
        found: tuple[Assumption, ...] = pickling.loads(zlib.decompress(self.packed_assumptions))
        return found

    def violations(self) -> tuple[Result, ...]:
        """Return the results that keep the note from being published."""
        if not self.packed_violations:
            return ()
        found: tuple[Result, ...] = pickling.loads(zlib.decompress(self.packed_violations))
        return found


class NoteChecker:
    """Checks one note after the other; the shapes are made ready once."""

    __slots__ = ("_assumed", "_base", "_bound", "_index", "_is_open", "_is_own", "_language", "_parts", "_shapes")

    def __init__(self, shapes: Shapes, axioms: Axioms, base: str, language: str) -> None:
        self._shapes, self._base, self._language = shapes, base, language
        self._parts: Parts = part_plan(shapes.plan)
        plan = self._parts.inside
        self._index = Index(plan.forward(), plan.inverse())
        classes = Hierarchy(axioms.subclasses)
        self._bound = BoundPlan(plan, Bound(self._index, classes, self._assume, self._watch))
        self._assumed: set[Assumption] = set()
        self._is_open = False
        self._is_own = OwnThings("", "", "")

    def check(self, note: BuiltNote, triples: Sequence[Triple]) -> CheckedNote:
        """Check the own things of *note*; *triples* are all that it states and that follows from this."""
        self._is_own, self._is_open = OwnThings(self._base, note.slug, note.topic), False
        self._assumed.clear()
        self._index.clear()
        self._index.add(triples)
        # What lies between notes is told of its topic alone: another own thing must not be one.
        topics = self._index.table(RDF.type.value, inverse=True).get(POW.Topic.value, ())
        self._is_open = any(self._is_about(node) and node != note.topic for node in topics)
        findings = self._bound.evaluate(self._is_about)
        findings += evaluate_queries(self._parts.inside, query_store(self._asked(triples)))
        places = note.own_places() if findings else {}
        results = [self._result(finding, note.path, places) for finding in findings]
        subjects = {result.subject for result in results if result.statement[0] is not None}
        stated = StatementPlaces(subjects, triples if subjects else (), places)
        results = [result.where_stated(stated) for result in results]
        results.sort(key=lambda result: result.sort_key)
        violations = tuple(result for result in results if result.severity is Severity.ERROR)
        report = Report(self._base, tuple(results))
        return CheckedNote(
            packed_assumptions=zlib.compress(pickling.dumps(tuple(sorted(self._assumed))), 1),
            is_open=self._is_open,
            told=pack(sorted_lines(self._told(note, triples))),
            diagnostics=report.diagnostics(self._language),
            report=pack(sorted_lines(report.result_triples())),
            packed_violations=zlib.compress(pickling.dumps(violations), 1) if violations else b"",
        )

    def _is_about(self, node: Node) -> bool:
        return type(node) is str and self._is_own(node)

    def _assume(self, wanted: tuple[str, ...], value: str) -> bool:
        """Take what is not the note's own for an instance, and remember that."""
        if self._is_own(value):
            return False
        self._assumed.add((wanted, value))
        return True

    def _watch(self, predicate: str, inverse: bool, node: Node) -> None:
        if not self._is_about(node):
            self._is_open = True

    def _told(self, note: BuiltNote, triples: Sequence[Triple]) -> list[Triple]:
        parts, topic, itself = self._parts, NamedNode(note.topic), NamedNode(self._is_own.note)
        return [
            t
            for t in triples
            if t.predicate in parts.told
            and (t.subject == topic or t.predicate in parts.of_own or (t.subject == itself and t.predicate == RDF.type))
        ]

    def _asked(self, triples: Sequence[Triple]) -> list[Triple]:
        """Return what queries look at: the predicates that they name, and what assertions are about."""
        asked = self._parts.asked_inside
        asserted = {t.object for t in triples if t.predicate == RDF.subject}
        return [t for t in triples if t.predicate in asked or t.subject in asserted]

    def _result(self, finding: Finding, path: str, places: Mapping[str, Place]) -> Result:
        result = told(finding, self._shapes)
        if not self._is_own(result.subject):
            self._is_open = True
        return result.at(places.get(result.subject, Place(path)), path)
