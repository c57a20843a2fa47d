"""The reader's commands as a user calls them."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "powergraph"]


def powergraph(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, cwd=cwd, check=False, timeout=60)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    (folder / "notes").mkdir()
    (folder / "notes/a.md").write_text("# A\n\nText.\n")
    assert powergraph("build", "notes", "--quiet", cwd=folder).returncode == 0
    return folder / "releases"


@pytest.mark.parametrize("command", [("query", "ASK {}"), ("verify",)], ids=["query", "verify"])
def test_without_a_release_is_told_how_to_make_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = powergraph(*command, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == ("Error: releases holds no release; make one with: powergraph build NOTES --out releases\n")


@pytest.mark.parametrize(
    ("format_", "beginning"),
    [
        ("turtle", "@prefix"),
        ("ntriples", "<x:s> <x:p> <x:o> ."),
        ("jsonld", "[{"),
        ("rdfxml", "<?xml"),
        ("trig", "@prefix"),
        ("nquads", "<x:s> <x:p> <x:o> ."),
    ],
)
def test_a_graph_is_answered_in_every_format(releases: Path, format_: str, beginning: str) -> None:
    query = "CONSTRUCT { <x:s> <x:p> <x:o> } {}"
    done = powergraph("query", "--release", str(releases), "--format", format_, query)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(beginning), done.stdout


@pytest.mark.parametrize(
    ("query", "format_", "message"),
    [
        ("SELECT * {}", "turtle", "SELECT cannot be answered as turtle; choose one of json, xml, csv, tsv, table"),
        (
            "DESCRIBE <x:s>",
            "table",
            "DESCRIBE cannot be answered as table; choose one of turtle, ntriples, jsonld, rdfxml, trig, nquads",
        ),
    ],
    ids=["select", "describe"],
)
def test_a_format_that_does_not_fit_is_told_with_those_that_do(
    releases: Path, query: str, format_: str, message: str
) -> None:
    done = powergraph("query", "--release", str(releases), "--format", format_, query)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_on_a_terminal_an_answer_ends_its_line_once(releases: Path, format_: str) -> None:
    terminal, side = pty.openpty()
    command = [*COMMAND, "query", "--release", str(releases), "--format", format_, "SELECT (1 AS ?x) {}"]
    subprocess.run(command, stdout=side, check=True, timeout=30)
    os.close(side)
    shown = os.read(terminal, 10_000)
    os.close(terminal)
    assert shown.endswith(b"\n")
    assert not shown.replace(b"\r", b"").endswith(b"\n\n")
    piped = powergraph("query", "--release", str(releases), "--format", "json", "SELECT (1 AS ?x) {}").stdout
    assert not piped.endswith("\n")


def test_one_thing_is_told_as_one(releases: Path) -> None:
    built = powergraph("build", "notes", "--out", "again", cwd=releases.parent)
    assert "1 note: 1 converted; " in built.stderr
    assert powergraph("query", "--release", str(releases), "SELECT (1 AS ?x) {}").stderr == "1 row\n"


def test_wrong_settings_are_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text\n")
    (tmp_path / "powergraph.toml").write_text("[serve]\nprot = 8341\n")
    done = powergraph("serve", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "powergraph.toml:2:1: error: prot is not a setting (did you mean port?) [settings.unknown]\n"
