"""Each shipped shape, on an example that conforms and on one that violates all it asks for.

`make golden` rewrites the expected results; `git diff` is the review.
"""

import time
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.prefixes import BASE_IRI, PREFIXES, compact
from powergraph.validation import Rejected, Result, ValidatedGraph, load_ontology, load_shapes, validate
from powergraph.validation.shapes import SHAPES_IRI
from powergraph.validation.terms import load_triples

HERE = Path(__file__).parent
SHAPES = load_shapes()
NAMES = sorted(str(shape).rpartition("#")[2] for shape in SHAPES.graph.subjects(RDF.type, SH.NodeShape))
LANGUAGES = {"en", "fr", "es"}


def example(name: str, kind: str) -> list[ox.Triple]:
    quads = ox.parse(path=HERE / name / f"{kind}.ttl", format=ox.RdfFormat.TURTLE)
    return [quad.triple for quad in quads]


def run(triples: list[ox.Triple]) -> ValidatedGraph | Rejected:
    graph = NamedGraph(f"{BASE_IRI}graph/note/example", tuple(triples), "example.md")
    return validate(Dataset(BASE_IRI, (graph,), {}), SHAPES, load_ontology())


def parts(name: str) -> set[str]:
    """Return the IRIs of a node shape and of the property shapes under it."""
    shape = URIRef(f"{SHAPES_IRI}#{name}")
    return {str(shape), *map(str, SHAPES.graph.objects(shape, SH.property))}


@cache
def results(name: str, kind: str) -> list[Result]:
    return [result for result in run(example(name, kind)).report.results if result.shape in parts(name)]


def row(result: Result) -> str:
    """Tell a result as focus node, path, component and severity; with the value where the focus node stands for all."""
    focus = result.focus if result.subject == result.focus else f"{compact(result.focus)} {result.subject}"
    component = compact(result.component).removesuffix("ConstraintComponent")
    return "\t".join((focus.replace(BASE_IRI, ""), result.path, component, result.severity))


def test_every_shape_has_its_examples_and_no_example_is_left_over() -> None:
    assert [folder.name for folder in sorted(HERE.iterdir()) if (folder / "conforming.ttl").exists()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_conforming_example_breaks_nothing(name: str) -> None:
    assert [row(result) for result in results(name, "conforming")] == []


@pytest.mark.parametrize("name", NAMES)
def test_violating_example_breaks_exactly_what_is_expected(name: str, golden: bool) -> None:
    found = "".join(f"{line}\n" for line in sorted(map(row, results(name, "violating"))))
    expected = HERE / name / "expected.tsv"
    if golden:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_violating_example_breaks_every_constraint(name: str) -> None:
    """Each property shape, and each constraint in it, has a result of its own."""
    found = {(result.shape, compact(result.component)) for result in results(name, "violating")}
    assert {constraint for part in parts(name) for constraint in constraints(part)} == found


def constraints(shape: str) -> set[tuple[str, str]]:
    """Return the constraint components that a shape uses, by the parameter that makes each of them."""
    parameters = {
        SH.minCount: "MinCount",
        SH.maxCount: "MaxCount",
        SH.datatype: "Datatype",
        SH.nodeKind: "NodeKind",
        SH["class"]: "Class",
        SH["in"]: "In",
        SH["or"]: "Or",
        SH.xone: "Xone",
        SH.minLength: "MinLength",
        SH.minInclusive: "MinInclusive",
        SH.maxInclusive: "MaxInclusive",
        SH.uniqueLang: "UniqueLang",
        SH.pattern: "Pattern",
        SH.equals: "Equals",
        SH.disjoint: "Disjoint",
        SH.lessThan: "LessThan",
        SH.lessThanOrEquals: "LessThanOrEquals",
        SH.hasValue: "HasValue",
        SH.qualifiedMinCount: "QualifiedMinCount",
        SH.qualifiedMaxCount: "QualifiedMaxCount",
        SH.sparql: "SPARQL",
        SH["not"]: "Not",
        SH.languageIn: "LanguageIn",
    }
    used = {parameters[predicate] for predicate in SHAPES.graph.predicates(URIRef(shape)) if predicate in parameters}
    return {(shape, f"sh:{component}ConstraintComponent") for component in used}


@pytest.mark.parametrize("name", NAMES)
def test_shape_has_a_focus_node_in_its_conforming_example(name: str) -> None:
    """A pass without a focus node proves nothing; that a target node exists is not enough, the data must use it."""
    data = load_triples(Graph(), example(name, "conforming"))
    shape = URIRef(f"{SHAPES_IRI}#{name}")
    focus: set[Node] = set()
    for target in SHAPES.graph.objects(shape, SH.targetClass):
        for subclass in load_ontology().transitive_subjects(RDFS.subClassOf, target):
            focus.update(data.subjects(RDF.type, subclass))
    for predicate in SHAPES.graph.objects(shape, SH.targetSubjectsOf):
        focus.update(data.subjects(predicate))
    for predicate in SHAPES.graph.objects(shape, SH.targetObjectsOf):
        focus.update(data.objects(predicate=predicate))
    for node in SHAPES.graph.objects(shape, SH.targetNode):
        focus.update(data.subjects(node))
        focus.update(data.subjects(RDF.type, node))
    assert focus


def test_subclass_instance_is_checked_with_the_ontology_alone() -> None:
    """Without materialised types, too, an instance of a subclass does not slip through."""
    source = ox.NamedNode(f"{BASE_IRI}power-source/silence")
    kind = ox.NamedNode("https://w3id.org/powergraph/ontology#SystemicPowerSource")
    rdf_type = ox.NamedNode(str(RDF.type))
    shapes = {result.shape.rpartition("#")[2] for result in run([ox.Triple(source, rdf_type, kind)]).report.results}
    assert {"Concept-label", "PowerSource-note", "PowerSource-type"} <= shapes


def test_shapes_are_shapes() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES.graph, meta_shacl=True)
    assert conforms, text


def test_flat_shapes_find_the_same_as_nested_ones() -> None:
    data = load_triples(Graph(), (triple for name in NAMES for triple in example(name, "violating")))

    def keys(shapes: Graph) -> set[tuple[Node | None, ...]]:
        _, found, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=load_ontology())
        assert isinstance(found, Graph)
        told = (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
        return {tuple(found.value(node, key) for key in told) for node in found.subjects(SH.resultSeverity)}

    assert keys(SHAPES.flat) == keys(SHAPES.graph)


def test_work_that_many_notes_cite_is_not_compared_pair_by_pair_of_its_citations() -> None:
    """By pairs of citations this takes minutes; by works, less than a second."""
    work = "<work/a> a fabio:Expression"
    said = 'dcterms:creator <person/a> ; pow:year 1985 ; dcterms:title "Weapons of the weak"@en'
    entries = "".join(f"<citation/{number}> biro:references <work/a> ; {said} .\n" for number in range(1200))
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("biro", "dcterms", "fabio", "pow"))
    text = f"BASE <{BASE_IRI}>\n{prefixes}{work} ; {said} .\n{entries}"
    data = load_triples(Graph(), (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)))
    query = SHAPES.graph.value(URIRef(f"{SHAPES_IRI}#DistinctWork-apart"), SH.select)
    start = time.perf_counter()
    found = list(data.query(f"{prefixes}{query}".replace("$this", "?this")))
    assert found == []
    assert time.perf_counter() - start < 15  # seconds


def described_shapes() -> list[str]:
    """Return the IRIs of all shapes that can have a result: property shapes, and node shapes with constraints."""
    named = {str(shape) for name in NAMES for shape in map(URIRef, parts(name))}
    return sorted(shape for shape in named if constraints(shape))


@pytest.mark.parametrize("shape", described_shapes(), ids=lambda shape: shape.rpartition("#")[2])
def test_shape_says_its_severity_its_name_and_what_to_do_in_three_languages(shape: str) -> None:
    node = URIRef(shape)
    text = SHAPES.text(node)
    assert set(text.messages) == LANGUAGES
    assert set(text.hints) == LANGUAGES
    assert all(len(set(texts.values())) == len(LANGUAGES) for texts in (text.messages, text.hints))
    assert SHAPES.graph.value(node, SH.severity) is not None
    assert SHAPES.graph.value(node, SH.name) is not None


@pytest.mark.parametrize(
    ("file", "allowed"),
    [
        ("core", {"Violation"}),
        ("quality", {"Warning", "Info"}),
        ("skos", {"Violation", "Info"}),
        ("mappings", {"Violation"}),
        ("ontology", {"Violation"}),
    ],
)
def test_file_has_only_its_own_severities(file: str, allowed: set[str]) -> None:
    root = Path(__file__).parents[2]
    triples = (quad.triple for quad in ox.parse(path=root / "shapes" / f"{file}.ttl", format=ox.RdfFormat.TURTLE))
    severities = load_triples(Graph(), triples).objects(None, SH.severity)
    assert {str(severity).removeprefix(str(SH)) for severity in severities} == allowed
