"""One query under way: the frames of its worker come in, the chunks of its answer go out."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Final

from powergraph.engine.request import QueryRequest

__all__ = ["Interrupted", "PoolAnswer", "Run"]

#: What the front keeps of an answer that its client does not read (bytes); then the worker has to wait.
BUFFER_BYTES: Final = 262_144


class Run:
    """One query on one worker, between its start and its last frame.

    *pause* and *resume* stop and start reading from the worker: what a client does not take stays with the worker.
    """

    def __init__(self, request: QueryRequest, started: float, deadline: float) -> None:
        self.request = request
        self.started = started
        self.deadline = deadline
        #: When it became old, 0.0 while it is young (seconds of the loop's clock).
        self.old_since = 0.0
        #: True as soon as the worker has sent a frame: from then on the query cannot be tried again.
        self.answered = False
        self.finished = False
        self.pause: Callable[[], None] = _nothing
        self.resume: Callable[[], None] = _nothing
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._paused = False
        self._error: BaseException | None = None
        self._waiter: asyncio.Future[None] | None = None

    def receive(self, chunk: bytes, *, last: bool) -> None:
        """Take a chunk of the answer from the worker."""
        self.answered = True
        self.finished = self.finished or last
        if chunk:
            self._chunks.append(chunk)
            self._size += len(chunk)
        if self._size >= BUFFER_BYTES and not last and not self._paused:
            self._paused = True
            self.pause()
        self._wake()

    def fail(self, error: BaseException) -> None:
        """End without the rest of the answer; the first failure counts, and none after the last chunk."""
        if self._error is None and not self.finished:
            self._error = error
            self.finished = True
            self._chunks.clear()
            self._size = 0
            self._wake()

    @property
    def complete(self) -> bool:
        """True when the last chunk has arrived."""
        return self.finished and self._error is None

    async def next(self) -> bytes | None:
        """Return the next chunk, None at the end; raises what `fail` was given."""
        while not self._chunks and not self.finished:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        if self._error is not None:
            raise self._error
        return self.take()

    def take(self) -> bytes | None:
        """Return the next chunk that is here already, None if there is none."""
        if not self._chunks:
            return None
        chunk = self._chunks.popleft()
        self._size -= len(chunk)
        if self._paused and self._size < BUFFER_BYTES // 2:
            self._paused = False
            self.resume()
        return chunk

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _nothing() -> None:
    """Stand in until there is a worker."""


class Interrupted(Exception):
    """The worker was killed by somebody else before it answered: the query may be tried once more."""


class PoolAnswer:
    """An AsyncAnswer of the engine's contract, whose first chunk is there already."""

    def __init__(
        self, run: Run, first: bytes | None, digest: str, leave: Callable[[], None], queued: float, evaluated: float
    ) -> None:
        self.queued = queued
        self.evaluated = evaluated
        self.media_type = run.request.media_type
        self.digest = digest
        self._run = run
        self._first = first
        self._leave = leave

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        chunk, self._first = self._first, None
        if chunk is None:
            chunk = await self._run.next()
        if chunk is None:
            raise StopAsyncIteration
        return chunk

    def whole(self) -> bytes | None:
        """Return what is left of the answer if all of it is here already, which saves a small one its streaming."""
        if not self._run.complete:
            return None
        chunks = [self._first or b""]
        self._first = None
        while (chunk := self._run.take()) is not None:
            chunks.append(chunk)
        return b"".join(chunks)

    async def aclose(self) -> None:
        """Free the worker at once; it is killed where it still computes."""
        self._first = None
        self._leave()
