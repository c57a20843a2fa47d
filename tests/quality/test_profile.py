"""The lint of OWL 2 RL and DL finds what is planted for each of its rules, and nothing in what the rules allow."""

import pytest

from gate.located import Corpus, read_turtle
from gate.profile import PROFILE, ProfileCheck
from gate.queries import CHECKS


def label(check: ProfileCheck) -> str:
    return check.criterion.id


@pytest.mark.parametrize("check", PROFILE, ids=label)
def test_planted_axiom_is_found_at_its_line_and_nothing_else(check: ProfileCheck) -> None:
    planted = CHECKS / "profile" / f"{check.criterion.id}.ttl"
    lines = planted.read_text(encoding="utf-8").splitlines()
    marked = [number for number, line in enumerate(lines, 1) if line.endswith("# here")]
    found = check.run(Corpus((read_turtle(planted, planted.name),)))
    assert marked, "nothing is planted"
    assert sorted({finding.line for finding in found}) == marked, "\n".join(map(str, found))


def test_every_planted_file_has_its_rule() -> None:
    assert {path.stem for path in (CHECKS / "profile").glob("*.ttl")} == {check.criterion.id for check in PROFILE}
