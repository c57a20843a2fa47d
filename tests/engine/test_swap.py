"""Swapping releases under load: no query fails, and nobody sees the old release after the new one."""

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from powergraph.engine import LoadError, Pool, Timeout

from .conftest import ENDLESS, STREAM, Running, outcome, read, request, until

VERSION = "SELECT ?v { <a:release> <a:version> ?v }"


def release(make: Callable[..., Path], number: int) -> Path:
    triples = "".join(f'<a:{n}> <a:p> "{n}" .\n' for n in range(500))
    return make({"a:graph": f'{triples}<a:release> <a:version> "{number}" .\n'}, f"release-{number}")


async def version(pool: Pool) -> tuple[int, str]:
    answer = await pool.query(request(VERSION))
    data = b"".join([chunk async for chunk in answer])
    return int(data.split()[1]), answer.digest


def test_swap_under_load_fails_no_query_and_goes_one_way(running: Running, make_release: Callable[..., Path]) -> None:
    async def main() -> None:
        releases = [release(make_release, number) for number in range(4)]
        async with running(releases[0], workers=2, queue=50) as pool:
            stop = asyncio.Event()
            seen: set[tuple[int, str]] = set()

            async def client() -> None:
                newest = 0
                while not stop.is_set():
                    number, digest = await version(pool)
                    assert number >= newest
                    newest = number
                    seen.add((number, digest))

            async def streaming_client() -> None:
                while not stop.is_set():
                    await read(pool, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")

            clients = [asyncio.create_task(work()) for work in [client] * 6 + [streaming_client] * 2]
            for path in releases[1:]:
                await asyncio.sleep(0.2)
                await pool.swap(path)
                assert (await version(pool))[0] == int(path.name[-1])
            stop.set()
            await asyncio.gather(*clients)
            assert len(seen) == 4
            assert {number for number, _ in seen} == {0, 1, 2, 3}

    asyncio.run(main())


def test_a_query_under_way_ends_on_the_release_where_it_began(
    running: Running, make_release: Callable[..., Path]
) -> None:
    async def main() -> None:
        old, new = release(make_release, 1), release(make_release, 2)
        async with running(old, workers=1, timeout=2) as pool:
            answer = await pool.query(request(STREAM + " LIMIT 60000"))
            endless = asyncio.create_task(outcome(read(pool, ENDLESS)))
            await until(lambda: pool.status().busy == 2)  # the second one on an extra worker
            former = pool._family
            await pool.swap(new)
            assert (await version(pool))[0] == 2
            assert answer.digest == former.digest != pool.status().digest
            rows = b"".join([chunk async for chunk in answer])
            assert rows.count(b"\r\n") == 60_001
            assert isinstance(await endless, Timeout)
            await until(lambda: not Path(f"/proc/{former.pid}").exists())

    asyncio.run(main())


def test_a_release_that_cannot_be_loaded_leaves_the_old_one(
    running: Running, make_release: Callable[..., Path]
) -> None:
    async def main() -> None:
        good, bad = release(make_release, 1), release(make_release, 2)
        next((bad / "segments").iterdir()).write_bytes(b"")
        async with running(good, workers=1) as pool:
            for source in (bad, bad / "nowhere.nq", bad.parent / "nowhere"):
                with pytest.raises(LoadError):
                    await pool.swap(source)
                assert (await version(pool))[0] == 1

    asyncio.run(main())


def test_swaps_at_the_same_time_come_one_after_the_other(running: Running, make_release: Callable[..., Path]) -> None:
    async def main() -> None:
        paths = [release(make_release, number) for number in range(4)]
        async with running(paths[0], workers=1) as pool:
            await asyncio.gather(*(pool.swap(path) for path in paths[1:]))
            assert (await version(pool))[0] == 3

    asyncio.run(main())


def test_closing_during_a_swap_leaves_no_process(
    running: Running, make_release: Callable[..., Path], tmp_path: Path
) -> None:
    large = tmp_path / "large.nt"
    large.write_text("".join(f"<a:{a}> <a:{b}> <a:c> .\n" for a, b in itertools.product(range(2000), range(100))))

    async def main() -> None:
        async with running(release(make_release, 1), workers=1) as pool:
            swap = asyncio.create_task(pool.swap(large))
            await until(lambda: pool._coming)
            coming = pool._coming.pid
            await pool.close()
            with pytest.raises(LoadError):
                await swap
            assert not Path(f"/proc/{coming}").exists()

    asyncio.run(main())
