"""SPARQL servers to measure side by side: powergraph, Oxigraph on disk and in memory, rdflib-endpoint.

The other servers are installed by name into an environment that is thrown away at the end. Every server gets the same
file of N-Triples and answers at one address of this machine.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

PACKAGES = ("oxigraph==0.5.13", "rdflib-endpoint==0.6.3", "uvicorn")
#: How long a server may take to load its data (seconds).
LOADING = 900.0


@dataclass(frozen=True)
class Server:
    """A running server: its name, where it answers queries, and the process that all of its others descend from."""

    name: str
    port: int
    path: str
    pid: int

    def url(self, query: str) -> str:
        """Return the address that asks *query*."""
        return f"{self.path}?{urlencode({'query': query})}"

    def ask(self, query: str, accept: str) -> tuple[float, int]:
        """Ask a query; return the seconds until the whole answer was there, and its length (bytes).

        Exits where the answer is an error.
        """
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        with contextlib.closing(connection):
            connection.request("GET", self.url(query), headers={"Accept": accept})
            answer = connection.getresponse()
            body = answer.read()
        if answer.status != 200:
            sys.exit(f"{self.name} answered {answer.status}: {body[:300]!r}")
        return time.perf_counter() - start, len(body)

    def cpu(self) -> float:
        """Return the seconds of processor time that its processes have used, those that have ended included."""
        return _cpu(self.pid)


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    ticks = sum(map(int, fields[11:15]))  # user and system time, its own and of children that have ended
    return ticks / os.sysconf("SC_CLK_TCK") + sum(_cpu(int(child)) for child in children)


@contextlib.contextmanager
def environment() -> Iterator[Path]:
    """Make the environment of the other servers; yield its folder of programs."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder) / "bin"
        subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        yield programs


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextlib.contextmanager
def powergraph(data: Path, name: str = "powergraph") -> Iterator[Server]:
    """Serve *data* as `powergraph serve --dataset` does, with a deadline that no query of the benchmark reaches."""
    port = free_port()
    options = ["--dataset", str(data), "--port", str(port), "--timeout", "60"]
    with _running(name, [sys.executable, "-m", "powergraph", "serve", *options], port, "/sparql") as server:
        yield server


@contextlib.contextmanager
def oxigraph_on_disk(programs: Path, data: Path) -> Iterator[Server]:
    """Load *data* into a database of Oxigraph and serve it read-only."""
    with tempfile.TemporaryDirectory() as folder:
        program, port = str(programs / "oxigraph"), free_port()
        subprocess.run(
            [program, "load", "--location", folder, "--file", str(data)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        command = [program, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}"]
        with _running("Oxigraph on disk", command, port, "/query") as server:
            yield server


@contextlib.contextmanager
def oxigraph_in_memory(programs: Path, data: Path) -> Iterator[Server]:
    """Serve with Oxigraph from memory; *data* is sent by the Graph Store Protocol."""
    port = free_port()
    command = [str(programs / "oxigraph"), "serve", "--bind", f"127.0.0.1:{port}"]
    with _running("Oxigraph in memory", command, port, "/query") as server:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LOADING)
        with contextlib.closing(connection), data.open("rb") as body:
            headers = {"Content-Type": "application/n-triples", "Content-Length": str(data.stat().st_size)}
            connection.request("POST", "/store?default", body, headers)
            status = connection.getresponse().status
        if status >= 300:
            sys.exit(f"Oxigraph did not take the data: {status}")
        yield server


@contextlib.contextmanager
def rdflib_endpoint(programs: Path, data: Path) -> Iterator[Server]:
    """Serve with rdflib-endpoint."""
    port = free_port()
    options = ["serve", str(data), "--host", "127.0.0.1", "--port", str(port)]
    with _running("rdflib-endpoint", [str(programs / "rdflib-endpoint"), *options], port, "/") as server:
        yield server


@contextlib.contextmanager
def _running(name: str, command: list[str], port: int, path: str) -> Iterator[Server]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            _wait(port, process)
            yield Server(name, port, path, process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + LOADING
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"the server ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    sys.exit("the server did not start")
