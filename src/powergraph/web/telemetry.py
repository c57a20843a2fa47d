"""What the server counts, for operators: Prometheus' text format, and never who asked what."""

from collections import Counter
from typing import Final

from powergraph.engine import PoolStatus
from powergraph.web.cache import AnswerCache

__all__ = ["METRICS_TYPE", "Telemetry"]

#: Content-Type of Prometheus' text exposition format.
METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds of the classes of latency (seconds).
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Telemetry:
    """Counts requests, and the queries among them by outcome and time; for one thread."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._classes: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._queries: Counter[str] = Counter()

    def request(self, route: str, status: int) -> None:
        """Count a request that ended; *status* 0 means that its client left."""
        self._requests[route, status] += 1

    def query(self, outcome: str, seconds: float) -> None:
        """Count a query that ended after *seconds*; *outcome* is `answered`, `cached` or the name of its error."""
        self._queries[outcome] += 1
        self._seconds[outcome] += seconds  # type: ignore[assignment]
        for bound in BOUNDS:
            if seconds <= bound:
                self._classes[outcome, bound] += 1
                break

    def exposition(self, status: PoolStatus, cache: AnswerCache) -> bytes:
        """Return all figures in Prometheus' text format."""
        lines: list[str] = []

        def tell(name: str, kind: str, help_text: str, *samples: tuple[str, float]) -> None:
            lines.append(f"# HELP powergraph_{name} {help_text}")
            lines.append(f"# TYPE powergraph_{name} {kind}")
            lines.extend(f"powergraph_{name}{labels} {value:g}" for labels, value in samples)

        tell(
            "requests_total", "counter", "HTTP requests; status 0: the client left.",
            *((f'{{route="{route}",status="{code}"}}', n) for (route, code), n in sorted(self._requests.items())),
        )  # fmt: skip
        tell("query_seconds", "histogram", "Time from request to the end of the answer, by outcome.")
        for outcome in sorted(self._queries):
            below = 0
            for bound in BOUNDS:
                below += self._classes[outcome, bound]
                lines.append(f'powergraph_query_seconds_bucket{{outcome="{outcome}",le="{bound:g}"}} {below}')
            total = self._queries[outcome]
            lines.append(f'powergraph_query_seconds_bucket{{outcome="{outcome}",le="+Inf"}} {total}')
            lines.append(f'powergraph_query_seconds_sum{{outcome="{outcome}"}} {self._seconds[outcome]:.6f}')
            lines.append(f'powergraph_query_seconds_count{{outcome="{outcome}"}} {total}')
        tell(
            "workers", "gauge", "Query workers by what they do; old ones are busy for more than 250 ms.",
            ('{state="idle"}', status.idle), ('{state="busy"}', status.busy), ('{state="old"}', status.old),
        )  # fmt: skip
        tell("waiting", "gauge", "Queries that wait for a worker.", ("", status.waiting))
        tell("engine_queries_total", "counter", "Queries that were given to the engine.", ("", status.queries))
        tell("failures_total", "counter", "Queries without an answer, by reason.", *_by_reason(status.failed))
        tell("kills_total", "counter", "Workers that were killed, by reason.", *_by_reason(status.killed))
        tell("cache_bytes", "gauge", "Size of the answers that are held.", ("", cache.size))
        tell("cache_answers", "gauge", "Number of the answers that are held.", ("", len(cache)))
        tell("cache_hits_total", "counter", "Queries answered from the cache.", ("", cache.hits))
        tell("cache_misses_total", "counter", "Queries whose answer was not held.", ("", cache.misses))
        tell("quads", "gauge", "Quads in the dataset that is served.", ("", status.quads))
        tell("release_info", "gauge", "The release that is served.", (f'{{digest="{status.digest}"}}', 1))
        tell("up", "gauge", "1 where there is a dataset to answer from.", ("", 0 if status.problem else 1))
        return ("\n".join(lines) + "\n").encode()


def _by_reason(counts: dict[str, int]) -> list[tuple[str, float]]:
    return [(f'{{reason="{name}"}}', count) for name, count in sorted(counts.items())]
