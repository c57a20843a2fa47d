"""IRIs of former releases over a real connection: 301 where they lead elsewhere, 410 where they are gone."""

import http.client
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from powergraph.release import Move, Moves, ReleaseError, moves_bytes, open_release, parse_moves
from powergraph.web.publication import publication_of

Server = Any  # tests.web.conftest.Server: a conftest cannot be imported
LEDGER = """\
iri	status	topic	path	id	former	replaced_by	date
concept/garden/old-calm	renamed					concept/garden/calm	2026-03-01
concept/garden/soil	removed						2026-03-02
note/allotment	renamed	allotment				note/garden	2026-03-03
note/garden	active	garden	Garden.md
note/heath	removed	heath	Heath.md			note/garden	2026-03-04
note/moor	removed	moor	Moor.md
"""
GARDEN = "# Garden\n\nA *garden*.\n\n## Core Traits\n\n- **Calm:** to rest.\n- **Growth:** to grow.\n"


def get(
    server: Server, path: str, accept: str = "*/*", method: str = "GET", host: str = ""
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request(method, path, headers={"Accept": accept, **({"Host": host} if host else {})})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("moved")
    (root / "notes").mkdir()
    (root / "notes/Garden.md").write_text(GARDEN)
    (root / "notes/ids.tsv").write_text(LEDGER)
    command = [sys.executable, "-m", "powergraph", "build", "notes", "--out", "out", "-q"]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=100)
    return root / "out"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], moved: Path) -> Server:
    return serve(moved, root_path="/graph")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/note/allotment", "/graph/note/garden"),
        ("/note/allotment.html", "/graph/note/garden.html"),
        ("/note/allotment.ttl?page=2", "/graph/note/garden.ttl?page=2"),
        ("/note/allotment?format=ttl", "/graph/note/garden?format=ttl"),
        ("/topic/allotment", "/graph/topic/garden"),
        ("/graph/note/allotment.nt", "/graph/graph/note/garden.nt"),
        ("/concept/allotment/calm.jsonld", "/graph/concept/garden/calm.jsonld"),
        ("/concept/garden/old-calm.ttl", "/graph/concept/garden/calm.ttl"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_former_iri_leads_to_the_one_of_today(server: Server, path: str, location: str, method: str) -> None:
    status, headers, body = get(server, f"/graph{path}", method=method, host="evil.example")
    assert (status, headers["location"]) == (301, location)
    assert "evil" not in str(headers) + body
    assert (body == "") == (method == "HEAD")
    assert get(server, location)[0] in (200, 303)


@pytest.mark.parametrize(
    ("path", "since", "replaced_by"),
    [
        ("/note/heath", "2026-03-04", "note/garden"),
        ("/note/heath.ttl", "2026-03-04", "note/garden"),
        ("/topic/heath", "2026-03-04", "topic/garden"),
        ("/practice/heath/any", "2026-03-04", "note/garden"),
        ("/graph/note/heath", "2026-03-04", "note/garden"),
        ("/concept/garden/soil", "2026-03-02", ""),
        ("/concept/allotment/soil", "2026-03-03", ""),
        ("/note/moor", "", ""),
    ],
)
def test_what_is_gone_is_told_with_its_day_and_what_stands_in_its_place(
    server: Server, path: str, since: str, replaced_by: str
) -> None:
    status, headers, body = get(server, f"/graph{path}", "text/turtle")
    assert (status, headers["content-type"]) == (410, "application/problem+json")
    told = json.loads(body)
    assert told["status"] == 410
    assert (since in told["detail"]) if since else ("once" in told["detail"])
    assert told.get("replacedBy", "") == (f"https://w3id.org/powergraph/{replaced_by}" if replaced_by else "")
    status, headers, page = get(server, f"/graph{path}", "text/html")
    assert (status, headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert "This is gone" in page
    assert (f'href="/graph/{replaced_by}.html"' in page) if replaced_by else ("In its place" not in page)
    assert get(server, f"/graph{path}", method="HEAD")[::2] == (410, "")


@pytest.mark.parametrize("path", ["/note/unknown", "/concept/garden/unknown", "/passage/garden/0", "/heath", "/note/"])
def test_what_never_was_is_not_found(server: Server, path: str) -> None:
    assert get(server, f"/graph{path}")[0] == 404


def test_what_is_there_is_answered_whatever_the_ledger_says(server: Server) -> None:
    assert get(server, "/graph/note/garden")[0] == 303
    assert get(server, "/graph/concept/garden/calm.ttl")[0] == 200


def test_the_file_is_part_of_the_release_and_no_download(server: Server, moved: Path) -> None:
    release = open_release(moved)
    assert "lookup/moves.json" in {file.file for file in release.manifest.files}
    assert "moves.json" not in get(server, "/graph/dataset.html", "text/html")[2]
    data = (release.path / "lookup/moves.json").read_text()
    assert not any(name in data for name in ("allotment", "heath", "moor", "soil", "old-calm"))


def test_moves_are_read_as_they_were_written() -> None:
    moves = parse_moves(moves_bytes({"note/é": Move("note/a", since="2026-01-02"), "tag/x": Move(gone=True)}))
    assert moves.find("note/e\u0301") == Move("note/a", since="2026-01-02")
    assert moves.find("section/é/s") == Move("section/a/s", since="2026-01-02")
    assert moves.find("section/é/s/more") is None
    assert moves.find("tag/x") == Move(gone=True)
    assert Moves({}).find("note/a") is None


@pytest.mark.parametrize("data", [b"", b"[]", b'{"moves": {"x": {}}}', b'{"moves": 1}'])
def test_damaged_moves_are_an_error_of_the_release(data: bytes, moved: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        parse_moves(data)
    release = open_release(moved)
    file = release.path / "lookup/moves.json"
    whole = file.read_bytes()
    file.chmod(0o644)
    try:
        file.write_bytes(data)
        with pytest.raises(ReleaseError, match=r"moves\.json"):
            publication_of(release, "http://127.0.0.1", "")
    finally:
        file.write_bytes(whole)
