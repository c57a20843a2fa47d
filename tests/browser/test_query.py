"""The query page as an editor: a query is written, run, cancelled, and told what is wrong with it where it is wrong."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
ASKING = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT * { ?thing skos:prefLabel 'Expert Power'@en }"


@pytest.fixture(params=[1280, 320])
def query_page(request: pytest.FixtureRequest, has_scripts: bool, open_context: Callable[..., Page]) -> Page:
    if not has_scripts:
        pytest.skip("the scripts are not built here (make frontend, needs Node 20)")
    page: Page = open_context(viewport={"width": request.param, "height": 800})
    return page


def opened(page: Page, query: str, more: str = "") -> None:
    page.goto(f"/sparql#query={quote(query)}{more}")
    expect(page.get_by_role("textbox", name="SPARQL")).to_be_visible()


def test_a_link_fills_the_editor_and_runs_nothing(query_page: Page) -> None:
    asked: list[str] = []
    query_page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    opened(query_page, ASKING)
    expect(query_page.get_by_role("textbox", name="SPARQL")).to_contain_text("Expert Power")
    query_page.wait_for_timeout(200)
    assert asked == []


def test_a_query_is_run_by_keyboard_and_its_rows_lead_to_their_things(query_page: Page) -> None:
    opened(query_page, ASKING)
    query_page.get_by_role("textbox", name="SPARQL").focus()
    query_page.keyboard.press("Control+Enter")
    expect(query_page.get_by_role("link", name="power-source/expert-power")).to_be_visible()
    assert query_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    query_page.get_by_role("link", name="power-source/expert-power").click()
    expect(query_page.get_by_role("heading", level=1)).to_contain_text("Expert Power")


def test_a_fault_is_marked_and_mended(query_page: Page) -> None:
    opened(query_page, "SELECT * {\n ?s ?p \n}", "&run=1")
    expect(query_page.locator("[data-workbench] [role=status]")).to_contain_text("not valid SPARQL")
    expect(query_page.locator(".fault").first).to_be_attached()
    editor = query_page.get_by_role("textbox", name="SPARQL")
    editor.focus()
    query_page.keyboard.press("Control+a")
    query_page.keyboard.type("SELECT * { ?s ?p ?o } LIMIT 3")
    query_page.keyboard.press("Control+Enter")
    expect(query_page.locator("[data-shown] tbody tr")).to_have_count(3)


def test_a_long_answer_is_shown_by_hundreds(query_page: Page) -> None:
    opened(query_page, "SELECT * { ?s ?p ?o } LIMIT 150", "&run=1")
    expect(query_page.locator("[data-shown] tbody tr")).to_have_count(100)
    query_page.get_by_role("button", name="Show more rows").click()
    expect(query_page.locator("[data-shown] tbody tr")).to_have_count(150)


def test_a_runaway_is_cancelled(query_page: Page) -> None:
    opened(query_page, RUNAWAY, "&run=1")
    query_page.get_by_role("button", name="Cancel").click()
    expect(query_page.locator("[data-workbench] [role=status]")).to_contain_text("Cancelled after")
    expect(query_page.get_by_role("button", name="Cancel")).to_be_hidden()
