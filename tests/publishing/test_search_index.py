"""The search index of a release: of what is published, the same bytes again, linked where nothing changed."""

import sqlite3
from pathlib import Path

import pytest

from powergraph.config import VaultSettings, load_vault_settings
from powergraph.publishing.build import build, check
from powergraph.publishing.search_index import dataset_entries
from powergraph.release import SEARCH, Release, ReleaseError, open_release, verify_release
from powergraph.search import open_index

ROOT = Path(__file__).resolve().parents[2]
NOTES = ROOT / "data/notes"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Release:
    settings = load_vault_settings(NOTES)
    return build(check(NOTES, settings), settings, tmp_path_factory.mktemp("demo"))


def labels(release: Release, query: str) -> list[str]:
    index = open_index(release.path / SEARCH)
    try:
        return [hit.label(["en", ""])[0] for hit in index.find(query).hits]
    finally:
        index.close()


def test_each_thing_of_the_dataset_is_there_once_and_is_of_the_classes_above_its_own(demo: Release) -> None:
    checked = check(NOTES, load_vault_settings(NOTES))
    assert checked.graph is not None
    iris = [entry.iri for entry in dataset_entries(checked.graph.dataset)]
    assert len(iris) == len(set(iris))
    index = open_index(demo.path / SEARCH)
    hit = index.look_up(["https://w3id.org/powergraph/power-source/expert-power"]).popitem()[1]
    index.close()
    assert {kind.rpartition("/")[2].rpartition("#")[2] for kind in hit.kinds} >= {"PowerSource", "Concept"}
    assert len(hit.all("definition")) > 1  # of several notes


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("expert power", "Expert Power"),
        ("priviledge", "Dominant Group Power (Privilege)"),
        ("airing the privilege", "Airing the Privilege"),
        ("ifs", "Internal Family Systems (IFS)"),
        ("the bases of social power", "The bases of social power"),
        ("how does the difference in who manages the money", "Airing the Privilege"),
    ],
)
def test_what_notes_say_is_found(demo: Release, query: str, first: str) -> None:
    assert labels(demo, query)[0] == first


def test_names_of_files_find_their_topic_and_are_not_shown(demo: Release) -> None:
    assert "Bases of Social Power" in labels(demo, "Bases_of_Social_Power")


def test_curation_says_what_an_idea_is(demo: Release) -> None:
    index = open_index(demo.path / SEARCH)
    kinds = index.find("gaslighting").kinds
    index.close()
    assert "https://w3id.org/powergraph/ontology#AbuseTactic" in kinds


def test_the_index_is_linked_where_nothing_to_find_has_changed(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "One.md").write_text("# One\n\nThe first.\n")
    settings = VaultSettings()
    first = build(check(notes, settings), settings, tmp_path / "out")
    other = VaultSettings(title="Another title")
    second = build(check(notes, other), other, tmp_path / "out")
    assert first.digest != second.digest
    assert (first.path / SEARCH).samefile(second.path / SEARCH)
    (notes / "Two.md").write_text("# Two\n\nThe second.\n")
    third = build(check(notes, settings), settings, tmp_path / "out")
    assert not (second.path / SEARCH).samefile(third.path / SEARCH)
    for release in (first, second, third):
        verify_release(release)


def test_damage_is_found_by_verification_and_mended_by_building_again(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "One.md").write_text("# One\n\nThe first.\n")
    settings = VaultSettings()
    file = build(check(notes, settings), settings, tmp_path / "out").path / SEARCH
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-3] + b"xyz")
    with pytest.raises(ReleaseError, match=r"search\.sqlite .* damaged"):
        verify_release(open_release(file.parent))
    verify_release(build(check(notes, settings), settings, tmp_path / "out"))


def test_private_text_is_in_no_table(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "Open.md").write_text("# Open\n\n## Definition\n\nShown %%zqcanary%% <!-- zqcanary --> here.\n")
    (notes / "Zqcanary.md").write_text("---\npublish: false\naliases: [zqcanary]\n---\n# Zqcanary\n\nzqcanary\n")
    settings = VaultSettings()
    file = build(check(notes, settings), settings, tmp_path / "out").path / SEARCH
    database = sqlite3.connect(file)
    words = {word for (word,) in database.execute("SELECT word FROM word")}
    database.close()
    assert "shown" in words
    assert not [word for word in words if "canary" in word]
    assert b"canary" not in file.read_bytes().lower()
