from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.config import ServeConfig
from powergraph.engine import EngineError, Form
from powergraph.web.negotiation import NotAcceptable
from powergraph.web.problems import Refused
from powergraph.web.protocol import Request, check_size, decode_parameters, query_text, read_query

CONFIG = ServeConfig(timeout=10)
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
JSON = "application/sparql-results+json"


def request(
    method: str = "GET", query: str = "", content_type: str = "", body: bytes = b"", accept: str = "", **more: str
) -> Request:
    headers = {"content-type": (content_type,)} if content_type else {}
    if accept:
        headers["accept"] = (accept,)
    return Request(
        method, query.encode(), headers | {name: (value,) for name, value in more.items()}, body, "192.0.2.7"
    )


@pytest.mark.parametrize(
    "asked",
    [
        request("GET", "query=ASK%20%7B%7D"),
        request("HEAD", "query=ASK+%7B%7D"),
        request("POST", "", FORM, b"query=ASK+%7B%7D"),
        request("POST", "", FORM + "; charset=UTF-8", b"query=ASK%20{}"),
        request("POST", "", QUERY, b"ASK {}"),
        request("POST", "", 'Application/SPARQL-Query;charset="utf-8"', b"ASK {}"),
        request("QUERY", "", QUERY, b"ASK {}"),
        request("GET", "query=ASK+%7B%7D&foo=bar"),
    ],
    ids=["get", "head", "form", "form charset", "direct", "type in capitals", "QUERY", "unknown parameter"],
)
def test_every_way_of_the_protocol_asks_the_same_query(asked: Request) -> None:
    found = read_query(asked, CONFIG)
    assert found.query is not None
    assert (found.query.text, found.query.form, found.query.media_type, found.query.client) == (
        "ASK {}",
        Form.ASK,
        JSON,
        "192.0.2.7",
    )


REFUSED = {
    "two queries": (request("GET", "query=ASK{}&query=ASK{}"), 400),
    "two queries in a form": (request("POST", "", FORM, b"query=ASK{}&query=ASK{}"), 400),
    "one in the URL, one in the body": (request("POST", "query=ASK{}", QUERY, b"ASK {}"), 400),
    "empty query": (request("GET", "query="), 400),
    "empty form": (request("POST", "", FORM), 400),
    "form without query": (request("POST", "", FORM, b"x=1"), 400),
    "empty direct": (request("POST", "", QUERY), 400),
    "no content type": (request("POST", "", "", b"ASK {}"), 415),
    "text/plain": (request("POST", "", "text/plain", b"ASK {}"), 415),
    "json": (request("POST", "", "application/json", b"{}"), 415),
    "nonsense": (request("POST", "", "nonsense", b"ASK {}"), 415),
    "UTF-16": (request("POST", "", QUERY + "; charset=UTF-16", "ASK {}".encode("utf-16")), 415),
    "compressed": (request("POST", "", QUERY, b"ASK {}", **{"content-encoding": "gzip"}), 415),
    "bad UTF-8 in the URL": (request("GET", "query=ASK%20%FF%FE"), 400),
    "bad UTF-8 in a form": (request("POST", "", FORM, b"query=%FF"), 400),
    "bad UTF-8 in the body": (request("POST", "", QUERY, b"ASK { ?s ?p '\xff' }"), 400),
    "bad percent": (request("GET", "query=ASK%2"), 400),
    "update in the URL": (request("GET", "update=CLEAR+ALL"), 403),
    "update in a form": (request("POST", "", FORM, b"update=CLEAR+ALL"), 403),
    "query and update": (request("POST", "", FORM, b"query=ASK{}&update=CLEAR+ALL"), 403),
    "update as body": (request("POST", "", UPDATE, b"CLEAR ALL"), 403),
    "update as query": (request("GET", "query=CLEAR+ALL"), 400),
    "PUT": (request("PUT"), 405),
    "DELETE": (request("DELETE"), 405),
    "not an IRI": (request("GET", "query=ASK{}&default-graph-uri=not+an+%3Ciri%3E"), 400),
    "relative IRI": (request("GET", "query=ASK{}&named-graph-uri=x"), 400),
    "timeout in words": (request("GET", "query=ASK{}&timeout=soon"), 400),
    "timeout below zero": (request("GET", "query=ASK{}&timeout=-1"), 400),
    "timeout without end": (request("GET", "query=ASK{}&timeout=inf"), 400),
    "timeout that is no number": (request("GET", "query=ASK{}&timeout=nan"), 400),
    "unknown format": (request("GET", "query=ASK{}&format=docx"), 406),
    "Turtle of a table": (request("GET", "query=ASK{}", accept="text/turtle"), 406),
    "a table of a graph": (request("GET", "query=CONSTRUCT+WHERE+%7B%3Fs+%3Fp+%3Fo%7D", accept=JSON), 406),
    "too many fields": (request("GET", "&".join(["a=1"] * 1002)), 400),
}


@pytest.mark.parametrize(("asked", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_what_breaks_the_protocol_is_refused_with_its_status(asked: Request, status: int) -> None:
    with pytest.raises((Refused, EngineError, NotAcceptable)) as caught:
        read_query(asked, CONFIG)
    error = caught.value
    found = (
        error.problem.status
        if isinstance(error, Refused)
        else 406
        if isinstance(error, NotAcceptable)
        else error.status
    )
    assert found == status


def test_a_body_above_the_limit_is_refused_by_the_limit_s_name() -> None:
    with pytest.raises(Refused) as caught:
        read_query(request("POST", "", QUERY, b"x" * 101), ServeConfig(max_body=100))
    assert caught.value.problem.status == 413
    assert caught.value.problem.setting
    assert caught.value.problem.setting.option == "--max-body"


def test_graph_parameters_are_repeatable_and_also_read_from_the_url_of_a_direct_post() -> None:
    asked = request("POST", "default-graph-uri=urn:a&default-graph-uri=urn:b&named-graph-uri=urn:c", QUERY, b"ASK {}")
    query = read_query(asked, CONFIG).query
    assert query
    assert (query.default_graphs, query.named_graphs) == (("urn:a", "urn:b"), ("urn:c",))


@pytest.mark.parametrize(("text", "expected"), [("", None), ("3", 3.0), ("0.5", 0.5), ("9999", 10.0)])
def test_a_timeout_only_lowers(text: str, expected: float | None) -> None:
    query = read_query(request("GET", f"query=ASK{{}}&timeout={text}"), CONFIG).query
    assert query
    assert query.timeout == expected


def test_without_a_query_the_service_is_asked_for() -> None:
    assert read_query(request(), CONFIG).media_type.name == "text/turtle"
    assert read_query(request(accept="application/rdf+xml"), CONFIG).media_type.name == "application/rdf+xml"
    assert read_query(request(accept="text/html"), CONFIG).is_page


def test_a_page_of_results_is_made_from_what_can_be_read_row_by_row() -> None:
    found = read_query(request("GET", "query=CONSTRUCT+WHERE+%7B%3Fs+%3Fp+%3Fo%7D", accept="text/html"), CONFIG)
    assert found.is_page
    assert found.query
    assert found.query.media_type == "application/n-triples"


@pytest.mark.parametrize(
    ("length", "content_length", "status"),
    [
        (20_000, "", 414),
        (10, "9999999999", 413),
        (10, "9" * 400, 413),
        (10, "abc", 400),
        (10, "-1", 400),
        (10, "٣", 400),
    ],
)
def test_the_head_of_a_request_is_enough_to_refuse_it(length: int, content_length: str, status: int) -> None:
    with pytest.raises(Refused) as caught:
        check_size(length, content_length, CONFIG)
    assert caught.value.problem.status == status


@given(
    st.dictionaries(st.text(min_size=1, max_size=8), st.lists(st.text(max_size=12), min_size=1, max_size=3), max_size=4)
)
def test_parameters_come_back_as_they_were_encoded(parameters: dict[str, list[str]]) -> None:
    encoded = "&".join(
        f"{quote(name, safe='')}={quote(value, safe='')}" for name, values in parameters.items() for value in values
    )
    assert decode_parameters(encoded.encode()) == parameters


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    try:
        decode_parameters(data)
    except Refused as refused:
        status = refused.problem.status
    else:
        status = 400
    assert status == 400
    assert isinstance(query_text(Request("POST", data, {"content-type": (FORM,)}, data)), str)
