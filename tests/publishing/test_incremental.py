"""A build that uses what is cached gives the same bytes as one that does everything again."""

import random
import shutil
from pathlib import Path

import pytest
from random_vaults import change, write

from powergraph.config import load_vault_settings
from powergraph.graph.facts import NoteFacts
from powergraph.publishing.build import build, check
from powergraph.publishing.cache import CachedNote, NoteCache, fingerprint, stamp_of
from powergraph.publishing.identities import survey, write_ledger
from powergraph.publishing.stages import Building
from powergraph.release import verify_release
from powergraph.resources import resource_path

#: What files are renamed to.
NAMES = ("River Work", "Slow Fire", "Quiet Room")


def write_down(folder: Path) -> None:
    """Write the ledger of the notes."""
    surveyed = survey(folder, load_vault_settings(folder))
    write_ledger(surveyed, surveyed.renewed("2026-01-02", as_new=True).ledger)


@pytest.mark.parametrize("seed", range(6))
def test_build_after_changes_gives_the_bytes_of_a_full_build_with_a_ledger(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is written, left as it is, or lost; notes are renamed and edited at once."""
    monkeypatch.setattr("powergraph.publishing.cache._LATELY", 0.0)
    r = random.Random(100 + seed)
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(5):
        write(notes, number, r)
    (notes / "Kept.md").write_text("# Kept\n\nWords of its own, private in no vault.\n", encoding="utf-8")
    write_down(notes)
    (notes / "Kept.md").rename(notes / "Known Again.md")
    settings = load_vault_settings(notes)
    renamed = 0
    for step in range(5):
        cache = tmp_path / "cache" / "notes.sqlite"
        checked = check(notes, settings, cached_in=cache)
        renamed += sum(1 for each in checked.told if each.rule == "ids.renamed")
        built = build(checked, settings, tmp_path / "incremental")
        whole = build(check(notes, settings), settings, tmp_path / "whole")
        assert built.digest == whole.digest, f"after {step} changes"
        note = r.choice(sorted(notes.glob("*.md")))
        note.rename(notes / f"{r.choice(NAMES)} {step} again.md")
        change(notes, step, r)
        happens = r.random()
        if happens < 0.4:
            write_down(notes)
        elif happens < 0.5:
            (notes / "ids.tsv").unlink()
            write_down(notes)
    assert renamed


@pytest.mark.parametrize("seed", range(6))
def test_build_after_changes_gives_the_bytes_of_a_full_build(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("powergraph.publishing.cache._LATELY", 0.0)
    r = random.Random(seed)
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(5):
        write(notes, number, r)
    settings = load_vault_settings(notes)
    for step in range(4):
        cache = tmp_path / "cache" / "notes.sqlite"
        built = build(check(notes, settings, cached_in=cache), settings, tmp_path / "incremental")
        whole = build(check(notes, settings), settings, tmp_path / "whole")
        assert built.digest == whole.digest, f"after {step} changes"
        change(notes, step, r)


def test_a_large_vault_lies_in_a_file_and_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes, r = tmp_path / "notes", random.Random(3)
    notes.mkdir()
    for number in range(7):
        write(notes, number, r)
    settings = load_vault_settings(notes)
    in_memory = build(check(notes, settings), settings, tmp_path / "memory")
    monkeypatch.setattr("powergraph.publishing.stages._MANY", 2)
    monkeypatch.setattr("powergraph.publishing.cache._LATELY", 0.0)
    cache = tmp_path / "cache.sqlite"
    for _ in range(2):  # the second time from what is cached
        assert build(check(notes, settings, cached_in=cache), settings, tmp_path / "file").digest == in_memory.digest


@pytest.mark.parametrize("written", ["Expert Power's edge", "Expert&nbsp;Power", "Expert **Power**", "Expert Power"])
def test_a_note_that_begins_to_be_mentioned_is_built_again(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("powergraph.publishing.cache._LATELY", 0.0)
    notes, cache = tmp_path / "notes", tmp_path / "cache.sqlite"
    notes.mkdir()
    (notes / "One.md").write_text(f"# One\n\n## Definition\n\nAll of it rests on {written} in the end.\n")
    settings = load_vault_settings(notes)
    check(notes, settings, cached_in=cache)
    (notes / "Expert Power.md").write_text("# Expert Power\n\n## Definition\n\nKnowing.\n")
    incremental = build(check(notes, settings, cached_in=cache), settings, tmp_path / "incremental")
    assert incremental.digest == build(check(notes, settings), settings, tmp_path / "whole").digest


def test_a_vault_with_two_empty_graphs_is_built_again(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "One.md").write_text("# One\n\nA text.\n")
    (notes / "curation.ttl").write_text("# nothing yet\n")
    (notes / "powergraph.toml").write_text('[dataset]\ncuration = "curation.ttl"\n')
    settings = load_vault_settings(notes)
    first = build(check(notes, settings), settings, tmp_path / "out")
    (notes / "Two.md").write_text("# Two\n\nA text.\n")
    second = build(check(notes, settings), settings, tmp_path / "out")
    assert first.digest != second.digest
    verify_release(second)


def test_what_is_cached_is_not_used_with_other_shapes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = fingerprint()
    other = tmp_path / "quality.ttl"
    other.write_bytes(resource_path("shapes/quality.ttl").read_bytes() + b"\n")
    found = resource_path
    monkeypatch.setattr(
        "powergraph.publishing.cache.resource_path", lambda name: other if "quality" in name else found(name)
    )
    assert fingerprint() != before


def test_only_what_depends_on_an_edit_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for name, text in (("One", "See [[Two]]."), ("Two", "Plain."), ("Three", "In the Long Hall of it."), ("Four", "x")):
        (notes / f"{name}.md").write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    settings = load_vault_settings(notes)
    monkeypatch.setattr("powergraph.publishing.cache._LATELY", 0.0)
    built: list[str] = []
    original = Building.build

    def noted(self: Building, facts: NoteFacts, stamp: str) -> CachedNote:
        built.append(facts.path)
        return original(self, facts, stamp)

    monkeypatch.setattr(Building, "build", noted)

    def rebuilt() -> list[str]:
        built.clear()
        check(notes, settings, cached_in=tmp_path / "notes.sqlite")
        return sorted(built)

    assert rebuilt() == ["Four.md", "One.md", "Three.md", "Two.md"]
    assert rebuilt() == []
    (notes / "Two.md").write_text("# Two\n\nPlainer.\n", encoding="utf-8")
    assert rebuilt() == ["Two.md"]
    (notes / "Four.md").unlink()
    (notes / "Long Hall.md").write_text("# Long Hall\n\nx\n", encoding="utf-8")
    assert rebuilt() == ["Long Hall.md", "Three.md"]
    (notes / "Two.md").unlink()
    assert rebuilt() == ["One.md"]


def test_what_depends_on_a_name_in_the_ledger_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powergraph.publishing.cache._LATELY", 0.0)
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "One.md").write_text("# One\n\nSee [[Two]].\n")
    (notes / "Zwei.md").write_text("# Zwei\n\nThe second.\n")
    settings = load_vault_settings(notes)
    cache = tmp_path / "notes.sqlite"
    write_down(notes)
    before = build(check(notes, settings, cached_in=cache), settings, tmp_path / "out")
    ledger = (notes / "ids.tsv").read_text()
    (notes / "ids.tsv").write_text(ledger.replace("Zwei.md\t\t\t", "Zwei.md\t\tTwo\t"))
    after = build(check(notes, settings, cached_in=cache), settings, tmp_path / "out")
    assert after.digest != before.digest
    assert '"former"' in (after.path / "powergraph.ttl").read_text()
    assert after.digest == build(check(notes, settings), settings, tmp_path / "whole").digest


def test_damaged_cache_is_begun_anew(tmp_path: Path, seed_notes: Path) -> None:
    settings = load_vault_settings(seed_notes)
    file = tmp_path / "notes.sqlite"
    plain = check(seed_notes, settings)
    file.write_bytes(b"this is no database" * 100)
    assert check(seed_notes, settings, cached_in=file).diagnostics == plain.diagnostics
    assert NoteCache(file, "another key").notes == {}


def test_file_that_changed_a_moment_ago_has_no_stamp(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("a")
    assert stamp_of(file) == ""
    assert stamp_of(tmp_path / "missing.md") == ""


def test_results_do_not_depend_on_the_number_of_processes(tmp_path: Path, seed_notes: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    text = next(seed_notes.glob("*.md")).read_text(encoding="utf-8")
    for number in range(64):
        (notes / f"Note {number}.md").write_text(
            text.splitlines()[0] + f"\n\n# Note {number}\n\n[[Note {number * 7 % 64}]]\n"
        )
    settings = load_vault_settings(notes)
    one, four = (check(notes, settings, jobs=jobs) for jobs in (1, 4))
    digests = {build(each, settings, tmp_path / f"out-{n}").digest for n, each in enumerate((one, four))}
    assert len(digests) == 1
    assert one.told == four.told
    shutil.rmtree(notes)
