"""The pictures in a browser: followed by keyboard and pointer, had as files, hidden where a list does better."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

EXPERT = "/power-source/expert-power.html"
OVERLAPS = """
() => {
  const boxes = [...document.querySelectorAll('svg.picture text')].map((each) => each.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)).length;
}
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_link_in_the_picture_is_followed_by_keyboard(open_context: Callable[..., Page], scripts: bool) -> None:
    page = open_context(java_script_enabled=scripts)
    page.goto(EXPERT)
    link = page.locator("svg.picture a", has_text="Naming the Base")
    page.locator("svg.picture a").first.focus()
    for _ in range(30):
        if link.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Naming the Base")


def test_the_picture_is_had_as_a_file(page: Page) -> None:
    page.goto(EXPERT)
    address = page.locator("figure.neighbourhood figcaption a").get_attribute("href")
    answer = page.request.get(address or "")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert ElementTree.fromstring(answer.body()).tag == "{http://www.w3.org/2000/svg}svg"
    page.locator("figure.neighbourhood figcaption a").click()
    page.locator("a", has_text="Naming the Base").click()
    expect(page.locator("h1")).to_have_text("Naming the Base")


def test_a_practice_is_reached_from_the_overview(page: Page) -> None:
    page.goto("/")
    mark = page.locator("figure.overview").get_by_role("link", name="Naming the Base").first
    mark.click()
    expect(page.locator("h1")).to_have_text("Naming the Base")


@pytest.mark.parametrize("path", ["/", EXPERT, "/topic/power-dynamics.html"])
def test_no_texts_of_a_picture_overlap_and_a_small_screen_has_the_lists(
    open_context: Callable[..., Page], path: str
) -> None:
    page = open_context()
    page.goto(path)
    expect(page.locator("svg.picture")).to_be_visible()
    assert page.evaluate(OVERLAPS) == 0
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator("svg.picture")).to_be_hidden()
