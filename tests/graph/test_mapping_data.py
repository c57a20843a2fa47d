"""The mappings that we publish: their files are without fault, and the documentation counts them rightly."""

import re
from collections import Counter
from pathlib import Path

from powergraph.graph.authorities import AUTHORITIES
from powergraph.graph.handmade import HandFile
from powergraph.graph.mappings import mapping_conflicts
from powergraph.graph.sssom import load_mapping_set

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "data" / "mappings").glob("*.sssom.tsv"))
SETS = [load_mapping_set(HandFile(path, f"mappings/{path.name}")) for path in FILES]
ROWS = [row for mapping_set in SETS for row in mapping_set.rows]
DOCS = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")


def test_no_set_of_ours_is_at_fault() -> None:
    assert len(SETS) > 1
    assert [diagnostic for mapping_set in SETS for diagnostic in mapping_set.diagnostics] == []
    assert mapping_conflicts(SETS) == ()


def test_every_row_of_the_files_is_read() -> None:
    lines = [line for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(ROWS) == sum(not line.startswith("#") for line in lines) - len(FILES)


def test_refused_matches_stand_in_a_file_of_their_own() -> None:
    refused = {(s.file.path.name == "rejected.sssom.tsv", row.rejected) for s in SETS for row in s.rows}
    assert refused == {(True, True), (False, False)}


def test_candidates_are_not_published() -> None:
    candidates = [row for row in ROWS if not row.rejected and "graded corroborated" in row.comment]
    assert candidates
    assert not [row for row in candidates if row.is_published]


def test_documentation_counts_the_rows_of_each_vocabulary() -> None:
    section = DOCS.partition("## How many there are\n")[2].partition("\n## ")[0]
    told = {
        name: (int(published), int(candidates), int(refused))
        for name, published, candidates, refused in re.findall(r"\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \|", section)
    }
    counts = Counter((row.authority.name, "p" if row.is_published else "r" if row.rejected else "c") for row in ROWS)
    known = [authority.name for authority in AUTHORITIES if any(name == authority.name for name, _ in counts)]
    expected: dict[str, tuple[int, ...]] = {
        name: (counts[name, "p"], counts[name, "c"], counts[name, "r"]) for name in known
    }
    expected["all"] = tuple(sum(column) for column in zip(*expected.values(), strict=True))
    assert told == expected
    assert list(told) == [*known, "all"]
