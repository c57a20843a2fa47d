"""Questions put together from choices: what can be chosen, what is refused, and what is asked and answered."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, Store
from werkzeug.test import TestResponse

from powergraph.engine import Timeout
from powergraph.prefixes import BASE_IRI, PREFIXES
from powergraph.web import builder
from powergraph.web.addresses import Addresses
from powergraph.web.shapes import shaped_properties
from powergraph.web.words import load_words

from .conftest import SMALL, StoreEngine

POW = PREFIXES["pow"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PRACTICE = BASE_IRI + "practice/power-dynamics/airing-the-privilege"
EXPERT, COERCIVE = (BASE_IRI + f"power-source/{name}" for name in ("expert-power", "coercive-power"))
WORK = BASE_IRI + "citation/power-dynamics/martín-baró-1994"


class Controls(HTMLParser):
    """The names of what can be chosen in the form, and the text of the main part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.options: list[str] = []
        self.text = ""
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in ("select", "input"):
            self.names.append(found.get("name") or "")
        if tag == "option":
            self.options.append(found.get("value") or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def address(suffix: str = "", **asked: str | list[str]) -> str:
    named = {name.replace("__", "."): value for name, value in asked.items()}
    return f"/builder{suffix}?{urlencode(named, doseq=True)}"


def rows(client: FlaskClient, **asked: str | list[str]) -> list[dict[str, str]]:
    answer = client.get(address(".csv", **asked))
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def things(client: FlaskClient, class_name: str, **asked: str | list[str]) -> set[str]:
    found = rows(client, **{"class": class_name, **asked})
    return {row[next(iter(row))] for row in found}


def refused(answer: TestResponse) -> str:
    assert answer.status_code == 400
    assert answer.text.count("<h1") == 1
    return answer.text


def test_without_a_class_the_classes_that_have_members_are_offered(client: FlaskClient) -> None:
    page = Controls(client.get("/builder", headers=BROWSER).text)
    assert page.names == ["class"]
    assert {"Practice", "PowerSource", "fabio:Book"} <= set(page.options)
    assert "PowerMode" not in page.options
    assert client.get("/builder.csv").status_code == 404


def test_the_properties_of_a_class_are_those_that_its_things_have(client: FlaskClient) -> None:
    page = Controls(client.get(address(**{"class": "Practice"}), headers=BROWSER).text)
    assert {"is.addresses", "is.ofTopic", "contains.schema:text", "from.ordinal", "to.ordinal"} <= set(page.names)
    assert not [each for each in page.names if "labelOrigin" in each or "rdf:type" in each or "broader" in each]
    assert "power-source/coercive-power" in page.options
    assert "power-source/expert-power" not in page.options  # no practice addresses it


def test_what_the_shapes_know_comes_before_the_rest(engine: StoreEngine) -> None:
    words = load_words(engine, Addresses(BASE_IRI))
    known = builder.properties_of(engine, words, POW + "PowerSource")
    mains = [each.is_main for each in known]
    assert mains == sorted(mains, reverse=True)
    shaped = {each.name for each in known if each.is_shaped}
    assert {"skos:definition", "skos:broader"} <= shaped


def test_the_shapes_of_superclasses_count_too() -> None:
    own = shaped_properties([POW + "PowerSource"])
    both = shaped_properties([POW + "PowerSource", PREFIXES["skos"] + "Concept"])
    assert PREFIXES["skos"] + "altLabel" in both - own
    assert shaped_properties(["https://example.org/no-class"]) == frozenset()


def test_a_property_of_too_many_things_is_asked_for_by_words_of_their_names(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "MOST_CHOICES", 0)
    page = Controls(client.get(address(**{"class": "Practice"}), headers=BROWSER).text)
    assert "named.addresses" in page.names
    assert "is.addresses" not in page.names
    assert things(client, "Practice", named__addresses="COERC") == {PRACTICE}
    assert things(client, "Practice", named__addresses="expert") == set()


def test_one_condition_after_the_other(client: FlaskClient) -> None:
    assert things(client, "PowerSource") == {EXPERT, COERCIVE}
    assert things(client, "PowerSource", **{"contains.skos:definition": "SKILL"}) == {EXPERT}
    assert things(client, "PowerSource", **{"contains.skos:definition": "nowhere"}) == set()
    assert things(client, "PowerSource", **{"is.skos:broader": "power-group/relational"}) == {EXPERT, COERCIVE}
    assert things(client, "Practice", is__addresses="Coercive Power") == {PRACTICE}
    assert things(client, "Practice", is__addresses=COERCIVE) == {PRACTICE}
    assert things(client, "Practice", is__addresses="power-source/expert-power") == set()
    assert things(client, "Practice", has__promptText="yes") == {PRACTICE}
    assert things(client, "Practice", has__promptText="no") == set()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"from.year": "1994"}, True),
        ({"from.year": "1995"}, False),
        ({"to.year": "1994"}, True),
        ({"to.year": "1993"}, False),
        ({"from.year": "1990", "to.year": "1999"}, True),
    ],
)
def test_years_have_a_beginning_and_an_end(client: FlaskClient, asked: dict[str, str], found: bool) -> None:
    assert (WORK in things(client, "Citation", **asked)) is found


def test_a_day_is_asked_for_by_its_year(client: FlaskClient) -> None:
    note = BASE_IRI + "note/power-dynamics"
    page = client.get(address(**{"class": "Note"}), headers=BROWSER).text
    assert "From the year" in page
    assert note in things(client, "Note", **{"from.dcterms:created": "2025", "to.dcterms:created": "2025"})
    assert things(client, "Note", **{"from.dcterms:created": "2026"}) == set()


def test_where_it_is_said_gives_note_lines_and_quote(client: FlaskClient) -> None:
    (row,) = rows(client, **{"class": "Practice", "lines": "yes", "show": ["ofTopic"]})
    assert list(row) == ["practice", "name", "ofTopic", "note", "startLine", "endLine", "quote"]
    assert row["name"] == "Airing the Privilege"
    assert row["ofTopic"] == BASE_IRI + "topic/power-dynamics"
    assert (row["startLine"], row["endLine"]) == ("120", "122")
    assert row["quote"].startswith("- **Micro-Skill")


def test_rows_are_ordered_and_limited(client: FlaskClient) -> None:
    by = {"class": "PowerSource", "by": "skos:definition"}
    first = [row["powerSource"] for row in rows(client, **by)]
    last = [row["powerSource"] for row in rows(client, down="yes", **by)]
    assert first == list(reversed(last)) == [EXPERT, COERCIVE]
    assert "LIMIT 50\n" in client.get(address(".rq", limit="50", **by)).text


def test_the_question_stands_there_in_words_and_in_the_query(client: FlaskClient) -> None:
    asked = {"class": "Practice", "is.addresses": "power-source/coercive-power", "lines": "yes"}
    sentence = "Every practice that addresses Coercive Power, and where it is said."
    assert sentence in Controls(client.get(address(**asked), headers=BROWSER).text).text
    query = client.get(address(".rq", **asked)).text
    assert query.startswith(f"# {sentence}\nPREFIX pow:")
    assert set(re.findall(r"PREFIX (\w+):", query)) == {"pow", "rdfs"}
    french = client.get(address(lang="fr", **asked), headers=BROWSER).text
    assert "Chaque" in french
    assert "Every" not in Controls(french).text.partition("PREFIX")[0]


def test_the_query_goes_to_the_query_page_as_it_is(client: FlaskClient) -> None:
    asked = {"class": "Practice", "contains.schema:text": "couples"}
    page = client.get(address(**asked), headers=BROWSER).text
    links = (link.replace("&amp;", "&") for link in re.findall(r'href="(/sparql\?query=[^"]+)"', page))
    edited = parse_qs(urlsplit(next(links)).query)["query"][0]
    assert edited == client.get(address(".rq", **asked)).text
    assert edited in Controls(client.get(f"/sparql?{urlencode({'query': edited})}", headers=BROWSER).text).text


def test_the_address_says_what_was_chosen_and_no_more(client: FlaskClient) -> None:
    """What a form sends has every field, empty ones too."""
    empty = {
        "has.addresses": "",
        "is.ofTopic": "",
        "contains.schema:text": " ",
        "from.ordinal": "",
        "by": "",
        "limit": "",
    }
    page = client.get(address(**{"class": "Practice", "is.addresses": "Coercive Power", **empty}), headers=BROWSER).text
    lasting = "/builder?class=Practice&amp;is.addresses=power-source%2Fcoercive-power"
    assert f'<a href="{lasting}">Lasting link' in page
    again = Controls(client.get(lasting.replace("&amp;", "&"), headers=BROWSER).text)
    assert [each.split("Answered in")[0] for each in (again.text, Controls(page).text)].count(
        again.text.split("Answered in")[0]
    ) == 2


@pytest.mark.parametrize("suffix", [".json", ".csv", ".tsv", ".xml", ".rq"])
def test_the_answer_is_there_as_a_file(client: FlaskClient, suffix: str) -> None:
    page = client.get(address(**{"class": "Practice"}), headers=BROWSER).text
    assert f'href="/builder{suffix}?class=Practice"' in page
    assert client.get(f"/builder{suffix}?class=Practice").status_code == 200


def test_a_column_is_sorted_by_and_the_question_kept(client: FlaskClient) -> None:
    page = client.get(address(**{"class": "PowerSource", "sort": "powerSource", "order": "desc"}), headers=BROWSER).text
    assert 'aria-sort="descending"' in page
    assert page.index(">Expert Power</a>", page.index("<tbody>")) < page.index(
        ">Coercive Power</a>", page.index("<tbody>")
    )
    assert "/builder?class=PowerSource&amp;sort=powerSource&amp;order=asc#answer" in page


def hostile() -> Iterator[tuple[str, dict[str, str | list[str]]]]:
    practice: dict[str, str | list[str]] = {"class": "Practice"}
    yield "unknown class", {"class": "NoSuchClass"}
    yield "class with blanks", {"class": "https://example.org/a b> ?x"}
    yield "class that breaks out", {"class": "pow:Practice . } DROP ALL"}
    yield "unknown property", {**practice, "is.noSuch": "topic/x"}
    yield "property that is not of the class", {**practice, "contains.skos:definition": "x"}
    yield "unknown column", {**practice, "show": "x> ?p ?o"}
    yield "unknown order", {**practice, "by": "?x) } #"}
    yield "unknown thing", {**practice, "is.addresses": "no such thing"}
    yield "thing that breaks out", {**practice, "is.addresses": "https://example.org/> } #"}
    yield "long text", {**practice, "contains.schema:text": "x" * 201}
    yield "no number", {**practice, "from.ordinal": "1 } #"}
    yield "huge number", {**practice, "from.ordinal": "9" * 50}
    yield "neither yes nor no", {**practice, "has.addresses": "perhaps"}
    yield "condition that does not suit", {**practice, "contains.addresses": "x"}
    yield "number of rows", {**practice, "limit": "999999999"}
    yield "rows that are no number", {**practice, "limit": "1 OFFSET 2"}
    yield "thousand parameters", {**practice, **{f"x{number}": "1" for number in range(1000)}}


@pytest.mark.parametrize("asked", [each[1] for each in hostile()], ids=[each[0] for each in hostile()])
def test_what_is_no_question_is_refused_in_words(client: FlaskClient, asked: dict[str, str | list[str]]) -> None:
    assert "This question cannot be put together" in refused(client.get(address(**asked), headers=BROWSER))


def test_there_are_limits_to_conditions_and_columns(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    two = {"class": "Practice", "has.addresses": "yes", "has.ofTopic": "yes", "show": ["addresses", "ofTopic"]}
    assert client.get(address(**two), headers=BROWSER).status_code == 200
    monkeypatch.setattr(builder, "MOST_FILTERS", 1)
    assert "at most ten conditions" in refused(client.get(address(**two), headers=BROWSER))
    monkeypatch.setattr(builder, "MOST_FILTERS", 10)
    monkeypatch.setattr(builder, "MOST_SHOWN", 1)
    assert "At most twelve columns" in refused(client.get(address(**two), headers=BROWSER))
    assert (builder.MOST_FILTERS, len(builder.LIMITS)) == (10, 4)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "\\",
        '"@en } #',
        "VALUES ?wanted2 { }",
        "\u202e<script>alert(1)</script>",
        "\u2028} DELETE",
        "%s %(x)s",
        "{}",
    ],
)
def test_a_text_stays_a_text(client: FlaskClient, text: str) -> None:
    """What it holds is found as it is, and the query has no other part than before."""
    asked = {"class": "Practice", "contains.schema:text": text, "contains.promptText": "} ?x ?y ?z"}
    query = client.get(address(".rq", **asked)).text
    assert str(Literal(" ".join(text.split()))) in query
    assert query.count("\n") == client.get(address(".rq", **{**asked, "contains.schema:text": "x"})).text.count("\n")
    assert rows(client, **asked) == []
    Store().query(query)
    page = client.get(address(**asked), headers=BROWSER).text
    assert "<script>alert" not in page


def test_a_text_with_marks_of_the_language_is_found(client_of_engine: Callable[..., FlaskClient]) -> None:
    engine = StoreEngine(SMALL)
    said = 'He said "no\\" } #'
    engine.store.add(Quad(NamedNode(PRACTICE), NamedNode(PREFIXES["schema"] + "text"), Literal(said)))
    assert things(client_of_engine(engine), "Practice", **{"contains.schema:text": said}) == {PRACTICE}


def test_a_property_without_a_prefix_can_be_asked_for(client_of_engine: Callable[..., FlaskClient]) -> None:
    engine = StoreEngine(SMALL)
    strange = "https://example.org/seen?by=(all)"
    engine.store.add(Quad(NamedNode(PRACTICE), NamedNode(strange), Literal("here")))
    client = client_of_engine(engine)
    (row,) = rows(client, **{"class": "Practice", f"contains.{strange}": "HER", "show": strange})
    assert "here" in row.values()
    assert client.get(address(**{"class": "Practice"}), headers=BROWSER).status_code == 200


def test_an_answer_that_does_not_come_is_told_above_the_form(engine: StoreEngine, client: FlaskClient) -> None:
    whole = engine.query

    def late(request):  # type: ignore[no-untyped-def]
        if "# Every practice" in request.text:
            raise Timeout(limit=7)
        return whole(request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "query", late)
        answer = client.get(address(**{"class": "Practice"}), headers=BROWSER)
    assert answer.status_code == 503
    assert "is.addresses" in Controls(answer.text).names
    assert "The query took too long" in answer.text


def test_a_class_and_the_query_page_lead_here(client: FlaskClient) -> None:
    listed = client.get("/browse/PowerSource", headers=BROWSER).text
    (link,) = re.findall(r'href="(/builder\?class=[^"]+)"', listed)
    assert "power source" in Controls(client.get(link, headers=BROWSER).text).text
    assert 'href="/builder"' in client.get("/sparql", headers=BROWSER).text


def test_lines_are_offered_only_where_things_come_from_lines(client: FlaskClient) -> None:
    assert 'name="lines"' in client.get(address(**{"class": "Practice"}), headers=BROWSER).text
    assert 'name="lines"' not in client.get(address(**{"class": "Note"}), headers=BROWSER).text
    assert "quote" not in rows(client, **{"class": "Note", "lines": "yes"})[0]


def test_long_texts_make_no_page_too_long(client_of_engine: Callable[..., FlaskClient]) -> None:
    engine = StoreEngine(SMALL)
    for number in range(150):
        one = NamedNode(f"{BASE_IRI}practice/long/{number}")
        engine.store.add(Quad(one, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(POW + "Practice")))
        engine.store.add(Quad(one, NamedNode(PREFIXES["schema"] + "text"), Literal("a word " * 5000)))
        engine.store.add(Quad(one, NamedNode(POW + "addresses"), one))
        engine.store.add(Quad(one, NamedNode(PREFIXES["rdfs"] + "label"), Literal(f"{number} " + "name " * 5000)))
    client = client_of_engine(engine)
    asked = {"class": "Practice", "show": ["schema:text", "addresses"]}
    answer = client.get(address(**asked), headers=BROWSER)
    assert answer.status_code == 200
    assert len(answer.data) < 200_000
    assert "a word " * 5000 in client.get(address(".csv", **asked)).text


@pytest.fixture(scope="module")
def asking() -> list[tuple[str, str]]:
    """The examples of docs/asking.md: language and text of each."""
    text = (Path(__file__).resolve().parents[2] / "docs/asking.md").read_text(encoding="utf-8")
    return re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def demo(client_of_dump: Callable[[Path], FlaskClient]) -> FlaskClient:
    return client_of_dump(Path(__file__).resolve().parents[2] / "data/powergraph.ttl")


def test_the_examples_of_how_to_ask_have_answers(asking: list[tuple[str, str]], demo: FlaskClient) -> None:
    addresses = [text.strip() for language, text in asking if not language]
    queries = [text for language, text in asking if language == "sparql"]
    assert (len(addresses), len(queries)) == (3, 1)
    for each in [*addresses, *(f"/sparql?{urlencode({'query': text})}" for text in queries)]:
        path, _, parameters = each.partition("?")
        file = path + ".csv" if path == "/builder" else path
        answer = demo.get(f"{file}?{parameters}", headers={"Accept": "text/csv"})
        assert answer.status_code == 200, each
        assert len(answer.text.splitlines()) > 1, each


def test_every_part_of_an_address_is_told(demo: FlaskClient) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs/asking.md").read_text(encoding="utf-8")
    found = {
        name.partition(".")[0]
        for each in ("Practice", "Note", "Citation", "KeyConcept")
        for name in Controls(demo.get(address(**{"class": each}), headers=BROWSER).text).names
    }
    # What has too many values for a list is asked for by words, and these notes have nothing like that.
    assert found | {"named"} == {each.partition(".")[0] for each in re.findall(r"`([a-z]+)[.=][^`]*=?[^`]*`", text)}
