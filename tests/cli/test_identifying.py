"""The command ids as a process: what it tells, what it writes, and how it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def ids(*arguments: str, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powergraph", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=100)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    for name in ("Garden", "Pond", "Heath"):
        lines = "\n".join(f"- Line {n} of what only {name} has in it." for n in range(6))
        (notes / f"{name}.md").write_text(f"# {name}\n\n{lines}\n")
    return tmp_path


def test_a_ledger_is_made_told_and_kept(vault: Path) -> None:
    first = ids("ids", "notes", cwd=vault)
    assert "notes/ids.tsv: there is no ledger yet\nit would have:\n  new      note/garden: Garden.md" in first.stdout
    assert not (vault / "notes/ids.tsv").exists()
    ids("ids", "update", "notes", "--check", cwd=vault, code=1)
    made = ids("ids", "update", "notes", "--date", "2026-03-04", cwd=vault)
    assert made.stdout == "notes/ids.tsv\n"
    assert "3 rows written" in made.stderr
    text = (vault / "notes/ids.tsv").read_text()
    assert [line.split("\t")[0] for line in text.splitlines()] == ["iri", "note/garden", "note/heath", "note/pond"]
    assert text.count("\t2026-03-04\t") == 3
    assert "is up to date" in ids("ids", "update", "notes", "--check", cwd=vault).stderr
    assert "nothing has changed" in ids("ids", "update", "notes", cwd=vault).stderr
    assert ids("ids", "notes", cwd=vault).stdout == "notes/ids.tsv: 3 active, 0 renamed, 0 removed\n"


def test_renames_are_told_before_they_are_written(vault: Path) -> None:
    ids("ids", "update", "notes", "--date", "2026-03-04", cwd=vault)
    (vault / "notes/Garden.md").rename(vault / "notes/Park.md")
    (vault / "notes/Pond.md").unlink()
    told = ids("ids", "notes", cwd=vault).stdout
    assert "  renamed  note/garden: Garden.md is Park.md now (same text)\n" in told
    assert "  gone     note/pond: Pond.md\n" in told
    before = (vault / "notes/ids.tsv").read_bytes()
    assert "is out of date" in ids("ids", "update", "notes", "--check", cwd=vault, code=1).stderr
    shown = ids("ids", "update", "notes", "--dry-run", "--date", "2026-03-05", cwd=vault).stdout
    assert "\n-note/garden\tactive\tgarden\tGarden.md\t" in shown
    assert "\n+note/garden\tactive\tgarden\tPark.md\t\tGarden\t\t2026-03-05\t" in shown
    assert (vault / "notes/ids.tsv").read_bytes() == before
    ids("ids", "update", "notes", "--date", "2026-03-05", cwd=vault)
    told = ids("ids", "notes", cwd=vault).stdout.splitlines()
    assert told == [
        "notes/ids.tsv: 2 active, 0 renamed, 1 removed",
        "  note/garden: Park.md, formerly Garden",
        "  note/pond: removed since 2026-03-05",
    ]


def test_notes_in_doubt_are_told_and_end_with_1(vault: Path) -> None:
    garden = vault / "notes/Garden.md"
    (vault / "notes/Pond.md").write_text(garden.read_text())
    ids("ids", "update", "notes", cwd=vault)
    garden.rename(vault / "notes/Park.md")
    (vault / "notes/Pond.md").unlink()
    done = ids("ids", "update", "notes", cwd=vault, code=1)
    assert "  in doubt Park.md: it may be Garden.md (note/garden) or Pond.md (note/pond)\n" in done.stderr
    ids("ids", "update", "notes", "--as-new", cwd=vault)
    assert "note/park\tactive" in (vault / "notes/ids.tsv").read_text()
    ids("ids", "update", "notes", "--check", cwd=vault)


def test_a_ledger_with_faults_stays_as_it_is_and_is_told_at_its_lines(vault: Path) -> None:
    ids("ids", "update", "notes", cwd=vault)
    ledger = vault / "notes/ids.tsv"
    damaged = ledger.read_text().replace("note/heath\tactive", "<<<<<<< HEAD\nnote/heath\tactive")
    ledger.write_text(damaged)
    for arguments in (["ids", "notes"], ["ids", "update", "notes"]):
        done = ids(*arguments, cwd=vault, code=1)
        assert "notes/ids.tsv:3:1: error: a merge was not finished here" in done.stderr
    assert ledger.read_text() == damaged
    done = ids("check", "notes", cwd=vault, code=1)
    assert "notes/ids.tsv:3:1: error: a merge was not finished here" in done.stdout
    ids("build", "notes", "--out", "out", cwd=vault, code=1)
    assert not (vault / "out/current").exists()


def test_things_of_a_release_that_are_gone_are_written_down(vault: Path) -> None:
    (vault / "notes/Garden.md").write_text("# Garden\n\n## Core Traits\n\n- **Calm:** to rest.\n- **Soil:** to grow.\n")
    ids("build", "notes", "--out", "out", "-q", cwd=vault)
    (vault / "notes/Garden.md").write_text("# Garden\n\n## Core Traits\n\n- **Calm:** to rest.\n")
    done = ids("ids", "update", "notes", "--published", "out", "--date", "2026-03-04", cwd=vault)
    assert "  gone     concept/garden/soil\n" in done.stderr
    assert "concept/garden/soil\tremoved\t\t\t\t\t\t2026-03-04\t\n" in (vault / "notes/ids.tsv").read_text()
    done = ids("ids", "update", "notes", "--published", "nowhere", cwd=vault, code=1)
    assert "nowhere holds no release" in done.stderr


def test_a_folder_may_be_called_like_a_command(vault: Path) -> None:
    (vault / "notes").rename(vault / "update")
    assert "there is no ledger yet" in ids("ids", "./update", cwd=vault).stdout
    ids("ids", "update", "update", cwd=vault)
    assert (vault / "update/ids.tsv").is_file()
    ids("ids", cwd=vault, code=2)


def test_the_repository_keeps_its_own_ledger() -> None:
    assert "data/ids.tsv is up to date" in ids("ids", "update", "data/notes", "--check", cwd=ROOT).stderr
