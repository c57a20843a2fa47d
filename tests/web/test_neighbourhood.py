"""The picture of a thing among its neighbours: no text on another, no dead link, nothing of the data that does harm."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from powergraph.prefixes import BASE_IRI, PREFIXES
from powergraph.web.lettering import fitted, width_of
from powergraph.web.neighbourhood import COLOURS, FORMS, WIDTH, draw
from powergraph.web.neighbours import MOST_NEIGHBOURS
from powergraph.web.pages import Neighbour, NeighbourGroup, Record, Thing
from powergraph.web.words import Link

from .conftest import SMALL, StoreEngine
from .test_hostile import HOSTILE

STYLE = Path(__file__).parents[2] / "src/powergraph/web/static/site.css"
EXPERT = "/power-source/expert-power"
SVG = "{http://www.w3.org/2000/svg}"

texts = st.text(max_size=80) | st.sampled_from(
    ["Expert Power", "x" * 900, "WWW " * 99, "権力の" * 40, *HOSTILE.values()]
)
neighbours = st.builds(
    Neighbour, st.builds(Link, texts, st.just("/note/a.html"), st.just("urn:x")), texts, st.sampled_from(list(COLOURS))
)
groups = st.builds(
    NeighbourGroup, st.builds(Link, texts), st.lists(neighbours, max_size=12).map(tuple), st.integers(0, 99999)
)


def thing_of(title: str, around: tuple[NeighbourGroup, ...]) -> Thing:
    return Thing(
        "urn:x",
        Link(title),
        (),
        (),
        (),
        (),
        (),
        "",
        (),
        (),
        (),
        None,
        Record("urn:x", ()),
        (),
        (),
        "note",
        around,
        "/a.svg",
    )


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@settings(max_examples=60, deadline=None)
@given(texts, st.lists(groups, max_size=8).map(tuple))
def test_no_text_overlaps_another_or_leaves_the_picture(title: str, around: tuple[NeighbourGroup, ...]) -> None:
    drawing = draw(thing_of(title, around))
    boxes = drawing.boxes
    for place, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[2] <= WIDTH
        assert box[1] >= 0
        assert box[3] <= drawing.height
        assert all(apart(box, other) for other in boxes[place + 1 :])


@given(texts, st.floats(30, 400))
def test_a_label_is_never_wider_than_its_room(text: str, room: float) -> None:
    assert width_of(fitted(text, room, 14), 14) <= room


@pytest.mark.parametrize("name", [each for each in COLOURS if each])
def test_a_picture_has_the_colours_of_the_style_sheet(name: str) -> None:
    assert f"--{name}: {COLOURS[name]};" in STYLE.read_text("utf-8")
    assert name in FORMS


def test_the_picture_alone_is_xml_whose_links_answer(client: FlaskClient) -> None:
    answer = client.get(EXPERT + ".svg")
    assert answer.status_code == 200
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    links = [each.get("href") or "" for each in root.iter(f"{SVG}a")]
    assert "/power-group/relational.html" in links
    assert [client.get(each).status_code for each in links] == [200] * len(links)
    assert all(each.findtext(f"{SVG}title") for each in root.iter(f"{SVG}a"))
    assert "style" not in answer.text
    assert "class=" not in answer.text


def test_the_legend_names_every_mark_that_is_drawn(client: FlaskClient) -> None:
    texts = [each.text for each in ElementTree.fromstring(client.get(EXPERT + ".svg").data).iter(f"{SVG}text")]
    assert texts[-4:] == ["relational power source", "group of power sources", "topic", "note"]


def test_the_same_picture_has_the_same_bytes(client: FlaskClient) -> None:
    assert client.get(EXPERT + ".svg").data == client.get(EXPERT + ".svg").data


def test_the_page_shows_the_picture_and_leads_to_it(client: FlaskClient) -> None:
    page = html5lib.parse(client.get(EXPERT + ".html").text, namespaceHTMLElements=False)
    figure = page.find(".//figure[@class='neighbourhood']")
    drawn = figure.find(f"{SVG}svg")
    assert drawn.get("aria-label") == "Expert Power and what it is linked with"
    assert figure.find("figcaption").get("id") == drawn.get("aria-describedby")
    assert figure.find("figcaption/a").get("href") == EXPERT + ".svg"
    listed = {each.get("href") for each in page.iter("a")}
    assert {each.get("href") for each in drawn.iter(f"{SVG}a")} <= listed
    assert not [each for each in drawn.iter() if each.get("style")]


def test_the_interface_in_the_picture_is_in_the_language_of_the_reader(client: FlaskClient) -> None:
    assert "Expert Power et ce qui y est lié" in client.get(EXPERT + ".svg", headers={"Accept-Language": "fr"}).text


@pytest.mark.parametrize(
    "path", ["/power-source/nothing.svg", "/graph/note/power-dynamics.svg", "/quality.svg", "/.svg"]
)
def test_what_is_no_thing_has_no_picture(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_many_neighbours_are_shown_fairly_and_the_rest_is_a_link(
    client_of_engine: Callable[[StoreEngine], FlaskClient],
) -> None:
    engine = StoreEngine(SMALL)
    named, kind = NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["rdf"] + "type")
    for number in range(80):
        practice = NamedNode(f"{BASE_IRI}practice/many/p{number:03}")
        other = "addresses" if number < 38 else "mentions" if number < 76 else "linksTo"
        for predicate, value in (
            (kind, NamedNode(PREFIXES["pow"] + "Practice")),
            (named, Literal(f"Practice {number}", language="en")),
            (NamedNode(PREFIXES["pow"] + other), NamedNode(BASE_IRI + EXPERT[1:])),
        ):
            engine.store.add(Quad(practice, predicate, value))
    client = client_of_engine(engine)
    root = ElementTree.fromstring(client.get(EXPERT + ".svg").data)
    links = [each.get("href") or "" for each in root.iter(f"{SVG}a")]
    shown = [each for each in links if "?" not in each and "/practice/many/" in each]
    assert len(shown) == len(set(shown)) == MOST_NEIGHBOURS - 2  # with its group and its note
    more = [text for each in root.iter(f"{SVG}a") if (text := each.findtext(f"{SVG}text") or "").endswith(" more")]
    assert len(more) == 2
    assert [client.get(each).status_code for each in links] == [200] * len(links)


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_label_is_text_in_a_picture(
    client_of_engine: Callable[[StoreEngine], FlaskClient], label: str
) -> None:
    engine = StoreEngine(SMALL)
    hostile = NamedNode(BASE_IRI + "practice/a/hostile")
    for predicate, value in (
        ("rdf:type", NamedNode(PREFIXES["pow"] + "Practice")),
        ("skos:prefLabel", Literal(label.replace("\ud800", ""), language="en")),
        ("pow:addresses", NamedNode(BASE_IRI + EXPERT[1:])),
    ):
        prefix, _, local = predicate.partition(":")
        engine.store.add(Quad(hostile, NamedNode(PREFIXES[prefix] + local), value))
    client = client_of_engine(engine)
    for path in (EXPERT, "/practice/a/hostile"):
        root = ElementTree.fromstring(client.get(path + ".svg").data)
        known = {"svg", "title", "rect", "path", "a", "text"}
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= known
        assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", "".join(root.itertext()))
        assert all((each.get("href") or "").startswith("/") for each in root.iter(f"{SVG}a"))
