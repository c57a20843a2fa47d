from importlib.resources import files

import pytest
from pyoxigraph import Literal, Store

from powergraph.config import ServeConfig
from powergraph.engine import Form, scan
from powergraph.web.ask import cut, fill, load_query, load_text

NAMES = sorted(each.name.removesuffix(".rq") for each in files("powergraph.web").joinpath("queries").iterdir())


@pytest.mark.parametrize(
    "iri",
    [
        "https://x/> } DROP ALL #",
        'https://x/"',
        "https://x/ y",
        "https://x/\n",
        "relative",
        "https://x/\\u003E",
        "urn:{}",
    ],
)
def test_an_iri_that_would_leave_its_brackets_is_refused(iri: str) -> None:
    with pytest.raises(ValueError, match="not an IRI"):
        fill("ASK { VALUES ?resource { } }", resource=[iri])


def test_a_query_without_the_variable_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="VALUES"):
        fill("ASK { }", resource=["urn:x"])


def test_every_place_of_a_variable_is_filled() -> None:
    assert fill(load_query("describe"), resource=["urn:x"]).count("{ <urn:x> }") == 4


@pytest.mark.parametrize("name", NAMES)
def test_every_query_begins_with_what_it_answers_and_is_one_that_the_engine_takes(name: str) -> None:
    assert load_text(name).startswith("# ")
    assert scan(load_query(name), ServeConfig()).form in Form


@pytest.mark.parametrize("name", NAMES)
def test_every_query_runs_on_an_empty_dataset(name: str) -> None:
    query = load_query(name)
    Store().query(query)


@pytest.mark.parametrize("name", ["values", "uses", "members", "graph_subjects"])
def test_every_paged_query_can_be_cut(name: str) -> None:
    assert "LIMIT 7 OFFSET 14" in cut(load_query(name), 7, 14)


def test_what_a_value_says_is_no_place_for_another() -> None:
    query = "SELECT * { VALUES ?a { } VALUES ?b { } } LIMIT 10 OFFSET 0"
    filled = fill(query, a=[Literal("VALUES ?b { }")], b=[Literal("secret")])
    assert filled == 'SELECT * { VALUES ?a { "VALUES ?b { }" } VALUES ?b { "secret" } } LIMIT 10 OFFSET 0'
    with pytest.raises(ValueError, match="no VALUES"):
        fill("ASK { VALUES ?a { } }", a=[Literal("VALUES ?b { }")], b=[Literal("x")])
