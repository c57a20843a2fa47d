"""Borrowed terms: those that do not exist are found, and each in the list of seen ones has a place."""

import csv
from pathlib import Path

from gate.borrowed import BORROWED, exists
from gate.located import Corpus, read_turtle
from gate.queries import CHECKS
from powergraph.prefixes import PREFIXES

SEEN = Path(__file__).parent / "borrowed-terms.tsv"


def test_terms_that_do_not_exist_are_found_at_their_lines() -> None:
    planted = CHECKS / "oops" / "P40.ttl"
    lines = planted.read_text(encoding="utf-8").splitlines()
    found = BORROWED.run(Corpus((read_turtle(planted, planted.name),)))
    assert [finding.line for finding in found] == [n for n, line in enumerate(lines, 1) if line.endswith("# here")]
    assert [finding.message.split(" ")[0] for finding in found] == ["skos:preflabel", "fabio:Pamphlet", "xsd:number"]


def test_every_seen_term_has_a_known_prefix_and_a_place() -> None:
    with SEEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    assert all(len(row) == 2 and all(row) for row in rows)
    assert len({term for term, _ in rows}) == len(rows)
    for term, _ in rows:
        prefix, _, name = term.partition(":")
        assert prefix in PREFIXES
        assert exists(prefix, name)
