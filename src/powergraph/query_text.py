"""The text of a SPARQL query: its tokens with their places, and the `VALUES` rows in it that can be set."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

__all__ = [
    "Token",
    "ValuesRow",
    "candidates_query",
    "place_in",
    "prologue_of",
    "row_term",
    "tokens_of",
    "values_rows",
]

#: SPARQL 1.1, section 19.8, as far as it matters where strings, IRIs, comments, names and words end. Only texts that
#: the parser has accepted are changed by what is found here, so that this need not know what a query means. A prefix is
#: sought 200 characters far: without an end, a long run of words and stops would take the square of its length.
_TOKEN: Final = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<iri> <[^\x00-\x20<>"{}|^`]*> )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<blank> _:\w(?:[\w.\-]*[\w\-])? )
    | (?P<name> (?:[^\W\d_](?:[\w.\-]{0,200}[\w\-])?)? :
                (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
                   (?:\.*(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))*)? )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<word> [^\W\d_]\w* )
    | (?P<mark> \S )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: what it is (iri, string, variable, blank, name, language, word or mark), its text and 0-based offset.

    A *name* is a prefixed name; numbers and operators are marks and words, one character or run after the other.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class ValuesRow:
    """One `VALUES ?name { ... }` with a single variable: the offsets between which its terms stand.

    *outset* is the offset of its first word.
    """

    name: str
    start: int
    end: int
    outset: int = 0


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of *text* without white space and comments.

    >>> [token.text for token in tokens_of("SELECT * { ?s ex:p.q 'a # b' }  # what")]
    ['SELECT', '*', '{', '?s', 'ex:p.q', "'a # b'", '}']
    """
    found = (Token(m.lastgroup or "", m.group(), m.start()) for m in _TOKEN.finditer(text))
    return tuple(token for token in found if token.kind != "comment")


def place_in(text: str, offset: int) -> tuple[int, int]:
    r"""Return the 1-based line and column of an offset.

    >>> place_in("ask\n{ }", 6)
    (2, 3)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def prologue_of(text: str) -> str:
    """Return what stands before the query form: BASE and PREFIX declarations.

    >>> prologue_of("PREFIX ex: <https://example.org/>  SELECT * { }")
    'PREFIX ex: <https://example.org/>  '
    """
    for token in tokens_of(text):
        if token.kind == "word" and token.text.upper() not in ("BASE", "PREFIX", "VERSION"):
            return text[: token.start]
    return text


def values_rows(text: str) -> Iterator[ValuesRow]:
    """Yield the rows of `VALUES` with one variable, in order.

    >>> list(values_rows("SELECT * { VALUES ?x { 1 } }"))
    [ValuesRow(name='x', start=22, end=25, outset=11)]
    """
    tokens = tokens_of(text)
    for at, token in enumerate(tokens[:-3]):
        variable, opening = tokens[at + 1], tokens[at + 2]
        if token.kind == "word" and token.text.upper() == "VALUES" and variable.kind == "variable":
            closing = next((t for t in tokens[at + 3 :] if t.kind == "mark" and t.text == "}"), None)
            if opening.text == "{" and closing:
                yield ValuesRow(variable.text[1:], opening.end, closing.start, token.start)


def candidates_query(text: str, name: str, most: int) -> str:
    """Return a query for *most* terms with which a SELECT has an answer, in place of the row of the variable *name*.

    It asks for that variable alone, within the pattern of the query without the row. Raises ValueError where the query
    has no such row or no pattern in braces; whether the pattern binds the variable, only its answer tells.

    >>> candidates_query("SELECT ?y (COUNT(*) AS ?n) { VALUES ?x { 1 } ?x ?p ?y } GROUP BY ?y", "x", 9)
    'SELECT DISTINCT ?x {  ?x ?p ?y } LIMIT 9'
    """
    row = next((row for row in values_rows(text) if row.name == name), None)
    tokens = tokens_of(text)
    begin = next((t.start for t in tokens if t.kind == "word" and t.text.upper() == "SELECT"), None)
    if row is None or begin is None:
        raise ValueError(f"there is no SELECT with a row for {name}")
    depth, first = 0, 0
    for token in tokens:
        if token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            first = first or token.end
            if depth == 0:
                pattern = f"{text[first - 1 : row.outset]}{text[row.end + 1 : token.end]}"
                return f"{text[:begin]}SELECT DISTINCT ?{name} {pattern} LIMIT {most:d}"
    raise ValueError("the braces of the query do not match")


def row_term(text: str, row: ValuesRow) -> NamedNode | Literal | None:
    """Return the one term of *row*; None where it has none or several, UNDEF, or what only a newer SPARQL knows.

    *text* must be a valid query. The parser of the store reads the term, so that it means what it means in the query.
    """
    asked = f"{prologue_of(text)} SELECT ?x {{ VALUES ?x {{ {text[row.start : row.end]}\n}} }}"
    answer = Store().query(asked)
    if not isinstance(answer, QuerySolutions):  # a SELECT has no other answer
        raise TypeError(type(answer).__name__)
    terms = [solution["x"] for solution in answer]
    return terms[0] if len(terms) == 1 and isinstance(terms[0], NamedNode | Literal) else None
