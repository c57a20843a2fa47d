import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urldefrag

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from powergraph.config import ServeConfig
from powergraph.engine import Busy, Timeout
from powergraph.prefixes import BASE_IRI
from powergraph.release import NoteCount, open_release
from powergraph.web.app import create_app
from powergraph.web.catalogue import example_query
from powergraph.web.publication import publication_of

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
WORK = "work/martín-baró-1994-writings-for-a-liberation-psychology"
EXPERT = "/power-source/expert-power"
MARTIN_BARO = "/person/mart%C3%ADn-bar%C3%B3-i"


class Page(HTMLParser):
    """What matters of a page: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text += " " if tag not in ("a", "strong", "em", "b", "bdi") else ""

    def handle_endtag(self, tag: str) -> None:
        self.text += " " if tag in ("dt", "small", "span") else ""

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def links(self) -> list[str]:
        return [a["href"] or "" for tag, a in self.tags if tag == "a"]


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    return " ".join(Page(answer.text).text.split())


def test_the_page_of_a_thing_tells_what_it_is_in_words_and_where_that_stands(client: FlaskClient) -> None:
    text = text_of(client, EXPERT + ".html")
    assert "relational power source" in text
    assert "Based on specialized knowledge or skill (e.g., a mechanic, a therapist). lines 59 to 60" in text
    assert "Expert Power: Based on specialized knowledge or skill" in text
    assert "Power Dynamics, “1. Individual/Relational Power”, lines 59 to 60" in text
    assert "broader Individual/Relational Power line 55" in text
    assert "Also called Expertenmacht de" in text
    assert BASE_IRI + "power-source/expert-power" in text


def test_each_statement_is_supported_by_its_own_lines_only(client: FlaskClient) -> None:
    page = Page(client.get(EXPERT + ".html", headers=BROWSER).text)
    supports = [a for tag, a in page.tags if a.get("class") == "support"]
    assert len(supports) == 2
    assert "/note/power-dynamics.html#L59" in page.links
    assert "/note/power-dynamics.html#L55" in page.links


def test_a_curated_statement_names_who_made_it(client: FlaskClient) -> None:
    text = text_of(client, "/practice/power-dynamics/airing-the-privilege.html")
    assert "addresses Coercive Power lines 120 to 122, by I. Martín-Baró" in text


def test_what_points_to_a_thing_is_listed_by_property(client: FlaskClient) -> None:
    text = text_of(client, "/power-group/relational.html")
    assert "What points to it narrower Coercive Power Expert Power" in text


def test_the_authors_of_a_work_stand_in_their_order(client: FlaskClient) -> None:
    for path in ("/work/zimmer-1999-two-by-two.html", "/citation/reading/zimmer-1999.html"):
        text = text_of(client, path)
        assert "authors Z. Zimmer A. Abel" in text
        assert "authorship" not in text
        assert "creator" not in text


def test_a_creator_whose_place_nobody_recorded_is_shown_all_the_same(client: FlaskClient) -> None:
    assert "creator I. Martín-Baró" in text_of(client, f"/{WORK}.html")


def test_the_example_about_works_names_authors_in_their_order(engine) -> None:  # type: ignore[no-untyped-def]
    rows = list(engine.store.query(example_query("example_works")))
    assert [row["authors"].value for row in rows if "zimmer" in row["work"].value] == ["Zimmer, Abel"]
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (f"/{WORK}.html", "Power Dynamics, “Citations & Sources”, lines 147 to 148"),
        ("/work/zimmer-1999-two-by-two.html", "Reading, line 23"),
        ("/person/abel-a.html", "Reading, line 23"),
        ("/topic/boundary-models.html", "Reading, line 9"),
        ("/tag/literature.html", "Reading, line 4"),
    ],
)
def test_what_no_note_is_about_comes_from_the_lines_that_speak_of_it(
    client: FlaskClient, path: str, lines: str
) -> None:
    text = text_of(client, path)
    assert "Where this comes from" in text
    assert lines in text


def test_what_points_to_a_thing_reads_in_its_direction(client: FlaskClient) -> None:
    text = text_of(client, EXPERT + ".html").partition("Cite and download")[0]
    assert "mentioned by Reading" in text
    assert "subject of" not in text
    assert "“Expert Power”" not in text
    assert "author of Two by two" in text_of(client, "/person/abel-a.html")
    assert "addresses of" not in text_of(client, "/power-source/coercive-power.html")


def test_a_stub_says_that_nobody_wrote_about_it_yet(client: FlaskClient) -> None:
    assert "none is about it yet" in text_of(client, "/topic/boundary-models.html")


def test_a_note_is_read_line_by_line_with_what_was_understood_beside_it(client: FlaskClient) -> None:
    answer = client.get("/note/power-dynamics.html", headers=BROWSER)
    ids = {a["id"] for _, a in Page(answer.text).tags if a.get("id")}
    assert {"L59", "L60", "L65"} <= ids
    text = text_of(client, "/note/power-dynamics.html")
    assert "Rights of this text: not stated by its owner." in text
    assert re.search(r"59 Expert Power: Based on .{60,120} relational power source Expert Power", text)


def test_wikilinks_lead_to_the_pages_of_what_they_mean(client: FlaskClient) -> None:
    html = client.get("/note/reading.html", headers=BROWSER).text
    assert 'Read <a href="/topic/boundary-models.html">what is near</a> and Nowhere.' in html
    assert '<td dir="auto"><a href="/topic/boundary-models.html">Boundary Models</a> | more</td>' in html


def test_beside_the_lines_links_and_mentions_name_what_they_lead_to_once(client: FlaskClient) -> None:
    text = text_of(client, "/note/reading.html")
    assert "link → Boundary Models mention → Expert Power" in text
    assert text.count("mention →") == 1
    assert text.count("link →") == 2


def test_tables_callouts_and_code_of_a_note_are_shown_as_such(client: FlaskClient) -> None:
    html = client.get("/note/reading.html", headers=BROWSER).text
    assert '<th scope="col" dir="auto">Who</th><th scope="col" dir="auto">What</th>' in html
    assert '<td dir="auto"><strong>Zoe</strong></td>' in html
    assert '<p class="title" dir="auto">On <em>reading</em></p>' in html
    assert '<p dir="auto">Read slowly.</p>' in html
    assert "<pre>&lt;a&gt; &lt;b&gt; &lt;c&gt; .</pre>" in html
    assert "|---" not in html


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
        "application/trig",
        "*/*",
        "",
    ],
)
def test_the_iri_of_a_thing_leads_to_the_document_that_is_wanted(client: FlaskClient, accept: str) -> None:
    answer = client.get(EXPERT, headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.vary.to_header() == "Accept"
    document = client.get(answer.headers["Location"])
    assert document.status_code == 200
    expected = accept if accept not in ("*/*", "") else "text/turtle"
    assert document.mimetype == expected


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf", "trig", "nq"])
def test_every_document_of_a_thing_holds_its_statements_and_its_evidence(client: FlaskClient, suffix: str) -> None:
    answer = client.get(f"{EXPERT}.{suffix}")
    rdf_format = RdfFormat.from_media_type(answer.mimetype)
    triples = {
        (str(q.subject), q.predicate.value.rpartition("#")[2], str(q.object))
        for q in parse(answer.data, format=rdf_format)
    }
    me = f"<{BASE_IRI}power-source/expert-power>"
    assert (me, "prefLabel", '"Expert Power"@en') in triples
    assert (
        f"<{BASE_IRI}passage/power-dynamics/p59>",
        "startLine",
        '"59"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ) in triples
    assert (f"<{BASE_IRI}assertion/a59d>", "subject", me) in triples


@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_a_named_graph_keeps_its_name_where_the_format_has_one(client: FlaskClient, suffix: str) -> None:
    answer = client.get(f"/graph/curation.{suffix}")
    quads = list(parse(answer.data, format=RdfFormat.from_media_type(answer.mimetype)))
    assert len(quads) == 7
    assert {str(quad.graph_name) for quad in quads} == {f"<{BASE_IRI}graph/curation>"}


def test_the_messages_of_shapes_are_shown_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = text_of(client, "/shapes.html")
    assert "must" in page
    assert "una aserción" not in page


def test_what_only_a_named_graph_speaks_about_is_shown_without_a_link(empty_engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    empty_engine.store.load(
        f"<{BASE_IRI}validation/report> <urn:p> <urn:o> <{BASE_IRI}graph/validation> .".encode(),
        format=RdfFormat.N_QUADS,
    )
    answer = client_of_engine(empty_engine).get("/graph/validation.html", headers=BROWSER)
    assert "report" in answer.text
    assert not [link for link in Page(answer.text).links if "validation/report" in link]


def test_a_thing_with_many_passages_shows_some_and_counts_the_rest(empty_engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    pow_ = BASE_IRI + "ontology#"
    lines = [
        f"<{BASE_IRI}topic/x> <{pow_}passage> <{BASE_IRI}passage/n/{n}> .\n"
        f"<{BASE_IRI}passage/n/{n}> <{pow_}inNote> <{BASE_IRI}note/n> .\n"
        f"<{BASE_IRI}passage/n/{n}> <{pow_}startLine> {n} .\n<{BASE_IRI}passage/n/{n}> <{pow_}endLine> {n} .\n"
        f'<{BASE_IRI}passage/n/{n}> <{pow_}quote> "line {n}" .\n'
        for n in range(1, 33)
    ]
    empty_engine.store.load("".join(lines).encode(), format=RdfFormat.TURTLE)
    client = client_of_engine(empty_engine)
    answer = client.get("/topic/x.html", headers=BROWSER)
    assert answer.text.count('<figure class="passage">') == 20
    assert "12 more passages" in " ".join(Page(answer.text).text.split())


def test_an_iri_with_other_letters_than_ascii_has_its_pages(client: FlaskClient) -> None:
    answer = client.get(MARTIN_BARO, headers=BROWSER)
    assert answer.headers["Location"] == MARTIN_BARO + ".html"
    assert "Martín-Baró" in text_of(client, MARTIN_BARO + ".html")


def test_a_slug_may_hold_dots(client: FlaskClient) -> None:
    assert (
        client.get("/topic/v1.2-of-everything", headers=BROWSER)
        .headers["Location"]
        .endswith("/v1.2-of-everything.html")
    )
    assert client.get("/topic/v1.2-of-everything.ttl").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/topic/nowhere",
        "/topic/nowhere.ttl",
        "/browse/Nothing",
        "/ontology/9.9.9",
        "/ontology/examples/nothing.ttl",
        "/ontology/examples/source.html",
        "/graph/nothing",
        "/dumps/abc/powergraph.ttl",
        "/no.html",
    ],
)
def test_what_is_not_there_is_404_as_a_page_or_a_problem(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    problem = client.get(path)
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
    assert path.encode() not in page.data


@pytest.mark.parametrize(
    "path", ["/%ff", "/topic/%FF%FE", "/%zz", "/topic/100%", "/topic/[x]", "/%EF%BF%BE", "/%EE%80%80"]
)
@pytest.mark.parametrize("suffix", ["", ".html", ".ttl"])
def test_a_path_that_no_iri_can_have_is_404(client: FlaskClient, path: str, suffix: str) -> None:
    page = client.get(path + suffix, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "SPARQL error" not in page.text
    problem = client.get(path + suffix, headers={"Accept": "application/json"})
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")


HOSTILE_PATHS = [
    "//evil.example/%2e%2e",
    "/%2F%2Fevil.example",
    "/\\evil.example",
    "/%5cevil.example",
    "/topic/..%2f..%2fetc%2fpasswd",
    "/topic/%2e%2e/%2e%2e/evil",
    "/dumps/..%2f..%2f/manifest.json",
    "/static/..%2fapp.py",
    "/topic/%0d%0aX-Injected:%201",
    "/topic/%00",
    "/topic/%FF%FE",
    "/topic/<script>alert(1)</script>",
    "/topic/%22onload=%22alert(1)",
    "/note/%s%n",
    "/%3Cscript%3E.html",
]


@pytest.mark.parametrize("path", HOSTILE_PATHS)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_hostile_path_leads_nowhere(client: FlaskClient, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept, "Host": "evil.example"})
    assert answer.status_code in (400, 404)
    assert "Location" not in answer.headers
    assert "X-Injected" not in answer.headers
    assert b"<script" not in answer.data
    assert b"onload=" not in answer.data


def test_an_iri_that_would_lead_to_another_host_is_shown_but_not_linked(client: FlaskClient) -> None:
    links = Page(client.get("/topic/hostile.html", headers=BROWSER).text).links
    assert all(
        link.startswith(("/", "#", "https://", "http://", "mailto:")) and not link.startswith("//") for link in links
    )
    assert "https://example.org/fine" in links
    assert "mailto:someone@example.org" in links
    assert not [link for link in links if "evil" in link]


def test_what_is_hostile_in_the_data_comes_out_as_text(client: FlaskClient) -> None:
    for path in (
        "/topic/hostile.html",
        "/note/hostile.html",
        "/browse/Topic",
        "/browse/Note",
        "/graph/note/hostile.html",
    ):
        answer = client.get(path, headers=BROWSER)
        page = Page(answer.text)
        assert {"script", "img", "iframe", "style", "object", "base"}.isdisjoint(tag for tag, _ in page.tags), path
        assert all(a.get("class") == "picture" for tag, a in page.tags if tag == "svg"), path
        assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)], path
    assert "<script>alert('title')</script>" in text_of(client, "/note/hostile.html")
    assert "{{ 7*7 }}" in text_of(client, "/topic/hostile.html")


def test_everything_that_is_linked_answers(client: FlaskClient) -> None:
    todo, seen, pages = ["/", "/sparql", "/problems", "/.well-known/void", "/health", "/ready"], set(), 0
    while todo:
        path = urldefrag(todo.pop())[0]
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, headers=BROWSER, follow_redirects=True)
        assert answer.status_code == 200, path
        if answer.mimetype != "text/html":
            answer.close()
            continue
        pages += 1
        page = Page(answer.text)
        assert [tag for tag, _ in page.tags].count("h1") == 1, path
        assert page.tags[0] == ("html", {"lang": "en"})
        assert not [a for _, a in page.tags if "style" in a], path
        todo += [link for link in page.links if link.startswith("/")]
        todo += [a["href"] or "" for tag, a in page.tags if tag == "link" and (a["href"] or "").startswith("/")]
    assert pages > 40


def test_anchors_that_are_linked_exist(client: FlaskClient) -> None:
    for link in Page(client.get(EXPERT + ".html", headers=BROWSER).text).links:
        path, anchor = urldefrag(link)
        if anchor and path.startswith("/"):
            ids = {a.get("id") for _, a in Page(client.get(path, headers=BROWSER).text).tags}
            assert anchor in ids, link


def test_every_answer_is_shielded(client: FlaskClient) -> None:
    for path in ("/", EXPERT + ".html", "/nope", "/sparql"):
        answer = client.get(path, headers=BROWSER)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_page_takes_at_most_six_queries(client: FlaskClient, engine) -> None:  # type: ignore[no-untyped-def]
    client.get("/")
    for path in (EXPERT + ".html", "/topic/power-dynamics.html", "/browse/Topic", "/", "/ontology.html"):
        before = len(engine.asked)
        client.get(path, headers=BROWSER)
        assert len(engine.asked) - before <= 6, path


def test_the_home_page_tells_size_rights_and_queries_to_try(client: FlaskClient) -> None:
    text = text_of(client, "/")
    assert "http://127.0.0.1:8000/sparql" in text
    assert "not stated by its owner" in text
    assert re.search(r"\d+ statements|statements \d+", text)
    queries = [link for link in Page(client.get("/", headers=BROWSER).text).links if link.startswith("/sparql?query=")]
    assert len(queries) == 4
    for link in queries:
        assert "<td>" in client.get(link, headers=BROWSER).text


def test_the_dataset_describes_itself_for_programs(client: FlaskClient) -> None:
    for path in ("/dataset.ttl", "/.well-known/void"):
        answer = client.get(path)
        assert answer.mimetype == "text/turtle"
        assert "http://127.0.0.1:8000/sparql" in answer.text


def test_the_vocabulary_is_a_page_and_a_document_under_its_version_too(client: FlaskClient) -> None:
    assert client.get("/ontology", headers=BROWSER).headers["Location"] == "/ontology.html"
    page = Page(client.get("/ontology/0.1.0.html", headers=BROWSER).text)
    assert "PowerSource" in {a.get("id") for _, a in page.tags}
    assert client.get("/ontology").headers["Location"] == "/ontology.ttl"
    assert (
        "pow:PowerSource" in client.get("/ontology.ttl").text
        or "ontology#PowerSource" in client.get("/ontology.ttl").text
    )


@pytest.mark.parametrize("path", ["/ontology/1.0.0", "/ontology/examples/source"])
def test_other_versions_and_examples_are_documents(client: FlaskClient, path: str) -> None:
    for suffix, accept in (("", BROWSER["Accept"]), ("", "text/turtle"), (".ttl", "*/*")):
        answer = client.get(path + suffix, headers={"Accept": accept}, follow_redirects=True)
        assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
        assert "ontology#PowerSource" in answer.text or "pow:PowerSource" in answer.text
    assert client.get(path, headers={"Accept": "application/ld+json"}).mimetype == "application/ld+json"
    assert client.get(path, headers={"Accept": "text/csv"}).status_code == 406


def test_the_vocabulary_is_called_by_its_english_name(empty_engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    """A vocabulary that speaks several languages has its page in the language of the pages."""
    header = """<https://w3id.org/powergraph/ontology> a <http://www.w3.org/2002/07/owl#Ontology> ;
        <http://purl.org/dc/terms/title> "Ordnung"@de , "Order"@en , "Orden"@es , "Ordre"@fr ;
        <http://purl.org/dc/terms/description> "Alles."@de , "All of it."@en , "Todo."@es , "Tout."@fr ."""
    empty_engine.store.load(header.encode(), format=RdfFormat.TURTLE)
    text = client_of_engine(empty_engine).get("/ontology.html", headers=BROWSER).text
    assert "Order" in text
    assert "All of it." in text
    assert not re.search("Ordnung|Orden|Ordre|Alles|Todo|Tout", text)


def test_a_long_list_is_counted_and_paged(empty_engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    rows = "\n".join(
        f"<{BASE_IRI}topic/t{n}> <http://www.w3.org/2004/02/skos/core#related> <{BASE_IRI}topic/hub> ."
        for n in range(250)
    )
    empty_engine.store.load(rows.encode(), format=RdfFormat.N_TRIPLES)
    client = client_of_engine(empty_engine)
    html = client.get("/topic/hub.html", headers=BROWSER).text
    assert "250: list them" in html
    address = unescape(re.search(r'href="([^"]*\?to=[^"]*)"', html)[1])
    seen: set[str] = set()
    while address:
        page = Page(client.get(address, headers=BROWSER).text)
        seen |= {link for link in page.links if link.startswith("/topic/t")}
        address = next((a["href"] for tag, a in page.tags if a.get("rel") == "next"), "")
    assert len(seen) == 250


def test_an_empty_dataset_has_all_its_pages(empty_engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    client = client_of_engine(empty_engine)
    for path in (
        "/",
        "/dataset.html",
        "/dataset.ttl",
        "/browse/",
        "/ontology.html",
        "/ontology.ttl",
        "/quality",
        "/sparql",
        "/shapes.html",
    ):
        assert client.get(path, headers=BROWSER).status_code == 200, path


def test_links_and_redirects_stay_below_the_root_path(engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    client = client_of_engine(engine, root_path="/graph")
    for prefix in ("", "/graph"):
        answer = client.get(prefix + EXPERT, headers=BROWSER)
        assert answer.headers["Location"] == f"/graph{EXPERT}.html"
        page = Page(client.get(f"{prefix}{EXPERT}.html", headers=BROWSER).text)
        assert all(link.startswith(("/graph/", "http", "#")) for link in page.links)


def test_the_page_about_quality_says_what_was_left_out(engine, releases: Path) -> None:  # type: ignore[no-untyped-def]
    release = open_release(releases / "current")
    notes = NoteCount(7, 4, 2, (("broken.md", "not UTF-8"),))
    found = replace(release, manifest=replace(release.manifest, notes=notes))
    publication = publication_of(found, "http://127.0.0.1:8000", "")
    client = create_app(engine, ServeConfig(), lambda: publication).test_client()
    text = text_of(client, "/quality")
    assert "A note that could not be read is left out and listed; other errors leave out only what they name." in text
    assert "notes found 7 converted 4 private 2" in text
    assert "broken.md : not UTF-8" in text or "broken.md: not UTF-8" in text


def test_lists_mark_topics_without_a_note_and_cut_what_is_long_at_a_word(client: FlaskClient) -> None:
    text = text_of(client, "/browse/Topic")
    assert "Boundary Models no note yet" in text
    assert text.count("no note yet") == 1
    gloss = text.partition("Reading What is read")[2].partition("…")[0]
    assert gloss.endswith("have understood of")


def test_classes_of_records_come_after_those_that_people_come_for(client: FlaskClient) -> None:
    text = text_of(client, "/browse/")
    places = [text.index(f" {word} ") for word in ("note", "Everything", "recorded", "passage", "link", "mention")]
    assert places == sorted(places)


@pytest.mark.parametrize("error", [Timeout(5), Busy(3)])
def test_a_page_that_gets_no_answer_says_why(empty_engine, client_of_engine, error: Exception) -> None:  # type: ignore[no-untyped-def]
    client = client_of_engine(empty_engine)
    empty_engine.error = error
    answer = client.get(EXPERT + ".html", headers=BROWSER)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 200


def test_documents_have_an_etag_and_are_not_sent_twice(client: FlaskClient) -> None:
    for path in (EXPERT + ".html", EXPERT + ".nt"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_head_answers_like_get_without_a_body(client: FlaskClient) -> None:
    for path in ("/", EXPERT, EXPERT + ".ttl", "/nope", "/sparql?query=ASK%7B%7D"):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (got.status_code, b"")
        assert head.headers.get("Content-Type") == got.headers.get("Content-Type")


class TestSparqlPage:
    def test_the_results_of_a_query_are_a_table_with_links_and_names(self, client: FlaskClient) -> None:
        query = quote(
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
            "SELECT ?s ?l { ?s a <https://w3id.org/powergraph/ontology#PowerSource> ; skos:definition ?l }"
        )
        page = Page(client.get(f"/sparql?query={query}", headers=BROWSER).text)
        assert EXPERT + ".html" in page.links
        assert "Expert Power" in page.text
        assert any("format=csv" in link for link in page.links)

    def test_a_graph_and_a_boolean_are_shown_too(self, client: FlaskClient) -> None:
        graph = quote(f"CONSTRUCT WHERE {{ <{BASE_IRI}power-source/expert-power> ?p ?o }}")
        assert "Individual/Relational Power" in text_of(client, f"/sparql?query={graph}")
        assert "Answer Yes" in text_of(client, "/sparql?query=ASK%7B%7D")

    def test_only_the_first_thousand_rows_are_shown_and_the_page_says_so(self, client: FlaskClient) -> None:
        query = quote("SELECT (1 AS ?one) { ?a ?b ?c . ?d a <https://w3id.org/powergraph/ontology#Topic> }")
        text = text_of(client, f"/sparql?query={query}")
        assert "The first 1,000 rows; there are more." in text

    def test_wide_rows_are_fewer_so_that_the_page_stays_small(self, client: FlaskClient) -> None:
        query = quote("SELECT * { ?a ?b ?c . ?d a <https://w3id.org/powergraph/ontology#Topic> }")
        answer = client.get(f"/sparql?query={query}", headers=BROWSER)
        assert 100_000 < len(answer.data) < 200_000
        assert re.search(r"The first \d\d\d rows; there are more\.", Page(answer.text).text)

    def test_a_malformed_query_is_shown_with_its_place(self, client: FlaskClient) -> None:
        answer = client.get("/sparql?query=" + quote("SELECT <script>x"), headers=BROWSER)
        assert answer.status_code == 400
        assert "<script" not in answer.text
        assert "look there" in answer.text
        assert "SELECT &lt;script&gt;x" in answer.text

    def test_a_program_gets_the_same_as_a_problem(self, client: FlaskClient) -> None:
        answer = client.get(
            "/sparql?query=" + quote("SELECT * {"), headers={"Accept": "application/sparql-results+json"}
        )
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
        assert json.loads(answer.data)["line"] == 1

    def test_without_a_query_a_browser_gets_the_form_and_a_program_the_description(self, client: FlaskClient) -> None:
        assert "<textarea" in client.get("/sparql", headers=BROWSER).text
        answer = client.get("/sparql", headers={"Accept": "application/n-triples"})
        assert "service-description#endpoint> <http://127.0.0.1:8000/sparql>" in answer.text

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
    def test_other_methods_are_refused_with_the_allowed_ones(self, client: FlaskClient, method: str) -> None:
        answer = client.open("/sparql", method=method, data=b"query=ASK{}")
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]

    def test_a_long_url_and_a_large_body_are_refused_by_name(self, client: FlaskClient) -> None:
        long = client.get("/sparql?query=" + "x" * 20_000)
        assert (long.status_code, json.loads(long.data)["option"]) == (414, "--max-url")
        large = client.post("/sparql", data=b"x" * 1_100_000, content_type="application/sparql-query")
        assert (large.status_code, json.loads(large.data)["option"]) == (413, "--max-body")


def test_each_line_above_the_text_of_a_note_has_an_anchor_once(client: FlaskClient) -> None:
    text = client.get("/note/power-dynamics.html").text
    anchors = re.findall(r'id="L(\d+)"', text)
    assert len(anchors) == len(set(anchors))
    lines = sorted(map(int, anchors))
    assert lines[0] == 1
    assert set(range(1, min(int(n) for n in re.findall(r'class="number" href="#L(\d+)"', text)))) <= set(lines)
