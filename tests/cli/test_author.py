"""The author's commands as a user calls them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def powergraph(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powergraph", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env={**os.environ, **environment}, check=False, timeout=60
    )


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """One note of each kind of fault, and what must be said of each."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "plain.md").write_text("Only text.\n")
    (notes / "yaml.md").write_text('---\ntitle: "open\n---\n\n# Body\n\nIt stays.\n')
    (notes / "latin.md").write_bytes(b"---\ntitle: Caf\xe9\n---\ntext\n")
    (notes / "wide.md").write_bytes("# Wide\n\ntext\n".encode("utf-16"))
    (notes / "empty.md").write_text("")
    (notes / "binary.md").write_bytes(bytes(range(256)))
    damaged = "# Café — naïve\n\nDéjà vu, “encore” — très fâché.\n" * 3
    (notes / "damaged.md").write_text(damaged.encode().decode("mac_roman"), encoding="utf-8")
    return notes


@pytest.mark.parametrize(
    ("line", "converted"),
    [
        (r"notes/plain\.md:1:1: info: no front matter", True),
        (r"notes/yaml\.md:2:8: error: not valid YAML", True),
        (r"notes/latin\.md:1:1: warning: read as windows-1252", True),
        (r"notes/wide\.md:1:1: warning: read as utf-16", True),
        (r"notes/empty\.md:1:1: info: the note has no text", True),
        (r"notes/binary\.md:1:1: error: the note cannot be read", False),
        (r"notes/damaged\.md:1:1: warning: the text was damaged \(UTF-8 read as macroman\)", True),
    ],
    ids=lambda value: value.partition("\\")[0].rpartition("/")[2] if isinstance(value, str) else "",
)
def test_every_fault_is_told_at_its_line(vault: Path, line: str, converted: bool) -> None:
    done = powergraph("check", "notes", cwd=vault.parent)
    assert done.returncode == 1
    assert re.search(f"^{line}", done.stdout, re.MULTILINE), done.stdout
    assert "Traceback" not in done.stderr
    built = powergraph("build", "notes", "--out", "out", "--quiet", cwd=vault.parent)
    assert built.returncode == 1
    manifest = json.loads((vault.parent / "out/current/manifest.json").read_text())
    assert manifest["notes"]["converted"] == 6
    name = re.search(r"notes/(\w+)", line)
    assert name is not None
    turtle = (vault.parent / "out/current/powergraph.ttl").read_text()
    assert (f"\nnote:{name[1]} a " in turtle) is converted


def test_every_told_line_has_the_form_of_a_compiler(vault: Path) -> None:
    for line in powergraph("check", "notes", cwd=vault.parent).stdout.splitlines():
        assert re.match(r"notes/[^:]+\.md:\d+:\d+: (error|warning|info): \S.* \[[a-z]+\.[\w-]+\]$", line), line


def test_json_tells_the_same(vault: Path) -> None:
    text = powergraph("check", "notes", cwd=vault.parent).stdout.splitlines()
    told = json.loads(powergraph("check", "notes", "--format", "json", cwd=vault.parent).stdout)["diagnostics"]
    assert len(told) == len(text)
    assert {"path", "line", "column", "severity", "rule", "message", "hint"} == set(told[0])


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("check", "missing"), 1, "missing does not exist"),
        (("build", "empty", "--out", "out"), 1, "empty holds no note"),
        (("build", "notes", "--base-iri", "not an iri"), 2, "base_iri"),
        (("show", "missing.md"), 2, "does not exist"),
        (("nonsense",), 2, "No such command"),
        (("check",), 2, "Missing argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_calls_are_told_in_a_line(vault: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    (vault.parent / "empty").mkdir()
    done = powergraph(*arguments, cwd=vault.parent)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (vault.parent / "out").exists()


def test_warnings_change_the_exit_code_only_when_strict(tmp_path: Path) -> None:
    assert powergraph("check", "data/notes").returncode == 0
    warned = tmp_path / "notes"
    warned.mkdir()
    (warned / "a.md").write_text("---\ncreated: yesterday\n---\ntext\n")
    assert powergraph("check", str(warned)).returncode == 0
    assert powergraph("check", str(warned), "--strict").returncode == 1


def test_show_prints_every_line_with_what_was_understood() -> None:
    done = powergraph("show", "data/notes/power-dynamics.md", "--width", "170")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    numbers = [int(match[1]) for line in lines if (match := re.match(r"\s*(\d+)\s", line))]
    assert numbers == list(range(1, 150))
    shown = {int(m[1]): line for line in lines if (m := re.match(r"\s*(\d+)\s", line))}
    assert "power source (relational): Expert Power" in shown[59]
    assert "group of sources: Systemic/Structural Power" in shown[68]
    assert "practice (prompt): Tracking Influence" in shown[125]
    assert "citation: French & Raven (1959)" in shown[143]
    assert "mention: Coercive Power" in shown[130]
    assert "text of its section" in shown[103]
    assert "\x1b[" not in done.stdout


UNDERSTOOD = """---
title: Garden
tags: [x1]
sensitive: Describes a dog
related: [Lawn]
---
# Garden

## Sources of Power

### Relational Power

- **Spade Power:** Based on tools.

## Practices

- **Prompt (Border Talk):** Ask: "Who may come in?"
- Walk along the [[lawn]].

## Citations

- Elm, E. (1961). _Of leaves._
- heard of somewhere
"""


def test_show_names_the_rule_behind_each_line(tmp_path: Path) -> None:
    (tmp_path / "garden.md").write_text(UNDERSTOOD)
    (tmp_path / "Lawn.md").write_text("# Lawn\n\nGrass.\n")
    shown = powergraph("show", "garden.md", "--width", "250", cwd=tmp_path).stdout
    rows = {int(m[1]): line.rstrip() for line in shown.splitlines() if (m := re.match(r"\s*(\d+)\s", line))}
    assert shown.startswith("kind of note: reference (profile: note_kinds.default)")
    assert rows[2].endswith("topic: Garden [topic.title]")
    assert rows[3].endswith("tag: x1 [notes.tag]")
    assert rows[4].endswith("content label: Describes a dog [notes.sensitive]")
    assert rows[5].endswith("link: Lawn [links.metadata, rung: stem]")
    assert "section: sources [profile: section \\b(sources?|bases?) of " in rows[9]
    assert rows[11].endswith("group of sources: Relational Power [concepts.group-heading]")
    assert "section: sources [from the section above, Sources of Power]" in shown
    assert rows[13].endswith("Spade Power \u2190 Relational Power [concepts.source, profile: power_group]")
    assert rows[17].endswith("practice (prompt): Border Talk [practices.labelled, profile: practice_kind]")
    assert "practice: Walk along the lawn [practices.unlabelled]" in rows[18]
    assert "link: Lawn [links.wikilink, rung: folded]" in shown
    assert rows[22].endswith("citation: Elm (1961) [citations.apa]")
    assert "citation: heard of somewhere [citations.entry]" in rows[23]
    assert "[citations.form]" in shown


def test_show_marks_front_matter_that_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\ncssclasses: bar\nmood: calm\n---\n\n# H\n\ntext\n")
    shown = powergraph("show", "a.md", cwd=tmp_path).stdout.splitlines()
    rows = {int(m[1]): line for line in shown if (m := re.match(r"\s*(\d+)\s", line))}
    assert "not used" in rows[3]
    assert "title: T" in rows[2]
    assert rows[4].rstrip().endswith("property: mood: calm [notes.property]")


HEEDED = """---
language: fr
id: x1
type: reference
rights: CC0
publish: true
aliases:
tags: []
cssclasses: bar
---

# H

text
"""


def test_show_tells_of_front_matter_that_is_heeded(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEEDED)
    shown = powergraph("show", "a.md", cwd=tmp_path).stdout
    rows = {int(m[1]): line.rstrip() for line in shown.splitlines() if (m := re.match(r"\s*(\d+)\s", line))}
    assert "language: fr" in rows[2].replace("language: fr", "", 1)
    assert rows[5].endswith("rights: CC0")
    assert rows[7].endswith("aliases:")
    assert [number for number, line in rows.items() if "not used" in line] == [9]


def test_show_tells_a_fault_without_the_thing_beside_which_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEEDED)
    shown = powergraph("show", "a.md", cwd=tmp_path).stdout
    assert "info: the note cites nothing" in shown
    assert "note/x1: " not in shown


def test_show_writes_below_the_line_where_the_terminal_is_narrow(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEEDED)
    lines = [line.rstrip() for line in powergraph("show", "a.md", "--width", "80", cwd=tmp_path).stdout.splitlines()]
    place = lines.index("  9  cssclasses: bar")
    assert lines[place + 1].strip() == "not used"
    assert lines[lines.index(" 12  # H") + 1].strip() == "title: H [topic.heading]"
    assert lines[-1] == " 15"


def test_settings_with_an_unknown_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text\n")
    (tmp_path / "powergraph.toml").write_text("[dataset]\ntitel = 'x'\n")
    done = powergraph("check", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "titel is not a setting" in done.stderr


def test_another_base_iri_is_used_everywhere(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText about **Power Over** (force).\n")
    assert powergraph("build", ".", "--out", "out", "--base-iri", "https://e.org/k/", cwd=tmp_path).returncode == 0
    turtle = (tmp_path / "out/current/powergraph.ttl").read_text()
    assert "@prefix topic: <https://e.org/k/topic/>" in turtle
    assert "https://w3id.org/powergraph/topic" not in turtle


@pytest.mark.parametrize("command", [(), ("check",), ("show",), ("build",), ("serve",), ("query",), ("verify",)])
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    done = powergraph(*command, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: ")
