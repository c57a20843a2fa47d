"""The report: its order, its diagnostics and its named graph."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from powergraph.diagnostics import Place, Severity
from powergraph.prefixes import BASE_IRI, compact
from powergraph.validation import Report, Result
from powergraph.validation.report import predicate_of
from powergraph.vocabulary import POW, RDF, SH


def result(
    name: str, severity: Severity = Severity.ERROR, place: Place | None = None, path: str = "pow:year"
) -> Result:
    return Result(
        focus=f"{BASE_IRI}citation/{name}",
        path=path,
        component="http://www.w3.org/ns/shacl#MinCountConstraintComponent",
        severity=severity,
        shape="https://w3id.org/powergraph/shapes#DatedCitation-year",
        messages={"en": "has no year", "fr": "sans année"},
        hints={"en": "add one"},
        value=Literal("then", language="en"),
        subject=f"{BASE_IRI}citation/{name}",
        place=place,
    )


def test_diagnostic_has_place_severity_rule_message_and_hint() -> None:
    report = Report(BASE_IRI, (result("a", Severity.WARNING, Place("x.md", 4, 2)),))
    (told,) = report.diagnostics()
    assert str(told) == "x.md:4:2: warning: citation/a: has no year (add one) [shapes.DatedCitation-year]"
    assert told.rule == "shapes.DatedCitation-year"
    (french,) = report.diagnostics("fr")
    assert french.message == "citation/a: sans année"
    assert french.hint == "add one"


def test_only_errors_are_violations() -> None:
    report = Report(BASE_IRI, tuple(result(severity.value, severity) for severity in Severity))
    assert [found.severity for found in report.violations] == [Severity.ERROR]
    assert not report.conforms
    assert Report(BASE_IRI, ()).conforms


def test_results_sort_by_place_then_severity_and_those_without_a_place_come_last() -> None:
    first = result("z", Severity.ERROR, Place("a.md", 9))
    second = result("a", Severity.WARNING, Place("a.md", 9))
    third = result("a", Severity.ERROR, Place("b.md", 1))
    last = result("a", Severity.ERROR)
    assert sorted([last, third, second, first], key=lambda r: r.sort_key) == [first, second, third, last]


def test_graph_is_a_shacl_report_without_blank_nodes() -> None:
    report = Report(BASE_IRI, (result("a", Severity.INFO, Place("x.md", 4, 2)), result("b", path="^pow:authorship")))
    graph = report.graph()
    assert graph.iri == f"{BASE_IRI}graph/validation"
    assert graph.note is None
    assert list(graph.triples) == sorted(set(graph.triples), key=str)
    assert not any(isinstance(term, BlankNode) for triple in graph.triples for term in (triple.subject, triple.object))
    results = [triple.object for triple in graph.triples if triple.predicate == SH.result]
    assert len(results) == 2
    assert all(isinstance(node, NamedNode) and node.value.startswith(f"{BASE_IRI}validation/") for node in results)


def test_result_in_the_graph_says_what_was_found() -> None:
    graph = Report(BASE_IRI, (result("a", place=Place("x.md", 4, 2)),)).graph()
    (node,) = (t.subject for t in graph.triples if t.predicate == RDF.type and t.object == SH.ValidationResult)
    said = {(compact(t.predicate.value), str(t.object)) for t in graph.triples if t.subject == node}
    assert {
        ("sh:resultPath", str(POW.year)),
        ("sh:resultSeverity", str(SH.Violation)),
        ("sh:resultMessage", '"sans année"@fr'),
        ("sh:value", '"then"@en'),
        ("pow:fixHint", '"add one"@en'),
        ("pow:path", '"x.md"'),
    } <= said


def test_results_that_differ_have_different_iris_and_the_same_one_keeps_its() -> None:
    nodes = [Report(BASE_IRI, (result(name),)).graph().triples for name in ("a", "b", "a")]
    assert nodes[0] == nodes[2] != nodes[1]


@pytest.mark.parametrize(
    ("path", "predicate"),
    [("pow:year", POW.year), ("pow:a/pow:b", None), ("^pow:year", None), ("", None), ("http://x.org/a", None)],
)
def test_only_a_plain_path_is_a_predicate(path: str, predicate: NamedNode | None) -> None:
    assert predicate_of(path) == predicate
