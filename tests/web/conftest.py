"""What tests of the web layer share: a small dataset, an engine without processes, an app and real servers."""

import hashlib
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)

from powergraph.config import ServeConfig
from powergraph.engine.request import MalformedQuery, QueryRequest
from powergraph.prefixes import BASE_IRI
from powergraph.release import Manifest, NoteCount, PublishedFile, Segment, manifest_bytes
from powergraph.web import assets
from powergraph.web.app import create_app
from powergraph.web.publication import publication_of

SMALL = Path(__file__).parent / "data" / "small.trig"


@dataclass
class StoreAnswer:
    chunks: list[bytes]
    media_type: str
    digest: str = ""
    closed: bool = False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.chunks)

    def close(self) -> None:
        self.closed = True


class StoreEngine:
    """Answers from a TriG or N-Quads file whose named graphs are merged into the default graph."""

    def __init__(self, path: Path | None = None) -> None:
        self.store = Store()
        self.asked: list[QueryRequest] = []
        self.error: Exception | None = None
        if path:
            for quad in parse(path=str(path)):
                self.store.add(quad)
                self.store.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))

    def query(self, request: QueryRequest) -> StoreAnswer:
        self.asked.append(request)
        if self.error:
            raise self.error
        try:
            result = self.store.query(
                request.text,
                default_graph=[NamedNode(iri) for iri in request.default_graphs] or None,
                named_graphs=[NamedNode(iri) for iri in request.named_graphs] or None,
            )
        except SyntaxError as error:
            raise MalformedQuery(str(error), 1, 2, "look there") from error
        if isinstance(result, QueryTriples):
            data = result.serialize(format=RdfFormat.from_media_type(request.media_type))
        else:
            assert isinstance(result, QuerySolutions | QueryBoolean)
            data = result.serialize(format=QueryResultsFormat.from_media_type(request.media_type))
        assert data is not None
        return StoreAnswer([data] if data else [], request.media_type)


@pytest.fixture(scope="session", autouse=True)
def without_scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let apps in this process have no scripts, whether they are built or not: a page is the same on every machine."""
    bare = tmp_path_factory.mktemp("static")
    for path in assets.STATIC.iterdir():
        if path.is_file():
            (bare / path.name).write_bytes(path.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "STATIC", bare)
        yield


@pytest.fixture(scope="session")
def engine() -> StoreEngine:
    return StoreEngine(SMALL)


@pytest.fixture
def empty_engine() -> StoreEngine:
    return StoreEngine()


@pytest.fixture
def client(engine: StoreEngine) -> FlaskClient:
    return client_of(engine)


@pytest.fixture
def client_of_engine() -> Callable[..., FlaskClient]:
    return client_of


@pytest.fixture(scope="session")
def client_of_dump() -> Callable[[Path], FlaskClient]:
    """Return what makes a client of a dataset in a file."""
    return lambda path: client_of(StoreEngine(path))


def client_of(engine: StoreEngine, **settings: object) -> FlaskClient:
    config = ServeConfig(**settings)  # type: ignore[arg-type]
    publication = publication_of(None, "http://127.0.0.1:8000", config.root_path)
    return create_app(engine, config, lambda: publication).test_client()


class Server:
    """A server in a process of its own."""

    def __init__(self, source: Path, errors: Path, settings: dict[str, object]) -> None:
        command = [sys.executable, str(Path(__file__).parent / "run_server.py"), str(source)]
        command += [f"{name}={value}" for name, value in settings.items()]
        self._errors = errors
        with errors.open("wb") as stream:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stream, text=True)
        url = self.line(15)
        assert url.startswith("http://"), url + self.errors()
        self.url = url
        self.port = urlsplit(url).port
        self.version = (source / "current").resolve().name if source.is_dir() else ""

    def line(self, seconds: float) -> str:
        """Return the next line that the server prints, "" where none comes in time."""
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline().strip() if ready else ""

    def errors(self) -> str:
        """Return what it wrote to stderr."""
        return self._errors.read_text()

    def descendants(self) -> list[int]:
        """Return the processes that it started, and those that they started."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            tasks = Path(f"/proc/{pid}/task").glob("*/children")
            children = [int(child) for task in tasks for child in task.read_text().split()]
            found += children
            todo += children
        return found

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(source: Path, **settings: object) -> Server:
        server = Server(source, tmp_path_factory.mktemp("server") / "errors", settings)
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two releases made from the small dataset; the second lacks its curation."""
    folder = tmp_path_factory.mktemp("releases")
    graphs: dict[str, list[str]] = {}
    for quad in parse(path=str(SMALL)):
        graphs.setdefault(str(quad.graph_name)[1:-1], []).append(str(quad) + " .\n")
    second = write_release(folder, {graph: lines for graph, lines in graphs.items() if "curation" not in graph})
    first = write_release(folder, graphs)
    assert first != second
    (folder / "current").symlink_to(first)
    return folder


def write_release(folder: Path, graphs: dict[str, list[str]]) -> str:
    """Write a release as its format says and return the name of its directory: the first digits of its digest."""
    directory = folder / "new"
    (directory / "segments").mkdir(parents=True)
    segments, triples = [], set()
    for graph, lines in sorted(graphs.items()):
        data = "".join(sorted(set(lines))).encode()
        digest = hashlib.sha256(data).hexdigest()
        (directory / "segments" / f"{digest}.nq").write_bytes(data)
        segments.append(Segment(graph, f"segments/{digest}.nq", digest, len(set(lines)), True))
        triples |= {line.removesuffix(f" <{graph}> .\n") + " .\n" for line in lines}
    files = []
    for name, media_type in (
        ("powergraph.nt", "application/n-triples"),
        ("powergraph.ttl", "text/turtle"),
        ("report.json", "application/json"),
    ):
        data = b'{"diagnostics": []}' if name == "report.json" else "".join(sorted(triples)).encode()
        (directory / name).write_bytes(data)
        count = 0 if name == "report.json" else len(triples)
        files.append(PublishedFile(name, media_type, hashlib.sha256(data).hexdigest(), len(data), count))
    manifest = Manifest(
        powergraph="0.1.0",
        base=BASE_IRI,
        title="A small release",
        description="For tests.",
        license="https://creativecommons.org/licenses/by/4.0/",
        notes=NoteCount(2, 2, 0, ()),
        segments=tuple(segments),
        files=tuple(files),
        triples=len(triples),
        classes={},
        diagnostics={},
    )
    (directory / "manifest.json").write_bytes(manifest_bytes(manifest))
    return directory.rename(folder / manifest.digest[:12]).name
