"""The vault: every Markdown file is accounted for, and nothing outside is read."""

import os
from pathlib import Path

import pytest

from powergraph.notes.vault import VaultError, VaultRules, find_notes


def test_every_kind_of_file_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "drafts").mkdir()
    for name in ("a.md", "b/c.MD", ".obsidian/x.md", "drafts/d.md", "other.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to("a.md")
    (tmp_path / "loop").symlink_to(".")
    found = find_notes(tmp_path, VaultRules(private=("drafts",)))
    assert [(n.path, n.private, n.unreadable) for n in found] == [
        (".obsidian/x.md", True, ""),
        ("a.md", False, ""),
        ("b/c.MD", False, ""),
        ("drafts/d.md", True, ""),
        ("link.md", False, "it is a symbolic link, which is not followed"),
        ("pipe.md", False, "it is not a regular file"),
    ]


@pytest.mark.parametrize("name", ["empty", "missing", "file"])
def test_a_folder_without_notes_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(VaultError, match=name):
        find_notes(tmp_path / name, VaultRules())


def test_paths_that_would_lie_when_told_are_unreadable_and_all_are_counted(tmp_path: Path) -> None:
    names = [b"\xff.md", b"\xfe.md", b"x\x1b[31my.md", b"a\nb.md", "\u202edm.md".encode(), b"fine.md"]
    for name in names:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_text("x")
    found = find_notes(tmp_path, VaultRules())
    assert len({n.path for n in found}) == len(names)
    assert [n.path for n in found if not n.unreadable] == ["fine.md"]
    assert all(n.path.isprintable() for n in found)


def test_deep_folders_are_told_not_fatal(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(120):
        folder = folder / "a"
    folder.mkdir(parents=True)
    (tmp_path / "b.md").write_text("x")
    found = find_notes(tmp_path, VaultRules())
    assert [n.unreadable != "" for n in found] == [True, False]
