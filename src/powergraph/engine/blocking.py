"""The engine for threads: the same pool, run on a loop that somebody else turns or on a thread of its own."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any, Self, TypeVar

from powergraph.config import ServeConfig
from powergraph.engine.pool import Pool, PoolStatus
from powergraph.engine.request import EngineError, Form, QueryRequest, UpstreamFailed
from powergraph.engine.results import RESULTS_JSON, Row, parse_boolean, parse_rows
from powergraph.engine.run import PoolAnswer

__all__ = ["BlockingAnswer", "BlockingEngine"]

T = TypeVar("T")
#: How long tasks that are cancelled may take to end (seconds).
_SETTLING = 2.0


class BlockingAnswer:
    """An Answer of the engine's contract: an iterator over the chunks, for one thread at a time."""

    def __init__(self, engine: "BlockingEngine", answer: PoolAnswer, whole: bytes | None) -> None:
        self.media_type = answer.media_type
        self.digest = answer.digest
        #: The whole answer where it was there at once, else None; iterating gives the same bytes.
        self.whole = whole
        self._engine = engine
        self._answer: PoolAnswer | None = answer if whole is None else None
        self._rest = whole

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._answer is not None:
            chunk = self._engine.wait(_next(self._answer))
        else:
            chunk, self._rest = self._rest, None
        if not chunk:
            raise StopIteration
        return chunk

    def close(self) -> None:
        """Free the worker at once; may be called any time."""
        answer, self._answer, self._rest = self._answer, None, None
        if answer is not None:
            self._engine.wait(answer.aclose())


async def _next(answer: PoolAnswer) -> bytes | None:
    return await anext(answer, None)


class BlockingEngine:
    """An Engine of the engine's contract over a pool that runs on *loop*, in another thread than the callers'.

    After a fork only the process that made the engine can use it: a server that forks workers makes one in each.
    """

    def __init__(self, pool: Pool, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = pool
        self._loop = loop
        self._thread: threading.Thread | None = None

    @classmethod
    def start(cls, source: Path, config: ServeConfig | None = None) -> Self:
        """Serve *source*, a release or a dataset file, with a loop and a thread of the engine's own until `close`.

        Raises LoadError where it cannot be served.
        """
        loop = asyncio.new_event_loop()
        engine = cls(Pool(config or ServeConfig()), loop)
        engine._thread = threading.Thread(target=loop.run_forever, name="powergraph-engine", daemon=True)
        engine._thread.start()
        try:
            engine.wait(engine._pool.start(source))
        except BaseException:
            engine.close()
            raise
        return engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pool(self) -> Pool:
        """The pool, for those who live on its loop."""
        return self._pool

    def query(self, request: QueryRequest) -> BlockingAnswer:
        """Return once the first chunk is there; raises EngineError instead of it."""
        answer, whole = self.wait(self._open(request))
        return BlockingAnswer(self, answer, whole)

    def select(self, text: str, *, client: str = "", timeout: float | None = None) -> list[Row]:
        """Return the rows of a SELECT query; raises EngineError."""
        return parse_rows(self._read(QueryRequest(text, Form.SELECT, RESULTS_JSON, timeout=timeout, client=client)))

    def ask(self, text: str, *, client: str = "", timeout: float | None = None) -> bool:
        """Return the boolean of an ASK query; raises EngineError."""
        return parse_boolean(self._read(QueryRequest(text, Form.ASK, RESULTS_JSON, timeout=timeout, client=client)))

    def swap(self, source: Path) -> None:
        """Answer from *source* once it is loaded; no query fails meanwhile. Raises LoadError and keeps the old one."""
        self.wait(self._pool.swap(source))

    def status(self) -> PoolStatus:
        """Return what the pool is doing right now."""
        return self.wait(self._status())

    def close(self) -> None:
        """End every process, and the loop if it is the engine's own."""
        if self._loop.is_closed():
            return
        self.wait(self._pool.close())
        if self._thread is not None:
            self.wait(_settled())  # what was cancelled comes to its end before its loop does
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Run *work* on the pool's loop and return its result."""
        if threading.current_thread() is self._thread or _runs_here(self._loop):
            work.close()
            raise RuntimeError("the blocking engine would wait for itself: use the pool in its own loop")
        if self._loop.is_closed():
            work.close()
            raise UpstreamFailed("The engine has been closed")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except CancelledError:
            raise UpstreamFailed("The server is stopping") from None
        except BaseException as error:
            if not isinstance(error, EngineError):
                future.cancel()
            raise

    async def _open(self, request: QueryRequest) -> tuple[PoolAnswer, bytes | None]:
        answer = await self._pool.query(request)
        return answer, answer.whole()

    async def _status(self) -> PoolStatus:
        return self._pool.status()

    def _read(self, request: QueryRequest) -> bytes:
        return b"".join(self.query(request))


async def _settled() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others, timeout=_SETTLING)


def _runs_here(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False
