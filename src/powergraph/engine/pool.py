"""The front's core: gives queries to workers, kills at the deadline, keeps room for young ones, swaps datasets."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from powergraph.config import ServeConfig
from powergraph.engine.family import Family
from powergraph.engine.prescan import scan
from powergraph.engine.request import AsyncAnswer, Busy, EngineError, LoadError, QueryRequest, Timeout, UpstreamFailed
from powergraph.engine.run import Interrupted, PoolAnswer, Run
from powergraph.engine.waiting import WaitingLine
from powergraph.engine.worker_handle import WorkerHandle

__all__ = ["Backend", "Pool", "PoolStatus"]

#: How often busy workers are looked at (seconds).
SWEEP: Final = 0.05
#: A query that has run so long (seconds) is old: it has to give way to young ones.
OLD_AFTER: Final = 0.25
#: A dead parent is replaced after so many seconds, twice as many after each failure, at most the second number.
RESTART_AFTER: Final = (0.5, 30.0)


@dataclass(frozen=True, slots=True)
class PoolStatus:
    """What the pool is doing.

    *queries* counts all that were asked, *failed* those that got an error instead of an answer, by the error's name,
    and *killed* the workers that the pool killed, by the error it gave for it. *problem* is why there is no dataset at
    the moment, or "".
    """

    digest: str
    quads: int
    workers: int
    idle: int
    busy: int
    old: int
    waiting: int
    queries: int
    failed: dict[str, int]
    killed: dict[str, int]
    missing_guards: tuple[str, ...]
    problem: str


class Backend(Protocol):
    """What answers a server's queries: the pool, or a store elsewhere. It belongs to one event loop."""

    @property
    def digest(self) -> str:
        """The version of what is served, "" where it has none."""
        ...

    async def start(self, source: Path) -> None:
        """Begin to answer; raises LoadError."""

    async def swap(self, source: Path) -> None:
        """Answer from *source* as it is now; raises LoadError."""

    async def query(self, request: QueryRequest) -> AsyncAnswer:
        """Return once the first chunk is there; raises EngineError instead of it."""
        ...

    def status(self) -> PoolStatus:
        """Return what is going on."""
        ...

    async def close(self) -> None:
        """End everything."""


class Pool:
    """Answers queries in worker processes; an AsyncEngine that belongs to one event loop.

    A query's clock starts when a worker takes it; before that it waits at most as long as it may run, then is Busy.
    """

    def __init__(self, config: ServeConfig) -> None:
        self._config = config
        self._size = config.worker_count
        self._family: Family | None = None
        self._coming: Family | None = None
        self._former: set[Family] = set()
        self._busy: dict[WorkerHandle, Run] = {}
        #: Workers with an old query that were not demoted, because nothing else was asked.
        self._spared: set[WorkerHandle] = set()
        self._waiting: WaitingLine[WorkerHandle] = WaitingLine(self._size * config.queue)
        self._swapping = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._restarting: asyncio.Task[None] | None = None
        self._sweep_timer: asyncio.TimerHandle | None = None
        self._queries = 0
        self._failed: Counter[str] = Counter()
        self._killed: Counter[str] = Counter()
        self._problem = "nothing is loaded yet"
        self._closed = False

    async def start(self, source: Path) -> None:
        """Load *source*, a release (or the folder of releases it is in) or a dataset file, and fork the workers.

        Raises LoadError where it cannot be served.
        """
        await self.swap(source)

    async def swap(self, source: Path) -> None:
        """Load *source* beside what is served, then answer from it alone; queries under way end where they began.

        Raises LoadError where it cannot be served; then the old dataset stays.
        """
        async with self._swapping:
            if self._closed:
                raise LoadError("the engine has been closed")
            family = self._coming = Family(
                source,
                self._config.memory,
                self,
                network=bool(self._config.allow_service),
                on_disk=self._config.engine == "disk",
            )
            try:
                await family.loaded()
                await family.populate(self._size)
            except BaseException:
                await family.close()
                raise
            finally:
                self._coming = None
            former, self._family, self._problem = self._family, family, ""
        if former is not None:
            self._former.add(former)
            for worker in list(former.idle):
                worker.retire()
            self._see_off(former)
        self._serve_waiting()
        self._ensure_workers()

    async def close(self) -> None:
        """End every process; queries under way fail."""
        self._closed = True
        if self._sweep_timer is not None:
            self._sweep_timer.cancel()
        if self._restarting is not None:
            self._restarting.cancel()
        self._waiting.refuse_all(UpstreamFailed("The server is stopping"))
        for worker in list(self._busy):
            self._end(worker, UpstreamFailed("The server is stopping"))
        families = [family for family in (self._family, self._coming, *self._former) if family is not None]
        self._family = None
        await asyncio.gather(*(family.close() for family in families), *self._tasks)

    async def query(self, request: QueryRequest) -> PoolAnswer:
        """Return the answer once its first chunk is there; raises EngineError instead of it.

        A worker that somebody else killed before it answered is replaced and the query tried once more, but never
        after a crash, which it would only repeat.
        """
        self._queries += 1
        try:
            if request.graph is None:
                scan(request.text, self._config)
            return await self._answer(self._within_limits(request))
        except EngineError as error:
            self._failed[type(error).__name__] += 1
            raise

    @property
    def digest(self) -> str:
        """The version of what is served: the release's digest, or the SHA-256 of the file; "" where there is none."""
        return self._family.digest if self._family else ""

    def status(self) -> PoolStatus:
        """Return what the pool is doing right now."""
        family = self._family
        alive = family.alive if family else []
        return PoolStatus(
            digest=family.digest if family else "",
            quads=family.quads if family else 0,
            workers=len(alive),
            idle=len(family.idle) if family else 0,
            busy=len(self._busy),
            old=sum(1 for run in self._busy.values() if run.old_since),
            waiting=len(self._waiting),
            queries=self._queries,
            failed=dict(self._failed),
            killed=dict(self._killed),
            missing_guards=tuple(dict.fromkeys(guard for worker in alive for guard in worker.missing_guards)),
            problem=self._problem,
        )

    def _within_limits(self, request: QueryRequest) -> QueryRequest:
        timeout, max_bytes = self._config.timeout, self._config.max_bytes
        if request.timeout is not None:
            timeout = min(request.timeout, timeout)
        if request.max_bytes is not None:
            max_bytes = min(request.max_bytes, max_bytes)
        return replace(request, timeout=timeout, max_bytes=max_bytes)

    async def _answer(self, request: QueryRequest) -> PoolAnswer:
        try:
            return await self._attempt(request)
        except Interrupted:
            pass
        try:
            return await self._attempt(request)
        except Interrupted:
            raise UpstreamFailed("The query's worker was killed, and so was the next one") from None

    async def _attempt(self, request: QueryRequest) -> PoolAnswer:
        limit = request.timeout or 0.0
        loop = asyncio.get_running_loop()
        asked = loop.time()
        worker = await self._worker_for(request.client, limit)
        now = loop.time()
        run = self._busy[worker] = Run(request, now, now + limit)
        self._demote_old()
        self._schedule_sweep()
        try:
            await worker.ask(run)
            first = await run.next()
        except BaseException:
            self._leave(worker, run)
            raise
        times = now - asked, loop.time() - now
        return PoolAnswer(run, first, worker.digest, partial(self._leave, worker, run), *times)

    async def _worker_for(self, client: str, limit: float) -> WorkerHandle:
        """Return an idle worker, after waiting for one at most *limit* seconds; raises Busy."""
        while True:
            if self._family is not None and self._family.idle and not self._waiting:
                return self._family.idle.pop()
            worker = await self._wait_for_worker(client, limit)
            if worker.alive:
                return worker

    async def _wait_for_worker(self, client: str, limit: float) -> WorkerHandle:
        if self._closed:
            raise UpstreamFailed("The server is stopping")
        waiter = self._waiting.join(client, limit)
        self._schedule_sweep()
        try:
            return await waiter.place
        except BaseException:
            if waiter.place.done() and not waiter.place.cancelled() and waiter.place.exception() is None:
                waiter.place.result().free()
            self._waiting.leave(waiter)
            raise

    def _leave(self, worker: WorkerHandle, run: Run) -> None:
        """Nobody wants the rest of this run."""
        if self._busy.get(worker) is run:
            self._end(worker, UpstreamFailed("The answer was closed"))

    def _end(self, worker: WorkerHandle, error: EngineError) -> None:
        """Kill a worker and tell whoever waits for its answer why."""
        self._killed[type(error).__name__] += 1
        self._busy[worker].fail(error)
        worker.kill()

    # What the families tell (family.Keeper)

    def worker_ready(self, family: Family, worker: WorkerHandle) -> None:
        """Take a worker that can be asked; one that worked hard and is worn by it is replaced by a fresh one."""
        run = self._busy.pop(worker, None)
        worker.run = None
        self._spared.discard(worker)
        heavy = run is not None and asyncio.get_running_loop().time() - run.started > OLD_AFTER
        worker.has_copies = worker.has_copies or heavy
        if family in self._former or self._closed:
            worker.retire()
        elif heavy and worker.is_worn:
            worker.retire()
            self._ensure_workers()
        elif len(family.alive) > self._size and self._young(family) > 1:
            if heavy and family.idle:  # its copies are worth more than a fresh one
                family.idle[0].retire()
                family.rest(worker)
            else:
                worker.retire()
            self._ensure_workers()
            self._serve_waiting()
        elif worker.alive:
            family.rest(worker)
            self._serve_waiting()

    def worker_lost(self, family: Family, worker: WorkerHandle) -> None:
        """Forget a worker that has ended or was told to end, and have it replaced."""
        self._busy.pop(worker, None)
        self._spared.discard(worker)
        if family in self._former:
            self._see_off(family)
        elif worker.born:
            self._ensure_workers()

    def worker_stillborn(self, family: Family) -> None:
        """Try again a little later."""
        asyncio.get_running_loop().call_later(RESTART_AFTER[0], self._ensure_workers)

    def family_lost(self, family: Family) -> None:
        """Load the dataset again if it is the one that is served."""
        self._former.discard(family)
        self._in_background(family.close())
        if family is self._family and not self._closed:
            self._family, self._problem = None, "the process that held the dataset has ended; it is loaded again"
            self._restarting = asyncio.get_running_loop().create_task(self._restart(family.source))

    async def _restart(self, source: Path) -> None:
        delay, longest = RESTART_AFTER
        while self._family is None and not self._closed:
            await asyncio.sleep(delay)
            try:
                await self.swap(source)
            except LoadError as error:
                self._problem = str(error)
                delay = min(delay * 2, longest)

    def _see_off(self, family: Family) -> None:
        """Close a former family when its last query has ended."""
        if not any(worker in self._busy for worker in family.workers.values()):
            self._former.discard(family)
            self._in_background(family.close())

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Fairness

    def _serve_waiting(self) -> None:
        """Give idle workers to those who wait: first to clients that have the fewest queries running."""
        family = self._family
        while family is not None and family.idle:
            waiter = self._waiting.next(lambda: [run.request.client for run in self._busy.values()])
            if waiter is None:
                return
            waiter.place.set_result(family.idle.pop())

    def _ensure_workers(self) -> None:
        """Keep the number of workers, and one more than are old while that is at most twice the number."""
        family = self._family
        if family is None or self._closed:
            return
        count = len(family.alive)
        missing = self._size - count - family.expected
        if missing <= 0 and not family.expected and not self._young(family) and count < self._size * 2:
            missing = 1
        for _ in range(missing):
            family.fork()

    def _young(self, family: Family) -> int:
        """Count the workers that can be asked now or soon."""
        return sum(1 for worker in family.alive if worker not in self._busy or not self._busy[worker].old_since)

    def _schedule_sweep(self) -> None:
        if self._sweep_timer is None and not self._closed:
            self._sweep_timer = asyncio.get_running_loop().call_later(SWEEP, self._sweep)

    def _sweep(self) -> None:
        """Kill what is over its deadline, demote what has turned old, and see that those who wait get their turn."""
        self._sweep_timer = None
        now = asyncio.get_running_loop().time()
        for worker, run in list(self._busy.items()):
            if now >= run.deadline:
                worker.catch_up()
                if run.finished:
                    continue
                self._end(worker, Timeout(run.request.timeout or 0.0))
            elif not run.old_since and now - run.started >= OLD_AFTER:
                run.old_since = now
                self._spared.add(worker)
        if len(self._busy) > 1:
            self._demote_old()
        self._ensure_workers()
        self._waiting.refuse_late(now)
        if self._waiting:
            self._make_room(now)
        if self._busy or self._waiting:
            self._schedule_sweep()

    def _demote_old(self) -> None:
        """Let what has turned old go behind the others, now that there are any: a query alone hinders nobody."""
        for worker in self._spared:
            worker.demote()
        self._spared.clear()

    def _make_room(self, now: float) -> None:
        """End old queries, those that turned old last, where they keep others from being answered at all."""
        family = self._family
        if family is None:
            return
        alive = family.alive
        old = sorted(
            ((worker, run) for worker, run in self._busy.items() if run.old_since and worker in alive),
            key=lambda pair: pair[1].old_since,
        )
        if len(old) == len(alive) and not family.expected and len(old) >= self._size * 2:
            self._end(old.pop()[0], Busy())
        waiter = self._waiting.first
        if now - waiter.since < OLD_AFTER:
            return
        held = Counter(run.request.client for _, run in old)
        for worker, run in reversed(old):
            client = run.request.client
            if client not in ("", waiter.client) and held[client] * 2 > max(2, len(alive)):
                held[client] -= 1
                self._end(worker, Busy())
