"""A question to the dataset: a query with words in several languages, and parameters that can be set safely."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from powergraph.query_text import values_rows
from powergraph.vocabulary import XSD

__all__ = ["DEFAULT_LEVEL", "LEVELS", "Parameter", "Question", "in_language"]

#: From 1, a look-up, to 5, several things at once; what says none stands in the middle.
LEVELS: Final = range(1, 6)
DEFAULT_LEVEL: Final = 3

#: What a value of these datatypes looks like (XML Schema 1.1 part 2); others take any text.
_LEXICAL: Final = {
    XSD.integer: r"[+-]?[0-9]+",
    XSD.decimal: r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    XSD.boolean: r"true|false|0|1",
    XSD.date: r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}",
    XSD.gYear: r"-?[0-9]{4,}",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A term of a question that the reader may choose: the variable's name, its *default*, labels by language."""

    name: str
    default: NamedNode | Literal
    labels: Mapping[str, str] = field(default_factory=dict)

    def term(self, text: str) -> NamedNode | Literal:
        """Return what a person wrote as a term of the same kind as the default: an IRI, or a literal of its type.

        Raises ValueError where it is none, for example words in place of a number.

        >>> Parameter("before", Literal(1980)).term("1990")
        <Literal value=1990 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
        """
        if isinstance(self.default, NamedNode):
            return NamedNode(text.strip())
        if self.default.language:
            return Literal(text, language=self.default.language)
        pattern = _LEXICAL.get(self.default.datatype)
        if pattern and not re.fullmatch(pattern, text.strip()):
            raise ValueError(f"{text!r} is not of the type of the default, {self.default.datatype.value}")
        return Literal(text.strip() if pattern else text, datatype=self.default.datatype)

    def accepts(self, term: object) -> bool:
        """Return whether *term* is of the kind of the default: an IRI, or a literal of its datatype and language."""
        if isinstance(self.default, NamedNode):
            return isinstance(term, NamedNode)
        return isinstance(term, Literal) and (term.datatype, term.language) == (
            self.default.datatype,
            self.default.language,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question. *titles*, *questions* and *notes* are by language; *query* is a SELECT complete by itself.

    *path* is its file as shown to the author, and the query begins at line *start_line* of it (1-based).
    """

    name: str
    query: str
    titles: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    level: int = DEFAULT_LEVEL
    path: str = ""
    start_line: int = 1

    def query_with(self, values: Mapping[str, NamedNode | Literal]) -> str:
        r"""Return the query with the terms of *values* in place of the defaults of the parameters of these names.

        A term is written by its own serialisation, in which nothing can end it early, and only between the braces of
        the `VALUES` row that its parameter has, so that no value can become a part of the query.

        Raises ValueError where the question has no such parameter, or a term is not of the kind of its default.

        >>> question = Question("q", "SELECT * { VALUES ?x { 'a' } }", parameters=(Parameter("x", Literal("a")),))
        >>> print(question.query_with({"x": Literal("' } DROP ALL #\n")}))
        SELECT * { VALUES ?x { "' } DROP ALL #\n" } }
        """
        parameters = {parameter.name: parameter for parameter in self.parameters}
        for name, term in values.items():
            if name not in parameters:
                raise ValueError(f"the question {self.name} has no parameter {name!r}")
            if not parameters[name].accepts(term):
                raise ValueError(f"the parameter {name} of {self.name} takes a term like {parameters[name].default}")
        query = self.query
        rows = list(values_rows(query))
        if missing := sorted(set(values) - {row.name for row in rows}):
            raise ValueError(f"the query of {self.name} has no VALUES row for {', '.join(missing)}")
        # From the end to the beginning, so that the offsets of the rows before stay true.
        for row in reversed(rows):
            if row.name in values:
                query = f"{query[: row.start]} {values[row.name]} {query[row.end :]}"
        return query


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in *language*, else in English, else in the first language there is, "" where there is none.

    >>> in_language({"en": "power", "fr": "pouvoir"}, "fr"), in_language({"en": "power"}, "es")
    ('pouvoir', 'power')
    """
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
