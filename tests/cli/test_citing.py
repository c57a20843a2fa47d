"""`powergraph cite` writes the works of a release for reference managers, and tells what it cannot read or write."""

import json
import subprocess
import sys
from pathlib import Path

import bibtexparser
import pytest
import rispy

from powergraph.config import VaultSettings
from powergraph.publishing.build import build, check

NOTE = """---
title: Shelves
---

Text about shelves.

### Citations & Sources

- Alder, B. C., & Birch, D. (1961). _Shelves & lamps_ (2nd ed.). ISBN 0-333-42092-6.
- Elm EF, Fir G, et al. Of leaves. J Leaves. 1977;12(3):12-19. PMID: 81726. PMCID: PMC7654321. https://doi.org/10.5555/leaves.12
- Ivy Institute. (1998). _Üben._ https://ivy.example/ueben?a=1&b=2
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one note that cites a book, an article and the work of an organisation."""
    folder = tmp_path_factory.mktemp("cite")
    notes = folder / "notes"
    notes.mkdir()
    (notes / "Shelves.md").write_text(NOTE, encoding="utf-8")
    build(check(notes, VaultSettings()), VaultSettings(), folder / "releases")
    return folder / "releases"


def cite(*arguments: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "powergraph", "cite", *arguments]
    return subprocess.run(command, capture_output=True, check=False, cwd=cwd, timeout=60)


def written(release: Path, format_: str) -> str:
    ended = cite("--release", str(release), "--format", format_)
    assert (ended.returncode, ended.stderr) == (0, b"")
    return ended.stdout.decode("utf-8")


def test_bibtex_holds_each_work_once(release: Path) -> None:
    library = bibtexparser.parse_string(written(release, "bibtex"))
    assert not library.failed_blocks
    entries = {entry.entry_type: entry for entry in library.entries}
    assert sorted(entries) == ["article", "book", "misc"]
    assert entries["book"]["author"] == "Alder, B. C. and Birch, D."
    assert (entries["book"]["title"], entries["book"]["isbn"]) == (r"Shelves \& lamps", "9780333420928")
    assert entries["article"]["author"] == "Elm, E. F. and Fir, G. and others"
    assert (entries["article"]["doi"], entries["article"]["eprint"]) == ("10.5555/leaves.12", "81726")
    assert entries["misc"]["author"] == "{Ivy Institute}"
    assert (entries["misc"]["title"], entries["misc"]["url"]) == ("Üben", "https://ivy.example/ueben?a=1&b=2")


def test_csl_json_holds_each_work_once(release: Path) -> None:
    items = {item["type"]: item for item in json.loads(written(release, "csl-json"))}
    assert sorted(items) == ["article-journal", "book", "document"]
    assert items["book"]["author"] == [{"family": "Alder", "given": "B. C."}, {"family": "Birch", "given": "D."}]
    assert items["book"]["issued"] == {"date-parts": [[1961]]}
    assert (items["article-journal"]["PMID"], items["article-journal"]["PMCID"]) == ("81726", "PMC7654321")
    assert items["book"]["edition"] == "2nd"
    assert items["document"]["author"] == [{"literal": "Ivy Institute"}]
    assert items["document"]["title"] == "Üben"


def test_ris_holds_each_work_once(release: Path) -> None:
    entries = {entry["type_of_reference"]: entry for entry in rispy.loads(written(release, "ris"))}
    assert sorted(entries) == ["BOOK", "GEN", "JOUR"]
    assert (entries["BOOK"]["title"], entries["BOOK"]["issn"]) == ("Shelves & lamps", "9780333420928")
    assert entries["JOUR"]["authors"] == ["Elm, E. F.", "Fir, G."]
    assert (entries["GEN"]["title"], entries["GEN"]["year"]) == ("Üben", "1998")


def test_bibtex_is_what_comes_without_a_format_and_a_release_may_be_a_folder_or_a_file(release: Path) -> None:
    expected = written(release, "bibtex")
    assert cite(cwd=release.parent).stdout.decode() == expected
    assert cite("--release", str((release / "current").resolve())).stdout.decode() == expected


@pytest.mark.parametrize("format_", ["bibtex", "csl-json", "ris"])
def test_a_file_gets_what_would_have_been_printed(format_: str, release: Path, tmp_path: Path) -> None:
    file = tmp_path / "works"
    ended = cite("--release", str(release), "--format", format_, "--out", str(file))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert file.read_text(encoding="utf-8") == written(release, format_)


@pytest.mark.parametrize(("format_", "empty"), [("bibtex", ""), ("csl-json", "[]\n"), ("ris", "")])
def test_a_dataset_that_cites_nothing_gives_an_empty_bibliography(format_: str, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "none.ttl"
    file.write_text("<https://a.example/a> <https://a.example/b> <https://a.example/c> .\n", encoding="utf-8")
    assert written(file, format_) == empty


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--release", "absent"), 1, "absent"),
        (("--release", "empty"), 1, "holds no release"),
        (("--release", "broken.ttl"), 1, "broken.ttl"),
        (("--format", "endnote"), 2, "endnote"),
        (("--out", "empty"), 2, "directory"),
        (("surplus",), 2, "surplus"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], code: int, told: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.ttl").write_text("<a> <b", encoding="utf-8")
    ended = cite(*arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (code, b"")
    assert told in ended.stderr.decode()
    assert b"Traceback" not in ended.stderr


def test_a_file_that_cannot_be_written_is_told(release: Path, tmp_path: Path) -> None:
    ended = cite("--release", str(release), "--out", str(tmp_path / "none" / "works.bib"))
    assert ended.returncode == 1
    assert b"works.bib: No such file or directory" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_reader_that_leaves_is_no_fault(release: Path) -> None:
    command = [sys.executable, "-m", "powergraph", "cite", "--release", str(release)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        process.wait(timeout=60)
    assert errors == b""
