"""The engine for threads."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from powergraph.config import ServeConfig
from powergraph.engine import BlockingEngine, Form, Pool, Timeout, UpstreamFailed

from .conftest import ENDLESS, QUICK, QUICK_ANSWER, STREAM, request


def test_many_threads_are_answered(engine: BlockingEngine) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = threads.map(lambda _: b"".join(engine.query(request(QUICK))), range(60))
    assert set(answers) == {QUICK_ANSWER}


def test_a_small_answer_is_whole_and_iterates_to_the_same(engine: BlockingEngine) -> None:
    answer = engine.query(request(QUICK))
    assert answer.whole in (QUICK_ANSWER, None)
    assert b"".join(answer) == QUICK_ANSWER
    assert answer.digest == engine.status().digest
    answer.close()


def test_closing_an_answer_in_the_middle_frees_its_worker(engine: BlockingEngine) -> None:
    answer = engine.query(request(STREAM))
    assert next(answer)
    assert engine.status().busy == 1
    answer.close()
    assert engine.status().busy == 0
    assert list(answer) == []
    answer.close()


def test_an_error_after_the_first_chunk_comes_out_of_the_iteration(engine: BlockingEngine) -> None:
    answer = engine.query(request(STREAM, timeout=0.5))
    assert next(answer)
    time.sleep(0.7)  # read slowly: a fast machine would reach the size of the longest answer first
    with pytest.raises(Timeout):
        for _ in answer:
            pass


def test_an_empty_graph_is_an_empty_answer(engine: BlockingEngine) -> None:
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(false) }"
    assert list(engine.query(request(text, "application/n-triples", Form.CONSTRUCT))) == []


def test_it_runs_beside_a_pool_in_somebody_elses_loop(dataset: Path) -> None:
    async def main() -> None:
        pool = Pool(ServeConfig(workers=1))
        await pool.start(dataset)
        engine = BlockingEngine(pool, asyncio.get_running_loop())
        rows = await asyncio.to_thread(engine.select, QUICK)
        assert [str(row["o"]) for row in rows] == ["value 7"]
        with pytest.raises(RuntimeError, match="wait for itself"):
            engine.ask("ASK {}")
        await pool.close()

    asyncio.run(main())


def test_a_closed_engine_says_so_and_leaves_no_thread(dataset: Path) -> None:
    before = threading.active_count()
    with BlockingEngine.start(dataset, ServeConfig(workers=1)) as engine:
        waiting = threading.Thread(target=lambda: _swallow(engine), name="asking")
        waiting.start()
        while not engine.status().busy:
            pass
    waiting.join(10)
    assert not waiting.is_alive()
    engine.close()
    with pytest.raises(UpstreamFailed, match="closed"):
        engine.ask("ASK {}")
    assert threading.active_count() <= before + 1  # the loop's own executor may linger


def _swallow(engine: BlockingEngine) -> None:
    with pytest.raises(UpstreamFailed):
        engine.query(request(ENDLESS))
