"""The exit codes of the author's commands are those that docs/diagnostics.md promises."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "---\ntitle: Garden\ncreated: 2026-03-01\n---\n# Garden\n\n## Definition\n\nWhere somebody decides what grows.\n"
WARNED = GOOD.replace("2026-03-01", "yesterday")
BAD = b"\0\1\2"
BAD_SETTINGS = '[notes]\nkeep = "x"\n'
NO_CURATION = '[dataset]\ncuration = "nowhere.ttl"\n'
CURATION = '[dataset]\ncuration = "c.ttl"\n'

#: The call; what lies beside a good note in the folder `notes`; the exit code; whether a release is there afterwards.
CASES = {
    "check, infos only": ("check notes", {}, 0, False),
    "check, a warning": ("check notes", {"warned.md": WARNED}, 0, False),
    "check, a warning, strict": ("check notes --strict", {"warned.md": WARNED}, 1, False),
    "check, infos only, strict": ("check notes --strict", {}, 0, False),
    "check, an error": ("check notes", {"bad.md": BAD}, 1, False),
    "check, no folder": ("check nowhere", {}, 1, False),
    "check, wrong settings": ("check notes", {"powergraph.toml": BAD_SETTINGS}, 2, False),
    "check, a file that settings name is missing": ("check notes", {"powergraph.toml": NO_CURATION}, 2, False),
    "check, wrong option": ("check notes --format yaml", {}, 2, False),
    "build, infos only": ("build notes", {}, 0, True),
    "build, a warning": ("build notes", {"warned.md": WARNED}, 0, True),
    "build, a warning, strict": ("build notes --strict", {"warned.md": WARNED}, 0, True),
    "build, an error": ("build notes", {"bad.md": BAD}, 1, True),
    "build, an error, strict": ("build notes --strict", {"bad.md": BAD}, 1, False),
    "build, a fault beside the notes": ("build notes", {"powergraph.toml": CURATION, "c.ttl": "<x> ."}, 1, False),
    "build, wrong settings": ("build notes", {"powergraph.toml": BAD_SETTINGS}, 2, False),
    "build, no folder": ("build nowhere", {}, 1, False),
    "show, infos only": ("show notes/good.md", {}, 0, False),
    "show, an error": ("show notes/bad.md", {"bad.md": BAD}, 1, False),
    "show, an error elsewhere": ("show notes/good.md", {"bad.md": BAD}, 0, False),
    "show, no file": ("show notes/nowhere.md", {}, 2, False),
}


@pytest.mark.parametrize(("call", "files", "code", "released"), CASES.values(), ids=CASES)
def test_exit_code(call: str, files: dict[str, str | bytes], code: int, released: bool, tmp_path: Path) -> None:
    for name, content in {"good.md": GOOD, **files}.items():
        file = tmp_path / "notes" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    command = [sys.executable, "-m", "powergraph", *call.split()]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    assert done.returncode == code, done.stderr
    assert (tmp_path / "releases" / "current").is_dir() is released
    assert "Traceback" not in done.stderr


def test_last_good_release_stays_where_a_fault_beside_the_notes_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "good.md").write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-m", "powergraph", "build", "notes"]
    assert subprocess.run(command, capture_output=True, cwd=tmp_path, check=False).returncode == 0
    before = (tmp_path / "releases" / "current").resolve()
    (tmp_path / "powergraph.toml").write_text(CURATION, encoding="utf-8")
    (tmp_path / "c.ttl").write_text("<x> .", encoding="utf-8")
    assert subprocess.run(command, capture_output=True, cwd=tmp_path, check=False).returncode == 1
    assert (tmp_path / "releases" / "current").resolve() == before
