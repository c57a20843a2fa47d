"""ASGI in our words: the types of an HTTP request, reading its body within limits, and knowing when its client left."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import Any, Self

from powergraph.web.problems import Refused

__all__ = ["ClientLeft", "ClientWatch", "Message", "Receive", "Scope", "Send", "header_of", "read_body"]

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


class ClientWatch:
    """While it is entered, the current task is cancelled as soon as the client leaves; that ends as ClientLeft."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._has_left = False
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._timer = loop.call_later(_WATCH_AFTER, self._begin)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()
        if kind is asyncio.CancelledError and self._has_left and self._task is not None:
            self._task.uncancel()
            raise ClientLeft from error

    def _begin(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._has_left = True
        if self._task is not None:
            self._task.cancel()
