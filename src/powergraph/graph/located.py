"""Located Turtle: the triples of a hand-written file, each with the line where its statement begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

__all__ = ["LocatedTriple", "TurtleFault", "load_located"]

#: What may hold a full stop that ends no statement: comments, IRIs, strings (Turtle 1.1, section 6.5), and the rest.
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|<[^<>\n]*>|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}
        |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
        |(?P<open>[\[(])|(?P<close>[\])])|(?P<stop>\.)(?=\s|\#|$)|(?P<blank>\s+)|(?P<other>[^\s\#<>"'\[\]().]+|.)""",
    re.VERBOSE | re.DOTALL,
)
#: Where the parser says that it was, in its own count.
_PARSER_PLACE = re.compile(r"^Parser error (?:at|between) [^:]*: ")
_BLANK_LABEL = re.compile(r"(?<![\w:-])_:\w+")
_DIRECTIVE = re.compile(r"@(?:prefix|base)\b", re.IGNORECASE)
_SPARQL_DIRECTIVE = re.compile(r"(?:PREFIX\s+\S*:\s*<[^<>\n]*>|BASE\s+<[^<>\n]*>)", re.IGNORECASE)


class TurtleFault(ValueError):
    """A file that is not Turtle: *line* and *column* are 1-based, the message says what is wrong there."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class LocatedTriple:
    """A triple and the 1-based line on which the statement begins that it is a part of."""

    triple: Triple
    line: int


def load_located(path: Path, base_iri: str) -> tuple[LocatedTriple, ...]:
    """Read a Turtle file, relative IRIs against *base_iri*; the triples come in the order of the file.

    Blank nodes are told apart across statements. A named one (`_:x`) holds only within its statement, so a file that
    uses one in two is a fault.

    Raises TurtleFault where it is not Turtle 1.1 or not UTF-8, OSError where it cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TurtleFault("the file is not UTF-8", 1, 1) from error
    # A comment ends at a carriage return too, and lines are counted by one kind of line end.
    return tuple(_located(text.replace("\r\n", "\n").replace("\r", "\n"), base_iri))


def _located(text: str, base_iri: str) -> Iterator[LocatedTriple]:
    directives: list[str] = []
    labels: dict[str, int] = {}
    for number, (line, statement) in enumerate(_statements(text)):
        if _DIRECTIVE.match(statement) or _SPARQL_DIRECTIVE.fullmatch(statement):
            directives.append(statement)
        for label in _blank_labels(statement):
            if labels.setdefault(label, number) != number:
                raise TurtleFault(f"the blank node {label} is used in two statements; give it an IRI", line, 1)
        # What is before a statement stands on one line, so that the parser's lines below it are the file's.
        head = " ".join(directives)
        try:
            triples = [q.triple for q in parse(f"{head}\n{statement}".encode(), RdfFormat.TURTLE, base_iri=base_iri)]
        except SyntaxError as error:
            first = (error.lineno or 2) - 2 == 0
            column = (error.offset or 1) + (_column(text, line) - 1 if first else 0)
            message = _PARSER_PLACE.sub("", error.msg)
            raise TurtleFault(message, line + max((error.lineno or 2) - 2, 0), column) from error
        for triple in triples:
            if isinstance(triple.object, Triple):
                raise TurtleFault("a statement about a statement has no place here; write Turtle 1.1", line, 1)
            yield LocatedTriple(_told_apart(triple, number), line)


def _blank_labels(statement: str) -> set[str]:
    """Return the names of blank nodes, and nothing that looks like one inside a string, comment or IRI."""
    plain = "".join(" " if match.lastgroup == "skip" else match.group() for match in _TOKEN.finditer(statement))
    return set(_BLANK_LABEL.findall(plain))


def _column(text: str, line: int) -> int:
    content = text.split("\n")[line - 1]
    return len(content) - len(content.lstrip()) + 1


def _told_apart(triple: Triple, statement: int) -> Triple:
    """Name the blank nodes of a statement after it: each parse counts them anew."""
    subject, target = triple.subject, triple.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(f"s{statement}b{subject.value}")
    if isinstance(target, BlankNode):
        target = BlankNode(f"s{statement}b{target.value}")
    assert isinstance(subject, NamedNode | BlankNode)
    return Triple(subject, triple.predicate, target)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each directive and each statement with its line, comments around it left out."""
    depth, start, line, start_line = 0, -1, 1, 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if start < 0 and kind != "blank" and not match.group().startswith("#"):
            start, start_line = match.start(), line
        line += match.group().count("\n")
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        ends = kind == "stop" and depth <= 0
        if start >= 0 and (ends or (kind == "skip" and _SPARQL_DIRECTIVE.fullmatch(text, start, match.end()))):
            yield start_line, text[start : match.end()]
            start, depth = -1, 0
    if start >= 0:
        yield start_line, text[start:]
