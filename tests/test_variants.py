"""Every variant that notes are known to come in stands in a note of some case, and so in what the case expects."""

import re
from functools import cache
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
VARIANTS = [line.split("\t") for line in (CASES / "variants.tsv").read_text("utf-8").splitlines()[2:]]


@cache
def notes() -> dict[str, str]:
    found = {}
    for path in sorted(CASES.rglob("*.md")):
        try:
            found[f"{path.parent.name}/{path.name}"] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:  # notes in other encodings
            continue
    return found


@pytest.mark.parametrize(("group", "variant", "pattern"), VARIANTS, ids=[f"{row[0]}: {row[1]}" for row in VARIANTS])
def test_a_case_has_the_variant(group: str, variant: str, pattern: str) -> None:
    expression = re.compile(pattern)
    before = "" if pattern.startswith(r"\A") else "\n"
    assert any(expression.search(before + text) for text in notes().values()), f"{variant} ({group})"
