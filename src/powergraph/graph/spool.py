"""The spool: what is seldom looked at of the notes of a large vault lies in a temporary file, not in memory."""

import os
import tempfile
import weakref
from typing import Any

__all__ = ["Spool", "Spooled"]


class Spooled:
    """Bytes in a spool; `bytes()` reads them. Pickled it is the bytes themselves."""

    __slots__ = ("_length", "_offset", "_spool")

    def __init__(self, spool: "Spool", offset: int, length: int) -> None:
        self._spool, self._offset, self._length = spool, offset, length

    def __bytes__(self) -> bytes:
        return self._spool.read(self._offset, self._length)

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes | Spooled) and bytes(self) == bytes(other)

    def __hash__(self) -> int:
        return hash(bytes(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return bytes, (bytes(self),)


class Spool:
    """A temporary file without a name; it is gone with the program, however that ends.

    >>> spool = Spool()
    >>> first, second = spool.put(b"one"), spool.put(b"two")
    >>> bytes(first), bytes(second)
    (b'one', b'two')
    """

    def __init__(self) -> None:
        with tempfile.TemporaryFile(prefix="powergraph-") as file:
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        self._end = 0

    def put(self, data: "bytes | Spooled") -> Spooled:
        """Keep *data*; raises OSError where the disk is full."""
        if isinstance(data, Spooled):
            return data
        view, offset = memoryview(data), self._end
        while view:
            written = os.pwrite(self._descriptor, view, self._end)
            self._end += written
            view = view[written:]
        return Spooled(self, offset, len(data))

    def read(self, offset: int, length: int) -> bytes:
        """Return *length* bytes from *offset* on; processes that were forked may read too."""
        return os.pread(self._descriptor, length, offset)
