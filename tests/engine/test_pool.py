"""The pool with real processes: deadlines, kills, fairness, clients that leave or do not read."""

import asyncio
import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest

from powergraph.engine import Busy, EngineError, Pool, Timeout, UpstreamFailed

from .conftest import CSV, ENDLESS, QUICK, QUICK_ANSWER, STREAM, Running, descriptors, outcome, read, request, until


def state(pid: int) -> str:
    """The process's state in /proc: R, S, Z ..., "" where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_an_endless_query_ends_at_its_deadline_while_others_are_answered(running: Running) -> None:
    async def main() -> None:
        async with running(workers=2, timeout=1.5) as pool:
            start = time.monotonic()
            endless = asyncio.create_task(outcome(read(pool, ENDLESS)))
            answered = 0
            while not endless.done():
                assert await read(pool, QUICK) == QUICK_ANSWER
                answered += 1
            error = endless.result()
            assert isinstance(error, Timeout)
            assert error.limit == 1.5
            assert 1.4 < time.monotonic() - start < 10
            assert answered > 10
            await until(lambda: pool.status().idle == 2)
            assert pool.status().killed == {"Timeout": 1}

    asyncio.run(main())


def test_a_client_may_lower_its_deadline(running: Running) -> None:
    async def main() -> None:
        async with running() as pool:
            error = await outcome(read(pool, ENDLESS, timeout=0.3))
            assert isinstance(error, Timeout)
            assert error.limit == 0.3

    asyncio.run(main())


def test_a_query_with_a_worker_that_somebody_kills_is_tried_once_more(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1, timeout=1) as pool:
            pids = [worker.pid for worker in pool._family.alive]
            query = asyncio.create_task(outcome(read(pool, ENDLESS)))
            await until(lambda: pool.status().busy)
            os.kill(pids[0], signal.SIGKILL)
            await until(lambda: [worker.pid for worker in pool._busy] not in ([], pids))
            assert isinstance(await query, Timeout)  # it was computing again

            query = asyncio.create_task(outcome(read(pool, ENDLESS)))
            for _ in range(2):
                await until(lambda: pool._busy)
                (worker,) = pool._busy
                os.kill(worker.pid, signal.SIGKILL)
                await until(lambda worker=worker: worker not in pool._busy)
            assert isinstance(await query, UpstreamFailed)
            assert await read(pool, QUICK) == QUICK_ANSWER

    asyncio.run(main())


@pytest.mark.parametrize("kills", [40, pytest.param(200, marks=pytest.mark.long)])
def test_random_kills_under_load_give_right_answers_or_errors_and_leave_nothing(running: Running, kills: int) -> None:
    async def main() -> None:
        chance = random.Random(7)
        async with running(workers=4, queue=20) as pool:
            large = await read(pool, STREAM + " LIMIT 3000")
            before = descriptors()
            stop = asyncio.Event()
            counts = {"right": 0, "error": 0}

            async def client(text: str, expected: bytes) -> None:
                while not stop.is_set():
                    result = await outcome(read(pool, text))
                    assert result == expected or isinstance(result, UpstreamFailed), result
                    counts["right" if result == expected else "error"] += 1
                    await asyncio.sleep(0)

            async def killer() -> None:
                for _ in range(kills):
                    await until(lambda: pool._family.alive)
                    with contextlib.suppress(ProcessLookupError):  # killed a moment ago, not yet told
                        os.kill(chance.choice(pool._family.alive).pid, signal.SIGKILL)
                    await asyncio.sleep(chance.random() * 0.06)
                stop.set()

            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(killer())
                for _ in range(5):
                    tasks.create_task(client(QUICK, QUICK_ANSWER))
                    tasks.create_task(client(STREAM + " LIMIT 3000", large))
            assert counts["right"] > kills
            await until(lambda: pool.status().idle == 4 and not pool._family.expected)
            parent = pool._family.pid
            await until(lambda: len(children(parent)) == 4)
            assert all(state(pid) in "RS" for pid in children(parent))
            await until(lambda: descriptors() <= before)

    asyncio.run(main())


def test_a_parent_that_dies_is_replaced_and_the_dataset_loaded_again(running: Running) -> None:
    async def main() -> None:
        async with running() as pool:
            parent = pool._family.pid
            query = asyncio.create_task(outcome(read(pool, ENDLESS, timeout=2)))
            await until(lambda: pool.status().busy)
            os.kill(parent, signal.SIGKILL)
            await until(lambda: pool.status().problem)
            assert await read(pool, QUICK) == QUICK_ANSWER
            assert pool._family.pid != parent
            assert pool.status().problem == ""
            assert isinstance(await query, Timeout)  # tried once more in the new family

    asyncio.run(main())


def test_a_client_that_leaves_frees_its_worker(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1) as pool:
            for number in range(5):
                leaving = asyncio.create_task(outcome(read(pool, ENDLESS)))
                await until(lambda: pool.status().busy)
                leaving.cancel()
                start = time.monotonic()
                assert await read(pool, QUICK) == QUICK_ANSWER
                assert time.monotonic() - start < 2
                assert pool.status().killed == {"UpstreamFailed": number + 1}

    asyncio.run(main())


def test_closing_an_answer_frees_its_worker_at_once_and_twice_does_no_harm(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1) as pool:
            answer = await pool.query(request(STREAM))
            assert await anext(answer)
            await answer.aclose()
            assert pool.status().busy == 0
            await answer.aclose()
            with pytest.raises(EngineError):
                await anext(answer)
            assert await read(pool, QUICK) == QUICK_ANSWER
            whole = await pool.query(request(QUICK))
            await whole.aclose()
            assert pool.status().killed == {"UpstreamFailed": 1}

    asyncio.run(main())


def test_a_client_that_leaves_the_line_leaves_its_place(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1, queue=1, timeout=1) as pool:
            first = asyncio.create_task(outcome(read(pool, ENDLESS)))
            await until(lambda: pool.status().busy)
            second = asyncio.create_task(outcome(read(pool, ENDLESS)))
            await until(lambda: pool.status().waiting == 1)
            assert isinstance(await outcome(read(pool, QUICK)), Busy)
            second.cancel()
            await asyncio.gather(second, return_exceptions=True)
            assert pool.status().waiting == 0
            assert await read(pool, QUICK) == QUICK_ANSWER
            await first

    asyncio.run(main())


def test_a_client_that_never_reads_holds_a_bounded_buffer_and_its_worker_until_the_deadline(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1, timeout=1) as pool:
            answer = await pool.query(request(STREAM))
            await until(lambda: not pool.status().busy)
            assert pool.status().killed == {"Timeout": 1}
            assert answer._run._size == 0
            with pytest.raises(Timeout):
                async for _ in answer:
                    pass
            assert await read(pool, QUICK) == QUICK_ANSWER

    asyncio.run(main())


def test_what_nobody_reads_stays_with_the_worker(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1) as pool:
            answer = await pool.query(request(STREAM))
            await asyncio.sleep(0.3)
            assert 0 < answer._run._size < 600_000
            assert not answer._run.finished
            await answer.aclose()

    asyncio.run(main())


def test_a_slow_reader_gets_the_whole_answer(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1) as pool:
            text = STREAM + " LIMIT 30000"
            fast = await read(pool, text)
            assert len(fast) > 2_000_000
            answer = await pool.query(request(text))
            slow = b""
            async for chunk in answer:
                slow += chunk
                await asyncio.sleep(0.01)
            assert slow == fast
            assert answer.media_type == CSV

    asyncio.run(main())


def test_a_full_line_is_busy_and_says_when_to_come_back(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1, queue=2, timeout=1) as pool:
            results = await asyncio.gather(*(outcome(read(pool, ENDLESS)) for _ in range(6)))
            busy = [result for result in results if isinstance(result, Busy)]
            assert len(busy) >= 3
            assert all(error.retry_after > 0 for error in busy)
            assert await read(pool, QUICK) == QUICK_ANSWER

    asyncio.run(main())


def test_a_young_query_finds_a_worker_while_all_others_have_turned_old(running: Running) -> None:
    async def main() -> None:
        async with running(workers=2, timeout=2.5) as pool:
            endless = [asyncio.create_task(outcome(read(pool, ENDLESS, client="greedy"))) for _ in range(2)]
            await until(lambda: pool.status().old == 2)
            await until(lambda: pool.status().idle == 1)
            for _ in range(20):
                assert await read(pool, QUICK, client="other") == QUICK_ANSWER
            assert pool.status().workers == 3
            results = await asyncio.gather(*endless)
            assert [type(result) for result in results] == [Timeout, Timeout]
            await until(lambda: pool.status().workers == 2)

    asyncio.run(main())


def test_when_twice_the_workers_are_old_the_last_one_gives_way(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1, timeout=20) as pool:
            first = asyncio.create_task(outcome(read(pool, ENDLESS, client="one")))
            await until(lambda: pool.status().old == 1)
            last = asyncio.create_task(outcome(read(pool, ENDLESS, client="two")))
            await until(lambda: pool.status().old == 2)
            assert await read(pool, QUICK, client="three") == QUICK_ANSWER
            assert isinstance(await last, Busy)
            assert not first.done()
            first.cancel()

    asyncio.run(main())


def test_while_another_waits_one_clients_old_queries_hold_at_most_half(running: Running) -> None:
    async def main() -> None:
        async with running(workers=2, timeout=20, queue=20) as pool:
            greedy = [asyncio.create_task(outcome(read(pool, ENDLESS, client="greedy"))) for _ in range(4)]
            await until(lambda: pool.status().old == 4)
            others = [asyncio.create_task(outcome(read(pool, ENDLESS, client="other", timeout=1.5))) for _ in range(4)]
            await until(lambda: sum(isinstance(task.result(), Busy) for task in greedy if task.done()) >= 2)
            await until(lambda: all(task.done() for task in others))
            assert sum(not task.done() for task in greedy) >= 1
            for task in greedy:
                task.cancel()

    asyncio.run(main())


def test_old_queries_are_demoted_when_another_comes(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1, timeout=20) as pool:
            query = asyncio.create_task(outcome(read(pool, ENDLESS)))
            await until(lambda: pool.status().old == 1 and pool.status().idle)
            (worker,) = pool._busy
            assert os.getpriority(os.PRIO_PROCESS, worker.pid) == 0
            await read(pool, QUICK)
            await until(lambda: os.getpriority(os.PRIO_PROCESS, worker.pid) == 15)
            query.cancel()


def test_of_two_old_queries_both_are_demoted(running: Running) -> None:
    async def main() -> None:
        async with running(workers=2, timeout=20) as pool:
            queries = [asyncio.create_task(outcome(read(pool, ENDLESS))) for _ in range(2)]
            await until(lambda: len(pool._busy) == 2)
            workers = list(pool._busy)
            await until(lambda: {os.getpriority(os.PRIO_PROCESS, worker.pid) for worker in workers} == {15})
            for query in queries:
                query.cancel()

    asyncio.run(main())


HARD = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


@pytest.mark.parametrize("has_room", [True, False], ids=["enough memory", "little memory"])
def test_a_worker_that_worked_hard_keeps_its_copies_where_there_is_room(
    running: Running, monkeypatch: pytest.MonkeyPatch, has_room: bool
) -> None:
    monkeypatch.setattr("powergraph.engine.worker_handle.has_room", lambda: has_room)

    async def main() -> None:
        async with running(workers=1, timeout=60) as pool:
            before = {worker.pid for worker in pool._family.alive}
            await read(pool, QUICK)
            assert {worker.pid for worker in pool._family.alive} == before
            await read(pool, HARD)
            await until(lambda: pool.status().busy == 0 and pool.status().idle)
            after = {worker.pid for worker in pool._family.alive}
            assert (before <= after) is has_room

    asyncio.run(main())


def test_what_has_copies_is_asked_first(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powergraph.engine.worker_handle.has_room", lambda: True)

    async def main() -> None:
        async with running(workers=3, timeout=60) as pool:
            await read(pool, HARD)
            await until(lambda: pool.status().busy == 0)
            (first,) = (worker for worker in pool._family.alive if worker.has_copies)
            await asyncio.gather(*(read(pool, QUICK) for _ in range(6)))
            await until(lambda: pool.status().idle == 3)
            assert pool._family.idle[-1] is first

    asyncio.run(main())


def test_a_demoted_worker_is_replaced(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1, timeout=60) as pool:
            query = asyncio.create_task(read(pool, HARD))
            await until(lambda: pool.status().old == 1 and pool.status().idle)
            (worker,) = pool._busy
            await read(pool, QUICK)
            await query
            await until(lambda: pool.status().busy == 0 and pool.status().idle)
            assert worker.pid not in {each.pid for each in pool._family.alive}

    asyncio.run(main())


def test_closing_the_pool_ends_queries_under_way_and_refuses_new_ones(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1) as pool:
            tasks = [asyncio.create_task(outcome(read(pool, ENDLESS))) for _ in range(3)]
            await until(lambda: pool.status().busy and pool.status().waiting == 2)
            await pool.close()
            assert [type(result) for result in await asyncio.gather(*tasks)] == [UpstreamFailed] * 3
            assert isinstance(await outcome(read(pool, QUICK)), UpstreamFailed)

    asyncio.run(main())


def test_workers_have_every_guard_on_linux(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1) as pool:
            assert pool.status().missing_guards == ()
            (worker,) = pool._family.alive
            status = dict(line.split(":\t", 1) for line in Path(f"/proc/{worker.pid}/status").read_text().splitlines())
            assert (status["Seccomp"], status["NoNewPrivs"], status["Threads"]) == ("2", "1", "1")
            assert Path(f"/proc/{worker.pid}/oom_score_adj").read_text().strip() == "500"
            limits = Path(f"/proc/{worker.pid}/limits").read_text()
            assert "Max core file size        0" in limits
            assert "Max address space         unlimited" not in limits

    asyncio.run(main())


async def _first(pool: Pool) -> bytes:
    answer = await pool.query(request(QUICK))
    return answer.whole() or b""


def test_a_small_answer_is_whole_at_once(running: Running) -> None:
    async def main() -> None:
        async with running(workers=1) as pool:
            assert await _first(pool) == QUICK_ANSWER
            streaming = await pool.query(request(STREAM))
            assert streaming.whole() is None
            await streaming.aclose()
            assert streaming.whole() is None

    asyncio.run(main())
