"""A note is labelled by its own words, by its tags or by its place; sensitive is not private."""

from pathlib import Path

import pytest

from powergraph.config import SettingsError, VaultSettings, load_vault_settings
from powergraph.extract.extraction import ContentLabel
from powergraph.extract.private import PrivateNames
from powergraph.extract.reading import NoteReader, read_note
from powergraph.notes.vault import find_notes, load_note


def label_of(text: str, folder: Path, path: str = "Trauma/War.md", **settings: object) -> ContentLabel | None:
    file = folder / path
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    reader = NoteReader.of(VaultSettings(**settings))  # type: ignore[arg-type]
    (found,) = find_notes(folder, reader.rules)
    extraction = read_note(found, reader).extraction
    assert extraction
    return extraction.content_label


@pytest.mark.parametrize(
    ("head", "text", "line"),
    [
        ("content-warning: Describes a beating", "Describes a beating", 2),
        ("Trigger_Warning: Describes a beating", "Describes a beating", 2),
        ("lang: de\nsensitive: Beschreibt Schläge", "Beschreibt Schläge", 3),
        ("sensitive: yes", "Sensitive content", 2),
        ("sensitive: 'true'", "Sensitive content", 2),
        ("content-warning: [violence, self-harm]", "violence, self-harm", 2),
        ("content-warning:\n  - violence\n  - self-harm", "violence, self-harm", 3),
        ("sensitive: true\ncontent-warning: Describes a beating", "Describes a beating", 3),
        ("tags: [war]\nsensitive: true\nlang: fr", "Sensitive content", 3),
    ],
)
def test_note_labels_itself_at_its_line(head: str, text: str, line: int, tmp_path: Path) -> None:
    label = label_of(f"---\n{head}\n---\n# War\n", tmp_path)
    assert label
    assert label.evidence
    assert (label.text, label.evidence.span.start_line, label.evidence.rule) == (text, line, "notes.sensitive")


@pytest.mark.parametrize("head", ["title: War", "sensitive: false", "content-warning: none", "content-warning:"])
def test_note_that_says_nothing_or_no_has_no_label(head: str, tmp_path: Path) -> None:
    assert label_of(f"---\n{head}\n---\n# War\n", tmp_path) is None


def test_toml_and_properties_in_the_text_are_heard(tmp_path: Path) -> None:
    toml = label_of("+++\nsensitive = true\n+++\n# War\n", tmp_path / "toml")
    inline = label_of("# War\n\nsensitive:: Describes a beating\n", tmp_path / "inline")
    assert toml
    assert inline
    assert inline.evidence
    assert (toml.text, inline.text, inline.evidence.span.start_line) == ("Sensitive content", "Describes a beating", 3)


@pytest.mark.parametrize(
    ("entry", "labelled"),
    [
        ("trauma", True),
        ("trauma/", True),
        ("Trauma/War*", True),
        ("war.md", True),
        ("peace/", False),
        ("#war", True),
        ("#abuse", True),
        ("#abus", False),
        ("war", False),
    ],
)
def test_settings_label_folders_files_and_tags(entry: str, labelled: bool, tmp_path: Path) -> None:
    text = "---\ntags: [War, abuse/children]\n---\n# War\n"
    label = label_of(text, tmp_path, sensitive=("no such", entry), sensitive_label="Gewalt", language="de")
    assert (label is not None) is labelled
    if label:
        assert (label.text, label.language) == ("Gewalt", "de")


def test_label_by_a_tag_has_the_line_of_the_tag_and_one_by_a_folder_has_none(tmp_path: Path) -> None:
    tagged = label_of("# War\n\nA #war note.\n", tmp_path / "tag", sensitive=("#war",))
    placed = label_of("# War\n\nA #war note.\n", tmp_path / "place", sensitive=("trauma/",))
    assert tagged
    assert tagged.evidence
    assert (tagged.evidence.rule, tagged.evidence.span.start_line) == ("notes.sensitive-tag", 3)
    assert placed == ContentLabel("Sensitive content", "en", None)


def test_own_words_of_a_note_go_before_the_settings(tmp_path: Path) -> None:
    own = label_of("---\nsensitive: Describes a beating\n---\n", tmp_path / "own", sensitive=("trauma/",))
    assert own
    assert own.text == "Describes a beating"
    assert label_of("---\nsensitive: no\n---\n# War\n", tmp_path / "no", sensitive=("trauma/",)) is None


@pytest.mark.parametrize(("key", "labelled"), [("sensitive", True), ("content-warning", True), ("title", False)])
def test_note_whose_front_matter_cannot_be_read_is_labelled_in_doubt(key: str, labelled: bool, tmp_path: Path) -> None:
    label = label_of(f"---\n{key}: 'x\n---\n# War\n", tmp_path)
    assert (label is not None) is labelled


def test_sensitive_note_is_published_and_a_private_one_stays_private(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("---\nsensitive: true\npublish: false\n---\n# A\n", encoding="utf-8")
    reader = NoteReader.of(VaultSettings(sensitive=("*.md",)))
    (found,) = find_notes(tmp_path / "notes", reader.rules)
    assert load_note(found)
    assert read_note(found, reader).extraction is None


def test_label_of_the_settings_says_something(tmp_path: Path) -> None:
    (tmp_path / "powergraph.toml").write_text('[notes]\nsensitive_label = " "\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="sensitive_label must say something"):
        load_vault_settings(tmp_path)


def test_label_shows_no_target_of_a_link_to_a_private_note(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nsensitive: 'As in [[my diary|what follows]]'\n---\n# A\n", encoding="utf-8")
    reader = NoteReader.of(VaultSettings())
    (found,) = find_notes(tmp_path, reader.rules)
    extraction, _ = reader.reopen(load_note(found), PrivateNames(["My Diary"]))
    assert extraction.content_label
    assert extraction.content_label.text == "As in what follows"
    assert "diary" not in "".join(extraction.note.lines)
