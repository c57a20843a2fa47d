"""Validation: what passes, what is rejected, and which notes are to blame."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from powergraph.diagnostics import Place, Severity
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.prefixes import BASE_IRI, PREFIXES
from powergraph.validation import Rejected, Result, ValidatedGraph, load_ontology, load_shapes, validate
from powergraph.vocabulary import POW, RDF, SKOS

ROOT = Path(__file__).parents[2]
HEAD = f"@base <{BASE_IRI}> .\n" + "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
SHAPES = load_shapes()
EXAMPLES = sorted(file.stem for file in (ROOT / "ontology" / "examples").glob("*.ttl"))

#: A practice without text; the rest of it is right.
MUTE = """
<practice/knots/untie> a pow:Practice ; skos:prefLabel "Untie"@en ; rdfs:label "Untie"@en ; pow:ordinal 2 ;
    pow:labelOrigin pow:Written ; pow:definedIn <note/knots> ; pow:passage <passage/knots/a> ;
    pow:ofTopic <topic/knots> .
"""
KNOTS = """
<note/knots> a pow:Note ; foaf:primaryTopic <topic/knots> ; dcterms:title "Knots"@en ; pow:path "Frameworks/knots.md" ;
    pow:sha256 "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce" ; pow:noteKind "framework" .
<topic/knots> a pow:Topic , skos:Concept ; skos:prefLabel "Knots"@en ; rdfs:label "Knots"@en ;
    skos:inScheme <scheme/topics> .
<scheme/topics> a skos:ConceptScheme ; rdfs:label "Topics"@en .
<passage/knots/a> a pow:Passage ; pow:inNote <note/knots> ; pow:startLine 7 ; pow:endLine 8 ; pow:quote "- Untie"@en .
"""


def triples(turtle: str) -> tuple[ox.Triple, ...]:
    return tuple(sorted((quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)), key=str))


def note_graph(slug: str, turtle: str) -> NamedGraph:
    return NamedGraph(f"{BASE_IRI}graph/note/{slug}", triples(turtle), f"Frameworks/{slug}.md")


def graph(name: str, turtle: str) -> NamedGraph:
    return NamedGraph(f"{BASE_IRI}graph/{name}", triples(turtle))


def dataset(*graphs: NamedGraph, origins: dict[str, tuple[str, int, int]] | None = None) -> Dataset:
    places = {BASE_IRI + path: Place(*place) for path, place in (origins or {}).items()}
    return Dataset(BASE_IRI, graphs, places)


def example(name: str) -> NamedGraph:
    text = (ROOT / "ontology" / "examples" / f"{name}.ttl").read_text(encoding="utf-8")
    quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return NamedGraph(f"{BASE_IRI}graph/note/{name}", tuple(quad.triple for quad in quads), f"{name}.md")


def rejected(data: Dataset) -> Rejected:
    outcome = validate(data, SHAPES, load_ontology())
    assert isinstance(outcome, Rejected)
    return outcome


def violations(outcome: Rejected) -> list[Result]:
    return list(outcome.report.violations)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_of_the_ontology_violates_nothing(name: str) -> None:
    outcome = validate(dataset(example(name)), SHAPES, load_ontology())
    assert isinstance(outcome, ValidatedGraph), [str(line) for line in outcome.report.diagnostics()]


def test_validated_graph_holds_the_dataset_and_its_warnings() -> None:
    data = dataset(note_graph("knots", KNOTS))
    outcome = validate(data, SHAPES, load_ontology())
    assert isinstance(outcome, ValidatedGraph)
    assert outcome.dataset is data
    assert not outcome.report.conforms
    assert {result.severity for result in outcome.report.results} == {Severity.WARNING, Severity.INFO}


def test_nobody_else_makes_a_validated_graph() -> None:
    outcome = validate(dataset(note_graph("knots", KNOTS)), SHAPES, load_ontology())
    assert isinstance(outcome, ValidatedGraph)
    with pytest.raises(TypeError, match="only validate"):
        ValidatedGraph(outcome.dataset, outcome.report, object())
    with pytest.raises((TypeError, ValueError)):
        replace(outcome, dataset=dataset())  # type: ignore[call-arg]


def test_result_tells_what_where_and_what_to_do() -> None:
    data = dataset(note_graph("knots", KNOTS + MUTE), origins={"practice/knots/untie": ("Frameworks/knots.md", 7, 3)})
    (result,) = violations(rejected(data))
    assert result.focus == result.subject == f"{BASE_IRI}practice/knots/untie"
    assert result.path == "schema:text"
    assert result.component == "http://www.w3.org/ns/shacl#MinCountConstraintComponent"
    assert result.severity is Severity.ERROR
    assert result.rule == "shapes.Practice-text"
    assert result.value is None
    assert result.place == Place("Frameworks/knots.md", 7, 3)
    assert result.graphs == (f"{BASE_IRI}graph/note/knots",)
    assert result.message() == "a practice has its full text once, tagged with its language"
    assert result.message("fr").startswith("une pratique donne")
    assert result.message("es-MX").startswith("una práctica da")
    assert result.message("eo") == result.message("en")
    assert result.hint("fr").startswith("Merci")


def test_note_with_the_fault_is_to_blame_and_no_other() -> None:
    other = KNOTS.replace("knots", "ropes").replace("Knots", "Ropes")
    data = dataset(
        note_graph("knots", KNOTS + MUTE),
        note_graph("ropes", other),
        origins={"practice/knots/untie": ("Frameworks/knots.md", 7, 3)},
    )
    outcome = rejected(data)
    assert outcome.notes == {"Frameworks/knots.md"}
    assert outcome.elsewhere == ()


def test_without_an_origin_the_graph_that_speaks_of_the_subject_tells_the_note() -> None:
    outcome = rejected(dataset(note_graph("knots", KNOTS + MUTE)))
    assert [result.place for result in violations(outcome)] == [Place("Frameworks/knots.md", 1, 1)]
    assert outcome.notes == {"Frameworks/knots.md"}


def test_note_that_states_the_value_is_to_blame_not_the_one_that_named_the_thing_first() -> None:
    data = dataset(
        note_graph("knots", KNOTS),
        note_graph("ropes", '<topic/knots> skos:altLabel "Knots"@en .'),
        origins={"topic/knots": ("Frameworks/knots.md", 2, 8)},
    )
    (result,) = violations(rejected(data))
    assert result.rule == "shapes.Concept-alternative-label"
    assert result.notes == ("Frameworks/ropes.md",)
    assert result.place == Place("Frameworks/knots.md", 2, 8)


def test_fault_of_the_curation_is_no_notes_fault() -> None:
    data = dataset(
        note_graph("knots", KNOTS),
        graph("curation", "<topic/knots> skos:broader <note/knots> ."),
        origins={"topic/knots": ("Frameworks/knots.md", 2, 8)},
    )
    outcome = rejected(data)
    assert outcome.notes == set()
    assert [result.rule for result in outcome.elsewhere] == ["shapes.Concept-broader"]


def test_inferred_statement_is_the_fault_of_the_note_behind_it() -> None:
    data = dataset(
        note_graph("knots", KNOTS),
        graph("inferred", "<topic/knots> skos:broader <note/knots> ."),
        origins={"topic/knots": ("Frameworks/knots.md", 2, 8)},
    )
    assert rejected(data).notes == {"Frameworks/knots.md"}


def test_subject_that_only_the_curation_speaks_of_has_no_place() -> None:
    outcome = rejected(dataset(graph("curation", '<assertion/1> a pow:Assertion ; pow:rule "curation" .')))
    assert outcome.notes == set()
    assert all(result.place is None for result in outcome.elsewhere)
    paths = {diagnostic.path for diagnostic in outcome.report.diagnostics()}
    assert paths == {"graph/curation"}


def test_rule_for_the_whole_dataset_blames_the_thing_at_fault() -> None:
    circle = "<topic/knots> skos:broader <topic/knots> ."
    data = dataset(note_graph("knots", KNOTS + circle), origins={"topic/knots": ("Frameworks/knots.md", 2, 8)})
    (result,) = violations(rejected(data))
    assert result.focus == "http://www.w3.org/2004/02/skos/core#Concept"
    assert result.subject == f"{BASE_IRI}topic/knots"
    assert result.notes == ("Frameworks/knots.md",)
    assert result.message() == f"a concept is broader than itself: {BASE_IRI}topic/knots"
    (line,) = [line for line in rejected(data).report.diagnostics() if line.severity is Severity.ERROR]
    assert line.message == "a concept is broader than itself: topic/knots"


def test_literals_keep_their_lexical_form() -> None:
    """A date that is none is a result, not a line of a library's log; and what is told is what was written."""
    wrong = '<note/knots> dcterms:created "2025-02-30"^^xsd:date .'
    (result,) = violations(rejected(dataset(note_graph("knots", KNOTS + wrong))))
    assert result.path == "dcterms:created"
    assert result.value is not None
    assert result.value.value == "2025-02-30"


def test_validation_does_not_change_what_it_is_given() -> None:
    ontology = load_ontology()
    before = len(ontology), len(SHAPES.graph), set(SHAPES.graph)
    data = dataset(note_graph("knots", KNOTS + MUTE))
    first = rejected(data).report
    assert (len(ontology), len(SHAPES.graph), set(SHAPES.graph)) == before
    assert rejected(data).report == first


def test_order_of_graphs_does_not_matter() -> None:
    ropes = KNOTS.replace("knots", "ropes").replace("Knots", "Ropes")
    graphs = note_graph("knots", KNOTS + MUTE), note_graph("ropes", ropes + MUTE.replace("knots", "ropes"))
    forward, backward = rejected(dataset(*graphs)).report, rejected(dataset(*reversed(graphs))).report
    assert forward.diagnostics() == backward.diagnostics()
    assert forward.graph() == backward.graph()


def test_warning_about_a_whole_topic_is_told_at_its_note_though_a_hand_made_file_speaks_of_it() -> None:
    topic, other = ox.NamedNode(f"{BASE_IRI}topic/salt"), ox.NamedNode(f"{BASE_IRI}topic/tax")
    match = ox.Triple(topic, SKOS.closeMatch, ox.NamedNode("http://dbpedia.org/resource/Salt"))
    dataset = Dataset(
        BASE_IRI,
        (
            NamedGraph(f"{BASE_IRI}graph/note/salt", (ox.Triple(topic, POW.linksTo, other),), "salt.md"),
            NamedGraph(f"{BASE_IRI}graph/mappings", (match,)),
        ),
        {topic.value: Place("salt.md", 5)},
        {match: Place("dbpedia.sssom.tsv", 9)},
    )
    results = validate(dataset, load_shapes(), load_ontology()).report.results
    (told,) = (result for result in results if result.rule == "shapes.LinkedBack")
    assert told.place == Place("salt.md", 5)
    (unmapped,) = (result for result in results if result.rule == "shapes.MappedStatement")
    assert unmapped.place == Place("dbpedia.sssom.tsv", 9)


def test_fault_of_a_note_is_its_own_though_the_thing_is_mapped() -> None:
    """A topic that has neither a note about it nor the status of a stub breaks a shape that has no path."""
    topic = ox.NamedNode(f"{BASE_IRI}topic/salt")
    match = ox.Triple(topic, SKOS.closeMatch, ox.NamedNode("http://dbpedia.org/resource/Salt"))
    dataset = Dataset(
        BASE_IRI,
        (
            NamedGraph(f"{BASE_IRI}graph/note/salt", (ox.Triple(topic, RDF.type, POW.Topic),), "salt.md"),
            NamedGraph(f"{BASE_IRI}graph/mappings", (match,)),
        ),
        {topic.value: Place("salt.md", 5)},
        {match: Place("dbpedia.sssom.tsv", 9)},
    )
    results = validate(dataset, load_shapes(), load_ontology()).report.results
    (told,) = (result for result in results if result.rule == "shapes.Topic" and not result.path)
    assert (told.place, told.notes) == (Place("salt.md", 5), ("salt.md",))


def test_each_of_several_things_at_fault_is_told_where_its_own_statement_stands() -> None:
    topics = {name: ox.NamedNode(f"{BASE_IRI}topic/{name}") for name in ("salt", "tax", "toll")}
    matches = {
        ox.Triple(topic, SKOS.closeMatch, ox.NamedNode(f"http://dbpedia.org/resource/{name}")): Place("d.tsv", line)
        for line, (name, topic) in enumerate(topics.items(), 8)
    }
    data = Dataset(BASE_IRI, (NamedGraph(f"{BASE_IRI}graph/mappings", tuple(matches)),), {}, matches)
    results = [r for r in validate(data, SHAPES, load_ontology()).report.results if r.rule == "shapes.MappedStatement"]
    assert {r.subject: r.place for r in results} == {str(m.subject)[1:-1]: place for m, place in matches.items()}
