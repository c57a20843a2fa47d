"""ASGI in our words: the types of an HTTP request, reading its body within limits, and knowing when its client left."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import Any, Self

from powergraph.web.problems import Refused

__all__ = [
    "ClientLeft",
    "ClientWatch",
    "ClientWatches",
    "Message",
    "Receive",
    "Scope",
    "Send",
    "header_of",
    "read_body",
]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: A body has to arrive within so many seconds.
BODY_TIMEOUT = 5.0
#: How long after its start a request is watched for a client that leaves (seconds): most are over by then.
_WATCH_AFTER = 0.05


class ClientLeft(Exception):
    """The client closed the connection before its answer was complete."""


def header_of(scope: Scope, name: bytes) -> str:
    """Return the first value of a header (its name in lower case), "" where it is absent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def read_body(receive: Receive, most: int) -> bytes:
    """Read the body, of *most* bytes at most.

    Raises Refused where it is longer or takes too long, ClientLeft where it ends before it is complete.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientLeft
                body += message.get("body", b"")
                if len(body) > most:
                    raise Refused.by_limit(413, "The request is too large", "max_body", most)
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError as error:
        raise Refused(
            408, "The request took too long to arrive", f"Its body was not complete after {BODY_TIMEOUT:g} s."
        ) from error


class ClientWatches:
    """Watches over the clients of all requests that take long; one timer looks after them all."""

    def __init__(self) -> None:
        self._young: dict[ClientWatch, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, receive: Receive) -> "ClientWatch":
        """Return a watch over the client of the request that the current task answers."""
        return ClientWatch(receive, self._young, self._wake)

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None:
            self._timer = loop.call_later(_WATCH_AFTER, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time()
        for watch, started in list(self._young.items()):  # in the order of their start
            if now - started < _WATCH_AFTER:
                self._timer = loop.call_at(started + _WATCH_AFTER, self._look, loop)
                return
            del self._young[watch]
            watch.begin(loop)


class ClientWatch:
    """While it is entered, the current task is cancelled as soon as the client leaves; that ends as ClientLeft."""

    __slots__ = ("_has_left", "_receive", "_wake", "_watching", "_young", "task")

    def __init__(
        self,
        receive: Receive,
        young: "dict[ClientWatch, float]",
        wake: Callable[[asyncio.AbstractEventLoop], None],
    ) -> None:
        self._receive = receive
        self._young = young
        self._wake = wake
        self._has_left = False
        self._watching: asyncio.Task[None] | None = None
        #: The task that is watched over.
        self.task: asyncio.Task[Any] | None = None

    def __enter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self.task = asyncio.current_task(loop)
        self._young[self] = loop.time()
        self._wake(loop)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._young.pop(self, None)
        if self._watching is not None:
            self._watching.cancel()
        if kind is asyncio.CancelledError and self._has_left and self.task is not None:
            self.task.uncancel()
            raise ClientLeft from error

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch from now on."""
        self._watching = loop.create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._has_left = True
        if self.task is not None:
            self.task.cancel()
