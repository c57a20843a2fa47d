"""The pages on questions are true: the list is generated, the example is a question, the faults are told as shown."""

import importlib.util
import re

from pyoxigraph import Quad, QuerySolutions, Store

from powergraph.graph.iris import Minter
from powergraph.graph.question_head import KEYS
from powergraph.graph.question_quads import question_graph
from powergraph.graph.questions import parse_question
from powergraph.prefixes import BASE_IRI

from .conftest import ROOT, questions

FORMAT = (ROOT / "docs" / "question-files.md").read_text("utf-8")
EXAMPLE, LISTING = re.findall(r"```sparql\n(.*?)```", FORMAT, re.DOTALL)


def test_the_list_is_what_its_command_writes(golden: bool) -> None:
    spec = importlib.util.spec_from_file_location("describe_questions", ROOT / "tools" / "describe_questions.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    if golden:
        tool.PAGE.write_text(tool.render_page(), "utf-8")
    page = (ROOT / "docs" / "questions.md").read_text("utf-8")
    assert page == tool.render_page()
    assert "`python tools/describe_questions.py`" in page.splitlines()[0]


def test_the_example_is_a_question_without_faults() -> None:
    question, told = parse_question(EXAMPLE, "theme", "queries/theme.rq")
    assert told == ()
    assert question is not None
    assert set(question.titles) == {"en", "fr"}
    assert [parameter.name for parameter in question.parameters] == ["theme"]


def test_every_key_is_explained_and_used_by_the_example() -> None:
    assert set(re.findall(r"(?m)^\| `([a-z]+)` \|", FORMAT)) == set(KEYS)
    assert set(re.findall(r"(?m)^# ([a-z]+)", EXAMPLE)) == set(KEYS)


def test_the_fault_is_told_as_shown() -> None:
    _, (told,) = parse_question(EXAMPLE.replace("pow:addresses", "pow:adresses"), "theme", "queries/theme.rq")
    assert f"```text\n{told}\n```" in FORMAT


def test_the_listing_of_questions_finds_them_all() -> None:
    store = Store()
    graph = question_graph(questions().values(), Minter(BASE_IRI)).graph
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in graph.triples)
    answer = store.query(LISTING)
    assert isinstance(answer, QuerySolutions)
    assert {row["query"].value for row in answer} == {question.query for question in questions().values()}
