"""Answers to requests that are known by heart: the same bytes as before, so nothing of them is read again.

Programs ask the same questions again and again, in the same words and with the same headers. Between a head that came
as a whole and the answer that the release determines nothing is left to decide; what makes each answer its own, its
date and its id, is put in.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from powergraph.web.running import RunningQueries
from powergraph.web.telemetry import Telemetry

__all__ = ["Express", "whole_head"]

#: A longer head is not kept, nor is a longer answer (bytes).
LONGEST_HEAD: Final = 8_192
LONGEST_ANSWER: Final = 131_072
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


class Express:
    """Answers by the bytes of their requests, *capacity* bytes of them, of one release at a time; for one thread.

    *digest* tells which release is served at the moment.
    """

    def __init__(
        self, digest: Callable[[], str], telemetry: Telemetry, running: RunningQueries, capacity: int = 16_000_000
    ) -> None:
        self._digest = digest
        self._telemetry = telemetry
        self._running = running
        self._capacity = capacity
        self._size = 0
        self._of = ""
        self._answers: OrderedDict[bytes, tuple[bytes, bytes]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, data: bytes) -> tuple[bytes, bytes] | None:
        """Return what was kept for the request *data*, None where nothing is or it is of another release."""
        found = self._answers.get(data)
        if found is None:
            return None
        if self._digest() != self._of:
            self._forget()
            return None
        self._answers.move_to_end(data)
        return found

    def reply(self, kept: tuple[bytes, bytes], date: bytes) -> bytes:
        """Return the answer as it goes over the wire; *date* is the value of its Date (RFC 9110, 6.6.1)."""
        head, body = kept
        identifier = self._running.new_id("").encode()
        self._telemetry.request("sparql", 200)
        self._telemetry.query("cached", 0.0)
        return b"".join((b"HTTP/1.1 200 OK\r\ndate: ", date, b"\r\n", head, _TIMING, identifier, _END, body))

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
