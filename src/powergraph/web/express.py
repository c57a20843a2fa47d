"""The short way for requests that look like earlier ones: what was read once is not read again.

Programs send the same headers with every query, and often the same query. Where a head comes as a whole and its headers
are, byte for byte, those of an earlier one, only its first line is read. Where all of it came before, the answer that
the release determines is known by heart: what makes it one of its own, its date and its id, is put in.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from powergraph.web.asgi import Receive, Scope, Send
from powergraph.web.running import RunningQueries
from powergraph.web.telemetry import Telemetry

__all__ = ["Express", "whole_head"]

#: A longer head is not kept, nor is a longer answer (bytes).
LONGEST_HEAD: Final = 8_192
LONGEST_ANSWER: Final = 131_072
#: So many different headers are known at most.
MOST_HEADERS: Final = 256
#: Headers that decide more than what is answered.
_READ_ELSEWHERE: Final = frozenset(
    {"content-length", "transfer-encoding", "expect", "upgrade", "forwarded", "x-forwarded-for", "x-forwarded-proto"}
)
_END: Final = b"\r\n\r\n"
_TIMING: Final = b"server-timing: cache;desc=hit\r\nx-query-id: "


def whole_head(data: bytes) -> bytes:
    """Return *data* where it is one whole request without a body that may be kept, else nothing.

    >>> whole_head(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")[:12]
    b'GET /sparql?'
    >>> whole_head(b"GET / HTTP/1.1\\r\\n\\r\\nGET / HTTP/1.1\\r\\n\\r\\n"), whole_head(b"GET / HTTP/1.0\\r\\n\\r\\n")
    (b'', b'')
    """
    if len(data) > LONGEST_HEAD or not data.startswith(b"GET ") or data.find(_END) != len(data) - len(_END):
        return b""
    return data if data[: data.index(b"\r\n")].endswith(b" HTTP/1.1") else b""


class Knowing(Protocol):
    """Who answers a request whose headers are known."""

    async def answer_known(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer it, by ASGI; the scope has only what such a request needs."""


class Express:
    """Answers by the bytes of their requests, *capacity* bytes of them, of one release at a time; for one thread.

    *front* answers what is not known by heart; *digest* tells which release is served at the moment.
    """

    def __init__(
        self,
        front: Knowing,
        digest: Callable[[], str],
        telemetry: Telemetry,
        running: RunningQueries,
        root_path: str = "",
        capacity: int = 16_000_000,
    ) -> None:
        self.front = front
        self._line = re.compile(rb"GET %s/sparql\?([!-\"$-~]*) HTTP/1\.1" % re.escape(root_path.encode()))
        self._headers: dict[bytes, Mapping[str, tuple[str, ...]]] = {}
        self._digest = digest
        self._telemetry = telemetry
        self._running = running
        self._capacity = capacity
        self._size = 0
        self._of = ""
        self._answers: OrderedDict[bytes, tuple[bytes, bytes]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def learn(self, head: bytes, headers: Mapping[str, tuple[str, ...]]) -> None:
        """Know the headers of a request when they come again, but for those that a proxy or another protocol reads."""
        if not head or _READ_ELSEWHERE.intersection(headers):
            return
        if headers.get("connection", ("keep-alive",))[0].lower() != "keep-alive":
            return
        if len(self._headers) >= MOST_HEADERS:
            self._headers.clear()
        self._headers[head[head.index(b"\r\n") :]] = headers

    def read(self, data: bytes) -> tuple[bytes, Mapping[str, tuple[str, ...]]] | None:
        """Return the parameters and the headers of a query by GET whose headers are known, None for any other request.

        What asks for a format by its name may want a page, which takes the long way.
        """
        if len(data) > LONGEST_HEAD:
            return None
        at = data.find(b"\r\n")
        headers = self._headers.get(data[at:])
        if headers is None or b"format=" in data[:at]:
            return None
        line = self._line.fullmatch(data, 0, at)
        return (line[1], headers) if line else None

    def find(self, data: bytes) -> tuple[bytes, bytes] | None:
        """Return what was kept for the request *data*, None where nothing is or it is of another release."""
        found = self._answers.get(data) if len(data) <= LONGEST_HEAD else None  # a long body need not be hashed
        if found is None:
            return None
        if self._digest() != self._of:
            self._forget()
            return None
        self._answers.move_to_end(data)
        return found

    def reply(self, kept: tuple[bytes, bytes], date: bytes) -> bytes:
        """Return the answer as it goes over the wire; *date* is the value of its Date (RFC 9110, 6.6.1)."""
        started = time.perf_counter()
        head, body = kept
        identifier = self._running.new_id("").encode()
        answer = b"".join((b"HTTP/1.1 200 OK\r\ndate: ", date, b"\r\n", head, _TIMING, identifier, _END, body))
        self._telemetry.request("sparql", 200)
        self._telemetry.query("cached", time.perf_counter() - started)
        return answer

    def keep(self, data: bytes, digest: str, headers: "tuple[tuple[bytes, bytes], ...]", body: bytes) -> None:
        """Keep the answer that the request *data* got from the release *digest*; *headers* without Date and id."""
        if not data or not digest or len(body) > LONGEST_ANSWER:
            return
        if digest != self._of:
            self._forget()
            self._of = digest
        if data in self._answers:
            return
        head = b"".join(b"%s: %s\r\n" % header for header in headers)
        self._answers[data] = head, body
        self._size += len(data) + len(head) + len(body)
        while self._size > self._capacity:
            request, (head, body) = self._answers.popitem(last=False)
            self._size -= len(request) + len(head) + len(body)

    def _forget(self) -> None:
        self._answers.clear()
        self._size = 0
