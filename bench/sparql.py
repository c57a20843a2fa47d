"""Measure the SPARQL endpoint beside Oxigraph, on disk and in memory, and rdflib-endpoint, on the same data.

`make bench-sparql` runs it and leaves the figures in bench/results/sparql.json; tools/describe_performance.py makes
docs/performance.md of them. The servers are asked in turn, again and again; what counts is the ratio of the medians.
wrk makes the load of small queries (Debian: apt-get install wrk). Numbers of notes may be given: each note has about a
thousand triples; the first is measured beside all others, the rest show how powergraph and Oxigraph grow.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from machine import write_result
from servers import (
    PACKAGES,
    Server,
    environment,
    oxigraph_in_memory,
    oxigraph_on_disk,
    powergraph,
    rdflib_endpoint,
)
from vaults import write_vault

SIZES = (1_050, 10, 105, 3_150)
ROUNDS = 5
#: Seconds and connections of a load of small queries.
LOAD, CONNECTIONS = 4, 16
JSON, NTRIPLES = "application/sparql-results+json", "application/n-triples"
PREFIXES = """PREFIX pow: <https://w3id.org/powergraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """
HEAVY = {
    "join and sort": (
        "SELECT ?label ?name { ?topic a pow:Topic ; skos:prefLabel ?label ; pow:linksTo ?other . "
        "?other skos:prefLabel ?name } ORDER BY ?label ?name LIMIT 1000",
        JSON,
    ),
    "100,000 rows as JSON": ("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100000", JSON),
    "CONSTRUCT of 100,000 triples": ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 100000", NTRIPLES),
    "GROUP BY over everything": ("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)", JSON),
}
#: No server has seen one of these before: every request asks for another thing. ITEMS are the things of the data.
COLD = """
local items = {}
for line in io.lines("@ITEMS@") do items[#items + 1] = line end
local thread_number = 0
function setup(thread) thread:set("start", thread_number); thread_number = thread_number + 1 end
local number = 0
function init(arguments) math.randomseed(os.time() + start); number = math.random(#items) end
function request()
  number = number % #items + 1
  local thing = "%3C" .. items[number] .. "%3E"
  local query = "SELECT%20%3Fp%20%3Fo%20%7B%20" .. thing .. "%20%3Fp%20%3Fo%20%7D%20%23" .. math.random(1e9)
  return wrk.format("GET", "@PATH@?query=" .. query, {["Accept"] = "application/sparql-results+json"})
end
"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def data_of(notes: int, folder: Path) -> Path:
    """Make the dataset of a generated vault; return its file of N-Triples."""
    vault, releases, data = folder / "notes", folder / "releases", folder / "data.nt"
    write_vault(vault, notes)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "powergraph"]
    subprocess.run([*command, "build", str(vault), "--out", str(releases), "-q"], check=False, env=environment, **quiet)  # type: ignore[call-overload]
    subprocess.run([*command, "dump", str(releases), "--out", str(data)], check=True)
    shutil.rmtree(vault)
    shutil.rmtree(releases)
    return data


def things_of(data: Path, folder: Path) -> Path:
    """Write the IRIs of things, ready to stand in an address, a line each; return the file."""
    items = folder / "things.txt"
    with data.open(encoding="utf-8") as lines, items.open("w") as out:
        last = ""
        for line in lines:
            subject = line[1 : line.index(">")]
            if subject != last and subject.isascii():
                out.write(subject.replace("#", "%23") + "\n")
            last = subject
    return items


def wrk(server: Server, script: str | None, url: str, folder: Path, seconds: int = LOAD) -> dict[str, float]:
    """Load a server with small queries; return requests a second, the 99th percentile (ms) and CPU (ms) a request."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", f"Accept: {JSON}"]
    if script:
        file = folder / "load.lua"
        file.write_text(script.replace("@PATH@", server.path))
        command += ["-s", str(file)]
    before = server.cpu()
    command.append(f"http://127.0.0.1:{server.port}{url}")
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    spent = server.cpu() - before
    told = done.stdout
    if bad := re.search(r"Non-2xx or 3xx responses: (\d+)", told):
        sys.exit(f"{server.name} refused {bad[1]} small queries")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
    count = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    factor = {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]
    return {"requests a second": rate, "p99 ms": float(number) * factor, "CPU ms": 1000 * spent / max(count, 1)}


def measure(servers: list[Server], items: Path, folder: Path, rounds: int) -> dict[str, dict[str, Any]]:
    """Ask all servers everything in turn, *rounds* times; return the medians by task and server."""
    found: dict[str, dict[str, list[dict[str, float]]]] = {}
    cold = COLD.replace("@ITEMS@", str(items))
    warm = PREFIXES + "SELECT ?label { ?t a pow:Topic ; skos:prefLabel ?label } LIMIT 1"
    for number in range(rounds):
        for server in servers:
            slow = server.name == "rdflib-endpoint"
            if slow and number:
                continue  # minutes for each round; the goal is a factor of twenty
            small = {
                "small look-ups, each another": wrk(server, cold, server.path, folder),
                "small look-ups, the same": wrk(server, None, server.url(warm), folder),
            }
            for task, spent in small.items():
                found.setdefault(task, {}).setdefault(server.name, []).append(spent)
            for task, (query, accept) in HEAVY.items():
                # A comment makes each request another one, so that no cache answers it.
                before = server.cpu()
                seconds, size = server.ask(f"{PREFIXES}{query} # {number}", accept)
                spent = {"seconds": seconds, "CPU ms": 1000 * (server.cpu() - before), "bytes": float(size)}
                found.setdefault(task, {}).setdefault(server.name, []).append(spent)
    return {task: {name: _median(runs) for name, runs in by_server.items()} for task, by_server in found.items()}


def _median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 4) for key in runs[0]}


def ratios(medians: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return how many times as fast powergraph is as each other server, by task."""
    result: dict[str, dict[str, float]] = {}
    for task, by_server in medians.items():
        ours = by_server["powergraph"]
        for name, theirs in by_server.items():
            if name == "powergraph":
                continue
            faster = (
                ours["requests a second"] / theirs["requests a second"]
                if "requests a second" in ours
                else theirs["seconds"] / ours["seconds"]
            )
            result.setdefault(task, {})[name] = round(faster, 2)
    return result


def beside_runaways(data: Path, items: Path, folder: Path) -> dict[str, float]:
    """Measure small queries alone and while two others run without end; then what is left of processor time."""
    with powergraph(data) as server:
        cold = COLD.replace("@ITEMS@", str(items))
        quiet = statistics.median(wrk(server, cold, server.path, folder)["p99 ms"] for _ in range(3))

        def run_away(number: int) -> None:
            end = time.monotonic() + 20
            while time.monotonic() < end:
                _get(server, f"{RUNAWAY} # {number} {time.monotonic()}", timeout=5)

        threads = [threading.Thread(target=run_away, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        busy = statistics.median(wrk(server, cold, server.path, folder)["p99 ms"] for _ in range(3))
        for thread in threads:
            thread.join()
        time.sleep(7)
        before = server.cpu()
        time.sleep(2)
        after = (server.cpu() - before) / 2
    return {
        "p99 ms alone": quiet,
        "p99 ms beside two": busy,
        "times": round(busy / quiet, 2),
        "CPU after the deadline": round(after, 3),
    }


def _get(server: Server, query: str, timeout: float) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", f"{server.url(query)}&timeout={timeout:g}")
        connection.getresponse().read()
    finally:
        connection.close()


def compare(notes: int, programs: Path, *, with_rdflib: bool, rounds: int = ROUNDS) -> dict[str, Any]:
    """Measure all servers on the dataset of so many notes."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        data = data_of(notes, folder)
        with data.open("rb") as lines:
            triples = sum(1 for _ in lines)
        items = things_of(data, folder)
        servers = [
            stack.enter_context(powergraph(data)),
            stack.enter_context(oxigraph_on_disk(programs, data)),
            stack.enter_context(oxigraph_in_memory(programs, data)),
        ]
        if with_rdflib:
            servers.append(stack.enter_context(rdflib_endpoint(programs, data)))
        for server in servers:  # whatever is read at first use is read
            server.ask(f"{PREFIXES}{HEAVY['join and sort'][0]}", JSON)
        medians = measure(servers, items, folder, rounds)
        result = {"triples": triples, "times as fast": ratios(medians), "medians": medians}
        if with_rdflib:
            stack.close()
            result["beside runaway queries"] = beside_runaways(data, items, folder)
        return result


def main(sizes: Iterable[int]) -> None:
    """Measure every size."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing; on Debian: apt-get install wrk")
    first, *others = sizes
    with environment() as programs:
        figures = [compare(first, programs, with_rdflib=True)]
        figures += [compare(notes, programs, with_rdflib=False, rounds=3) for notes in others]
    write_result("sparql", {"cores": len(os.sched_getaffinity(0)), "others": list(PACKAGES), "measured": figures})


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
