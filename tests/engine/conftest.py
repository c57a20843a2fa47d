"""What tests of the engine share: a dataset file, releases, and an engine with real processes that all must end."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from powergraph.config import ServeConfig
from powergraph.engine import BlockingEngine, EngineError, Form, Pool, QueryRequest
from powergraph.release import Manifest, NoteCount, Segment, manifest_bytes

JSON = "application/sparql-results+json"
CSV = "text/csv"
#: Three times every triple: never ends, in no memory.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
#: The same as rows: streams as long as somebody reads.
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
#: Wants to hold all those rows.
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
QUICK = "SELECT ?o { <https://example.org/7> <https://example.org/value> ?o }"
QUICK_ANSWER = b"o\r\nvalue 7\r\n"


@dataclass
class Processes:
    """Counts what a pool has left behind."""

    pids: set[int]

    def note(self, pool: Pool) -> None:
        for family in (pool._family, pool._coming, *pool._former):
            if family is not None:
                self.pids.add(family.pid)
                self.pids.update(worker.pid for worker in family.workers.values())

    @property
    def left(self) -> list[int]:
        return [pid for pid in self.pids if Path(f"/proc/{pid}").exists()]


def request(text: str, media_type: str = CSV, form: Form = Form.SELECT, **more: Any) -> QueryRequest:
    return QueryRequest(text, form, media_type, **more)


async def read(pool: Pool, text: str, media_type: str = CSV, form: Form = Form.SELECT, **more: Any) -> bytes:
    """Ask and read to the end."""
    answer = await pool.query(request(text, media_type, form, **more))
    return b"".join([chunk async for chunk in answer])


async def outcome(work: Awaitable[bytes]) -> bytes | EngineError:
    """Return the answer or the error in place of it."""
    try:
        return await work
    except EngineError as error:
        return error


async def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Return when *true* is; fail when that takes so long that it never will be."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 triples in the default graph and three in named ones."""
    path = tmp_path_factory.mktemp("dataset") / "dataset.nq"
    lines = [f'<https://example.org/{n}> <https://example.org/value> "value {n}" .\n' for n in range(3000)]
    lines += [
        f"<https://example.org/s{n}> <https://example.org/p> <https://example.org/o> <https://example.org/g{n}> .\n"
        for n in range(3)
    ]
    path.write_text("".join(lines))
    return path


Running = Callable[..., AbstractAsyncContextManager[Pool]]


@pytest.fixture
def running(dataset: Path) -> Iterator[Running]:
    """A pool as context manager: `async with running(workers=2, timeout=1) as pool`. All its processes must end."""
    processes = Processes(set())

    @asynccontextmanager
    async def run(source: Path = dataset, **settings: Any) -> AsyncIterator[Pool]:
        pool = Pool(ServeConfig(**{"workers": 2, "timeout": 20.0, **settings}))
        try:
            await pool.start(source)
            processes.note(pool)
            yield pool
            processes.note(pool)
        finally:
            await pool.close()

    yield run
    assert not processes.left


@pytest.fixture(scope="session")
def engine(dataset: Path) -> Iterator[BlockingEngine]:
    """An engine with two workers that tests share which only ask it."""
    with BlockingEngine.start(dataset, ServeConfig(workers=2)) as engine:
        yield engine


@pytest.fixture
def make_release(tmp_path: Path) -> Callable[..., Path]:
    """Write a release: graph IRI -> triples in N-Triples; `.../validation` is not in the default graph."""

    def make(graphs: Mapping[str, str], name: str = "release") -> Path:
        folder = tmp_path / name
        (folder / "segments").mkdir(parents=True)
        segments, default = [], set()
        for graph, triples in graphs.items():
            lines = sorted(set(triples.splitlines()))
            data = "".join(f"{line[:-2]} <{graph}> .\n" for line in lines).encode()
            digest = hashlib.sha256(data).hexdigest()
            (folder / "segments" / f"{digest}.nq").write_bytes(data)
            in_default = not graph.endswith("validation")
            segments.append(Segment(graph, f"segments/{digest}.nq", digest, len(lines), in_default))
            default.update(lines if in_default else [])
        manifest = Manifest(
            powergraph="0.1.0",
            base="https://example.org/",
            title="Title",
            description="Description",
            license="https://example.org/licence",
            notes=NoteCount(len(graphs), len(graphs), 0, ()),
            segments=tuple(segments),
            files=(),
            triples=len(default),
            classes={},
            diagnostics={},
        )
        (folder / "manifest.json").write_bytes(manifest_bytes(manifest))
        return folder

    return make
