import json

import pytest

from powergraph.config import SETTINGS
from powergraph.engine import (
    Busy,
    EngineError,
    MalformedQuery,
    OutOfMemory,
    ResultTooLarge,
    ServiceRefused,
    Timeout,
    TooComplex,
    UpstreamFailed,
)
from powergraph.web.negotiation import RESULTS, NotAcceptable
from powergraph.web.problems import Refused, excerpt_of, problem_headers, problem_json, problem_kinds, problem_of

SETTING_NAMES = {setting.name for setting in SETTINGS}


def body_of(error: Exception, query: str = "") -> dict:
    return json.loads(problem_json(problem_of(error, query), "/graph"))


def test_a_malformed_query_is_told_with_its_place_its_line_and_a_hint() -> None:
    body = body_of(MalformedQuery("expected }", 2, 9, "close the group"), "ASK {\n  ?s ?p\n")
    assert body["status"] == 400
    assert (body["line"], body["column"], body["hint"]) == (2, 9, "close the group")
    assert body["excerpt"] == "  ?s ?p\n        ^"
    assert body["type"] == "/graph/problems#malformed-query"


@pytest.mark.parametrize(
    ("error", "status", "setting"),
    [
        (Timeout(3), 503, "timeout"),
        (OutOfMemory(512), 503, "memory"),
        (Busy(7), 503, "queue"),
        (ResultTooLarge(10), 413, "max_bytes"),
        (TooComplex("nested groups", 64, "max_depth"), 400, "max_depth"),
    ],
)
def test_a_limit_is_told_with_the_setting_and_the_option_that_change_it(
    error: EngineError, status: int, setting: str
) -> None:
    body = body_of(error)
    assert (body["status"], body["setting"]) == (status, setting)
    assert body["option"] == "--" + setting.replace("_", "-")
    assert body["environment"] == "POWERGRAPH_" + setting.upper()


def test_a_busy_server_says_when_to_come_back() -> None:
    assert ("Retry-After", "7") in problem_headers(problem_of(Busy(7)))


def test_a_refused_service_and_a_failed_engine_have_their_statuses() -> None:
    assert body_of(ServiceRefused("http://127.0.0.1/"))["status"] == 403
    assert body_of(UpstreamFailed())["status"] == 502


def test_what_nobody_expected_tells_nothing_of_the_inside() -> None:
    body = body_of(KeyError("/secret/path"))
    assert body["status"] == 500
    assert "secret" not in json.dumps(body)


def test_an_unacceptable_request_lists_what_there_is() -> None:
    assert "text/csv" in body_of(NotAcceptable(RESULTS))["offered"]


def test_a_refused_method_names_the_allowed_ones() -> None:
    refused = Refused(405, "Method not allowed", allow=("GET", "POST"))
    assert ("Allow", "GET, POST") in problem_headers(refused.problem)


def test_the_excerpt_of_a_long_line_stays_short_and_points_right() -> None:
    line, marker = excerpt_of("x" * 5000 + "!" + "y" * 5000, 1, 5001).split("\n")
    assert len(line) < 150
    assert line[marker.index("^")] == "!"


@pytest.mark.parametrize(("line", "column"), [(0, 0), (9, 1), (1, 0)])
def test_a_place_that_is_not_there_has_no_excerpt(line: int, column: int) -> None:
    assert excerpt_of("ASK {}", line, column) == ""


def test_every_kind_that_a_problem_can_name_is_explained() -> None:
    kinds = problem_kinds()
    assert len({anchor for anchor, *_ in kinds}) == len(kinds)
    assert {setting.name for *_, setting in kinds if setting} <= SETTING_NAMES
