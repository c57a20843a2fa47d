"""The queries under way: equal ones share one run, and whoever started one may end it."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from powergraph.engine import EngineError
from powergraph.web.problems import Refused

__all__ = ["Flights", "NotShared", "RunningQueries"]

#: What a client may choose as the id of its query; it should be hard to guess.
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class NotShared(Enum):
    """Why a run has no answer that others could have too."""

    STREAMED = "its answer is too long to be held"
    LEFT = "its client left before it ended"


class Flights:
    """Equal queries that run at the same time are run once (single flight)."""

    def __init__(self) -> None:
        self._flights: dict[object, asyncio.Future[bytes | EngineError | NotShared]] = {}

    async def outcome(self, key: object) -> bytes | None:
        """Return the answer of an equal query that is under way, None where the query has to be run.

        Raises EngineError where the equal query failed.
        """
        while (flight := self._flights.get(key)) is not None:
            outcome = await asyncio.shield(flight)
            if isinstance(outcome, EngineError):
                raise outcome
            if isinstance(outcome, bytes):
                return outcome
            if outcome is NotShared.STREAMED:
                return None
        return None

    @contextmanager
    def leading(self, key: object) -> Iterator[Callable[[bytes | NotShared], None]]:
        """Run a query for all that ask the same meanwhile; the function tells them the outcome, as does an error."""
        if key in self._flights:
            yield _nobody
            return
        flight: asyncio.Future[bytes | EngineError | NotShared] = asyncio.get_running_loop().create_future()
        self._flights[key] = flight

        def tell(outcome: bytes | EngineError | NotShared) -> None:
            self._flights.pop(key, None)
            if not flight.done():
                flight.set_result(outcome)

        try:
            yield tell
        except EngineError as error:
            tell(error)
            raise
        finally:
            tell(NotShared.LEFT)


def _nobody(outcome: bytes | NotShared) -> None:
    """Tell nobody."""


@dataclass(eq=False, slots=True)
class _Entry:
    client: str
    task: "asyncio.Task[object] | None"
    cancelled: bool = False


class RunningQueries:
    """Queries by their id. The id and the client's address together say who may end one."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def new_id(self, wanted: str) -> str:
        """Return the id that the client wants where it can be had, else a new one."""
        return wanted if _ID.fullmatch(wanted) and wanted not in self._entries else secrets.token_urlsafe(16)

    async def run(self, identifier: str, client: str, work: Awaitable[None]) -> None:
        """Do *work* in this task, which `cancel` may end; raises Refused (409) then."""
        entry = self._entries[identifier] = _Entry(client, asyncio.current_task())
        try:
            await work
        except asyncio.CancelledError:
            if not entry.cancelled or entry.task is None:
                raise
            entry.task.uncancel()
            raise Refused(409, "The query was cancelled", "Its client asked for that.") from None
        finally:
            del self._entries[identifier]

    def cancel(self, identifier: str, client: str) -> bool:
        """End a query of this client; False where it has none of this id."""
        entry = self._entries.get(identifier)
        if entry is None or entry.client != client or entry.task is None:
            return False
        if not entry.cancelled:
            entry.cancelled = True
            entry.task.cancel()
        return True
