"""What tests of the web layer share: a small dataset, an engine without processes, an app and real servers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

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


def client_of(engine: StoreEngine, **settings: object) -> FlaskClient:
    config = ServeConfig(**settings)  # type: ignore[arg-type]
    publication = publication_of(None, "http://127.0.0.1:8000", config.root_path)
    return create_app(engine, config, lambda: publication).test_client()
