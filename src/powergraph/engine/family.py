"""A family of processes as the front sees it: the parent that holds one dataset, and the workers it forked."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Any, Final, Protocol

from powergraph.engine.request import LoadError, OutOfMemory, TooComplex, UpstreamFailed
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
    message,
    unpack_error,
)

__all__ = ["Family", "Worker"]

#: A parent that has lost its front ends by itself within this time (seconds), else it is killed.
FAREWELL: Final = 2.0


class Keeper(Protocol):
    """Who decides what a family's workers do: the pool."""

    def worker_ready(self, worker: "Worker") -> None:
        """Take a worker that can be asked: newly forked, or done with its query."""

    def worker_lost(self, worker: "Worker") -> None:
        """Learn that a worker has ended or was told to end, whatever for; called once for each."""

    def worker_stillborn(self, family: "Family") -> None:
        """Learn that a worker could not be forked, or ended before it could be asked."""

    def family_lost(self, family: "Family") -> None:
        """Learn that the parent has ended though nobody closed the family."""


class Worker:
    """One worker process and its socket."""

    def __init__(self, family: "Family", number: int, pid: int, connection: socket.socket, pidfd: int | None) -> None:
        self.family = family
        self.number = number
        self.pid = pid
        self.run: Run | None = None
        #: False from the moment it is told to end, or has ended.
        self.alive = True
        self.born = False
        self.missing_guards: list[str] = []
        self._connection = connection
        self._pidfd = pidfd
        self._frames = FrameReader()
        self._reading = False
        self._loop = asyncio.get_running_loop()
        connection.setblocking(False)
        self._resume()

    async def ask(self, run: Run) -> None:
        """Give this idle worker a query. That it dies meanwhile reaches the run, not the caller."""
        self.run = run
        run.pause, run.resume = self._pause, self._resume
        request = run.request
        body = {
            "text": request.text,
            "media_type": request.media_type,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "max_bytes": request.max_bytes,
        }
        data = frame(QUERY, json.dumps(body).encode())
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
            self.family.order("kill", self)
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
        """Let other processes go first from now on."""
        self.family.order("demote", self)

    def ended(self, status: int | None) -> None:
        """The process has ended with the exit status *status* (below 0 a signal), None where nobody knows."""
        self._drain()
        self.close()
        run, self.run = self.run, None
        if run is not None:
            run.fail(_what_happened(status, run, self.family.memory))
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
            self.family.forget(self)

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
        if self.alive:
            self.family.welcome(self)


def _what_happened(status: int | None, run: Run, memory: int) -> Exception:
    if status in (None, -signal.SIGKILL):
        return UpstreamFailed("The query's worker was killed") if run.answered else Interrupted()
    if status == -signal.SIGABRT:
        return OutOfMemory(memory)
    if status in (-signal.SIGSEGV, -signal.SIGBUS):
        return TooComplex("The query is nested too deeply to be evaluated")
    return UpstreamFailed(f"The query's worker ended with status {status}")


class Family:
    """One parent process and its workers."""

    def __init__(self, source: Path, memory: int, keeper: Keeper) -> None:
        self.source = source
        self.memory = memory
        self.keeper = keeper
        #: Every worker that has not ended yet, by its number.
        self.workers: dict[int, Worker] = {}
        #: The workers that can be asked; the keeper takes them from here and puts them back.
        self.idle: list[Worker] = []
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
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        with theirs:
            # Here and not in an executor: the kernel ends the parent with the thread that started it. In a process
            # group of its own Ctrl-C does not reach it before it can ignore it.
            self._process = subprocess.Popen(  # noqa: S603 the program is ours
                [
                    *(sys.executable, "-P", "-m", "powergraph.engine.parent"),
                    *(str(theirs.fileno()), str(source), str(memory), str(os.getpid())),
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
    def alive(self) -> list[Worker]:
        """The workers that have neither ended nor been told to."""
        return [worker for worker in self.workers.values() if worker.alive]

    def fork(self) -> None:
        """Ask for one more worker; the keeper hears of it when it is ready."""
        self.expected += 1
        self.order("fork")

    def order(self, name: str, worker: Worker | None = None) -> None:
        """Send the parent an order."""
        if self.closed:
            return
        self._orders += message({"order": name, "id": worker.number if worker else 0})
        self._send_orders()

    def welcome(self, worker: Worker) -> None:
        """Tell the keeper of a worker that can be asked."""
        self.keeper.worker_ready(worker)
        self._changed.set()

    def forget(self, worker: Worker) -> None:
        """Tell the keeper of a worker that is no more."""
        with contextlib.suppress(ValueError):
            self.idle.remove(worker)
        self.keeper.worker_lost(worker)
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

    def _shut(self) -> None:
        if not self.closed:
            self.closed = True
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
                connection = socket.socket(fileno=self._descriptors.popleft())
                pidfd = self._descriptors.popleft() if told["descriptors"] > 1 else None
                self.workers[told["id"]] = Worker(self, told["id"], told["pid"], connection, pidfd)
            case "stillborn":
                self.expected -= 1
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
