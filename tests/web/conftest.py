from pathlib import Path

import pytest
from flask.testing import FlaskClient
from store_engine import StoreEngine

from powergraph.config import ServeConfig
from powergraph.web.app import create_app
from powergraph.web.publication import publication_of

SMALL = Path(__file__).parent / "data" / "small.trig"


@pytest.fixture(scope="session")
def engine() -> StoreEngine:
    return StoreEngine(SMALL)


@pytest.fixture
def client(engine: StoreEngine) -> FlaskClient:
    publication = publication_of(None, "http://127.0.0.1:8000", "")
    return create_app(engine, ServeConfig(), lambda: publication).test_client()
