"""What is wrong with a site is found: each criterion of the web fails for a site that does not keep to it."""

from collections.abc import Callable

from flask import Flask, Response, request
from pyoxigraph import RdfFormat, parse, serialize

from gate.queries import CHECKS
from gate.site import SITE, check_site

ONTOLOGY = CHECKS / "fair" / "complete.ttl"
VERSION = "https://w3id.org/powergraph/ontology/1.2.3"


def faults(answer: Callable[[str], Response], version: Callable[[str], Response] | None = None) -> set[str]:
    app = Flask(__name__)
    app.add_url_rule("/ontology", "ontology", lambda: answer(request.headers["Accept"]))
    app.add_url_rule("/ontology/1.2.3", "version", lambda: (version or answer)(request.headers["Accept"]))
    found = check_site(app.test_client(), ONTOLOGY, VERSION)
    assert set(found) == set(SITE)
    return {id for id, findings in found.items() if findings}


def good(accept: str, *, triples: int | None = None, page: str = '<h2 id="Cat">cat</h2>') -> Response:
    if accept.startswith("text/html"):
        return Response(page, mimetype="text/html", headers={"Vary": "Accept"})
    kind = "text/turtle" if accept == "*/*" else accept
    quads = [quad.triple for quad in parse(path=ONTOLOGY)][:triples]
    body = serialize(quads, format=RdfFormat.from_media_type(kind))
    return Response(body, mimetype=kind, headers={"Vary": "Accept"})


def missing(accept: str) -> Response:
    return Response("nothing", 404, mimetype="text/plain")


def deaf(accept: str) -> Response:
    return Response(ONTOLOGY.read_bytes(), mimetype="text/turtle", headers={"Vary": "Accept"})


def silent(accept: str) -> Response:
    answer = good(accept)
    del answer.headers["Vary"]
    return answer


def test_good_site_has_no_fault() -> None:
    assert faults(good) == set()


def test_site_that_answers_nothing_fails_everywhere() -> None:
    assert faults(missing) == {"URI1", "CN1", "DOC1", "VER2", "links"}


def test_site_with_one_form_only_does_not_negotiate() -> None:
    assert faults(deaf, good) == {"CN1", "DOC1"}


def test_site_that_does_not_say_what_it_varies_by_is_told() -> None:
    assert faults(silent, good) == {"CN1"}


def test_site_that_loses_triples_is_told() -> None:
    assert faults(lambda accept: good(accept, triples=-2), good) == {"RDF1"}


def test_page_that_lacks_a_term_is_told() -> None:
    assert faults(lambda accept: good(accept, page="<h2>all</h2>"), good) == {"DOC1"}


def test_version_that_is_not_answered_is_told() -> None:
    assert faults(good, missing) == {"VER2", "links"}
