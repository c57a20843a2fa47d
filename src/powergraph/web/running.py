"""The queries under way: equal ones share one run, and whoever started one may end it."""

import asyncio
import re
import secrets
from enum import Enum
from types import TracebackType
from typing import Final, Self

from powergraph.engine import EngineError
from powergraph.web.problems import Refused

__all__ = ["Flights", "NotShared", "RunningQueries"]

#: What a client may choose as the id of its query; it should be hard to guess.
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
#: The length of an id that is made here; the system is asked for many at once, for each asking costs.
_ID_BYTES: Final = 16


class NotShared(Enum):
    """Why a run has no answer that others could have too."""

    STREAMED = "its answer is too long to be held"
    LEFT = "its client left before it ended"


class Flights:
    """Equal queries that run at the same time are run once (single flight)."""

    def __init__(self) -> None:
        self._flights: dict[object, _Flight] = {}

    def is_under_way(self, key: object) -> bool:
        """Tell whether an equal query is running."""
        return key in self._flights

    async def outcome(self, key: object) -> bytes | None:
        """Return the answer of an equal query that is under way, None where the query has to be run.

        Raises EngineError where the equal query failed.
        """
        while (flight := self._flights.get(key)) is not None:
            outcome = await asyncio.shield(flight.landing())
            if isinstance(outcome, EngineError):
                raise outcome
            if isinstance(outcome, bytes):
                return outcome
            if outcome is NotShared.STREAMED:
                return None
        return None

    def leading(self, key: object) -> "_Flight":
        """Run a query for all that ask the same meanwhile: within `with`, whose end tells them where nothing else did.

        Where an equal query is under way already, nobody is told.
        """
        flight = _Flight(self._flights, key)
        self._flights.setdefault(key, flight)
        return flight


class _Flight:
    """One query that others may wait for."""

    __slots__ = ("_flights", "_key", "_landing")

    def __init__(self, flights: "dict[object, _Flight]", key: object) -> None:
        self._flights = flights
        self._key = key
        self._landing: asyncio.Future[bytes | EngineError | NotShared] | None = None

    def landing(self) -> "asyncio.Future[bytes | EngineError | NotShared]":
        """Return what the outcome comes by."""
        if self._landing is None:
            self._landing = asyncio.get_running_loop().create_future()
        return self._landing

    def tell(self, outcome: bytes | EngineError | NotShared) -> None:
        """Tell all who wait; only the first outcome counts."""
        if self._flights.get(self._key) is self:
            del self._flights[self._key]
        if self._landing is not None and not self._landing.done():
            self._landing.set_result(outcome)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.tell(error if isinstance(error, EngineError) else NotShared.LEFT)


class _Entry:
    """A query under way, within `with`: where `cancel` ends its task, that leaves as Refused (409)."""

    __slots__ = ("_entries", "_identifier", "cancelled", "client", "task")

    def __init__(
        self, entries: "dict[str, _Entry]", identifier: str, client: str, task: "asyncio.Task[object] | None"
    ) -> None:
        self._entries = entries
        self._identifier = identifier
        self.client = client
        self.task = task
        self.cancelled = False

    def __enter__(self) -> Self:
        self._entries[self._identifier] = self
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        del self._entries[self._identifier]
        if kind is asyncio.CancelledError and self.cancelled and self.task is not None:
            self.task.uncancel()
            raise Refused(409, "The query was cancelled", "Its client asked for that.") from None


class RunningQueries:
    """Queries by their id. The id and the client's address together say who may end one."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._random = b""

    def __len__(self) -> int:
        return len(self._entries)

    def new_id(self, wanted: str) -> str:
        """Return the id that the client wants where it can be had, else a new one."""
        if wanted and _ID.fullmatch(wanted) and wanted not in self._entries:
            return wanted
        if not self._random:
            self._random = secrets.token_bytes(256 * _ID_BYTES)
        found, self._random = self._random[:_ID_BYTES], self._random[_ID_BYTES:]
        return found.hex()

    def run(self, identifier: str, client: str, task: "asyncio.Task[object] | None") -> _Entry:
        """Within `with`, *task* runs a query that `cancel` may end, which leaves as Refused (409)."""
        return _Entry(self._entries, identifier, client, task)

    def cancel(self, identifier: str, client: str) -> bool:
        """End a query of this client; False where it has none of this id."""
        entry = self._entries.get(identifier)
        if entry is None or entry.client != client or entry.task is None:
            return False
        if not entry.cancelled:
            entry.cancelled = True
            entry.task.cancel()
        return True
