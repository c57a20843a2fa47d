"""Reading a vault: whatever says that a note is private is heard, and nothing of it reaches the graph."""

import os
from pathlib import Path

import pytest

from powergraph.config import VaultSettings
from powergraph.publishing.build import check
from powergraph.publishing.write import published_turtle

CANARY = "zq-canary"


def published(folder: Path, settings: VaultSettings) -> str:
    checked = check(folder, settings)
    text = published_turtle(checked.graph).decode() if checked.graph else ""
    return text + "\n".join(map(str, checked.diagnostics))


def test_a_note_kept_private_in_doubt_is_told_to_its_author_alone(tmp_path: Path) -> None:
    (tmp_path / "open.md").write_text("# Open\n\nText.\n")
    (tmp_path / "diary.md").write_text("---\ntitle: My: diary\npublish: true\n---\ntext\n")
    checked = check(tmp_path, VaultSettings())
    assert [(d.path, d.line, d.rule) for d in checked.confidential] == [("diary.md", 2, "notes.doubt")]
    assert checked.has_errors
    assert "diary" not in published(tmp_path, VaultSettings())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\npublish: false\n---\n", id="publish false"),
        pytest.param("---\nPublish: No\n---\n", id="whatever the case"),
        pytest.param("---\npublished: false\n---\n", id="published"),
        pytest.param("\n\n---\npublish: false\n---\n", id="after blank lines"),
        pytest.param("---\ntitle: My: broken: yaml\npublish: false\n---\n", id="in broken YAML"),
        pytest.param("---\npublish: false\n", id="in a front matter that is never closed"),
        pytest.param("---\ntags: [private]\n---\n", id="tag"),
        pytest.param("---\ntags: journal, Private\n---\n", id="tag in a string"),
        pytest.param("---\ntags: '#private'\n---\n", id="tag with its mark"),
        pytest.param("---\ntag: private/diary\n---\n", id="tag below"),
        pytest.param("---\ntags: [private\n---\n", id="tag in broken YAML"),
        pytest.param("---\npublish: n\n---\n", id="anything but yes"),
        pytest.param("---\npublish: true\npublish: false\n---\n", id="yes and no"),
        pytest.param("---\npublish: false\nPublish: true\n---\n", id="no and yes"),
        pytest.param("---\nprivate: true\n---\n", id="private true"),
        pytest.param("---\ndraft: yes\n---\n", id="draft"),
        pytest.param("---\ntitle: a %% b\npublish: false\n---\n", id="below a comment never closed"),
        pytest.param("---\ntitle: a <!-- b\ntags: [private]\n---\n", id="below markup never closed"),
        pytest.param("\ufeff\ufeff---\npublish: false\n---\n", id="after marks"),
        pytest.param("---\npublish:\tfalse\n\tx: y\n---\n", id="tabs"),
        pytest.param("#private\n", id="inline tag"),
        pytest.param("Today. #private/diary and more.\n", id="inline tag below"),
    ],
)
def test_a_note_that_says_it_is_private_is_private(tmp_path: Path, text: str) -> None:
    (tmp_path / "open.md").write_text("# Open\n\nText.\n")
    (tmp_path / f"{CANARY}.md").write_text(f"{text}\n{CANARY}\n")
    settings = VaultSettings()
    assert CANARY not in published(tmp_path, settings)
    assert check(tmp_path, settings).notes.private == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"---\ntitle: Open %% {CANARY} %%\n---\nText.\n", id="comment in a title"),
        pytest.param(f"---\nsource: x  # {CANARY}\n# {CANARY}\n---\nText.\n", id="comment of YAML"),
        pytest.param(f"---\nsource: a %% {CANARY}\n  {CANARY}\ntitle: T\n---\nText.\n", id="comment over lines"),
        pytest.param(f"Text. %% {CANARY}\n", id="comment never closed"),
        pytest.param(f"Text. <!-- {CANARY}\n\n{CANARY}\n", id="HTML comment never closed"),
        pytest.param(
            f"Met him in [[{CANARY} page|a dream]] and [[x/{CANARY} page#part|another]].\n", id="link with text"
        ),
        pytest.param(f"| a |\n|---|\n| [[{CANARY} page\\|a dream]] |\n", id="link in a table"),
        pytest.param(f"See ![[{CANARY} page|it]].\n", id="embedding"),
    ],
)
def test_nothing_private_in_an_open_note_is_published(tmp_path: Path, text: str) -> None:
    (tmp_path / "open.md").write_text(text)
    (tmp_path / f"{CANARY} page.md").write_text("---\npublish: false\n---\nText.\n")
    assert CANARY not in published(tmp_path, VaultSettings())


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("private", "Private/a.md"),
        ("Private", "deep/private/a.md"),
        ("journal/*", "Journal/b/a.md"),
        ("*.draft.md", "x/a.draft.md"),
        ("journal/", "x/journal/a.md"),
    ],
)
def test_private_places_are_found_whatever_their_case(tmp_path: Path, pattern: str, path: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(f"---\naliases: [{CANARY} alias]\n---\n{CANARY}\n")
    (tmp_path / "open.md").write_text(f"# Open\n\nTo [[{CANARY} alias|somebody]].\n")
    settings = VaultSettings(private=(pattern,))
    assert CANARY not in published(tmp_path, settings)
    assert "somebody" in published(tmp_path, settings)


def test_only_marked_notes_are_published_where_marks_are_asked_for(tmp_path: Path) -> None:
    marks = ("publish: true", "title: x", "publish: false", "title: 'open", "publish:", "publish: ''")
    for name, text in zip("abcdef", marks, strict=True):
        (tmp_path / f"{name}.md").write_text(f"---\n{text}\n---\nText {name}.\n")
    checked = check(tmp_path, VaultSettings(publish="marked"))
    assert (checked.notes.converted, checked.notes.private) == (1, 5)


def test_a_private_folder_holds_up_nothing(tmp_path: Path) -> None:
    """A pipe is not opened and a link is not followed, private or not."""
    (tmp_path / ".trash").mkdir()
    os.mkfifo(tmp_path / ".trash/pipe.md")
    (tmp_path / ".trash/link.md").symlink_to("/etc/hostname")
    (tmp_path / "open.md").write_text("# Open\n\nTo [[pipe|it]].\n")
    checked = check(tmp_path, VaultSettings())
    assert (checked.notes.found, checked.notes.private, checked.notes.unreadable) == (3, 2, ())
