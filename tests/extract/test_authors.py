"""Lists of authors: organisations beside each other, people of one name, pairs of family names."""

import pytest

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
