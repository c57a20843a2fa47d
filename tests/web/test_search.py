"""Search as it is served: by the index of a release, by one in memory, and by none."""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from powergraph.config import ServeConfig, load_vault_settings
from powergraph.publishing.build import build, check
from powergraph.release import SEARCH, Release, open_release
from powergraph.web.app import create_app
from powergraph.web.publication import publication_of
from powergraph.web.site import Site

BROWSER = {"Accept": "text/html"}
NOTES = {
    "Trust.md": "---\naliases: [Confidence]\n---\n# Trust\n\n## Definition\n\nTo rely on <b>others</b> & be safe.\n\n"
    "## Key concepts\n\n- **Broken Trust:** What a lie leaves.\n- **Slow Repair:** Trust comes back late.\n\n"
    '## Practices\n\n- **Micro-Skill (Asking Twice):** Ask "Do you trust me?" and wait.\n\n'
    "### Citations\n\n- Elm, É. (1961). _Fire and trust._\n",
    "Siege.md": "---\ncontent-warning: Describes <i>hunger</i>\n---\n# Siege\n\n## Key concepts\n\n"
    "- **Long Hunger:** No trust is left.\n",
    "Tags.md": "# Tags <script>alert(1)</script>\n\n## Definition\n\nA trust <img src=x onerror=alert(2)> of words.\n",
}


class Found(HTMLParser):
    """The results of a search page: the text of each link of the class `found`, and what is marked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.titles: list[str] = []
        self.marked: list[str] = []
        self.tags: list[str] = []
        self._in: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a" and ("class", "found") in attrs:
            self._in.append("title")
            self.titles.append("")
        elif tag == "mark":
            self._in.append("mark")
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "mark") and self._in:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._in:
            self.titles[-1] += data
        if "mark" in self._in:
            self.marked[-1] += data


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("vault")
    (folder / "notes").mkdir()
    for path, text in NOTES.items():
        (folder / "notes" / path).write_text(text, encoding="utf-8")
    settings = load_vault_settings(folder / "notes")
    return build(check(folder / "notes", settings), settings, folder / "releases")


class Unasked:
    """An engine that knows the words of no ontology and answers nothing else: the index alone finds."""

    def query(self, request: object) -> object:
        class Answer:
            def __iter__(self):  # type: ignore[no-untyped-def]
                return iter([b'{"head": {"vars": []}, "results": {"bindings": []}}'])

            def close(self) -> None:
                pass

        return Answer()


def client_of(release: Release, **settings: object) -> FlaskClient:
    publication = publication_of(release, "http://127.0.0.1:8000", str(settings.get("root_path", "")))
    return create_app(Unasked(), ServeConfig(**settings), lambda: publication).test_client()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def found(released: Release) -> FlaskClient:
    return client_of(released)


def test_a_typing_error_is_told_and_what_was_meant_is_found_and_marked(found: FlaskClient) -> None:
    answer = found.get("/search?q=trsut", headers=BROWSER)
    assert "Nothing here has “trsut”." in answer.text
    page = Found(answer.text)
    assert page.titles[0] == "Trust"
    assert {each.lower() for each in page.marked} == {"trust"}


def test_another_name_is_shown_as_such(found: FlaskClient) -> None:
    assert "Also called <mark>Confidence</mark>" in found.get("/search?q=confidence", headers=BROWSER).text


def test_what_notes_say_is_shown_as_text(client: FlaskClient) -> None:
    text = client.get("/search?q=alert", headers=BROWSER).text
    assert "&lt;script&gt;<mark>alert</mark>(&#39;label&#39;)" in text
    assert "&lt;img src=x onerror=<mark>alert</mark>(1)&gt; &#34; &#39; &amp; {{ 7*7 }}" in text
    assert not {"script", "img"} & set(Found(text).tags)
    assert 'href="javascript' not in text


@pytest.mark.parametrize("query", ["%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "javascript:x", "%00", "%E2%80%AEx"])
def test_what_was_typed_is_shown_as_text(found: FlaskClient, query: str) -> None:
    answer = found.get(f"/search?q={query}&kind={query}", headers=BROWSER)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert 'href="javascript' not in answer.text


def test_a_result_of_a_sensitive_note_has_its_content_label(found: FlaskClient) -> None:
    text = found.get("/search?q=long+hunger", headers=BROWSER).text
    assert "content label: Describes &lt;i&gt;hunger&lt;/i&gt;" in text
    told = found.get("/search.json?q=long+hunger").json["results"][0]
    assert told["contentLabel"] == "Describes <i>hunger</i>"


def test_kinds_are_counted_and_one_can_be_chosen(found: FlaskClient) -> None:
    kinds = {each["iri"].rpartition("#")[2]: each["count"] for each in found.get("/search.json?q=trust").json["kinds"]}
    assert (kinds["KeyConcept"], kinds["Practice"], kinds["Note"]) == (3, 1, 1)
    chosen = found.get("/search.json?q=trust&kind=KeyConcept").json
    assert {each["label"] for each in chosen["results"]} == {"Broken Trust", "Slow Repair", "Long Hunger"}
    text = found.get("/search?q=trust&kind=KeyConcept", headers=BROWSER).text
    assert 'href="/search?q=trust&amp;kind=KeyConcept" aria-current="true"' in text


def test_search_is_answered_by_accept_and_by_suffix(found: FlaskClient) -> None:
    for path, accept, content_type in (
        ("/search?q=trust", "text/html", "text/html; charset=utf-8"),
        ("/search?q=trust", "application/json", "application/json"),
        ("/search.json?q=trust", "text/html", "application/json"),
        ("/search?q=trust&format=json", "text/html", "application/json"),
        ("/search?q=trust", "image/png", "text/html; charset=utf-8"),
    ):
        assert found.get(path, headers={"Accept": accept}).content_type == content_type


def test_pages_lead_on_and_keep_what_was_asked(found: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powergraph.web.search.RESULTS_A_PAGE", 2)
    whole: list[str] = []
    path = "/search.json?q=trust&kind=KeyConcept"
    while path:
        told = found.get(path).json
        whole += [each["label"] for each in told["results"]]
        path = told.get("next", "").replace("/search?", "/search.json?")
    assert len(whole) == len(set(whole)) == 3
    assert found.get("/search.json?q=trust&page=99").json["results"] == []


@pytest.mark.parametrize("query", ["", "zzzzzzqqq"])
def test_where_nothing_is_found_there_is_a_form_and_somewhere_to_go(client: FlaskClient, query: str) -> None:
    text = client.get(f"/search?q={query}", headers=BROWSER).text
    assert 'name="q"' in text
    assert "/browse/PowerSource" in text


def test_suggestions_are_as_browsers_read_them(found: FlaskClient) -> None:
    answer = found.get("/search/suggest?q=conf", headers={"Accept": "application/json"})
    assert answer.content_type == "application/x-suggestions+json"
    asked, labels, kinds, addresses = json.loads(answer.data)
    assert asked == "conf"
    assert labels[0] == "Confidence → Trust"
    assert addresses[0] == "/topic/trust.html"
    assert len(labels) == len(kinds) == len(addresses)
    (first, *_) = found.get("/search/suggest.json?q=conf").json
    assert (first["label"], first["other"], first["language"]) == ("Trust", "Confidence", "en")
    assert json.loads(found.get("/search/suggest?q=").data) == ["", [], [], []]


def test_a_browser_learns_where_to_search_below_a_proxy_s_path(released: Release) -> None:
    client = client_of(released, root_path="/graph")
    description = ElementTree.fromstring(client.get("/graph/opensearch.xml").data)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    templates = {each.get("type"): each.get("template") for each in description.findall(f"{space}Url")}
    assert templates["text/html"] == "http://127.0.0.1:8000/graph/search?q={searchTerms}"
    assert templates["application/x-suggestions+json"] == "http://127.0.0.1:8000/graph/search/suggest?q={searchTerms}"
    assert len(description.findtext(f"{space}ShortName") or "") <= 16
    text = client.get("/graph/search?q=", headers=BROWSER).text
    assert 'rel="search" type="application/opensearchdescription+xml" href="/graph/opensearch.xml"' in text


def test_a_dataset_without_an_index_gets_one_in_memory(client: FlaskClient) -> None:
    told = client.get("/search.json?q=airing+privilege").json
    assert told["results"][0]["label"] == "Airing the Privilege"
    assert {kind["iri"].rpartition("#")[2] for kind in told["kinds"]} >= {"MicroSkill", "Practice"}


def test_a_large_dataset_without_an_index_says_that_search_is_off(
    client_of_engine: Callable[..., FlaskClient], engine: object
) -> None:
    client = client_of_engine(engine, search_statements=10)
    answer = client.get("/search?q=power", headers=BROWSER)
    assert answer.status_code == 200
    assert "Search is off" in answer.text
    assert "10 statements" in answer.text
    assert "--search-statements" in answer.text
    assert "off" in client.get("/search.json?q=power").json
    assert json.loads(client.get("/search/suggest?q=power").data)[1] == []


def test_a_damaged_index_is_told_and_the_rest_works(
    released: Release, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(released.path, tmp_path / "release")
    file = tmp_path / "release" / SEARCH
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:5000])
    client = client_of(open_release(tmp_path / "release"))
    answer = client.get("/search?q=trust", headers=BROWSER)
    assert (answer.status_code, "is damaged" in answer.text) == (200, True)
    assert "search is off" in caplog.text
    assert client.get("/browse/", headers=BROWSER).status_code == 200
    file.unlink()
    assert "is damaged" in client_of(open_release(tmp_path / "release")).get("/search?q=trust", headers=BROWSER).text


def test_each_publication_has_its_own_index_and_the_former_one_is_closed(released: Release, tmp_path: Path) -> None:
    shutil.copytree(released.path.parent, tmp_path / "releases", symlinks=True)
    first = publication_of(open_release(tmp_path / "releases"), "http://127.0.0.1:8000", "")
    second = publication_of(open_release(tmp_path / "releases"), "http://127.0.0.1:8000", "")
    served = [first]
    site = Site(Unasked(), ServeConfig(), lambda: served[0])  # type: ignore[arg-type]
    one = site.searching
    assert site.searching is one
    served[0] = second
    two = site.searching
    assert one.index is not None
    assert two.index is not None
    with pytest.raises(Exception, match="closed"):
        one.index.find("trust")
    assert two.index.find("trust").total
    site.close()
    with pytest.raises(Exception, match="closed"):
        two.index.find("trust")


def test_a_server_finds_and_follows_a_swap(released: Release, tmp_path: Path, serve: Callable[..., object]) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "One.md").write_text("# One\n\n## Definition\n\nThe lantern of it.\n")
    settings = load_vault_settings(notes)
    build(check(notes, settings), settings, tmp_path / "releases")
    server = serve(tmp_path / "releases")

    def labels(query: str) -> list[str]:
        address = f"{server.url.rstrip('/')}/search.json?q={query}"  # type: ignore[attr-defined]
        with urllib.request.urlopen(address, timeout=10) as answer:
            return [each["label"] for each in json.loads(answer.read())["results"]]

    assert labels("lantern") == ["One"]
    (notes / "Two.md").write_text("# Two\n\n## Definition\n\nA second lighthouse.\n")
    build(check(notes, settings), settings, tmp_path / "releases")
    assert server.line(15).startswith("swapped")  # type: ignore[attr-defined]
    assert labels("lighthouse") == ["Two"]


def test_a_release_of_older_days_gets_an_index_in_memory(releases: Path, serve: Callable[..., object]) -> None:
    assert SEARCH not in {file.file for file in open_release(releases).manifest.files}
    server = serve(releases)
    address = f"{server.url.rstrip('/')}/search.json?q=expret+power"  # type: ignore[attr-defined]
    with urllib.request.urlopen(address, timeout=20) as answer:
        told = json.loads(answer.read())
    assert (told["corrected"], told["results"][0]["label"]) == ("expert power", "Expert Power")
