"""Workers: the same step for every note, on all cores, in the order of the notes and with bounded memory."""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from powergraph.processes import die_with_parent

__all__ = ["Progress", "WorkersError", "beside", "for_each", "job_count"]

#: Called with what is being done, and how many of how many are done.
Progress = Callable[[str, int, int], None]
Result = TypeVar("Result")

#: Below this number of notes a pool costs more than it saves.
_FEW = 60
#: Notes that a worker takes at a time.
_SHARE = 16
#: Shares that may be under way or wait to be taken, a worker.
_AHEAD = 4
#: How many values a worker makes before it looks for cycles of garbage: notes make none, and their values are many.
_GARBAGE = 200_000
_KILLED = "a worker process was killed, probably for want of memory; try --jobs 1"
#: What the workers run. They are forked, so that they know all that it knows without being told.
_step: Callable[[int], Any] | None = None


class WorkersError(Exception):
    """A worker was killed from outside, most likely because memory ran out."""


def job_count(asked: int) -> int:
    """Return how many processes to use: as asked, else (0) one per core that this process may use.

    Only where a process can be forked safely, on Linux, there is more than one.
    """
    if sys.platform != "linux":
        return 1
    return asked or len(os.sched_getaffinity(0))


def for_each(
    step: Callable[[int], Result],
    count: int,
    jobs: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Result]:
    """Yield `step(0)` to `step(count - 1)` in this order, worked out by *jobs* processes (see `job_count`).

    Whatever step raises is raised here. *progress* is called with how many of how many are done.

    Raises WorkersError where a worker was killed.
    """
    done = 0
    for share in _here(step, count) if jobs < 2 or count < _FEW else _in_pool(step, count, jobs):
        for result in share:
            done += 1
            progress(done, count)
            yield result


@contextlib.contextmanager
def beside(step: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """Begin *step* in a process of its own, and yield what waits for it and returns what it does.

    With fewer than two *jobs* (see `job_count`) it is done when it is waited for. Whatever step raises is raised where
    it is waited for; who does not wait ends it. Raises WorkersError where the process was killed.
    """
    if jobs < 2:
        yield step
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(step, sender, os.getpid()))
    process.start()
    sender.close()

    def wait() -> Result:
        try:
            is_done, value = receiver.recv()
        except EOFError as error:
            raise WorkersError(_KILLED) from error
        if not is_done:
            raise value
        result: Result = value
        return result

    try:
        yield wait
    finally:
        process.kill()
        process.join()
        receiver.close()


def _run(step: Callable[[], Any], sender: Connection, parent: int) -> None:
    _begin(parent)
    try:
        sender.send((True, step()))
    except Exception as error:  # the outermost edge of this process: it is raised in the one that waits
        sender.send((False, error))


def _here(step: Callable[[int], Result], count: int) -> Iterator[list[Result]]:
    for index in range(count):
        yield [step(index)]


def _in_pool(step: Callable[[int], Result], count: int, jobs: int) -> Iterator[list[Result]]:
    global _step
    shares = iter(range(start, min(start + _SHARE, count)) for start in range(0, count, _SHARE))
    pending: deque[Future[list[Result]]] = deque()
    _step = step
    gc.freeze()  # what is there already need not be copied into each worker by counting references in cycles
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(os.getpid(),)
    )
    try:
        for share in shares:
            pending.append(pool.submit(_take, share))
            if len(pending) >= jobs * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool as error:
        raise WorkersError(_KILLED) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _step = None
        gc.unfreeze()


def _begin(parent: int) -> None:
    gc.set_threshold(_GARBAGE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that began this
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent(parent)


def _take(share: range) -> list[Any]:
    assert _step is not None
    return [_step(index) for index in share]
