"""Setting a parameter: the value is one term in its row, whatever is in it, and nothing else of the query changes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from powergraph.engine.tokens import tokenise
from powergraph.prefixes import PREFIXES
from powergraph.query_text import candidates_query, place_in, row_term, tokens_of, values_rows
from powergraph.question import Parameter, Question, in_language

ROOT = Path(__file__).parents[2]
INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
DATE = NamedNode(PREFIXES["xsd"] + "date")
QUERY = """\
PREFIX ex: <https://example.org/#>
SELECT ?word ?thing ?count WHERE {
  # VALUES ?word { "in a comment" }
  VALUES ?word { "a } b" }
  VALUES ?thing{ex:x}
  VALUES ?count { 3 }
  FILTER("VALUES ?word { 'in a string' }" != '''it's } "''')
}
"""
QUESTION = Question(
    "three",
    QUERY,
    parameters=(
        Parameter("word", Literal("a } b")),
        Parameter("thing", NamedNode("https://example.org/#x")),
        Parameter("count", Literal(3)),
    ),
)
HOSTILE = {
    "closes the string": '" } ?s ?p ?o #',
    "closes with a backslash": '\\" } ?s ?p ?o #',
    "ends in a backslash": "\\",
    "another line": "x\n} SERVICE <https://example.org/> { ?s ?p ?o } {\r\n",
    "long quotes": "'''\"\"\"",
    "an escape for a quote": "\\u0022 } #",
    "the zero character": "\0",
    "a line separator": "\u2028",
    "outside the basic plane": "💥",
    "a row of its own": "VALUES ?thing { <https://example.org/other> }",
    "white space": " \t ",
    "nothing": "",
}


def row_of(query: str) -> tuple[object, object, object]:
    answer = Store().query(query)
    assert isinstance(answer, QuerySolutions)
    (solution,) = answer
    return solution["word"], solution["thing"], solution["count"]


def test_without_values_the_query_is_as_it_is_written() -> None:
    assert QUESTION.query_with({}) == QUERY
    assert row_of(QUERY) == (Literal("a } b"), NamedNode("https://example.org/#x"), Literal(3))


def test_each_value_goes_into_its_own_row_and_the_rest_stays() -> None:
    values = {"count": Literal(44), "word": Literal("new"), "thing": NamedNode("https://example.org/y")}
    query = QUESTION.query_with(values)
    assert row_of(query) == (Literal("new"), NamedNode("https://example.org/y"), Literal(44))
    assert 'VALUES ?word { "in a comment" }' in query
    assert "VALUES ?word { 'in a string' }" in query


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_only_a_text(text: str) -> None:
    query = QUESTION.query_with({"word": Literal(text)})
    assert row_of(query) == (Literal(text), NamedNode("https://example.org/#x"), Literal(3))
    assert len(tokens_of(query)) == len(tokens_of(QUERY))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    assert row_of(QUESTION.query_with({"word": Literal(text)}))[0] == Literal(text)


@given(st.text().map("https://example.org/".__add__))
def test_what_is_no_iri_never_reaches_the_query(text: str) -> None:
    try:
        term = QUESTION.parameters[1].term(text)
    except ValueError:
        return
    assert row_of(QUESTION.query_with({"thing": term}))[1] == term


@pytest.mark.parametrize("text", ["https://example.org/> } #", "https://example.org/a b", "no scheme", "", "\\u003e:x"])
def test_a_hostile_iri_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        QUESTION.parameters[1].term(text)


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("word", NamedNode("https://example.org/y")),
        ("word", Literal("mot", language="fr")),
        ("word", BlankNode("b")),
        ("word", '" } #'),
        ("thing", Literal("https://example.org/y")),
        ("count", Literal("44")),
        ("other", Literal("x")),
    ],
    ids=["IRI for text", "language", "blank node", "no term", "text for IRI", "text for number", "unknown name"],
)
def test_a_value_of_another_kind_is_refused(name: str, term: object) -> None:
    with pytest.raises(ValueError, match=name):
        QUESTION.query_with({name: term})  # type: ignore[dict-item]


def test_a_parameter_without_a_row_is_refused_when_it_is_set() -> None:
    question = Question("q", "SELECT * { }", parameters=(Parameter("x", Literal("a")),))
    with pytest.raises(ValueError, match="no VALUES row for x"):
        question.query_with({"x": Literal("b")})


@pytest.mark.parametrize(
    ("default", "written", "term"),
    [
        (NamedNode("x:a"), " https://example.org/é ", NamedNode("https://example.org/é")),
        (Literal("a"), " as it is ", Literal(" as it is ")),
        (Literal("a", language="en"), "power", Literal("power", language="en")),
        (Literal(1), " 1980", Literal("1980", datatype=INTEGER)),
        (Literal("2020-01-01", datatype=DATE), "2021-12-31", Literal("2021-12-31", datatype=DATE)),
    ],
    ids=["IRI", "text", "text in a language", "number", "date"],
)
def test_what_a_person_writes_becomes_a_term_like_the_default(default: object, written: str, term: object) -> None:
    assert Parameter("p", default).term(written) == term  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["many", "1e3", "١٩٨٠", "1_000", "", "1980 }"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="type of the default"):
        Parameter("p", Literal(1)).term(written)


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("SELECT * { VALUES ?x { 1 } }", Literal(1)),
        ("select * { values $x{'a'@en}}", Literal("a", language="en")),
        ("PREFIX e: <x:>  SELECT * { VALUES ?x { e:y # }\n } }", NamedNode("x:y")),
        ("SELECT * { VALUES ?x { 1 2 } }", None),
        ("SELECT * { VALUES ?x { } }", None),
        ("SELECT * { VALUES ?x { UNDEF } }", None),
    ],
    ids=["number", "lower case", "prefix and comment", "two", "none", "UNDEF"],
)
def test_the_term_of_a_row_is_what_the_parser_makes_of_it(query: str, term: object) -> None:
    (row,) = values_rows(query)
    assert row.name == "x"
    assert row_term(query, row) == term


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("data/queries/*.rq")) + sorted(ROOT.glob("src/**/*.rq")), ids=lambda path: path.stem
)
def test_tokens_are_those_that_the_engine_sees(path: Path) -> None:
    text = path.read_text("utf-8")
    kinds = {"iri", "string", "variable", "blank", "name", "language"}
    seen = [tuple(token) for token in tokenise(text) if token.kind in kinds]
    assert [tuple(token) for token in tokens_of(text) if token.kind in kinds] == seen
    assert tokens_of(text)


def test_rows_of_several_variables_are_no_parameters() -> None:
    assert list(values_rows("SELECT * { VALUES (?x ?y) { (1 2) } }")) == []


def test_places_count_from_one() -> None:
    assert [place_in("ab\ncd", offset) for offset in (0, 1, 3, 4)] == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_text_is_told_in_the_language_asked_for_or_the_next_best() -> None:
    texts = {"es": "poder", "en": "power"}
    assert [in_language(texts, language) for language in ("es", "fr")] == ["poder", "power"]
    assert in_language({"es": "poder"}, "fr") == "poder"
    assert in_language({}, "fr") == ""


def test_what_can_be_chosen_is_what_has_an_answer() -> None:
    store = Store()
    store.update("PREFIX : <https://example.org/#> INSERT DATA { :a :of :x ; :n 1 . :b :of :x, :y ; :n 2 . :c :of :z }")
    query = """PREFIX : <https://example.org/#>
        SELECT (COUNT(DISTINCT ?who) AS ?count) ('{' AS ?brace) WHERE {
          # } VALUES ?what { }
          VALUES ?what { :x } { ?who :of ?what } UNION { ?who :n ?none . ?who :of ?what FILTER(?none = '}') }
          ?who :n ?number
        } GROUP BY ?number HAVING(COUNT(*) > 7) ORDER BY ?number LIMIT 1"""
    answer = store.query(candidates_query(query, "what", 10))
    assert isinstance(answer, QuerySolutions)
    assert {row["what"].value[-1] for row in answer} == {"x", "y"}
    few = store.query(candidates_query(query, "what", 1))
    assert isinstance(few, QuerySolutions)
    assert len(list(few)) == 1


@pytest.mark.parametrize(
    "query", ["", "ASK { VALUES ?x { 1 } }", "SELECT * { ?x ?y ?z }", "SELECT * { VALUES ?x { 1 }"]
)
def test_what_has_no_row_or_no_pattern_has_nothing_to_choose_from(query: str) -> None:
    with pytest.raises(ValueError):
        candidates_query(query, "x", 10)
