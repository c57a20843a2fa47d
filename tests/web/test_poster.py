"""The overview of power sources: fields, discs and names keep apart, marks lead somewhere, sizes tell the notes."""

from itertools import combinations
from xml.etree import ElementTree

import html5lib
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from powergraph.web.pages import PosterGroup, PosterSource
from powergraph.web.poster import WIDTH, draw_poster
from powergraph.web.words import Link

from .test_neighbourhood import SVG, apart, texts

links = st.builds(Link, texts, st.just("/note/a.html"))
sources = st.builds(PosterSource, links, st.integers(0, 5000), st.lists(links, max_size=14).map(tuple))
groups = st.builds(PosterGroup, links | st.none(), st.lists(sources, min_size=1, max_size=12).map(tuple))


@settings(max_examples=40, deadline=None)
@given(st.lists(groups, min_size=1, max_size=8))
def test_nothing_in_the_overview_overlaps(given_groups: list[PosterGroup]) -> None:
    drawing = draw_poster(given_groups)
    fields = [(each.x, each.y, each.x + each.width, each.y + each.height) for each in drawing.fields]
    assert all(apart(one, other) for one, other in combinations(fields, 2))
    for field, (left, top, right, bottom) in zip(drawing.fields, fields, strict=True):
        boxes = [field.name.box, *(name.box for disc in field.discs for name in disc.names)]
        for disc in field.discs:
            size = disc.radius
            boxes.append((disc.x - size, disc.y - size, disc.x + size, disc.y + size))
            boxes += [(each.x - 4, each.y - 4, each.x + 4, each.y + 4) for each in disc.practices]
        assert all(left <= box[0] and box[2] <= right and top <= box[1] and box[3] <= bottom for box in boxes)
        assert right <= WIDTH
        assert bottom <= drawing.legend
        names = boxes[: 1 + sum(len(disc.names) for disc in field.discs)]
        for number, name in enumerate(names):
            assert all(apart(name, other) for other in boxes[number + 1 :])


def test_a_source_that_more_notes_speak_of_is_larger() -> None:
    few, many = (PosterSource(Link(name, "/a.html"), notes) for name, notes in (("Few", 2), ("Many", 9)))
    discs = draw_poster([PosterGroup(None, (few, many))]).fields[0].discs
    assert discs[0].radius < discs[1].radius


def test_the_overview_alone_is_xml_whose_links_answer(client: FlaskClient) -> None:
    answer = client.get("/overview.svg")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    links = [each.get("href") or "" for each in root.iter(f"{SVG}a")]
    assert {"/power-source/expert-power.html", "/power-group/relational.html"} <= set(links)
    assert "/practice/power-dynamics/airing-the-privilege.html" in links
    assert [client.get(each).status_code for each in links] == [200] * len(links)
    assert all(each.findtext(f"{SVG}title") for each in root.iter(f"{SVG}a"))
    assert client.get("/overview.svg").data == answer.data


def test_the_front_page_shows_the_overview(client: FlaskClient) -> None:
    page = html5lib.parse(client.get("/").text, namespaceHTMLElements=False)
    figure = page.find(".//figure[@class='overview']")
    assert figure.find(f"{SVG}svg").get("aria-label") == "Power sources and their groups"
    assert figure.find("figcaption/a").get("href") == "/overview.svg"


def test_without_sources_there_is_no_overview(empty_engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    client = client_of_engine(empty_engine)
    assert client.get("/overview.svg").status_code == 404
    assert "overview" not in client.get("/").text
