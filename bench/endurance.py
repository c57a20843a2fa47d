"""Treat a real server ill, over real connections: 20,000 odd queries, 500 killed workers, 10,000 clients that leave.

`make endurance` runs it and leaves what it counted in bench/results/endurance.json; it ends with 1 where something does
not hold: an answer that no limit explains, a wrong or a cut one, a process or a descriptor that is left behind.
Numbers may be given: QUERIES KILLS LEAVERS.
"""

import subprocess
import sys
import tempfile
import time

from machine import ROOT, write_result

sys.path.insert(0, str(ROOT / "tests/support"))

import ill_treatment
from servers import free_port

DEFAULT = (20_000, 500, 10_000)
SMALL = "SELECT (SUM(?n) AS ?sum) { VALUES ?n { 1 2 3 4 } }"
#: More than one frame of an answer, so that a kill may cut it.
LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 5000"


def main(queries: int, kills: int, leavers: int) -> int:
    """Run all of it; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "powergraph", "build", str(ROOT / "data/notes"), "--out", folder, "-q"], check=True
        )
        port = free_port()
        command = [sys.executable, "-m", "powergraph", "serve", folder, "--port", str(port), "--timeout", "1"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as server:
            try:
                return _ill_treat(server, port, queries, kills, leavers)
            finally:
                server.terminate()
                server.wait(30)


def _ill_treat(server: "subprocess.Popen[bytes]", port: int, queries: int, kills: int, leavers: int) -> int:
    while ill_treatment.get(port, "ASK {}")[0] != 200:
        if server.poll() is not None:
            sys.exit("the server did not start")
        time.sleep(0.2)
    corpus = [path.read_text("utf-8") for path in sorted((ROOT / "data/queries").glob("*.rq"))]
    started = time.monotonic()
    print(f"{queries:,} odd queries ...", flush=True)
    fuzzed = ill_treatment.fuzz(port, ill_treatment.mutations(corpus, queries, seed=2026))
    seconds = time.monotonic() - started

    print(f"{kills} killed workers ...", flush=True)
    known = {query: ill_treatment.get(port, query)[1] for query in (SMALL, LARGE)}

    def workers() -> list[int]:
        found = ill_treatment.descendants(server.pid)
        return found[1:]

    counts = ill_treatment.kill_workers(port, workers, kills, known)
    print(f"{leavers:,} clients that leave ...", flush=True)
    ill_treatment.leave_early(port, server.pid, 200, LARGE)  # what is made once is made now
    left = ill_treatment.leave_early(port, server.pid, leavers, LARGE)
    alive = server.poll() is None and ill_treatment.get(port, SMALL)[1] == known[SMALL]
    for query, status, body in fuzzed.unexplained[:10]:
        print(f"unexplained: {status} {body!r} for {query[:300]!r}", file=sys.stderr)
    write_result(
        "endurance",
        {
            "odd queries": {
                "asked": sum(fuzzed.statuses.values()),
                "statuses": {str(status): count for status, count in sorted(fuzzed.statuses.items())},
                "problems": dict(sorted(fuzzed.problems.items())),
                "unexplained": len(fuzzed.unexplained),
                "seconds": round(seconds),
            },
            "killed workers": dict(sorted(counts.items())),
            "clients that left": {
                "count": leavers,
                "processes before and after": left.processes,
                "descriptors before and after": left.descriptors,
                "MiB before and after": [round(size / 1_048_576) for size in left.memory],
            },
            "the server lived": alive,
        },
    )
    holds = alive and not fuzzed.unexplained and not counts["wrong"] and not counts["cut"]
    nothing_left = left.processes[1] <= left.processes[0] and left.descriptors[1] <= left.descriptors[0] + 2
    return 0 if holds and nothing_left else 1


if __name__ == "__main__":
    sys.exit(main(*([int(number) for number in sys.argv[1:]] or DEFAULT)))
