"""What a reader has to load for a page, as it comes over the wire."""

import gzip
from collections.abc import Callable
from pathlib import Path

import demo_site
import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "src/powergraph/web/static/dist"
#: Bytes. Largest page of all: tests/browser/test_crawl.py.
MOST_SCRIPT, MOST_STYLE, MOST_HTML = 60_000, 20_000, 200_000
#: Bytes of all scripts on the query page, which alone loads the editor.
MOST_SCRIPT_TO_QUERY = 170_000


def test_all_scripts_together_are_small(has_scripts: bool) -> None:
    if not has_scripts:
        pytest.skip("the scripts are not built here (make frontend, needs Node 20)")
    sizes = {path.name.partition("-")[0]: len(gzip.compress(path.read_bytes())) for path in DIST.glob("*.js")}
    assert 0 < sizes["query"] < MOST_SCRIPT_TO_QUERY - sizes["site"]
    assert 0 < sum(size for name, size in sizes.items() if name != "query") < MOST_SCRIPT


def test_the_style_sheet_is_small() -> None:
    assert len(gzip.compress((DIST.parent / "site.css").read_bytes())) < MOST_STYLE


@pytest.mark.parametrize("name", ["home", "note", "ontology", "shapes", "answer"])
def test_a_page_loads_little(open_context: Callable[..., Page], has_scripts: bool, name: str) -> None:
    page = open_context()
    loaded: dict[str, int] = {}
    page.on("requestfinished", lambda request: loaded.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(demo_site.PAGES[name], wait_until="networkidle")
    assert loaded.pop(page.url) < MOST_HTML
    assert len(loaded) <= 4
    has_editor = any("/query-" in url for url in loaded)
    assert has_editor == (name == "answer" and has_scripts)
    assert sum(loaded.values()) < (MOST_SCRIPT_TO_QUERY if has_editor else MOST_SCRIPT) + MOST_STYLE
