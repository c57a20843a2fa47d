"""Show each type of page, light and dark, wide and narrow: pictures in build/screenshots/, two of them in docs/.

`make screenshots` runs it. Pictures are for looking at; no test compares them.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))

import demo_site  # noqa: E402

PLACE = ROOT / "build/screenshots"
WIDTHS = {"wide": 1280, "narrow": 320}
#: The pictures of the README: the page, the colours, and how high the window is (CSS pixels).
CHOSEN = {"note": ("note", "light", 860), "thing": ("thing", "dark", 860)}
TALLEST = 4000


def main() -> None:
    """Take the pictures; names given are the only types of pages to be shown."""
    wanted = sys.argv[1:] or list(demo_site.PAGES)
    PLACE.mkdir(parents=True, exist_ok=True)
    with demo_site.served() as url, sync_playwright() as driver:
        browser = demo_site.launch(driver)
        for theme in ("light", "dark"):
            for width_name, width in WIDTHS.items():
                context = browser.new_context(
                    base_url=url,
                    color_scheme=theme,  # type: ignore[arg-type]
                    viewport={"width": width, "height": 900},
                )
                page = context.new_page()
                for name in wanted:
                    page.goto(demo_site.PAGES[name], wait_until="load")
                    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                    page.screenshot(
                        path=PLACE / f"{name}-{theme}-{width_name}.png",
                        full_page=True,
                        clip={"x": 0, "y": 0, "width": width, "height": height},
                    )
                context.close()
        if not sys.argv[1:]:
            for name, (shown, theme, height) in CHOSEN.items():
                context = browser.new_context(
                    base_url=url,
                    color_scheme=theme,  # type: ignore[arg-type]
                    viewport={"width": 1180, "height": height},
                )
                page = context.new_page()
                page.goto(demo_site.PAGES[shown], wait_until="load")
                (ROOT / "docs/screenshots").mkdir(exist_ok=True)
                page.screenshot(path=ROOT / f"docs/screenshots/{name}.png")
                context.close()
        browser.close()
    print(f"{PLACE.relative_to(ROOT)}: {len(list(PLACE.glob('*.png')))} pictures")


if __name__ == "__main__":
    main()
