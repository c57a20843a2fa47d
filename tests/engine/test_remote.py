"""A store elsewhere: whoever gives up while it connects asks nothing and holds no thread."""

import socket

import pytest

from powergraph.engine.remote import _Exchange
from powergraph.engine.request import Form, QueryRequest, UpstreamFailed

ASK = QueryRequest("ASK {}", Form.ASK, "application/sparql-results+json")


@pytest.fixture
def silent() -> "socket.socket":
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def url_of(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}/sparql"


def test_what_was_given_up_while_it_connected_is_not_sent(silent: socket.socket) -> None:
    exchange = _Exchange(url_of(silent), ASK, 5.0)
    exchange.close()
    with pytest.raises(UpstreamFailed):
        exchange.begin()
    connection, _ = silent.accept()
    with connection:
        exchange.close()
        connection.settimeout(2)
        assert connection.recv(1) == b"", "nothing was sent, and the connection ends"


def test_a_store_that_never_answers_holds_no_thread_for_ever(silent: socket.socket) -> None:
    exchange = _Exchange(url_of(silent), ASK, 0.2)
    with pytest.raises(UpstreamFailed):
        exchange.begin()
    exchange.close()
