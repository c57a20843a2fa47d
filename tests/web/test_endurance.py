"""The server under ill treatment, in small; bench/endurance.py does the same in large (`make endurance`)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ill_treatment
import pytest

Server = Any  # tests.web.conftest.Server: a conftest cannot be imported
ROOT = Path(__file__).parents[2]
SUM = "SELECT (SUM(?n) AS ?sum) { VALUES ?n { 1 2 3 4 } }"
ROWS = "SELECT ?a ?b { VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } ?s ?p ?o } LIMIT 3000"


def corpus() -> list[str]:
    return [path.read_text("utf-8") for path in sorted((ROOT / "data/queries").glob("*.rq"))]


def test_odd_queries_get_answers_refusals_or_limits_with_a_name(serve: Callable[..., Server], releases: Path) -> None:
    server = serve(releases, timeout=1)
    pid = server.process.pid
    found = ill_treatment.fuzz(server.port, ill_treatment.mutations(corpus(), 400, seed=5))
    assert found.unexplained == []
    assert sum(found.statuses.values()) == 400
    assert found.statuses[200] > 20
    assert found.statuses[400] > 100
    assert server.process.poll() is None
    assert server.process.pid == pid


def test_a_killed_worker_costs_an_error_at_most_and_never_a_wrong_answer(
    serve: Callable[..., Server], releases: Path
) -> None:
    server = serve(releases)
    queries = {SUM: b"sum\r\n10\r\n"}

    def workers() -> list[int]:
        parents = ill_treatment.descendants(server.process.pid)
        return [pid for pid in parents if pid != parents[0]]

    counts = ill_treatment.kill_workers(server.port, workers, 30, queries)
    assert counts["wrong"] == counts["cut"] == 0
    assert counts["right"] > 100
    assert counts["kills"] > 20


def test_clients_that_leave_leave_nothing_behind(serve: Callable[..., Server], releases: Path) -> None:
    server = serve(releases, timeout=2)
    left = ill_treatment.leave_early(server.port, server.process.pid, 300, "SELECT * { ?s ?p ?o }")
    assert left.processes[1] <= left.processes[0]
    assert left.descriptors[1] <= left.descriptors[0] + 1


@pytest.mark.parametrize("seed", [1, 2])
def test_mutations_are_the_same_for_the_same_seed_and_seldom_the_corpus(seed: int) -> None:
    made = list(ill_treatment.mutations(corpus(), 200, seed))
    assert made == list(ill_treatment.mutations(corpus(), 200, seed))
    assert len(set(made)) > 190
    assert sum(query in corpus() for query in made) < 20
