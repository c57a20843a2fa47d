"""Settings with faults: each is told at its line, all in one run, and the exit code is 2."""

import subprocess
import sys
from pathlib import Path

import pytest

from powergraph.config import SettingsError, load_vault_settings
from powergraph.toml_places import TOMLFault, TOMLPlaces, load_toml


def told(folder: Path, text: str) -> list[tuple[int, int, str]]:
    (folder / "powergraph.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_vault_settings(folder)
    return [(fault.line, fault.column, fault.rule) for fault in error.value.faults]


def test_every_fault_is_told_at_its_line(tmp_path: Path) -> None:
    text = """# settings
[dataset]
titel = "x"
license = "nope"
base_iri = "https://example.org/x"

[notes]
  private = "x"
keep = true
publish = "some"

[other]
a = 1
"""
    assert told(tmp_path, text) == [
        (3, 1, "settings.unknown"),
        (4, 1, "settings.value"),
        (5, 1, "settings.value"),
        (8, 3, "settings.value"),
        (9, 1, "settings.value"),
        (10, 1, "settings.value"),
        (12, 2, "settings.unknown"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('[dataset]\ntitle = "open\n', 2, 14),
        ("[dataset]\ntitle =", 2, 8),
        ("a = 1\na = 2\n", 2, 6),
        ("a = " + "[" * 5000, 1, 1),
        ("a = " + "9" * 5000, 1, 1),
        (".".join("a" * 5000) + " = 1", 1, 1),
    ],
    ids=["string", "end", "twice", "deep", "number", "dots"],
)
def test_what_is_not_toml_is_told_where_it_is_wrong(tmp_path: Path, text: str, line: int, column: int) -> None:
    assert told(tmp_path, text) == [(line, column, "settings.syntax")]


def test_a_file_that_is_not_utf_8_is_told_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "powergraph.toml").write_bytes(b"[dataset]\n\ntitle = 'caf\xe9'\n")
    with pytest.raises(SettingsError, match=r"powergraph\.toml:3:1: error: the file is not UTF-8"):
        load_vault_settings(tmp_path)


def test_a_mark_at_the_beginning_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "powergraph.toml").write_bytes(b"\xef\xbb\xbf[dataset]\r\ntitle = 'x'\r\n")
    assert load_vault_settings(tmp_path).title == "x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[dataset]\ntitle = 'x'\ncuration = 'none.ttl'\n", "powergraph.toml:3:1: error: curation: there is no file"),
        ("[dataset]\nmappings = 'maps'\n", "powergraph.toml:2:1: error: mappings: there is no folder maps"),
        (
            "[notes]\nkeep = 3\n\n[[profile.section]]\nrole = 'x'\nheadings = ['[']\n",
            "powergraph.toml:4:3: error: the profile has a pattern",
        ),
    ],
    ids=["file", "folder", "profile"],
)
def test_what_settings_name_is_told_at_the_setting(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText.\n")
    (tmp_path / "powergraph.toml").write_text(text)
    command = [sys.executable, "-m", "powergraph", "check", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(expected)
    assert "Traceback" not in done.stderr


def test_places_of_keys_are_found_in_every_way_of_writing_them() -> None:
    places = TOMLPlaces('a.b = 1\n\n[c]\n  "d e" = """\n[x]\nf = 2\n"""\ng = 3\n[[h.i]]\nj = 4\n')
    assert places.place("a", "b") == (1, 1)
    assert places.place("c", "d e") == (4, 3)
    assert places.place("c", "g") == (8, 1)
    assert places.place("h") == (9, 3)
    assert places.place("h", "i", "j") == (10, 1)
    assert places.place("f") == (1, 1)


def test_a_string_may_have_as_many_dots_as_it_likes() -> None:
    assert load_toml(f"a = '{'.' * 999}'") == {"a": "." * 999}
    with pytest.raises(TOMLFault):
        load_toml(f"a = {{ {'.'.join('b' * 999)} = 1 }}")


def test_settings_of_the_server_are_told_at_their_lines(tmp_path: Path) -> None:
    text = """[serve]
host = 1
port = 65536
timeout = 0
memory = "512"
workers = -1
max_depth = 0
public_url = "https://power.example.org"
queue = true
nope = 1
"""
    assert told(tmp_path, text) == [
        (2, 1, "settings.value"),
        (3, 1, "settings.value"),
        (4, 1, "settings.value"),
        (5, 1, "settings.value"),
        (6, 1, "settings.value"),
        (7, 1, "settings.value"),
        (9, 1, "settings.value"),
        (10, 1, "settings.unknown"),
    ]
