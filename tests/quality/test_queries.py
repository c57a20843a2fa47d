"""Each criterion that is a query finds the fault planted for it, at its line, and nothing else in the file."""

import pytest

from gate.findings import Finding
from gate.located import Corpus, read_turtle
from gate.queries import CHECKS, QueryCheck, load_checks

QUERIES = list(load_checks())


def label(check: QueryCheck) -> str:
    return f"{check.criterion.family} {check.criterion.id}"


@pytest.mark.parametrize("check", QUERIES, ids=label)
def test_planted_fault_is_found_at_its_line_and_nothing_else(check: QueryCheck) -> None:
    marked = [number for number, line in lines_of(check) if line.endswith("# here")]
    found = check.run(Corpus((read_turtle(check.planted, check.planted.name),)))
    assert marked, "nothing is planted"
    assert sorted({finding.line for finding in found}) == marked, "\n".join(map(str, found))


@pytest.mark.parametrize("check", QUERIES, ids=label)
def test_finding_is_told_in_words(check: QueryCheck) -> None:
    for finding in check.run(Corpus((read_turtle(check.planted, "planted.ttl"),))):
        assert isinstance(finding, Finding)
        assert finding.file == "planted.ttl"
        assert "{" not in finding.message
        assert "http" not in finding.message or "example.org" in finding.message or "IRI" in finding.message


def test_every_query_has_its_planted_fault_and_every_fault_its_query() -> None:
    planted = {check.planted for check in QUERIES}
    others = {CHECKS / "oops" / "P40.ttl"}  # tested with the module that checks it
    assert {path for check in QUERIES for path in check.planted.parent.glob("*.ttl")} == planted | others


def lines_of(check: QueryCheck) -> list[tuple[int, str]]:
    return list(enumerate(check.planted.read_text(encoding="utf-8").splitlines(), 1))
