"""Somebody who never saw SPARQL asks which practices mention coercive power, and where: step by step."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from readers import SETTINGS, Reader, answers

#: Choices and presses that the question may take, from the query page on.
MOST = 6


class Counting(Reader):
    """A reader whose steps are counted: links followed, buttons pressed, things chosen."""

    steps = 0

    def follow(self, link):  # type: ignore[no-untyped-def]
        self.steps += 1
        super().follow(link)

    def choose(self, field, option):  # type: ignore[no-untyped-def]
        self.steps += 1
        super().choose(field, option)

    def tick(self, box):  # type: ignore[no-untyped-def]
        self.steps += 1
        self._reach(box)
        if self.has_pointer:
            box.check()
        else:
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()


@pytest.fixture(params=SETTINGS)
def reader(request: pytest.FixtureRequest, open_context: Callable[..., Page]) -> Counting:
    page = open_context(**SETTINGS[request.param])
    return Counting(page, has_pointer=request.param != "keyboard")


def test_which_practices_mention_coercive_power_and_where(reader: Counting, site: str) -> None:
    page = reader.page
    page.goto("/sparql")
    reader.follow(page.locator("main").get_by_role("link", name="Put a question together"))
    reader.choose(page.get_by_label("What do you ask about?"), "practice")
    reader.follow(page.get_by_role("button", name="Go on"))
    reader.choose(page.get_by_role("group", name=re.compile("^mentions")).get_by_label("Which one?"), "Coercive Power")
    reader.tick(page.get_by_label("and where it is said"))
    reader.follow(page.get_by_role("button", name="Answer"))
    assert reader.steps <= MOST

    expect(page.locator("#sentence")).to_have_text("Every practice that mentions Coercive Power, and where it is said.")
    expect(page.locator("#answer h2")).to_be_in_viewport()
    found = page.locator("table.answer tbody a[href*='/practice/']").evaluate_all(
        "all => all.map((each) => each.getAttribute('href'))"
    )
    expected = answers(
        site, "SELECT ?p { ?p a pow:Practice ; pow:mentions ?s . ?s skos:prefLabel 'Coercive Power'@en }"
    )
    assert len(expected) >= 10
    assert {"https://w3id.org/powergraph" + href.removesuffix(".html") for href in found} == expected
    row = page.locator("tr", has=page.get_by_role("link", name="Boundary Check", exact=True))
    expect(row.get_by_role("cell").nth(2)).to_have_text("128")
    expect(row).to_contain_text("testing for **Coercive Power**")


@pytest.mark.parametrize("reader", ["pointer", "no-scripts"], indirect=True)
def test_the_link_and_the_query_are_handed_over(reader: Counting) -> None:
    page = reader.page
    page.goto("/browse/Practice")
    reader.follow(page.get_by_role("link", name="Ask about these"))
    reader.choose(page.get_by_role("group", name=re.compile("^mentions")).get_by_label("Which one?"), "Coercive Power")
    reader.follow(page.get_by_role("button", name="Answer"))
    rows = page.locator("table.answer tbody tr").count()
    reader.follow(page.get_by_role("link", name="Lasting link to this answer"))
    assert page.url.endswith("/builder?class=Practice&is.mentions=power-source%2Fcoercive-power")
    assert page.locator("table.answer tbody tr").count() == rows
    summary = page.locator("summary", has_text="The query that made this answer")
    if reader.has_pointer:
        summary.click()
    else:
        reader._reach(summary)
        page.keyboard.press("Enter")
    reader.follow(page.get_by_role("link", name="Edit this query"))
    expect(page.locator("textarea[name=query]")).to_have_value(re.compile("^# Every practice that mentions Coercive"))
    assert page.locator("#results tbody tr").count() == rows
