"""What goes over the sockets: frames between front and worker, messages between front and parent.

Every socket is a stream, and one frame is a kind (one byte), the length of its body (four bytes) and the body.
"""

import json
import marshal
import struct
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from powergraph.engine import request as contract
from powergraph.engine.request import EngineError, QueryRequest

__all__ = [
    "DATA",
    "END",
    "FAILED",
    "FRAME_BYTES",
    "MESSAGE",
    "QUERY",
    "READY",
    "RECEIVE_BYTES",
    "FrameReader",
    "frame",
    "message",
    "pack_error",
    "pack_query",
    "unpack_error",
    "unpack_query",
]

#: From a worker: it can be asked; the body is the JSON list of the guards it had to go without.
READY: Final = b"R"
#: To a worker: the body is a query as pack_query makes it.
QUERY: Final = b"Q"
#: From a worker: a piece of the answer, more follows.
DATA: Final = b"D"
#: From a worker: the last piece of the answer, possibly empty.
END: Final = b"E"
#: From a worker: the query failed; the body is an error as pack_error makes it.
FAILED: Final = b"X"
#: Between front and parent: a JSON object.
MESSAGE: Final = b"M"

#: A worker collects as much of an answer before it sends a frame.
FRAME_BYTES: Final = 65_536
#: Buffers of 128 KiB and more are mapped and unmapped at each call, seven times the cost.
RECEIVE_BYTES: Final = 70_000

_HEADER: Final = struct.Struct("!cI")


def frame(kind: bytes, body: bytes) -> bytes:
    """Return one frame as it goes over the socket.

    >>> frame(END, b"{}")
    b'E\\x00\\x00\\x00\\x02{}'
    """
    return _HEADER.pack(kind, len(body)) + body


def message(content: dict[str, Any]) -> bytes:
    """Return one message between front and parent as a frame."""
    return frame(MESSAGE, json.dumps(content).encode())


def pack_query(request: QueryRequest) -> bytes:
    """Return what a worker needs of a query as the body of a QUERY frame: quick to make, for each query passes here."""
    return marshal.dumps(
        {
            "text": request.text,
            "media_type": request.media_type,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "max_bytes": request.max_bytes,
            "graph": request.graph,
        }
    )


def unpack_query(body: bytes) -> dict[str, Any]:
    """Return what pack_query packed; a worker is forked by the same Python, and only its own front writes to it.

    >>> unpack_query(pack_query(QueryRequest("ASK {}", contract.Form.ASK, "text/csv")))["text"]
    'ASK {}'
    """
    query: dict[str, Any] = marshal.loads(body)  # noqa: S302
    return query


def pack_error(error: EngineError) -> bytes:
    """Return an error of the engine's contract as the body of a FAILED frame."""
    return json.dumps([type(error).__name__, asdict(error)]).encode()


def unpack_error(body: bytes) -> EngineError:
    """Return the error that pack_error packed.

    >>> unpack_error(pack_error(contract.Timeout(2.5)))
    Timeout(limit=2.5)
    """
    name, values = json.loads(body)
    error: EngineError = getattr(contract, name)(**values)
    return error


class FrameReader:
    """Puts frames together again from whatever pieces a stream delivers."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield kind and body of every frame that *data* completes.

        >>> reader = FrameReader()
        >>> list(reader.feed(frame(DATA, b"abc")[:6]))
        []
        >>> list(reader.feed(b"bc" + frame(END, b"")))
        [(b'D', b'abc'), (b'E', b'')]
        """
        if not self._pending and len(data) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(data)
            if len(data) == _HEADER.size + length:  # one whole frame, as most are
                yield kind, data[_HEADER.size :]
                return
        self._pending += data
        start = 0
        while len(self._pending) - start >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._pending, start)
            end = start + _HEADER.size + length
            if len(self._pending) < end:
                break
            body = bytes(self._pending[start + _HEADER.size : end])
            start = end
            yield kind, body
        del self._pending[:start]
