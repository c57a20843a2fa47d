"""The parent process: holds one dataset in memory and forks the workers that answer from it.

Run fresh by the front as `python -m powergraph.engine.parent DESCRIPTOR SOURCE MEMORY FRONT NETWORK FOLDER`, with one
thread. FOLDER is where a store on disk is made, "" for one in memory. The descriptor is its end of the control socket.
It sends `ready` or `failed`, then a message for every worker it was asked to fork (with the front's end of the worker's
socket and a pidfd) and one for every worker that ended. It obeys `fork`, `kill` and `demote`. When the front goes, so
do the parent and all its workers.
"""

import contextlib
import json
import os
import select
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from pyoxigraph import Store

from powergraph.engine.guards import ignore_terminal, lower_priority
from powergraph.engine.loading import load_dataset
from powergraph.engine.request import LoadError
from powergraph.engine.wire import RECEIVE_BYTES, FrameReader, message
from powergraph.engine.worker import OpenStore, run_worker
from powergraph.processes import die_with_parent

__all__ = ["main"]


class _Parent:
    """The loop: one poll over the control socket and the signal of children that ended."""

    def __init__(self, control: socket.socket, store: OpenStore, memory: int, *, network: bool) -> None:
        self._network = network
        self._control = control
        self._store = store
        self._memory = memory
        self._workers: dict[int, int] = {}
        self._next_id = 1
        self._wakeup, wakeup_write = os.pipe()
        os.set_blocking(self._wakeup, False)
        os.set_blocking(wakeup_write, False)
        signal.set_wakeup_fd(wakeup_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def run(self) -> NoReturn:
        """Obey the front until it goes, then end every worker and this process."""
        reader = FrameReader()
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(self._wakeup, select.POLLIN)
        while True:
            for descriptor, _ in poll.poll():
                if descriptor == self._wakeup:
                    self._reap()
                    continue
                for _, body in reader.feed(self._received()):
                    self._obey(json.loads(body))

    def _received(self) -> bytes:
        data = b""
        with contextlib.suppress(OSError):
            data = self._control.recv(RECEIVE_BYTES)
        return data or self._end()

    def tell(self, content: dict[str, Any], descriptors: list[int] | None = None) -> None:
        """Send the front a message, and *descriptors* with it; without a front there is nothing left to do."""
        try:
            data = message(content)
            sent = socket.send_fds(self._control, [data], descriptors) if descriptors else 0
            self._control.sendall(data[sent:])
        except OSError:
            self._end()

    def _obey(self, order: dict[str, Any]) -> None:
        pid = self._workers.get(order.get("id", 0))
        match order["order"]:
            case "fork":
                self._fork()
            case "kill" if pid:
                os.kill(pid, signal.SIGKILL)
            case "demote" if pid:
                lower_priority(pid)

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            ours.close()
            theirs.close()
            self.tell({"event": "stillborn", "reason": str(error)})
            return
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._control.close()
            ours.close()
            run_worker(theirs, self._store, parent, self._memory, network=self._network)
        theirs.close()
        worker, self._next_id = self._next_id, self._next_id + 1
        self._workers[worker] = pid
        descriptors = [ours.fileno()]
        with contextlib.suppress(OSError, AttributeError):
            descriptors.append(os.pidfd_open(pid))
        self.tell({"event": "born", "id": worker, "pid": pid, "descriptors": len(descriptors)}, descriptors)
        ours.close()
        for descriptor in descriptors[1:]:
            os.close(descriptor)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wakeup, 4096)
        for worker, pid in list(self._workers.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self._workers[worker]
                self.tell({"event": "ended", "id": worker, "status": os.waitstatus_to_exitcode(status)})

    def _end(self) -> NoReturn:
        for pid in self._workers.values():
            os.kill(pid, signal.SIGKILL)
        for pid in self._workers.values():
            os.waitpid(pid, 0)
        os._exit(0)


def _as_it_is(store: Store) -> Store:
    return store


def main(descriptor: int, source: Path, memory: int, front: int, folder: Path | None, *, network: bool) -> NoReturn:
    """Load *source* and serve the front, process *front*, over the control socket *descriptor*."""
    ignore_terminal()
    with contextlib.suppress(OSError):
        die_with_parent(front)
    control = socket.socket(fileno=descriptor)
    control.set_inheritable(False)
    try:
        loaded = load_dataset(source, folder)
    except LoadError as error:
        with contextlib.suppress(OSError):
            control.sendall(message({"event": "failed", "reason": str(error)}))
        sys.exit(1)
    ready = {"event": "ready", "digest": loaded.digest, "quads": loaded.quads}
    store = partial(Store.read_only, str(folder)) if folder else partial(_as_it_is, loaded.store)
    del loaded  # a store on disk is open in the workers only, each for itself: RocksDB has threads
    parent = _Parent(control, store, memory, network=network)
    parent.tell(ready)
    parent.run()


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        Path(sys.argv[2]),
        int(sys.argv[3]),
        int(sys.argv[4]),
        Path(sys.argv[6]) if sys.argv[6] else None,
        network=sys.argv[5] == "network",
    )
