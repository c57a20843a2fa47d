import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.web.negotiation import (
    ANSWER_SUFFIXES,
    GRAPHS,
    HTML,
    PAGE_JSON,
    QUESTIONS,
    RESOURCES,
    RESULTS,
    SUFFIXES,
    NotAcceptable,
    negotiate,
    prefers_page,
    split_suffix,
)

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

RESULT_CASES = [
    ("no header gives the default", [], JSON),
    ("anything gives the default", ["*/*"], JSON),
    ("one type", ["text/csv"], "text/csv"),
    ("case does not count", [JSON.upper()], JSON),
    ("an alias is sent under its own name", ["application/json"], "application/json"),
    ("text wildcard", ["text/*"], "text/csv"),
    ("quality decides", [f"{JSON};q=0.2, {XML};q=0.9"], XML),
    ("three digits of quality", [f"{XML};q=0.001, text/csv;q=0.002"], "text/csv"),
    ("spaces around parameters", [f"{XML} ; q=0.2 , {JSON} ; q=0.9"], JSON),
    ("the specific range decides over the general", [f"*/*;q=0.1, {XML}"], XML),
    ("equal quality: the specific range wins", ["*/*, text/csv"], "text/csv"),
    ("zero excludes", [f"{JSON};q=0, application/json;q=0, */*"], XML),
    ("charset is no obstacle", [f"{JSON}; charset=utf-8"], JSON),
    (
        "a parameter makes a range more specific",
        ["text/csv;q=0.9, text/csv;charset=utf-8;q=0.1, text/*;q=0.5"],
        "text/tab-separated-values",
    ),
    ("a comma inside quotes separates nothing", [f'image/png;x="a,{JSON}", text/csv;q=0.1'], "text/csv"),
    ("several headers are one", ["image/png", XML], XML),
    ("unknown types are passed over", [f"image/png, {XML};q=0.5"], XML),
    ("what cannot be read counts as nothing", [";;;,,q=abc, /, a/b/c;q="], JSON),
    ("a broken quality drops its range", [f"{XML};q=high, text/csv;q=0.1"], "text/csv"),
]


@pytest.mark.parametrize(
    ("accept", "expected"), [case[1:] for case in RESULT_CASES], ids=[case[0] for case in RESULT_CASES]
)
def test_results_are_negotiated(accept: list[str], expected: str) -> None:
    assert negotiate(accept, RESULTS).name == expected


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", f"{JSON};q=0", "*/*;q=0"])
def test_what_is_not_on_offer_is_not_acceptable_and_lists_what_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        negotiate([accept], RESULTS)
    assert [each.name for each in caught.value.offered] == [JSON, XML, "text/csv", "text/tab-separated-values"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ttl", "text/turtle"),
        ("Turtle", "text/turtle"),
        ("json", "application/ld+json"),
        ("xml", "application/rdf+xml"),
        ("nt", "application/n-triples"),
        ("application/trig", "application/trig"),
        ("html", "text/html"),
    ],
)
def test_the_format_parameter_beats_accept(name: str, expected: str) -> None:
    assert negotiate(["text/plain"], RESOURCES, name).name == expected


def test_an_unknown_format_is_not_acceptable_whatever_accept_says() -> None:
    with pytest.raises(NotAcceptable):
        negotiate(["*/*"], RESULTS, "docx")


def test_browsers_get_pages_and_programs_turtle() -> None:
    assert negotiate([BROWSER], RESOURCES) is HTML
    assert negotiate(["*/*"], RESOURCES).name == "text/turtle"
    assert negotiate([], RESOURCES).name == "text/turtle"


@pytest.mark.parametrize(
    ("accept", "format_name", "expected"),
    [
        (BROWSER, "", True),
        ("*/*", "", False),
        ("text/*", "", False),
        ("text/turtle", "", False),
        ("text/html", "", True),
        (f"text/html;q=0.5, {JSON}", "", False),
        (BROWSER, "csv", False),
        ("*/*", "html", True),
        ("image/png", "", False),
    ],
)
def test_only_who_wants_html_most_gets_a_page(accept: str, format_name: str, expected: bool) -> None:
    assert prefers_page([accept], format_name) is expected


def test_every_suffix_names_one_type_and_every_type_has_a_document() -> None:
    assert set(SUFFIXES) == {".ttl", ".nt", ".jsonld", ".rdf", ".trig", ".nq", ".html", ".json"}
    assert all(SUFFIXES[each.document_suffix].name == each.format for each in (*RESOURCES, PAGE_JSON))


def test_a_question_has_the_suffixes_of_a_thing_and_those_of_its_answer() -> None:
    assert set(ANSWER_SUFFIXES) == {".json", ".xml", ".csv", ".tsv", ".rq"}
    suffixes = SUFFIXES | ANSWER_SUFFIXES
    assert all(suffixes[each.document_suffix].name == each.format for each in QUESTIONS)


@pytest.mark.parametrize(
    ("accept", "format_name", "suffix"),
    [
        ("*/*", "", ".ttl"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "", ".html"),
        ("text/csv", "", ".csv"),
        ("application/json", "", ".json"),
        ("application/ld+json", "", ".jsonld"),
        ("application/sparql-query", "", ".rq"),
        ("text/html", "json", ".json"),
        ("text/html", "xml", ".xml"),
        ("text/html", "rq", ".rq"),
    ],
)
def test_a_question_is_negotiated_as_a_thing_with_an_answer(accept: str, format_name: str, suffix: str) -> None:
    assert negotiate([accept], QUESTIONS, format_name).document_suffix == suffix


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("topic/x.ttl", "topic/x", ".ttl"),
        ("topic/v1.2", "topic/v1.2", ""),
        ("topic/x.html.html", "topic/x.html", ".html"),
        ("topic/.html", "topic/.html", ""),
        (".ttl", ".ttl", ""),
        ("topic/x.TTL", "topic/x.TTL", ""),
        ("a.ttl/b", "a.ttl/b", ""),
    ],
)
def test_only_a_whole_suffix_behind_a_slug_is_split_off(path: str, stem: str, suffix: str) -> None:
    found, media_type = split_suffix(path)
    assert (found, media_type.suffix if media_type else "") == (stem, suffix)


def accept_headers() -> st.SearchStrategy[str]:
    names = [each.name for each in (*RESULTS, *GRAPHS, HTML)] + [
        "*/*",
        "text/*",
        "application/*",
        "image/png",
        "*",
        "a b/c",
    ]
    element = st.tuples(
        st.sampled_from(names), st.sampled_from(["", ";q=0", ";q=0.5", ";q=1.0", "; charset=utf-8", ';x="a,b"', ";q=x"])
    )
    return st.lists(element.map("".join)).map(",".join) | st.text(max_size=60)


@given(
    st.lists(accept_headers(), max_size=3),
    st.sampled_from([RESULTS, GRAPHS, RESOURCES]),
    st.sampled_from(["", "json", "nope"]),
)
def test_whatever_is_asked_the_answer_is_on_offer_or_a_refusal(
    accept: list[str], offered: tuple, format_name: str
) -> None:
    try:
        found = [negotiate(accept, offered, format_name)]
    except NotAcceptable as refused:
        found = list(refused.offered)
    assert found
    assert set(found) <= set(offered)


@given(accept_headers())
def test_the_order_of_headers_never_makes_something_acceptable_or_not(accept: str) -> None:
    elements = accept.split(",")
    outcomes = set()
    for order in (elements, elements[::-1]):
        if '"' in accept:
            return
        try:
            outcomes.add(negotiate([",".join(order)], RESOURCES).name)
        except NotAcceptable:
            outcomes.add("406")
    assert len(outcomes) == 1
