"""SSSOM/TSV: a set of mappings to another vocabulary as people write it, read with the place of every fault.

The format is that of SSSOM 1.1 (https://w3id.org/sssom/), narrowed to what a reviewer needs: metadata as comments,
then one row for each mapping.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import NamedNode

from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.graph.authorities import AUTHORITIES, Authority, authority_of
from powergraph.graph.handmade import HandFile
from powergraph.graph.mapping_head import NO_HEAD, read_mapping_head
from powergraph.vocabulary import RDFS, SCHEMA, SEMAPV, SKOS

__all__ = ["MATCHES", "REVIEWED", "MappingRow", "MappingSet", "load_mapping_set"]

#: What a mapping may say, and how a reader is told it.
MATCHES: Mapping[NamedNode, str] = {
    SKOS.exactMatch: "exact match",
    SKOS.closeMatch: "close match",
    SKOS.broadMatch: "broad match",
    SKOS.narrowMatch: "narrow match",
    SKOS.relatedMatch: "related match",
    SCHEMA.sameAs: "same as",
    RDFS.seeAlso: "see also",
}
#: How a mapping may have been found (SEMAPV, the vocabulary of mapping justifications).
_JUSTIFICATIONS = frozenset(
    NamedNode(SEMAPV.namespace_iri + name)
    for name in (
        "ManualMappingCuration", "MappingReview", "LexicalMatching", "LexicalSimilarityThresholdMatching",
        "SemanticSimilarityThresholdMatching", "StructuralMatching", "LogicalReasoning", "MappingChaining",
        "MappingInversion", "CompositeMatching", "UnspecifiedMatching",
    )
)  # fmt: skip
#: From this confidence on a mapping is published, and so must have a reviewer.
REVIEWED = Decimal("0.9")

#: The column may be absent; every other is required.
_MODIFIER = "predicate_modifier"
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", _MODIFIER, "object_id", "object_label", "mapping_justification",
    "confidence", "author_id", "reviewer_id", "mapping_date", "comment",
)  # fmt: skip
_COLUMNS_HINT = f"the columns are {', '.join(_COLUMNS)}"
_CURIE = re.compile(r"([A-Za-z_][\w.-]*):(\S+)", re.ASCII)
_CONFIDENCE = re.compile(r"0(\.[0-9]+)?|1(\.0+)?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One mapping: what it states of which two things, who made and reviewed it, how sure they are, and why.

    *rejected* says that it does not hold (`Not`). *line* and *columns*, the place of each cell, are 1-based. A row that
    is not sound has a fault in a cell beside its statement: such a cell is empty here, and confidence 0.
    """

    line: int
    subject: NamedNode
    subject_label: str
    predicate: NamedNode
    rejected: bool
    object: NamedNode
    object_label: str
    authority: Authority
    justification: NamedNode
    confidence: Decimal
    authors: tuple[NamedNode, ...]
    reviewers: tuple[NamedNode, ...]
    date: str
    comment: str
    columns: Mapping[str, int]
    is_sound: bool

    @property
    def is_published(self) -> bool:
        """True where the row may reach the graph: reviewed, of enough confidence, neither rejected nor faulty."""
        return self.is_sound and not self.rejected and bool(self.reviewers) and self.confidence >= REVIEWED


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A file of mappings: its metadata, the rows whose statement can be read, in the order of the file, its faults.

    *metadata* has the plain values by key; *prefixes* is its curie_map with the built-in ones.
    """

    file: HandFile
    metadata: Mapping[str, str]
    prefixes: Mapping[str, str]
    rows: tuple[MappingRow, ...]
    diagnostics: tuple[Diagnostic, ...]

    def place(self, row: MappingRow, column: str = "subject_id") -> Place:
        """Return the place of a cell of one of the rows."""
        return Place(self.file.shown, row.line, row.columns[column])


def load_mapping_set(file: HandFile) -> MappingSet:
    """Read a set of mappings. All that is wrong is told, in one run; a file that cannot be read gives no row."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        fault = Diagnostic(file.shown, 1, 1, Severity.ERROR, "mappings.unreadable", message, "mend its rights")
        return MappingSet(file, {}, {}, (), (fault,))
    return _Reader(file).read(data)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its text and the place where it begins."""

    name: str
    text: str
    line: int
    column: int


@dataclass(slots=True)
class _Order:
    """What was read of a table so far: the line of each statement, and the last one."""

    lines: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    last: tuple[str, str, str] = ("", "", "")
    is_broken: bool = False


class _Reader:
    def __init__(self, file: HandFile) -> None:
        self.file = file
        self.told: list[Diagnostic] = []
        self.head = NO_HEAD
        #: The lines with control characters: whatever they hold is not to be trusted.
        self.unclean: set[int] = set()

    def read(self, data: bytes) -> MappingSet:
        rows: tuple[MappingRow, ...] = ()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
            message = f"the file is not UTF-8 (byte {error.start + 1})"
            self._tell(before.count(b"\n") + 1, column, "encoding", message, "save it as UTF-8")
        else:
            lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
            self._control_characters(lines)
            head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
            self.head = read_mapping_head(lines[:head], self.file.shown)
            self.told.extend(self.head.told)
            rows = tuple(self._table(lines, head))
        return MappingSet(self.file, self.head.metadata, self.head.prefixes, rows, tuple(sorted(set(self.told))))

    def _control_characters(self, lines: Sequence[str]) -> None:
        for number, line in enumerate(lines, 1):
            for column, character in enumerate(line, 1):
                if character != "\t" and unicodedata.category(character) in ("Cc", "Zl", "Zp"):
                    message = f"the control character U+{ord(character):04X} has no place in a mapping"
                    self._tell(number, column, "control", message, "delete it")
                    self.unclean.add(number)

    def _table(self, lines: Sequence[str], head: int) -> Iterator[MappingRow]:
        if head == len(lines) or not lines[head].strip():
            self._tell(head + 1, 1, "column", "the line of column names is missing", _COLUMNS_HINT)
            return
        names = lines[head].split("\t")
        if self._header(names, head + 1) and self.head.has_prefixes:
            order = _Order()
            for number, line in enumerate(lines[head + 1 :], head + 2):
                texts = line.split("\t")
                if len(texts) != len(names):
                    message = f"the row has {len(texts)} cells, and there are {len(names)} columns"
                    self._tell(number, 1, "cells", message, "separate cells by one tab; none may hold one")
                    continue
                cells = {cell.name: cell for cell in _cells(names, texts, number)}
                self._place_in_order(cells, order)
                if row := self._row(cells):
                    yield row

    def _header(self, names: Sequence[str], line: int) -> bool:
        """Check the names of the columns, and tell whether rows can be read by them."""
        before = len(self.told)
        for position, cell in enumerate(_cells(names, names, line)):
            if cell.text not in _COLUMNS:
                self._tell_cell(cell, "column", f"{cell.text!r} is no column of a mapping", _COLUMNS_HINT)
            elif cell.text in names[:position]:
                self._tell_cell(cell, "column", f"the column {cell.text} comes twice")
        for name in _COLUMNS:
            if name not in names and name != _MODIFIER:
                self._tell(line, 1, "column", f"the column {name} is missing")
        return len(self.told) == before

    def _row(self, cells: Mapping[str, _Cell]) -> MappingRow | None:
        before = len(self.told)
        subject = self._expand(cells["subject_id"])
        predicate = self._predicate(cells["predicate_id"])
        rejected = self._modifier(cells.get(_MODIFIER))
        target = self._expand(cells["object_id"])
        authority = self._authority(cells["object_id"], target) if target else None
        for name in ("subject_label", "object_label", "author_id", "comment"):
            self._filled(cells[name])
        confidence = self._confidence(cells["confidence"])
        reviewers = self._agents(cells["reviewer_id"])
        if confidence >= REVIEWED and not cells["reviewer_id"].text.strip():
            message = f"a mapping of confidence {cells['confidence'].text} has been reviewed by nobody"
            hint = f"name the reviewer, or lower the confidence below {REVIEWED}"
            self._tell_cell(cells["reviewer_id"], "reviewer", message, hint)
        justification = self._justification(cells["mapping_justification"])
        authors, date = self._agents(cells["author_id"]), self._date(cells["mapping_date"])
        if not subject or not predicate or not target or not authority or rejected is None:
            return None
        return MappingRow(
            cells["subject_id"].line,
            subject,
            cells["subject_label"].text,
            predicate,
            rejected,
            target,
            cells["object_label"].text,
            authority,
            justification or SEMAPV.ManualMappingCuration,
            confidence,
            authors,
            reviewers,
            date,
            cells["comment"].text,
            {name: cell.column for name, cell in cells.items()},
            len(self.told) == before and cells["subject_id"].line not in self.unclean,
        )

    def _expand(self, cell: _Cell, text: str | None = None) -> NamedNode | None:
        """Return the IRI that a CURIE stands for; None, and told, where it stands for none."""
        curie = cell.text if text is None else text
        match = _CURIE.fullmatch(curie)
        if not match or match[2].startswith("//"):
            self._tell_cell(cell, "curie", f"{cell.name} is not a CURIE: {curie!r}", "write prefix:name")
        elif match[1] not in self.head.prefixes:
            hint = "add it to the curie_map of this file"
            self._tell_cell(cell, "prefix", f"the prefix {match[1]} of {curie} is not declared", hint)
        else:
            try:
                return NamedNode(self.head.prefixes[match[1]] + match[2])
            except ValueError:
                self._tell_cell(cell, "curie", f"{curie} makes no valid IRI", "percent-encode what an IRI cannot hold")
        return None

    def _agents(self, cell: _Cell) -> tuple[NamedNode, ...]:
        """Return the IRIs of the people in a cell, which SSSOM separates by a bar."""
        texts = [text.strip() for text in cell.text.split("|")] if cell.text.strip() else []
        return tuple(iri for text in texts if (iri := self._expand(cell, text)))

    def _predicate(self, cell: _Cell) -> NamedNode | None:
        predicate = self._expand(cell)
        if predicate and predicate not in MATCHES:
            hint = (
                "one of skos:exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch, schema:sameAs, rdfs:seeAlso"
            )
            self._tell_cell(cell, "predicate", f"{cell.text} is no predicate of a mapping", hint)
            return None
        return predicate

    def _modifier(self, cell: _Cell | None) -> bool | None:
        if cell and cell.text not in ("", "Not"):
            self._tell_cell(cell, "modifier", f"{_MODIFIER} is {cell.text!r}", "write Not, or leave it empty")
            return None
        return bool(cell and cell.text)

    def _authority(self, cell: _Cell, target: NamedNode) -> Authority | None:
        authority = authority_of(target.value)
        if authority is None:
            known = ", ".join(a.beginning for a in AUTHORITIES)
            self._tell_cell(cell, "pattern", f"<{target.value}> is in no known vocabulary", f"known are {known}")
        elif not authority.fits(target.value):
            what = "number or check digit is wrong" if authority.has_check_digit else "form is wrong"
            message = f"<{target.value}> is no IRI of {authority.name}: its {what}"
            self._tell_cell(cell, "pattern", message, f"one looks like {authority.beginning}{authority.example}")
        elif self.head.metadata.get("object_source", authority.source) != authority.source:
            message = (
                f"<{target.value}> is of {authority.name}, and this set leads to {self.head.metadata['object_source']}"
            )
            self._tell_cell(cell, "vocabulary", message, "put the row into the set of its vocabulary")
        else:
            return authority
        return None

    def _filled(self, cell: _Cell) -> None:
        if not cell.text.strip():
            what = " (what the mapping rests on)" if cell.name == "comment" else ""
            self._tell_cell(cell, "empty", f"{cell.name}{what} is empty")
        elif cell.text != cell.text.strip():
            self._tell_cell(cell, "space", f"{cell.name} begins or ends with white space", "delete it")

    def _confidence(self, cell: _Cell) -> Decimal:
        if _CONFIDENCE.fullmatch(cell.text):
            return Decimal(cell.text)
        self._tell_cell(cell, "confidence", f"{cell.text!r} is no confidence", "write a number from 0 to 1, as 0.95")
        return Decimal(0)

    def _justification(self, cell: _Cell) -> NamedNode | None:
        justification = self._expand(cell)
        if justification and justification not in _JUSTIFICATIONS:
            hint = "a person's judgement is semapv:ManualMappingCuration"
            self._tell_cell(cell, "justification", f"{cell.text} is no term of semapv", hint)
            return None
        return justification

    def _date(self, cell: _Cell) -> str:
        try:
            if _DATE.fullmatch(cell.text):
                return datetime.date.fromisoformat(cell.text).isoformat()
        except ValueError:
            pass  # of the right form, but no day of the calendar
        self._tell_cell(cell, "date", f"{cell.text!r} is no date", "write it as 2026-01-31")
        return ""

    def _place_in_order(self, cells: Mapping[str, _Cell], order: _Order) -> None:
        """Tell a row that comes twice, and the first that stands before its place in the order."""
        subject, line = cells["subject_id"], cells["subject_id"].line
        key = (subject.text, cells["predicate_id"].text, cells["object_id"].text)
        modifier = cells[_MODIFIER].text if _MODIFIER in cells else ""
        if (first := order.lines.setdefault((*key, modifier), line)) != line:
            self._tell_cell(subject, "duplicate", f"the row repeats line {first}", "keep one of them")
        if key < order.last and not order.is_broken:
            message = "the rows are not sorted by subject_id, predicate_id and object_id"
            self._tell(line, 1, "order", message, "sorted rows make changes readable", Severity.WARNING)
            order.is_broken = True
        order.last = key

    def _tell_cell(self, cell: _Cell, rule: str, message: str, hint: str = "") -> None:
        self._tell(cell.line, cell.column, rule, message, hint)

    def _tell(
        self, line: int, column: int, rule: str, message: str, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        self.told.append(Diagnostic(self.file.shown, line, column, severity, f"mappings.{rule}", message, hint))


def _cells(names: Sequence[str], texts: Sequence[str], line: int) -> Iterator[_Cell]:
    column = 1
    for name, text in zip(names, texts, strict=True):
        yield _Cell(name, text, line, column)
        column += len(text) + 1
