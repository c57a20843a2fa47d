"""What tests of questions share: the datasets, the values asked with, and the files of expected rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Triple, parse

from powergraph.config import ServeConfig, load_vault_settings
from powergraph.engine import BlockingEngine
from powergraph.graph.inference import Rules, infer
from powergraph.graph.questions import load_questions
from powergraph.publishing.build import check
from powergraph.question import Question
from powergraph.web.app import create_app
from powergraph.web.publication import publication_of

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
VAULT = HERE / "vault"
QUERIES = ROOT / "data" / "queries"
ONTOLOGY = ROOT / "ontology" / "powergraph.ttl"


def triples_of(path: Path) -> set[Triple]:
    return {quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)}


def store_of(triples: set[Triple]) -> Store:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store


def published_triples() -> set[Triple]:
    """The default graph as it is published: the dataset and the ontology."""
    return triples_of(ROOT / "data" / "powergraph.ttl") | triples_of(ONTOLOGY)


def vault_triples() -> set[Triple]:
    """The default graph of the small vault with its curation, and what follows from both."""
    checked = check(VAULT / "notes", load_vault_settings(VAULT / "notes"))
    assert checked.graph is not None
    assert not checked.has_errors
    stated = set(checked.graph.dataset.default_graph()) | triples_of(VAULT / "curation.ttl")
    return stated | infer(stated, Rules.read(triples_of(ONTOLOGY)))


@dataclass
class Expected:
    """A file of expected rows: in its head the values that are asked with, or why there is no row; then TSV.

    `# source: <https://...>` sets a parameter; `# none: ...` is the reason why the question has no answer here.
    """

    path: Path
    values: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    rows: str = ""

    @classmethod
    def read(cls, path: Path) -> "Expected":
        """Read the file; one that is not there yet expects nothing and sets nothing."""
        expected = cls(path)
        for line in path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []:
            if line.startswith("# none: "):
                expected.reason = line.removeprefix("# none: ").strip()
            elif line.startswith("# "):
                name, _, value = line[2:].strip().partition(": ")
                expected.values[name] = value
            else:
                expected.rows += line
        return expected

    def write(self, rows: str) -> None:
        """Write these rows; the reason goes where it is not true any more."""
        head = "".join(f"# {name}: {value}\n" for name, value in self.values.items())
        if rows.count("\n") < 2 and self.reason:
            head += f"# none: {self.reason}\n"
        self.path.write_text(head + rows, "utf-8")

    def query(self, question: Question) -> str:
        """The question's query with the values of the head."""
        return question.query_with({name: term_of(value) for name, value in self.values.items()})


def term_of(written: str) -> NamedNode | Literal:
    """Read a term as N-Triples writes it."""
    (quad,) = parse(f"<x:s> <x:p> {written} .".encode(), format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object


def rows_of(store: Store, query: str) -> str:
    """Ask, and return the rows as TSV."""
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    data = answer.serialize(format=QueryResultsFormat.TSV)
    assert data is not None
    return data.decode()


def questions() -> dict[str, Question]:
    """The published questions by name."""
    return {question.name: question for question in load_questions(QUERIES, "queries").questions}


@pytest.fixture(scope="session")
def published() -> Store:
    return store_of(published_triples())


@pytest.fixture(scope="session")
def small_vault() -> Store:
    return store_of(vault_triples())


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the protocol in front of an engine with worker processes, which holds the published dataset."""
    dataset = tmp_path_factory.mktemp("published") / "dataset.nt"
    dataset.write_text("".join(f"{triple} .\n" for triple in published_triples()), "utf-8")
    config = ServeConfig(workers=1)
    with BlockingEngine.start(dataset, config) as engine:
        publication = publication_of(None, "http://127.0.0.1:8000", config.root_path)
        yield create_app(engine, config, lambda: publication).test_client()
