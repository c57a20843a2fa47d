"""The store on disk answers as the one in memory does, and leaves nothing behind."""

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from powergraph.engine import Form, Pool, QueryRequest

Running = Callable[..., AbstractAsyncContextManager[Pool]]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


async def read(pool: Pool, text: str) -> bytes:
    answer = await pool.query(QueryRequest(text, Form.SELECT, "text/csv"))
    return b"".join([chunk async for chunk in answer])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


def test_a_store_on_disk_answers_is_swapped_and_is_removed(
    running: Running, make_release: Callable[..., Path], folder: Path
) -> None:
    async def run() -> None:
        async with running(engine="disk") as pool:
            assert await read(pool, COUNT) == b"n\r\n3000\r\n"
            assert len(list(folder.iterdir())) == 1
            release = make_release({"https://example.org/graph/a": "<urn:a> <urn:b> <urn:c> .\n"})
            await pool.swap(release)
            assert await read(pool, COUNT) == b"n\r\n1\r\n"
            assert pool.status().quads == 2
            assert pool.status().missing_guards == ()
        assert list(folder.iterdir()) == []

    asyncio.run(run())


def test_a_release_that_is_damaged_is_refused_on_disk_too(
    running: Running, make_release: Callable[..., Path], folder: Path
) -> None:
    release = make_release({"https://example.org/graph/a": "<urn:a> <urn:b> <urn:c> .\n"})
    next((release / "segments").iterdir()).write_text("<urn:a> <urn:b> <urn:d> <https://example.org/graph/a> .\n")

    async def run() -> None:
        with pytest.raises(Exception, match="damaged"):
            async with running(release, engine="disk"):
                pass
        assert list(folder.iterdir()) == []

    asyncio.run(run())
