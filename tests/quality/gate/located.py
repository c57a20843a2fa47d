"""Turtle read with the line of each triple, so that a finding can be told where it is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse
from pyoxigraph import Quad as _Quad

from powergraph.prefixes import BASE_IRI
from powergraph.vocabulary import RDF, XSD

__all__ = ["Corpus", "Located", "Statement", "Term", "read_turtle"]

#: What pyoxigraph has in a triple; triple terms are never written in Turtle, but its types allow them.
Term = NamedNode | BlankNode | Literal | Triple

_TOKEN = re.compile(
    r"""
    (?P<skip>[ \t\r\n]+|\#[^\n]*)
  | (?P<string>\"{3}(?:[^"\\]|\\.|\"(?!\"\"))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<datatype>\^\^)
  | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*
        (?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)?)
  | (?P<number>[+-]?(?:\d+\.?\d*[eE][+-]?\d+|\.\d+[eE][+-]?\d+|\d*\.\d+|\d+))
  | (?P<word>[A-Za-z]+)
  | (?P<mark>[.;,\[\]()])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple, the line of its object and the line where its subject is named."""

    triple: Triple
    line: int
    subject_line: int


@dataclass(frozen=True)
class Located:
    """The statements of one file, and its path as findings tell it."""

    file: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Corpus:
    """Some files read together. Blank nodes are told apart by file and stay the same in the store."""

    documents: tuple[Located, ...]

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """Return each distinct triple once."""
        return tuple(dict.fromkeys(s.triple for document in self.documents for s in document.statements))

    @cached_property
    def store(self) -> Store:
        """Return the triples, ready to be asked."""
        store = Store()
        store.extend(_Quad(triple.subject, triple.predicate, triple.object) for triple in self.triples)
        return store

    @cached_property
    def _lines(self) -> dict[tuple[Term | None, Term | None, Term | None], tuple[str, int]]:
        lines: dict[tuple[Term | None, Term | None, Term | None], tuple[str, int]] = {}
        for document in self.documents:
            for statement in document.statements:
                subject, predicate, target = statement.triple
                for key, line in (
                    ((subject, predicate, target), statement.line),
                    ((subject, predicate, None), statement.line),
                    ((subject, None, None), statement.subject_line),
                    ((None, predicate, None), statement.line),
                    ((None, None, target), statement.line),
                ):
                    lines.setdefault(key, (document.file, line))
        return lines

    def place(self, subject: Term | None, predicate: Term | None = None, target: Term | None = None) -> tuple[str, int]:
        """Return file and line of the statement, else of the predicate, else of the subject, else where it is used.

        Where nothing of it is written, or *subject* is None, it is line 1 of the first file.
        """
        if subject is not None:
            for key in (
                (subject, predicate, target),
                (subject, predicate, None),
                (subject, None, None),
                (None, subject, None),
                (None, None, subject),
            ):
                if key in self._lines:
                    return self._lines[key]
        return self.documents[0].file, 1


def read_turtle(path: Path, file: str) -> Located:
    """Read a Turtle file, relative IRIs against our base; *file* is its path as findings tell it.

    Raises ValueError with file and line where it is not Turtle.
    """
    return Located(file, tuple(_Reader(path.read_text(encoding="utf-8"), file, BASE_IRI).document()))


@dataclass
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str, file: str) -> Iterator[_Token]:
    position, line = 0, 1
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match or match.end() == position:
            raise ValueError(f"{file}:{line}: not Turtle: {text[position : position + 20]!r}")
        if match.lastgroup != "skip":
            yield _Token(str(match.lastgroup), match.group(), line)
        line += match.group().count("\n")
        position = match.end()
    yield _Token("end", "", line)


@dataclass
class _Reader:
    """A recursive descent through the grammar of Turtle (W3C RDF 1.1 Turtle, section 6.5)."""

    text: str
    file: str
    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    blanks: int = 0

    def document(self) -> list[Statement]:
        self.tokens = list(_tokens(self.text, self.file))
        self.at = 0
        while self.peek.kind != "end":
            self.statement()
        return self.statements

    @property
    def peek(self) -> _Token:
        return self.tokens[self.at]

    def next(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        token = self.next()
        if token.text != text:
            raise ValueError(f"{self.file}:{token.line}: expected {text} and found {token.text or 'the end'}")

    def statement(self) -> None:
        keyword = self.peek.text.removeprefix("@").lower()
        if keyword in ("prefix", "base") and self.peek.kind in ("at", "word"):
            dotted = self.next().kind == "at"
            name = self.next().text[:-1] if keyword == "prefix" else None
            iri = self.iri(self.next())
            if name is None:
                self.base = iri
            else:
                self.prefixes[name] = iri
            if dotted:
                self.expect(".")
            return
        line = self.peek.line
        lone = self.peek.text == "["
        subject = self.term()
        if not (lone and self.peek.text == "."):
            self.predicates(subject, line)
        self.expect(".")

    def predicates(self, subject: Term, line: int) -> None:
        while True:
            verb = self.next()
            predicate = RDF.type if verb.text == "a" else self.named(verb)
            while True:
                at = self.peek.line
                self.state(subject, predicate, self.term(), at, line)
                if self.peek.text != ",":
                    break
                self.next()
            if self.peek.text != ";":
                return
            while self.peek.text == ";":
                self.next()
            if self.peek.text in (".", "]"):
                return

    def state(self, subject: Term, predicate: NamedNode, target: Term, line: int, subject_line: int) -> None:
        assert not isinstance(subject, Literal)
        self.statements.append(Statement(Triple(subject, predicate, target), line, subject_line))

    def term(self) -> Term:
        token = self.next()
        if token.kind in ("iri", "name"):
            return self.named(token)
        if token.kind == "blank":
            return BlankNode(f"{self.label}x{token.text[2:].encode().hex()}")
        if token.kind == "string":
            return self.literal(token)
        if token.kind == "number":
            kind = XSD.double if "e" in token.text.lower() else XSD.decimal if "." in token.text else XSD.integer
            return Literal(token.text, datatype=kind)
        if token.text in ("true", "false"):
            return Literal(token.text, datatype=XSD.boolean)
        if token.text == "[":
            node = self.fresh()
            if self.peek.text != "]":
                self.predicates(node, token.line)
            self.expect("]")
            return node
        if token.text == "(":
            return self.collection(token.line)
        raise ValueError(f"{self.file}:{token.line}: no term: {token.text or 'the end'}")

    def collection(self, line: int) -> Term:
        items: list[tuple[Term, int]] = []
        while self.peek.text != ")":
            at = self.peek.line
            items.append((self.term(), at))
        self.expect(")")
        head: Term = RDF.nil
        for item, at in reversed(items):
            node = self.fresh()
            self.state(node, RDF.first, item, at, line)
            self.state(node, RDF.rest, head, at, line)
            head = node
        return head

    @property
    def label(self) -> str:
        return "f" + self.file.encode().hex()

    def fresh(self) -> BlankNode:
        self.blanks += 1
        return BlankNode(f"{self.label}n{self.blanks}")

    def named(self, token: _Token) -> NamedNode:
        return NamedNode(self.iri(token))

    def iri(self, token: _Token) -> str:
        if token.kind == "iri":
            iri = token.text[1:-1]
            # An absolute IRI stays as it is; urljoin would take an empty fragment from a namespace.
            return iri if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri) else urljoin(self.base, iri)
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            raise ValueError(f"{self.file}:{token.line}: no IRI: {token.text}")
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def literal(self, token: _Token) -> Literal:
        quotes = 3 if token.text[:3] in ('"""', "'''") else 1
        text = token.text[quotes:-quotes]
        if "\\" in text:
            (quad,) = parse(f"<s:s> <p:p> {token.text} .".encode(), format=RdfFormat.TURTLE)
            assert isinstance(quad.object, Literal)
            text = quad.object.value
        if self.peek.kind == "at":
            return Literal(text, language=self.next().text[1:].lower())
        if self.peek.kind == "datatype":
            self.next()
            return Literal(text, datatype=self.named(self.next()))
        return Literal(text)
