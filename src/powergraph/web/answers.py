"""The answer to a question as a table: named, sorted by a column, a page at a time."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from powergraph.engine.request import Engine, QueryRequest
from powergraph.engine.results import Row, Term
from powergraph.prefixes import PREFIXES
from powergraph.web.listing import PAGE_SIZE, paging_of
from powergraph.web.pages import Answer, Column
from powergraph.web.results import names_of, read_answer, show_cell
from powergraph.web.words import Words, name_of

__all__ = ["MOST_READ", "View", "answer_of"]

#: Rows that are read to be sorted and paged; files of the answer have all.
MOST_READ = 10_000
_NAMES_AT_ONCE = 250
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
    if sort:
        rows = _sorted(engine, words, rows, sort, view.descending)
    start = (view.page - 1) * PAGE_SIZE
    shown = rows[start : start + PAGE_SIZE]
    names = _names(engine, words, [term for row in shown for term in row.values()])
    order = "descending" if view.descending else "ascending"
    return Answer(
        columns=tuple(_column(each, rows, view, order if each == sort else "") for each in variables),
        rows=tuple(tuple(show_cell(words, names, row.get(each)) for each in variables) for row in shown),
        count=len(rows),
        is_cut=is_cut,
        seconds=seconds,
        paging=paging_of(
            view.page, len(rows) - start, lambda page: view.address(sort, "desc" if view.descending else "asc", page)
        ),
        boolean=boolean,
    )


def _column(variable: str, rows: Sequence[Row], view: View, order: str) -> Column:
    terms = [row[variable] for row in rows if variable in row]
    return Column(
        variable=variable,
        text=name_of(variable),
        href=view.address(variable, "desc" if order == "ascending" else "asc", 1),
        order=order,
        is_number=bool(terms) and all(each.datatype in _NUMBERS for each in terms),
    )


def _sorted(engine: Engine, words: Words, rows: list[Row], variable: str, descending: bool) -> list[Row]:
    """Sort by what is shown: numbers by size, all else by its letters; rows without a value come last."""
    terms = [row[variable] for row in rows if variable in row]
    names = _names(engine, words, terms)

    def key(row: Row) -> tuple[bool, float, str]:
        term = row[variable]
        if term.datatype in _NUMBERS and re.fullmatch(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?", term.value):
            try:
                return False, float(term.value), ""
            except ValueError:
                pass
        cell = show_cell(words, names, term)
        return True, 0.0, cell.text.casefold() if cell else ""

    having = sorted((row for row in rows if variable in row), key=key, reverse=descending)
    return [*having, *(row for row in rows if variable not in row)]


def _names(engine: Engine, words: Words, terms: Sequence[Term]) -> dict[str, Term]:
    """Return the names of the things of this dataset among the terms."""
    things = sorted({each.value for each in terms if each.kind == "uri" and words.addresses.local(each.value)})
    unknown = [each for each in things if each not in words.words]
    found: dict[str, Term] = {}
    for start in range(0, len(unknown), _NAMES_AT_ONCE):
        found |= names_of(engine, unknown[start : start + _NAMES_AT_ONCE])
    return found
