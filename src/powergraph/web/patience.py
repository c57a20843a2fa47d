"""The patience of the server with a client: the head of a request must come within its time."""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["PatientProtocol"]

#: How long the head of a request may take to arrive (seconds); a connection that is slower is closed.
HEAD_SECONDS: Final = 10.0


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a clock on the head of each request, which it has not.

    Between two requests uvicorn's own keep-alive clock runs; while a body arrives, the front's.
    """

    _head_clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a head; its first byte is here."""
        super().on_message_begin()
        if self._head_clock is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody to wait for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._head_clock = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_clock is not None:
            self._head_clock.cancel()
            self._head_clock = None

    def _give_up(self) -> None:
        self._head_clock = None
        if not self.transport.is_closing():
            self.transport.abort()
