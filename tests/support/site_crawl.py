"""A crawl of a site by its links, and what can be told about each page without a browser."""

import http.client
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "form": "action"}
_LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "search"}
#: A link is sent as it stands; only what is no ASCII is encoded, as a browser does.
_AS_IT_IS = "".join(map(chr, range(33, 127)))


@dataclass
class Document:
    """A page that was read: where it is, what it holds, and what is wrong with its making."""

    path: str
    text: str
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    loaded: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.count: Counter[str] = Counter()
        self.is_data = False
        self.feed(document.text)
        if self.count["h1"] != 1:
            document.faults.append(f"{self.count['h1']} h1")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        document = self.document
        self.count[tag] += 1
        if tag == "html" and not found.get("lang"):
            document.faults.append("no language")
        if "style" in found or tag == "style":
            document.faults.append(f"inline style of {tag}")
        document.faults += [f"{name} of {tag}" for name in found if name.startswith("on")]
        self.is_data = tag == "script" and found.get("type", "").endswith("json")
        if tag == "script" and not self.is_data and not found.get("src"):
            document.faults.append("inline script")
        if (anchor := found.get("id")) is not None:
            if anchor in document.anchors:
                document.faults.append(f"id {anchor} twice")
            document.anchors.add(anchor)
        if tag == "a" and "href" in found:
            document.links.append(found["href"])
            if found["href"].strip().lower().startswith(("javascript:", "data:")):
                document.faults.append(f"link {found['href']}")
        if tag == "link" and _LOADING_LINKS & set(found.get("rel", "").split()):
            document.loaded.append(found.get("href", ""))
        if (name := _LOADED.get(tag)) and name in found:
            document.loaded.append(found[name])


def crawl(url: str, most: int, start: tuple[str, ...] = ("/",)) -> Iterator[tuple[str, int, str, Document | None]]:
    """Follow the links of a site: yield path, final status, media type and, of a page, the document.

    Of each kind of address (first folder, suffix, parameters) at most *most* are read, so that a crawl may be short.
    """
    host = urlsplit(url).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    todo, known, kinds = [*start], {*start}, Counter[tuple[object, ...]]()
    while todo:
        path = todo.pop(0)
        of = kind(path)
        if kinds[of] >= most:
            continue
        kinds[of] += 1
        status, media_type, body = _get(connection, path)
        document = None
        if media_type == "text/html":
            document = Document(path, body.decode())
            _Reader(document)
            for link in document.links:
                target = local(path, link)
                if target and target not in known:
                    known.add(target)
                    todo.append(target)
        yield path, status, media_type, document
    connection.close()


def local(base: str, link: str) -> str:
    """Return the path on this site that a link of the page at *base* leads to, "" where it leads elsewhere."""
    target = urldefrag(urljoin(base, link))[0]
    return target if target.startswith("/") and not target.startswith("//") else ""


def kind(path: str) -> tuple[object, ...]:
    parts = urlsplit(path)
    """Return what a path has in common with others like it."""
    first, _, rest = parts.path.lstrip("/").partition("/")
    suffix = re.search(r"\.[a-z]{1,6}$", parts.path)
    return first, bool(rest), suffix[0] if suffix else "", tuple(sorted({name for name, _ in parse_qsl(parts.query)}))


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, str, bytes]:
    """Get as a browser does: redirects are followed."""
    for _ in range(5):
        connection.request("GET", quote(path, safe=_AS_IT_IS), headers={"Accept": "text/html"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status not in (301, 302, 303, 307, 308):
            return answer.status, answer.headers.get_content_type(), body
        path = urljoin(path, answer.headers["Location"])
    return 310, "", b""
