"""A note's page: its headings in order, what was understood beside its lines, and what was not."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from powergraph.web.reading import levels

HTML = {"Accept": "text/html"}
#: One paragraph is silent, one belongs to a passage that begins above it.
NOTE = """
@prefix pow: <https://w3id.org/powergraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix doco: <http://purl.org/spar/doco/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://w3id.org/powergraph/> .
<note/n> a pow:Note ; dcterms:title "N" ; pow:path "n.md" .
<section/n/a> a doco:Section ; pow:inNote <note/n> ; pow:ordinal 1 ;
  pow:level 1 ; dcterms:title "A" ; pow:passage <passage/n/a> .
<passage/n/a> pow:inNote <note/n> ; pow:startLine 1 ; pow:endLine 9 ;
  pow:quote "# A\\n\\nFirst.\\n\\nSecond.\\n\\nThird.\\n\\n> Fourth." .
<section/n/b> a doco:Section ; pow:inNote <note/n> ; pow:ordinal 2 ;
  pow:level 4 ; dcterms:title "B" ; pow:passage <passage/n/b> .
<passage/n/b> pow:inNote <note/n> ; pow:startLine 10 ; pow:endLine 10 ; pow:quote "#### B" .
<concept/n/c> a pow:KeyConcept ; rdfs:label "C" ; pow:passage <passage/n/c> .
<passage/n/c> pow:inNote <note/n> ; pow:startLine 3 ; pow:endLine 5 ; pow:quote "First.\\n\\nSecond." .
<concept/n/d> a pow:KeyConcept ; rdfs:label "D" ; pow:passage <passage/n/d> .
<passage/n/d> pow:inNote <note/n> ; pow:startLine 9 ; pow:endLine 9 ;
  pow:quote "> Fourth." .
"""


@pytest.fixture
def page(empty_engine, client_of_engine) -> str:  # type: ignore[no-untyped-def]
    empty_engine.store.load(NOTE.encode(), format=RdfFormat.TURTLE)
    return client_of_engine(empty_engine).get("/note/n.html", headers=HTML).text


def test_what_was_not_understood_is_marked_and_counted(page: str) -> None:
    silent = re.findall(r'<div class="block silent" data-lines="([^"]*)"', page)
    assert silent == ["7-7"]
    assert "1 of 4 paragraph with nothing understood in it" in page
    assert "2 things understood" in page
    assert page.count("Nothing was understood here.") == 1


def test_blocks_and_what_was_understood_say_their_lines(page: str) -> None:
    assert re.findall(r'<div class="block[^"]*" data-lines="([^"]*)"', page) == [
        "1-1",
        "3-3",
        "5-5",
        "7-7",
        "9-9",
        "10-10",
    ]
    assert re.findall(r'<li data-hue="concept" data-lines="([^"]*)"', page) == ["3-5", "9-9"]


def test_the_headings_of_a_note_begin_below_its_title(page: str) -> None:
    assert re.findall(r"<h([2-6])>([AB])</h", page) == [("2", "A"), ("3", "B")]


@given(st.lists(st.integers(min_value=0, max_value=9)))
def test_no_heading_is_skipped_and_their_order_stays(given_levels: list[int]) -> None:
    found = levels(given_levels)
    assert len(found) == len(given_levels)
    for place, level in enumerate(found):
        assert 2 <= level <= 6
        assert level <= (found[place - 1] if place else 1) + 1
    for before, after, shown, next_shown in zip(given_levels, given_levels[1:], found, found[1:], strict=False):
        if after == before:
            assert next_shown == shown
        elif after < before:
            assert next_shown <= shown
        else:
            assert next_shown > shown or shown == 6


def test_the_home_page_leads_to_the_sources_by_their_groups(client: FlaskClient) -> None:
    html = client.get("/", headers=HTML).text
    group = html[html.index('class="group"') :]
    assert group.index("/power-group/relational.html") < group.index("/power-source/expert-power.html")
    assert "Based on specialized knowledge or skill" in group


def test_each_term_of_the_vocabulary_tells_where_it_is_used(client: FlaskClient) -> None:
    html = client.get("/ontology.html", headers=HTML).text
    assert re.search(r'<a href="/browse/PowerSource">used \d+ times? here</a>', html)


def test_an_error_page_helps_to_find_what_was_meant(client: FlaskClient) -> None:
    answer = client.get("/power-source/expert-powr.html", headers=HTML)
    assert answer.status_code == 404
    assert 'name="q" value="expert powr"' in answer.text
    assert answer.text.count('action="/search"') == 2
    assert 'href="/browse/"' in answer.text
