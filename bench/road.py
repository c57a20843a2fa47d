"""Measure the road on the demo note: time to serve, deadline, answers beside runaways, swaps under load.

`make bench` runs it and leaves the figures in bench/results/road.json. A machine may be busy: read the medians.
"""

import contextlib
import http.client
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from machine import ROOT, write_result

DEADLINE = 2.0
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SMALL = "ASK { ?s a <https://w3id.org/powergraph/ontology#PowerSource> }"


def ask(host: str, query: str) -> tuple[int, float]:
    """Post a query; return status and seconds."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection(host, timeout=60)
    with contextlib.closing(connection):
        connection.request("POST", "/sparql", query, {"Content-Type": "application/sparql-query"})
        answer = connection.getresponse()
        answer.read()
    return answer.status, time.perf_counter() - start


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, float]]:
    """Serve the notes of a folder; give the address and the seconds until it was told."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "powergraph", "serve", "--port", "0", "--timeout", str(DEADLINE)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://([^/\s]+)", process.stdout.readline())
            assert found is not None
            yield found[1], time.perf_counter() - start
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def measure(folder: Path) -> dict[str, object]:
    """Run every measurement."""
    with served(folder) as (host, seconds):
        quiet = [ask(host, SMALL)[1] for _ in range(200)]
        runaways: list[tuple[int, float]] = []
        threads = [threading.Thread(target=lambda: runaways.append(ask(host, CARTESIAN))) for _ in range(3)]
        for thread in threads:
            thread.start()
        beside = []
        while any(thread.is_alive() for thread in threads):
            beside.append(ask(host, SMALL))
        statuses: list[int] = []
        stop = threading.Event()

        def load() -> None:
            while not stop.is_set():
                statuses.append(ask(host, SMALL)[0])

        loaders = [threading.Thread(target=load) for _ in range(4)]
        for thread in loaders:
            thread.start()
        for number in range(5):
            (folder / f"data/notes/extra-{number}.md").write_text(f"# Extra {number}\n\nText.\n")
            build = [sys.executable, "-m", "powergraph", "build", "data/notes", "--quiet"]
            subprocess.run(build, cwd=folder, check=True, capture_output=True)
            time.sleep(2)
        stop.set()
        for thread in loaders:
            thread.join()
    return {
        "seconds until served, building included": round(seconds, 2),
        "small query, quiet, median ms": round(statistics.median(quiet) * 1000, 2),
        "deadline, seconds": DEADLINE,
        "cartesian COUNT ended after, seconds": [round(s, 2) for _, s in sorted(runaways)],
        "cartesian COUNT statuses": sorted({status for status, _ in runaways}),
        "small query beside 3 of them, median ms": round(statistics.median(s for _, s in beside) * 1000, 2),
        "small query beside 3 of them, statuses": sorted({status for status, _ in beside}),
        "requests during 5 swaps": len(statuses),
        "of these not 200": sum(status != 200 for status in statuses),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(ROOT / "data", Path(place) / "data")
        figures = measure(Path(place))
    write_result("road", figures)
