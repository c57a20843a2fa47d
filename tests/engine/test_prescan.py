"""The prescan: what it refuses, what it must not refuse, and that it is linear and never fails otherwise."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powergraph.config import ServeConfig
from powergraph.engine import EngineError, Form, MalformedQuery, ServiceRefused, TooComplex, scan
from powergraph.engine.tokens import tokenise

CONFIG = ServeConfig()
EX = "PREFIX ex: <https://example.org/>\n"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("SELECT * {}", Form.SELECT, id="select"),
        pytest.param("select*{}", Form.SELECT, id="lower case, no space"),
        pytest.param("ASK{}", Form.ASK, id="ask"),
        pytest.param("ASKWHERE{}", Form.ASK, id="no space after the keyword"),
        pytest.param(EX + "CONSTRUCT WHERE { ?s ?p ?o }", Form.CONSTRUCT, id="after a prefix"),
        pytest.param("PREFIXex:<https://example.org/>DESCRIBEex:a", Form.DESCRIBE, id="prefix and form without space"),
        pytest.param("BASE <https://example.org/> VERSION '1.2' DESCRIBE <x>", Form.DESCRIBE, id="base and version"),
        pytest.param("# SELECT\nASK {}", Form.ASK, id="keyword in a comment"),
        pytest.param("PREFIX select: <https://example.org/> ASK {}", Form.ASK, id="keyword as prefix"),
    ],
)
def test_form_is_found(text: str, form: Form) -> None:
    assert scan(text, CONFIG).form is form


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        pytest.param("", "empty", (1, 1), id="nothing"),
        pytest.param(" # only this\n", "empty", (2, 1), id="only a comment"),
        pytest.param("PREFIX ex: <https://example.org/>", "ends after its prefixes", (1, 34), id="only a prefix"),
        pytest.param("INSERT DATA { <a:a> <a:b> 1 }", "only reads", (1, 1), id="insert"),
        pytest.param(EX + "delete where { ?s ?p ?o }", "only reads", (2, 1), id="delete"),
        pytest.param("LOAD <file:///etc/hostname>", "only reads", (1, 1), id="load"),
        pytest.param("DROP ALL", "only reads", (1, 1), id="drop"),
        pytest.param("SELCT * {}", "cannot begin with SELCT", (1, 1), id="misspelt form"),
        pytest.param(
            "PREFIX ex <https://example.org/> ASK {}", "PREFIX declaration", (1, 1), id="prefix without colon"
        ),
        pytest.param('ASK { ?s ?p "a\nb" }', "not closed", (1, 13), id="line break in a string"),
        pytest.param("ASK {\n ?s ?p '''a' }", "not closed", (2, 8), id="unclosed long string"),
        pytest.param("ASK { ?s ?p '\ud800' }", "half a character", (1, 14), id="lone surrogate"),
    ],
)
def test_what_is_no_query_is_refused_with_its_place(text: str, says: str, place: tuple[int, int]) -> None:
    with pytest.raises(MalformedQuery, match=says) as raised:
        scan(text, CONFIG)
    assert (raised.value.line, raised.value.column) == place


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        pytest.param("ASK { SERVICE <https://example.org/sparql> { } }", "https://example.org/sparql", id="plain"),
        pytest.param(
            "ASK { sErViCe SILENT <https://example.org/> { } }", "https://example.org/", id="silent, any case"
        ),
        pytest.param(EX + "ASK { SERVICE ex:sparql { } }", "https://example.org/sparql", id="prefixed"),
        pytest.param("ASK { BIND(<a:b> AS ?x) SERVICE ?x { } }", "", id="variable"),
        pytest.param("ASK { SERVICE#c\n<https://example.org/> { } }", "https://example.org/", id="comment between"),
        pytest.param("ASK { FILTER EXISTS { SERVICE <a:b> { } } }", "a:b", id="inside exists"),
        pytest.param("CONSTRUCT { ?s ?p ?o } { { SELECT * { SERVICE <a:b> { } } } }", "a:b", id="inside a sub-select"),
        pytest.param(EX + "ASK { SERVICEex:s { } }", "", id="glued to its name"),
        pytest.param(EX + "PREFIX SERVICEex: <a:b> ASK { SERVICEex:s { } }", "", id="glued, declared as prefix"),
        pytest.param(
            EX + "PREFIX SERVICEex: <a:b> ASK { ?s ?p ex:GRAPH SERVICEex:s { } }", "", id="glued, behind :GRAPH"
        ),
        pytest.param("ASK { ?s ?p trueSERVICE <a:b> { } }", "a:b", id="glued to the term before"),
        pytest.param("ASK { ?s ?p true.SERVICE <a:b> { } }", "a:b", id="behind a dot"),
        pytest.param("ASK { ?s ?p 1.SERVICE <a:b> { } }", "a:b", id="behind a number and a dot"),
        pytest.param(EX + "ASK { ?s ?p ex:.SERVICE <a:b> { } }", "a:b", id="behind an empty local name"),
        pytest.param("ASK { FILTER(1<2)SERVICE#>\n<a:b> { } }", "", id="inside what looks like an IRI"),
        pytest.param("ASK { FILTER(1<2)SERVICEa:b#>\n{ } }", "", id="glued inside what looks like an IRI"),
        pytest.param(EX + r"ASK { ?s ?p ex:\# . SERVICE <a:b> { } }", "a:b", id="behind an escaped hash"),
        pytest.param(EX + r"ASK { ?s ?p ex:\' . SERVICE <a:b> { } } #'", "a:b", id="behind an escaped quote"),
    ],
)
def test_service_is_refused_however_it_is_written(text: str, iri: str) -> None:
    with pytest.raises(ServiceRefused) as raised:
        scan(text, CONFIG)
    assert raised.value.iri == iri


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('ASK { ?s ?p "SERVICE <a:b> { }" }', id="in a string"),
        pytest.param('ASK { ?s ?p """x" SERVICE <a:b> { }""" }', id="in a long string"),
        pytest.param("ASK { ?s ?p ?o } # SERVICE <a:b> { }", id="in a comment"),
        pytest.param("ASK { ?s <https://example.org/SERVICE#x> ?service }", id="in an IRI and a variable"),
        pytest.param("ASK { ?s <https://example.org/a(b)/service#x> ?o }", id="in an IRI with brackets"),
        pytest.param("PREFIX service: <a:> ASK { ?s service:p service:o }", id="as a prefix"),
        pytest.param("PREFIX service: <a:> ASK { GRAPH service:g { ?s ?p ?o } }", id="as a graph"),
        pytest.param(EX + "ASK { ?s ex:service ex:a.SERVICE }", id="in a local name"),
    ],
)
def test_the_word_service_is_allowed_where_it_is_no_keyword(text: str) -> None:
    assert scan(text, CONFIG).form is Form.ASK


TRIPLES = "?s ?p ?o . "


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        pytest.param("ASK " + "{" * 4000, "max_depth", id="4,000 braces"),
        pytest.param("ASK { FILTER(" + "(" * 64, "max_depth", id="brackets"),
        pytest.param("ASK { FILTER(" + "!" * 9000 + "true) }", "max_depth", id="negations"),
        pytest.param("ASK { FILTER(" + "STR(" * 900, "max_depth", id="functions"),
        pytest.param("ASK {" + "?s ?p ?o FILTER NOT EXISTS {" * 70, "max_depth", id="exists"),
        pytest.param("ASK { ?s ?p " + "[ ?p " * 64, "max_depth", id="blank nodes"),
        pytest.param("ASK { ?s ?p " + "<<( ?s ?p " * 40, "max_depth", id="triple terms"),
        pytest.param("ASK { FILTER(1" + "+1" * 501 + ") }", "max_operators", id="sums"),
        pytest.param("ASK { FILTER(true" + "||true" * 501 + ") }", "max_operators", id="disjunctions"),
        pytest.param("ASK {" + "{} UNION " * 501 + "{} }", "max_operators", id="unions"),
        pytest.param("ASK {" + "OPTIONAL {} " * 501 + "}", "max_operators", id="optionals"),
        pytest.param("ASK {" + "MINUS {} BIND(1 AS ?x) " * 251 + "}", "max_operators", id="minus and bind"),
        pytest.param("ASK { ?s (((((<a:p>*)+)*)+)*) ?o }", "max_closures", id="nested closures"),
        pytest.param("ASK { ?s ((((((<a:p>*)?)+)?)*/<a:q>)+)* ?o }", "max_closures", id="closures in sequences"),
        pytest.param("ASK { [ (((((!<a:p>)+)+)+)+)+ ?o ] }", "max_closures", id="closures of a negated set"),
        pytest.param("ASK {" + TRIPLES * 201 + "}", "max_patterns", id="triples"),
        pytest.param("ASK { ?s ?p ?o" + "; ?p ?o" * 200 + "}", "max_patterns", id="predicates"),
        pytest.param("ASK { ?s ?p ?o" + ", ?o" * 200 + "}", "max_patterns", id="objects"),
        pytest.param("ASK { ?s " + "/".join(["<a:p>"] * 202) + " ?o }", "max_patterns", id="a long path"),
        pytest.param("ASK { ?s ?p (" + "1 " * 101 + ") }", "max_patterns", id="a long list"),
        pytest.param("ASK { ?s ?p " + "[ ?p ?o ] , " * 101 + "1 }", "max_patterns", id="many blank nodes"),
        pytest.param(
            "ASK {" + ("{" + TRIPLES * 3 + "FILTER(?o > 1)} ") * 67 + "}", "max_patterns", id="in many groups"
        ),
        pytest.param("SELECT * { VALUES ?x {" + " 1" * 100_000 + "} }", "", id="too many words"),
    ],
)
def test_what_would_crash_or_hang_is_too_complex(text: str, setting: str) -> None:
    with pytest.raises(TooComplex) as raised:
        scan(text, CONFIG)
    assert raised.value.setting == setting


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * { VALUES ?x {" + " -1" * 5000 + "} }", id="5,000 negative values"),
        pytest.param("SELECT * { VALUES (?x ?y) {" + " (1 UNDEF)" * 5000 + "} }", id="5,000 rows"),
        pytest.param("SELECT * { ?s ?p ?o } VALUES ?x {" + " <a:b>" * 5000 + "}", id="5,000 values at the end"),
        pytest.param("ASK { FILTER(?x IN (" + "-1, " * 5000 + "1)) }", id="5,000 in a list"),
        pytest.param("ASK {" + TRIPLES * 200 + "}", id="200 triples"),
        pytest.param("CONSTRUCT {" + TRIPLES * 400 + "} WHERE {" + TRIPLES * 100 + "}", id="a long template"),
        pytest.param("ASK { FILTER((((((1*2)*3)*4)*5)*6)*7 > 1) }", id="products are no closures"),
        pytest.param("ASK { ?s ((((<a:p>*)+)*)+) ?o }", id="four closures"),
        pytest.param("ASK { ?s <a:p>*/<a:q>*/<a:r>+/<a:s>+/<a:t>* ?o }", id="closures side by side"),
        pytest.param("ASK " + "{" * 64 + "}" * 64, id="64 braces"),
        pytest.param(
            "SELECT (COUNT(*) AS ?n) (SUM(?x) AS ?m) { ?s ?p ?x } GROUP BY ?s ORDER BY DESC(?n) LIMIT 5",
            id="aggregates",
        ),
        pytest.param("ASK { ?s ?p '" + "{(!" * 10_000 + "' }", id="brackets in a string"),
        pytest.param("ASK { ?s ?p ?o } # " + "{(!" * 10_000, id="brackets in a comment"),
        pytest.param("ASK { ?s ?p " + ", ".join(['"a"^^<a:t>, "b"@en'] * 100) + " }", id="datatypes are no objects"),
    ],
)
def test_what_is_only_long_is_allowed(text: str) -> None:
    scan(text, CONFIG)


@pytest.mark.parametrize("call", ["NOW()", "rand ()", "UUID()", "STRUUID()", "BNODE()", "BNODE('x')"])
def test_volatile_functions_are_noticed(call: str) -> None:
    assert scan(f"SELECT ({call} AS ?x) {{}}", CONFIG).volatile


def test_what_another_endpoint_says_is_volatile() -> None:
    config = ServeConfig(allow_service="http://other.example/sparql")
    assert scan("ASK { SERVICE <http://other.example/sparql> { ?s ?p ?o } }", config).volatile


def test_volatile_function_glued_to_filter_is_noticed() -> None:
    assert scan("ASK { FILTERRAND() > 0.5 }", CONFIG).volatile


@pytest.mark.parametrize(
    "text", ['ASK { ?s ?p "NOW()" }', "ASK { ?now <a:rand> ?uuid }", "ASK { FILTER(MD5('now') = 'x') }"]
)
def test_other_queries_are_not_volatile(text: str) -> None:
    assert not scan(text, CONFIG).volatile


def test_every_setting_is_heeded() -> None:
    for name, text in [
        ("max_depth", "ASK {{}}"),
        ("max_operators", "ASK { FILTER(1+1+1) }"),
        ("max_patterns", f"ASK {{ {TRIPLES * 2} }}"),
    ]:
        with pytest.raises(TooComplex) as raised:
            scan(text, ServeConfig(**{name: 1}))
        assert raised.value.limit == 1


WORDS = "SELECT ASK SERVICE FILTER VALUES CONSTRUCT PREFIX ex: ex:a ?x <a:b> true a 1 1.5e3 _:b @en ^^ {| |} << >>"
PIECES = st.sampled_from([*WORDS.split(), *"<>\"'\\#{}()[].;,!*+-/|\n \x00é\u00b7\U0001f600", '"""'])


@given(st.one_of(st.text(), st.lists(PIECES, max_size=80).map("".join)))
@settings(max_examples=300, deadline=None)
def test_scan_raises_nothing_but_engine_errors(text: str) -> None:
    for query in (text, "ASK {" + text):
        error = _refusal(query)
        assert error is None or (400 <= error.status < 500 and str(error))


@given(st.one_of(st.text(), st.lists(PIECES, max_size=80).map("".join)))
@settings(max_examples=300, deadline=None)
def test_tokens_lie_in_the_text_in_order_and_lose_nothing_but_space_and_comments(text: str) -> None:
    end = 0
    for token in tokenise(text):
        assert text[token.start :].startswith(token.text)
        between = text[end : token.start]
        assert not between.strip(" \t\r\n") or "#" in between
        end = token.start + len(token.text)


REPEATED = [
    '"""',
    "'",
    '\\"""',
    "\\'",
    "a.",
    "a.a-",
    ":a.",
    "ex:\\.",
    "<a",
    "<",
    "!",
    ".",
    "1.",
    "1e",
    "_:b.",
    "?",
    "@a-",
    "x:",
    "..",
    "(",
    "#\n",
    "\\",
    "%4",
    "<)service",
    "service:{",
]


@pytest.mark.parametrize("piece", REPEATED)
def test_scan_is_linear(piece: str) -> None:
    def seconds(text: str) -> float:
        return min(_timed(lambda: _scan_anyhow(text)) for _ in range(2))

    short, long = (seconds("ASK {" + piece * (size // len(piece))) for size in (10_000, 80_000))
    assert long < 0.5 or long / short < 40  # eight times the text; a quadratic scan takes 64 times as long, and minutes


def _scan_anyhow(text: str) -> None:
    scan.cache_clear()
    tokenise(text)
    _refusal(text)


def _refusal(text: str) -> EngineError | None:
    try:
        scan(text, CONFIG)
    except EngineError as error:
        return error
    return None


def _timed(work: Callable[[], None]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start
