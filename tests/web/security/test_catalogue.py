"""What is thrown at a public endpoint, row by row of a catalogue of faults and abuse: the number is in each name."""

import contextlib
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from powergraph.config import ServeConfig
from powergraph.engine import BlockingEngine, LoadError
from powergraph.web.serve import run_server

Server = Any  # tests.web.conftest.Server: a conftest cannot be imported
Got = tuple[int, dict[str, str], bytes]
JSON = "application/sparql-results+json"
HUNDRED = " ".join(map(str, range(100)))
QUERY_TYPE = "application/sparql-query"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?x{n} {{ {HUNDRED} }}' for n in range(8))} }}"
ENDLESS = COUNT.replace("(COUNT(*) AS ?n)", "*")


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], releases: Path) -> Iterator[Server]:
    server = serve(releases, timeout=2, memory=128, workers=2)
    yield server
    assert server.process.poll() is None, "the server has died"
    assert ask(server, "ASK {}")[0] == 200
    assert "Traceback" not in server.errors()


class Trap:
    """A listener that must not be asked."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]

    def was_asked(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            self.socket.accept()[0].close()
            return True
        return False


@pytest.fixture
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    asked = trap.was_asked()
    trap.socket.close()
    assert not asked, "somebody connected to the trap"


def get(server: Server, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        sent = {"Accept": "*/*", **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def ask(server: Server, query: str, accept: str = JSON) -> Got:
    return get(server, "/sparql", "POST", query.encode(), Accept=accept, Content_Type=QUERY_TYPE)


def busy(server: Server) -> float:
    lines = get(server, "/metrics")[2].decode().splitlines()
    return float(next(line.split()[-1] for line in lines if line.startswith('powergraph_workers{state="busy"}')))


def raw(server: Server, data: bytes, seconds: float = 5) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), seconds) as connection:
        connection.sendall(data)
        received = b""
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while piece := connection.recv(65_536):
                received += piece
    return received


def problem(got: Got) -> dict[str, Any]:
    assert got[1]["content-type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(got[2])
    return found


@pytest.mark.parametrize("query", [COUNT, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"])
def test_row_01_a_cartesian_product_ends_at_the_timeout_and_burns_nothing_afterwards(
    server: Server, query: str
) -> None:
    got = ask(server, query)
    assert got[0] == 503
    assert problem(got)["setting"] == "timeout"
    assert busy(server) == 0


def test_row_02_a_path_of_nested_closures_is_refused(server: Server) -> None:
    got = ask(server, "SELECT * { ?s " + "(" * 40 + "!(<urn:n>|^<urn:n>)" + ")*" * 40 + " ?o }")
    assert (got[0], problem(got)["setting"]) == (400, "max_closures")


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 12_000,
        "ASK { FILTER(" + "!" * 12_000 + "true) }",
        "ASK { FILTER(" + "STR(" * 3000 + "1" + ")" * 3000 + ") }",
        "ASK { " + "FILTER EXISTS { " * 2000 + "}" * 2000 + " }",
        "ASK { FILTER(" + "||".join(["true"] * 20_000) + ") }",
        "ASK { {} " + "UNION {} " * 12_000 + "}",
    ],
    ids=["braces", "not", "calls", "exists", "or", "union"],
)
def test_row_03_deep_nesting_is_refused_before_anybody_recurses(server: Server, query: str) -> None:
    started = time.monotonic()
    assert ask(server, query)[0] == 400
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "query",
    [
        "ASK { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(1000)) + " }",
        "ASK { ?s " + "/".join(["<urn:p>"] * 1000) + " ?o }",
        "ASK { " + "(" * 150 + "1" + ")" * 150 + " <urn:p> 1 }",
    ],
    ids=["patterns", "path", "lists"],
)
def test_row_04_what_makes_the_optimiser_hang_is_refused(server: Server, query: str) -> None:
    got = ask(server, query)
    assert got[0] == 400
    assert problem(got)["option"].startswith("--max-")


@pytest.mark.parametrize(
    "query",
    [ENDLESS + " ORDER BY ?x0 ?x1 LIMIT 1", ENDLESS.replace("*", "(GROUP_CONCAT(?x0) AS ?g)", 1)],
    ids=["order", "concat"],
)
def test_row_05_a_hungry_query_is_stopped(server: Server, query: str) -> None:
    got = ask(server, query)
    assert got[0] == 503
    assert problem(got)["setting"] in ("memory", "timeout")


def test_row_06_doubling_strings_is_stopped(server: Server) -> None:
    binds = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(34))
    got = ask(server, f'SELECT (STRLEN(?v34) AS ?n) {{ BIND("0123456789" AS ?v0) {binds} }}')
    assert got[0] in (200, 503)
    if got[0] == 503:
        assert problem(got)["setting"] in ("memory", "timeout")


def test_row_07_a_regular_expression_costs_linear_time(server: Server) -> None:
    started = time.monotonic()
    assert ask(server, f'ASK {{ FILTER(REGEX("{"a" * 40_000}!", "^(a+)+$")) }}')[0] == 200
    assert time.monotonic() - started < 1.5


def test_row_08_many_values_are_answered_and_too_many_bytes_are_413(server: Server) -> None:
    values = " ".join(f"<urn:{n}>" for n in range(5000))
    assert ask(server, f"SELECT (COUNT(?v) AS ?n) {{ VALUES ?v {{ {values} }} }}", "text/csv")[2] == b"n\r\n5000\r\n"
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {QUERY_TYPE}\r\nContent-Length: 7000000\r\n\r\n"
    assert b" 413 " in raw(server, head.encode()).split(b"\r\n")[0]


def test_row_09_an_endless_result_never_looks_complete(server: Server) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        ask(server, ENDLESS)


def test_row_10_clients_that_leave_free_their_workers(server: Server) -> None:
    for number in range(4):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            target = "/sparql?query=" + quote(f"{COUNT} # {number}")
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.15)
    end = time.monotonic() + 1
    while busy(server):
        assert time.monotonic() < end


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE <http://127.0.0.1:{port}/>",
        "SERVICE <http://localhost:{port}/>",
        "SERVICE <http://[::1]:{port}/>",
        "SERVICE <http://0.0.0.0:{port}/>",
        "SERVICE <http://127.1:{port}/>",
        "SERVICE <http://2130706433:{port}/>",
        "SERVICE <http://a@127.0.0.1:{port}/>",
        "SERVICE SILENT <http://127.0.0.1:{port}/>",
        "VALUES ?w {{ <http://127.0.0.1:{port}/> }} SERVICE ?w",
        "VALUES ?w {{ <http://127.0.0.1:{port}/> }} SERVICE SILENT ?w",
        "sErViCe#\n<http://127.0.0.1:{port}/>",
    ],
)
def test_row_11_service_is_refused_before_any_connection(server: Server, trap: Trap, service: str) -> None:
    pattern = service.format(port=trap.port) + " { ?s ?p ?o }"
    for query in (
        f"SELECT * {{ {pattern} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}",
        f"ASK {{ {{ SELECT * {{ {pattern} }} }} }}",
        f"ASK {{ FILTER EXISTS {{ {pattern} }} }}",
    ):
        got = ask(server, query, "*/*")
        assert (got[0], problem(got)["option"]) == (403, "--allow-service")


def test_row_12_no_graph_is_ever_fetched(server: Server, trap: Trap) -> None:
    place = f"http://127.0.0.1:{trap.port}/data.ttl"
    for iri in (place, "file:///etc/passwd"):
        empty = ask(server, f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}", "text/csv")
        assert (empty[0], empty[2]) == (200, b"s,p,o\r\n")
        parameters = urlencode({"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": iri, "format": "csv"})
        assert get(server, f"/sparql?{parameters}")[2] == b"s,p,o\r\n"
        assert ask(server, f"DESCRIBE <{iri}>", "application/n-triples")[2] == b""
        assert ask(server, f"LOAD <{iri}>")[0] == 400
        assert get(server, f"/store?graph={quote(iri)}")[0] == 404


def test_row_14_nothing_is_ever_written(server: Server) -> None:
    update = "INSERT DATA { <urn:evil> <urn:evil> <urn:evil> }"
    form = "application/x-www-form-urlencoded"
    got = [
        get(server, "/sparql", "POST", update.encode(), Content_Type="application/sparql-update"),
        get(server, "/sparql", "POST", urlencode({"update": update}).encode(), Content_Type=form),
        get(server, "/sparql", "POST", urlencode({"query": update}).encode(), Content_Type=form),
        get(server, "/sparql?" + urlencode({"update": update})),
        get(server, "/sparql?" + urlencode({"query": update})),
        get(server, "/sparql", "POST", update.encode(), Content_Type="text/plain"),
        ask(server, update),
        get(server, "/store?graph=urn:evil", "PUT", b"<urn:evil> <urn:evil> <urn:evil> .", Content_Type="text/turtle"),
        get(server, "/store?default", "DELETE"),
        get(server, "/update", "POST", update.encode(), Content_Type="application/sparql-update"),
    ]
    assert all(400 <= status < 500 for status, _, _ in got), [status for status, _, _ in got]
    assert json.loads(ask(server, "ASK { { <urn:evil> ?p ?o } UNION { GRAPH ?g { <urn:evil> ?p ?o } } }")[2]) == {
        "head": {},
        "boolean": False,
    }


SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=" + quote(f'SELECT ("{SCRIPT}" AS ?x) {{}}'),
        "/sparql?query=" + quote("SELECT ?x { VALUES ?x { <javascript:alert(1)> <data:text/html,x> } }"),
        "/sparql?query=" + quote(f"SELECT {SCRIPT}"),
        "/sparql?query=" + quote(f'SELECT (1 AS ?x) {{}} # "</textarea>{SCRIPT}'),
        "/topic/" + quote(SCRIPT),
        "/browse/" + quote(SCRIPT),
        "/sparql?query=ASK%7B%7D&format=" + quote(SCRIPT),
    ],
)
def test_row_15_what_a_client_sends_never_becomes_part_of_a_page(server: Server, path: str) -> None:
    _, headers, body = get(server, path, Accept="text/html")
    assert b"<script>alert" not in body
    assert b'href="javascript:' not in body
    assert b'href="data:' not in body
    assert headers["x-content-type-options"] == "nosniff"
    if headers["content-type"].startswith("text/html"):
        assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/topic/%0d%0aX-Inj:%201",
        "/sparql?query=ASK%7B%7D&format=%0d%0aX-Inj:%201",
        "/dumps/%0d%0aX-Inj:1/x",
        "/store?graph=urn:a%0d%0aX-Inj:%201",
        "/sparql/queries/%0d%0aX-Inj:1",
    ],
)
def test_row_16_no_header_can_be_injected(server: Server, path: str) -> None:
    status, headers, _ = get(server, path)
    assert 400 <= status < 500
    assert "x-inj" not in headers


@pytest.mark.parametrize(
    "path", ["//evil.example/%2e%2e", "/\\evil.example", "/?uri=http://evil.example", "//evil.example", "/%2f%2fevil"]
)
def test_row_17_no_redirect_leads_away(server: Server, path: str) -> None:
    head = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    locations = [line for line in head.split(b"\r\n") if line.lower().startswith(b"location:")]
    assert all(
        line.split(b": ")[1].startswith(b"/") and not line.split(b": ")[1].startswith(b"//") for line in locations
    )
    for accept in ("text/html", "text/turtle"):
        _, headers, _ = get(server, "/power-source/expert-power", Accept=accept, Host="localhost")
        assert headers["location"].startswith("/power-source/")


@pytest.mark.parametrize(
    "path",
    [
        "/topic/..%2f..%2fetc%2fpasswd",
        "/dumps/..%5c..%5cetc/passwd",
        "/dumps/..%2f..%2f/manifest.json",
        "/dumps/%252e%252e/manifest.json",
        "/dumps/../../etc/passwd",
        "/static/..%2f..%2fapp.py",
        "/ontology/..%2f..%2fshapes",
    ],
)
def test_row_18_no_path_leads_out(server: Server, path: str) -> None:
    assert get(server, path)[0] == 404


def test_row_19_no_other_site_can_make_a_browser_act(server: Server) -> None:
    assert get(server, "/sparql?query=ASK%7B%7D", Host="attacker.example")[0] == 421
    cross = {"Origin": "https://attacker.example", "Content_Type": "application/x-www-form-urlencoded"}
    for path in ("/", "/store", "/metrics", "/sparql/queries/abcdefgh"):
        assert get(server, path, "POST", b"a=b", **cross)[0] in (404, 405)


def test_row_20_any_site_may_read_without_credentials_errors_too(server: Server) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=ASK", "/store?graph=urn:none", "/store?default"):
        _, headers, _ = get(server, path, Origin="https://yasgui.example")
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 67108864\r\n\r\n", b"413"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\n\r\n", b"413"),
        (b"GET /sparql?query=" + b"x" * 60_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
            b"415",
        ),
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 400000\r\n\r\n" + b"a=b&" * 100_000,
            b"400",
        ),
    ],
    ids=["64 MB", "10 GB", "URL", "gzip bomb", "fields"],
)
def test_row_21_what_is_too_large_is_refused_early(server: Server, data: bytes, status: bytes) -> None:
    assert b" " + status + b" " in raw(server, data, 1.5).split(b"\r\n")[0]


def test_row_22_slow_clients_hold_nobody_up(server: Server) -> None:
    slow = [socket.create_connection(("127.0.0.1", server.port), 10) for _ in range(108)]
    try:
        for connection in slow[:100]:
            connection.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nHost: local")
        for number, connection in enumerate(slow[100:]):
            target = "/sparql?query=" + quote(f"{ENDLESS} # {number}")
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.3)
        started = time.monotonic()
        while get(server, "/sparql?query=ASK%7B%7D")[0] == 503:  # the line may be full for a moment
            assert time.monotonic() - started < 5
        started = time.monotonic()
        assert get(server, "/", Accept="text/html")[0] == 200
        assert time.monotonic() - started < 4
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize(
    "query",
    [
        b"SELECT (\xff AS ?x) {}",
        b"A\x00S\x00K\x00 \x00{\x00}\x00",
        b"ASK { \x00 }",
        rb'SELECT ("\uD800" AS ?x) {}',
        b"SELECT (" + b"9" * 5000 + b" AS ?x) {}",
        b"SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999",
        b'SELECT (YEAR("99999999999999-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?y) {}',
        b"SELECT (1e999999999 AS ?x) (-9223372036854775808 / 0 AS ?y) {}",
    ],
)
def test_row_23_bad_bytes_and_huge_numbers_are_no_fault_of_the_server(server: Server, query: bytes) -> None:
    assert get(server, "/sparql", "POST", query, Content_Type=QUERY_TYPE)[0] in (200, 400)


def test_row_24_xml_never_holds_what_xml_has_not(server: Server) -> None:
    assert ask(server, r'SELECT ("\u0001" AS ?x) {}', "application/sparql-results+xml")[0] == 406
    graph = r'CONSTRUCT { <urn:a> <urn:b> "\u0001" } WHERE {}'
    assert ask(server, graph, "application/rdf+xml")[0] == 406
    assert ask(server, graph, "application/n-triples")[0] == 200


def load(path: Path) -> None:
    with BlockingEngine.start(path, ServeConfig(workers=1)):
        """It is loaded."""


@pytest.mark.parametrize("context", ["http://127.0.0.1:{port}/c", "file:///etc/passwd"])
def test_row_25_no_context_is_fetched(tmp_path: Path, trap: Trap, context: str) -> None:
    file = tmp_path / "data.jsonld"
    file.write_text(json.dumps({"@context": context.format(port=trap.port), "@id": "urn:a", "urn:p": "x"}))
    with pytest.raises(LoadError):
        load(file)


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x0 "lol">' + "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(9)),
    ],
    ids=["external", "billion laughs"],
)
def test_row_26_a_document_type_is_refused(tmp_path: Path, entities: str) -> None:
    file = tmp_path / "data.rdf"
    file.write_text(
        f"<?xml version='1.0'?><!DOCTYPE r [{entities}]>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>"
    )
    with pytest.raises(LoadError, match="DOCTYPE"):
        load(file)


def test_row_27_a_file_that_kills_its_parser_is_a_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 20_000 + "1" + " )>>" * 20_000 + " .")
    with pytest.raises(LoadError):
        load(file)


# Row 13: a store elsewhere


def _read_request(connection: socket.socket) -> None:
    """Read a request with its body, which may come apart from its head: what is left would look like a client's end."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (piece := connection.recv(65_536)):
            return
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0 and (piece := connection.recv(missing)):
        missing -= len(piece)


class Upstream:
    """A store that misbehaves as its path says."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.answer = b""
        self.endless = False
        self.asked = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        while not self.ended.is_set():
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                connection.settimeout(10)
                _read_request(connection)
                self.asked += 1
                connection.sendall(self.answer)
                while self.endless and not self.ended.is_set():
                    connection.sendall(b"x" * 65_536)
                if not self.answer:
                    connection.recv(1)

    def close(self) -> None:
        self.ended.set()
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    upstream = Upstream()
    yield upstream
    upstream.close()


BODY = b'{"head":{},"boolean":true}'


def response(status: bytes = b"200 OK", kind: str = JSON, body: bytes = BODY, *more: bytes, length: int = 0) -> bytes:
    head = [b"HTTP/1.1 " + status, b"Content-Type: " + kind.encode(), b"Connection: close", *more]
    return b"\r\n".join([*head, b"Content-Length: %d" % (length or len(body)), b"", body])


def test_row_13_a_store_elsewhere_is_mistrusted(
    serve: Callable[..., Server], tmp_path: Path, upstream: Upstream, trap: Trap
) -> None:
    upstream.answer = response()
    server = serve(tmp_path, store=f"http://127.0.0.1:{upstream.port}/sparql", timeout=4, max_bytes=1_000_000)
    assert ask(server, "ASK {}")[2] == BODY
    cases = {
        "another host": (response(b"302 Found", JSON, b"", b"Location: http://127.0.0.1:%d/" % trap.port), 502),
        "HTML": (response(kind="text/html"), 502),
        "an error": (response(b"500 Oh"), 502),
        "too busy": (response(b"503 Later"), 503),
        "a lie about its length": (response(length=500), 502),
        "compressed": (response(b"200 OK", JSON, b"\x1f\x8b" * 10, b"Content-Encoding: gzip"), 502),
        "no HTTP": (b"hello\r\n\r\n", 502),
        "nothing": (b"", 503),
    }
    for name, (answer, status) in cases.items():
        upstream.answer = answer
        got = ask(server, f"ASK {{}} # {name}")
        assert (name, got[0]) == (name, status)
        assert problem(got)["detail"]
    before = upstream.asked
    assert ask(server, f"ASK {{ SERVICE <http://127.0.0.1:{trap.port}/> {{}} }}")[0] == 403
    assert upstream.asked == before
    upstream.answer, upstream.endless = response(length=10_000_000_000), True
    with contextlib.suppress(http.client.IncompleteRead, ConnectionResetError):
        assert ask(server, "ASK {} # endless")[0] == 413
        raise AssertionError("an answer without end looked complete")
    upstream.endless = False
    upstream.answer = response()
    assert ask(server, "ASK {}")[2] == BODY


def test_row_13_without_its_store_the_server_does_not_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(LoadError, match="does not answer a query"):
        run_server(ServeConfig(port=0, store=f"http://127.0.0.1:{port}/sparql"), tmp_path)
