"""Every page as plain JSON: what it shows, and what docs/json.md says of it."""

import importlib.util
import json
from dataclasses import dataclass, fields
from enum import Enum
from types import ModuleType
from typing import Any

import pytest
from flask.testing import FlaskClient

from powergraph.prefixes import BASE_IRI
from powergraph.web import found_pages, pages
from powergraph.web.plain import plain, plain_json

from ..conftest import ROOT

#: An address of every page, and the dataclass that it is made from.
PAGES = [
    ("/dataset", pages.Home),
    ("/power-source/expert-power", pages.Thing),
    ("/note/power-dynamics", pages.NotePage),
    ("/graph/curation", pages.GraphPage),
    ("/ontology", pages.OntologyPage),
    ("/shapes", pages.ShapePage),
    ("/quality", pages.QualityPage),
    ("/browse", found_pages.ClassesPage),
    ("/browse/PowerSource", found_pages.BrowsePage),
    ("/browse/tree", found_pages.TreePage),
    ("/timeline", found_pages.TimelinePage),
    ("/queries", pages.GalleryPage),
    ("/problems", pages.ProblemKinds),
]


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    name: str
    size: int = 0
    other: "Part | None" = None


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("describe_json", ROOT / "tools" / "describe_json.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Part("a", 3, Part("b")), {"name": "a", "size": 3, "other": {"name": "b", "size": 0}}),
        (Part(""), {"size": 0}),
        (((), {"x": (1, None)}), [[], {"x": [1, None]}]),
        (Colour.RED, "red"),
        (True, True),
    ],
    ids=["dataclass", "what says nothing", "containers", "enum", "boolean"],
)
def test_what_a_page_holds_is_plain(value: object, expected: object) -> None:
    assert plain(value) == expected
    assert json.loads(plain_json(value)) == expected


def test_what_no_json_can_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="bytes"):
        plain({"x": b"y"})


@pytest.mark.parametrize(("path", "kind"), PAGES, ids=[path for path, _ in PAGES])
def test_every_page_is_there_as_json(client: FlaskClient, path: str, kind: type) -> None:
    answer = client.get(f"{path}.json")
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    assert set(answer.json) <= {each.name for each in fields(kind)}
    assert client.get(f"{path}.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_json_of_a_thing_has_its_labels_links_and_statements_with_their_lines(client: FlaskClient) -> None:
    said = client.get("/power-source/expert-power.json").json
    assert said["iri"] == BASE_IRI + "power-source/expert-power"
    assert said["title"] == {"text": "Expert Power", "iri": said["iri"], "language": "en"}
    assert said["definitions"][0]["support"][0]["href"] == "/note/power-dynamics.html#L59"
    broader = next(each for each in said["statements"] if each["predicate"]["text"] == "broader")
    assert broader["count"] == 1
    assert broader["values"][0]["link"]["href"] == "/power-group/relational.html"
    assert {"text": "JSON", "href": "/power-source/expert-power.json", "note": "application/json"} in said["record"][
        "formats"
    ]


def test_a_list_of_what_points_to_a_thing_is_json_too(client: FlaskClient) -> None:
    broader = "http://www.w3.org/2004/02/skos/core#broader"
    said = client.get("/power-group/relational.json", query_string={"to": broader}).json
    assert [each["link"]["text"] for each in said["values"]] == ["Coercive Power", "Expert Power"]


def test_a_page_without_rdf_is_json_by_accept_as_well(client: FlaskClient) -> None:
    assert client.get("/quality", headers={"Accept": "application/json"}).is_json
    for accept in ("*/*", "text/turtle", "text/html"):
        assert client.get("/quality", headers={"Accept": accept}).mimetype == "text/html"
    assert client.get("/quality.ttl").status_code == 404


def test_its_description_is_what_its_command_writes(golden: bool) -> None:
    page = tool()
    if golden:
        page.PAGE.write_text(page.render_page(), "utf-8")
    assert page.PAGE.read_text("utf-8") == page.render_page(), "run python tools/describe_json.py"


def test_its_description_tells_of_every_page() -> None:
    told = {kind for kind, _ in tool().PAGES}
    assert {kind for _, kind in PAGES} <= told


def test_what_json_cannot_tell_in_words_is_an_error() -> None:
    hint: Any = bytes
    with pytest.raises(TypeError, match="bytes"):
        tool().type_in_words(hint)
