"""Those who walk through the site in the tests: with a pointer, with a keyboard alone, with what they have."""

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

#: What a reader may have: settings of the browser.
SETTINGS: dict[str, dict[str, object]] = {
    "pointer": {},
    "keyboard": {},
    "no-scripts": {"java_script_enabled": False},
    "small-screen": {"viewport": {"width": 320, "height": 640}},
    "dark": {"color_scheme": "dark"},
}
#: Nobody presses a key more often than this to get somewhere on a page.
MOST_STEPS = 400
_PREFIXES = """PREFIX pow: <https://w3id.org/powergraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""


@dataclass
class Reader:
    """Somebody in front of a page."""

    page: Page
    has_pointer: bool = True

    def follow(self, link: Locator) -> None:
        """Follow a link, or press a button; the page that it leads to is here afterwards."""
        self._reach(link)
        with self.page.expect_navigation():
            if self.has_pointer:
                link.click()
            else:
                self.page.keyboard.press("Enter")
        self._check()

    def download(self, link: Locator) -> tuple[str, str]:
        """Follow a link to a file; return the file's name and text."""
        self._reach(link)
        with self.page.expect_download() as started:
            if self.has_pointer:
                link.click()
            else:
                self.page.keyboard.press("Enter")
        return started.value.suggested_filename, started.value.path().read_text(encoding="utf-8")

    def search(self, text: str) -> None:
        """Search with the field that every page has."""
        field = self.page.locator("form[role=search] input[name=q]").first
        self._reach(field)
        self.page.keyboard.type(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._check()

    def choose(self, field: Locator, option: str) -> None:
        """Choose in a list."""
        self._reach(field)
        if self.has_pointer:
            field.select_option(label=option)
        else:
            self.page.keyboard.type(option)

    def _reach(self, target: Locator) -> None:
        target.wait_for()
        if self.has_pointer:
            if target.evaluate("each => each.matches('input')"):
                target.click()
            return
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            if target.evaluate("each => each === document.activeElement"):
                break
        else:
            raise AssertionError(f"the keyboard does not lead to {target}")
        assert target.evaluate("each => getComputedStyle(each).outlineStyle") != "none", f"{target} does not show focus"

    def _check(self) -> None:
        assert self.page.locator("h1").count() == 1
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url


def answers(site: str, query: str) -> set[str]:
    """Ask the endpoint: the values of the only variable of a query."""
    parameters = urllib.parse.urlencode({"query": _PREFIXES + query})
    request = urllib.request.Request(
        f"{site}/sparql?{parameters}", headers={"Accept": "application/sparql-results+json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        results = json.load(answer)
    (name,) = results["head"]["vars"]
    return {row[name]["value"] for row in results["results"]["bindings"]}
