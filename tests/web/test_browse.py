"""Lists, trees and the timeline: what people look through when they have no word."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from powergraph.config import load_vault_settings
from powergraph.publishing.build import build, check
from powergraph.web.found_pages import Branch
from powergraph.web.tree import _grown
from powergraph.web.words import Link

ROOT = Path(__file__).resolve().parents[2]
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, client_of_dump: Callable[[Path], FlaskClient]) -> FlaskClient:
    """The demo notes."""
    settings = load_vault_settings(ROOT / "data/notes")
    release = build(check(ROOT / "data/notes", settings), settings, tmp_path_factory.mktemp("demo"))
    lines = [
        line
        for segment in release.manifest.segments
        if segment.in_default
        for line in (release.path / segment.file).read_bytes().splitlines(keepends=True)
    ]
    dump = tmp_path_factory.mktemp("dump") / "all.nq"
    dump.write_bytes(b"".join(lines))
    return client_of_dump(dump)


def names(client: FlaskClient, path: str) -> list[str]:
    return [each["link"]["text"] for each in client.get(path).json["members"]]


def facet(client: FlaskClient, path: str, title: str) -> dict[str, int]:
    found = [each for each in client.get(path).json["facets"] if each["title"] == title]
    return {each["link"]["text"]: each["count"] for each in found[0]["values"]} if found else {}


def test_a_list_is_in_the_order_of_its_names_and_ends_with_its_last_page(demo: FlaskClient) -> None:
    whole: list[str] = []
    path = "/browse/KeyConcept.json"
    while path:
        told = demo.get(path).json
        whole += [each["link"]["text"] for each in told["members"]]
        path = told["paging"].get("next", "").replace("KeyConcept?", "KeyConcept.json?")
    assert len(whole) == told["count"] == told["found"] > 100
    letters = [name[0].casefold() for name in whole if name[0].isalpha() and name[0].isascii()]
    assert letters == sorted(letters)


def test_letters_part_a_list_and_their_counts_are_true(demo: FlaskClient) -> None:
    told = demo.get("/browse/Practice.json").json
    assert sum(each["count"] for each in told["letters"]) == told["count"] == 52
    for each in told["letters"]:
        path = each["link"]["href"].replace("Practice?", "Practice.json?")
        assert len(names(demo, path)) == each["count"]
        assert {name.lstrip("“\"'")[0].upper() for name in names(demo, path)} == {each["link"]["text"]}


def test_facets_part_a_list_and_their_counts_are_true(demo: FlaskClient) -> None:
    told = demo.get("/browse/Practice.json").json
    assert {each["title"] for each in told["facets"]} == {"Kind", "Note"}
    for each in (choice for found in told["facets"] for choice in found["values"]):
        path = each["link"]["href"].replace("Practice?", "Practice.json?")
        assert demo.get(path).json["found"] == each["count"], path


def test_sources_can_be_narrowed_down_to_a_group(demo: FlaskClient) -> None:
    assert facet(demo, "/browse/PowerSource.json", "Group") == {
        "Individual/Relational Power": 5,
        "Systemic/Structural Power": 3,
    }
    path = "/browse/PowerSource.json?group=power-group/systemic-structural-power"
    assert names(demo, path) == ["Dominant Group Power (Privilege)", "Institutional Power", "Power of the Narrative"]


def test_choices_add_up_and_each_can_be_taken_back(demo: FlaskClient) -> None:
    path = "/browse/Practice.json?kind=Prompt&note=note/power-dynamics"
    assert names(demo, path) == ["Tracking Influence"]
    assert facet(demo, path, "Kind") == {"micro-skill": 2, "prompt": 1}  # of this note, whatever kind is chosen
    told = demo.get(path).json
    choices = (each for found in told["facets"] for each in found["values"])
    (kind,) = [each for each in choices if each.get("is_chosen") and "prompt" in each["link"]["text"]]
    assert parse_qs(urlsplit(kind["link"]["href"]).query) == {"note": ["note/power-dynamics"]}
    assert told["everything"] == "/browse/Practice"


def test_names_are_filtered_by_the_beginnings_of_their_words(demo: FlaskClient) -> None:
    assert names(demo, "/browse/PowerSource.json?name=priv") == ["Dominant Group Power (Privilege)"]
    assert names(demo, "/browse/PowerSource.json?name=POW+exp") == ["Expert Power"]
    text = demo.get("/browse/PowerSource?name=exp&letter=E", headers=BROWSER).text
    assert 'name="name" value="exp"' in text
    assert '<input type="hidden" name="letter" value="E">' in text
    assert "1 of 9 are shown." in text


@pytest.mark.parametrize(
    "query", ["letter=%3Cscript%3E", "name=%22%3E%3Cb%3E", "kind=javascript:x", "note=%00", "decade=1e9", "page=0"]
)
def test_what_an_address_says_is_shown_as_text(demo: FlaskClient, query: str) -> None:
    answer = demo.get(f"/browse/Practice?{query}", headers=BROWSER)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<b>" not in answer.text
    assert 'href="javascript' not in answer.text


def test_a_class_of_very_many_things_is_listed_without_facets(
    demo: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = names(demo, "/browse/Practice.json")
    monkeypatch.setattr("powergraph.web.browsing.MOST_MEMBERS", 3)
    told = demo.get("/browse/Practice.json").json
    assert {each["link"]["text"] for each in told["members"]} == set(whole)
    assert (told["facets"], told["letters"]) == ([], [])


def test_classes_and_their_members_are_pages_and_data(demo: FlaskClient) -> None:
    assert demo.get("/browse/", headers=BROWSER).content_type == "text/html; charset=utf-8"
    assert demo.get("/browse.json").content_type == "application/json"
    assert (
        demo.get("/browse/?class=https://w3id.org/powergraph/ontology%23Practice", headers=BROWSER).status_code == 200
    )
    for path in ("/browse/Nothing", "/browse/nothing.json", "/browse/no:such"):
        assert demo.get(path, headers=BROWSER).status_code == 404


def test_the_tree_has_sources_below_their_groups_and_kinds_below_kinds(demo: FlaskClient) -> None:
    told = demo.get("/browse/tree.json").json
    ideas = {each["link"]["text"]: [below["link"]["text"] for below in each["branches"]] for each in told["ideas"]}
    assert ideas["Systemic/Structural Power"] == [
        "Dominant Group Power (Privilege)",
        "Institutional Power",
        "Power of the Narrative",
    ]
    kinds = {each["link"]["text"]: each for each in told["kinds"]}
    practice = {below["link"]["text"]: below["count"] for below in kinds["practice"]["branches"]}
    assert practice["prompt"] == 16
    text = demo.get("/browse/tree", headers=BROWSER).text
    assert text.count("<details") == text.count("<summary>") > 2


def grown(things: str, **below: str) -> list[str]:
    """Return trees as text: `a(b c)`, and `a…` where a stands elsewhere with its branches."""

    def told(each: Branch) -> str:
        branches = " ".join(map(told, each.branches))
        return each.link.text + (f"({branches})" if branches else "") + ("…" if each.is_again else "")

    return list(map(told, _grown(things, {k: set(v) for k, v in below.items()}, lambda iri: Link(iri), {})))


def test_trees_end_where_things_stand_below_each_other() -> None:
    assert grown("abc", a="bc", b="c") == ["a(b(c) c)"]
    assert grown("abcd", a="bc", b="d", c="b") == ["a(b(d) c(b…))"]
    assert grown("abc", a="b", b="c", c="a") == ["a(b(c(a…)))"]
    assert grown("ab") == ["a", "b"]


def test_works_stand_in_their_decade_and_are_counted(demo: FlaskClient) -> None:
    told = demo.get("/timeline.json").json
    assert sum(each["count"] for each in told["decades"]) + told["undated_count"] == told["count"] == 64
    for decade in told["decades"]:
        years = [int(work["year"]) for work in decade["works"]]
        assert len(years) == decade["count"]
        assert years == sorted(years)
        assert decade["first"] <= years[0] <= years[-1] <= decade["first"] + 9
    fifties = next(each for each in told["decades"] if each["first"] == 1950)
    assert fifties["works"][-1]["link"]["text"] == "The bases of social power"
    assert fifties["works"][-1]["notes"] == 4
    assert max(each["share"] for each in told["decades"]) == 100


def test_many_works_are_listed_a_decade_at_a_time(demo: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powergraph.web.timeline._MOST_WORKS", 10)
    monkeypatch.setattr("powergraph.web.timeline.PAGE_SIZE", 8)
    told = demo.get("/timeline.json").json
    assert not any(each["works"] for each in told["decades"])
    found: list[str] = []
    path = "/timeline.json?decade=2000"
    while path:
        told = demo.get(path).json
        found += [work["link"]["text"] for each in told["decades"] for work in each["works"]]
        path = told["paging"].get("next", "").replace("timeline?", "timeline.json?")
    assert len(found) == len(set(found)) == 19
    for wrong in ("x", "99999999", "٣"):
        assert demo.get(f"/timeline?decade={wrong}", headers=BROWSER).status_code == 200


def test_the_timeline_has_no_style_of_its_own(demo: FlaskClient) -> None:
    text = demo.get("/timeline", headers=BROWSER).text
    assert "<rect width=" in text
    assert "style=" not in text
    assert "aria-hidden" in text
