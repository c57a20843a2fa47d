"""SERVICE: off, and where an operator allows endpoints these and no others are asked."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from powergraph.config import ServeConfig
from powergraph.engine import BlockingEngine, ServiceRefused, UpstreamFailed, scan

RESULT = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"from afar"}}]}}'


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[str]]]:
    """Another endpoint on loopback, and the paths at which it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(RESULT)))
            self.end_headers()
            self.wfile.write(RESULT)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_that_is_allowed_is_asked_and_no_redirect_is_followed(
    dataset: Path, endpoint: tuple[str, list[str]]
) -> None:
    base, asked = endpoint
    config = ServeConfig(workers=1, allow_service=f"{base}/sparql {base}/moved")
    with BlockingEngine.start(dataset, config) as engine:
        rows = engine.select(f"PREFIX e: <{base}/> SELECT * {{ SERVICE e:sparql {{ ?s ?p ?x }} }}")
        assert [row["x"].value for row in rows] == ["from afar"]
        with pytest.raises(UpstreamFailed):
            engine.select(f"SELECT * {{ SERVICE <{base}/moved> {{ ?s ?p ?x }} }}")
        with pytest.raises(ServiceRefused):
            engine.select(f"SELECT * {{ SERVICE <{base}/other> {{ ?s ?p ?x }} }}")
    assert asked == ["/sparql", "/moved"]


def test_an_endpoint_that_is_not_there_is_told_and_costs_no_worker(dataset: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
    with BlockingEngine.start(dataset, ServeConfig(workers=1, allow_service=place)) as engine:
        with pytest.raises(UpstreamFailed, match="could not be evaluated"):
            engine.select(f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?x }} }}")
        assert engine.ask("ASK {}")


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE <https://a.example/sparql/>",
        "SERVICE <https://a.example/sparql?x>",
        "SERVICE <HTTPS://a.example/sparql>",
        "SERVICE <https://user@a.example/sparql>",
        "SERVICE <sparql>",
        "SERVICE ?where",
        "SERVICE SILENT ?where",
        "SERVICE SILENT <https://b.example/sparql>",
        "serviceSILENT<https://b.example/sparql>",
        "SERVICE e:other",
        r"SERVICE <https://b.example/\u0073parql>",
    ],
)
def test_only_the_exact_constant_is_allowed(service: str) -> None:
    config = ServeConfig(allow_service="https://a.example/sparql")
    text = f"BASE <https://a.example/> PREFIX e: <https://a.example/> SELECT * {{ {service} {{ ?s ?p ?o }} }}"
    with pytest.raises(ServiceRefused):
        scan(text, config)


@pytest.mark.parametrize("service", ["SERVICE <https://a.example/sparql>", "service silent e:sparql"])
def test_the_constant_passes(service: str) -> None:
    config = ServeConfig(allow_service="https://b.example/x https://a.example/sparql")
    scan(f"PREFIX e: <https://a.example/> SELECT * {{ {service} {{ ?s ?p ?o }} }}", config)
