"""Each question gives its exact rows: of the published dataset, of the small vault, with other values, and by HTTP.

Expected rows are `expected/<name>.tsv`, with other values `expected/<name>.other.tsv`, of the small vault
`vault/expected/<name>.tsv`; `--golden` rewrites them. The small vault is written so that each question has an answer
there, which a person finds by reading its notes.
"""

import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, QuerySolutions, Store, Triple

from powergraph.graph.questions import load_questions
from powergraph.question import Question

from .conftest import HERE, QUERIES, VAULT, Expected, questions, rows_of, store_of, vault_triples

PUBLISHED = HERE / "expected"
QUESTIONS = questions()
each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
each_with_parameters = pytest.mark.parametrize(
    "question",
    [q for q in QUESTIONS.values() if q.parameters],
    ids=[q.name for q in QUESTIONS.values() if q.parameters],
)


def compare(expected: Expected, question: Question, store: Store, golden: bool) -> None:
    rows = rows_of(store, expected.query(question))
    if golden:
        expected.write(rows)
        expected = Expected.read(expected.path)
    assert expected.rows == rows
    assert (rows.count("\n") < 2) == bool(expected.reason), f"{expected.path.name}: no row and no reason, or both"


@each_question
def test_question_gives_the_expected_rows(question: Question, published: Store, golden: bool) -> None:
    compare(Expected.read(PUBLISHED / f"{question.name}.tsv"), question, published, golden)


@each_with_parameters
def test_question_gives_other_rows_with_another_value(question: Question, published: Store, golden: bool) -> None:
    expected = Expected.read(PUBLISHED / f"{question.name}.other.tsv")
    assert set(expected.values) == {parameter.name for parameter in question.parameters}
    compare(expected, question, published, golden)
    assert expected.query(question) != question.query


@each_question
def test_question_is_answered_by_the_small_vault(question: Question, small_vault: Store, golden: bool) -> None:
    expected = Expected.read(VAULT / "expected" / f"{question.name}.tsv")
    compare(expected, question, small_vault, golden)
    assert not expected.reason


@pytest.fixture(scope="module")
def translated() -> Store:
    """The small vault with each label and definition in two more languages."""
    triples = vault_triples()
    for triple in list(triples):
        text = triple.object
        if triple.predicate.value.endswith(("#prefLabel", "#label", "#definition")) and isinstance(text, Literal):
            for language in ("fr", "es"):
                if text.language == "en":
                    other = Literal(f"{text.value} ({language})", language=language)
                    triples.add(Triple(triple.subject, triple.predicate, other))
    return store_of(triples)


@each_question
def test_translations_double_no_row(question: Question, translated: Store) -> None:
    expected = Expected.read(VAULT / "expected" / f"{question.name}.tsv")
    assert rows_of(translated, expected.query(question)) == expected.rows


@each_question
def test_question_gives_the_same_rows_by_the_protocol(question: Question, endpoint: FlaskClient) -> None:
    query = {"query": question.query}
    answer = endpoint.post("/sparql", data=query, headers={"Accept": "text/tab-separated-values"})
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/tab-separated-values")
    assert answer.text == Expected.read(PUBLISHED / f"{question.name}.tsv").rows


@each_question
def test_order_by_tells_all_rows_apart(question: Question, small_vault: Store) -> None:
    expected = Expected.read(VAULT / "expected" / f"{question.name}.tsv")
    solutions = small_vault.query(expected.query(question))
    assert isinstance(solutions, QuerySolutions)
    shown = {variable.value for variable in solutions.variables}
    keys = [key for key in re.findall(r"\?(\w+)", question.query[question.query.rindex("ORDER BY") :]) if key in shown]
    rows = [tuple(str(row[key]) for key in keys) for row in solutions]
    assert len(set(rows)) == len(rows)


def test_there_are_twenty_questions_and_nothing_to_tell_of_them() -> None:
    loaded = load_questions(QUERIES, "queries")
    assert loaded.diagnostics == ()
    assert len(loaded.questions) == 20
    assert {question.level for question in loaded.questions} == {1, 2, 3, 4, 5}


@each_question
def test_question_is_told_in_english_french_and_spanish(question: Question) -> None:
    for texts in (question.titles, question.questions, *(parameter.labels for parameter in question.parameters)):
        assert set(texts) == {"en", "fr", "es"}
        assert len(set(texts.values())) == 3
    assert set(question.notes) in ({"en", "fr", "es"}, set())
    assert all("?" in text for text in question.questions.values())


@each_question
def test_query_asks_each_thing_once_and_is_ordered(question: Question) -> None:
    assert "ORDER BY" in question.query
    assert "SELECT DISTINCT" in question.query or "GROUP BY" in question.query


def test_every_file_of_expected_rows_belongs_to_a_question() -> None:
    for folder in (PUBLISHED, VAULT / "expected"):
        for path in folder.iterdir():
            assert path.name.removesuffix(".tsv").removesuffix(".other") in QUESTIONS, path.name
