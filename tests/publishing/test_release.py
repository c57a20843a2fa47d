"""Releases: the same bytes every time, nothing half-written, nothing lost."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from powergraph.config import VaultSettings, load_vault_settings
from powergraph.publishing.build import BuildError, build, check
from powergraph.publishing.write import published_turtle
from powergraph.release import ReleaseError, open_release, verify_release

ROOT = Path(__file__).resolve().parents[2]
NOTES = ROOT / "data/notes"


def run_build(notes: Path, out: Path, seed: str = "0", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powergraph", "build", str(notes), "--out", str(out)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=cwd, check=False)


def bytes_below(directory: Path) -> dict[str, str]:
    files = (p for p in directory.rglob("*") if p.is_file())
    return {p.relative_to(directory).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_release_is_the_same_under_another_hash_seed_in_another_directory(tmp_path: Path) -> None:
    elsewhere = tmp_path / "another place"
    shutil.copytree(ROOT / "data", elsewhere / "data")
    first = run_build(NOTES, tmp_path / "one", "0")
    second = run_build(elsewhere / "data/notes", tmp_path / "two", "4711", tmp_path)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    one, two = bytes_below(tmp_path / "one/current/"), bytes_below(tmp_path / "two/current/")
    assert one == two
    assert len(one) == len(open_release(tmp_path / "one").manifest.segments) + 6


def test_published_dataset_is_what_the_notes_give() -> None:
    checked = check(NOTES, load_vault_settings(NOTES))
    assert checked.graph is not None
    assert published_turtle(checked.graph) == (ROOT / "data/powergraph.ttl").read_bytes(), "run: make data"


def test_damaged_and_clean_seed_give_the_same_graph(seed_notes: Path) -> None:
    clean = check(seed_notes, VaultSettings())
    damaged = check(ROOT / "tests/cases/seed", VaultSettings())
    assert clean.graph is not None
    assert damaged.graph is not None
    assert published_turtle(clean.graph) == published_turtle(damaged.graph)
    assert "notes.repaired" in {d.rule for d in damaged.diagnostics}
    assert "notes.repaired" not in {d.rule for d in clean.diagnostics}


def test_building_again_keeps_the_release(tmp_path: Path) -> None:
    checked = check(NOTES, VaultSettings())
    first = build(checked, VaultSettings(), tmp_path)
    inode = (first.path / "manifest.json").stat().st_ino
    second = build(checked, VaultSettings(), tmp_path)
    assert second.path == first.path
    assert (second.path / "manifest.json").stat().st_ino == inode
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".building")] == []


def test_unchanged_segments_are_linked_and_old_releases_pruned(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "same.md").write_text("# Same\n\nAlways the same.\n")
    settings = VaultSettings(keep=2)
    paths = []
    for version in ("one", "two", "three"):
        (notes / "other.md").write_text(f"# Other\n\nVersion {version}.\n")
        paths.append(build(check(notes, settings), settings, tmp_path / "out").path)
    assert [path.exists() for path in paths] == [False, True, True]
    assert open_release(tmp_path / "out").path == paths[-1]
    same = next(s for s in open_release(paths[-1]).manifest.segments if s.graph.endswith("note/same"))
    assert (paths[1] / same.file).stat().st_ino == (paths[2] / same.file).stat().st_ino


def test_damage_is_found_and_mended_by_building_again(tmp_path: Path) -> None:
    checked = check(NOTES, VaultSettings())
    release = build(checked, VaultSettings(), tmp_path)
    segment = release.path / release.manifest.segments[0].file
    segment.chmod(0o644)
    segment.write_bytes(segment.read_bytes()[:-2])
    with pytest.raises(ReleaseError, match="damaged"):
        verify_release(release)
    verify_release(build(checked, VaultSettings(), tmp_path))


def test_manifest_with_another_digest_is_refused(tmp_path: Path) -> None:
    release = build(check(NOTES, VaultSettings()), VaultSettings(), tmp_path)
    manifest = release.path / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(manifest.read_text().replace('"triples": ', '"triples": 1'))
    with pytest.raises(ReleaseError, match="digest"):
        open_release(tmp_path)


def test_two_builds_do_not_write_at_once(tmp_path: Path) -> None:
    checked = check(NOTES, VaultSettings())
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="another build"):
            build(checked, VaultSettings(), tmp_path)
    build(checked, VaultSettings(), tmp_path)


def test_leftovers_of_a_killed_build_are_swept(tmp_path: Path) -> None:
    (tmp_path / ".building-99999").mkdir()
    (tmp_path / ".building-99999" / "half").write_text("x")
    build(check(NOTES, VaultSettings()), VaultSettings(), tmp_path)
    assert not (tmp_path / ".building-99999").exists()


def test_a_full_disk_leaves_the_last_release_served(tmp_path: Path) -> None:
    first = run_build(NOTES, tmp_path / "out")
    assert first.returncode == 0
    digest = open_release(tmp_path / "out").digest
    notes = tmp_path / "notes"
    shutil.copytree(NOTES, notes)
    (notes / "more.md").write_text("# More\n\nMore text.\n")
    # A limit on file size stands for a full disk: the write fails in the middle (SIGXFSZ is ignored by Python).
    command = f"ulimit -f 40; exec {sys.executable!r} -m powergraph build notes --out out"
    failed = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert open_release(tmp_path / "out").digest == digest
    assert [p.name for p in (tmp_path / "out").iterdir() if p.name.startswith(".building")] == []


def test_every_file_is_accounted_for_and_private_text_reaches_nothing(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / ".trash").mkdir(parents=True)
    canary = "canary-8d1f"
    (notes / "open.md").write_text(f"# Open\n\nShown %%{canary}%% <!-- {canary} --> and [[Quiet Page]].\n")
    (notes / "Quiet Page.md").write_text(f"---\npublish: false\n---\n# Quiet\n\n{canary}\n")
    (notes / "tagged.md").write_text(f"---\ntags: [private]\n---\n{canary}\n")
    (notes / f".trash/{canary}.md").write_text(canary)
    (notes / "binary.md").write_bytes(b"\x00\x01")
    done = run_build(notes, tmp_path / "out")
    assert done.returncode == 1
    counted = open_release(tmp_path / "out").manifest.notes
    assert (counted.found, counted.converted, counted.private) == (5, 1, 3)
    assert [path for path, _ in counted.unreadable] == ["binary.md"]
    files = [path for path in (tmp_path / "out/current/").rglob("*") if path.is_file()]
    everything = "".join(path.read_bytes().decode("utf-8", "replace") for path in files)
    assert canary not in everything + done.stdout + done.stderr
    assert "Shown" in everything
    assert "Quiet Page" in everything  # the link keeps its text in the quoted line ...
    assert "quiet-page" not in everything  # ... and makes no topic


def test_nothing_but_our_own_releases_is_ever_removed(tmp_path: Path) -> None:
    for name in ("ext1", "ext2", "0123456789abcdef", ".building-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text('{"name": "a browser extension"}')
    checked = check(NOTES, VaultSettings(keep=1))
    build(checked, VaultSettings(keep=1), tmp_path)
    assert {p.name for p in tmp_path.iterdir()} >= {"ext1", "ext2", "0123456789abcdef", ".building-mine"}
    other = tmp_path / "other"
    (other / "current").mkdir(parents=True)
    with pytest.raises(ReleaseError, match="move it away"):
        build(checked, VaultSettings(), other)


def test_strict_refuses_the_release(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("---\ntitle: 'open\n---\ntext\n")
    checked = check(notes, VaultSettings())
    with pytest.raises(BuildError, match="--strict"):
        build(checked, VaultSettings(), tmp_path / "out", strict=True)
    assert not (tmp_path / "out").exists()
    build(checked, VaultSettings(), tmp_path / "out")
