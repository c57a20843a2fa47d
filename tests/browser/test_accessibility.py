"""axe-core finds nothing on any type of page, light and dark; nothing is wider than a small screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import demo_site
import pytest
from playwright.sync_api import Browser

AXE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
#: What is wider than the screen.
WIDE = """
[...document.querySelectorAll('main *, header *, footer *')]
  .filter((each) => each.getBoundingClientRect().right > 320 && !each.closest('.scroll, pre'))
  .map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)
"""


def told(violations: list[dict[str, Any]]) -> list[str]:
    """Return each violation with the elements at fault."""
    return [
        f"{each['id']}: {each['help']}: " + " | ".join(node["html"][:160] for node in each["nodes"][:4])
        for each in violations
    ]


@pytest.mark.parametrize("name", demo_site.PAGES)
def test_a_page_is_accessible_light_and_dark_and_fits_a_small_screen(
    open_context: Callable[..., Any], node_package: Callable[[str], Path], name: str
) -> None:
    axe = (node_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    page = open_context(color_scheme="light", reduced_motion="reduce")  # colours that fade have no contrast yet
    answer = page.goto(demo_site.PAGES[name])
    assert answer.status == demo_site.STATUSES.get(name, 200)
    page.evaluate(axe)
    assert told(page.evaluate(AXE)) == []
    page.emulate_media(color_scheme="dark")
    assert told(page.evaluate(AXE)) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.evaluate(WIDE)


def test_axe_would_find_something(browser: Browser, node_package: Callable[[str], Path]) -> None:
    page = browser.new_page()
    page.set_content("<html lang=en><title>t</title><main><h1>t</h1><p style='color:#999'>pale</p><img src=''></main>")
    page.evaluate((node_package("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    assert {each.split(":")[0] for each in told(page.evaluate(AXE))} >= {"color-contrast", "image-alt"}
    page.close()
