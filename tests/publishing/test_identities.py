"""A vault with a ledger: what becomes of the IRIs of its notes when files are renamed, moved, deleted or hidden."""

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from powergraph.config import SettingsError, load_vault_settings
from powergraph.diagnostics import Severity
from powergraph.graph.built import _OWN_KINDS
from powergraph.graph.ledger import Row, Status
from powergraph.publishing.build import Checked, build, check
from powergraph.publishing.identities import LedgerChanged, Things, survey, things_since, write_ledger
from powergraph.release import MOVES, OWN_KINDS, Move, open_release, parse_moves

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/powergraph/"
DAY = "2026-03-04"


def note(name: str, more: str = "", head: str = "") -> str:
    lines = "\n".join(f"- **Idea {n} of {name}:** what {name} says as number {n}." for n in range(6))
    body = f"# {name}\n\n## Definition\n\nA {name} is itself.\n\n## Core Traits\n\n{lines}\n"
    return f"---\ntags: [calm]\n{head}---\n{body}{more}"


class Vault:
    """A folder of notes with its settings, and its ledger."""

    def __init__(self, root: Path) -> None:
        self.notes = root / "notes"
        self.out = root / "out"
        self.notes.mkdir()
        (root / "powergraph.toml").write_text('[dataset]\ntitle = "x"\n')
        self.ledger = root / "ids.tsv"

    def write(self, path: str, text: str) -> None:
        file = self.notes / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def rename(self, old: str, new: str) -> None:
        (self.notes / new).parent.mkdir(parents=True, exist_ok=True)
        (self.notes / old).rename(self.notes / new)

    def update(self, date: str = DAY, *, as_new: bool = False, things: Things | None = None) -> dict[str, Row]:
        surveyed = survey(self.notes, load_vault_settings(self.notes))
        assert surveyed.faults == ()
        renewal = surveyed.renewed(date, as_new=as_new, things=things)
        write_ledger(surveyed, renewal.ledger)
        return {row.iri: row for row in renewal.ledger.rows}

    def check(self) -> Checked:
        return check(self.notes, load_vault_settings(self.notes))

    def build(self) -> Mapping[str, Move]:
        """Build; return what has become of former IRIs, by the hashes in the release."""
        release = build(self.check(), load_vault_settings(self.notes), self.out)
        return parse_moves((release.path / MOVES).read_bytes()).by_key

    def iris(self) -> set[str]:
        """Return the paths of all IRIs of things with a name."""
        graph = self.check().graph
        assert graph is not None
        subjects = {triple.subject.value for triple in graph.dataset.published_triples()}  # type: ignore[union-attr]
        kinds = ("note", "topic", "concept", "section", "practice")
        return {s.removeprefix(BASE) for s in subjects if s.removeprefix(BASE).startswith(kinds)}

    def told(self, area: str = "ids.") -> list[tuple[str, str, int, str]]:
        return [(d.rule, d.path, d.line, d.severity.value) for d in self.check().told if d.rule.startswith(area)]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault(tmp_path)
    for name in ("Garden", "Pond", "Heath"):
        made.write(f"{name}.md", note(name))
    made.write("Links.md", "# Links\n\nSee [[Garden]] and [[pond]].\n")
    return made


def test_a_vault_without_a_ledger_has_nothing_of_it(vault: Vault) -> None:
    checked = vault.check()
    release = build(checked, load_vault_settings(vault.notes), vault.out)
    assert checked.moves is None
    assert MOVES not in {file.file for file in release.manifest.files}
    assert vault.told() == []


def test_a_ledger_of_a_vault_in_which_nothing_has_happened_changes_no_iri(vault: Vault) -> None:
    before = vault.iris()
    vault.update()
    assert vault.iris() == before
    assert vault.build() == {}
    assert vault.told() == []
    data = vault.ledger.read_bytes()
    vault.update("2027-01-01")
    assert vault.ledger.read_bytes() == data


def test_a_renamed_note_keeps_every_iri_before_and_after_the_ledger_is_written(vault: Vault) -> None:
    vault.update()
    before = vault.iris()
    vault.rename("Garden.md", "plants/The Park.md")
    assert vault.iris() == before
    assert vault.told() == [
        ("ids.outdated", "../ids.tsv", 1, "info"),
        ("ids.renamed", "plants/The Park.md", 1, "info"),
    ]
    row = vault.update("2026-04-05")["note/garden"]
    assert (row.path, row.topic, row.former, row.date) == ("plants/The Park.md", "garden", ("Garden",), "2026-04-05")
    assert vault.iris() == before
    assert vault.told() == []
    vault.write("plants/The Park.md", note("Something else"))
    assert {"note/garden", "topic/garden"} <= vault.iris()


def test_names_collect_and_a_name_taken_back_is_no_former_one(vault: Vault) -> None:
    vault.update()
    for old, new in (("Garden.md", "Park.md"), ("Park.md", "Lawn.md"), ("Lawn.md", "Park.md")):
        vault.rename(old, new)
        row = vault.update()["note/garden"]
    assert row.former == ("Garden", "Lawn")


def test_links_by_a_former_name_lead_to_the_note(vault: Vault) -> None:
    vault.write("Garden.md", note("Garden").replace("# Garden", "# Green Place"))
    vault.update()
    vault.rename("Garden.md", "Park.md")
    checked = vault.check()
    assert checked.graph is not None
    links = {str(t) for t in checked.graph.dataset.published_triples() if "/link/links/" in str(t.subject)}
    assert any(f"<{BASE}ontology#to> <{BASE}topic/garden>" in each for each in links)
    assert any('ontology#rung> "former"' in each for each in links)
    assert ("links.former", "Links.md", 3, "info") in vault.told("links.")
    vault.update()
    vault.write("Garden.md", note("Newer"))
    assert [rule for rule, *_ in vault.told("links.")] == []
    assert {"note/garden-2", "topic/garden-2", "note/garden", "topic/garden"} <= vault.iris()
    assert ("iris.same-name", "Garden.md", 1, "info") in vault.told("iris.")


def test_a_former_name_that_is_a_private_notes_name_now_leads_nowhere(vault: Vault) -> None:
    vault.write("Garden.md", note("Garden").replace("# Garden", "# Green Place"))
    vault.update()
    vault.rename("Garden.md", "Park.md")
    vault.write("Garden.md", "---\npublish: false\n---\nHidden.\n")
    graph = vault.check().graph
    assert graph is not None
    assert not any('"former"' in str(t) for t in graph.dataset.published_triples())


def test_a_link_by_a_former_name_of_a_note_that_is_private_now_shows_its_text_and_makes_no_topic(vault: Vault) -> None:
    vault.update()
    vault.rename("Garden.md", "Park.md")
    vault.update()
    vault.write("Links.md", "# Links\n\nSee [[Garden|there]].\n")
    vault.write("Park.md", "---\npublish: false\n---\nHidden.\n")
    for _ in range(2):
        graph = vault.check().graph
        assert graph is not None
        text = "\n".join(map(str, graph.dataset.published_triples()))
        assert "See there." in text
        assert "arden" not in text
        vault.update()
    vault.write("Garden.md", note("Newer"))
    assert "topic/garden-2" in vault.iris()
    graph = vault.check().graph
    assert graph is not None
    assert any("/link/links/" in str(t.subject) for t in graph.dataset.published_triples())


def test_a_note_that_is_gone_leaves_its_iris_gone_and_takes_them_again_when_it_comes_back(vault: Vault) -> None:
    vault.update()
    text = (vault.notes / "Pond.md").read_text()
    (vault.notes / "Pond.md").unlink()
    (vault.notes / "Links.md").unlink()
    moves = parse_moves((vault.build(), (vault.out / "current" / MOVES).read_bytes())[1])
    assert moves.find("note/pond") == Move(gone=True)
    rows = vault.update()
    assert (rows["note/pond"].status, rows["note/pond"].date) == (Status.REMOVED, DAY)
    vault.build()
    moves = parse_moves((vault.out / "current" / MOVES).read_bytes())
    gone = Move(gone=True, since=DAY)
    for path in ("note/pond", "topic/pond", "concept/pond/idea-1-of-pond", "graph/note/pond"):
        assert moves.find(path) == gone
    assert moves.find("note/heath") is None
    vault.write("water/Pond.md", text + "\nMore.\n")
    assert "note/pond" in vault.iris()
    row = vault.update()["note/pond"]
    assert (row.status, row.path) == (Status.ACTIVE, "water/Pond.md")
    assert parse_moves((vault.build(), (vault.out / "current" / MOVES).read_bytes())[1]).find("note/pond") is None


def test_another_note_never_gets_the_iri_of_one_that_is_gone(vault: Vault) -> None:
    vault.update()
    (vault.notes / "Pond.md").unlink()
    vault.update()
    vault.write("a/Pond!.md", note("Quite another"))
    assert "note/a-pond" in vault.iris()
    assert "note/pond" not in vault.iris()


def test_a_new_id_moves_the_note_and_all_it_has(vault: Vault) -> None:
    vault.update()
    vault.write("Garden.md", note("Garden", head="id: eden\n"))
    vault.build()
    moves = parse_moves((vault.out / "current" / MOVES).read_bytes())
    assert moves.find("note/garden") == Move("note/eden")
    assert moves.find("concept/garden/idea-1-of-garden") == Move("concept/eden/idea-1-of-garden")
    rows = vault.update()
    assert (rows["note/garden"].status, rows["note/garden"].replaced_by) == (Status.RENAMED, "note/eden")
    assert (rows["note/eden"].path, rows["note/eden"].former, rows["note/eden"].id) == ("Garden.md", (), "eden")
    vault.build()
    moves = parse_moves((vault.out / "current" / MOVES).read_bytes())
    assert moves.find("note/garden") == Move("note/eden", since=DAY)
    assert moves.find("topic/garden") == Move("topic/eden", since=DAY)
    vault.write("Garden.md", note("Garden", head="id: garden\n"))
    rows = vault.update()
    assert (rows["note/garden"].status, rows["note/garden"].topic) == (Status.ACTIVE, "garden")
    assert (rows["note/eden"].status, rows["note/eden"].replaced_by) == (Status.RENAMED, "note/garden")
    assert {"note/garden", "topic/garden"} <= vault.iris()


def test_a_uid_finds_a_note_again_that_is_rewritten_and_renamed(vault: Vault) -> None:
    vault.write("Garden.md", note("Garden", head="uid: 20260304-1\n"))
    assert vault.update()["note/garden"].id == "20260304-1"
    (vault.notes / "Garden.md").unlink()
    vault.write("Park.md", "---\nuid: 20260304-1\n---\nNothing is as it was.\n")
    assert {"note/garden", "topic/garden"} <= vault.iris()


def test_a_note_in_doubt_is_told_and_nothing_is_decided(vault: Vault) -> None:
    vault.write("Pond.md", note("Garden"))
    vault.update()
    (vault.notes / "Garden.md").unlink()
    (vault.notes / "Pond.md").unlink()
    vault.write("Park.md", note("Garden"))
    assert ("ids.doubt", "Park.md", 1, "warning") in vault.told()
    rows = vault.update()
    assert (rows["note/garden"].status, rows["note/pond"].status) == (Status.ACTIVE, Status.ACTIVE)
    assert "note/park" not in rows
    vault.build()
    assert parse_moves((vault.out / "current" / MOVES).read_bytes()).find("note/pond") is None
    vault.ledger.write_text(vault.ledger.read_text().replace("\tGarden.md\t", "\tPark.md\t"))
    assert vault.update()["note/pond"].status is Status.REMOVED
    assert "note/garden" in vault.iris()


def test_notes_in_doubt_can_be_taken_as_new(vault: Vault) -> None:
    vault.write("Pond.md", note("Garden"))
    vault.update()
    (vault.notes / "Garden.md").unlink()
    (vault.notes / "Pond.md").unlink()
    vault.write("Park.md", note("Garden"))
    rows = vault.update(as_new=True)
    assert [rows[iri].status.value for iri in ("note/garden", "note/park", "note/pond")] == [
        "removed",
        "active",
        "removed",
    ]


def test_what_replaces_an_iri_is_named_only_where_it_is_in_the_dataset(vault: Vault) -> None:
    vault.update()
    with vault.ledger.open("a") as stream:
        for name, status, to in (
            ("a", "renamed", "note/heath"),
            ("b", "removed", "note/heath"),
            ("c", "renamed", "note/pond"),
        ):
            stream.write(f"note/{name}\t{status}\t\t\t\t\t{to}\t{DAY}\t\n")
    vault.write("Pond.md", "---\npublish: false\n---\nHidden.\n")
    data = (vault.build(), (vault.out / "current" / MOVES).read_bytes())[1]
    moves = parse_moves(data)
    assert moves.find("note/a") == Move("note/heath", since=DAY)
    assert moves.find("note/b") == Move("note/heath", gone=True, since=DAY)
    assert moves.find("note/c") == Move(gone=True, since=DAY)
    assert b"pond" not in data.lower()
    assert ("ids.no-target", "../ids.tsv", 8, "warning") in vault.told()
    told = (vault.out / "current/report.json").read_text()
    assert '"ids.' not in told


def test_a_ledger_with_faults_stops_the_build_and_is_told_with_everything_else(vault: Vault) -> None:
    vault.update()
    data = vault.ledger.read_bytes()
    vault.ledger.write_bytes(data + data.splitlines()[1] + b"\n")
    vault.write("Broken.md", "---\nlang: not a tag\n---\n# B\n\nText.\n")
    checked = vault.check()
    assert checked.graph is None
    assert ("ids.duplicate", "../ids.tsv", 6, "error") in vault.told()
    assert any(d.rule == "notes.language" for d in checked.told)
    surveyed = survey(vault.notes, load_vault_settings(vault.notes))
    assert [(d.rule, d.severity) for d in surveyed.faults] == [("ids.duplicate", Severity.ERROR)] * 3


def test_a_ledger_that_somebody_else_changed_is_not_written_over(vault: Vault) -> None:
    vault.update()
    vault.rename("Pond.md", "Lake.md")
    surveyed = survey(vault.notes, load_vault_settings(vault.notes))
    other = vault.ledger.read_bytes() + b"# theirs\n"
    vault.ledger.write_bytes(other)
    with pytest.raises(LedgerChanged):
        write_ledger(surveyed, surveyed.renewed(DAY).ledger)
    assert vault.ledger.read_bytes() == other
    assert [path.name for path in vault.ledger.parent.iterdir() if path.name.startswith(".ids")] == []


def test_a_named_ledger_that_is_not_there_is_told_at_the_setting(vault: Vault) -> None:
    (vault.ledger.parent / "powergraph.toml").write_text('[dataset]\nids = "names.tsv"\n')
    with pytest.raises(SettingsError, match=r"ids: there is no file names\.tsv"):
        vault.check()
    vault.update()
    assert (vault.ledger.parent / "names.tsv").is_file()
    assert vault.check().moves == {}


def test_things_that_a_release_had_are_gone(vault: Vault) -> None:
    vault.update()
    vault.build()
    vault.write("Garden.md", note("Garden").replace("Idea 3 of Garden", "Insight"))
    vault.write("Links.md", "# Links\n\nNothing.\n")
    (vault.notes / "Heath.md").unlink()
    graph = vault.check().graph
    assert graph is not None
    things = things_since(open_release(vault.out), graph.dataset)
    rows = vault.update(things=things)
    assert {iri: row.status.value for iri, row in rows.items() if row.status is not Status.ACTIVE} == {
        "note/heath": "removed",
        "concept/garden/idea-3-of-garden": "removed",
    }
    vault.build()
    moves = parse_moves((vault.out / "current" / MOVES).read_bytes())
    assert moves.find("concept/garden/idea-3-of-garden") == Move(gone=True, since=DAY)
    assert moves.find("concept/garden/insight") is None


def test_edits_seldom_change_a_row(vault: Vault) -> None:
    vault.update()
    data = vault.ledger.read_bytes()
    vault.write("Garden.md", note("Garden", "\nOne more line that says something new.\n"))
    vault.update()
    assert vault.ledger.read_bytes() == data
    vault.write("Garden.md", note("Jungle"))
    vault.update()
    assert vault.ledger.read_bytes() != data


def test_a_ledger_among_the_notes_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "Garden.md").write_text(note("Garden"))
    settings = load_vault_settings(tmp_path)
    surveyed = survey(tmp_path, settings)
    write_ledger(surveyed, surveyed.renewed(DAY).ledger)
    (tmp_path / "Garden.md").rename(tmp_path / "Park.md")
    checked = check(tmp_path, settings)
    assert [slugs.note for slugs in checked.slugs.values()] == ["garden"]


def test_the_kinds_of_a_notes_own_things_are_those_of_its_graph() -> None:
    assert set(OWN_KINDS) == set(_OWN_KINDS)


def test_the_ledger_of_the_published_dataset_is_up_to_date() -> None:
    notes = ROOT / "data/notes"
    surveyed = survey(notes, load_vault_settings(notes))
    assert surveyed.path == ROOT / "data/ids.tsv"
    assert not surveyed.known.is_outdated
    assert json.dumps([row.iri for row in surveyed.known.ledger.rows]) == json.dumps(
        sorted(row.iri for row in surveyed.known.ledger.rows)
    )


@pytest.mark.parametrize("seed", range(4))
def test_iris_never_change_by_renames_whatever_happens_to_files(seed: int, tmp_path: Path) -> None:
    r = random.Random(seed)
    vault = Vault(tmp_path)
    names = [f"Name {n}" for n in range(40)]
    for n in range(8):
        vault.write(f"{names.pop()}.md", note(f"Thing {n}"))
    vault.update()
    owners = {slugs.note: path for path, slugs in vault.check().slugs.items()}
    text_of = {slug: (vault.notes / path).read_text() for slug, path in owners.items()}
    for _ in range(6):
        for path in r.sample(sorted(vault.notes.rglob("*.md")), 2):
            folder = r.choice(["", "deep/", "deep/er/"])
            vault.rename(str(path.relative_to(vault.notes)), f"{folder}{names.pop()}.md")
        if r.random() < 0.6:
            vault.update()
        now = {slugs.note: (vault.notes / path).read_text() for path, slugs in vault.check().slugs.items()}
        assert now == text_of


@pytest.mark.parametrize("seed", range(4))
def test_a_published_iri_never_means_another_note_and_is_always_answered(seed: int, tmp_path: Path) -> None:
    r = random.Random(seed)
    vault = Vault(tmp_path)
    free = [f"Name {n}" for n in range(30)]
    meaning: dict[str, str] = {}
    for step in range(10):
        files = sorted(vault.notes.rglob("*.md"))
        kind = r.choice(["add", "rename", "rename", "delete", "hide"]) if len(files) > 3 else "add"
        file = r.choice(files) if files else None
        if kind == "add" or file is None:
            vault.write(f"{free.pop(r.randrange(len(free)))}.md", note(f"Thing {step}", f"\nThe mark is m{step}.\n"))
        elif kind == "rename":  # and edit, and free the name for another note
            file.write_text(file.read_text() + f"\nOne more line that was written in step {step}.\n")
            file.rename(file.with_name(f"{free.pop(r.randrange(len(free)))}.md"))
            free.append(file.stem)
        elif kind == "delete":
            file.unlink()
        else:
            file.write_text(file.read_text().replace("---\n", "---\npublish: false\n", 1))
        checked = vault.check() if vault.ledger.exists() else None
        vault.update(as_new=True)
        settled = vault.check()
        assert checked is None or checked.slugs == settled.slugs
        assert settled.moves is not None
        now = {s.note: (vault.notes / path).read_text() for path, s in settled.slugs.items()}
        for slug, text in now.items():
            mark = text.partition("The mark is ")[2].partition(".")[0]
            assert meaning.setdefault(slug, mark) == mark, slug
        gone = set(meaning) - set(now)
        assert {f"note/{slug}" for slug in gone} <= set(settled.moves)
