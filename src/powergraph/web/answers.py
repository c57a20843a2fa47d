"""The answer to a question as a table: named, sorted by a column, a page at a time."""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from powergraph.engine.request import Engine, QueryRequest
from powergraph.engine.results import Row, Term
from powergraph.prefixes import PREFIXES
from powergraph.web.listing import PAGE_SIZE, paging_of
from powergraph.web.pages import Answer, Column
from powergraph.web.results import names_of, read_answer, show_cell
from powergraph.web.words import Words, name_of

__all__ = ["MOST_READ", "View", "answer_of", "heading"]

#: Rows that are read to be sorted and paged; files of the answer have all.
MOST_READ = 10_000
_NAMES_AT_ONCE = 250
#: Of more things than this only those that are shown, or sorted by, are named.
_MOST_NAMED = 1000
_NUMBER_TYPES = (
    "integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "gYear"
)  # fmt: skip
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in _NUMBER_TYPES)


@dataclass(frozen=True, slots=True)
class View:
    """How a reader wants to see an answer: *sort* names a variable ("" for the order of the query), *page* is from 1.

    *address* gives the address of the same answer, sorted by a variable, in an order, at a page.
    """

    address: Callable[[str, str, int], str]
    sort: str = ""
    descending: bool = False
    page: int = 1


def answer_of(engine: Engine, words: Words, request: QueryRequest, view: View) -> Answer:
    """Ask the engine and return a page of the answer. Raises EngineError."""
    started = time.perf_counter()
    answer = engine.query(request)
    try:
        boolean, variables, rows, is_cut = read_answer(request.form, answer, MOST_READ)
    finally:
        answer.close()
    seconds = time.perf_counter() - started
    sort = view.sort if view.sort in variables else ""
    order = ("descending" if view.descending else "ascending") if sort else ""
    start = (view.page - 1) * PAGE_SIZE
    things = _things(words, (term for row in rows for term in row.values()))
    if len(things) <= _MOST_NAMED:
        names = _names(engine, words, things)
        variables = _told_once(words, variables, rows, names)
        rows = _sorted(words, rows, names, sort, view.descending)
    else:
        of_column = _things(words, (row[sort] for row in rows if sort in row))
        rows = _sorted(words, rows, _names(engine, words, of_column), sort, view.descending)
        names = _names(
            engine, words, _things(words, (term for row in rows[start : start + PAGE_SIZE] for term in row.values()))
        )
    shown = rows[start : start + PAGE_SIZE]
    return Answer(
        columns=tuple(_column(words, each, rows, view, order if each == sort else "") for each in variables),
        rows=tuple(tuple(show_cell(words, names, row.get(each)) for each in variables) for row in shown),
        count=len(rows),
        is_cut=is_cut,
        seconds=seconds,
        paging=paging_of(
            view.page, len(rows) - start, lambda page: view.address(sort, "desc" if view.descending else "asc", page)
        ),
        boolean=boolean,
    )


def heading(words: Words, variable: str) -> str:
    """Return what a column is called: as the class or property of this name, else by the words of the variable."""
    for prefix, local in (
        ("pow", variable[:1].upper() + variable[1:]),
        ("pow", variable),
        ("dcterms", variable),
        ("skos", variable),
    ):
        if (iri := PREFIXES[prefix] + local) in words.words:
            return words.label(iri)
    return name_of(variable)


def _column(words: Words, variable: str, rows: Sequence[Row], view: View, order: str) -> Column:
    terms = [row[variable] for row in rows if variable in row]
    return Column(
        variable=variable,
        text=heading(words, variable),
        href=view.address(variable, "desc" if order == "ascending" else "asc", 1),
        order=order,
        is_number=bool(terms) and all(each.datatype in _NUMBERS for each in terms),
    )


def _told_once(words: Words, variables: list[str], rows: Sequence[Row], names: Mapping[str, Term]) -> list[str]:
    """Leave out each column that only repeats the name by which the column before it shows a thing."""
    kept = []
    for before, each in zip(["", *variables], variables, strict=False):
        is_name = bool(before) and all(
            each in row
            and row[each].kind == "literal"
            and before in row
            and row[before].kind == "uri"
            and (cell := show_cell(words, names, row[before])) is not None
            and cell.text == row[each].value
            for row in rows
        )
        if not (is_name and rows):
            kept.append(each)
    return kept


def _sorted(words: Words, rows: list[Row], names: Mapping[str, Term], variable: str, descending: bool) -> list[Row]:
    """Sort by what is shown: numbers by size, all else by its letters; rows without a value come last."""
    if not variable:
        return rows

    def key(row: Row) -> tuple[bool, float, str]:
        term = row[variable]
        if term.datatype in _NUMBERS and (number := _number(term.value)) is not None:
            return False, number, ""
        cell = show_cell(words, names, term)
        return True, 0.0, cell.text.casefold() if cell else ""

    having = sorted((row for row in rows if variable in row), key=key, reverse=descending)
    return [*having, *(row for row in rows if variable not in row)]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _things(words: Words, terms: Iterable[Term]) -> list[str]:
    """Return the things of this dataset among the terms that the ontology has no word for."""
    local = {each.value for each in terms if each.kind == "uri" and words.addresses.local(each.value)}
    return sorted(local - words.words.keys())


def _names(engine: Engine, words: Words, things: Sequence[str]) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for start in range(0, len(things), _NAMES_AT_ONCE):
        found |= names_of(engine, words, things[start : start + _NAMES_AT_ONCE])
    return found
