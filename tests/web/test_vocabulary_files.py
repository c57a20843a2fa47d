"""Former versions of the vocabulary and its examples are answered at the addresses that the vocabulary names."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "ontology" / "versions"
EXAMPLES = sorted((ROOT / "ontology" / "examples").glob("*.ttl"))
#: The dataset of these tests has the vocabulary 0.1.0.
FORMER = sorted(path.stem for path in VERSIONS.glob("*.ttl") if path.stem != "0.1.0")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("version", FORMER)
def test_former_version_is_the_document_that_was_released(client: FlaskClient, version: str) -> None:
    first = client.get(f"/ontology/{version}", headers={"Accept": "application/n-triples"})
    assert (first.status_code, first.headers["Location"]) == (303, f"/ontology/{version}.nt")
    assert "Accept" in first.headers["Vary"]
    answer = client.get(first.headers["Location"])
    assert (answer.status_code, answer.mimetype) == (200, "application/n-triples")
    released = list(parse(path=VERSIONS / f"{version}.ttl"))
    answered = list(parse(answer.data, format=RdfFormat.N_TRIPLES))
    assert len(answered) == len(set(released))
    assert {q.triple for q in answered if "_:" not in str(q)} == {q.triple for q in released if "_:" not in str(q)}


def test_browser_gets_the_turtle_of_a_former_version_as_it_has_no_page(client: FlaskClient) -> None:
    version = FORMER[-1]
    assert client.get(f"/ontology/{version}", headers=BROWSER).headers["Location"] == f"/ontology/{version}.ttl"
    assert client.get(f"/ontology/{version}.html", headers=BROWSER).status_code == 404
    assert client.get(f"/ontology/{version}", headers={"Accept": "text/html"}).status_code == 406


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_answered_as_it_is_written(client: FlaskClient, path: Path) -> None:
    answer = client.get(f"/ontology/examples/{path.name}")
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    assert answer.data == path.read_bytes()


@pytest.mark.parametrize(
    "path", ["/ontology/9.9.9", "/ontology/examples/nothing.ttl", "/ontology/examples/%2e%2e.ttl", "/ontology/1.0"]
)
def test_what_is_no_file_of_the_vocabulary_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 404
