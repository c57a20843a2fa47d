"""The worker's end of an answer: collects what the serialiser writes and sends it in frames, within limits."""

import re
import socket
import time
from typing import Final

from powergraph.engine.request import NotSerialisable, ResultTooLarge
from powergraph.engine.wire import DATA, END, FRAME_BYTES, frame

__all__ = ["AnswerWriter", "FrontLeft"]

#: What was written waits at most so many seconds for more.
LONGEST_WAIT: Final = 0.1
#: Characters that XML 1.0 (section 2.2) has no way to write: controls, U+FFFE and U+FFFF, in UTF-8.
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_SPLIT_CHARACTER: Final = re.compile(rb"\xef\xbf?\Z")


class FrontLeft(Exception):
    """Nobody takes the answer any more."""


class AnswerWriter:
    """A binary output for the serialisers of pyoxigraph; what they write leaves as frames of up to 64 KiB.

    An answer that fits into one frame leaves whole with `finish`, so that everything that is wrong with it is known
    before its first byte. `write` raises ResultTooLarge and NotSerialisable, which end the serialisation.
    """

    def __init__(self, connection: socket.socket, media_type: str, max_bytes: int, *, xml: bool) -> None:
        self._connection = connection
        self._media_type = media_type
        self._max_bytes = max_bytes
        self._xml = xml
        self._written = 0
        self._pending = bytearray()
        self._held = b""
        self._sent_at = time.monotonic()

    def write(self, data: bytes) -> int:
        """Take *data*; send what has been collected when it is enough or has waited long enough."""
        size = len(data)
        self._written += size
        if self._written > self._max_bytes:
            raise ResultTooLarge(self._max_bytes)
        self._pending += self._as_xml(data) if self._xml else data
        now = time.monotonic()
        while len(self._pending) >= FRAME_BYTES:
            self._send(DATA, FRAME_BYTES)
        if self._pending and now - self._sent_at > LONGEST_WAIT:
            self._send(DATA, len(self._pending))
        return size

    def flush(self) -> None:
        """Part of being an output; `finish` sends the rest."""

    def finish(self) -> None:
        """Send the rest of the answer and its end."""
        self._pending += self._held
        self._send(END, len(self._pending))

    def _send(self, kind: bytes, size: int) -> None:
        try:
            self._connection.sendall(frame(kind, bytes(self._pending[:size])))
        except OSError as error:
            raise FrontLeft from error
        del self._pending[:size]
        self._sent_at = time.monotonic()

    def _as_xml(self, data: bytes) -> bytes:
        """Refuse what XML cannot carry; write CR as a reference, since a parser would make it a line feed."""
        data = self._held + data
        split = _SPLIT_CHARACTER.search(data)
        self._held = split.group() if split else b""
        data = data[: len(data) - len(self._held)]
        if match := _NOT_XML.search(data):
            character = ord(match.group().decode())
            raise NotSerialisable(self._media_type, f"it holds the character U+{character:04X}, which XML has not")
        return data.replace(b"\r", b"&#13;")
