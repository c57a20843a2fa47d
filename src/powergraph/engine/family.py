"""A family of processes as the front sees it: the parent that holds one dataset, and the workers it forked."""

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Any, Final, Protocol

from powergraph.engine.request import LoadError
from powergraph.engine.scratch import make_scratch
from powergraph.engine.wire import RECEIVE_BYTES, FrameReader, message
from powergraph.engine.worker_handle import WorkerHandle

__all__ = ["Family"]

#: A parent that has lost its front ends by itself within this time (seconds), else it is killed.
FAREWELL: Final = 2.0
#: A parent that has not forked a worker this long after it was asked to (seconds) is stopped or stuck: it is killed,
#: and the dataset loaded again.
FORK_PATIENCE: Final = 10.0


class Keeper(Protocol):
    """Who decides what a family's workers do: the pool."""

    def worker_ready(self, family: "Family", worker: WorkerHandle) -> None:
        """Take a worker that can be asked: newly forked, or done with its query."""

    def worker_lost(self, family: "Family", worker: WorkerHandle) -> None:
        """Learn that a worker has ended or was told to end, whatever for; called once for each."""

    def worker_stillborn(self, family: "Family") -> None:
        """Learn that a worker could not be forked, or ended before it could be asked."""

    def family_lost(self, family: "Family") -> None:
        """Learn that the parent has ended though nobody closed the family."""


class Family:
    """One parent process and its workers."""

    def __init__(
        self, source: Path, memory: int, keeper: Keeper, *, network: bool = False, on_disk: bool = False
    ) -> None:
        self.source = source
        self.memory = memory
        self.keeper = keeper
        #: Every worker that has not ended yet, by its number.
        self.workers: dict[int, WorkerHandle] = {}
        #: The workers that can be asked; the keeper takes them from here and puts them back.
        self.idle: list[WorkerHandle] = []
        #: How many workers were asked for and are not here yet.
        self.expected = 0
        self.digest = ""
        self.quads = 0
        self.closed = False
        self._loop = asyncio.get_running_loop()
        self._loaded: asyncio.Future[None] = self._loop.create_future()
        self._changed = asyncio.Event()
        self._frames = FrameReader()
        self._descriptors: deque[int] = deque()
        self._orders = bytearray()
        self._fork_clock: asyncio.TimerHandle | None = None
        self._folder = str(make_scratch()) if on_disk else ""
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        with theirs:
            # Here and not in an executor: the kernel ends the parent with the thread that started it. In a process
            # group of its own Ctrl-C does not reach it before it can ignore it.
            self._process = subprocess.Popen(  # noqa: S603 the program is ours
                [
                    *(sys.executable, "-P", "-m", "powergraph.engine.parent"),
                    *(str(theirs.fileno()), str(source), str(memory), str(os.getpid())),
                    *("network" if network else "", self._folder),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
                env={**os.environ, "RUST_BACKTRACE": "0"},
            )
        self._loop.add_reader(self._control, self._read)

    @property
    def pid(self) -> int:
        """The parent's process id."""
        return self._process.pid

    async def loaded(self) -> None:
        """Return when the dataset is in memory; raises LoadError where it cannot be served."""
        await self._loaded

    async def populate(self, count: int) -> None:
        """Fork *count* workers and return when they can be asked; raises LoadError where not one of them can."""
        for _ in range(count):
            self.fork()
        while not self.closed and (self.expected or any(not worker.born for worker in self.alive)):
            self._changed.clear()
            await self._changed.wait()
        if self.closed or not self.idle:
            raise LoadError(f"{self.source} is loaded, but this system starts no worker for it")

    @property
    def alive(self) -> list[WorkerHandle]:
        """The workers that have neither ended nor been told to."""
        return [worker for worker in self.workers.values() if worker.alive]

    def rest(self, worker: WorkerHandle) -> None:
        """Put a worker among those that can be asked; what has copies of its own is asked first."""
        at = len(self.idle)
        while at and self.idle[at - 1].has_copies and not worker.has_copies:
            at -= 1
        self.idle.insert(at, worker)

    def fork(self) -> None:
        """Ask for one more worker; the keeper hears of it when it is ready."""
        self.expected += 1
        self.order("fork")
        if self._fork_clock is None:
            self._await_fork()

    def _await_fork(self) -> None:
        """Give the parent its time for the forks that it still owes; each that comes gives it the time anew."""
        if self._fork_clock is not None:
            self._fork_clock.cancel()
        owes = self.expected > 0 and not self.closed
        self._fork_clock = self._loop.call_later(FORK_PATIENCE, self._process.kill) if owes else None

    def order(self, name: str, worker: WorkerHandle | None = None) -> None:
        """Send the parent an order."""
        if self.closed:
            return
        self._orders += message({"order": name, "id": worker.number if worker else 0})
        self._send_orders()

    def welcome(self, worker: WorkerHandle) -> None:
        """Tell the keeper of a worker that can be asked."""
        self.keeper.worker_ready(self, worker)
        self._changed.set()

    def forget(self, worker: WorkerHandle) -> None:
        """Tell the keeper of a worker that is no more."""
        with contextlib.suppress(ValueError):
            self.idle.remove(worker)
        self.keeper.worker_lost(self, worker)
        if not worker.born and not self.closed:
            self.keeper.worker_stillborn(self)
        self._changed.set()

    async def close(self) -> None:
        """End the parent and all workers; returns when they are gone."""
        loading = not self._loaded.done()
        self._shut()
        for worker in list(self.workers.values()):
            worker.kill()
        if loading:
            self._process.kill()  # it hears nothing before it has loaded
        try:
            await asyncio.to_thread(self._process.wait, FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
        self._bury()
        if self._folder:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    def _shut(self) -> None:
        if not self.closed:
            self.closed = True
            self._await_fork()
            self._loop.remove_reader(self._control)
            self._loop.remove_writer(self._control)
            self._control.close()
        if not self._loaded.done():
            self._fail(f"{self.source} was not loaded: the process that should do it has ended")

    def _fail(self, reason: str) -> None:
        self._loaded.set_exception(LoadError(reason))
        self._loaded.exception()  # whether anybody still waits for it does not matter

    def _bury(self) -> None:
        self.expected = 0
        for worker in list(self.workers.values()):
            worker.ended(None)
        self.workers.clear()
        while self._descriptors:
            os.close(self._descriptors.popleft())

    def _send_orders(self) -> None:
        try:
            sent = self._control.send(self._orders)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # the parent is gone: _read hears of it
        del self._orders[:sent]
        if self._orders:
            self._loop.add_writer(self._control, self._send_orders)
        else:
            self._loop.remove_writer(self._control)

    def _read(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, RECEIVE_BYTES, 16)
        except BlockingIOError:
            return
        except OSError:
            data, descriptors = b"", []
        self._descriptors.extend(descriptors)
        if not data:
            self._lost()
            return
        for _, body in self._frames.feed(data):
            self._hear(json.loads(body))

    def _hear(self, told: dict[str, Any]) -> None:
        match told["event"]:
            case "ready":
                self.digest, self.quads = told["digest"], told["quads"]
                self._loaded.set_result(None)
            case "failed":
                self._fail(told["reason"])
            case "born":
                self.expected -= 1
                self._await_fork()
                connection = socket.socket(fileno=self._descriptors.popleft())
                pidfd = self._descriptors.popleft() if told["descriptors"] > 1 else None
                self.workers[told["id"]] = WorkerHandle(self, told["id"], told["pid"], connection, pidfd)
            case "stillborn":
                self.expected -= 1
                self._await_fork()
                self.keeper.worker_stillborn(self)
                self._changed.set()
            case "ended":
                self.workers.pop(told["id"]).ended(told["status"])

    def _lost(self) -> None:
        """The parent has ended, and the kernel ends its workers."""
        self._shut()
        self._bury()
        self._changed.set()
        self.keeper.family_lost(self)
