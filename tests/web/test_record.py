"""Everything can be cited and had as a file, and what the build remarked stands where it belongs."""

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import bibtexparser
import pytest
import rispy
from flask.testing import FlaskClient

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.prefixes import BASE_IRI
from powergraph.web.addresses import Addresses
from powergraph.web.bibliography import bibtex
from powergraph.web.hues import hue_of
from powergraph.web.lines import Lines
from powergraph.web.pages import Passage
from powergraph.web.record import Edition, page_query, part_of, record_of
from powergraph.web.surroundings import Surroundings
from powergraph.web.words import Link, iris_of

HTML = {"Accept": "text/html"}
EXPERT = BASE_IRI + "power-source/expert-power"
WORK = BASE_IRI + "work/zimmer-1999-two-by-two"
EDITION = Edition("Power & all", "abc123def456", "2026-01-31")


def cite(client: FlaskClient, iri: str, name: str) -> str:
    answer = client.get(f"/cite?iri={quote(iri, safe='')}&format={name}", headers=HTML)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.text


def test_a_concept_is_cited_as_a_part_of_the_release(client: FlaskClient) -> None:
    (item,) = json.loads(cite(client, EXPERT, "csl-json"))
    assert (item["type"], item["title"], item["container-title"]) == ("dataset", "Expert Power", "A dataset")
    assert item["URL"] == EXPERT
    (entry,) = bibtexparser.parse_string(cite(client, EXPERT, "bibtex")).entries
    assert (entry.entry_type, entry["url"], entry["series"]) == ("dataset", EXPERT, "A dataset")
    (reference,) = rispy.loads(cite(client, EXPERT, "ris"))
    assert (reference["type_of_reference"], reference["urls"]) == ("DATA", [EXPERT])


def test_version_and_day_are_cited() -> None:
    work = part_of(EXPERT, "Expert Power", EDITION)
    assert (work.container, work.edition, work.day, work.year, work.key) == (
        "Power & all",
        "abc123def456",
        "2026-01-31",
        2026,
        "expert-power",
    )
    assert part_of(BASE_IRI + "dataset", "Power & all", EDITION).container == ""


def test_a_work_is_cited_as_itself_with_its_authors_in_order(client: FlaskClient) -> None:
    (item,) = json.loads(cite(client, WORK, "csl-json"))
    assert [each["family"] for each in item["author"]] == ["Zimmer", "Abel"]
    assert item["title"] == "Two by two"


def test_the_dataset_is_cited_where_nothing_is_named(client: FlaskClient) -> None:
    assert "title = {A dataset}" in client.get("/cite").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cite?iri=urn:nothing", 404),
        ("/cite?iri=%3Cscript%3E", 404),
        (f"/cite?iri={EXPERT}&format=word", 400),
    ],
)
def test_what_cannot_be_cited_is_told(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_panel_has_the_identifier_the_citations_and_all_formats(client: FlaskClient) -> None:
    html = client.get("/power-source/expert-power.html", headers=HTML).text
    panel = html[html.index('class="record"') :]
    assert f'<button type="button" data-copy="{EXPERT}" hidden>' in panel
    assert f"“Expert Power”. A dataset. {EXPERT}" in panel
    for suffix in ("ttl", "nt", "jsonld", "rdf", "trig"):
        assert f'href="/power-source/expert-power.{suffix}"' in panel
    for name in ("bibtex", "csl-json", "ris"):
        assert re.search(rf'href="/cite\?iri=[^"]*&amp;format={name}"', panel)


def test_the_page_of_a_work_offers_its_own_reference_alone(client: FlaskClient) -> None:
    html = client.get("/work/zimmer-1999-two-by-two.html", headers=HTML).text
    panel = html[html.index('class="record"') :]
    assert 'class="cited"' not in panel
    assert "format=bibtex" in panel


def test_the_query_of_a_page_can_be_changed_and_answers(client: FlaskClient) -> None:
    text = client.get("/power-source/expert-power.html", headers=HTML).text
    address = re.findall(r'href="(/sparql\?query=[^"]*)"', text)[-1].replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query)["query"] == [page_query(EXPERT)]
    page = client.get(address, headers=HTML).text
    assert "<textarea" in page
    assert "Individual/Relational Power" in page


def test_a_query_names_the_prefixes_that_it_uses_and_no_others() -> None:
    assert re.findall(r"PREFIX (\w+):", page_query(EXPERT)) == ["rdfs"]


def test_a_hostile_title_stays_text_in_a_citation() -> None:
    text = bibtex([part_of("urn:x}{", "}, evil = {x", EDITION)])
    assert "evil = {x" not in text.replace(r"\textbraceleft{}", "(")
    record = record_of(Addresses(BASE_IRI), EXPERT, "<b>", EDITION)
    assert record.cited.startswith("“<b>”. Power & all. abc123def456, 2026-01-31. ")


def test_what_a_note_says_of_a_thing_of_its_own_has_the_lines_of_the_thing(client: FlaskClient) -> None:
    """No assertion says so: the thing has one passage, and all of it comes from there."""
    html = client.get("/concept/power-dynamics/core-goal.html", headers=HTML).text
    lead = html[html.index('class="lead"') : html.index("</div>", html.index('class="lead"'))]
    assert re.search(r'class="support"><a href="/note/power-dynamics.html#L\d+">lines? \d+', lead)


class TestRemarks:
    HERE = Diagnostic("a.md", 12, 1, Severity.WARNING, "rule.one", "here", "")
    THERE = Diagnostic("a.md", 40, 1, Severity.ERROR, "rule.two", "there", "")
    OTHER = Diagnostic("b.md", 12, 1, Severity.ERROR, "rule.three", "elsewhere", "")
    NOTE = BASE_IRI + "note/a"

    def around(self) -> Surroundings:
        lines = Lines((), {self.NOTE: "a.md", BASE_IRI + "note/b": "b.md"})
        return Surroundings(lines, {"a.md": (self.HERE, self.THERE), "b.md": (self.OTHER,)})

    def test_a_thing_has_those_of_its_lines(self) -> None:
        passage = Passage(Link("A", "/note/a.html", self.NOTE), 10, 12, "/note/a.html#L10", ())
        remarks = self.around().remarks(EXPERT, [passage], is_note=False)
        assert [(each.diagnostic, each.href) for each in remarks] == [(self.HERE, "/note/a.html#L12")]

    def test_a_note_has_all_of_its_own_worst_first(self) -> None:
        remarks = self.around().remarks(self.NOTE, [], is_note=True)
        assert [each.diagnostic for each in remarks] == [self.THERE, self.HERE]
        assert remarks[0].href == "#L40"


def test_the_narrowest_class_gives_the_colour() -> None:
    concept, source, practice = iris_of("pow:KeyConcept pow:PowerSource pow:Practice")
    assert hue_of([concept, source]) == "source"
    assert hue_of([practice, concept]) == "practice"
    assert hue_of([]) == ""
