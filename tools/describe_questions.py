"""Write docs/questions.md, the list of the published questions, from data/queries; a test compares its bytes."""

import sys
from pathlib import Path

from powergraph.diagnostics import Severity
from powergraph.graph.questions import load_questions
from powergraph.question import Question, in_language

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "questions.md"

HEAD = """\
<!-- Generated from data/queries/ by `python tools/describe_questions.py`; change those, not this. -->

# Questions that the dataset answers

From simple (1) to hard (5). Each file holds the question in English, French and Spanish and a SPARQL query that runs as
it stands; its answer is a test. How such a file is written: [question-files.md](question-files.md).

| | question | what can be chosen | file |
|---|---|---|---|
"""


def table_row(question: Question) -> str:
    """Return the row of one question."""
    chosen = ", ".join(in_language(parameter.labels, "en") for parameter in question.parameters)
    asked = in_language(question.questions, "en").replace("|", "\\|")
    file = f"[{question.name}](../data/{question.path})"
    return f"| {question.level} | {asked} | {chosen} | {file} |\n"


def render_page() -> str:
    """Return the whole page.

    Raises SystemExit where a question has an error: the published ones have none.
    """
    loaded = load_questions(ROOT / "data" / "queries", "queries")
    faults = [str(fault) for fault in loaded.diagnostics if fault.severity is Severity.ERROR]
    if faults:
        sys.exit("\n".join(faults))
    return HEAD + "".join(table_row(question) for question in loaded.questions)


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
