"""Work beside other work: its result, its error and its end come where it is waited for."""

import os
import signal
import time

import pytest

from powergraph.publishing.workers import WorkersError, beside


@pytest.mark.parametrize("jobs", [1, 2])
def test_result_comes_where_it_is_waited_for(jobs: int) -> None:
    with beside(lambda: os.getpid(), jobs) as wait:
        assert (wait() == os.getpid()) is (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_error_is_raised_where_it_is_waited_for(jobs: int) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    with beside(fail, jobs) as wait, pytest.raises(OSError, match="No space left"):
        wait()


def test_a_killed_process_is_told() -> None:
    with beside(lambda: os.kill(os.getpid(), signal.SIGKILL), 2) as wait, pytest.raises(WorkersError, match="killed"):
        wait()


def test_who_does_not_wait_ends_it() -> None:
    start = time.monotonic()
    with beside(lambda: time.sleep(60), 2):
        pass
    assert time.monotonic() - start < 20
