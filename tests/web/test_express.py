"""The short way: requests that look like earlier ones are answered as the long way would have answered them."""

import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from powergraph.web.express import MOST_HEADERS, Express, whole_head
from powergraph.web.running import RunningQueries
from powergraph.web.telemetry import Telemetry

Server = Any  # tests.web.conftest.Server: a conftest cannot be imported
COUNT = b"/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
FIRST, SECOND = "<urn:s> <urn:p> <urn:o> .\n", "<urn:s> <urn:q> <urn:o> .\n"
TSV = b"Accept: text/tab-separated-values\r\n"
_OWN = {b"date", b"server-timing", b"x-query-id"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("express") / "data.nt"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], file: Path) -> Server:
    file.write_text(FIRST)
    return serve(file)


class Client:
    """One connection that is kept."""

    def __init__(self, server: Server) -> None:
        self.connection = socket.create_connection(("127.0.0.1", server.port), 8)
        self._received = b""

    def send(self, *pieces: bytes, pause: float = 0.0) -> None:
        for piece in pieces:
            self.connection.sendall(piece)
            time.sleep(pause)

    def answer(self, *, is_head: bool = False) -> tuple[bytes, dict[bytes, bytes], bytes]:
        """Return status, headers and body of the next answer."""
        head, body = self._until(b"\r\n\r\n")
        line, *lines = head.split(b"\r\n")
        headers = dict(each.lower().split(b": ", 1) for each in lines)
        length = 0 if is_head else int(headers.get(b"content-length", b"0"))
        while len(body) < length:
            body += self.connection.recv(65536)
        self._received = body[length:]
        return line.split()[1], headers, body[:length]

    def _until(self, mark: bytes) -> tuple[bytes, bytes]:
        while mark not in self._received:
            piece = self.connection.recv(65536)
            assert piece, self._received
            self._received += piece
        head, _, rest = self._received.partition(mark)
        return head, rest


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    client = Client(server)
    yield client
    client.connection.close()


def request(path: bytes = COUNT, *headers: bytes, method: bytes = b"GET", host: bytes = b"localhost") -> bytes:
    return b"%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (method, path, host, b"".join(headers))


def test_what_came_before_is_answered_as_before(client: Client) -> None:
    path = COUNT + b"%20%231"
    answers = []
    for _ in range(4):
        client.send(request(path, TSV))
        answers.append(client.answer())
    assert [answer[0] for answer in answers] == [b"200"] * 4
    assert {answer[2] for answer in answers} == {b"?n\n1\n"}
    shared = [{name: value for name, value in headers.items() if name not in _OWN} for _, headers, _ in answers]
    assert all(each == shared[0] for each in shared)
    assert len({headers[b"x-query-id"] for _, headers, _ in answers}) == 4
    assert all(re.fullmatch(rb"\w{3}, \d\d \w{3} \d{4} [\d:]{8} gmt", each[b"date"].lower()) for _, each, _ in answers)
    assert answers[-1][1][b"server-timing"] == b"cache;desc=hit", "the short way was taken"


def test_with_known_headers_only_the_query_is_read(client: Client) -> None:
    for number in range(3):
        client.send(request(b"/sparql?query=SELECT%20(" + b"%d" % number + b"%20AS%20%3Fx)%20%7B%7D", TSV))
        status, _, body = client.answer()
        assert (status, body) == (b"200", b"?x\n%d\n" % number)
    client.send(request(b"/sparql?query=SELEKT", TSV))
    status, headers, body = client.answer()
    assert status == b"400"
    assert b"line" in body
    assert headers[b"content-type"].startswith(b"application/problem+json")
    client.send(request(b"/sparql?query=ASK%7", TSV))
    assert client.answer()[0] == b"400"
    client.send(request(b"/sparql?query=ASK%7B%7D&query=ASK%7B%7D", TSV))
    assert client.answer()[0] == b"400"


def test_other_paths_and_pages_go_the_long_way(client: Client) -> None:
    for _ in range(2):
        client.send(request(COUNT, TSV))
        client.answer()
    client.send(request(COUNT + b"&format=html", TSV))
    status, headers, _ = client.answer()
    assert (status, headers[b"content-type"]) == (b"200", b"text/html; charset=utf-8")
    client.send(request(b"/health?query=x", TSV))
    assert client.answer()[0] == b"200"


def test_head_has_no_body_and_the_next_answer_follows(client: Client) -> None:
    for _ in range(3):
        client.send(request(COUNT, TSV))
        client.answer()
    client.send(request(COUNT, TSV, method=b"HEAD"))
    status, headers, body = client.answer(is_head=True)
    assert (status, headers[b"content-length"], body) == (b"200", b"5", b"")
    client.send(request(COUNT, TSV))
    assert client.answer()[2] == b"?n\n1\n"


def test_several_requests_in_one_packet_are_answered_in_order(client: Client) -> None:
    for _ in range(3):
        client.send(request(COUNT, TSV))
        client.answer()
    other = request(b"/sparql?query=SELECT%20(7%20AS%20%3Fx)%20%7B%7D", TSV)
    client.send(request(COUNT, TSV) + other + request(COUNT, TSV))
    assert [client.answer()[2] for _ in range(3)] == [b"?n\n1\n", b"?x\n7\n", b"?n\n1\n"]
    client.send(other, other, request(COUNT, TSV))
    assert [client.answer()[2] for _ in range(3)] == [b"?x\n7\n", b"?x\n7\n", b"?n\n1\n"]


def test_a_request_in_pieces_is_whole_in_the_end(client: Client) -> None:
    whole = request(COUNT, TSV)
    for _ in range(3):
        client.send(whole)
        client.answer()
    client.send(whole[:10], whole[10:-2], whole[-2:], pause=0.05)
    assert client.answer()[2] == b"?n\n1\n"
    client.send(whole + whole[:30], whole[30:], pause=0.05)
    assert [client.answer()[2] for _ in range(2)] == [b"?n\n1\n"] * 2


def test_a_client_that_names_its_query_gets_that_name_back(client: Client) -> None:
    for _ in range(4):
        client.send(request(COUNT, TSV, b"X-Query-Id: mine-alone-1\r\n"))
        assert client.answer()[1][b"x-query-id"] == b"mine-alone-1"


def test_a_client_that_wants_to_close_is_closed(server: Server) -> None:
    for _ in range(4):
        client = Client(server)
        client.send(request(COUNT, TSV, b"Connection: close\r\n"))
        assert client.answer()[0] == b"200"
        assert client.connection.recv(10) == b""
        client.connection.close()


def test_a_foreign_name_is_refused_every_time(client: Client) -> None:
    for _ in range(3):
        client.send(request(COUNT, TSV, host=b"evil.example"))
        assert client.answer()[0] == b"421"


def test_what_a_client_has_already_is_not_sent_again(client: Client) -> None:
    client.send(request(COUNT, TSV))
    etag = client.answer()[1][b"etag"].replace(b"w/", b"W/")
    for _ in range(3):
        client.send(request(COUNT, TSV, b"If-None-Match: %s\r\n" % etag))
        assert client.answer()[::2] == (b"304", b"")


def test_each_encoding_is_kept_for_itself(client: Client) -> None:
    path = b"/sparql?query=SELECT%20%3Fx%20%7B%20VALUES%20%3Fx%20%7B%20" + b"%20".join([b"%22aaaaaaaaa%22"] * 200)
    path += b"%20%7D%20%7D"
    sizes = []
    for _ in range(3):
        client.send(request(path, TSV))
        plain = client.answer()
        client.send(request(path, TSV, b"Accept-Encoding: gzip\r\n"))
        packed = client.answer()
        assert b"content-encoding" not in plain[1]
        assert packed[1][b"content-encoding"] == b"gzip"
        sizes.append((len(plain[2]), len(packed[2])))
    assert len(set(sizes)) == 1
    assert sizes[0][0] > 10 * sizes[0][1]


def test_a_new_dataset_is_answered_from_at_once(server: Server, client: Client, file: Path) -> None:
    whole = request(COUNT + b"%20%23swap", TSV)
    try:
        for _ in range(3):
            client.send(whole)
            assert client.answer()[2] == b"?n\n1\n"
        file.write_text(FIRST + SECOND)
        server.process.send_signal(signal.SIGHUP)
        assert server.line(8).startswith("swapped")
        for _ in range(3):
            client.send(whole)
            assert client.answer()[2] == b"?n\n2\n"
    finally:
        file.write_text(FIRST)
        server.process.send_signal(signal.SIGHUP)
        server.line(8)


def test_what_is_known_by_heart_is_counted(client: Client) -> None:
    def cached() -> int:
        client.send(request(b"/metrics"))
        found = re.search(rb'query_seconds_count{outcome="cached"} (\d+)', client.answer()[2])
        return int(found[1]) if found else 0

    whole = request(COUNT + b"%20%23counted", TSV)
    client.send(whole)
    client.answer()
    before = cached()
    for _ in range(5):
        client.send(whole)
        client.answer()
    assert cached() == before + 5


class _Nobody:
    async def answer_known(self, *_: object) -> None:
        raise AssertionError


def express(digest: str = "one", capacity: int = 1000) -> Express:
    return Express(_Nobody(), lambda: digest, Telemetry(), RunningQueries(), capacity=capacity)


def test_no_more_is_kept_than_fits() -> None:
    known = express()
    for number in range(50):
        known.keep(b"%03d" % number, "one", (), b"x" * 97)
    assert len(known) == 10
    assert known.find(b"049") is not None
    assert known.find(b"000") is None


def test_of_another_release_nothing_is_kept() -> None:
    digest = "one"
    known = Express(_Nobody(), lambda: digest, Telemetry(), RunningQueries())
    known.keep(b"a", "one", (), b"x")
    assert known.find(b"a") is not None
    digest = "two"
    assert known.find(b"a") is None
    assert len(known) == 0
    known.keep(b"a", "", (), b"x")
    assert len(known) == 0


@pytest.mark.parametrize("name", ["content-length", "transfer-encoding", "expect", "upgrade", "x-forwarded-for"])
def test_headers_that_decide_more_are_never_known(name: str) -> None:
    known = express()
    whole = request(COUNT, name.encode() + b": 0\r\n")
    known.learn(whole_head(whole), {"host": ("localhost",), name: ("0",)})
    assert known.read(whole) is None
    known.learn(whole_head(request()), {"host": ("localhost",)})
    assert known.read(request()) == (COUNT.partition(b"?")[2], {"host": ("localhost",)})
    assert known.read(request(COUNT + b" x")) is None
    assert known.read(request(COUNT + b"#x")) is None
    assert known.read(request(COUNT, method=b"HEAD")) is None
    assert known.read(request(b"/Sparql?query=x")) is None


def test_not_every_clients_headers_are_known_for_ever() -> None:
    known = express()
    for number in range(MOST_HEADERS * 3):
        known.learn(request(COUNT, b"A: %d\r\n" % number), {})
    assert len(known._headers) <= MOST_HEADERS
