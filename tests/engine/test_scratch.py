"""Folders for stores on disk: those of killed servers are removed, all others stay."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from powergraph.engine.scratch import make_scratch


def test_what_a_killed_server_left_is_removed_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left = tmp_path / f"powergraph-{ended.pid}-abc"
    kept = [tmp_path / f"powergraph-{os.getpid()}-abc", tmp_path / "powergraph-notes", tmp_path / "powergraph-12x-abc"]
    for folder in (left, *kept):
        folder.mkdir()
        (folder / "file").write_text("x")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = tmp_path / f"powergraph-{ended.pid}-link"
    link.symlink_to(elsewhere)
    made = make_scratch()
    assert made.is_dir()
    assert list(made.iterdir()) == []
    assert not left.exists()
    assert all((folder / "file").exists() for folder in kept)
    assert elsewhere.is_dir()
    assert link.is_symlink()
