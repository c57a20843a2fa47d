"""The engine for a dataset that another server holds: queries go there by the SPARQL 1.1 Protocol, answers come back.

What comes back is mistrusted: no redirect is followed, nothing compressed is taken, and time and size have limits.
"""

import asyncio
import contextlib
import http.client
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlencode, urlsplit

from powergraph.config import ServeConfig
from powergraph.engine.pool import PoolStatus
from powergraph.engine.prescan import scan
from powergraph.engine.request import (
    DEFAULT_GRAPH,
    WHOLE_DATASET,
    Busy,
    EngineError,
    Form,
    LoadError,
    MalformedQuery,
    QueryRequest,
    ResultTooLarge,
    Timeout,
    UpstreamFailed,
)

__all__ = ["RemoteAnswer", "RemoteStore"]

#: How long a connection may take to be made (seconds).
CONNECT_SECONDS: Final = 5.0
#: What is read in one go (bytes).
READ_BYTES: Final = 65_536

T = TypeVar("T")


class RemoteStore:
    """Asks the SPARQL endpoint of the setting `store`, at most as many queries at a time as there would be workers."""

    def __init__(self, config: ServeConfig) -> None:
        self._config = config
        self._url = config.store
        self._places = asyncio.Semaphore(config.worker_count)
        self._threads = ThreadPoolExecutor(config.worker_count, thread_name_prefix="store")
        self._busy = self._waiting = self._queries = 0
        self._failed: Counter[str] = Counter()
        self._problem = ""

    @property
    def digest(self) -> str:
        """Nothing: what the store holds may change at any time, so no answer is kept."""
        return ""

    async def start(self, source: Path) -> None:
        """See whether the store answers. Raises LoadError where it does not; *source* says nothing here."""
        await self.swap(source)

    async def swap(self, source: Path) -> None:
        """See again whether the store answers. Raises LoadError."""
        try:
            answer = await self.query(QueryRequest("ASK {}", Form.ASK, "application/sparql-results+json"))
            await answer.aclose()
        except EngineError as error:
            self._problem = str(error)
            raise LoadError(f"the store {self._url} does not answer a query: {error}") from error
        self._problem = ""

    async def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def status(self) -> PoolStatus:
        """Return what is under way."""
        size = self._config.worker_count
        return PoolStatus(
            digest="",
            quads=0,
            workers=size,
            idle=size - self._busy,
            busy=self._busy,
            old=0,
            waiting=self._waiting,
            queries=self._queries,
            failed=dict(self._failed),
            killed={},
            missing_guards=(),
            problem=self._problem,
        )

    async def query(self, request: QueryRequest) -> "RemoteAnswer":
        """Return the answer once its first chunk is there; raises EngineError instead of it."""
        self._queries += 1
        try:
            if request.graph is None:
                scan(request.text, self._config)
            else:
                request = _as_query(request)
            return await self._answer(request)
        except EngineError as error:
            self._failed[type(error).__name__] += 1
            raise

    async def _answer(self, request: QueryRequest) -> "RemoteAnswer":
        loop = asyncio.get_running_loop()
        asked = loop.time()
        limit = min(request.timeout or self._config.timeout, self._config.timeout)
        await self._take_place(limit)
        exchange = _Exchange(self._url, request, limit + CONNECT_SECONDS)
        answer = RemoteAnswer(self, exchange, request, loop.time() - asked, loop.time() + limit, limit)
        try:
            await answer.begin(min(request.max_bytes or self._config.max_bytes, self._config.max_bytes))
        except BaseException:
            await answer.aclose()
            raise
        return answer

    async def _take_place(self, limit: float) -> None:
        if self._places.locked() and self._waiting >= self._config.worker_count * self._config.queue:
            raise Busy
        self._waiting += 1
        try:
            async with asyncio.timeout(limit):
                await self._places.acquire()
        except TimeoutError:
            raise Busy from None
        finally:
            self._waiting -= 1
        self._busy += 1

    def give_place(self) -> None:
        """Let the next query be sent."""
        self._busy -= 1
        self._places.release()

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do what waits for the network in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


class RemoteAnswer:
    """An AsyncAnswer of the engine's contract that is read from another server."""

    def __init__(
        self,
        store: RemoteStore,
        exchange: "_Exchange",
        request: QueryRequest,
        queued: float,
        deadline: float,
        limit: float,
    ) -> None:
        self.media_type = request.media_type
        self.digest = ""
        self.queued = queued
        self.evaluated = 0.0
        self._store: RemoteStore | None = store
        self._exchange = exchange
        self._deadline = deadline
        self._limit = limit
        self._first: bytes | None = None
        self._left = 0

    async def begin(self, max_bytes: int) -> None:
        """Send the query and wait for the first chunk of an answer of at most *max_bytes*. Raises EngineError."""
        self._left = max_bytes
        started = asyncio.get_running_loop().time()
        await self._within_time(self._exchange.begin)
        self._first = await self._next()
        self.evaluated = asyncio.get_running_loop().time() - started

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        chunk, self._first = self._first, None
        if chunk is None:
            chunk = await self._next()
        if not chunk:
            raise StopAsyncIteration
        return chunk

    def whole(self) -> bytes | None:
        """Return the answer if all of it is here already."""
        if not self._exchange.is_over:
            return None
        first, self._first = self._first, b""
        return first or b""

    async def aclose(self) -> None:
        """Give the connection up."""
        self._exchange.close()
        store, self._store = self._store, None
        if store is not None:
            store.give_place()

    async def _next(self) -> bytes:
        chunk = await self._within_time(self._exchange.read)
        self._left -= len(chunk)
        if self._left < 0:
            self._exchange.close()
            raise ResultTooLarge(len(chunk) + self._left)
        return chunk

    async def _within_time(self, work: Callable[[], T]) -> T:
        if self._store is None:
            raise UpstreamFailed("The answer was closed")
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._store.in_thread(work)
        except TimeoutError:
            self._exchange.close()
            raise Timeout(self._limit) from None


class _Exchange:
    """One request to the store: `begin` and `read` wait in a thread, `close` ends them from another."""

    def __init__(self, url: str, request: QueryRequest, seconds: float) -> None:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=CONNECT_SECONDS)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._request = request
        self._response: http.client.HTTPResponse | None = None
        self._socket: socket.socket | None = None
        self._seconds = seconds
        self._is_closed = False
        self.is_over = False

    def begin(self) -> None:
        """Send the query, read the head of the response and check it. Raises EngineError."""
        query = self._request
        fields = [("query", query.text)]
        fields += [("default-graph-uri", iri) for iri in query.default_graphs]
        fields += [("named-graph-uri", iri) for iri in query.named_graphs]
        headers = {
            "Accept": query.media_type,
            "Accept-Encoding": "identity",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "powergraph",
        }
        try:
            self._connection.connect()
            self._socket = self._connection.sock
            self._socket.settimeout(self._seconds)  # the front's clock runs; this is for when nobody waits any more
            if self._is_closed:  # while it was connecting
                raise UpstreamFailed("The answer was closed")
            self._connection.request("POST", self._path, urlencode(fields).encode(), headers)
            self._response = self._connection.getresponse()
        except (OSError, http.client.HTTPException, AttributeError) as error:
            raise UpstreamFailed(f"The store cannot be asked ({type(error).__name__})") from error
        _check(self._response, query)

    def read(self) -> bytes:
        """Return the next piece, b"" at the end. Raises UpstreamFailed where the answer is cut."""
        assert self._response is not None
        try:
            piece = self._response.read(READ_BYTES)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            raise UpstreamFailed(f"The store's answer broke off ({type(error).__name__})") from error
        length = self._response.length
        if len(piece) < READ_BYTES and length:
            raise UpstreamFailed("The store's answer is shorter than it said")
        self.is_over = self._response.isclosed() or not piece
        return piece

    def close(self) -> None:
        """End it; whoever waits in a thread wakes up, or does not begin to wait."""
        self._is_closed = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self._connection.close()
        if self._response is not None:
            with contextlib.suppress(OSError, ValueError):
                self._response.close()


def _as_query(request: QueryRequest) -> QueryRequest:
    """Return the query that gives a graph as it stands."""
    if request.graph == WHOLE_DATASET:
        raise UpstreamFailed("A remote store gives one graph at a time: name one with graph=, or default")
    pattern = "{ ?s ?p ?o }"
    if request.graph != DEFAULT_GRAPH:
        pattern = f"{{ GRAPH <{request.graph}> {pattern} }}"
    return replace(request, text=f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}", graph=None)


def _check(response: http.client.HTTPResponse, request: QueryRequest) -> None:
    """Raise EngineError where the response is not what was asked for."""
    if response.status == 400:
        raise MalformedQuery("The store does not understand the query")
    if response.status in (429, 503):
        raise Busy
    if response.status == 504:
        raise UpstreamFailed("The store did not answer in time")
    if response.status != 200:
        raise UpstreamFailed(f"The store answers with status {response.status}")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise UpstreamFailed("The store sends its answer compressed, which was not asked for")
    media_type = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    if media_type != request.media_type:
        raise UpstreamFailed(f"The store sends {media_type[:60] or 'no type'} in place of {request.media_type}")
