"""Lines of notes can be opened where the settings say, and nothing hostile in a path changes where that leads."""

from urllib.parse import urlsplit

import pytest

from powergraph.config import serve_config
from powergraph.prefixes import BASE_IRI
from powergraph.web.lines import Lines

HTML = {"Accept": "text/html"}
NOTE = BASE_IRI + "note/power-dynamics"
GITHUB = "https://git.example/notes/blob/main/{path}#L{line}"
OBSIDIAN = "obsidian://open?vault=notes&file={path}"
CODE = "vscode://file/home/me/notes/{path}:{line}"


@pytest.mark.parametrize(
    ("template", "address", "name"),
    [
        (GITHUB, "https://git.example/notes/blob/main/a/b%20c.md#L12", "git.example"),
        (OBSIDIAN, "obsidian://open?vault=notes&file=a%2Fb%20c.md", "Obsidian"),
        (CODE, "vscode://file/home/me/notes/a/b%20c.md:12", "VS Code"),
    ],
)
def test_path_and_line_stand_in_their_places(template: str, address: str, name: str) -> None:
    (link,) = Lines((template,), {NOTE: "a/b c.md"}).links(NOTE, 12)
    assert (link.href, link.text) == (address, name)


@pytest.mark.parametrize(
    "path",
    [
        "?x=javascript:alert(1).md",
        "#frag.md",
        '"><script>alert(1)</script>.md',
        "a&file=other.md",
        "{line}.md",
        "%2e%2e%2f.md",
        "\u202egnp.md",
        "a\nb.md",
        "é ü.md",
    ],
)
@pytest.mark.parametrize("template", [GITHUB, OBSIDIAN, CODE])
def test_no_path_leaves_its_place(template: str, path: str) -> None:
    (link,) = Lines((template,), {NOTE: path}).links(NOTE, 7)
    plain, found = urlsplit(template), urlsplit(link.href)
    assert (found.scheme, found.netloc) == (plain.scheme, plain.netloc)
    assert link.href.isascii()
    assert not set(link.href) & set("<>\"' \n{}")
    assert link.href.count("#") == template.count("#")
    assert link.href.count("?") == template.count("?")
    assert link.href.count("&") == template.count("&")


def test_what_is_no_file_and_no_line_is_not_opened() -> None:
    lines = Lines((GITHUB,), {NOTE: "a.md"})
    assert lines.links("urn:other", 3) == ()
    assert lines.links(NOTE, 0) == ()


@pytest.mark.parametrize(
    "template",
    [
        "javascript://x/{path}",
        "javascript:alert({path})",
        "data:text/html,{path}",
        "file:///notes/{path}",
        "{path}",
        "//evil.example/{path}",
        "https://{path}",
        "https:///{path}",
        "https://user@evil.example/{path}",
        "https://git.example/notes",
        "https://git.example/{path}{column}",
        'https://git.example/{path}"onclick=',
        "vbscript://x/{path}",
        "HTTPS ://x/{path}",
    ],
)
def test_only_safe_addresses_are_taken(template: str) -> None:
    with pytest.raises(ValueError, match="open_line"):
        serve_config(options={"open_line": template})


def test_several_addresses_are_taken() -> None:
    assert serve_config({"open_line": f"{GITHUB} {OBSIDIAN} {CODE}"}).open_line.split() == [GITHUB, OBSIDIAN, CODE]


def test_each_statement_and_each_paragraph_can_be_opened(engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    client = client_of_engine(engine, open_line=f"{GITHUB} {CODE}")
    path = "/notes/blob/main/power-dynamics.md#L59"
    thing = client.get("/power-source/expert-power.html", headers=HTML).text
    assert thing.count(f'href="https://git.example{path}"') >= 2
    assert 'href="vscode://file/home/me/notes/power-dynamics.md:59"' in thing
    note = client.get("/note/power-dynamics.html", headers=HTML).text
    assert f'href="https://git.example{path}"' in note
    assert "git.example" not in client_of_engine(engine).get("/note/power-dynamics.html", headers=HTML).text
