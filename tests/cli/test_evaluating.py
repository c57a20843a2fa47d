"""The command evaluate as a user calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests/evaluation/small"


def powergraph(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powergraph", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)


def test_a_release_and_its_notes_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    assert powergraph("build", str(SMALL / "notes"), "--out", str(tmp_path), "--quiet").returncode == 0
    gold = str(SMALL / "gold")
    of_notes = powergraph("evaluate", gold, "--notes", str(SMALL / "notes"), "--errors", seed="1")
    of_release = powergraph("evaluate", gold, "--release", str(tmp_path), "--errors", seed="2")
    assert of_notes.returncode == of_release.returncode == 0, of_notes.stderr + of_release.stderr
    assert of_notes.stdout == of_release.stdout
    assert "Harbour.md:26: power sources: spurious: Crane Power\n" in of_notes.stdout


def test_formats_tell_the_same_counts() -> None:
    call = ("evaluate", str(SMALL / "gold/harbour.json"), "--notes", str(SMALL / "notes"), "--errors", "--format")
    body = json.loads(powergraph(*call, "json").stdout)
    markdown = powergraph(*call, "markdown").stdout
    scores = {score["what"]: score for score in body["scores"]}
    practices = scores["practices"]
    assert (practices["right"], practices["missed"], practices["spurious"]) == (3, 1, 1)
    assert "| practices | 3 | 1 | 1 | 0.750 | 0.750 | 0.750 |" in markdown
    assert len(body["faults"]) == markdown.count("| Harbour.md:") == 27


def test_a_refused_note_is_told_and_changes_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "Harbour.md").write_text("# Another harbour\n\ntext\n")
    done = powergraph("evaluate", str(SMALL / "gold"), "--notes", str(tmp_path))
    assert done.returncode == 1
    assert "Harbour.md: error: the note is not the annotated one" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "Missing argument"),
        (("missing", "--notes", "x"), 2, "missing does not exist"),
        ((str(SMALL / "gold"),), 2, "either --release DIR or --notes VAULT"),
        ((str(SMALL / "gold"), "--notes", "a", "--release", "b"), 2, "either --release DIR or --notes VAULT"),
        ((str(SMALL / "notes"), "--notes", "x"), 1, "holds no annotation"),
        ((str(SMALL / "gold"), "--release", "missing"), 1, "holds no release"),
        ((str(SMALL / "gold"), "--notes", "missing"), 1, "missing does not exist"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_calls_are_told_in_a_line(arguments: tuple[str, ...], code: int, message: str) -> None:
    done = powergraph("evaluate", *arguments)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
