"""The index: the same bytes for the same entries, whoever makes it; what is damaged is told."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from powergraph.search import Entry, SearchError, memory_index, open_index, write_index

ENTRIES = [
    Entry(f"http://x/{number}", ("http://x/Kind",), (("label", "en", f"Name {number}"), ("text", "en", "words of it")))
    for number in range(300)
]
MADE = f"""
import sys
from pathlib import Path
from powergraph.search import Entry, write_index
entries = [Entry(f"http://x/{{n}}", ("http://x/Kind",), (("label", "en", f"Name {{n}}"), ("text", "en", "words of it")))
           for n in range({len(ENTRIES)})]
write_index(Path(sys.argv[1]), entries, {{}})
"""


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_same_entries_give_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    write_index(tmp_path / "here", ENTRIES, {})
    for seed in ("1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", MADE, str(tmp_path / seed)], check=True, env=environment)
        assert digest(tmp_path / seed) == digest(tmp_path / "here")


def test_the_version_of_the_library_is_not_in_the_file(tmp_path: Path) -> None:
    write_index(tmp_path / "index", ENTRIES, {})
    assert (tmp_path / "index").read_bytes()[96:100] == bytes(4)


def test_count_is_that_of_the_things_with_a_name(tmp_path: Path) -> None:
    nameless = Entry("http://x/nameless", ("http://x/Kind",), (("text", "", "only text"),))
    assert write_index(tmp_path / "index", [*ENTRIES, nameless], {}) == len(ENTRIES)


def test_things_are_looked_up_by_their_iris_without_going_through_all(tmp_path: Path) -> None:
    write_index(tmp_path / "index", ENTRIES, {})
    database = sqlite3.connect(tmp_path / "index")
    plan = database.execute("EXPLAIN QUERY PLAN SELECT said FROM thing WHERE iri IN (?, ?)", ("a", "b")).fetchall()
    database.close()
    assert "thing_iri" in str(plan)
    found = open_index(tmp_path / "index").look_up(["http://x/7", "http://x/none"])
    assert [hit.label(["en"]) for hit in found.values()] == [("Name 7", "en")]


def test_an_index_is_not_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("mine")
    with pytest.raises(FileExistsError):
        write_index(tmp_path / "index", ENTRIES, {})
    assert (tmp_path / "index").read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"this is no database" * 400], ids=["empty", "text"])
def test_what_is_no_index_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index").write_bytes(content)
    with pytest.raises(SearchError, match="cannot be read"):
        open_index(tmp_path / "index")


def test_an_index_of_another_format_is_told(tmp_path: Path) -> None:
    write_index(tmp_path / "index", ENTRIES, {})
    data = bytearray((tmp_path / "index").read_bytes())
    data[60:64] = (99).to_bytes(4, "big")  # SQLite's user_version
    (tmp_path / "index").write_bytes(data)
    with pytest.raises(SearchError, match="format 99"):
        open_index(tmp_path / "index")


def test_a_closed_index_says_so_and_opening_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    write_index(tmp_path / "index", ENTRIES, {})
    before = digest(tmp_path / "index")
    index = open_index(tmp_path / "index")
    assert index.find("name 7").total
    index.close()
    with pytest.raises(SearchError):
        index.find("name 7")
    assert digest(tmp_path / "index") == before
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


def test_the_index_in_memory_finds_what_the_file_does(tmp_path: Path) -> None:
    write_index(tmp_path / "index", ENTRIES, {})
    assert memory_index(ENTRIES, {}).find("name 7") == open_index(tmp_path / "index").find("name 7")


def test_unused_space_of_the_file_is_empty(tmp_path: Path) -> None:
    """What SQLite leaves there differs from one version of it to another."""
    much = ("definition", "", "many words " * 700)
    long = [Entry(f"{each.iri}/long", each.kinds, (*each.said, much)) for each in ENTRIES[::50]]
    write_index(tmp_path / "index", [*ENTRIES, *long], {})
    data = (tmp_path / "index").read_bytes()
    pages = [data[start : start + 4096] for start in range(4096, len(data), 4096)]
    heads = {2: 12, 5: 12, 10: 8, 13: 8}
    gaps = []
    for page in pages:
        if size := heads.get(page[0]):
            cells, end = int.from_bytes(page[3:5], "big"), int.from_bytes(page[5:7], "big")
            gaps.append(page[size + 2 * cells : end])
    assert len(gaps) > 10
    assert not any(any(gap) for gap in gaps)
    database = sqlite3.connect(tmp_path / "index")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    database.close()
