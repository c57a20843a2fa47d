"""What people are told about a query that is not SPARQL: the place, and what to do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from powergraph.engine import MalformedQuery
from powergraph.engine.messages import explain
from powergraph.engine.tokens import tokenise


def told(text: str) -> MalformedQuery:
    """Ask pyoxigraph and explain what it says."""
    with pytest.raises(SyntaxError) as raised:
        Store().query(text)
    return explain(text, raised.value.msg)


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        pytest.param(
            "SELECT * { ?s foo:bar ?o }", 15, "prefix foo: is not declared", "PREFIX foo: <", id="unknown prefix"
        ),
        pytest.param(
            "SELECT * { ?s skos:broader ?o }",
            15,
            "prefix skos:",
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
            id="known prefix",
        ),
        pytest.param("SELECT * { :a ?p ?o }", 12, "prefix : is not declared", "PREFIX : <", id="empty prefix"),
        pytest.param("SELECT * { ?s ?p ?o", 10, "{ is never closed", "A } is missing", id="unclosed brace"),
        pytest.param(
            "SELECT * { ?s ?p ?o FILTER(STR(?o) = 'x' }",
            42,
            "stands } instead of )",
            "line 1, column 27",
            id="unclosed bracket",
        ),
        pytest.param("SELECT * { ?s ?p ?o } }", 23, "closes nothing", "", id="one brace too many"),
        pytest.param("SELECT * { <a> ?p ?o }", 12, "relative IRI", "BASE", id="relative IRI"),
        pytest.param(
            "SELECT * { <http://a b> ?p ?o }", 12, "character that IRIs do not have", "%20", id="space in an IRI"
        ),
        pytest.param("SELECT * { http://a.b/c ?p ?o }", 12, "angle brackets", "<https://", id="bare IRI"),
        pytest.param("SELECT * { ?s ?p “a” }", 18, "character “", 'Write "', id="typographic quotes"),
        pytest.param("SELECT *\u00a0{ ?s ?p ?o }", 9, "U+00A0", "a space", id="no-break space"),
        pytest.param(
            "SELECT * { ?s ?p ?o . OPTINAL { } }", 23, "no keyword OPTINAL", "OPTIONAL?", id="misspelt keyword"
        ),
        pytest.param(
            "SELECT * { ?s ?p ?o FILTER(STRLNE(?o) > 1) }", 28, "no function STRLNE", "STRLEN?", id="misspelt function"
        ),
        pytest.param("SELECT * { ?s ?p topic }", 18, "no keyword topic", "?topic", id="bare word"),
        pytest.param("SELECT * { ?a ?b ?c FILTER(?a = 1 AND ?b = 2) }", 35, "AND", "&&", id="AND"),
        pytest.param(
            "SELECT ?x (COUNT(*) AS ?c) { ?x ?p ?o }",
            8,
            "?x is selected but not grouped by",
            "GROUP BY",
            id="aggregate without GROUP BY",
        ),
        pytest.param(
            "SELECT ?a ?b { ?a ?b ?c } GROUP BY ?a", 11, "?b is selected", "SAMPLE(?b)", id="variable not grouped by"
        ),
        pytest.param(
            "SELECT * { ?a ?b ?c } GROUP BY ?a", 8, "cannot be grouped", "Name the variables", id="star with GROUP BY"
        ),
        pytest.param(
            "SELECT * { ?s ?p }", 18, "} is not expected", "subject, a predicate and an object", id="half a triple"
        ),
        pytest.param("SELECT * { ?s ?p ?o ?s ?p ?o }", 21, "?s is not expected", "A . is missing", id="missing dot"),
        pytest.param("SELECT ?s, ?p { ?s ?p ?o }", 10, ", is not expected", "without commas", id="commas in SELECT"),
        pytest.param(
            "SELECT * { ?s ?p ?o FILTER ?o > 5 }",
            28,
            "?o is not expected",
            "FILTER( ... )",
            id="filter without brackets",
        ),
        pytest.param(
            "SELECT * { ?s ?p ?o } ORDER BY DESC ?x",
            37,
            "?x is not expected",
            "DESC( ... )",
            id="DESC without brackets",
        ),
        pytest.param("SELECT * { ?s ?p ?o } ORDER ?x", 29, "?x is not expected", "ORDER BY", id="ORDER without BY"),
        pytest.param("SELECT COUNT(*) { ?s ?p ?o }", 8, "COUNT is not expected", "AS ?name", id="bare aggregate"),
        pytest.param(
            "SELECT (COUNT(*)) { ?s ?p ?o }", 17, ") is not expected", "AS ?name", id="aggregate without a name"
        ),
        pytest.param("SELECT * { ?s ?p ?o } LIMIT", 28, "ends too early", "a number", id="LIMIT without number"),
        pytest.param("SELECT * { ?s = ?o }", 15, "= is not expected", "FILTER( ... )", id="comparison among triples"),
        pytest.param("SELECT * WHERE ?s ?p ?o", 16, "?s is not expected", "{ is missing", id="no braces"),
        pytest.param(
            'SELECT * { ?s "p" ?o }', 15, '"p" is not expected', "predicate is an IRI", id="text as predicate"
        ),
        pytest.param("SELECT * { ?s ?p/?q ?o }", 17, "/ is not expected", "without variables", id="variable in a path"),
        pytest.param(
            "SELECT ?s { ?s ?p ?o } FILTER(?o > 1)", 24, "FILTER is not expected", "inside the { }", id="filter outside"
        ),
        pytest.param(
            "SELECT ?s { ?s ?p ?o } LIMIT 1 ORDER BY ?s",
            32,
            "ORDER is not expected",
            "the order is",
            id="wrong order of clauses",
        ),
    ],
)
def test_a_common_mistake_is_named_at_its_place_with_what_to_do(
    text: str, column: int, message: str, hint: str
) -> None:
    error = told(text)
    assert message in error.message
    assert hint in error.hint
    assert (error.line, error.column) == (1, column)
    deep = told("\n# a comment\n  " + text)
    assert (deep.line, deep.column, deep.message) == (3, column + 2, error.message.replace("line 1,", "line 3,"))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_query_with_one_token_changed_is_told_within_its_text(data: st.DataObject) -> None:
    query = (
        "PREFIX ex: <https://example.org/> SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s a ex:C ; ex:p+ ?o . "
        "OPTIONAL { ?s ex:q 'x'@en } FILTER(?o > 5 && STR(?s) != \"y\") VALUES ?z { 1 2 } } "
        "GROUP BY ?s ORDER BY DESC(?n) LIMIT 10"
    )
    tokens = [token.text for token in tokenise(query)]
    at = data.draw(st.integers(0, len(tokens) - 1))
    tokens[at] = data.draw(st.sampled_from(["", *tokens, "§", "foo", "'"]))
    text = data.draw(st.sampled_from([" ", "\n", "  \n"])).join(tokens)
    try:
        Store().query(text)
    except RuntimeError:
        pass  # right syntax, unknown function
    except SyntaxError as raised:
        error = explain(text, raised.msg)
        lines = text.split("\n")
        assert error.message
        assert 0 <= error.line <= len(lines)
        assert error.line == 0 or 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert "expected one of" not in error.message
