"""Lists of authors: organisations beside each other, people of one name, pairs of family names."""

import pytest

from powergraph.extract import known_names
from powergraph.extract.authors import read_authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Oak Institute and Ash Foundation", ["Oak Institute", "Ash Foundation"]),
        ("World Shelf Organization and UNICEF", ["World Shelf Organization", "UNICEF"]),
        ("Oak Institute (OI) and the Ash Society (AS)", ["Oak Institute", "Ash Society"]),
        ("Elm Association, Fir Council, and Gum Network", ["Elm Association", "Fir Council", "Gum Network"]),
        ("Amnesty International & Ivy Centre", ["Amnesty International", "Ivy Centre"]),
        ("Center for Local and International Development", ["Center for Local and International Development"]),
        ("Committee on Schools and Community Education", ["Committee on Schools and Community Education"]),
        (
            "Leaf Growth and Tree Health Services Administration",
            ["Leaf Growth and Tree Health Services Administration"],
        ),
        ("Department of Twigs and Human Services", ["Department of Twigs and Human Services"]),
        ("Centers for Lamp Control and Prevention", ["Centers for Lamp Control and Prevention"]),
    ],
)
def test_and_joins_two_organisations_only_where_each_is_one(text: str, names: list[str]) -> None:
    authors = read_authors(text)
    assert [agent.family for agent in authors.agents] == names
    assert all(agent.organisation for agent in authors.agents)
    assert authors.sure


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Alder, Levine", [("Alder", ""), ("Levine", "")]),
        ("Alder, Bergmann", [("Alder", ""), ("Bergmann", "")]),
        ("Johnson, Sue", [("Johnson", "Sue")]),
        ("Alder, Resmaa", [("Alder", "Resmaa")]),
        ("Alder, Levine.", [("Alder", "Levine")]),
        ("Alder, Russell", [("Alder", "Russell")]),
        ("Alder, Levine, Moore", [("Alder", ""), ("Levine", ""), ("Moore", "")]),
        ("Alder, Levine & Moore", [("Alder", ""), ("Levine", ""), ("Moore", "")]),
    ],
)
def test_name_behind_a_comma_is_a_family_name_where_it_is_known_as_one(text: str, people: list[str]) -> None:
    assert [(agent.family, agent.given) for agent in read_authors(text).agents] == people


@pytest.mark.parametrize(("text", "sure"), [("Plato", True), ("Aristotle.", True), ("Shelf", False), ("Alder", False)])
def test_one_name_alone_is_surely_an_author_only_where_it_is_known(text: str, sure: bool) -> None:
    authors = read_authors(text)
    assert [(agent.family, agent.organisation) for agent in authors.agents] == [(text.rstrip("."), False)]
    assert authors.sure is sure


def test_no_name_is_on_two_lists() -> None:
    lists = [known_names._names(name) for name in ("given_names", "family_names", "mononyms")]
    assert all(lists)
    assert not (lists[0] & lists[1]) | (lists[0] & lists[2]) | (lists[1] & lists[2])
