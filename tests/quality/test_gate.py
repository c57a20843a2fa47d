"""The gate: no critical or important finding, no minor one without a reason, and docs/quality.md tells it all."""

from pathlib import Path

import pytest

from gate.assessment import Checkout, assess, criteria
from gate.findings import Criterion, Finding, Importance, Result
from gate.page import FIRST_LINE, JUDGED, PAGE, render
from gate.reasoning import HAS_JAVA

ROOT = Path(__file__).parents[2]

#: Known findings, and what will mend each. An entry that is mended has to go.
PENDING = {}


def name(criterion: Criterion) -> str:
    return f"{criterion.family}-{criterion.id}".replace(" ", "-")


def cases() -> list[object]:
    return [
        pytest.param(
            criterion,
            id=name(criterion),
            marks=[pytest.mark.xfail(reason=PENDING[key], strict=True)] if key in PENDING else [],
        )
        for criterion in criteria()
        for key in [(criterion.family, criterion.id)]
    ]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, ...]:
    return assess(Checkout(ROOT), tmp_path_factory.mktemp("release"))


@pytest.mark.parametrize("criterion", cases())
def test_no_critical_or_important_finding(criterion: Criterion, results: tuple[Result, ...]) -> None:
    (result,) = (result for result in results if result.criterion == criterion)
    assert not result.blocks, "\n" + "\n".join(map(str, result.findings))


def test_every_criterion_has_a_result_and_a_name_of_its_own(results: tuple[Result, ...]) -> None:
    assert [result.criterion for result in results] == list(criteria())
    assert len({name(criterion) for criterion in criteria()}) == len(criteria())


def test_every_minor_finding_was_judged_and_no_reason_outlives_its_findings(results: tuple[Result, ...]) -> None:
    found = {(r.criterion.family, r.criterion.id) for r in results if r.findings and not r.blocks}
    assert found == set(JUDGED)


def test_only_minor_findings_are_judged() -> None:
    minor = {(c.family, c.id) for c in criteria() if c.importance is Importance.MINOR}
    assert set(JUDGED) <= minor


def test_findings_lead_to_lines_that_exist(results: tuple[Result, ...]) -> None:
    for result in results:
        for finding in result.findings:
            if finding.line:
                lines = (ROOT / finding.file).read_text(encoding="utf-8").splitlines()
                assert 1 <= finding.line <= len(lines), str(finding)


def test_page_is_what_the_tool_writes(results: tuple[Result, ...]) -> None:
    written, page = (ROOT / PAGE).read_text(encoding="utf-8"), render(results)
    assert written.startswith(FIRST_LINE)
    if HAS_JAVA:
        assert written == page, "run: python tools/write_quality.py"
    else:  # the rows of the reasoner, and the counts in the summary, are those of a machine with Java
        assert rows(written) == rows(page), "run: python tools/write_quality.py, where there is Java"


def rows(page: str) -> list[str]:
    kept = [line for line in page.splitlines() if line.startswith("| ")]
    return [line for line in kept if not line.startswith(("| consistent:", "| satisfiable:"))]


def test_page_tells_what_blocks_with_its_place() -> None:
    criterion = Criterion("OOPS!", "P99", Importance.CRITICAL, "A planted fault", "Is there none?")
    page = render([Result(criterion, (Finding("ontology/powergraph.ttl", 7, "it is here"),))])
    assert "| P99: A planted fault | critical | Is there none? | **1 finding** |" in page
    assert "- P99: `ontology/powergraph.ttl:7: it is here`" in page
    assert "1 with critical or important findings" in page


def test_page_passes_nothing_that_was_not_checked() -> None:
    criterion = Criterion("OOPS!", "P98", Importance.CRITICAL, "Unseen", "Is there none?")
    page = render([Result(criterion, not_checked="nobody could look")])
    assert "not checked here: nobody could look" in page
    assert "0 met" in page
