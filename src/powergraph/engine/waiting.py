"""The line of queries that wait for a worker: how long it may get, and whose turn it is."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from powergraph.engine.request import Busy, EngineError

__all__ = ["Waiter", "WaitingLine"]

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Waiter(Generic[T]):
    """One query that waits from *since* to *until* (seconds of the loop's clock); *place* gets what it waits for."""

    client: str
    since: float
    until: float
    place: asyncio.Future[T]


class WaitingLine(Generic[T]):
    """Waiters in order of arrival, at most *limit*; no client can keep the others out of it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._waiters: deque[Waiter[T]] = deque()

    def __len__(self) -> int:
        return len(self._waiters)

    @property
    def first(self) -> Waiter[T]:
        """The one that has waited longest."""
        return self._waiters[0]

    def join(self, client: str, patience: float) -> Waiter[T]:
        """Stand in line for *patience* seconds; raises Busy where it is full and the client's share of it not small."""
        if len(self._waiters) >= self._limit:
            self._make_place(client)
        loop = asyncio.get_running_loop()
        now = loop.time()
        waiter: Waiter[T] = Waiter(client, now, now + patience, loop.create_future())
        self._waiters.append(waiter)
        return waiter

    def leave(self, waiter: Waiter[T]) -> None:
        """Step out of the line; it does no harm to have left it already."""
        if waiter in self._waiters:
            self._waiters.remove(waiter)

    def next(self, running: Callable[[], Iterable[str]]) -> Waiter[T] | None:
        """Take the next one out: first from the clients that have the fewest queries *running* (one client each)."""
        while self._waiters:
            waiter = self._waiters[0]
            if any(other.client != waiter.client for other in self._waiters):
                counts = Counter(running())
                waiter = min(self._waiters, key=lambda waiter: counts[waiter.client])
            self._waiters.remove(waiter)
            if not waiter.place.done():
                return waiter
        return None

    def refuse_late(self, now: float) -> None:
        """Send away who has waited long enough."""
        for waiter in [waiter for waiter in self._waiters if waiter.until <= now]:
            self._waiters.remove(waiter)
            if not waiter.place.done():
                waiter.place.set_exception(Busy())

    def refuse_all(self, error: EngineError) -> None:
        """Send everybody away."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.place.done():
                waiter.place.set_exception(error)

    def _make_place(self, client: str) -> None:
        """Send away the last one of a client that fills more than half of the line, or raise Busy."""
        crowd, size = Counter(waiter.client for waiter in self._waiters).most_common(1)[0]
        if crowd == client or size * 2 <= len(self._waiters):
            raise Busy
        last = next(waiter for waiter in reversed(self._waiters) if waiter.client == crowd)
        self._waiters.remove(last)
        if not last.place.done():
            last.place.set_exception(Busy())
