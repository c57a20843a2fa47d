"""What the scripts add to a page, each in a page made for it; and that the site's own pages have what they look for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; img-src data:"
)
HEADER = '<form class="find" role="search" action="/found" data-suggest="/suggest" data-suggestions="Suggestions">'
HEADER += '<input type="search" name="q" aria-label="Search"></form>'


@pytest.fixture
def shown(site: str, has_scripts: bool, open_context: Callable[..., Page]) -> Callable[..., Page]:
    """Show a page with this content, as the site would send it."""
    if not has_scripts:
        pytest.skip("the scripts are not built here (make frontend, needs Node 20)")

    def show(content: str, **settings: Any) -> Page:
        page = open_context(**settings)
        page.goto("/problems")
        script = page.get_attribute("script[type=module]", "src")
        sheet = page.get_attribute("link[rel=stylesheet]", "href")
        html = (
            f'<!doctype html><html lang="en"><head><title>t</title><link rel="stylesheet" href="{sheet}">'
            f'<script type="module" src="{script}"></script></head>'
            f'<body data-copied="Copied">{content}</body></html>'
        )
        page.route(
            f"{site}/made",
            lambda route: route.fulfill(
                body=html, headers={"Content-Type": "text/html", "Content-Security-Policy": POLICY}
            ),
        )
        page.goto("/made")
        return page

    return show


def answering(page: Page, answers: dict[str, list[str]], asked: list[str]) -> None:
    """Let the server suggest; what it is asked is noted."""

    def answer(route: Route) -> None:
        text = route.request.url.partition("q=")[2]
        asked.append(text)
        labels = answers.get(text, [])
        body = [text, labels, ["a thing"] * len(labels), [f"/found?thing={label}" for label in labels]]
        route.fulfill(body=json.dumps(body), headers={"Content-Type": "application/json"})

    page.route("**/suggest?*", answer)
    page.route("**/found*", lambda route: route.fulfill(body="<title>found</title>", content_type="text/html"))


def test_a_text_is_copied_and_that_is_said(shown: Callable[..., Page]) -> None:
    page = shown(
        '<main><button data-copy="https://w3id.org/x" hidden>Copy</button></main>',
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://w3id.org/x"


def test_what_may_not_be_copied_is_not_said_to_be(shown: Callable[..., Page]) -> None:
    page = shown('<main><button data-copy="a" hidden>Copy</button></main>')
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy").click()
    page.wait_for_timeout(50)
    assert page.get_by_role("status").text_content() == ""


def test_suggestions_come_while_typing_and_lead_to_their_thing(shown: Callable[..., Page]) -> None:
    page = shown(HEADER)
    asked: list[str] = []
    answering(page, {"exp": ["Expert Power", "Experience"]}, asked)
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("exp", delay=10)
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    options.first.wait_for()
    assert options.all_text_contents() == ["Expert Power a thing", "Experience a thing"]
    assert asked == ["exp"]  # not for each key
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert "Experience" in (page.locator(f"#{active}").text_content() or "")
    field.press("Enter")
    page.wait_for_url("**/found?thing=Experience")


def test_axe_finds_nothing_in_open_suggestions(shown: Callable[..., Page], node_package: Callable[[str], Path]) -> None:
    page = shown(f"<header>{HEADER}</header><main><h1>t</h1></main>")
    answering(page, {"exp": ["Expert Power", "Experience"]}, [])
    field = page.get_by_role("combobox")
    field.fill("exp")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    page.evaluate((node_package("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = page.evaluate("async () => (await axe.run()).violations")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_arrow_keys_come_back_to_the_field_and_escape_closes(shown: Callable[..., Page]) -> None:
    page = shown(HEADER)
    answering(page, {"exp": ["Expert Power"]}, [])
    field = page.get_by_role("combobox", name="Search")
    field.fill("exp")
    page.get_by_role("option").wait_for()
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant")
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "exp"
    field.press("Enter")  # nothing is pointed at: what was typed is searched for
    page.wait_for_url("**/found?q=exp")


def test_a_suggestion_is_chosen_with_the_pointer(shown: Callable[..., Page]) -> None:
    page = shown(HEADER)
    answering(page, {"exp": ["Expert Power", "Experience"]}, [])
    page.get_by_role("combobox").fill("exp")
    page.get_by_role("option", name="Experience").click()
    page.wait_for_url("**/found?thing=Experience")


def test_an_answer_that_comes_too_late_is_not_shown(shown: Callable[..., Page]) -> None:
    page = shown(HEADER)
    answering(page, {"expe": ["Expert Power"]}, [])
    held: list[Route] = []
    page.route("**/suggest?q=ex", lambda route: held.append(route))
    field = page.get_by_role("combobox")
    with page.expect_request("**/suggest?q=ex"):
        field.fill("ex")
    field.fill("expe")
    page.get_by_role("option", name="Expert Power").wait_for()
    late = json.dumps(["ex", ["Too late"], [], []])
    held[0].fulfill(body=late, headers={"Content-Type": "application/json"})
    page.wait_for_timeout(100)
    assert page.get_by_role("option").all_text_contents() == ["Expert Power a thing"]


def test_without_suggestions_the_search_works(shown: Callable[..., Page]) -> None:
    page = shown(HEADER)
    answering(page, {}, [])
    page.route("**/suggest?*", lambda route: route.fulfill(status=404, body="{}", content_type="application/json"))
    field = page.get_by_role("combobox")
    with page.expect_response("**/suggest?*"):
        field.fill("exp")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("Enter")
    page.wait_for_url("**/found?q=exp")


def test_the_slash_goes_to_the_search_unless_a_field_has_it_or_it_is_switched_off(shown: Callable[..., Page]) -> None:
    off = (
        '<label data-choices hidden><input type="checkbox" data-choice="shortcut"> The key / goes to the search</label>'
    )
    page = shown(HEADER + '<textarea aria-label="Text"></textarea>' + off)
    field, text = page.get_by_role("combobox"), page.get_by_role("textbox", name="Text")
    page.keyboard.press("/")
    assert field.evaluate("each => each === document.activeElement")
    assert field.input_value() == ""
    text.press("/")
    assert text.input_value() == "/"
    page.get_by_role("checkbox").uncheck()
    page.reload()
    assert not page.get_by_role("checkbox").is_checked()
    page.keyboard.press("/")
    assert not field.evaluate("each => each === document.activeElement")


def test_pointing_at_lines_marks_what_was_understood_there_and_back(shown: Callable[..., Page]) -> None:
    page = shown(
        '<main class="note"><p id="a" data-lines="3-4">Knowledge is power.</p><p id="b" data-lines="5">Not here.</p>'
        '<ul><li id="thing" data-lines="4"><a href="#a">Expert Power</a></li><li data-lines="9">Other</li></ul></main>'
    )

    def marked() -> list[str]:
        found: list[str] = page.eval_on_selector_all("[data-marked]", "all => all.map((each) => each.id)")
        return found

    page.locator("#a").hover()
    assert marked() == ["thing"]
    page.locator("#b").hover()
    assert marked() == []
    page.mouse.move(0, 0)
    page.get_by_role("link", name="Expert Power").focus()
    assert marked() == ["a"]
    page.get_by_role("link", name="Expert Power").blur()
    assert marked() == []


def test_colours_change_at_once_and_the_server_keeps_them(shown: Callable[..., Page]) -> None:
    page = shown(
        '<form class="choices" action="/preferences"><label>Colours <select name="theme"><option value="auto">auto'
        '<option value="light">light<option value="dark">dark</select></label></form>'
    )
    asked: list[str] = []
    page.route("**/preferences*", lambda route: (asked.append(route.request.url), route.fulfill(status=204)))
    page.get_by_label("Colours").select_option("dark")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.get_by_label("Colours").select_option("auto")
    assert page.get_attribute("html", "data-theme") is None
    page.wait_for_timeout(50)
    assert [each.partition("?")[2] for each in asked] == ["theme=dark", "theme=auto"]


def test_the_pages_have_what_the_scripts_look_for(has_scripts: bool, open_context: Callable[..., Page]) -> None:
    if not has_scripts:
        pytest.skip("the scripts are not built here (make frontend, needs Node 20)")
    page = open_context(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/power-source/expert-power.html")
    page.locator(".record").get_by_role("button", name="Copy").first.click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://w3id.org/powergraph/power-source/expert-power"
    page.get_by_label("Colours").select_option("dark")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.wait_for_timeout(200)
    page.goto("/note/power-dynamics.html")
    assert page.get_attribute("html", "data-theme") == "dark"  # the server has kept it
    page.get_by_label("The key / goes to the search").uncheck()
    page.locator(".block:has(#L59) .said").hover()
    assert "Expert Power" in (page.locator(".things [data-marked]").first.text_content() or "")


def test_without_scripts_nothing_is_shown_that_needs_them(open_context: Callable[..., Page]) -> None:
    page = open_context(java_script_enabled=False)
    for path in ("/power-source/expert-power.html", "/note/power-dynamics.html", "/ontology.html"):
        page.goto(path)
        assert page.locator("[data-copy]:visible, [data-choice]:visible").count() == 0
