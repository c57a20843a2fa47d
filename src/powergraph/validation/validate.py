"""Validation: a dataset becomes a ValidatedGraph, or is rejected with what is wrong and the notes to blame."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.diagnostics import Place, Severity
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.validation.evaluate import Hierarchy, evaluate, evaluate_queries, index_of, subclass_pairs
from powergraph.validation.queries import query_store
from powergraph.validation.report import Report, Result, predicate_of
from powergraph.validation.shapes import Axioms, Shapes
from powergraph.validation.statements import StatementPlaces
from powergraph.validation.told import result_of, speakable, told
from powergraph.vocabulary import RDF, RDFS

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Rejected", "ValidatedGraph", "find_writers", "locate", "outcome", "validate", "where_stated"]

#: Known to this module alone.
_SEAL: Final = object()


@dataclass(frozen=True, slots=True)
class ValidatedGraph:
    """A dataset that violates no shape, and the report on it, which may still warn. Only `validate` makes one."""

    dataset: Dataset
    report: Report
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("only validate() makes a ValidatedGraph")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A dataset that violates a shape.

    *notes* are the paths of the notes to blame: without them the dataset may pass. *elsewhere* are the violations that
    no note is to blame for (curation, mappings, ontology): they stop a build.
    """

    report: Report
    notes: frozenset[str]
    elsewhere: tuple[Result, ...]


def validate(dataset: Dataset, shapes: Shapes, ontology: "Axioms | Graph") -> ValidatedGraph | Rejected:
    """Check the merged graphs of *dataset* against *shapes*; *ontology* tells subclasses, so that no shape is missed.

    Nothing is fetched and nothing inferred: what the dataset states is what is checked.
    """
    return outcome(dataset, Report(dataset.base, tuple(_results(dataset, shapes, _axioms(ontology)))))


def outcome(dataset: Dataset, report: Report) -> ValidatedGraph | Rejected:
    """Return what the *report* on *dataset* makes of it."""
    if not report.violations:
        return ValidatedGraph(dataset, report, _SEAL)
    return Rejected(
        report=report,
        notes=frozenset(note for result in report.violations for note in result.notes),
        elsewhere=tuple(result for result in report.violations if not result.notes),
    )


def _axioms(ontology: "Axioms | Graph") -> Axioms:
    if isinstance(ontology, Axioms):
        return ontology
    from rdflib import URIRef

    pairs = ontology.subject_objects(URIRef(RDFS.subClassOf.value))
    return Axioms(tuple((str(one), str(other)) for one, other in pairs if isinstance(other, URIRef)))


def _results(dataset: Dataset, shapes: Shapes, axioms: Axioms) -> list[Result]:
    triples = tuple(dataset.default_graph())
    classes = Hierarchy((*axioms.subclasses, *subclass_pairs(triples)))
    plan = shapes.plan
    findings = evaluate(plan, index_of(plan, triples), classes)
    findings += evaluate_queries(plan, query_store(triples))
    plain = [told(finding, shapes) for finding in findings]
    if plan.left:
        plain += _left_to_pyshacl(triples, shapes, axioms)
    writers = find_writers(dataset, {result.subject for result in plain})
    results = [locate(result, dataset, writers) for result in plain]
    return sorted(where_stated(results, dataset), key=lambda result: result.sort_key)


def _left_to_pyshacl(triples: tuple[Triple, ...], shapes: Shapes, axioms: Axioms) -> list[Result]:
    """Return what pyshacl finds of the shapes that are not evaluated here."""
    from rdflib import SH

    from powergraph.validation import fallback

    done = frozenset(shape.name.removeprefix("_:") for shape in shapes.plan.shapes)
    found = fallback.run(triples, shapes.flat, axioms.subclasses, done)
    return [_read(found, node, shapes) for node in found.subjects(SH.resultSeverity)]


def _read(found: "Graph", node: "Node", shapes: Shapes) -> Result:
    """Return a result of pyshacl in our words, not yet with its place."""
    from rdflib import SH

    shape, severity = found.value(node, SH.sourceShape), found.value(node, SH.resultSeverity)
    severities = {SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
    return result_of(
        shapes,
        str(shape) if shape is not None else "",
        str(found.value(node, SH.sourceConstraintComponent)),
        next((ours for theirs, ours in severities.items() if severity == theirs), Severity.ERROR),
        _term(found.value(node, SH.focusNode)),
        _term(found.value(node, SH.value)),
        str(found.value(node, SH.resultMessage) or ""),
    )


def _term(node: "Node | None") -> NamedNode | Literal | None:
    from powergraph.validation.terms import from_rdflib

    return speakable(from_rdflib(node)) if node is not None else None


def where_stated(results: Iterable[Result], dataset: Dataset) -> Iterator[Result]:
    """Yield the results that a note is to blame for at the line that states what is at fault, others as they are."""
    results = list(results)
    blamed: dict[str, set[str]] = defaultdict(set)
    for result in results:
        if result.notes and result.statement[0] is not None:
            blamed[result.notes[0]].add(result.subject)
    stated = {
        graph.note: StatementPlaces(blamed[graph.note], graph.triples, dataset.origins)
        for graph in dataset.graphs
        if graph.note is not None and graph.note in blamed
    }
    for result in results:
        yield result.where_stated(stated[result.notes[0]]) if result.notes and result.notes[0] in stated else result


@dataclass(frozen=True, slots=True)
class Writers:
    """What is asked about each subject at fault, gathered once for all results.

    The named graphs that speak of it and those that make each statement about it; its statements of hand-made files,
    with their places; and the paths of all notes.
    """

    of_subject: Mapping[str, tuple[NamedGraph, ...]]
    of_statement: Mapping[Triple, tuple[NamedGraph, ...]]
    hand_made: Mapping[str, tuple[tuple[Triple, Place], ...]]
    notes: frozenset[str]


def find_writers(dataset: Dataset, subjects: set[str]) -> Writers:
    """Return who writes of *subjects* in *dataset*."""
    of_subject: dict[str, dict[str, NamedGraph]] = defaultdict(dict)
    of_statement: dict[Triple, dict[str, NamedGraph]] = defaultdict(dict)
    for graph in dataset.graphs:
        for triple in graph.triples:
            if isinstance(triple.subject, NamedNode) and triple.subject.value in subjects:
                of_subject[triple.subject.value][graph.iri] = graph
                of_statement[triple][graph.iri] = graph
    hand_made: dict[str, list[tuple[Triple, Place]]] = defaultdict(list)
    for statement, place in dataset.statements.items():
        if statement in of_statement and isinstance(statement.subject, NamedNode):
            hand_made[statement.subject.value].append((statement, place))
    return Writers(
        {subject: tuple(graphs.values()) for subject, graphs in of_subject.items()},
        {statement: tuple(graphs.values()) for statement, graphs in of_statement.items()},
        {subject: tuple(stated) for subject, stated in hand_made.items()},
        frozenset(graph.note for graph in dataset.graphs if graph.note is not None),
    )


def locate(result: Result, dataset: Dataset, writers: Writers) -> Result:
    """Return the result with its place, the notes to blame and the graphs that speak of its subject."""
    graphs = writers.of_subject.get(result.subject, ())
    writing = [graph.note for graph in graphs if graph.note is not None]
    place = dataset.origins.get(result.subject)
    if place is None and writing:
        place = Place(writing[0])
    notes = _blame(result, place, writers, f"{dataset.base}graph/inferred")
    if hand_made := _hand_made_place(result, dataset, writers):
        place, notes = hand_made, ()
    notes = tuple(note for note in notes if note in writers.notes)  # a place may be in a file beside the notes
    return replace(result, place=place, notes=notes, graphs=tuple(graph.iri for graph in graphs))


def _hand_made_place(result: Result, dataset: Dataset, writers: Writers) -> Place | None:
    """Return where a hand-made file makes the statement at fault, None where none does.

    That is the statement of the result's value; where it has no value of its own, a statement with the predicate of its
    path. For a violation of a shape of the whole thing it is a type that curation gives it, else any curated statement:
    without it the note had passed; that a thing is mapped says nothing of what it is. A warning about the whole thing
    is the note's.
    """
    predicate = predicate_of(result.path)
    of_the_thing = predicate is None and result.focus == result.subject
    mappings = f"{dataset.base}graph/mappings"
    if predicate is None and result.severity is not Severity.ERROR and result.subject in dataset.origins:
        return None
    stated = {
        statement: place
        for statement, place in writers.hand_made.get(result.subject, ())
        if (predicate is None or statement.predicate == predicate)
        and (predicate is None or result.value is None or statement.object == result.value)
        and not any(graph.note for graph in writers.of_statement[statement])
        and not (of_the_thing and all(graph.iri == mappings for graph in writers.of_statement[statement]))
    }
    types = [place for statement, place in stated.items() if statement.predicate == RDF.type]
    return min(types or stated.values(), default=None)


def _blame(result: Result, place: Place | None, writers: Writers, inferred: str) -> tuple[str, ...]:
    """Return the notes to blame: those that state the very value at fault, else the one where the subject is written.

    A value that only a hand-made graph states is no note's fault.
    """
    predicate = predicate_of(result.path)
    if predicate is not None and result.value is not None and result.subject:
        statement = Triple(NamedNode(result.subject), predicate, result.value)
        graphs = [graph for graph in writers.of_statement.get(statement, ()) if graph.iri != inferred]
        if graphs:
            return tuple(sorted(graph.note for graph in graphs if graph.note is not None))
    return (place.path,) if place is not None else ()
