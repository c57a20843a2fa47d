"""Read a ledger from its file: every fault is told at its line, and nothing is passed over."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.graph.handmade import HandFile
from powergraph.graph.ledger import COLUMNS, Ledger, LedgerLoop, Row, Status, unescaped
from powergraph.graph.likeness import TextMark

__all__ = ["load_ledger", "parse_ledger"]

#: What git leaves where two branches changed the same lines.
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
#: Two segments or more, none of them a dot or two.
_PATH = re.compile(r'(?!.*(?:^|/)\.\.?(?:/|$))[^\s<>"{}^`\\|/]+(?:/[^\s<>"{}^`\\|/]+)+')
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BAR = re.compile(r"(?<!\\)\|")
_REQUIRED = ("iri", "status")
#: Columns in which two active rows may not have the same, and how that is told.
_ONE_EACH = (("path", "file"), ("id", "id"), ("topic", "topic"))


def load_ledger(file: HandFile) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """Read a ledger and all that is wrong with it. Raises OSError where the file cannot be read."""
    return parse_ledger(file.path.read_bytes(), file.shown)


def parse_ledger(data: bytes, shown: str) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """Read a ledger from its bytes; *shown* is how a diagnostic names the file.

    A message names lines and columns, never what stands in another row: that may be a note that is private now.
    """
    reader = _Reader(shown)
    ledger = reader.read(data)
    return ledger, tuple(sorted(reader.told))


class _Reader:
    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.told: list[Diagnostic] = []

    def read(self, data: bytes) -> Ledger:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._tell(data.count(b"\n", 0, error.start) + 1, "ids.encoding", "the file is not UTF-8", "save it so")
            return Ledger()
        newline = "\r\n" if "\r\n" in text else "\n"
        lines = [line.removesuffix("\r") for line in text.split("\n")]
        if lines and not lines[-1]:
            del lines[-1]
        if marked := [n for n, line in enumerate(lines, start=1) if line.startswith(_MARKERS)]:
            hint = "keep the rows of both sides, one for each IRI, and delete the marks"
            for number in marked:
                self._tell(number, "ids.merge", "a merge was not finished here", hint)
            return Ledger()
        numbered = iter(enumerate(lines, start=1))
        head: list[str] = []
        columns: tuple[str, ...] = ()
        for number, line in numbered:
            if not _is_comment(line):
                columns = self._columns(number, line)
                break
            head.append(line)
        else:
            self._tell(1, "ids.header", "the line that names the columns is missing", f"write {' '.join(COLUMNS)}")
        if not columns:
            return Ledger()
        above: list[str] = []
        rows: list[Row] = []
        for number, line in numbered:
            if _is_comment(line):
                above.append(line)
            elif row := self._row(number, line, columns, tuple(above)):
                rows.append(row)
                above = []
        ledger = Ledger.of(rows, tuple(head), tuple(above), newline)
        self._compare(ledger)
        return ledger

    def _columns(self, number: int, line: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in line.split("\t"))
        faults = len(self.told)
        for name in names:
            if name not in COLUMNS:
                close = get_close_matches(name, COLUMNS, n=1)
                hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(COLUMNS)}"
                self._tell(number, "ids.header", f"{name!r} is no column of a ledger", hint)
        for name in _REQUIRED:
            if name not in names:
                self._tell(number, "ids.header", f"there is no column {name!r}", "name the columns in this line")
        if len(set(names)) < len(names):
            self._tell(number, "ids.header", "a column is named twice", "keep one of them")
        return names if len(self.told) == faults else ()

    def _row(self, number: int, line: str, columns: Sequence[str], above: tuple[str, ...]) -> Row | None:
        cells = line.split("\t")
        if len(cells) > len(columns):
            message = f"the row has {len(cells)} cells, and there are {len(columns)} columns"
            self._tell(number, "ids.row", message, "one tab between two cells, and \\t for one inside")
            return None
        # A file name may begin with a blank.
        given = zip(columns, cells, strict=False)
        values = {name: cell if name in ("path", "id") else cell.strip() for name, cell in given}
        faults = list(_faults(values))
        for message, hint in faults:
            self._tell(number, "ids.value", message, hint)
        if faults:
            return None
        former = tuple(unescaped(name.strip()) for name in _BAR.split(values.get("former", "")) if name.strip())
        plain = {name: unescaped(cell) for name, cell in values.items() if name not in ("status", "former")}
        return Row(**plain, status=Status(values["status"]), former=former, above=above, line=number)

    def _compare(self, ledger: Ledger) -> None:
        """Tell what does not fit together: rows for one IRI, two notes that claim the same, and replacements."""
        first: dict[tuple[str, str], int] = {}
        for row in ledger.rows:
            claims = [("iri", "IRI", row.iri)]
            if row.is_note and row.status is Status.ACTIVE:
                claims += [(name, noun, getattr(row, name)) for name, noun in _ONE_EACH if getattr(row, name)]
            for name, noun, value in claims:
                line = first.setdefault((name, value), row.line)
                if line != row.line:
                    hint = "keep the row that is right, and delete the other"
                    self._tell(row.line, "ids.duplicate", f"line {line} has the same {noun}", hint)
        for row in ledger.rows:
            try:
                ledger.successor(row)
            except LedgerLoop:
                message = "what replaces this IRI is replaced by it in the end"
                self._tell(row.line, "ids.loop", message, "name what is there now in replaced_by")

    def _tell(self, line: int, rule: str, message: str, hint: str = "") -> None:
        self.told.append(Diagnostic(self.shown, line, 1, Severity.ERROR, rule, message, hint))


def _is_comment(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _faults(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the cells of a row, and what to do about it."""
    status, iri, replaced_by = (values.get(name, "") for name in ("status", "iri", "replaced_by"))
    if not _is_path(iri) or (iri.startswith("note/") and iri.count("/") > 1):
        yield "iri is the path of an IRI below the base", "write for example note/garden"
    if status not in tuple(Status):
        yield f"status is {', '.join(tuple(Status)[:-1])} or {Status.REMOVED}", ""
    if replaced_by and not _is_path(replaced_by):
        yield "replaced_by is the path of an IRI below the base", "write for example note/garden"
    if status == Status.RENAMED and not replaced_by:
        yield "a renamed IRI needs replaced_by, which says what its name is now", "or call it removed"
    if status == Status.ACTIVE and iri.startswith("note/") and not (values.get("path") and values.get("topic")):
        yield "an active note needs path and topic", "write the file below the notes, and the slug of its topic"
    if status == Status.ACTIVE and _is_path(iri) and not iri.startswith("note/"):
        yield "only a note is active by a row; other things are there by themselves", "delete the row"
    if (topic := values.get("topic", "")) and ("/" in topic or not _is_path(f"topic/{topic}")):
        yield "topic is a slug", "write for example garden"
    if (date := values.get("date", "")) and not _is_date(date):
        yield "date is a day, as YYYY-MM-DD", ""
    if (content := values.get("content", "")) and not TextMark.is_mark(content):
        yield "content is not a mark of a text", "empty the cell; `powergraph ids update` writes it"


def _is_path(path: str) -> bool:
    return bool(_PATH.fullmatch(path))


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
