"""The server as a process: what only shows over a real connection."""

import contextlib
import http.client
import json
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from powergraph.config import ServeConfig
from powergraph.web.serve import ServeError, run_server

Server = Any  # tests.web.conftest.Server: a conftest cannot be imported
JSON = "application/sparql-results+json"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
QUERY_TYPE = b"Content-Type: application/sparql-query\r\n"
#: More rows than anybody waits for, at once and without end.
ENDLESS = "SELECT * { " + " ".join(f"VALUES ?x{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(6)) + " }"
SLOW = ENDLESS.replace("SELECT *", "SELECT (COUNT(*) AS ?n)")


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], releases: Path) -> Server:
    return serve(releases, timeout=2)


def get(
    server: Server, path: str, accept: str = "*/*", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request(method, path, headers={"Accept": accept, **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def sparql(query: str) -> str:
    return "/sparql?query=" + quote(query)


def raw(server: Server, data: bytes, seconds: float = 8) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), seconds) as connection:
        connection.sendall(data)
        received = b""
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while piece := connection.recv(65536):
                received += piece
        return received


def test_a_query_is_answered_with_length_and_etag_and_not_sent_twice(server: Server) -> None:
    status, headers, body = get(server, sparql("SELECT (1 AS ?x) {}"), "text/csv")
    assert (status, body) == (200, b"x\r\n1\r\n")
    assert headers["content-length"] == str(len(body))
    again = get(server, sparql("SELECT (1 AS ?x) {}"), "text/csv", **{"If-None-Match": headers["etag"]})
    assert (again[0], again[2]) == (304, b"")
    other = get(server, sparql("SELECT (1 AS ?x) {}"), JSON, **{"If-None-Match": headers["etag"]})
    assert other[0] == 200


def test_an_answer_that_differs_each_time_is_never_kept(server: Server) -> None:
    first, second = (get(server, sparql("SELECT (UUID() AS ?x) {}"), "text/csv") for _ in range(2))
    assert "etag" not in first[1]
    assert first[2] != second[2]


def test_pages_and_files_come_through_the_front(server: Server) -> None:
    assert get(server, "/", "text/html")[0] == 200
    assert get(server, "/power-source/expert-power")[1]["location"] == "/power-source/expert-power.ttl"
    assert get(server, sparql("ASK {}"), "text/html")[1]["content-type"] == "text/html; charset=utf-8"
    status, headers, body = get(server, f"/dumps/{server.version}/powergraph.nt")
    assert (status, headers["content-type"]) == (200, "application/n-triples")
    assert "attachment" in headers["content-disposition"]
    part = get(server, f"/dumps/{server.version}/powergraph.nt", Range="bytes=0-99")
    assert (part[0], part[2]) == (206, body[:100])
    assert get(server, f"/dumps/{server.version}/manifest.json")[0] == 404


def test_the_service_description_names_the_bound_address(server: Server) -> None:
    body = get(server, "/sparql", "application/n-triples", Host="localhost:1")[2].decode()
    assert f"<http://127.0.0.1:{server.port}/sparql>" in body
    assert "localhost" not in body


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH"])
def test_other_methods_are_405_with_what_is_allowed(server: Server, method: str) -> None:
    status, headers, _ = get(server, sparql("ASK {}"), method=method)
    assert status == 405
    assert "GET" in headers["allow"]
    assert headers["access-control-allow-origin"] == "*"


def test_a_preflight_is_answered(server: Server) -> None:
    status, headers, body = get(server, "/sparql", method="OPTIONS", Origin="https://yasgui.example")
    assert (status, body) == (204, b"")
    assert "POST" in headers["access-control-allow-methods"]


def test_head_has_the_headers_and_no_body(server: Server) -> None:
    for path in (sparql("ASK {}"), "/", "/sparql", sparql("ASK {"), sparql(ENDLESS)):
        status, headers, body = get(server, path, method="HEAD")
        assert body == b"", path
        assert status == (400 if path == sparql("ASK {") else 200)
        assert headers["content-type"]


def test_the_query_method_carries_a_query(server: Server) -> None:
    body = b"ASK {}"
    head = (
        b"QUERY /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + QUERY_TYPE
        + b"Content-Length: 6\r\n\r\n"
    )
    assert b'"boolean":true' in raw(server, head + body)


def test_a_query_that_takes_too_long_is_a_problem_and_never_a_200(server: Server) -> None:
    started = time.monotonic()
    status, headers, body = get(server, sparql(SLOW), JSON)
    assert status == 503
    assert 1.5 < time.monotonic() - started < 5
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["option"] == "--timeout"
    assert headers["retry-after"]


def test_a_lower_timeout_is_obeyed_and_a_higher_one_is_not(server: Server) -> None:
    for asked, least, most in (("0.3", 0.2, 1.5), ("50", 1.5, 5)):
        started = time.monotonic()
        assert get(server, sparql(SLOW) + f"&timeout={asked}")[0] == 503
        assert least < time.monotonic() - started < most


def test_an_answer_that_is_cut_looks_cut(server: Server) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        get(server, sparql(ENDLESS) + "&timeout=0.5", "text/csv")
    old = raw(server, f"GET {sparql(ENDLESS)}&timeout=0.5 HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
    assert old.split(b" ")[1] in (b"413", b"503")  # whichever limit is reached first: nothing has been sent yet


def test_a_client_that_leaves_frees_its_worker(server: Server) -> None:
    for _ in range(12):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET {sparql(SLOW)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.1)
    started = time.monotonic()
    assert get(server, sparql("SELECT (2 AS ?x) {}"), "text/csv")[0] == 200
    assert time.monotonic() - started < 1


def test_half_sent_bodies_hold_nobody_up_and_end_with_408(server: Server) -> None:
    head = POST + QUERY_TYPE + b"Content-Length: 100\r\n\r\nASK"
    slow = [socket.create_connection(("127.0.0.1", server.port), 10) for _ in range(60)]
    try:
        for connection in slow:
            connection.sendall(head)
        started = time.monotonic()
        assert get(server, "/", "text/html")[0] == 200
        assert get(server, sparql("ASK {}"))[0] == 200
        assert time.monotonic() - started < 2
        assert b" 408 " in slow[0].recv(1000).split(b"\r\n")[0]
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"POST /topic/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"GET /sparql?query=" + b"x" * 30_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (b"GET /topic/%0d%0aX-Injected:%201 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET //evil.example/%2e%2e HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET /topic/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET /topic/\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"40"),
        (
            POST + QUERY_TYPE + b"Content-Encoding: gzip\r\nContent-Length: 2\r\nConnection: close\r\n\r\n\x1f\x8b",
            b"415",
        ),
    ],
    ids=[
        "huge body",
        "huge body elsewhere",
        "long URL",
        "header injection",
        "open redirect",
        "traversal",
        "bytes",
        "gzip",
    ],
)
def test_hostile_requests_are_refused_at_once(server: Server, data: bytes, status: bytes) -> None:
    started = time.monotonic()
    received = raw(server, data, 2)
    head = received.partition(b"\r\n\r\n")[0]
    assert b" " + status in head.split(b"\r\n")[0]
    assert b"\nX-Injected" not in head
    assert b"\nlocation" not in head.lower()
    assert time.monotonic() - started < 4


def test_a_swap_under_load_fails_no_request_and_the_pages_follow(
    serve: Callable[..., Server], releases: Path, tmp_path: Path
) -> None:
    shutil.copytree(releases, tmp_path / "r", symlinks=True)
    folder = tmp_path / "r"
    server = serve(folder)
    seen: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            for path in (
                sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") + "&format=csv",
                "/health",
                "/power-source/expert-power.html",
            ):
                status, _, body = get(server, path, "text/html")
                seen.append((status, body.decode() if "csv" in path else ""))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.4)
        other = next(
            each for each in folder.iterdir() if each.is_dir() and not each.is_symlink() and each.name != server.version
        )
        (folder / "next").symlink_to(other.name)
        (folder / "next").rename(folder / "current")
        assert server.line(8) == f"swapped {other.name}"
        time.sleep(0.4)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert {status for status, _ in seen} == {200}
    assert len({body for _, body in seen if body}) == 2
    assert other.name in get(server, "/", "text/html")[2].decode()
    assert get(server, f"/dumps/{other.name}/powergraph.nt")[0] == 200
    assert get(server, f"/dumps/{server.version}/powergraph.nt")[0] == 404, "what was in it may be private now"
    assert get(server, f"/dumps/{server.version}/manifest.json")[0] == 404
    assert get(server, "/dumps/000000000000/powergraph.nt")[0] == 404


def test_a_release_that_cannot_be_served_leaves_the_former_one(
    serve: Callable[..., Server], releases: Path, tmp_path: Path
) -> None:
    shutil.copytree(releases, tmp_path / "r", symlinks=True)
    server = serve(tmp_path / "r")
    (tmp_path / "r" / "next").symlink_to("nowhere")
    (tmp_path / "r" / "next").rename(tmp_path / "r" / "current")
    assert server.line(8).startswith("swapped ")
    assert get(server, sparql("ASK {}"))[0] == 200
    assert server.version in get(server, "/", "text/html")[2].decode()


def test_a_dataset_file_is_served_as_it_stands_also_empty_and_read_again_on_sighup(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    file = tmp_path / "data.nq"
    file.write_bytes(b"")
    server = serve(file)
    count = sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert get(server, count, "text/csv")[2] == b"n\r\n0\r\n"
    assert get(server, "/", "text/html")[0] == 200
    file.write_text("<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> <urn:q> <urn:g> .\n")
    server.process.send_signal(signal.SIGHUP)
    assert server.line(8).startswith("swapped")
    assert get(server, count, "text/csv")[2] == b"n\r\n1\r\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_every_process_that_was_started(
    serve: Callable[..., Server], releases: Path, number: signal.Signals
) -> None:
    server = serve(releases)
    children = server.descendants()
    assert len(children) >= 3
    server.process.send_signal(number)
    assert server.process.wait(15) == 0
    assert server.errors() == ""
    time.sleep(0.2)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_sigterm_lets_an_answer_under_way_end(serve: Callable[..., Server], releases: Path) -> None:
    server = serve(releases, timeout=2)
    outcome: list[int] = []
    asking = threading.Thread(target=lambda: outcome.append(get(server, sparql(SLOW) + "&timeout=1")[0]))
    asking.start()
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    asking.join()
    assert outcome == [503]
    assert server.process.wait(15) == 0


def test_a_port_in_use_is_one_clear_line(server: Server, releases: Path) -> None:
    with pytest.raises(ServeError, match=rf"port {server.port} is in use; choose another port with --port"):
        run_server(ServeConfig(port=server.port), releases)
