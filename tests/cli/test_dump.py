"""`powergraph dump` writes what a release holds as one file, the same as those that small releases have already."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from powergraph.config import VaultSettings
from powergraph.publishing.build import build, check
from powergraph.release import NTRIPLES, TURTLE, Release, dumps

NOTES = Path(__file__).parents[2] / "data/notes"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build(check(NOTES, VaultSettings()), VaultSettings(), tmp_path_factory.mktemp("out"))


def dump(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "powergraph", "dump", *arguments], capture_output=True, check=False)


def test_a_dump_is_the_file_that_the_release_has(release: Release, tmp_path: Path) -> None:
    file = tmp_path / "all.nt"
    assert dump(str(release.path), "--out", str(file)).returncode == 0
    assert file.read_bytes() == (release.path / NTRIPLES).read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["all.nt"]
    turtle = dump(str(release.path), "--format", "turtle")
    head, _, body = (release.path / TURTLE).read_bytes().partition(b"\n")
    assert head.startswith(b"# ")
    assert turtle.stdout == body


def test_quads_say_which_graph_states_a_triple(release: Release) -> None:
    quads = list(parse(dump(str(release.path), "--format", "nquads").stdout, format=RdfFormat.N_QUADS))
    assert {quad.triple for quad in quads} == {
        quad.triple for quad in parse(path=release.path / NTRIPLES, format=RdfFormat.N_TRIPLES)
    }
    assert len({quad.graph_name for quad in quads}) > 10


@pytest.mark.parametrize("at_once", [2, 3, 7])
def test_many_segments_are_merged_in_steps(at_once: int, release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps, "_AT_ONCE", at_once)
    assert b"".join(dumps.ntriples(release)) == (release.path / NTRIPLES).read_bytes()


def test_what_is_no_release_is_told(tmp_path: Path) -> None:
    ended = dump(str(tmp_path))
    assert ended.returncode == 1
    assert b"holds no release" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_file_that_cannot_be_written_is_told(release: Release, tmp_path: Path) -> None:
    ended = dump(str(release.path), "--out", str(tmp_path / "none" / "all.nt"))
    assert ended.returncode == 1
    assert b"No such file" in ended.stderr
