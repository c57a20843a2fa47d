"""A thing that ten thousand others point to: its page stays small, counts them, and asks little."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat

from powergraph.prefixes import BASE_IRI, PREFIXES

from .conftest import StoreEngine

MANY = 10_000
MENTIONS = f"{PREFIXES['pow']}mentions"


def many_links() -> StoreEngine:
    """A topic that ten thousand practices mention, two in each note; 28 address it, five thousand topics link to it."""
    lines = ['<topic/hub> a pow:Topic ; skos:prefLabel "The hub"@en ; rdfs:label "The hub"@en .']
    for each in range(MANY):
        note = each // 2
        lines.append(
            f'<practice/n{note}/{each}> a pow:Practice ; rdfs:label "Practice {each}"@en ;'
            f" pow:definedIn <note/n{note}> ;"
            f" pow:mentions <topic/hub> ; pow:passage <passage/n{note}/{each}> ."
            f"<passage/n{note}/{each}> a pow:Passage ; pow:inNote <note/n{note}> ; pow:startLine {each + 1} ;"
            f' pow:endLine {each + 2} ; pow:quote "What a practice says about the hub." .'
            f"<link/n{note}/{each}> a pow:Mention ; pow:to <topic/hub> ; pow:passage <passage/n{note}/{each}> ."
        )
        if each < 28:
            lines.append(f"<practice/n{note}/{each}> pow:addresses <topic/hub> .")
        if each % 2:
            lines.append(f'<topic/t{each}> a pow:Topic ; rdfs:label "Topic {each}"@en ; pow:linksTo <topic/hub> .')
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    engine = StoreEngine()
    text = f"{prefixes}BASE <{BASE_IRI}>\n" + "\n".join(lines)
    engine.store.bulk_load(text.encode(), format=RdfFormat.TURTLE)
    return engine


@pytest.fixture(scope="module")
def many() -> StoreEngine:
    return many_links()


@pytest.mark.parametrize(
    ("path", "questions"),
    [
        ("/topic/hub.html", 7),
        ("/topic/hub.json", 7),
        (f"/topic/hub.html?to={MENTIONS.replace('#', '%23')}&page=100", 3),
        (f"/topic/hub.html?to={MENTIONS.replace('#', '%23')}&page=102", 3),
    ],
    ids=["page", "json", "last page of the list", "behind the list"],
)
def test_its_page_is_small_and_asks_little(
    many: StoreEngine, client_of_engine: Callable[..., FlaskClient], path: str, questions: int
) -> None:
    client = client_of_engine(many)
    client.get("/problems")
    client.get("/topic/hub.html")  # what is asked once for each publication
    before = len(many.asked)
    answer = client.get(path)
    assert answer.status_code == 200
    assert len(answer.data) < 200_000
    assert len(many.asked) - before <= questions + 1  # and whether there is such a thing


def test_what_points_to_it_is_counted_with_its_notes(
    many: StoreEngine, client_of_engine: Callable[..., FlaskClient]
) -> None:
    client = client_of_engine(many)
    uses = {each["predicate"]["text"]: each for each in client.get("/topic/hub.json").json["uses"]}
    mentioned = uses["mentioned by"]
    addressed = uses["addressed by"]
    assert (addressed["count"], addressed["notes"], len(addressed["values"])) == (28, 14, 28)
    assert (mentioned["count"], mentioned["notes"], mentioned["values"]) == (MANY, 0, [])
    assert uses["linked from"]["count"] == MANY // 2
    html = client.get("/topic/hub.html").text
    assert "28 · 14 notes" in html
    listed = client.get(mentioned["more"]).text
    assert listed.count('href="/practice/n') == 100
    last = client.get(f"{mentioned['more']}&page=100").text
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last
