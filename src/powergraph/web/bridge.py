"""From ASGI to the Flask app: its views run in a few threads, its answers are sent as they come."""

import asyncio
import contextlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from powergraph.web.asgi import Scope, Send

__all__ = ["Bridge"]

#: What is taken from a view's answer in one go (bytes).
_PIECE = 262_144


class Bridge:
    """Runs a WSGI app for ASGI requests whose body has been read already."""

    def __init__(self, app: Callable[..., Iterable[bytes]], threads: int = 8) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def answer(self, scope: Scope, body: bytes, send: Send) -> None:
        """Answer one request. A view that fails after its first bytes leaves the response unfinished."""
        run = _Run(self._app, _environ(scope, body))
        step: Future[Any] = self._threads.submit(run.start)
        try:
            status, headers, piece = await asyncio.wrap_future(step)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            while len(piece) >= _PIECE:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                step = self._threads.submit(run.next)
                piece = await asyncio.wrap_future(step)
            await send({"type": "http.response.body", "body": piece})
        finally:
            # Where the client left, the step under way still ends before what it uses is closed.
            step.add_done_callback(lambda _: self._close(run))

    def _close(self, run: "_Run") -> None:
        with contextlib.suppress(RuntimeError):  # the threads have ended, and the engine with them
            self._threads.submit(run.close)

    def close(self) -> None:
        """End the threads; views under way are waited for."""
        self._threads.shutdown(wait=True, cancel_futures=True)


class _Run:
    """One run of the WSGI app, in pieces."""

    def __init__(self, app: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        self._app = app
        self._environ = environ
        self._status = 500
        self._headers: list[tuple[bytes, bytes]] = []
        self._answer: Iterable[bytes] = ()
        self._chunks: Iterator[bytes] = iter(())

    def start(self) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Call the app; return status, headers and the first piece of the body."""
        self._answer = self._app(self._environ, self._start_response)
        self._chunks = iter(self._answer)
        piece = self.next()
        return self._status, self._headers, piece

    def next(self) -> bytes:
        """Return the next piece of the body, at least _PIECE long where more may follow; empty at its end."""
        piece = bytearray()
        for chunk in self._chunks:
            piece += chunk
            if len(piece) >= _PIECE:
                break
        return bytes(piece)

    def close(self) -> None:
        """Free what the answer holds."""
        if close := getattr(self._answer, "close", None):
            close()

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        self._status = int(status.partition(" ")[0])
        self._headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers if name != "Date"
        ]
        return lambda data: None


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """Make a WSGI environ (PEP 3333): the path as bytes in latin-1 clothing, headers with their names in capitals."""
    path = unquote_to_bytes(scope.get("raw_path") or scope["path"].encode())
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if scope.get("client"):
        environ["REMOTE_ADDR"] = scope["client"][0]
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        if key == "CONTENT_LENGTH":
            continue
        if key != "CONTENT_TYPE":
            key = f"HTTP_{key}"
        environ[key] = f"{environ[key]}, {text}" if key in environ else text
    return environ
