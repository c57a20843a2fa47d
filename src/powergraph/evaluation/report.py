"""Report: an evaluation as text, JSON or Markdown."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from powergraph.evaluation.compare import Evaluation
from powergraph.evaluation.scores import Fault, Score

__all__ = ["FORMATS", "render"]

_HEAD = ("", "right", "missed", "spurious", "precision", "recall", "F1")


def render(evaluation: Evaluation, format: str, *, faults: bool) -> str:
    """Return the evaluation in one of FORMATS, ending in a line end, with each fault where *faults* is asked for."""
    return FORMATS[format](evaluation, faults)


def _json(evaluation: Evaluation, faults: bool) -> str:
    scores = [
        {"what": row, **asdict(score), "precision": score.precision, "recall": score.recall, "f1": score.f1}
        for row, score in evaluation.scores.items()
    ]
    body: dict[str, object] = {
        "notes": evaluation.notes,
        "refused": [{"note": note, "reason": reason} for note, reason in evaluation.refused],
        "scores": scores,
    }
    if faults:
        body["faults"] = [asdict(fault) for fault in evaluation.faults]
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _text(evaluation: Evaluation, faults: bool) -> str:
    rows = [_HEAD, *(_row(name, score) for name, score in evaluation.scores.items() if _counted(score))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    lines += _empty_rows(evaluation)
    if faults:
        lines += ["", *(f"{fault.note}:{fault.line}: {fault.row}: {_why(fault)}" for fault in evaluation.faults)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _markdown(evaluation: Evaluation, faults: bool) -> str:
    rows = [_HEAD, ("---", *["---:"] * (len(_HEAD) - 1))]
    rows += [_row(name, score) for name, score in evaluation.scores.items() if _counted(score)]
    lines = [_table_row(row) for row in rows]
    if empty := _empty_rows(evaluation):
        lines += ["", *empty]
    if faults and evaluation.faults:
        lines += ["", _table_row(("where", "what", "cause", "expected", "found")), _table_row(["---"] * 5)]
        lines += [
            _table_row((f"{fault.note}:{fault.line}", fault.row, fault.cause, fault.expected, fault.found))
            for fault in evaluation.faults
        ]
    return "\n".join(lines) + "\n"


def _counted(score: Score) -> bool:
    return bool(score.right or score.missed or score.spurious)


def _empty_rows(evaluation: Evaluation) -> list[str]:
    names = [name for name, score in evaluation.scores.items() if not _counted(score)]
    return [f"Neither annotated nor found: {', '.join(names)}."] if names else []


def _row(name: str, score: Score) -> tuple[str, ...]:
    rates = (score.precision, score.recall, score.f1)
    shown = ("-" if rate is None else f"{rate:.3f}" for rate in rates)
    return (name, str(score.right), str(score.missed), str(score.spurious), *shown)


def _why(fault: Fault) -> str:
    if fault.expected and fault.found:
        return f"{fault.cause}: {fault.expected} is found as {fault.found}"
    return f"{fault.cause}: {fault.expected or fault.found}" if fault.expected or fault.found else fault.cause


def _table_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


FORMATS = {"text": _text, "json": _json, "markdown": _markdown}
