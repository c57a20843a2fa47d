from powergraph.engine import Form, QueryRequest
from powergraph.web.cache import AnswerCache, answer_etag
from powergraph.web.negotiation import RESULTS
from powergraph.web.protocol import Asked


def asked(text: str = "ASK {}", graphs: tuple[str, ...] = (), volatile: bool = False, kind: int = 0) -> Asked:
    query = QueryRequest(text, Form.ASK, RESULTS[kind].format, default_graphs=graphs)
    return Asked(query, RESULTS[kind], volatile)


def test_release_text_graphs_and_type_make_the_etag() -> None:
    etags = {
        answer_etag(asked(), "d1"),
        answer_etag(asked(), "d2"),
        answer_etag(asked("ASK {1}"), "d1"),
        answer_etag(asked(graphs=("urn:a",)), "d1"),
        answer_etag(asked(kind=1), "d1"),
    }
    assert len(etags) == 5
    assert all(etag.startswith('W/"') for etag in etags)
    assert answer_etag(asked(), "d1") in etags


def test_what_answers_differently_each_time_has_no_etag() -> None:
    assert answer_etag(asked(volatile=True), "d1") == ""
    assert answer_etag(asked(), "") == ""


def test_the_cache_is_bounded_in_bytes_and_forgets_what_was_not_asked_for_longest() -> None:
    cache = AnswerCache(capacity=30, largest=12)
    for name in ("a", "b", "c"):
        cache.put(name, b"x" * 10)
    assert cache.get("a")
    cache.put("d", b"x" * 10)
    assert cache.get("b") is None
    assert cache.get("a")
    cache.put("large", b"x" * 13)
    assert cache.get("large") is None
