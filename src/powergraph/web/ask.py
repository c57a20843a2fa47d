"""Ask the engine one of the questions in `queries/`: fill in its terms, run it, read its rows."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal

from powergraph.engine.request import Answer, Engine, Form, QueryRequest
from powergraph.engine.results import RESULTS_JSON, Row, parse_boolean, parse_rows
from powergraph.prefixes import sparql_prologue
from powergraph.web.addresses import is_iri

__all__ = ["ask", "construct", "cut", "fill", "load_query", "load_text", "select"]

#: What a page may take from the engine for one question (seconds, bytes): a page that is slow is broken.
PAGE_TIMEOUT = 5.0
PAGE_BYTES = 20_000_000

_EMPTY = re.compile(r"VALUES \?(\w+) \{ \}")
_CUT = re.compile(r"LIMIT \d+ OFFSET 0")


@cache
def load_text(name: str) -> str:
    """Return the text of `queries/<name>.rq` as it is written."""
    return files("powergraph.web").joinpath("queries", f"{name}.rq").read_text("utf-8")


def load_query(name: str) -> str:
    """Return the text of `queries/<name>.rq` with the whole prefix table in front."""
    return sparql_prologue() + load_text(name)


def fill(query: str, **terms: Iterable[str | Literal]) -> str:
    """Bind terms to the variables of a query: each empty `VALUES ?name { }` gets the IRIs or literals given as *name*.

    A literal is written by its own serialisation, in which nothing can end it early; what a value says is never taken
    for a place that another value belongs to.

    Raises ValueError where an IRI holds a character that no IRI may have, so that nothing can leave its `<...>`, and
    where the query has no such variable.

    >>> fill("ASK { VALUES ?x { } ?x ?p ?o }", x=["https://example.org/é"])
    'ASK { VALUES ?x { <https://example.org/é> } ?x ?p ?o }'
    """
    written = {name: " ".join(_written(name, term) for term in given) for name, given in terms.items()}
    for name in set(written) - set(_EMPTY.findall(query)):
        raise ValueError(f"the query has no VALUES ?{name} {{ }}")
    return _EMPTY.sub(lambda m: f"VALUES ?{m[1]} {{ {written[m[1]]} }}" if m[1] in written else m[0], query)


def _written(name: str, term: str | Literal) -> str:
    if isinstance(term, Literal):
        return str(term)
    if not is_iri(term):
        raise ValueError(f"a value of {name} is not an IRI")
    return f"<{term}>"


def cut(query: str, limit: int, offset: int = 0) -> str:
    """Set how many rows the query gives and how many it leaves out first, where it says `LIMIT n OFFSET 0`.

    >>> cut("SELECT * { } LIMIT 10 OFFSET 0", 5, 20)
    'SELECT * { } LIMIT 5 OFFSET 20'
    """
    return _CUT.sub(f"LIMIT {limit:d} OFFSET {offset:d}", query)


def select(
    engine: Engine, name: str, page: tuple[int, int] | None = None, **terms: Iterable[str | Literal]
) -> list[Row]:
    """Ask a SELECT of `queries/` and return its rows; *page* is its limit and offset. Raises EngineError."""
    query = load_query(name)
    text = fill(cut(query, *page) if page else query, **terms)
    return parse_rows(_run(engine, text, Form.SELECT))


def ask(engine: Engine, name: str, **terms: Iterable[str | Literal]) -> bool:
    """Ask an ASK of `queries/`. Raises EngineError."""
    text = fill(load_query(name), **terms)
    return parse_boolean(_run(engine, text, Form.ASK))


def construct(engine: Engine, name: str, media_type: str, **terms: Iterable[str | Literal]) -> Answer:
    """Ask a CONSTRUCT of `queries/`; the answer is a stream of *media_type* that must be closed. Raises EngineError."""
    return engine.query(QueryRequest(fill(load_query(name), **terms), Form.CONSTRUCT, media_type))


def _run(engine: Engine, text: str, form: Form) -> bytes:
    answer = engine.query(QueryRequest(text, form, RESULTS_JSON, timeout=PAGE_TIMEOUT, max_bytes=PAGE_BYTES))
    try:
        return b"".join(answer)
    finally:
        answer.close()
