"""Pages that list things give them as RDF, too: each with its types and its names."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from powergraph.prefixes import BASE_IRI, PREFIXES

EXPERT = NamedNode(BASE_IRI + "power-source/expert-power")
SUFFIXES = [
    (".ttl", RdfFormat.TURTLE),
    (".nt", RdfFormat.N_TRIPLES),
    (".jsonld", RdfFormat.JSON_LD),
    (".rdf", RdfFormat.RDF_XML),
]


@pytest.mark.parametrize(("suffix", "rdf_format"), SUFFIXES, ids=[suffix for suffix, _ in SUFFIXES])
@pytest.mark.parametrize("path", ["/browse/PowerSource", "/browse/tree", "/search"])
def test_a_list_is_rdf_by_its_suffix(client: FlaskClient, path: str, suffix: str, rdf_format: RdfFormat) -> None:
    answer = client.get(path + suffix, query_string={"q": "expert power"} if path == "/search" else {})
    assert answer.status_code == 200
    assert answer.content_type.split(";")[0] == rdf_format.media_type
    triples = {(quad.subject, quad.predicate, quad.object) for quad in parse(answer.data, format=rdf_format)}
    assert (EXPERT, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["pow"] + "PowerSource")) in triples
    assert (EXPERT, NamedNode(PREFIXES["rdfs"] + "label"), Literal("Expert Power", language="en")) in triples


@pytest.mark.parametrize("path", ["/browse", "/browse/PowerSource", "/browse/tree", "/search", "/timeline"])
@pytest.mark.parametrize("suffix", ["", ".html", ".json", ".ttl"])
def test_every_list_has_every_form(client: FlaskClient, path: str, suffix: str) -> None:
    assert client.get(path + suffix).status_code == 200
    assert client.get(path + "foo").status_code == 404


def test_a_list_is_rdf_for_whoever_accepts_nothing_else(client: FlaskClient) -> None:
    answer = client.get("/browse/PowerSource", headers={"Accept": "text/turtle"})
    assert answer.content_type.startswith("text/turtle")
    assert client.get("/browse/PowerSource", headers={"Accept": "image/png"}).content_type.startswith("text/html")


def test_the_report_of_a_dataset_that_has_none_is_not_there(client: FlaskClient) -> None:
    assert client.get("/quality.ttl").status_code == 404
    assert client.get("/quality.json").status_code == 200
