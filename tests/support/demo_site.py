"""The site of the demo notes as its readers get it: a real server, one page of each type, and the browser to see it in.

The tests in a browser, `make screenshots` and `make bench-pages` share it.
"""

import contextlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[2]

#: A page of each type by its name: where it is on the site of the demo notes.
PAGES = {
    "home": "/",
    "dataset": "/dataset.html",
    "classes": "/browse/",
    "class": "/browse/PowerSource",
    "class-letter": "/browse/foaf:Person?letter=F",
    "tree": "/browse/tree",
    "timeline": "/timeline",
    "search": "/search?q=priviledge",
    "search-empty": "/search",
    "search-nothing": "/search?q=zzzzqqqq",
    "class-large": "/browse/Passage?page=2",
    "thing": "/power-source/expert-power.html",
    "topic": "/topic/power-dynamics.html",
    "practice": "/practice/power-dynamics/airing-the-privilege.html",
    "work": "/work/martín-baró-1994-writings-for-a-liberation-psychology.html",
    "person": "/person/martín-baró-i.html",
    "note": "/note/power-dynamics.html",
    "values": "/scheme/key-concepts.html?to=" + quote("http://www.w3.org/2004/02/skos/core#inScheme", safe=""),
    "questions": "/queries",
    "question": "/queries/one-source",
    "graph": "/graph/curation.html",
    "ontology": "/ontology.html",
    "shapes": "/shapes.html",
    "quality": "/quality",
    "problems": "/problems",
    "query": "/sparql",
    "builder": "/builder",
    "built": "/builder?class=Practice&is.mentions=power-source/coercive-power&show=ofTopic&lines=yes",
    "answer": "/sparql?format=html&query=" + quote("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 20"),
    "query-fault": "/sparql?format=html&query=" + quote("SELECT * {"),
    "not-found": "/power-source/no-such-thing",
}
#: What pages that tell of a fault answer; all others answer 200.
STATUSES = {"query-fault": 400, "not-found": 404}


@contextlib.contextmanager
def served(notes: Path = ROOT / "data/notes") -> Iterator[str]:
    """Serve notes, and yield the URL (without a slash at its end); the server ends with the block."""
    with tempfile.TemporaryDirectory(prefix="powergraph-") as folder:
        out, log = Path(folder) / "releases", Path(folder) / "log"
        command = [sys.executable, "-m", "powergraph", "serve", str(notes), "--port", "0", "--out", str(out)]
        with (
            log.open("wb") as errors,  # a file: nobody reads it while the server writes
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
        ):
            try:
                assert server.stdout is not None
                found = re.search(r"http://\S+", server.stdout.readline())
                assert found is not None, log.read_text()
                yield found.group().rstrip("/")
            finally:
                server.send_signal(signal.SIGTERM)
                server.communicate(timeout=30)


def chromium() -> str:
    """Return the path of Chromium, "" where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without anything that asks the network by itself."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return playwright.chromium.launch(
        executable_path=chromium(), chromium_sandbox=False, args=[*quiet, "--disable-gpu", "--disable-quic"]
    )
