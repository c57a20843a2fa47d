"""The gallery of questions: what can be asked, how it is chosen, and how the answer is shown and taken away."""

import csv
import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from powergraph.engine import Busy, Timeout
from powergraph.graph.iris import Minter
from powergraph.graph.question_quads import question_graph
from powergraph.prefixes import BASE_IRI, PREFIXES
from powergraph.question import Parameter, Question
from powergraph.web import answers
from powergraph.web.addresses import Addresses
from powergraph.web.words import load_words

from .conftest import SMALL, StoreEngine

POW = PREFIXES["pow"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PROLOGUE = "".join(f"PREFIX {each}: <{PREFIXES[each]}>\n" for each in ("pow", "skos", "dcterms", "rdfs"))
SOURCE = NamedNode(BASE_IRI + "power-source/expert-power")

DEFINED = Question(
    name="defined",
    query=PROLOGUE + "SELECT ?source ?name ?definition WHERE {\n  VALUES ?source { <" + SOURCE.value + "> }\n"
    "  ?source a pow:PowerSource ; skos:prefLabel ?name ; skos:definition ?definition .\n"
    '  FILTER(LANG(?name) = "en")\n}\nORDER BY ?name',
    titles={"en": "What a source is", "fr": "Ce qu’est une source"},
    questions={"en": "What is this source of power?", "fr": "Qu’est-ce que cette source de pouvoir ?"},
    notes={"en": "Only definitions are shown."},
    parameters=(Parameter("source", SOURCE, {"en": "the source of power", "fr": "la source"}),),
    level=1,
)
LINES = Question(
    name="lines",
    query=PROLOGUE + "SELECT ?passage ?startLine WHERE {\n  VALUES ?from { 36 }\n"
    "  ?passage pow:startLine ?startLine .\n  FILTER(?startLine > ?from)\n}\nORDER BY ?startLine ?passage",
    titles={"en": "Later lines"},
    questions={"en": "Which lines come after this one?"},
    parameters=(Parameter("from", Literal(36), {"en": "the line"}),),
    level=4,
)
WORD = Question(
    name="word",
    query='SELECT ?page { VALUES ?page { "privilege" } }',
    titles={"en": "A word"},
    questions={"en": "Which word is this?"},
    parameters=(Parameter("page", Literal("privilege"), {"en": "the word"}),),
    level=4,
)


class Page(HTMLParser):
    """The main part of a page: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.tags if each == tag]


def text_of(answer) -> str:  # type: ignore[no-untyped-def]
    return " ".join(Page(answer.text).text.split())


def with_questions(*questions: Question, turtle: str = "") -> StoreEngine:
    engine = StoreEngine(SMALL)
    graph = question_graph(questions, Minter(BASE_IRI)).graph
    for triple in graph.triples:
        for name in (DefaultGraph(), NamedNode(graph.iri)):
            engine.store.add(Quad(triple.subject, triple.predicate, triple.object, name))
    if turtle:
        prefixes = "".join(f"PREFIX {each}: <{iri}>\n" for each, iri in PREFIXES.items())
        engine.store.load(f"{prefixes}BASE <{BASE_IRI}>\n{turtle}".encode(), format=RdfFormat.TURTLE)
    return engine


@pytest.fixture
def asked() -> StoreEngine:
    return with_questions(DEFINED, LINES, WORD)


@pytest.fixture
def gallery(asked: StoreEngine, client_of_engine: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of_engine(asked)


def test_the_gallery_lists_all_questions_in_words_from_simple_to_hard(gallery: FlaskClient) -> None:
    text = text_of(gallery.get("/queries", headers=BROWSER))
    assert "To look something up What a source is What is this source of power?" in text
    assert "You choose the source of power." in text
    assert text.index("What a source is") < text.index("Later lines") < text.index("A word")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("SOURCE", ["What a source is"]),
        ("quest-ce pouvoir", []),
        ("cette pouvoir", ["What a source is"]),
        ("lines after", ["Later lines"]),
        ("which", ["Later lines", "A word"]),
        ("<script>", []),
    ],
)
def test_questions_are_found_by_their_words_in_any_language(
    gallery: FlaskClient, wanted: str, found: list[str]
) -> None:
    said = gallery.get("/queries.json", query_string={"q": wanted}).json
    assert [item["title"]["text"] for _, items in said["groups"] for item in items] == found
    assert (said["count"], said["total"]) == (len(found), 3)
    assert "<script>" not in gallery.get("/queries", query_string={"q": wanted}, headers=BROWSER).text


def test_a_dataset_without_questions_says_so(client: FlaskClient) -> None:
    assert "brings no questions of its own" in text_of(client.get("/queries", headers=BROWSER))


def test_the_gallery_as_rdf_is_its_graph(gallery: FlaskClient) -> None:
    assert "pow" in gallery.get("/queries.ttl").text or POW in gallery.get("/queries.ttl").text
    assert gallery.get("/queries", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"
    assert gallery.get("/queries.png").status_code == 404


def test_the_first_questions_to_try_are_those_of_the_gallery(gallery: FlaskClient, client: FlaskClient) -> None:
    hrefs = [each["href"] for each in gallery.get("/dataset.json").json["examples"]]
    assert hrefs == ["/queries/defined.html", "/queries/lines.html", "/queries/word.html"]
    assert all(each["href"].startswith("/sparql?") for each in client.get("/dataset.json").json["examples"])


def test_a_question_is_shown_with_its_form_and_its_answer(gallery: FlaskClient) -> None:
    answer = gallery.get("/queries/defined.html", headers=BROWSER)
    page = Page(answer.text)
    text = text_of(answer)
    assert answer.status_code == 200
    assert len(page.all("h1")) == 1
    assert "What is this source of power? Only definitions are shown." in text
    assert "Based on specialized knowledge or skill" in text
    assert [each["value"] for each in page.all("option")] == [
        "power-source/coercive-power",
        "power-source/expert-power",
    ]
    assert [each["value"] for each in page.all("option") if "selected" in each] == ["power-source/expert-power"]
    assert "/power-source/expert-power.html" in [each.get("href") for each in page.all("a")]
    assert "1 row." in text
    assert "seconds" in text


def test_a_column_that_only_repeats_the_name_of_a_thing_is_left_out(gallery: FlaskClient) -> None:
    headings = Page(gallery.get("/queries/defined.html").text).all("th")
    assert len(headings) == 2
    rows = list(csv.reader(io.StringIO(gallery.get("/queries/defined.csv").text)))
    assert rows[0] == ["source", "name", "definition"]


@pytest.mark.parametrize(
    "written",
    ["power-source/coercive-power", BASE_IRI + "power-source/coercive-power", "Coercive Power", " coercive  power "],
    ids=["path", "IRI", "name", "name in small letters"],
)
def test_a_thing_is_chosen_by_its_name_its_path_or_its_iri(gallery: FlaskClient, written: str) -> None:
    for suffix in ("html", "csv"):
        answer = gallery.get(f"/queries/defined.{suffix}", query_string={"source": written})
        assert answer.status_code == 200
        assert "inflict punishment" in answer.text
        assert "specialized knowledge" not in answer.text
    page = gallery.get("/queries/defined.html", query_string={"source": written}).text
    assert "/queries/defined?source=power-source%2Fcoercive-power" in page


def test_a_thing_that_has_no_answer_can_be_named_all_the_same(gallery: FlaskClient) -> None:
    answer = gallery.get("/queries/defined.html", query_string={"source": "Boundary Models"})
    assert answer.status_code == 200
    assert "Nothing in the notes answers this." in text_of(answer)
    (option,) = [each for each in Page(answer.text).all("option") if "selected" in each]
    assert option["value"] == "topic/boundary-models"
    assert ">Boundary Models</option>" in answer.text


@pytest.mark.parametrize(
    ("path", "sent", "told"),
    [
        ("defined", {"source": "No Such Thing"}, "Nothing in this dataset has this name."),
        ("defined", {"source": " "}, "Please fill this in."),
        ("lines", {"from": "a few"}, "This has to be a whole number, such as 12."),
        ("word", {"page-value": ""}, "Please fill this in."),
    ],
)
def test_what_cannot_be_meant_is_told_beside_its_field(
    gallery: FlaskClient, path: str, sent: dict[str, str], told: str
) -> None:
    answer = gallery.get(f"/queries/{path}.html", query_string=sent, headers=BROWSER)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert told in text_of(answer)
    (field,) = [each for each in page.all("input") if each.get("aria-invalid")]
    assert field["value"] == next(iter(sent.values()))
    assert field["aria-describedby"] in [attributes.get("id") for _, attributes in page.tags]
    for suffix in ("json", "csv", "rq"):
        refused = gallery.get(f"/queries/{path}.{suffix}", query_string=sent)
        assert refused.status_code == 400
        assert told in refused.json["detail"]


@pytest.mark.parametrize(
    "text",
    [
        '" } ?s ?p ?o #',
        "\\",
        "'''",
        "x\n} SERVICE <https://example.org/> {",
        "<script>alert(1)</script>",
        "\0",
        "💥",
        "\u202e",
    ],
)
def test_a_hostile_value_is_only_a_value(gallery: FlaskClient, text: str) -> None:
    rows = gallery.get("/queries/word.json", query_string={"page-value": text}).json["results"]["bindings"]
    assert [row["page"]["value"] for row in rows] == [text]
    page = gallery.get("/queries/word.html", query_string={"page-value": text})
    assert page.status_code == 200
    assert "<script>" not in page.text
    for hostile in ("defined", "lines"):
        name = "source" if hostile == "defined" else "from"
        assert gallery.get(f"/queries/{hostile}.html", query_string={name: text}).status_code == 400


def test_an_answer_is_had_in_every_format_of_results(gallery: FlaskClient) -> None:
    sent = {"from": "100"}
    assert gallery.get("/queries/lines.csv", query_string=sent).text.startswith("passage,startLine\r\n")
    assert gallery.get("/queries/lines.tsv", query_string=sent).text.startswith("?passage\t?startLine\n")
    assert gallery.get("/queries/lines.xml", query_string=sent).mimetype == "application/sparql-results+xml"
    rows = gallery.get("/queries/lines.json", query_string=sent).json["results"]["bindings"]
    assert all(int(row["startLine"]["value"]) > 100 for row in rows)
    links = [each.get("href") for each in Page(gallery.get("/queries/lines.html", query_string=sent).text).all("a")]
    for suffix in ("json", "xml", "csv", "tsv", "rq"):
        assert f"/queries/lines.{suffix}?from=100" in links


def test_the_query_as_a_file_runs_and_has_what_was_chosen(gallery: FlaskClient) -> None:
    answer = gallery.get("/queries/lines.rq", query_string={"from": "100"})
    assert answer.mimetype == "application/sparql-query"
    assert answer.text.startswith("# Which lines come after this one?\n")
    direct = gallery.get("/sparql", query_string={"query": answer.text, "format": "csv"})
    assert direct.text == gallery.get("/queries/lines.csv", query_string={"from": "100"}).text


def test_the_query_can_be_edited_as_it_was_asked(gallery: FlaskClient) -> None:
    page = Page(gallery.get("/queries/lines.html", query_string={"from": "100"}).text)
    (edit,) = {each["href"] for each in page.all("a") if (each.get("href") or "").startswith("/sparql?")}
    query = parse_qs(urlsplit(edit or "").query)["query"][0]
    assert query == gallery.get("/queries/lines.rq", query_string={"from": "100"}).text
    assert "VALUES ?from { 100 }" in " ".join(query.replace('"100"^^<' + PREFIXES["xsd"] + "integer>", "100").split())


def test_the_address_of_a_question_leads_to_the_document_with_what_was_chosen(gallery: FlaskClient) -> None:
    for accept, suffix in (("text/html", "html"), ("text/csv", "csv"), ("application/json", "json"), ("*/*", "ttl")):
        answer = gallery.get("/queries/lines?from=100&format=", headers={"Accept": accept})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/queries/lines.{suffix}?from=100"
    assert gallery.get("/queries/lines?format=tsv").headers["Location"] == "/queries/lines.tsv"


def test_what_the_dataset_says_about_a_question_is_still_there(gallery: FlaskClient) -> None:
    assert "Later lines" in gallery.get("/queries/lines.ttl").text
    assert gallery.get("/queries/lines/parameter/from.ttl").status_code == 200
    assert gallery.get("/queries/nothing.html").status_code == 404
    assert gallery.get("/queries/nothing").status_code == 404


def test_rows_are_sorted_by_a_column_without_a_script(gallery: FlaskClient) -> None:
    def lines(**asked: str) -> list[int]:
        rows = gallery.get("/queries/lines.html", query_string={"from": "1", **asked}).text.split("<tr>")[2:]
        return [int(row.split(' class="figure">')[1].split("<")[1].split(">")[1].strip()) for row in rows]

    up, down = lines(sort="startLine", order="asc"), lines(sort="startLine", order="desc")
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert lines(sort="nothing") == up
    page = Page(gallery.get("/queries/lines.html?sort=startLine&order=asc&from=1").text)
    (heading,) = [each for each in page.all("th") if each.get("aria-sort")]
    assert heading == {"scope": "col", "aria-sort": "ascending", "class": "figure"}
    assert "/queries/lines.html?from=1&sort=startLine&order=desc" in [each.get("href") for each in page.all("a")]


def test_rows_come_a_page_at_a_time(gallery: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powergraph.web.answers.PAGE_SIZE", 3)
    monkeypatch.setattr("powergraph.web.listing.PAGE_SIZE", 3)
    first = gallery.get("/queries/lines.html?from=1&sort=startLine&order=desc").text
    assert "/queries/lines.html?from=1&amp;sort=startLine&amp;order=desc&amp;page=2" in first
    assert first.count("<tr>") == 4
    second = gallery.get("/queries/lines.html?from=1&page=2").text
    assert "4 to 6" in second
    assert "no page of this number" in gallery.get("/queries/lines.html?from=1&page=900").text


def test_an_answer_that_is_cut_says_so(gallery: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_READ", 2)
    assert "The first 2 rows are shown; there are more." in text_of(gallery.get("/queries/lines.html?from=1"))


@pytest.mark.parametrize(
    ("error", "status", "told"), [(Timeout(3.0), 503, "stopped after 3 seconds"), (Busy(), 503, "running")]
)
def test_what_keeps_the_answer_away_is_told_with_the_form(
    asked: StoreEngine, gallery: FlaskClient, error: Exception, status: int, told: str
) -> None:
    gallery.get("/queries/lines.html")
    asked.error = error
    answer = gallery.get("/queries/lines.html", headers=BROWSER)
    assert answer.status_code == status
    assert told in text_of(answer)
    assert answer.headers["Retry-After"]
    assert [each["name"] for each in Page(answer.text).all("input")] == ["from"]
    assert gallery.get("/queries/lines.csv").json["status"] == status


def test_yes_or_no_and_graphs_are_answers_too(client_of_engine: Callable[..., FlaskClient]) -> None:
    engine = with_questions(
        turtle="""
        <queries/any> a sh:SPARQLExecutable ; rdfs:label "Any"@en ; rdfs:comment "Is there anything?"@en ;
            sh:ask "ASK { ?s ?p ?o }" .
        <queries/some> a pow:Question ; rdfs:label "Some"@en ; pow:difficulty 9 ;
            sh:construct "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <http://www.w3.org/2004/02/skos/core#broader> ?o }" .
        """
    )
    client = client_of_engine(engine)
    assert "Is there anything?" in text_of(client.get("/queries", headers=BROWSER))
    assert "Answer Yes" in text_of(client.get("/queries/any.html"))
    assert client.get("/queries/any.json").json["boolean"] is True
    graph = client.get("/queries/some.html")
    assert "Coercive Power" in graph.text
    assert "format=turtle" in graph.text
    assert client.get("/queries/some.json").mimetype == "application/ld+json"
    assert client.get("/queries/some.csv").status_code == 406


def test_what_is_wrong_with_a_question_of_a_foreign_dataset_leaves_it_out_alone(
    client_of_engine: Callable[..., FlaskClient],
) -> None:
    engine = with_questions(
        DEFINED,
        turtle="""
        <queries/empty> a pow:Question ; sh:select " " .
        <queries/a.html> a pow:Question ; sh:select "SELECT * {}" .
        <https://example.org/queries/elsewhere> a pow:Question ; sh:select "SELECT * {}" .
        <queries/wrong> a pow:Question ; rdfs:label "Wrong"@en ; sh:select "SELECT {" .
        <queries/updates> a pow:Question ; sh:select "DROP ALL" .
        <queries/unset> a pow:Question ; sh:select "SELECT ?x { VALUES ?x { 1 } VALUES ?y { 2 } VALUES ?y { 2 } }" ;
            pow:parameter <queries/unset/parameter/a>, <queries/unset/parameter/b>, <queries/unset/parameter/c> .
        <queries/unset/parameter/a> pow:variable "y" ; pow:default 2 .
        <queries/unset/parameter/b> pow:variable "x y" ; pow:default 2 .
        <queries/unset/parameter/c> pow:variable "x" ; pow:default _:b .
        """,
    )
    client = client_of_engine(engine)
    said = client.get("/queries.json").json
    assert said["total"] == 4
    assert client.get("/queries/defined.html").status_code == 200
    assert client.get("/queries/wrong.html").status_code == 400
    assert client.get("/queries/updates.html").status_code == 400
    assert client.get("/queries/unset.html").status_code == 200
    assert not Page(client.get("/queries/unset.html").text).all("input")


def test_choices_are_found_out_once_and_are_not_needed(client_of_engine: Callable[..., FlaskClient]) -> None:
    engine = with_questions(DEFINED)
    client = client_of_engine(engine)
    client.get("/queries/defined.html")
    asked = len(engine.asked)
    client.get("/queries/defined.html")
    assert len(engine.asked) - asked <= 3
    unbound = Question(
        "unbound", f"SELECT ?x {{ VALUES ?x {{ <{SOURCE.value}> }} }}", {}, {"en": "?"}, {}, (Parameter("x", SOURCE),)
    )
    page = Page(client_of_engine(with_questions(unbound)).get("/queries/unbound.html").text)
    (field,) = page.all("input")
    assert field["value"] == "power-source/expert-power"


def test_choices_that_could_not_be_found_out_for_the_moment_are_asked_for_again(
    asked: StoreEngine, gallery: FlaskClient
) -> None:
    gallery.get("/queries")
    asked.error = Busy()
    assert not Page(gallery.get("/queries/defined.html").text).all("option")
    asked.error = None
    assert len(Page(gallery.get("/queries/defined.html").text).all("option")) == 2


def test_things_of_one_name_are_told_apart(client_of_engine: Callable[..., FlaskClient]) -> None:
    engine = with_questions(
        DEFINED,
        turtle="""<power-source/other/expert-power> a pow:PowerSource ; skos:prefLabel "Expert Power"@en ;
            skos:definition "Another."@en .""",
    )
    page = client_of_engine(engine).get("/queries/defined.html").text
    assert "Expert Power (power source)" in page
    assert "Expert Power (other)" in page


def test_the_page_carries_no_script_or_style_and_its_json_is_the_answer(gallery: FlaskClient) -> None:
    answer = gallery.get("/queries/defined.html")
    assert "style=" not in answer.text
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert json.loads(gallery.get("/queries/defined.json").text)["head"]["vars"] == ["source", "name", "definition"]


@pytest.mark.parametrize(
    ("variable", "language", "expected"),
    [
        ("practice", "en", "practice"),
        ("practice", "fr", "pratique"),
        ("startLine", "en", "start line"),
        ("lastLine", "en", "last line"),
    ],
)
def test_a_column_is_called_as_the_ontology_calls_what_is_in_it(
    root: Path, variable: str, language: str, expected: str
) -> None:
    engine = StoreEngine(root / "ontology" / "powergraph.ttl")
    words = load_words(engine, Addresses(BASE_IRI)).in_language(language)
    assert answers.heading(words, variable) == expected
