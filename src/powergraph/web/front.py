"""The ASGI front: answers programs that query itself, within the event loop, and hands all the rest to the app."""

import asyncio
import contextlib
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from email.utils import formatdate, parsedate_to_datetime
from functools import cache, lru_cache

from powergraph.config import ServeConfig
from powergraph.engine import AsyncAnswer, Backend, EngineError, Form, QueryRequest
from powergraph.web import protocol
from powergraph.web.asgi import ClientLeft, ClientWatches, Message, Receive, Scope, Send, header_of, read_body
from powergraph.web.bridge import Bridge
from powergraph.web.cache import AnswerCache, answer_etag
from powergraph.web.encoding import LEAST_BYTES, accepts_gzip, gzipped, gzipped_stream
from powergraph.web.express import Express
from powergraph.web.hosts import HostCheck
from powergraph.web.negotiation import PROBLEM, MediaType, NotAcceptable, prefers_page
from powergraph.web.problems import Problem, Refused, problem_headers, problem_json, problem_of
from powergraph.web.protocol import Asked, Request
from powergraph.web.publication import Publication
from powergraph.web.running import Flights, NotShared, RunningQueries
from powergraph.web.service import description_document
from powergraph.web.telemetry import METRICS_TYPE, Telemetry

__all__ = ["Front"]

_log = logging.getLogger("powergraph.web")
_slow = logging.getLogger("powergraph.slow")
#: After these the rest of the request is not read, so that the connection has to end.
_UNREAD = frozenset({408, 413})
#: The first part of a path and what it is called in the figures.
#: A longer answer is compressed in a thread (bytes).
_LONG = 65_536
_ROUTES = {"sparql": "sparql", "store": "store", "dumps": "dump", "metrics": "operator", "health": "operator"} | {
    "ready": "operator"
}
#: The longest answer (bytes) for a client that cannot be told where a streamed one ends (HTTP/1.0).
_HELD_BYTES = 5_000_000
_Headers = Iterable[tuple[str, str]]
#: Headers that no two answers share.
_OWN = frozenset({b"server-timing", b"x-query-id"})
#: Headers as they are sent.
_Encoded = tuple[tuple[bytes, bytes], ...]


class Front:
    """An ASGI app. *publication* tells what is served at the moment; *bridge* leads to the pages."""

    def __init__(
        self, pool: Backend, config: ServeConfig, publication: Callable[[], Publication], bridge: Bridge
    ) -> None:
        self._pool = pool
        self._config = config
        self._publication = publication
        self._bridge = bridge
        self._cache = AnswerCache()
        self._flights = Flights()
        self._running = RunningQueries()
        self._watches = ClientWatches()
        self._telemetry = Telemetry()
        self._hosts = HostCheck(config)
        #: What the server may answer without asking the front.
        self.express = Express(self, lambda: pool.digest, self._telemetry, self._running, config.root_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a response that fails on its way is left unfinished, so that its client sees a cut."""
        if scope["type"] != "http":
            return
        sent = _Sent(send)
        path = scope["path"].removeprefix(self._config.root_path) or "/"
        await self._guard(path, self._answer(path, scope, receive, sent), scope, sent)

    async def answer_known(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a query by GET whose headers have been read before; see Express.read."""
        sent = _Sent(send)
        await self._guard("/sparql", self._answer_known(scope, receive, sent), scope, sent)

    async def _answer_known(self, scope: Scope, receive: Receive, send: "_Sent") -> None:
        query, client = scope["query_string"], scope["client"]
        protocol.check_size(len("/sparql") + len(query), "", self._config)
        request = Request("GET", query, scope["powergraph.headers"], b"", client[0] if client else "")
        with self._watches.watch(receive) as watch:
            await self._answer_query(request, send, scope, watch.task)

    async def _guard(self, path: str, work: Awaitable[None], scope: Scope, sent: "_Sent") -> None:
        """Do the work of one request; tell what goes wrong, as long as nothing has been sent."""
        with contextlib.suppress(ClientLeft):
            try:
                await work
            except (Refused, NotAcceptable, EngineError) as error:
                if not sent.started:
                    await _send_problem(sent, problem_of(error), self._config)
            except ClientLeft:
                raise
            except Exception:
                _log.exception("%s %s failed", scope["method"], scope["path"])
                if not sent.started:
                    await _send_problem(sent, problem_of(RuntimeError()), self._config)
        self._telemetry.request(_ROUTES.get(path.lstrip("/").partition("/")[0], "page"), sent.status)

    async def _answer(self, path: str, scope: Scope, receive: Receive, send: "_Sent") -> None:
        self._hosts.refuse_foreign(header_of(scope, b"host"))
        target = len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"])
        protocol.check_size(target, header_of(scope, b"content-length"), self._config)
        has_body = "content-length" in (names := {name.decode("latin-1") for name, _ in scope["headers"]})
        body = b""
        if has_body or "transfer-encoding" in names:
            body = await read_body(receive, self._config.max_body)
        with self._watches.watch(receive) as watch:
            if path == "/sparql":
                request = _request(scope, body)
                if await self._answer_query(request, send, scope, watch.task):
                    if request.method == "GET":
                        self.express.learn(scope.get("powergraph.head", b""), request.headers)
                    return
            if path.startswith("/sparql/queries/"):
                await self._cancel(path.rpartition("/")[2], _request(scope, body), send)
            elif path == "/metrics" and scope["method"] in ("GET", "HEAD"):
                data = self._telemetry.exposition(self._pool.status(), self._cache)
                headers = (("Content-Type", METRICS_TYPE), ("Cache-Control", "no-store"), *protocol.SECURITY)
                await _send_whole(send, 200, _encoded(headers), data, _request(scope, body))
            elif path == "/ready" and scope["method"] in ("GET", "HEAD"):
                await self._tell_readiness(_request(scope, body), send)
            else:
                await self._bridge.answer(scope, body, send)

    async def _tell_readiness(self, request: Request, send: "_Sent") -> None:
        """Answer 200 where a worker answers from what was verified while it was loaded; with its count and hash."""
        status, said = 200, {"status": "ready"}
        try:
            answer = await self._pool.query(QueryRequest("ASK {}", Form.ASK, "text/csv", timeout=5.0))
            await answer.aclose()
        except EngineError as error:
            status, said = 503, {"status": "unavailable", "reason": self._pool.status().problem or str(error)}
        loaded = self._pool.status()
        data = json.dumps({**said, "release": loaded.digest, "quads": loaded.quads}).encode() + b"\n"
        headers = (("Content-Type", "application/json"), ("Cache-Control", "no-store"), *protocol.SECURITY)
        await _send_whole(send, status, _encoded(headers), data, request)

    async def _cancel(self, identifier: str, request: Request, send: "_Sent") -> None:
        """End a running query for the client that started it."""
        if request.method == "OPTIONS":
            await _send_whole(send, 204, _encoded(protocol.CANCEL_OPTIONS_HEADERS), b"")
            return
        if request.method != "DELETE":
            raise Refused(405, "Method not allowed", "A running query can only be ended.", allow=("DELETE", "OPTIONS"))
        if not self._running.cancel(identifier, request.client):
            raise Refused(404, "There is no such query", "No query that you started is running under this id.")
        await _send_whole(send, 204, _encoded(protocol.CORS), b"")

    async def _answer_query(
        self, request: Request, send: "_Sent", scope: Scope, task: "asyncio.Task[object] | None"
    ) -> bool:
        """Answer a request to `/sparql`; False where it wants a page, which is not made here."""
        if request.method == "OPTIONS":
            await _send_whole(send, 204, _encoded(protocol.OPTIONS_HEADERS), b"")
            return True
        if prefers_page(request.accept, protocol.format_name(request)):
            return False
        started = time.perf_counter()
        try:
            asked = protocol.read_query(request, self._config)
            if asked.is_page:
                return False
            if asked.query is None:
                await self._describe(asked, request, send)
                return True
            run = _Run(asked, request, send, scope["http_version"] == "1.0", started)
            run.head = scope.get("powergraph.head", b"")
            run.parsed = time.perf_counter() - started
            identifier = self._running.new_id(request.header("x-query-id"))
            run.identifier = identifier
            outcome = "ClientLeft"
            try:
                with self._running.run(identifier, request.client, task):
                    await self._run(run)
                outcome = run.outcome
            except (Refused, EngineError) as error:
                outcome = type(error).__name__
                raise
            finally:
                self._count(run, outcome)
        except (Refused, NotAcceptable, EngineError) as error:
            if send.started:
                _log.warning("an answer was cut: %s", error)
                return True
            await _send_problem(send, problem_of(error, protocol.query_text(request)), self._config, request)
        return True

    async def _describe(self, asked: Asked, request: Request, send: "_Sent") -> None:
        data = description_document(self._publication(), asked.media_type)
        etag = f'"{hashlib.sha256(data).hexdigest()[:24]}"'
        validators = _encoded((("ETag", etag), ("Cache-Control", "no-cache")))
        headers = (*_answer_headers(asked.media_type), *validators)
        if etag in request.header("if-none-match"):
            await _send_whole(send, 304, headers, b"")
        else:
            await _send_whole(send, 200, headers, data, request)

    async def _run(self, run: "_Run") -> None:
        """Answer from the cache, from an equal query that is under way, or by the engine."""
        asked, request = run.asked, run.request
        assert asked.query is not None
        digest = self._pool.digest
        etag = answer_etag(asked, digest)
        run.headers = (*_answer_headers(asked.media_type), *self._validators(etag))
        if etag and _is_current(request, etag, self._publication().modified):
            run.outcome = "not_modified"
            await _send_whole(run.send, 304, run.headers, b"")
            return
        key = (etag, asked.query.timeout)
        held = self._cache.get(etag) if etag else None
        run.outcome = "cached"
        if held is None and etag and self._flights.is_under_way(key):
            held = await self._flights.outcome(key)
            run.outcome = "shared"
        if held is not None:
            self._learn(run, digest, *await run.send_whole(held))
            return
        run.outcome = "answered"
        with self._flights.leading(key if etag else object()) as flight:
            answer = await self._pool.query(asked.query)
            try:
                run.queued, run.evaluated = answer.queued, answer.evaluated
                body = answer.whole()
                if body is None and run.is_old_http:  # without chunks its end would not show whether it is whole
                    body = await _whole(answer)
                if body is None:
                    flight.tell(NotShared.STREAMED)
                    await run.send_stream(answer)
                    return
                if answer.digest == digest:
                    self._cache.put(etag, body)
                    flight.tell(body)
                await run.send_whole(body)
            finally:
                await answer.aclose()

    def _learn(self, run: "_Run", digest: str, headers: _Encoded, body: bytes) -> None:
        """Have a request that came a second time known by heart, where nothing but the release decides its answer."""
        request = run.request
        if "x-query-id" not in request.headers and request.header("connection").lower() in ("", "keep-alive"):
            self.express.keep(run.head, digest, tuple(each for each in headers if each[0] not in _OWN), body)

    def _validators(self, etag: str) -> "_Encoded":
        if not etag:
            return ((b"cache-control", b"no-store"),)
        return ((b"etag", etag.encode()), *_dated(self._publication().modified))

    def _count(self, run: "_Run", outcome: str) -> None:
        """Count a query that has ended, and log a slow one: by the hash of its text, never by who asked."""
        seconds = time.perf_counter() - run.started
        self._telemetry.query(outcome, seconds)
        if seconds >= self._config.slow_query and run.asked.query is not None:
            digest = hashlib.sha256(run.asked.query.text.encode()).hexdigest()[:16]
            times = {"seconds": round(seconds, 3), "queued": round(run.queued, 3), "evaluated": round(run.evaluated, 3)}
            _slow.info("slow query", extra={"query": digest, "outcome": outcome, **times})


class _Run:
    """One query of one request on its way through the front."""

    def __init__(self, asked: Asked, request: Request, send: "_Sent", is_old_http: bool, started: float) -> None:
        self.asked = asked
        self.request = request
        self.send = send
        self.is_old_http = is_old_http
        self.started = started
        self.identifier = ""
        #: The request's bytes, where they are all there is to it.
        self.head = b""
        self.headers: _Encoded = ()
        self.outcome = ""
        #: Where the time went (seconds).
        self.parsed = self.queued = self.evaluated = 0.0

    async def send_whole(self, body: bytes) -> tuple[_Encoded, bytes]:
        """Send an answer that is here; return headers and body as they were sent."""
        return await _send_whole(self.send, 200, self._told(), body, self.request)

    async def send_stream(self, answer: AsyncAnswer) -> None:
        """Send an answer as it comes."""
        await _send_stream(self.send, self._told(), answer, self.request)

    def _told(self) -> "_Encoded":
        queue, parse, evaluate = self.queued * 1000, self.parsed * 1000, self.evaluated * 1000
        # Until the head is sent: what comes later it cannot tell.
        send = max(0.0, (time.perf_counter() - self.started) * 1000 - queue - parse - evaluate)
        timing = f"queue;dur={queue:.2f}, parse;dur={parse:.2f}, evaluate;dur={evaluate:.2f}, send;dur={send:.2f}"
        return (*self.headers, (b"server-timing", timing.encode()), (b"x-query-id", self.identifier.encode()))


def _is_current(request: Request, etag: str, modified: float) -> bool:
    """Tell whether the client has this answer already (RFC 9110, 13.1.2 and 13.1.3)."""
    if known := request.header("if-none-match"):
        return etag in known or known.strip() == "*"
    since = request.header("if-modified-since")
    if not since or not modified or request.method not in ("GET", "HEAD"):
        return False
    try:
        return int(modified) <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False


async def _whole(answer: AsyncAnswer) -> bytes:
    """Return all of an answer that cannot be streamed; raises Refused where it is more than may be held back."""
    held: list[bytes] = []
    size = 0
    async for chunk in answer:
        held.append(chunk)
        size += len(chunk)
        if size > _HELD_BYTES:
            detail = f"An answer to HTTP/1.0 is held back as a whole and may have {_HELD_BYTES:,} bytes."
            raise Refused(413, "The answer is too large", detail, hint="Ask by HTTP/1.1, which gets it as it comes.")
    return b"".join(held)


class _Sent:
    """`send`, and whether the response has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False
        self.status = 0

    async def __call__(self, message: Message) -> None:
        self.started = True
        self.status = message.get("status", self.status)
        await self._send(message)


def _request(scope: Scope, body: bytes) -> Request:
    headers: dict[str, tuple[str, ...]] = {}
    for key, value in scope["headers"]:
        name = key.decode("latin-1")
        headers[name] = (*headers.get(name, ()), value.decode("latin-1"))
    client = scope["client"][0] if scope.get("client") else ""
    return Request(scope["method"], scope["query_string"], headers, body, client)


def _encoded(headers: _Headers) -> _Encoded:
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers)


@cache
def _answer_headers(media_type: MediaType) -> _Encoded:
    """Return the headers of a successful answer to a program."""
    return _encoded(protocol.answer_headers(media_type))


@lru_cache(maxsize=4)
def _dated(modified: float) -> _Encoded:
    """Return the headers of an answer that stays right until the release changes."""
    told = [("Last-Modified", formatdate(modified, usegmt=True))] if modified else []
    return _encoded([("Cache-Control", "no-cache"), *told])


async def _send_whole(
    send: "_Sent", status: int, headers: _Encoded, body: bytes, request: Request | None = None
) -> tuple[_Encoded, bytes]:
    """Send an answer, made smaller where its client takes that; return headers and body as they were sent."""
    encoded = list(headers)
    if request is not None and len(body) >= LEAST_BYTES and accepts_gzip(request.headers.get("accept-encoding", ())):
        # In a thread where it takes long: nobody else is answered meanwhile.
        body = await asyncio.to_thread(gzipped, body) if len(body) > _LONG else gzipped(body)
        encoded.append((b"content-encoding", b"gzip"))
    if status not in (204, 304):
        encoded.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    is_head = request is not None and request.method == "HEAD"
    await send({"type": "http.response.body", "body": b"" if is_head else body})
    return tuple(encoded), body


async def _send_stream(send: "_Sent", headers: _Encoded, answer: AsyncAnswer, request: Request) -> None:
    encoded = list(headers)
    chunks = aiter(answer)
    if accepts_gzip(request.headers.get("accept-encoding", ())):
        chunks = gzipped_stream(chunks)
        encoded.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": encoded})
    if request.method == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    async for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _send_problem(send: "_Sent", problem: Problem, config: ServeConfig, request: Request | None = None) -> None:
    closing = (("Connection", "close"),) if problem.status in _UNREAD else ()
    headers = (
        *closing,
        ("Content-Type", PROBLEM.content_type),
        *problem_headers(problem),
        *protocol.CORS,
        *protocol.SECURITY,
    )
    await _send_whole(send, problem.status, _encoded(headers), problem_json(problem, config.root_path), request)
