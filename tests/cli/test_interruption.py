"""Ctrl-C, at any moment and for every command."""

import contextlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: More rows than anybody waits for.
SLOW = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?x{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(6))
SLOW += " }"
#: How a terminated command ends; the second where it was still being imported.
TERMINATED = (128 + signal.SIGTERM, -signal.SIGTERM)


@contextlib.contextmanager
def running(*arguments: str, cwd: Path) -> Iterator["subprocess.Popen[str]"]:
    """A command in a process group of its own, as a terminal starts it."""
    command = [sys.executable, "-m", "powergraph", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd, process_group=0
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def press_ctrl_c(process: "subprocess.Popen[str]") -> None:
    os.killpg(process.pid, signal.SIGINT)


def stream_lines(process: "subprocess.Popen[str]") -> list[str]:
    """Collect the lines of stderr while the process runs."""
    lines: list[str] = []

    assert process.stderr is not None
    stderr = process.stderr

    def follow() -> None:
        with contextlib.suppress(ValueError):
            for line in iter(stderr.readline, ""):
                lines.append(line)  # noqa: PERF402 - each as it comes

    threading.Thread(target=follow, daemon=True).start()
    return lines


def wait_for(lines: list[str], text: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not any(text in line for line in lines):
        assert time.monotonic() < end, lines
        time.sleep(0.02)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("dataset") / "small.ttl"
    file.write_text("<x:s> <x:p> <x:o> .\n")
    return file


@pytest.fixture
def many_notes(tmp_path: Path) -> Path:
    """Notes that take long enough to be interrupted."""
    notes = tmp_path / "notes"
    notes.mkdir()
    text = (ROOT / "data/notes/power-dynamics.md").read_text(encoding="utf-8")
    for number in range(600):
        (notes / f"note-{number}.md").write_text(text, encoding="utf-8")
    return notes


def test_an_interrupted_query_says_so(dataset: Path) -> None:
    with running("query", "--release", dataset.name, "--timeout", "50", SLOW, cwd=dataset.parent) as process:
        time.sleep(1.5)
        press_ctrl_c(process)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors.strip()) == (130, "", "interrupted")


@pytest.mark.parametrize("command", ["check", "build", "show"])
def test_an_interrupted_author_is_told(many_notes: Path, command: str) -> None:
    place = "notes/note-1.md" if command == "show" else "notes"
    with running(command, place, cwd=many_notes.parent) as process:
        time.sleep(0.8)
        press_ctrl_c(process)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors.strip()) == (130, "", "interrupted")
    assert not (many_notes.parent / "releases/current").exists()


@pytest.mark.parametrize(
    "command", [("query", "ASK {}"), ("check", "data/notes"), ("serve", "data/notes"), ("--help",)]
)
def test_interrupted_while_it_is_imported_there_is_no_traceback(command: tuple[str, ...]) -> None:
    """From the moment that our first line runs; what Python itself does before that is not ours."""
    code = (
        "import os, signal, sys\n"
        "from powergraph.cli import main\n"
        "signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))\n"
        "signal.setitimer(signal.ITIMER_REAL, {delay})\n"
        "main(sys.argv[1:])\n"
    )
    for delay in (0.002, 0.007, 0.02, 0.05):
        done = subprocess.run(
            [sys.executable, "-c", code.format(delay=delay), *command],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            timeout=30,
        )
        assert "Traceback" not in done.stderr
        if command != ("--help",):  # which may have come to its end
            assert (done.returncode, done.stderr) == (130, "interrupted\n")


def test_a_build_that_is_terminated_says_nothing_and_leaves_nothing(many_notes: Path) -> None:
    with running("build", "notes", cwd=many_notes.parent) as process:
        time.sleep(1.2)
        process.terminate()
        output, errors = process.communicate(timeout=10)
    assert process.returncode in TERMINATED
    assert (output, errors) == ("", "")
    assert not list(many_notes.parent.glob("releases/*"))


def test_a_server_that_is_ended_while_it_builds_ends_the_build(many_notes: Path) -> None:
    with running("serve", "notes", "--port", "0", cwd=many_notes.parent) as process:
        time.sleep(1.4)
        process.terminate()
        process.communicate(timeout=10)  # comes to its end when the build, which has the same stderr, has ended
    assert process.returncode in TERMINATED
    assert not (many_notes.parent / "releases/current").exists()


def test_a_reader_that_leaves_is_no_fault() -> None:
    show = f"{shlex.quote(sys.executable)} -m powergraph show data/notes/power-dynamics.md"
    command = f"{show} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=True, timeout=30)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_a_server_that_is_ended_is_no_fault(dataset: Path, number: signal.Signals) -> None:
    with running("serve", "--dataset", dataset.name, "--port", "0", "--workers", "1", cwd=dataset.parent) as process:
        lines = stream_lines(process)
        wait_for(lines, "Ctrl-C ends it.")
        process.send_signal(number)
        assert process.wait(15) == 0
    assert not any("ending" in line or "interrupted" in line for line in lines)


def test_a_server_tells_what_it_waits_for_and_ends_it_when_asked_again(dataset: Path) -> None:
    options = ("--port", "0", "--workers", "1", "--timeout", "50")
    with running("serve", "--dataset", dataset.name, *options, cwd=dataset.parent) as process:
        lines = stream_lines(process)
        assert process.stdout is not None
        address = re.search(r"http://\S+/", process.stdout.readline())
        assert address is not None
        wait_for(lines, "Ctrl-C ends it.")

        def ask() -> None:
            with contextlib.suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(f"{address[0]}sparql?query={quote(SLOW)}", timeout=60).read()

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(1)
        press_ctrl_c(process)
        wait_for(lines, "ending; 1 query is still running (Ctrl-C again ends it)")
        assert process.poll() is None
        press_ctrl_c(process)
        assert process.wait(8) == 0
        asking.join(10)
    assert not any("Traceback" in line for line in lines), lines


def test_watching_tells_when_it_builds_what_is_wrong_and_nothing_when_it_stops(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("---\ncreated: 2026-01-02\n---\n\n# A\n\nText.\n")
    with running("serve", "notes", "--watch", "--port", "0", "--workers", "1", cwd=tmp_path) as process:
        lines = stream_lines(process)
        wait_for(lines, "Ctrl-C ends it.")
        before = len(lines)
        (notes / "a.md").write_text("# A\n\nOther text.\n")
        wait_for(lines, "now serving release")
        assert lines[before] == "building\u2026\n"
        before = len(lines)
        (tmp_path / "powergraph.toml").write_text("[dataset\n")
        wait_for(lines, "the last good release is served")
        time.sleep(0.5)
        assert len(lines) == before + 1
        assert lines[before].startswith("powergraph.toml:1:")
        (tmp_path / "powergraph.toml").unlink()
        while sum("building" in line for line in lines) < 2:
            time.sleep(0.02)
        press_ctrl_c(process)
        assert process.wait(15) == 0
    assert lines[-1] == "building\u2026\n"
    assert json.loads((tmp_path / "releases/current/manifest.json").read_text())
