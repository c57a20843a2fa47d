"""Measure how soon a reader sees a page: first contentful paint in Chromium, its processor slowed to a quarter.

`make bench-pages` runs it and leaves the figures in bench/results/pages.json. Server and browser share this machine;
the cache of the browser is empty before each visit, and each page is visited RUNS times after a visit that does not
count.
"""

import statistics
import sys

from machine import ROOT, write_result
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(ROOT / "tests/support"))

import demo_site

RUNS = 5
SLOWDOWN = 4
MEASURED = ("home", "search", "class", "thing", "note", "ontology", "shapes", "answer")
PAINT = """
() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (each.name === 'first-contentful-paint') resolve(each.startTime);
  }).observe({type: 'paint', buffered: true});
})
"""


def visit(browser: Browser, url: str, path: str) -> tuple[float, int]:
    """Return the time of the first contentful paint (milliseconds) and the bytes of all that was loaded."""
    context = browser.new_context(base_url=url)
    page = context.new_page()
    size = 0

    def count(request) -> None:  # type: ignore[no-untyped-def]
        nonlocal size
        size += request.sizes()["responseBodySize"]

    page.on("requestfinished", count)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.goto(path, wait_until="networkidle")
    paint: float = page.evaluate(PAINT)
    context.close()
    return paint, size


def main() -> None:
    """Measure and write."""
    figures = {}
    with demo_site.served() as url, sync_playwright() as driver:
        browser = demo_site.launch(driver)
        version = browser.version
        for name in MEASURED:
            visit(browser, url, demo_site.PAGES[name])
            visits = [visit(browser, url, demo_site.PAGES[name]) for _ in range(RUNS)]
            paints = [paint for paint, _ in visits]
            figures[name] = {
                "first contentful paint, median ms": round(statistics.median(paints)),
                "first contentful paint, slowest ms": round(max(paints)),
                "loaded, bytes": max(size for _, size in visits),
            }
        browser.close()
    write_result("pages", {"chromium": version, "processor slowed, times": SLOWDOWN, "visits": RUNS, "pages": figures})


if __name__ == "__main__":
    main()
