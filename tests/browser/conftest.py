"""What the tests in a browser share: one server of the demo notes, Chromium, and pages that must stay quiet."""

from collections.abc import Callable, Iterator
from pathlib import Path

import demo_site
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
_LISTEN = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI);
});
"""
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The URL of the demo site, without a slash at its end."""
    with demo_site.served() as url:
        yield url


@pytest.fixture(scope="session")
def has_scripts() -> bool:
    """Whether the scripts were built, so that pages have them."""
    return (ROOT / "src/powergraph/web/static/dist/manifest.json").is_file()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. It ends with the module: its event loop would be in the way of other tests."""
    if not demo_site.chromium():
        pytest.skip("there is no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = demo_site.launch(driver)
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own, with its settings (`java_script_enabled`, `color_scheme`, `viewport`, ...).

    When the test ends, no page may have had an error on its console, a report of the content security policy, an
    answer of 500 or more, or asked anything of another host.
    """
    noise: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(**settings: object) -> Page:
        context = browser.new_context(base_url=site, **{"viewport": DESKTOP, **settings})
        context.set_default_timeout(10_000)
        context.add_init_script(_LISTEN)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: noise.append(request.url) if not request.url.startswith(site) else None)
        page.on("response", lambda answer: noise.append(answer.url) if answer.status >= 500 else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [each for each in noise if "the server responded with a status of 40" not in each] == []


@pytest.fixture
def page(open_context: Callable[..., Page]) -> Page:
    """A page at 1280 px with scripts where they are built."""
    return open_context()


@pytest.fixture(scope="session")
def node_package() -> Callable[[str], Path]:
    """Find the folder of a package that `make frontend` installs; skip where it is not there."""

    def find(name: str) -> Path:
        folder = ROOT / "frontend/node_modules" / name
        if not folder.is_dir():
            pytest.skip(f"{name} is not installed (make frontend, needs Node 20)")
        return folder

    return find
