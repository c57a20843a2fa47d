"""What is logged is JSON, a line each, and names nobody."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from powergraph.web.logs import log_to_stderr


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    logger = logging.getLogger("powergraph")
    former = logger.handlers[:], logger.level, logger.propagate
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    log_to_stderr()
    yield stream
    logger.handlers[:], logger.level, logger.propagate = former


def test_a_slow_query_is_told_by_its_hash_with_its_times(lines: io.StringIO) -> None:
    extra = {"query": "0f3a", "outcome": "Timeout", "seconds": 10.1, "queued": 0.0, "evaluated": 10.0, "client": "x"}
    logging.getLogger("powergraph.slow").info("slow query", extra=extra)
    told = json.loads(lines.getvalue())
    assert told["message"] == "slow query"
    assert (told["query"], told["outcome"], told["seconds"]) == ("0f3a", "Timeout", 10.1)
    assert "client" not in told


def test_a_fault_keeps_its_traceback_in_one_line(lines: io.StringIO) -> None:
    try:
        raise ValueError("a\nb")
    except ValueError:
        logging.getLogger("powergraph.web").exception("%s failed", "GET")
    assert lines.getvalue().count("\n") == 1
    told = json.loads(lines.getvalue())
    assert told["level"] == "error"
    assert "ValueError" in told["traceback"]
