"""One worker process as the front sees it: its socket, its query, and how it is killed."""

import asyncio
import contextlib
import json
import os
import signal
import socket
from typing import Final, Protocol

from powergraph.engine.footprint import has_room, virtual_size
from powergraph.engine.request import OutOfMemory, TooComplex, UpstreamFailed
from powergraph.engine.run import Interrupted, Run
from powergraph.engine.wire import (
    DATA,
    END,
    FAILED,
    QUERY,
    READY,
    RECEIVE_BYTES,
    FrameReader,
    frame,
    pack_query,
    unpack_error,
)

__all__ = ["WorkerHandle"]

#: A worker that keeps a quarter of its memory (MiB, in bytes) after a query is worn.
_WORN: Final = 1_048_576 // 4


class Relatives(Protocol):
    """What a worker needs of its family."""

    memory: int
    digest: str

    def order(self, name: str, worker: "WorkerHandle") -> None:
        """Send the parent an order about the worker."""

    def welcome(self, worker: "WorkerHandle") -> None:
        """Learn that the worker can be asked."""

    def forget(self, worker: "WorkerHandle") -> None:
        """Learn that the worker is no more."""


class WorkerHandle:
    """One worker process and its socket."""

    def __init__(self, family: Relatives, number: int, pid: int, connection: socket.socket, pidfd: int | None) -> None:
        self._family = family
        self.number = number
        self.pid = pid
        self.run: Run | None = None
        #: False from the moment it is told to end, or has ended.
        self.alive = True
        self.born = False
        self.demoted = False
        #: True once it ran a query long enough to copy what it shares with its parent.
        self.has_copies = False
        self._born_with = 0
        self.missing_guards: list[str] = []
        self._connection = connection
        self._pidfd = pidfd
        self._frames = FrameReader()
        self._reading = False
        self._loop = asyncio.get_running_loop()
        connection.setblocking(False)
        self._resume()

    @property
    def digest(self) -> str:
        """The version of the dataset it answers from."""
        return self._family.digest

    def free(self) -> None:
        """Tell the family that it can be asked (again)."""
        if self.alive:
            self._family.welcome(self)

    async def ask(self, run: Run) -> None:
        """Give this idle worker a query. That it dies meanwhile reaches the run, not the caller."""
        self.run = run
        run.pause, run.resume = self._pause, self._resume
        request = run.request
        data = frame(QUERY, pack_query(request))
        try:
            sent = self._connection.send(data)
            if sent < len(data):
                await self._loop.sock_sendall(self._connection, data[sent:])
        except BlockingIOError:
            await self._loop.sock_sendall(self._connection, data)
        except OSError:
            self._pause()  # how it ended comes through the parent

    def kill(self) -> None:
        """End the process now; what it was computing is lost."""
        if not self.alive:
            return
        self.run = None
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        else:
            self._family.order("kill", self)
        self._leave()

    def retire(self) -> None:
        """Let an idle worker go: it ends when its socket closes."""
        self._leave()
        self.close()

    def catch_up(self) -> None:
        """Take what has arrived and was not yet noticed, for an answer that is here is not late."""
        if self._reading:
            self._drain()

    def demote(self) -> None:
        """Let other processes go first from now on; there is no way back."""
        if not self.demoted:
            self.demoted = True
            self._family.order("demote", self)

    @property
    def is_worn(self) -> bool:
        """True where it has less room for its next query than a fresh one, or goes behind all others."""
        grown = virtual_size(self.pid) - self._born_with
        return self.demoted or grown > self._family.memory * _WORN or not has_room()

    def ended(self, status: int | None) -> None:
        """The process has ended with the exit status *status* (below 0 a signal), None where nobody knows."""
        self._drain()
        self.close()
        run, self.run = self.run, None
        if run is not None:
            run.fail(_what_happened(status, run, self._family.memory))
        self._leave()

    def close(self) -> None:
        """Give back the descriptors."""
        self._pause()
        self._connection.close()
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None

    def _leave(self) -> None:
        if self.alive:
            self.alive = False
            self._family.forget(self)

    def _pause(self) -> None:
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._connection)

    def _resume(self) -> None:
        if not self._reading and self._connection.fileno() >= 0:
            self._reading = True
            self._loop.add_reader(self._connection, self._read)

    def _read(self) -> bool:
        try:
            data = self._connection.recv(RECEIVE_BYTES)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            self._pause()
            return False
        for kind, body in self._frames.feed(data):
            self._take(kind, body)
        return True

    def _drain(self) -> None:
        """Read what a dead worker has left behind."""
        while self._connection.fileno() >= 0 and self._read():
            pass

    def _take(self, kind: bytes, body: bytes) -> None:
        if kind == READY:
            self.born = True
            self._born_with = virtual_size(self.pid)
            self.missing_guards = json.loads(body) + ([] if self._pidfd is not None else ["kill without a race"])
        elif self.run is None:
            return
        elif kind == DATA:
            self.run.receive(body, last=False)
            return
        elif kind == END:
            self.run.receive(body, last=True)
        elif kind == FAILED:
            self.run.fail(unpack_error(body))
        self.free()


def _what_happened(status: int | None, run: Run, memory: int) -> Exception:
    if status in (None, -signal.SIGKILL):
        return UpstreamFailed("The query's worker was killed") if run.answered else Interrupted()
    if status == -signal.SIGABRT:
        return OutOfMemory(memory)
    if status in (-signal.SIGSEGV, -signal.SIGBUS):
        return TooComplex("The query is nested too deeply to be evaluated")
    return UpstreamFailed(f"The query's worker ended with status {status}")
