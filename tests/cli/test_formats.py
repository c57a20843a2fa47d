"""The forms in which diagnostics are told: what other programs read of them, and what must not stand in them."""

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from powergraph.cli.formats import Told, fold, github_lines, sarif_text
from powergraph.diagnostics import Diagnostic, Severity, visible
from powergraph.rules import RULES


def powergraph(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powergraph", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, check=False, timeout=60)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A warning in a file with an odd name, an error, many infos alike, and a note that is private in doubt."""
    notes = tmp_path / "notes"
    (notes / "a b").mkdir(parents=True)
    (notes / "a b/50 %, né.md").write_text("---\ncreated: yesterday\n---\nText of it.\n", encoding="utf-8")
    (notes / "wanting.md").write_text("# W\n\nWanted are " + ", ".join(f"[[Topic {n}x]]" for n in range(37)) + ".\n")
    (notes / "binary.md").write_bytes(b"\0\1\2")
    (notes / "hidden-diary.md").write_text("---\ntitle: My: diary\npublish: no\n---\ntext\n")
    return notes


def sarif(vault: Path) -> dict[str, Any]:
    done = powergraph("check", "notes", "--format", "sarif", cwd=vault.parent)
    log: dict[str, Any] = json.loads(done.stdout)
    return log


def test_sarif_has_the_parts_that_the_standard_asks_for(vault: Path) -> None:
    """SARIF 2.1.0: 3.13 (log), 3.14 (run), 3.18 (tool), 3.49 (rule), 3.27 (result), 3.30 (region)."""
    log = sarif(vault)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "powergraph"
    assert run["columnKind"] == "unicodeCodePoints"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert run["results"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[\w.~/%-]+", place["artifactLocation"]["uri"])
        assert not place["artifactLocation"]["uri"].startswith(("/", "file:", ".."))
        assert (vault.parent / unquote(place["artifactLocation"]["uri"])).is_file()
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1
    assert {r["level"] for r in run["results"]} == {"error", "warning", "note"}


def test_build_tells_the_same_as_check(vault: Path) -> None:
    checked = powergraph("check", "notes", "--format", "github", cwd=vault.parent)
    built = powergraph("build", "notes", "--format", "github", "--quiet", cwd=vault.parent)
    assert built.stdout == checked.stdout
    assert built.returncode == checked.returncode == 1
    assert (vault.parent / "releases" / "current").is_dir()


def test_json_of_build_names_the_release(vault: Path) -> None:
    done = powergraph("build", "notes", "--format", "json", "--out", "r", cwd=vault.parent)
    body = json.loads(done.stdout)
    assert Path(body["release"]).name == (vault.parent / "r" / "current").resolve().name
    assert body["notes"]["found"] == 4
    assert len(body["diagnostics"]) == sum(body["severities"].values())


@pytest.mark.parametrize("form", ["json", "sarif", "github", "text"])
def test_build_that_makes_no_release_tells_why_in_its_format(vault: Path, form: str) -> None:
    done = powergraph("build", "notes", "--strict", "--format", form, cwd=vault.parent)
    assert done.returncode == 1
    assert "no release was made" in done.stderr
    assert not (vault.parent / "releases" / "current").exists()
    assert ("notes.unreadable" in done.stdout) is (form != "text")
    if form == "json":
        assert json.loads(done.stdout)["release"] is None
    elif form == "sarif":
        assert json.loads(done.stdout)["version"] == "2.1.0"


@pytest.mark.parametrize("command", ["check", "build"])
def test_faults_of_settings_are_told_in_the_format_that_was_asked_for(vault: Path, command: str) -> None:
    (vault / "powergraph.toml").write_text('[notes]\nkeep = "x"\n[serve]\nport = 99999\ntimeouts = 1\n')
    sarif_log = powergraph(command, "notes", "--format", "sarif", cwd=vault.parent)
    places = [
        (
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
            result["ruleId"],
        )
        for result in json.loads(sarif_log.stdout)["runs"][0]["results"]
    ]
    assert places == [
        ("notes/powergraph.toml", 2, "settings.value"),
        ("notes/powergraph.toml", 4, "settings.value"),
        ("notes/powergraph.toml", 5, "settings.unknown"),
    ]
    github = powergraph(command, "notes", "--format", "github", cwd=vault.parent)
    text = powergraph(command, "notes", cwd=vault.parent)
    assert github.stdout.count("::error file=notes/powergraph.toml,line=") == 3
    assert text.stdout == ""
    assert "notes/powergraph.toml:5:1: error: timeouts is not a setting (did you mean timeout?)" in text.stderr
    assert [each.returncode for each in (sarif_log, github, text)] == [2, 2, 2]


def test_sarif_leads_to_files_outside_of_the_working_directory_from_a_base(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    done = powergraph("check", "../notes", "--format", "sarif", cwd=tmp_path / "elsewhere")
    (run,) = json.loads(done.stdout)["runs"]
    assert run["originalUriBaseIds"] == {"NOTES": {"uri": tmp_path.resolve().as_uri() + "/"}}
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uriBaseId"] == "NOTES"
    assert location["uri"].startswith("notes/")


def test_fingerprints_stay_when_lines_move_and_differ_from_each_other(vault: Path) -> None:
    def prints() -> list[str]:
        return [result["partialFingerprints"]["powergraph/v1"] for result in sarif(vault)["runs"][0]["results"]]

    before = prints()
    assert len(set(before)) == len(before)
    note = vault / "wanting.md"
    note.write_text(note.read_text().replace("# W\n", "# W\n\nA line more.\n"))
    assert sorted(prints()) == sorted(before)


def test_a_fault_of_no_file_has_a_logical_place(tmp_path: Path) -> None:
    told = Told(tmp_path, (Diagnostic("graph/curation", 1, 1, Severity.ERROR, "shapes.X", "wrong"),))
    (result,) = json.loads(sarif_text(told, RULES))["runs"][0]["results"]
    assert result["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "graph/curation"}]}]
    assert list(github_lines(told)) == ["::error title=powergraph shapes.X::graph/curation: wrong"]


def test_github_gets_a_command_for_each_diagnostic(vault: Path) -> None:
    lines = powergraph("check", "notes", "--format", "github", cwd=vault.parent).stdout.splitlines()
    assert all(
        re.match(r"::(error|warning|notice) file=[^,]+,line=\d+,col=\d+,title=[^,:]+::\S", line) for line in lines
    )
    assert any(
        line.startswith("::warning file=notes/a b/50 %25%2C né.md,line=2,col=10,title=powergraph notes.date::")
        for line in lines
    ), lines
    assert len([line for line in lines if "links.wanted" in line]) == 37


def test_no_text_of_a_note_can_end_a_command_of_github(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    message = "100 %\r\n::stop-commands::x\n\x1b[2J"
    (line,) = github_lines(Told(tmp_path, (Diagnostic("a.md", 1, 2, Severity.INFO, "links.wanted", message, "h"),)))
    assert line == (
        "::notice file=" + str(tmp_path / "a.md").replace("%", "%25") + ",line=1,col=2,title=powergraph links.wanted"
        "::100 %25\\r%0A::stop-commands::x%0A\\x1b[2J (h)"
    )


@pytest.mark.parametrize("format_", ["sarif", "github"])
def test_what_is_made_to_be_published_tells_nothing_of_private_notes(vault: Path, format_: str) -> None:
    done = powergraph("check", "notes", "--format", format_, cwd=vault.parent)
    assert "hidden-diary" not in done.stdout + done.stderr
    assert "1 diagnostic about private notes left out of this format" in done.stderr
    assert "hidden-diary.md:2:10: error: " in powergraph("check", "notes", cwd=vault.parent).stdout


def test_json_says_what_is_private_and_has_the_counts(vault: Path) -> None:
    body = json.loads(powergraph("check", "notes", "--format", "json", cwd=vault.parent).stdout)
    assert [d["path"] for d in body["diagnostics"] if d.get("private")] == ["notes/hidden-diary.md"]
    assert body["notes"] == {"found": 4, "converted": 2, "private": 1, "left_out": 1}
    assert sum(body["severities"].values()) == len(body["diagnostics"])
    assert {"rule": "links.wanted", "severity": "info", "count": 37} in body["rules"]


def test_text_folds_infos_that_are_alike_and_all_shows_them(vault: Path) -> None:
    folded = powergraph("check", "notes", cwd=vault.parent)
    assert folded.stdout.count("[links.wanted]") == 11
    assert "and 27 more like this [links.wanted]; check --all tells them" in folded.stdout
    assert powergraph("check", "notes", "--all", cwd=vault.parent).stdout.count("[links.wanted]") == 37
    assert re.search(r"^ +37 info    links\.wanted$", folded.stderr, re.MULTILINE)


def test_only_infos_are_folded() -> None:
    told = [Diagnostic("a.md", n, 1, s, "r", "m") for s in Severity for n in range(1, 30)]
    folded = fold(told, most=4)
    assert [sum(d.severity is s for d in folded.shown) for s in Severity] == [29, 29, 4]
    assert folded.more == {"r": 25}


@pytest.mark.parametrize(("environment", "colour"), [({}, True), ({"NO_COLOR": "1"}, False)], ids=["plain", "NO_COLOR"])
def test_colour_is_for_terminals_only(vault: Path, environment: dict[str, str], colour: bool) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "powergraph", "check", "notes"]
    env = {**os.environ, "TERM": "xterm", **environment}
    child = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, cwd=vault.parent, env=env)
    os.close(theirs)
    text = b""
    with contextlib.suppress(OSError):  # EIO is the end of a terminal
        while part := os.read(ours, 10_000):
            text += part
    os.close(ours)
    assert child.wait(60) == 1
    assert b"error" in text
    assert (b"\x1b[" in text) is colour
    assert "\x1b[" not in powergraph("check", "notes", cwd=vault.parent, **environment).stdout


def test_nothing_that_a_terminal_obeys_is_told() -> None:
    told = Diagnostic("a.md", 1, 1, Severity.INFO, "links.wanted", "\x1b]0;x\x07 \u202egnp.exe\u2028 \x9b2J\ud800")
    assert str(told) == r"a.md:1:1: info: \x1b]0;x\x07 \u202egnp.exe\u2028 \x9b2J\ud800 [links.wanted]"
    assert visible("naïve – 👩‍🔬") == "naïve – 👩‍🔬"
