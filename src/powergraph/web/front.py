"""The ASGI front: answers `/sparql` itself, within the event loop, and hands every other request to the app."""

import contextlib
import logging
from collections.abc import Callable, Iterable

from powergraph.config import ServeConfig
from powergraph.engine import EngineError, Pool, PoolAnswer
from powergraph.web import protocol
from powergraph.web.asgi import ClientLeft, ClientWatch, Message, Receive, Scope, Send, header_of, read_body
from powergraph.web.bridge import Bridge
from powergraph.web.cache import AnswerCache, answer_etag
from powergraph.web.negotiation import PROBLEM, NotAcceptable, prefers_page
from powergraph.web.problems import Problem, Refused, problem_headers, problem_json, problem_of
from powergraph.web.protocol import Asked, Request
from powergraph.web.publication import Publication
from powergraph.web.service import serialize_triples, service_description

__all__ = ["Front"]

_log = logging.getLogger("powergraph.web")
#: After these the rest of the request is not read, so that the connection has to end.
_UNREAD = frozenset({408, 413})
#: The longest answer (bytes) for a client that cannot be told where a streamed one ends (HTTP/1.0).
_HELD_BYTES = 5_000_000
_Headers = Iterable[tuple[str, str]]


class Front:
    """An ASGI app. *publication* tells what is served at the moment; *bridge* leads to the pages."""

    def __init__(self, pool: Pool, config: ServeConfig, publication: Callable[[], Publication], bridge: Bridge) -> None:
        self._pool = pool
        self._config = config
        self._publication = publication
        self._bridge = bridge
        self._cache = AnswerCache()
        self._sparql_paths = {"/sparql", f"{config.root_path}/sparql"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a response that fails on its way is left unfinished, so that its client sees a cut."""
        if scope["type"] != "http":
            return
        sent = _Sent(send)
        with contextlib.suppress(ClientLeft):
            try:
                await self._answer(scope, receive, sent)
            except (Refused, NotAcceptable, EngineError) as error:
                if not sent.started:
                    await _send_problem(sent, problem_of(error), self._config)
            except ClientLeft:
                raise
            except Exception:
                _log.exception("%s %s failed", scope["method"], scope["path"])
                if not sent.started:
                    await _send_problem(sent, problem_of(RuntimeError()), self._config)

    async def _answer(self, scope: Scope, receive: Receive, send: "_Sent") -> None:
        target = len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"])
        protocol.check_size(target, header_of(scope, b"content-length"), self._config)
        has_body = "content-length" in (names := {name.decode("latin-1") for name, _ in scope["headers"]})
        body = b""
        if has_body or "transfer-encoding" in names:
            body = await read_body(receive, self._config.max_body)
        async with ClientWatch(receive):
            if scope["path"] in self._sparql_paths and await self._answer_query(_request(scope, body), send, scope):
                return
            await self._bridge.answer(scope, body, send)

    async def _answer_query(self, request: Request, send: "_Sent", scope: Scope) -> bool:
        """Answer a request to `/sparql`; False where it wants a page, which is not made here."""
        if request.method == "OPTIONS":
            await _send_whole(send, 204, protocol.OPTIONS_HEADERS, b"")
            return True
        if prefers_page(request.accept, protocol.format_name(request)):
            return False
        try:
            asked = protocol.read_query(request, self._config)
            if asked.is_page:
                return False
            if asked.query is None:
                data = serialize_triples(service_description(self._publication()), asked.media_type)
                await _send_whole(send, 200, protocol.answer_headers(asked), data, request)
                return True
            await self._run(asked, request, send, scope["http_version"])
        except (Refused, NotAcceptable, EngineError) as error:
            if send.started:
                _log.warning("an answer was cut: %s", error)
                return True
            await _send_problem(send, problem_of(error, protocol.query_text(request)), self._config, request)
        return True

    async def _run(self, asked: Asked, request: Request, send: "_Sent", http_version: str) -> None:
        assert asked.query is not None
        etag = answer_etag(asked, self._publication().digest)
        headers = (*protocol.answer_headers(asked), *((("ETag", etag), ("Cache-Control", "no-cache")) if etag else ()))
        if etag and etag in request.header("if-none-match"):
            await _send_whole(send, 304, headers, b"")
            return
        if etag and (held := self._cache.get(etag)) is not None:
            await _send_whole(send, 200, headers, held, request)
            return
        answer = await self._pool.query(asked.query)
        try:
            body = answer.whole()
            if body is None and http_version == "1.0":  # without chunks its end would not show whether it is whole
                body = await _whole(answer)
            if body is None:
                await _send_stream(send, headers, answer, request)
                return
            if answer.digest == self._publication().digest:
                self._cache.put(etag, body)
            await _send_whole(send, 200, headers, body, request)
        finally:
            await answer.aclose()


async def _whole(answer: PoolAnswer) -> bytes:
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

    async def __call__(self, message: Message) -> None:
        self.started = True
        await self._send(message)


def _request(scope: Scope, body: bytes) -> Request:
    headers: dict[str, tuple[str, ...]] = {}
    for key, value in scope["headers"]:
        name = key.decode("latin-1")
        headers[name] = (*headers.get(name, ()), value.decode("latin-1"))
    client = scope["client"][0] if scope.get("client") else ""
    return Request(scope["method"], scope["query_string"], headers, body, client)


async def _send_whole(
    send: "_Sent", status: int, headers: _Headers, body: bytes, request: Request | None = None
) -> None:
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if status not in (204, 304):
        encoded.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    is_head = request is not None and request.method == "HEAD"
    await send({"type": "http.response.body", "body": b"" if is_head else body})


async def _send_stream(send: "_Sent", headers: _Headers, answer: PoolAnswer, request: Request) -> None:
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": 200, "headers": encoded})
    if request.method == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    async for chunk in answer:
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
    await _send_whole(send, problem.status, headers, problem_json(problem, config.root_path), request)
