"""Every link of the site answers, every page is made as pages should be and is valid HTML."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import site_crawl
from playwright.sync_api import Page

#: Of each kind of address so many are read; --run-long reads all.
SAMPLE = 10
LARGEST = 200_000  # bytes


class Crawl:
    """What a crawl found."""

    def __init__(self, url: str, most: int) -> None:
        self.statuses: dict[str, int] = {}
        self.documents: dict[str, site_crawl.Document] = {}
        for path, status, _, document in site_crawl.crawl(url, most):
            self.statuses[path] = status
            if document:
                self.documents[path] = document

    def check(self) -> None:
        """Fail where a link does not answer, an anchor is not there, or a page is not made as it should be."""
        assert {path: status for path, status in self.statuses.items() if status != 200} == {}
        faults: dict[str, list[str]] = defaultdict(list)
        for path, document in self.documents.items():
            for fault in document.faults:
                faults[fault].append(path)
            for address in document.loaded:
                if not site_crawl.local(path, address):
                    faults[f"loads {address}"].append(path)
            for link in document.links:
                target = self.documents.get(site_crawl.local(path, link))
                anchor = unquote(urldefrag(link)[1])
                if target and anchor and anchor not in target.anchors:
                    faults[f"no anchor {link}"].append(path)
            if len(document.text.encode()) > LARGEST:
                faults["too large"].append(path)
        assert {fault: paths[:3] for fault, paths in faults.items()} == {}


@pytest.fixture(scope="module")
def crawl(site: str) -> Crawl:
    return Crawl(site, SAMPLE)


def test_every_link_answers_and_every_page_is_well_made(crawl: Crawl) -> None:
    assert len(crawl.statuses) > 500
    assert len(crawl.documents) > 100
    crawl.check()


@pytest.mark.long
def test_the_same_of_all_there_is(site: str) -> None:
    Crawl(site, 1_000_000).check()


@pytest.mark.long
def test_every_page_there_is_stays_quiet_in_a_browser(site: str, open_context: Callable[..., Page]) -> None:
    pages = [path for path, _, _, document in site_crawl.crawl(site, 1_000_000) if document]
    assert len(pages) > 2000
    page = open_context()
    for path in pages:
        page.goto(path, wait_until="load")


def test_pages_are_valid_html(crawl: Crawl, node_package: Callable[[str], Path], tmp_path: Path) -> None:
    validator = node_package("html-validate") / "bin/html-validate.mjs"
    kinds = {site_crawl.kind(path): path for path in crawl.documents}
    assert len(kinds) > 20
    for number, path in enumerate(kinds.values()):
        (tmp_path / f"{number}.html").write_text(crawl.documents[path].text, encoding="utf-8")
    config = validator.parents[3] / "html-validate.json"
    command = ["node", str(validator), "--config", str(config), "--formatter", "json", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    paths = list(kinds.values())
    faults = [
        f"{paths[int(Path(each['filePath']).stem)]}: {message['ruleId']}: {message['message']} ({message['line']})"
        for each in json.loads(done.stdout)
        for message in each["messages"]
    ]
    assert faults == []
