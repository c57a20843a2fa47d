"""The ways that readers come for, each gone by everybody: with a pointer, a keyboard, without scripts, small, dark."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect
from readers import SETTINGS, Reader, answers


@pytest.fixture(params=SETTINGS)
def reader(request: pytest.FixtureRequest, open_context: Callable[..., Page]) -> Reader:
    """Somebody at the home page."""
    page = open_context(**SETTINGS[request.param])
    page.goto("/")
    return Reader(page, has_pointer=request.param != "keyboard")


def link(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).first


def linked(page: Page | Locator, folder: str) -> set[str]:
    """Return the IRIs of the things of a kind that are linked from here."""
    found = page.locator(f"a[href*='/{folder}/'][href$='.html']")
    return {
        "https://w3id.org/powergraph" + unquote(href.removesuffix(".html"))
        for href in found.evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    }


def test_from_a_source_of_power_to_every_practice_that_mentions_it(reader: Reader, site: str) -> None:
    reader.follow(link(reader.page, "Browse"))
    reader.follow(reader.page.get_by_role("link", name=re.compile("^power source", re.IGNORECASE)).first)
    reader.follow(link(reader.page, "Expert Power"))
    expected = answers(
        site, "SELECT ?p { ?p a pow:Practice ; pow:mentions|pow:addresses ?s . ?s skos:prefLabel 'Expert Power'@en }"
    )
    assert len(expected) >= 3
    assert linked(reader.page, "practice") >= expected
    reader.follow(link(reader.page, "Naming the Base"))
    expect(reader.page.locator("h1")).to_have_text("Naming the Base")


def test_from_a_citation_to_all_notes_that_cite_the_work(reader: Reader, site: str) -> None:
    reader.page.goto("/note/power-dynamics.html")
    reader.follow(link(reader.page, "French & Raven (1959)"))
    reader.follow(reader.page.locator("main a[href^='/work/']").first)
    iri = "https://w3id.org/powergraph" + unquote(reader.page.url.split("://")[1].partition("/")[2].join(("/", "")))
    work = iri.removesuffix(".html")
    expected = answers(site, f"SELECT ?n {{ ?n a pow:Note ; cito:cites <{work}> }}")
    assert len(expected) == 4
    assert linked(reader.page, "note") >= expected


def test_a_concept_is_cited(reader: Reader) -> None:
    reader.page.goto("/power-source/expert-power.html")
    record = reader.page.get_by_role("complementary", name="Cite and download")
    expect(record).to_contain_text("https://w3id.org/powergraph/power-source/expert-power")
    name, text = reader.download(link(record, "BibTeX"))
    assert name.endswith(".bib")
    assert "title = {Expert Power}" in text
    assert "https://w3id.org/powergraph/power-source/expert-power" in text


def test_the_language_is_changed_and_stays(reader: Reader) -> None:
    reader.page.goto("/power-source/expert-power.html")
    reader.choose(reader.page.locator("form.choices select[name=lang]"), "Français")
    reader.follow(reader.page.locator("form.choices button"))
    expect(reader.page.locator("html")).to_have_attribute("lang", "fr")
    assert reader.page.url.endswith("/power-source/expert-power.html")
    expect(reader.page.locator("h1")).to_have_text("Pouvoir d'expertise")
    reader.follow(reader.page.locator("header nav a").first)
    expect(reader.page.locator("html")).to_have_attribute("lang", "fr")
