"""FOOPS! on the web: what a client of our server gets for the IRIs of the ontology."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from gate.fair import FAMILY
from gate.findings import Criterion, Finding, Importance
from powergraph.config import ServeConfig
from powergraph.engine import BlockingEngine
from powergraph.prefixes import BASE_IRI, ONTOLOGY_IRI
from powergraph.release import open_release
from powergraph.vocabulary import OWL, RDF
from powergraph.web.app import create_app
from powergraph.web.publication import publication_of

__all__ = ["SITE", "check_site", "serving"]

#: Media types in which FOOPS! asks for the ontology.
_RDF = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
_HTML = "text/html"
_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def _criterion(id: str, title: str, asks: str) -> Criterion:
    return Criterion(FAMILY, id, Importance.IMPORTANT, title, asks)


#: What our own server answers for; the redirect from w3id.org to it is not looked at.
SITE = {
    "CN1": _criterion("CN1", "Content negotiation", "Is the ontology's IRI answered in each form of RDF asked for?"),
    "DOC1": _criterion("DOC1", "Documentation", "Is it answered with a page that shows every term?"),
    "RDF1": _criterion("RDF1", "RDF", "Is what it answers the ontology, complete?"),
    "URI1": _criterion("URI1", "It resolves", "Is the ontology's IRI answered?"),
    "VER2": _criterion("VER2", "The version resolves", "Is the version's IRI answered, as page and as RDF?"),
    "links": Criterion(
        "Terms",
        "links",
        Importance.IMPORTANT,
        "What it names is there",
        "Is every IRI of ours that the ontology names answered: former versions, examples, logo, source?",
    ),
}


@contextmanager
def serving(release: Path) -> Iterator[FlaskClient]:
    """Serve a folder of releases with a real engine and yield a client of it; the engine's processes end with it."""
    config = ServeConfig(workers=1)
    with BlockingEngine.start(release, config) as engine:
        publication = publication_of(open_release(release), BASE_IRI, config.root_path)
        yield create_app(engine, config, lambda: publication).test_client()


def check_site(client: FlaskClient, ontology: Path, version_iri: str) -> dict[str, tuple[Finding, ...]]:
    """Ask for the ontology and return the findings of each criterion of `SITE`."""
    path = urlsplit(ONTOLOGY_IRI).path.removeprefix(urlsplit(BASE_IRI).path.rstrip("/"))
    version = urlsplit(version_iri).path.removeprefix(urlsplit(BASE_IRI).path.rstrip("/"))
    terms = sorted({q.subject.value for q in parse(path=ontology) if _is_term(q)})
    found: dict[str, list[str]] = {id: [] for id in SITE}
    if (status := _get(client, path, "*/*")[0]) != 200:
        found["URI1"].append(f"it is answered with {status}")
    for media_type in _RDF:
        status, kind, body, vary = _get(client, path, media_type)
        if status != 200 or kind != media_type:
            found["CN1"].append(f"{media_type} is asked for and {kind} answered, with {status}")
        elif "accept" not in vary.lower():
            found["CN1"].append(f"the answer in {media_type} does not say that it varies by Accept")
        elif lost := _lost(ontology, body, media_type):
            found["RDF1"].append(f"{lost} triples of the file are not in what is answered as {media_type}")
    status, kind, body, _ = _get(client, path, _BROWSER)
    page = body.decode(errors="replace")
    if status != 200 or kind != _HTML:
        found["DOC1"].append(f"a browser gets {kind}, with {status}")
    found["DOC1"] += [f"the page has no place for {t}" for t in terms if f'id="{t.partition("#")[2]}"' not in page]
    for media_type in (_HTML, *_RDF):
        status, kind, _, _ = _get(client, version, media_type)
        if status != 200 or kind != media_type:
            found["VER2"].append(f"{version} is asked for as {media_type} and answered as {kind}, with {status}")
    for iri in _named(ontology):
        status, *_ = _get(client, iri.removeprefix(BASE_IRI.rstrip("/")), "text/turtle")
        if status != 200:
            found["links"].append(f"{iri.removeprefix(BASE_IRI)} is answered with {status}")
    places = {"VER2": version}
    return {
        id: tuple(Finding(places.get(id, path), 0, message) for message in sorted(messages))
        for id, messages in found.items()
    }


def _named(ontology: Path) -> list[str]:
    """Return the documents below our base that the ontology names."""
    nodes = (node for quad in parse(path=ontology) for node in (quad.subject, quad.predicate, quad.object))
    iris = {node.value.partition("#")[0] for node in nodes if isinstance(node, NamedNode)}
    return sorted(iri for iri in iris if iri.startswith(BASE_IRI))


def _get(client: FlaskClient, path: str, accept: str) -> tuple[int, str, bytes, str]:
    with client.get(path, headers={"Accept": accept}, follow_redirects=True) as answer:
        first = client.get(path, headers={"Accept": accept})
        vary = first.headers.get("Vary", "")
        first.close()
        return answer.status_code, answer.mimetype or "", bytes(answer.data), vary


def _is_term(quad: Quad) -> bool:
    owned = isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ONTOLOGY_IRI + "#")
    return owned and quad.predicate == RDF.type and str(quad.object).startswith(f"<{OWL.namespace_iri}")


def _lost(ontology: Path, body: bytes, media_type: str) -> int:
    """Count the triples of the file that an answer lacks, those with blank nodes left out."""
    answered = {quad.triple for quad in parse(body, format=RdfFormat.from_media_type(media_type))}
    stated = {quad.triple for quad in parse(path=ontology)}
    named = (t for t in stated if not isinstance(t.subject, BlankNode) and not isinstance(t.object, BlankNode))
    return sum(triple not in answered for triple in named)
