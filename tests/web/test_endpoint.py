"""What the endpoint does around a query: caches, equal queries, cancelling, timing, figures and foreign hosts."""

import gzip
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

Server = Any  # tests.web.conftest.Server: a conftest cannot be imported
CSV = "text/csv"
VALUES = " ".join(map(str, range(100)))
SLOW = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?x{n} {{ {VALUES} }}" for n in range(6)) + " }"
NOTE = "https://w3id.org/powergraph/graph/note/"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], releases: Path) -> Server:
    return serve(releases, timeout=3, workers=2)


Got = tuple[int, dict[str, str], bytes]


def get(server: Server, path: str, accept: str = "*/*", method: str = "GET", **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Accept": accept, **sent})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def sparql(query: str) -> str:
    return "/sparql?query=" + quote(query)


def figures(server: Server) -> dict[str, float]:
    lines = get(server, "/metrics")[2].decode().splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def listening_port(pid: int) -> int:
    """Return the TCP port that a process listens on."""
    sockets = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        columns = row.split()
        if columns[3] == "0A" and f"socket:[{columns[9]}]" in sockets:
            return int(columns[1].partition(":")[2], 16)
    raise AssertionError("it listens on no port")


def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def asking() -> Iterator[Callable[..., "list[Got]"]]:
    threads: list[threading.Thread] = []

    def start(count: int, ask: Callable[[], Got]) -> list[Got]:
        got: list[Got] = []
        for _ in range(count):
            threads.append(threading.Thread(target=lambda: got.append(ask())))
            threads[-1].start()
        return got

    yield start
    for thread in threads:
        thread.join()


# HTTP


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:8000", "localhost.attacker.example", "x y"])
def test_a_foreign_host_is_refused_on_every_path(server: Server, host: str) -> None:
    for path in (sparql("ASK {}"), "/", "/store", "/metrics", "/nowhere"):
        status, headers, body = get(server, path, Host=host)
        assert status == 421
        assert "--hosts" in json.loads(body)["hint"]
        assert "location" not in headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:8000", "192.0.2.7", "a.localhost"])
def test_our_names_and_addresses_are_answered(server: Server, host: str) -> None:
    assert get(server, sparql("ASK {}"), Host=host)[0] == 200


def test_names_that_an_operator_gives_are_answered(serve: Callable[..., Server], releases: Path) -> None:
    server = serve(releases, hosts="a.example b.example", public_url="http://c.example:80")
    server.port = listening_port(server.process.pid)
    assert [get(server, "/health", Host=f"{name}.example")[0] for name in "abcd"] == [200, 200, 200, 421]


def test_an_answer_is_not_sent_to_who_has_it_since(server: Server) -> None:
    path = sparql("SELECT (3 AS ?x) {}")
    _, headers, _ = get(server, path, CSV)
    modified = headers["last-modified"]
    assert get(server, path, CSV, If_Modified_Since=modified)[0] == 304
    assert get(server, path, CSV, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200
    assert get(server, path, CSV, If_Modified_Since="whenever")[0] == 200
    assert get(server, path, CSV, If_Modified_Since=modified, If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(2000)))} }} }}",
        "SELECT * { " + " ".join(f"VALUES ?{name} {{ {VALUES} }}" for name in "xy") + " VALUES ?z { 1 2 3 4 } }",
    ],
    ids=["whole", "streamed"],
)
def test_gzip_is_for_who_takes_it_and_holds_the_same(server: Server, query: str) -> None:
    path = "/sparql?format=csv&query=" + quote(query)
    plain, packed = get(server, path), get(server, path, Accept_Encoding="br, gzip;q=0.9")
    assert packed[1]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain[1]
    assert gzip.decompress(packed[2]) == plain[2]
    assert "Accept-Encoding" in packed[1]["vary"]
    assert "Accept-Encoding" in plain[1]["vary"]
    assert "content-encoding" not in get(server, path, Accept_Encoding="gzip;q=0")[1]


def test_server_timing_tells_where_the_time_went(server: Server) -> None:
    product = " ".join(f"VALUES ?v{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(5))
    _, headers, _ = get(server, sparql(f"SELECT (COUNT(*) AS ?n) {{ {product} }}"))
    parts = dict(part.split(";dur=") for part in headers["server-timing"].split(", "))
    assert list(parts) == ["queue", "parse", "evaluate", "send"]
    assert float(parts["evaluate"]) > 0
    assert all(float(value) >= 0 for value in parts.values())


def test_a_bare_dataset_has_etags_too_and_new_ones_after_a_change(serve: Callable[..., Server], tmp_path: Path) -> None:
    file = tmp_path / "data.nt"
    file.write_text("<urn:s> <urn:p> <urn:o> .\n")
    server = serve(file)
    etag = get(server, sparql("ASK {}"))[1]["etag"]
    assert get(server, sparql("ASK {}"), If_None_Match=etag)[0] == 304
    file.write_text("<urn:s> <urn:p> <urn:other> .\n")
    server.process.send_signal(1)
    assert server.line(8).startswith("swapped")
    assert get(server, sparql("ASK {}"), If_None_Match=etag)[0] == 200


def test_columns_of_a_star_come_in_the_order_of_the_query(server: Server) -> None:
    assert get(server, sparql("SELECT * { VALUES (?b ?a) { (1 2) } }"), CSV)[2] == b"b,a\r\n1,2\r\n"
    body = json.loads(get(server, sparql("SELECT DISTINCT * { VALUES ?z { 1 } BIND(?z AS ?c) }"))[2])
    assert body["head"]["vars"] == ["z", "c"]


def test_the_service_description_has_a_validator_and_counts_of_every_graph(server: Server) -> None:
    _, headers, body = get(server, "/sparql", "application/n-triples")
    assert get(server, "/sparql", "application/n-triples", If_None_Match=headers["etag"])[0] == 304
    text = body.decode()
    rows = get(server, sparql("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"), CSV)[2].decode()
    for row in rows.splitlines()[1:]:
        graph, count = row.split(",")
        assert f"<http://www.w3.org/ns/sparql-service-description#namedGraph> <{graph}>" in text
        assert f'<{graph}> <http://rdfs.org/ns/void#triples> "{count}"' in text


def test_federation_is_claimed_only_where_it_is_allowed(
    server: Server, serve: Callable[..., Server], releases: Path
) -> None:
    feature = b"sparql-service-description#BasicFederatedQuery"
    assert feature not in get(server, "/sparql", "application/n-triples")[2]
    allowing = serve(releases, allow_service="https://a.example/sparql")
    assert feature in get(allowing, "/sparql", "application/n-triples")[2]


# Graph Store Protocol


def test_a_graph_the_default_graph_and_the_dataset_can_be_read_as_they_stand(server: Server) -> None:
    rows = get(server, sparql("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"), CSV)[2].decode().split()[1:]
    named = get(server, f"/store?graph={quote(rows[0])}", "application/n-triples")
    default = get(server, "/store?default", "application/n-triples")
    whole = get(server, "/store", "application/n-quads")
    assert {named[0], default[0], whole[0]} == {200}
    assert 0 < named[2].count(b"\n") < default[2].count(b"\n") < whole[2].count(b"\n")
    assert f"<{rows[0]}> .".encode() in whole[2]
    assert get(server, "/store")[1]["content-type"] == "application/trig"
    assert get(server, "/store?default&format=jsonld")[1]["content-type"] == "application/ld+json"
    assert get(server, "/store?default", "application/n-triples", "HEAD")[2] == b""
    assert get(server, "/store?default", "application/n-triples", If_None_Match=default[1]["etag"])[0] == 304


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/store?graph=urn:none", "*/*", 404),
        ("/store?graph=relative", "*/*", 400),
        ("/store?graph=urn:a&graph=urn:b", "*/*", 400),
        ("/store?graph=urn:a&default", "*/*", 400),
        ("/store?default=1", "*/*", 400),
        ("/store", "text/turtle", 406),
        ("/store?default", "image/png", 406),
    ],
)
def test_what_the_store_cannot_give_is_refused(server: Server, path: str, accept: str, status: int) -> None:
    got = get(server, path, accept)
    assert (got[0], got[1]["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_the_store_is_never_written(server: Server, method: str) -> None:
    for path in ("/store?default", "/store?graph=urn:x", "/store"):
        status, headers, _ = get(server, path, method=method)
        assert status == 405
        assert headers["allow"] == "GET, HEAD, OPTIONS"
        assert headers["access-control-allow-origin"] == "*"


# Queries under way


def test_equal_queries_at_the_same_time_are_run_once(
    server: Server, asking: Callable[[int, Callable[[], Got]], list[Got]]
) -> None:
    before = figures(server)["powergraph_engine_queries_total"]
    got = asking(6, lambda: get(server, sparql(SLOW) + "&timeout=1"))
    until(lambda: len(got) == 6)
    assert {status for status, _, _ in got} == {503}
    assert figures(server)["powergraph_engine_queries_total"] == before + 1


def test_a_client_that_leaves_does_not_end_the_query_of_another(
    server: Server, asking: Callable[[int, Callable[[], Got]], list[Got]]
) -> None:
    path = sparql(SLOW + " # other") + "&timeout=2"
    leader = http.client.HTTPConnection("127.0.0.1", server.port)
    leader.request("GET", path)
    time.sleep(0.2)
    got = asking(1, lambda: get(server, path))
    time.sleep(0.2)
    leader.close()
    until(lambda: got)
    assert json.loads(got[0][2])["type"].endswith("#timeout")


def test_a_query_is_ended_by_the_client_that_started_it_and_nobody_else(
    server: Server, asking: Callable[[int, Callable[[], Got]], list[Got]]
) -> None:
    identifier = "my-query-0123456789"
    got = asking(1, lambda: get(server, sparql(SLOW + " # mine"), X_Query_Id=identifier))
    until(lambda: figures(server)['powergraph_workers{state="busy"}'] > 0)
    assert get(server, "/sparql/queries/another-0123456789", method="DELETE")[0] == 404
    status, headers, body = get(server, f"/sparql/queries/{identifier}", method="DELETE")
    assert (status, body) == (204, b"")
    assert headers["access-control-allow-origin"] == "*"
    until(lambda: got, 1)
    assert got[0][0] == 409
    until(lambda: figures(server)['powergraph_workers{state="busy"}'] == 0, 1)
    assert get(server, f"/sparql/queries/{identifier}", method="DELETE")[0] == 404
    assert get(server, f"/sparql/queries/{identifier}")[1]["allow"] == "DELETE, OPTIONS"
    assert "DELETE" in get(server, "/sparql/queries/x", method="OPTIONS")[1]["access-control-allow-methods"]


def test_every_query_has_an_id_of_its_own(server: Server) -> None:
    ids = {get(server, sparql("ASK {}"))[1]["x-query-id"] for _ in range(3)}
    assert len(ids) == 3
    assert get(server, sparql("ASK {}"), X_Query_Id="chosen_by_me")[1]["x-query-id"] == "chosen_by_me"
    assert get(server, sparql("ASK {}"), X_Query_Id="no good!")[1]["x-query-id"] != "no good!"


# Operators


def test_ready_tells_what_was_verified(server: Server) -> None:
    status, _, body = get(server, "/ready")
    said = json.loads(body)
    assert (status, said["status"]) == (200, "ready")
    assert said["release"].startswith(server.version)
    whole = get(server, "/store", "application/n-quads")[2]
    assert said["quads"] == whole.count(b"\n")


def test_the_figures_count_what_happened(server: Server) -> None:
    before = figures(server)
    get(server, sparql("SELECT (5 AS ?x) {}"))
    get(server, sparql("SELECT (5 AS ?x) {}"))
    get(server, sparql("SELECT"))
    get(server, "/nowhere")
    after = figures(server)

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert grown('powergraph_query_seconds_count{outcome="answered"}') == 1
    assert grown('powergraph_query_seconds_count{outcome="cached"}') == 1
    assert grown('powergraph_query_seconds_bucket{outcome="answered",le="+Inf"}') == 1
    assert grown('powergraph_requests_total{route="sparql",status="200"}') == 2
    assert grown('powergraph_requests_total{route="sparql",status="400"}') == 1
    assert grown('powergraph_requests_total{route="page",status="404"}') == 1
    assert after["powergraph_up"] == 1
    assert after["powergraph_cache_bytes"] > 0
    assert after["powergraph_quads"] > 0


def test_clients_above_the_cap_are_turned_away(serve: Callable[..., Server], releases: Path) -> None:
    server = serve(releases, connections=3)
    kept = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=5) for _ in range(3)]
    for connection in kept:
        connection.request("GET", "/health")
        assert connection.getresponse().read()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        get(server, "/health")
    kept[0].close()
    until(lambda: _answers(server))
    for connection in kept:
        connection.close()


def _answers(server: Server) -> bool:
    try:
        return get(server, "/health")[0] == 200
    except (ConnectionError, http.client.HTTPException):
        return False
