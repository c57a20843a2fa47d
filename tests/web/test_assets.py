"""Files of the pages: under names that tell their content, with the scripts where they were built, and without."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from powergraph.config import ServeConfig
from powergraph.web import assets
from powergraph.web.app import CONTENT_SECURITY_POLICY, SCRIPTS_POLICY, create_app
from powergraph.web.assets import load_assets
from powergraph.web.publication import publication_of

BROWSER = {"Accept": "text/html"}
SCRIPTS = {"site.js": "site-BBBBBBBB.js", "more.js": "more-AAAAAAAA.js"}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder with a style sheet, and no scripts as yet."""
    (tmp_path / "site.css").write_text("h1 { color: teal }")
    (tmp_path / "icon.svg").write_text("<svg/>")
    (tmp_path / "notes.bak").write_text("not for anybody")
    return tmp_path


def build_scripts(static: Path) -> None:
    dist = static / "dist"
    dist.mkdir()
    for built in SCRIPTS.values():
        (dist / built).write_text(f"// {built}")
    (dist / "THIRD_PARTY_LICENSES.txt").write_text("Nothing.")
    (dist / "manifest.json").write_text(json.dumps({"sources": "00", "files": SCRIPTS}))


def client_of(engine, static: Path, root_path: str = "") -> FlaskClient:  # type: ignore[no-untyped-def]
    publication = publication_of(None, "http://127.0.0.1:8000", root_path)
    return create_app(engine, ServeConfig(root_path=root_path), lambda: publication, static).test_client()


def test_the_name_of_a_file_tells_its_content(static: Path) -> None:
    digest = hashlib.sha256((static / "site.css").read_bytes()).hexdigest()[:8]
    assert load_assets(static).url("site.css") == f"/assets/site-{digest}.css"
    assert load_assets(static, "/below").url("site.css") == f"/below/assets/site-{digest}.css"
    before = load_assets(static).url("site.css")
    (static / "site.css").write_text("h1 { color: olive }")
    assert load_assets(static).url("site.css") != before


def test_without_scripts_pages_ask_for_none_and_may_run_none(engine, static: Path) -> None:  # type: ignore[no-untyped-def]
    answer = client_of(engine, static).get("/", headers=BROWSER)
    assert "<script" not in answer.text
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "script-src" not in CONTENT_SECURITY_POLICY


def test_with_scripts_pages_load_them_and_run_no_others(engine, static: Path) -> None:  # type: ignore[no-untyped-def]
    build_scripts(static)
    client = client_of(engine, static)
    answer = client.get("/", headers=BROWSER)
    assert '<script type="module" src="/assets/site-BBBBBBBB.js"></script>' in answer.text
    assert answer.headers["Content-Security-Policy"] == SCRIPTS_POLICY
    assert "script-src 'self'; connect-src 'self'" in SCRIPTS_POLICY
    assert client.get("/assets/site-BBBBBBBB.js").text == "// site-BBBBBBBB.js"


@pytest.mark.parametrize("gone", ["site-BBBBBBBB.js", "more-AAAAAAAA.js", "manifest.json"])
def test_scripts_that_are_half_there_are_not_there(static: Path, gone: str) -> None:
    build_scripts(static)
    (static / "dist" / gone).unlink()
    assert not load_assets(static).has_scripts
    assert load_assets(static).url("site.js") == ""


def test_browsers_may_keep_what_is_named_by_its_content(engine, static: Path) -> None:  # type: ignore[no-untyped-def]
    build_scripts(static)
    client = client_of(engine, static)
    for name, media_type in (("site.css", "text/css"), ("icon.svg", "image/svg+xml"), ("site.js", "text/javascript")):
        answer = client.get(load_assets(static).url(name))
        assert answer.mimetype == media_type
        assert answer.headers["Cache-Control"] == "public, immutable, max-age=31536000"
        again = client.get(load_assets(static).url(name), headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_licences_of_the_scripts_are_served_and_may_change(engine, static: Path) -> None:  # type: ignore[no-untyped-def]
    build_scripts(static)
    answer = client_of(engine, static).get("/assets/THIRD_PARTY_LICENSES.txt")
    assert answer.text == "Nothing."
    assert "Cache-Control" not in answer.headers


def test_a_long_file_is_sent_packed_to_who_takes_that(engine, static: Path) -> None:  # type: ignore[no-untyped-def]
    (static / "site.css").write_text("h1 { color: teal }\n" * 100)
    client, address = client_of(engine, static), load_assets(static).url("site.css")
    plain, packed = client.get(address), client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize("name", ["site.css", "site-00000000.css", "notes.bak", "manifest.json", "..%2fapp.py", "%00"])
def test_nothing_else_is_served(engine, static: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    build_scripts(static)
    assert client_of(engine, static).get(f"/assets/{name}").status_code == 404


def test_pages_load_files_below_the_root_path(engine, static: Path) -> None:  # type: ignore[no-untyped-def]
    build_scripts(static)
    page = client_of(engine, static, "/below").get("/", headers=BROWSER).text
    loaded = re.findall(r'(?:<script[^>]* src|<link rel="(?:stylesheet|icon)" href)="([^"]*)"', page)
    assert len(loaded) == 3
    assert all(address.startswith("/below/assets/") for address in loaded)


def test_the_files_that_are_shipped_load_nothing_from_elsewhere() -> None:
    for path in (Path(assets.__file__).parent / "static").rglob("*.*"):
        if path.suffix in (".css", ".js"):
            text = path.read_text(encoding="utf-8")
            text = text.replace("http://www.w3.org/2000/svg", "").replace("url('data:", "")  # a name; no address
            found = re.findall(r"url\(|@import|https?://", text)
            assert not found, path.name


def test_the_icon_that_browsers_get_with_the_search_is_there(engine, static: Path) -> None:  # type: ignore[no-untyped-def]
    client = client_of(engine, static)
    found = re.search(r"<Image[^>]*>http://[^/]*(?P<path>[^<]*)<", client.get("/opensearch.xml").text)
    assert found is not None
    assert client.get(found["path"]).mimetype == "image/svg+xml"
