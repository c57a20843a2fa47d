"""The published questions as a graph: it breaks no shape, and all that a question says can be read back from it."""

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from powergraph.config import load_vault_settings
from powergraph.graph.iris import Minter
from powergraph.graph.question_quads import question_graph
from powergraph.prefixes import BASE_IRI, sparql_prologue
from powergraph.publishing.build import check
from powergraph.question import Parameter, Question
from powergraph.validation import ValidatedGraph, load_ontology, load_shapes, validate

from .conftest import VAULT, questions

QUESTIONS = questions()
MADE = question_graph(QUESTIONS.values(), Minter(BASE_IRI))
ALL = """
SELECT ?question ?query ?level ?path ?line WHERE {
  ?question a pow:Question, sh:SPARQLSelectExecutable ; sh:select ?query ; pow:difficulty ?level ; pow:path ?path ;
    pow:startLine ?line .
}
"""
TEXTS = "SELECT ?text WHERE { VALUES (?s ?p) { (<%s> %s) } ?s ?p ?text }"
PARAMETERS = """
SELECT ?parameter ?name ?default WHERE {
  <%s> pow:parameter ?parameter . ?parameter pow:variable ?name ; pow:default ?default ; pow:ordinal ?place .
} ORDER BY ?place
"""


def test_the_graph_breaks_no_shape() -> None:
    checked = check(VAULT / "notes", load_vault_settings(VAULT / "notes"))
    assert checked.graph is not None
    before = checked.graph.dataset
    after = replace(before, graphs=(*before.graphs, MADE.graph), origins={**before.origins, **MADE.origins})
    outcome = validate(after, load_shapes(), load_ontology())
    assert isinstance(outcome, ValidatedGraph)
    assert set(outcome.report.diagnostics()) == set(checked.graph.report.diagnostics())


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in MADE.graph.triples)
    return store


def test_everything_that_a_question_says_can_be_read_back(store: Store) -> None:
    def select(query: str) -> QuerySolutions:
        answer = store.query(sparql_prologue() + query)
        assert isinstance(answer, QuerySolutions)
        return answer

    def texts(iri: NamedNode, predicate: str) -> dict[str, str]:
        found = [row["text"] for row in select(TEXTS % (iri.value, predicate))]
        return {text.language: text.value for text in found if isinstance(text, Literal) and text.language}

    read = {}
    for row in select(ALL):
        iri = row["question"]
        name = iri.value.removeprefix(BASE_IRI + "queries/")
        parameters = tuple(
            Parameter(found["name"].value, found["default"], texts(found["parameter"], "rdfs:label"))
            for found in select(PARAMETERS % iri.value)
        )
        read[name] = Question(
            name,
            row["query"].value,
            texts(iri, "rdfs:label"),
            texts(iri, "dcterms:description"),
            texts(iri, "skos:note"),
            parameters,
            int(row["level"].value),
            row["path"].value,
            int(row["line"].value),
        )
    assert read == QUESTIONS


def test_each_subject_has_its_place() -> None:
    subjects = {triple.subject.value for triple in MADE.graph.triples}
    assert set(MADE.origins) == subjects
    assert all(place.path.startswith("queries/") for place in MADE.origins.values())
