"""Parent and workers end with their front, keep quiet at Ctrl-C, and reach no network."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FRONT = Path(__file__).with_name("hold_engine.py")


@contextmanager
def front(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """Start a front in a session of its own; yield it with the processes it started."""
    with subprocess.Popen(
        [sys.executable, str(FRONT), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, [int(pid) for pid in process.stdout.readline().split()]
        finally:
            process.kill()


def rest(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """Wait for the end of the front; return what else it wrote on stdout, and on stderr."""
    assert process.stdout is not None
    assert process.stderr is not None
    output, errors = process.stdout.read(), process.stderr.read()
    process.wait(20)
    return output, errors


def gone(pids: list[int]) -> bool:
    """Tell whether the processes have ended; a zombie has, whoever reaps it."""
    return all(_state(pid) in "ZX" for pid in pids)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def wait_until(true: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_killing_the_front_ends_parent_and_workers(dataset: Path) -> None:
    with front(str(dataset)) as (process, pids):
        assert len(pids) == 3
        process.kill()
        process.wait()
        wait_until(lambda: gone(pids))
        assert process.stderr is not None
        assert process.stderr.read() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_killing_the_front_while_it_loads_ends_the_parent(tmp_path: Path, number: signal.Signals) -> None:
    large = tmp_path / "large.nt"
    large.write_text("".join(f"<a:{a}> <a:{b}> <a:c> .\n" for a in range(3000) for b in range(200)))
    with subprocess.Popen(
        [sys.executable, str(FRONT), str(large)], stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        wait_until(lambda: children.read_text().split())
        pids = [int(pid) for pid in children.read_text().split()]
        process.send_signal(number)
        process.wait()
        wait_until(lambda: gone(pids))


def test_ctrl_c_ends_all_without_a_word_from_parent_or_workers(dataset: Path) -> None:
    with front(str(dataset)) as (process, pids):
        for pid in (process.pid, *pids):
            os.kill(pid, signal.SIGINT)
        output, errors = rest(process)
        assert output == "interrupted\n"
        assert errors == ""
        assert gone(pids)


def test_parent_and_workers_outlive_the_signals_of_a_terminal_and_a_supervisor(dataset: Path) -> None:
    with front(str(dataset)) as (_, pids):
        for pid in pids:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                os.kill(pid, number)
        time.sleep(0.2)
        assert not any(gone([pid]) for pid in pids)


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """A listener on the loopback that nobody may connect to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        yield listener


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("SERVICE <{url}> {{ ?s ?p ?o }}", id="plain"),
        pytest.param("FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", id="in exists"),
        pytest.param("SERVICE SILENT <{url}> {{ ?s ?p ?o }}", id="silent"),
    ],
)
def test_service_past_the_prescan_connects_to_nobody(dataset: Path, trap: socket.socket, pattern: str) -> None:
    url = f"http://127.0.0.1:{trap.getsockname()[1]}/sparql"
    with front(str(dataset), "SELECT * { " + pattern.format(url=url) + " }") as (process, _):
        output, errors = rest(process)
    assert errors == ""
    if pattern.startswith("SERVICE <"):
        assert output.strip() == "ServiceRefused"
    with pytest.raises(TimeoutError):
        trap.accept()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("ASK " + "{" * 4000, "TooComplex", id="stack overflow"),
        pytest.param(
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", "OutOfMemory", id="out of memory"
        ),
    ],
)
def test_a_crash_is_no_noise_on_stderr_and_leaves_no_core(dataset: Path, text: str, says: str) -> None:
    with front(str(dataset), text) as (process, _):
        output, errors = rest(process)
    assert (output.strip(), errors) == (says, "")
