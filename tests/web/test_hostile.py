"""Whatever stands in the data: every page is valid HTML in which nothing but its text comes from there."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import request, template_rendered
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from powergraph.prefixes import BASE_IRI, PREFIXES

from .conftest import SMALL, StoreEngine

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
STYLE = Path(__file__).parents[2] / "src/powergraph/web/static/site.css"
TEMPLATES = Path(__file__).parents[2] / "src/powergraph/web/templates"

MARKUP = '</title></script><script>alert(1)</script><x-evil a="b">"\'><img src=x onerror=alert(1)>'
HOSTILE = {
    "nothing": "",
    "markup": MARKUP,
    "end of an attribute": "\" onmouseover=\"alert(1)\" ' onfocus='alert(1)' x=`",
    "templates": "{{ 7*7 }}{% raw %}%(x)s %s %% {x} ${x}",
    "Markdown": "[x](javascript:alert(1)) [y](data:text/html,x) ![i](x) <b>b</b> `<i>` **<u>** [[javascript:alert(1)]]",
    "right to left": "\u202egpj.exe\u2067\u05d0 \u0627\u202a",
    "emoji": "👩🏽\u200d🔬🏳️\u200d🌈 \U0001f468\u200d\U0001f469 e\u0301" + "\u0301" * 60,
    "zero and control characters": "a\0b\x01\x08\x0b\x0c\x1b\x7f\x85\x9f\ufdd0\ufffe\U0001ffff c",
    "line ends": "a\r\nb\rc\u2028d\u2029e\tf",
}
#: Addresses that no page may lead to, however they are written.
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "https://example.org/'onclick=x",
    "http://[::1",
    "urn:x:y",
    BASE_IRI + "topic/../../x",
    BASE_IRI + "/example.org",
)
#: What a reader who follows links comes by at the latest.
SEEDS = [
    "/",
    "/dataset.html",
    "/browse/",
    "/browse/?class=javascript%3Aalert(1)",
    "/ontology.html",
    "/shapes.html",
    "/quality",
    "/problems",
    "/queries",
    "/queries?q=%3Cscript%3E%00%ED%A0%80",
    "/queries/hostile.html",
    "/queries/hostile.html?word=%3Cscript%3E%00%E2%80%AE",
    "/queries/hostile.html?number=%3Cscript%3E",
    "/search",
    "/search?q=%3Cscript%3E%00%ED%A0%80%E2%80%AE",
    "/browse/tree",
    "/timeline",
    "/sparql",
    "/sparql?format=html&query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
    "/sparql?format=html&query=%3Cscript%3E%00",
    "/power-source/expert-power.html",
    "/power-source/expert-power.html?of=http%3A%2F%2Fwww.w3.org%2F2004%2F02%2Fskos%2Fcore%23prefLabel",
    "/power-group/relational.html?to=http%3A%2F%2Fwww.w3.org%2F2004%2F02%2Fskos%2Fcore%23broader&page=2",
    "/note/reading.html",
    "/note/power-dynamics.html",
    "/graph/curation.html",
    "/nothing/%3Cscript%3Ealert(1)%3C%2Fscript%3E%00",
    "/%ED%A0%80/%E2%80%AE",
]
#: Templates that others are made of.
PARTIAL = {"base.html", "parts.html", "found.html", "pictures.html"}
#: Answers that are no pages of their own.
NO_PAGES = re.compile(r"^static$|health|ready|void|dump|store|example|preferences|cite|assets?|suggest|opensearch")
#: The elements that the templates use.
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """
    html head meta title link body a header nav main footer form label input button select option datalist
    textarea fieldset legend p h1 h2 h3 h4 h5 h6 ol ul li dl dt dd div span small strong em b i code pre section
    article aside figure figcaption blockquote table thead tbody tr th td details summary br mark time abbr hr
    script svg g path rect text circle line bdi caption
    """,
    )
)
#: What html5lib puts before the name of an element of a picture.
SVG = "{http://www.w3.org/2000/svg}"
#: Those that the style sheet keeps apart from the words around them, whichever way their own words run.
KEPT_APART = {
    each
    for names in re.findall(r"(?m)^([\w, ]+) \{ unicode-bidi: isolate; \}", STYLE.read_text("utf-8"))
    for each in names.split(", ")
}
SCHEMES = {"", "http", "https", "mailto"}
BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "dd", "dt", "pre", "option", "title", "textarea"}
BLOCKS |= {"figcaption", "blockquote", "summary", "code", "button", "div", "label"}


def hostile_engine(text: str) -> StoreEngine:
    """The small dataset with *text* in every literal that is a text, and addresses that nobody should follow."""
    engine = StoreEngine()
    for quad in [*StoreEngine(SMALL).store, *_questions()]:
        value = quad.object
        if isinstance(value, Literal) and (value.language or value.datatype.value.endswith("#string")):
            keep = quad.predicate.value.endswith(("#select", "#variable", "sha256", "noteKind", "#versionInfo"))
            written = value.value if keep else f"{value.value[:60]}{text}{value.value[60:]}"
            value = Literal(written, language=value.language) if value.language else Literal(written)
        engine.store.add(Quad(quad.subject, quad.predicate, value, quad.graph_name))
    for subject in ("power-source/expert-power", "note/reading", "ontology", "dataset"):
        for name in ("rdfs:seeAlso", "dcterms:license", "schema:url", "rdf:type", "skos:broader", "pow:linksTo"):
            prefix, _, local = name.partition(":")
            for address in ADDRESSES:
                if "[" not in address:
                    predicate = NamedNode(PREFIXES[prefix] + local)
                    engine.store.add(Quad(NamedNode(BASE_IRI + subject), predicate, NamedNode(address), DefaultGraph()))
    return engine


def _questions() -> Iterator[Quad]:
    def quad(subject: str, name: str, value: NamedNode | Literal) -> Quad:
        prefix, _, local = name.partition(":")
        iri = NamedNode(BASE_IRI + "queries/hostile" + subject)
        return Quad(iri, NamedNode(PREFIXES[prefix] + local), value, DefaultGraph())

    query = (
        "SELECT ?s ?p ?o { VALUES ?word { 'x' } VALUES ?number { 1 } "
        f"VALUES ?thing {{ <{BASE_IRI}power-source/expert-power> }} ?s ?p ?o . FILTER(?s = ?thing) }}"
    )
    yield quad("", "rdf:type", NamedNode(PREFIXES["pow"] + "Question"))
    for name in ("rdfs:label", "dcterms:description", "skos:note"):
        yield quad("", name, Literal("Hostile", language="en"))
    yield quad("", "sh:select", Literal(query))
    defaults = {"word": Literal("x"), "number": Literal(1), "thing": NamedNode(BASE_IRI + "power-source/expert-power")}
    for name, default in defaults.items():
        yield quad("", "pow:parameter", NamedNode(f"{BASE_IRI}queries/hostile/parameter/{name}"))
        yield quad(f"/parameter/{name}", "pow:variable", Literal(name))
        yield quad(f"/parameter/{name}", "pow:default", default)
        yield quad(f"/parameter/{name}", "rdfs:label", Literal("the value", language="en"))


@dataclass
class Walk:
    """Follows links from the seeds and looks at pages: at *most* of one template, and no more than *requests*."""

    client: FlaskClient
    most: int
    requests: int
    endpoints: set[str] = field(default_factory=set)
    templates: dict[str, int] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def run(self, seeds: list[str]) -> "Walk":
        app = self.client.application
        app.before_request(lambda: self.endpoints.add(str(request.endpoint)))
        todo, seen = deque((each, True) for each in seeds), set(seeds)
        while todo and self.requests > 0:
            self.requests -= 1
            path, is_seed = todo.popleft()
            rendered: list[str] = []

            def note(_: object, template: object, rendered: list[str] = rendered, **__: object) -> None:
                rendered.append(str(getattr(template, "name", "")))

            with template_rendered.connected_to(note, app):
                answer = self.client.get(path, headers=BROWSER, follow_redirects=True)
            html = answer.text if answer.mimetype == "text/html" else ""
            answer.close()
            if answer.status_code >= 500 or (answer.status_code != 200 and not is_seed):
                self.broken.append(f"{answer.status_code} {path}")
            if not html:
                continue
            self.templates[rendered[0]] = self.templates.get(rendered[0], 0) + 1
            if self.templates[rendered[0]] > self.most and not is_seed:
                continue
            self.pages[path] = html
            for link in re.findall(r'(?:href|action)="([^"]*)"', html):
                target = urldefrag(link.replace("&amp;", "&").replace("&#39;", "'"))[0]
                if target.startswith("/") and not target.startswith("//") and target not in seen:
                    seen.add(target)
                    todo.append((target, False))
        return self


def problems_of(html: str) -> Iterator[str]:
    """Yield what is wrong with a page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document: Element = parser.parse(html)
    yield from (f"not valid: {code} at {place}" for place, code, _ in parser.errors)
    if not document.get("lang"):
        yield "the language of the page is not told"
    ids: set[str] = set()
    parents = {child: parent for parent in document.iter() for child in parent}
    for element in document.iter():
        name = str(element.tag).removeprefix(SVG)
        is_drawn = name != element.tag
        if name not in ELEMENTS:
            yield f"<{name}> is none of our elements"
        if name in ("script", "style") and (element.text or not (element.get("src") or "").startswith("/")):
            yield f"<{name}> with a content"
        for key, value in element.attrib.items():
            if is_drawn and key == "x" and re.fullmatch(r"-?\d+(\.\d+)?", value):
                continue
            if key.startswith("on") or key in ("style", "srcdoc", "a", "x"):
                yield f"the attribute {key}"
            if key in ("href", "src", "action", "formaction"):
                yield from _address(value)
        if (identifier := element.get("id")) is not None:
            if identifier in ids or not identifier or re.search(r"\s", identifier):
                yield f"the id {identifier!r} is twice or none"
            ids.add(identifier)
        for text, holder in ((element.text, element), (element.tail, parents.get(element))):
            if text and re.search("[\u202a-\u202e\u2066-\u2069]", text) and not _isolated(holder, parents):
                yield f"text that turns its direction is not kept apart in <{holder.tag if holder is not None else ''}>"
    if len(document.findall(".//h1")) != 1:
        yield "there is not one h1"
    for reference in document.iter("label"):
        if (target := reference.get("for")) and target not in ids:
            yield f"a label for {target}, which is not there"


def _address(value: str) -> Iterator[str]:
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        yield f"{value!r} is no address"
        return
    if scheme not in SCHEMES or value.startswith("//") or re.search(r"[\x00-\x20\\]", value):
        yield f"it leads to {value!r}"


def _isolated(holder: Element | None, parents: dict[Element, Element]) -> bool:
    """A text is kept apart in an element with a direction of its own, and in a block that holds nothing else."""
    if holder is not None and holder.tag in BLOCKS and not len(holder):
        return True
    while holder is not None:
        if holder.get("dir") or holder.tag in ("bdi", "pre", "textarea") or holder.tag in KEPT_APART:
            return True
        holder = parents.get(holder)
    return False


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_page_is_valid_and_nothing_but_text_comes_from_the_data(
    text: str, client_of_engine: Callable[..., FlaskClient]
) -> None:
    client = client_of_engine(hostile_engine(text))
    walk = Walk(client, *((3, 120) if text else (12, 2000))).run(SEEDS)
    told = [f"{path}: {each}" for path, html in walk.pages.items() for each in dict.fromkeys(problems_of(html))]
    assert not told, "\n".join(told[:20])
    assert walk.broken == []
    assert set(walk.templates) >= {each.name for each in TEMPLATES.glob("*.html")} - PARTIAL
    routes = {rule.endpoint for rule in client.application.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {each for each in routes if not NO_PAGES.search(each)} <= walk.endpoints


def test_a_hundred_thousand_characters_make_no_page_too_long(client_of_engine: Callable[..., FlaskClient]) -> None:
    engine = StoreEngine(SMALL)
    me = NamedNode(BASE_IRI + "power-source/expert-power")
    for quad in list(engine.store.quads_for_pattern(me, None, None)):
        if isinstance(quad.object, Literal) and quad.object.language:
            long = "word " * 20_000 if quad.predicate.value.endswith("definition") else "x" * 100_000
            engine.store.remove(quad)
            engine.store.add(Quad(me, quad.predicate, Literal(long, language=quad.object.language), quad.graph_name))
    client = client_of_engine(engine)
    for path in (
        "/power-source/expert-power.html",
        "/power-group/relational.html",
        "/browse/PowerSource",
        "/note/power-dynamics.html",
        f"/power-group/relational.html?to={PREFIXES['skos']}broader".replace("#", "%23"),
        f"/sparql?format=html&query=SELECT%20*%20%7B%20%3C{me.value}%3E%20%3Fp%20%3Fo%20%7D",
    ):
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == 200, path
        assert len(answer.data) < 200_000, path
        assert "x" * 200 in answer.text, path
        assert "…" in answer.text, path
        assert list(problems_of(answer.text)) == []
    assert "x" * 100_000 in client.get("/power-source/expert-power.nt").text
