"""The patience of the server with a client: a head must come, and an answer be read, within its time."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from powergraph.web.express import Express, whole_head

__all__ = ["PatientProtocol"]

#: How long the head of a request may take to arrive (seconds); a connection that is slower is closed.
HEAD_SECONDS: Final = 10.0
#: How long a client may read nothing of an answer that waits for it (seconds); then its connection is closed.
STALL_SECONDS: Final = 30.0


class JoinedCycle(RequestResponseCycle):
    """uvicorn's answer to one request, but that a whole answer leaves in one system call, head and body together.

    uvicorn writes one after the other, and each write wakes the client. A head is held until something follows it.
    """

    _head: Any = None

    async def send(self, message: Any) -> None:
        """Take the head or a piece of the body."""
        if message["type"] == "http.response.start" and not self.response_started and self._head is None:
            self._head = message
            return
        head, self._head = self._head, None
        if head is not None:
            if self._is_whole(head, message) and not self.flow.write_paused and not self.disconnected:
                self._send_at_once(head["headers"], message["body"])
                return
            await super().send(head)
        await super().send(message)

    def _is_whole(self, head: Any, message: Any) -> bool:
        return (
            head["status"] == 200
            and message["type"] == "http.response.body"
            and not message.get("more_body")
            and self.keep_alive
            and self.scope["method"] != "HEAD"
            and (b"content-length", b"%d" % len(message["body"])) in head["headers"]
        )

    def _send_at_once(self, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
        lines = [b"%s: %s\r\n" % header for header in (*self.default_headers, *headers)]
        block = b"".join(lines)
        if not block.count(b"\n") == block.count(b"\r") == len(lines) or b"\0" in block:
            raise RuntimeError("a header holds a line break")
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.transport.write(b"HTTP/1.1 200 OK\r\n" + block + b"\r\n" + body)
        self.message_event.set()
        self.on_response()


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a clock on the head of each request, which it has not.

    Between two requests uvicorn's own keep-alive clock runs; while a body arrives, the front's.
    """

    #: How many clients may be connected at once; more are turned away.
    most_connections: ClassVar[int] = 1000

    #: What is known by heart, where anything is.
    express: ClassVar[Express | None] = None

    _in_message = False
    _head = b""
    _head_clock: asyncio.TimerHandle | None = None
    _stall_clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            transport.abort()
            return
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Answer a request that is known by heart at once; read any other."""
        if self.express is not None and self._is_between_requests():
            kept = self.express.find(data)
            if kept is not None:
                self._stop_waiting()
                self.transport.write(self.express.reply(kept, self._date()))
                self.on_response_complete()
                return
            request = self.express.read(data)
            if request is not None:
                self._stop_waiting()
                self._unset_keepalive_if_required()
                self._answer_known(data, *request)
                return
            self._head = whole_head(data)
        super().data_received(data)

    def _answer_known(self, data: bytes, query: bytes, headers: Mapping[str, tuple[str, ...]]) -> None:
        """Have a query answered whose headers were read before."""
        assert self.express is not None
        scope: Any = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": "/sparql",
            "query_string": query,
            "headers": (),
            "client": self.client,
            "powergraph.head": data,
            "powergraph.headers": headers,
        }
        self.cycle = JoinedCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=True,
            on_response=self.on_response_complete,
        )
        self._start_asgi_task(self.cycle, self.express.front.answer_known)  # type: ignore[arg-type]

    def _is_between_requests(self) -> bool:
        """Tell whether what arrives is the beginning of a request that may be answered now."""
        self._head = b""
        return (
            not self._in_message
            and (self.cycle is None or self.cycle.response_complete)
            and not self.pipeline
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _date(self) -> bytes:
        return next((value for name, value in self.server_state.default_headers if name == b"date"), b"")

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a head; its first byte is here."""
        self._in_message = True
        super().on_message_begin()
        if self._head_clock is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._stop_waiting()
        super().on_headers_complete()
        if self._head:
            self.scope["powergraph.head"] = self._head  # type: ignore[typeddict-unknown-key]
        self.cycle.__class__ = JoinedCycle  # its task has not begun yet

    def on_message_complete(self) -> None:
        """The request is here."""
        self._in_message = False
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client reads more slowly than it is sent to."""
        super().pause_writing()
        if self._stall_clock is None:
            self._await_reading(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """The client has read on."""
        super().resume_writing()
        self._stop_stall_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody to wait for."""
        self._stop_waiting()
        self._stop_stall_clock()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._head_clock = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_clock is not None:
            self._head_clock.cancel()
            self._head_clock = None

    def _await_reading(self, waiting: int) -> None:
        self._stall_clock = self.loop.call_later(STALL_SECONDS, self._look_at_reading, waiting)

    def _look_at_reading(self, waiting: int) -> None:
        """Give up where none of the *waiting* bytes were taken, else wait on."""
        left = self.transport.get_write_buffer_size()
        if left < waiting:
            self._await_reading(left)
        else:
            self._stall_clock = None
            self._give_up()

    def _stop_stall_clock(self) -> None:
        if self._stall_clock is not None:
            self._stall_clock.cancel()
            self._stall_clock = None

    def _give_up(self) -> None:
        self._head_clock = None
        if not self.transport.is_closing():
            self.transport.abort()
