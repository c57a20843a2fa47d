"""The questions of a vault: read from a folder of `.rq` files, each fault told with its place."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.graph.iris import slug
from powergraph.graph.query_check import check_query, is_readable
from powergraph.graph.question_head import Head, read_head
from powergraph.query_text import place_in, row_term, values_rows
from powergraph.question import Parameter, Question

__all__ = ["Questions", "load_questions", "parse_question"]

#: More than a person writes by hand (bytes).
_LARGEST = 100_000
#: In a name: control characters, those that turn the direction of text, and bytes that are not UTF-8.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions that can be asked, from simple to hard and then by name, and what is to be told of all files."""

    questions: tuple[Question, ...]
    diagnostics: tuple[Diagnostic, ...]


def load_questions(folder: Path, shown: str, language: str = "en") -> Questions:
    """Read every `.rq` file below *folder*, hidden ones excepted; a folder that does not exist holds none.

    *shown* is the folder as the author knows it, for diagnostics and pow:path; *language* is that of texts without `@`.
    A file with an error gives no question and hinders no other; all faults of all files are told. The name of a
    question is the slug of its file's name; of two files with one name the first in path order has it.
    """
    questions: dict[str, Question] = {}
    told: list[Diagnostic] = []
    for file in sorted(folder.rglob("*.rq"), key=lambda file: file.relative_to(folder).as_posix()):
        relative = file.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts) or not file.is_file():
            continue
        path = (Path(shown) / relative).as_posix()
        if _UNFIT.search(path):
            message = "the file's name holds control characters or is not UTF-8"
            told.append(Diagnostic(ascii(path)[1:-1], 1, 1, Severity.ERROR, "questions.unreadable", message))
            continue
        name = slug(file.stem)
        try:
            text = _read(file)
        except (OSError, ValueError) as error:
            told.append(Diagnostic(path, 1, 1, Severity.ERROR, "questions.unreadable", f"cannot be read: {error}"))
            continue
        question, faults = parse_question(text, name, path, language)
        told.extend(faults)
        if name in questions:
            message = f"the question {name} is also in {questions[name].path}"
            told.append(
                Diagnostic(path, 1, 1, Severity.ERROR, "questions.same-name", message, "rename one of the files")
            )
        elif question:
            questions[name] = question
    ordered = sorted(questions.values(), key=lambda question: (question.level, question.name))
    return Questions(tuple(ordered), tuple(sorted(set(told))))


def _read(file: Path) -> str:
    with file.open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"it is larger than {_LARGEST:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte {error.start + 1})") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_question(
    text: str, name: str, path: str, language: str = "en"
) -> tuple[Question | None, tuple[Diagnostic, ...]]:
    """Return the question that a file's *text* holds, None where it has an error, and what is to be told."""
    lines = text.rstrip().split("\n")
    head = read_head(lines, path, language)
    query = "\n".join(lines[head.end :])
    told = list(head.told)
    faults = check_query(query)
    for fault in faults:
        line = min(head.end + fault.line, len(lines))
        told.append(
            Diagnostic(path, line, fault.column, fault.severity, f"questions.{fault.rule}", fault.message, fault.hint)
        )
    if not head.questions:
        hint = "begin the file with # question: and the question in words"
        told.append(Diagnostic(path, 1, 1, Severity.ERROR, "questions.no-question", "the question is missing", hint))
    parameters: tuple[Parameter, ...] = ()
    if is_readable(faults):
        parameters, unset = _parameters(head, query, path, language)
        told.extend(unset)
    if any(fault.severity is Severity.ERROR for fault in told):
        return None, tuple(told)
    titles = {**head.questions, **head.titles}
    question = Question(name, query, titles, head.questions, head.notes, parameters, head.level, path, head.end + 1)
    return question, tuple(told)


def _parameters(head: Head, query: str, path: str, language: str) -> tuple[tuple[Parameter, ...], list[Diagnostic]]:
    """Find the `VALUES` row of each parameter, whose one term is the default."""
    rows = list(values_rows(query))
    often = Counter(row.name for row in rows)
    parameters: list[Parameter] = []
    told: list[Diagnostic] = []

    def tell(line: int, column: int, message: str, hint: str) -> None:
        told.append(Diagnostic(path, line, column, Severity.ERROR, "questions.parameter", message, hint))

    for wanted in head.parameters:
        row = next((row for row in rows if row.name == wanted.name), None)
        shape = f"VALUES ?{wanted.name} {{ default }}"
        if row is None:
            tell(wanted.line, 1, f"the query has no VALUES row for the parameter {wanted.name}", f"write {shape}")
            continue
        line, column = place_in(query, row.start)
        if often[wanted.name] > 1:
            message = f"the parameter {wanted.name} has {often[wanted.name]} VALUES rows"
            tell(head.end + line, column, message, f"write {shape} once")
        elif (default := row_term(query, row)) is None:
            tell(head.end + line, column, f"the parameter {wanted.name} has not exactly one default", f"write {shape}")
        elif same := next((each.name for each in parameters if slug(each.name) == slug(wanted.name)), ""):
            message = f"the parameters {same} and {wanted.name} would have the same identifier"
            tell(wanted.line, 1, message, "give one of them a name that differs in more than capitals")
        else:
            parameters.append(Parameter(wanted.name, default, wanted.labels or {language: wanted.name}))
    return tuple(parameters), told
