"""What is private reaches no output: a word is planted in every private place, and looked for in all that is told."""

import contextlib
import html
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

#: A word for each private place: letters that change with case, encoding and normal form.
WORDS = iter(f"Zqü{first}{second}Vex" for first in "bcdfghjklmnprst" for second in "aeiouy")


@dataclass
class Planted:
    """The words by the place where they stand."""

    places: dict[str, str] = field(default_factory=dict)

    def word(self, place: str) -> str:
        return self.places.setdefault(place, next(WORDS))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def plant(notes: Path) -> Planted:
    """Write a vault with a word in every private place."""
    planted = Planted()
    word = planted.word
    write(
        notes / f"{word('file name')}.md",
        f"---\ntitle: {word('title')}\naliases: [{word('alias')}]\ntags: [{word('tag')}]\nid: {word('id')}\n"
        f"related: [Open]\npublish: false\nsource: {word('source')}\n---\n\n# {word('heading')}\n\n"
        f"{word('body')} is linked to [[Open]] and [[{word('target of a private note')}]].\n\n"
        f"## Sources of Power\n\n- **{word('power source')}**: its definition.\n\n"
        f"## Citations\n\n- {word('author')}, A. (1999). _{word('work')}._ Press.\n",
    )
    write(notes / f"{word('folder')}/{word('note in a folder')}.md", f"# {word('text in a folder')}\n\nText.\n")
    write(notes / f".{word('hidden folder')}/x.md", f"# {word('text in a hidden folder')}\n")
    write(notes / f"{word('ignored file')}.secret.md", f"{word('text of an ignored file')}\n")
    write(notes / "Tagged.md", f"---\ntags: [diary/{word('private tag')}]\n---\n{word('text under a private tag')}\n")
    write(notes / "Inline.md", f"Today. #private/{word('inline tag')} {word('text beside an inline tag')}\n")
    write(notes / "Nested.md", f"---\nmeta: {{publish: false}}\n---\n{word('nested mark')}\n")
    write(notes / "Toml.md", f"+++\ntitle = '{word('toml title')}'\ndraft = true\n+++\n{word('toml text')}\n")
    write(notes / "Logseq.md", f"private:: true\n\n- {word('logseq')}\n")
    write(notes / "Broken.md", f"---\ntitle: {word('a: b')}: x: y\npublish: false\n---\n{word('text in doubt')}\n")
    write(notes / "Unclosed.md", f"---\npublish: false\ntitle: {word('unclosed head')}\n\n{word('unclosed text')}\n")
    (notes / "Bytes.md").write_bytes(f"---\npublish: false\n---\n{word('bytes')}\n".encode() + b"\x00\x81\x8d")
    secret = word("name of a linked note")
    write(notes / f"{secret}.md", f"---\nprivate: 'True'\naliases: [{word('alias of a linked note')}]\n---\nText.\n")
    alias = word("alias of a linked note")
    write(
        notes / "Open.md",
        f"""---
title: Open  # {word("YAML comment")}
# {word("YAML comment line")}
aliases:
  - Wide Open  # {word("YAML comment in a list")}
related: [Other, {secret}, "[[{alias}]]"]
source: plain %% {word("comment in a value")} %%
mood: calm sea  # {word("YAML comment behind a property")}
friends: [Ann, {secret}, "[[{alias}]]", "once [[{secret}#part]] came", "[[{secret}|a stranger]]"]
companion: [[{alias}]]
gist: grey %% {word("comment in a property")} %% sky
private-remark: {word("key that says it is private")}
meta: {{depth: {word("nested value")}}}
---

# Open

%% {word("comment")} %% Text <!-- {word("HTML comment")} --> that stays.

%%
{word("comment over lines")}
%%

It was [[{secret}|a dream]], ![[{secret}#part|shown]], [[{secret}.md|once]] and [[{alias}|twice]], or
[a walk]({quote(secret)}.md) and [a talk](<{secret}.md#x> "walking") or [a way][way].

[way]: {quote(secret)}.md

<a href="{quote(secret)}.md">a page</a>

| one | two |
|---|---|
| [[{secret}\\|in a table]] | %% {word("comment in a table")} %% |

- **Item**: text <!-- {word("HTML comment in a list")} -->
  - deeper %% {word("comment in a list")}

    over lines %%
- [weather:: windy %% {word("comment in a field")} %% day] and (sea:: [[{secret}|a wave]])
- [[Other]] beside [[{secret}|it]]

## Definition %% {word("comment in a heading")} %%

Open is what everybody may read. <!-- {word("comment never closed")}

{word("text below a comment never closed")}
""",
    )
    write(notes / "Other.md", f"# Other\n\nSee [[Open]]. %% {word('other comment never closed')}\n\nMore.\n")
    write(
        notes.parent / "curation.ttl",
        f"""@prefix pow: <https://w3id.org/powergraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
# {word("comment of curation")}
<graph/curation> prov:wasAttributedTo <person/example-a> .
<person/example-a> <http://xmlns.com/foaf/0.1/name> "Example" .
[] a pow:Assertion ; rdf:subject <topic/{secret.lower()}> ; rdf:predicate pow:involves ; rdf:object <topic/open> ;
    pow:passage [ pow:inNote <note/{secret.lower()}> ; pow:quote "{word("quote of curation")}" ] .
[] a pow:Assertion ; rdf:subject <power-source/{word("power source").lower()}> ; rdf:predicate pow:involves ;
    rdf:object <topic/open> ; pow:passage [ pow:inNote <note/open> ; pow:quote "everybody may read" ] .
""",
    )
    head = "subject_id subject_label predicate_id object_id object_label mapping_justification confidence author_id"
    row = (
        f"pg:topic/{secret.lower()}",
        secret,
        "skos:closeMatch",
        "wd:Q25107",
        "power",
        "semapv:ManualMappingCuration",
        "0.95",
        "pg:person/example-a",
        "pg:person/example-b",
        "2026-01-31",
        word("comment of a mapping"),
    )
    columns = [*head.split(), "reviewer_id", "mapping_date", "comment"]
    write(
        notes.parent / "mappings/x.sssom.tsv",
        "# mapping_set_id: https://w3id.org/powergraph/mappings/x\n# license: https://example.org/l\n# curie_map:\n"
        "#   pg: https://w3id.org/powergraph/\n#   wd: http://www.wikidata.org/entity/\n"
        "#   skos: http://www.w3.org/2004/02/skos/core#\n#   semapv: https://w3id.org/semapv/vocab/\n"
        + "\t".join(columns)
        + "\n"
        + "\t".join(row)
        + "\n",
    )
    columns = "iri\tstatus\ttopic\tpath\tid\tformer\treplaced_by\tdate"
    rows = (
        # What was published once and is private now, or gone, or leads to what is private now.
        f"note/{word('file name').lower()}\tactive\t{word('topic in the ledger').lower()}\t{word('file name')}.md",
        f"note/{word('removed in the ledger').lower()}\tremoved\tx\t{word('removed path in the ledger')}.md",
        f"note/{word('renamed in the ledger').lower()}\trenamed\ty\t\t\t\tnote/{secret.lower()}\t2026-01-02",
        f"concept/open/{word('thing in the ledger').lower()}\trenamed\t\t\t\t\tconcept/open/nothing\t2026-01-03",
        f"note/open\tactive\topen\tOpen.md\t\t{word('former name in the ledger')}",
    )
    write(notes.parent / "ids.tsv", f"# {word('comment of the ledger')}\n" + "\n".join([columns, *rows]) + "\n")
    write(
        notes.parent / "powergraph.toml",
        f'# {word("comment of settings")}\n[dataset]\ncuration = "curation.ttl"\nmappings = "mappings"\n\n[notes]\n'
        f'private = ["{word("folder")}", "*.secret.md"]\nprivate_tags = ["private", "diary"]\n',
    )
    return planted


def readings(text: str) -> str:
    """Return everything that a text may be read as, in lower case and one normal form."""
    escapes = r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\x([0-9a-fA-F]{2})"
    unescaped = re.sub(escapes, lambda match: chr(int(match[1] or match[2] or match[3], 16)), text)
    forms = [text, unescaped, html.unescape(text), unquote(text), unquote(html.unescape(unescaped))]
    return "\n".join(unicodedata.normalize("NFC", form).casefold() for form in forms)


def found(planted: Planted, text: str) -> list[str]:
    """Return the places whose word stands in a text: as it is, without its accent, as a slug, in ASCII."""
    read = readings(text)
    bare = "".join(c for c in unicodedata.normalize("NFKD", read) if not unicodedata.combining(c))
    told = []
    for place, word in planted.places.items():
        folded = unicodedata.normalize("NFC", word).casefold()
        plain = folded.replace("ü", "u")
        if folded in read or plain in bare or folded.replace("ü", "") in read:
            told.append(place)
    return told


def powergraph(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powergraph", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, timeout=100)


@dataclass
class Published:
    planted: Planted
    root: Path
    release: Path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Build twice: the second time a private note has another name and another is gone."""
    root = tmp_path_factory.mktemp("privacy")
    planted = plant(root / "notes")
    write(root / "notes/Leaving.md", f"---\npublish: false\n---\n{planted.word('removed note')}\n")
    write(root / f"notes/{planted.word('old name')}.md", "---\npublish: false\n---\nText.\n")
    first = powergraph("build", "notes", "--out", "out", cwd=root)
    assert first.returncode == 1, first.stderr
    (root / "notes/Leaving.md").unlink()
    (root / f"notes/{planted.word('old name')}.md").rename(root / f"notes/{planted.word('new name')}.md")
    second = powergraph("build", "notes", "--out", "out", cwd=root)
    assert (root / "out/current/manifest.json").is_file(), second.stderr
    assert "Traceback" not in second.stderr
    return Published(planted, root, root / "out/current")


def test_the_vault_is_built_and_what_is_open_in_it_is_there(published: Published) -> None:
    turtle = (published.release / "powergraph.ttl").read_text(encoding="utf-8")
    for words in (
        "a dream",
        "twice",
        "a walk",
        "a talk",
        "in a table",
        "that stays",
        "everybody may read",
        "a page",
        "a stranger",
        "calm sea",
    ):
        assert words in turtle, words
    notes = json.loads((published.release / "manifest.json").read_text())["notes"]
    assert (notes["converted"], notes["unreadable"]) == (2, [])
    assert len(published.planted.places) > 40


def test_words_are_found_where_they_are_planted_and_in_every_form(published: Published) -> None:
    files = [path for path in published.root.rglob("*") if path.is_file() and "out" not in path.parts]
    texts = "\n".join(f"{path}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)
    gone = {"removed note", "old name"}
    assert set(found(published.planted, texts)) == set(published.planted.places) - gone
    (place, word), *_ = published.planted.places.items()
    for form in (word, word.upper(), quote(word), ascii(word), unicodedata.normalize("NFD", word), html.escape(word)):
        assert found(published.planted, f"<{form}>") == [place], form
    assert found(published.planted, word.replace("ü", "u")) == [place]
    assert found(published.planted, "Nothing.") == []


def test_no_file_of_any_release_has_a_private_word(published: Published) -> None:
    files = [path for path in (published.root / "out").rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        assert found(published.planted, str(path.relative_to(published.root))) == [], path
        assert found(published.planted, path.read_bytes().decode("utf-8", "replace")) == [], path


def test_what_was_published_and_is_private_now_is_told_to_be_gone_and_nothing_else(published: Published) -> None:
    assert (published.release / "lookup/moves.json").is_file()
    word = published.planted.places.__getitem__
    with serving(published.release.parent) as (port, _):
        for place in ("file name", "removed in the ledger", "renamed in the ledger"):
            slug = quote(word(place).lower())
            for path in (f"/note/{slug}", f"/note/{slug}.html", f"/graph/note/{slug}", f"/section/{slug}/x.ttl"):
                for accept in ("text/html", "application/json", "text/turtle"):
                    status, location, body = ask(port, path, accept)
                    assert (status, location) == (410, ""), path
                    assert found(published.planted, body) == [], path
        assert ask(port, f"/note/{quote(word('title').lower())}", "*/*")[0] == 404


def test_hand_made_statements_about_private_notes_stop_no_build_and_are_told_to_the_author(
    published: Published,
) -> None:
    told = powergraph("check", "notes", cwd=published.root).stdout
    rules = re.findall(r"^(?:curation\.ttl|mappings/x\.sssom\.tsv):\d+:\d+: warning: .*\[(.*)\]$", told, re.MULTILINE)
    assert sorted(rules) == ["curation.no-note", "curation.unknown", "curation.unknown", "mappings.subject"]


@pytest.mark.parametrize("format_", ["sarif", "github"])
def test_formats_made_to_be_published_have_no_private_word(published: Published, format_: str) -> None:
    done = powergraph("check", "notes", "--format", format_, cwd=published.root)
    assert done.returncode == 1
    assert found(published.planted, done.stdout + done.stderr) == []


def test_what_is_served_has_no_private_word_on_any_route(published: Published) -> None:
    with serving(published.release.parent) as (port, log):
        seen = crawl(published.planted, port)
        for query in (
            "SELECT * { ?s ?p ?o }",
            "SELECT * { GRAPH ?g { ?s ?p ?o } }",
            "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o",
        ):
            for accept in ("application/sparql-results+json", "text/csv", "text/turtle", "text/html"):
                _, _, body = ask(port, f"/sparql?query={quote(query)}", accept)
                assert found(published.planted, body) == [], query
        for word in published.planted.places.values():
            slug = quote(word.lower())
            for path in (f"/note/{slug}", f"/topic/{slug}.html", f"/search?q={quote(word)}"):
                status, _, body = ask(port, path, "text/html")
                for typed in (slug, word.lower(), word, quote(word)):  # what one has typed oneself may be shown
                    body = body.replace(typed, "")
                assert status in (404, 405, 406, 410) or path.startswith("/search"), path
                assert found(published.planted, body) == [], path
    assert len(seen) > 50
    told = re.sub(r'"(?:GET|POST) [^"]*"', "", "".join(log))
    assert found(published.planted, told) == []


@contextlib.contextmanager
def serving(releases: Path) -> Iterator[tuple[int, list[str]]]:
    command = [sys.executable, "-m", "powergraph", "serve", str(releases), "--port", "0", "--workers", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "NO_COLOR": "1"}
    ) as process:
        log: list[str] = []
        ready = threading.Event()
        assert process.stdout is not None
        stdout = process.stdout

        def follow() -> None:
            for line in stdout:
                log.append(line)
                if re.search(r"http://127\.0\.0\.1:\d+", line):
                    ready.set()

        thread = threading.Thread(target=follow, daemon=True)
        thread.start()
        try:
            assert ready.wait(60), log
            address = re.search(r"http://127\.0\.0\.1:(\d+)", "".join(log))
            assert address is not None
            yield int(address[1]), log
        finally:
            process.terminate()
            process.wait(30)
            thread.join(10)


def ask(port: int, path: str, accept: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        location = answer.getheader("Location") or ""
        names = "\n".join(f"{name}: {value}" for name, value in answer.getheaders())
        return answer.status, location, names + "\n\n" + answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def crawl(planted: Planted, port: int, most: int = 2000) -> set[str]:
    """Ask for every address that a page links to, in each form, and look at all that is answered."""
    pending = ["/", "/quality", "/ontology", "/shapes", "/sparql", "/store?default", "/queries", "/dataset", "/health"]
    pending += ["/.well-known/void", "/dumps", "/metrics", "/ready", "/browse", "/changes", "/robots.txt", "/nothing"]
    seen: set[str] = set()
    while pending and len(seen) < most:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        is_document = re.search(r"\.[a-z]+$", path.partition("?")[0])  # in one form, whatever is accepted
        for accept in ("text/html",) if is_document else ("text/html", "application/n-triples", "application/ld+json"):
            status, location, body = ask(port, path, accept)
            assert status < 500, (path, status)
            assert found(planted, body) == [], (path, accept)
            links = [location, *re.findall(r'(?:href|src|action)="([^"]+)"', body)] if status < 400 else []
            links += re.findall(r"<https://w3id\.org/powergraph(/[^>#\s]+)>", body)
            for link in links:
                target = urlsplit(urljoin(f"http://127.0.0.1:{port}{path}", html.unescape(link)))
                if target.path.startswith("/browse/") and "&" in target.query:
                    continue  # a list that is narrowed down twice has nothing that it has not when it is once
                if target.path == "/sparql" and target.query:
                    continue  # the query of each page: what everything answers is looked at by itself
                if target.netloc == f"127.0.0.1:{port}":
                    pending.append(target.path + (f"?{target.query}" if target.query else ""))
    return seen
