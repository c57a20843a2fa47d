"""What the build had to say about the notes, from the release's report."""

import json
from typing import Any

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.engine.request import Engine
from powergraph.release import REPORT
from powergraph.web.ask import select
from powergraph.web.pages import QualityPage, Remark
from powergraph.web.publication import Publication

__all__ = ["quality_page", "read_report"]

#: Remarks on one page, the worst first; the report itself has all.
_MOST = 300


def quality_page(engine: Engine, publication: Publication) -> QualityPage:
    """Return the page of the report; a dataset that is no release has none. Raises EngineError."""
    if publication.release is None:
        return QualityPage((), (), None)
    remarks = sorted(read_report(publication), key=lambda each: (each.severity.rank, each))
    local = publication.addresses.local
    pages = {row["path"].value: local(row["note"].value, ".html") for row in select(engine, "note_paths")}
    counts = tuple((severity.value, sum(each.severity is severity for each in remarks)) for severity in Severity)
    return QualityPage(
        remarks=tuple(Remark(each, _address(pages.get(each.path, ""), each.line)) for each in remarks[:_MOST]),
        counts=counts,
        notes=publication.release.manifest.notes,
        hidden=max(0, len(remarks) - _MOST),
    )


def _address(page: str, line: int) -> str:
    return f"{page}#L{line}" if page else ""


def read_report(publication: Publication) -> list[Diagnostic]:
    """Return what the build had to say, as the report of the release has it; a dataset that is no release has none."""
    if publication.release is None:
        return []
    try:
        report: Any = json.loads((publication.release.path / REPORT).read_bytes())
    except (OSError, ValueError):
        return []
    listed = report.get("diagnostics", []) if isinstance(report, dict) else report
    return [_diagnostic(each) for each in listed]


def _diagnostic(entry: dict[str, Any]) -> Diagnostic:
    return Diagnostic(
        path=str(entry.get("path", "")),
        line=int(entry.get("line", 1)),
        column=int(entry.get("column", 1)),
        severity=Severity(entry.get("severity", "info")),
        rule=str(entry.get("rule", "")),
        message=str(entry.get("message", "")),
        hint=str(entry.get("hint", "")),
    )
