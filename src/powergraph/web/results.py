"""The answer to a query as a table in a page: its first rows, with links and names for the things of the dataset."""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import urlencode

import pyoxigraph
from markupsafe import escape

from powergraph.engine.request import Answer, Engine, Form
from powergraph.engine.results import Row, Term, parse_rows
from powergraph.web.ask import select
from powergraph.web.negotiation import GRAPHS, RESULTS
from powergraph.web.pages import ResultsPage
from powergraph.web.protocol import Asked
from powergraph.web.words import Link, Words, shorten

__all__ = ["MOST_ROWS", "first_rows", "fitting_rows", "names_of", "read_answer", "results_page", "show_cell"]

#: Rows that a page shows; the whole answer is a link away.
MOST_ROWS = 1000
#: Things that are named in one page; the rest is shown by IRI.
_MOST_NAMES = 400
#: A text in a table is cut to so many characters; the downloads have all of it.
_LONGEST_CELL = 2000
#: Rows are shown until they come to so many bytes of a page, which stays below 200 kB; the first one always is.
_MOST_BYTES = 150_000
#: What stands around a cell in the page (bytes).
_AROUND_CELL = 60
_Cells = tuple[Link | None, ...]
#: What may stand between two objects of a JSON array.
_BETWEEN = frozenset(", \r\n\t")


def results_page(engine: Engine, words: Words, asked: Asked) -> ResultsPage:
    """Run the query and return its answer as a table. Raises EngineError."""
    assert asked.query is not None
    answer = engine.query(asked.query)
    try:
        boolean, columns, rows, is_cut = read_answer(asked.query.form, answer, MOST_ROWS)
    finally:
        answer.close()
    things = {
        term.value for row in rows for term in row.values() if term.kind == "uri" and words.addresses.local(term.value)
    }
    names = names_of(engine, words, sorted(things - words.words.keys())[:_MOST_NAMES])
    shown = tuple(tuple(show_cell(words, names, row.get(column)) for column in columns) for row in rows)
    fitting = fitting_rows(shown)
    return ResultsPage(
        columns=tuple(columns),
        rows=fitting,
        downloads=_downloads(words, asked),
        boolean=boolean,
        is_cut=is_cut or len(fitting) < len(shown),
    )


def fitting_rows(
    rows: tuple[tuple[Link | None, ...], ...], most: int = _MOST_BYTES
) -> tuple[tuple[Link | None, ...], ...]:
    """Return the first rows, as many as come to at most *most* bytes in a page; never none of several."""
    size = 0
    for number, row in enumerate(rows):
        size += sum(_AROUND_CELL + _size(cell) for cell in row)
        if size > most and number:
            return rows[:number]
    return rows


def _size(cell: Link | None) -> int:
    parts = (cell.text, cell.href, cell.note or cell.iri) if cell else ()
    return sum(len(escape(part).encode()) for part in parts)


def first_rows(chunks: Iterable[bytes], limit: int) -> tuple[list[str], list[Row], bool]:
    """Read the first *limit* rows of SPARQL Results JSON while it arrives: variables, rows, and whether there is more.

    >>> first_rows([b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","val', b'ue":"urn:a"}}]}}'], 5)
    (['x'], [{'x': Term(kind='uri', value='urn:a', language='', datatype='')}], False)
    """
    texts = codecs.iterdecode(chunks, "utf-8")
    buffer = ""
    mark = '"bindings":['
    for text in texts:
        buffer += text
        if mark in buffer:
            break
    head, _, buffer = buffer.partition(mark)
    variables = json.loads(head[head.index("[") : head.index("]") + 1]) if "[" in head else []
    found = list(islice(_objects(buffer, texts), limit + 1))
    rows = parse_rows(json.dumps({"results": {"bindings": found[:limit]}}).encode())
    return variables, rows, len(found) > limit


def _objects(buffer: str, texts: Iterator[str]) -> Iterator[dict[str, dict[str, str]]]:
    """Yield the objects of a JSON array whose beginning is in *buffer* and whose rest arrives in *texts*."""
    decoder = json.JSONDecoder()
    place = 0
    while True:
        while buffer[place : place + 1] in _BETWEEN:
            place += 1
        if buffer.startswith("]", place):
            return
        try:
            found, place = decoder.raw_decode(buffer, place)
        except ValueError:
            more = next(texts, "")
            if not more:
                return
            buffer, place = buffer[place:] + more, 0
            continue
        yield found


def read_answer(form: Form, answer: Answer, limit: int) -> tuple[bool | None, list[str], list[Row], bool]:
    """Read the answer to an ASK, or at most *limit* rows: the boolean, the variables, the rows, whether there is more.

    A graph has a row for each statement. A SELECT must come as SPARQL Results JSON, a graph as N-Triples.
    """
    if form is Form.ASK:
        return bool(json.loads(b"".join(answer))["boolean"]), [], [], False
    if form is Form.SELECT:
        return None, *first_rows(answer, limit)
    lines = list(islice(_lines(answer), limit + 1))
    triples = pyoxigraph.parse(b"\n".join(lines[:limit]), format=pyoxigraph.RdfFormat.N_TRIPLES)
    rows: list[Row] = [
        {"subject": _term_of(each.subject), "property": _term_of(each.predicate), "value": _term_of(each.object)}
        for each in triples
    ]
    return None, ["subject", "property", "value"], rows, len(lines) > limit


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _term_of(term: object) -> Term:
    match term:
        case pyoxigraph.NamedNode():
            return Term("uri", term.value)
        case pyoxigraph.Literal():
            language = term.language or ""
            datatype = "" if language or term.datatype.value.endswith("#string") else term.datatype.value
            return Term("literal", term.value, language, datatype)
        case pyoxigraph.BlankNode():
            return Term("bnode", term.value)
    return Term("literal", str(term))


def names_of(engine: Engine, words: Words, iris: Sequence[str]) -> dict[str, Term]:
    """Return the best name of each thing that has one. Raises EngineError."""
    labels: dict[str, list[Term]] = {}
    for row in select(engine, "names", thing=iris) if iris else ():
        labels.setdefault(row["thing"].value, []).append(row["label"])
    return {iri: best for iri, found in labels.items() if (best := words.best(found))}


def show_cell(words: Words, names: Mapping[str, Term], term: Term | None) -> Link | None:
    """Show a term of an answer, None where the row has none."""
    if term is None:
        return None
    if term.kind == "bnode":
        return Link(f"_:{term.value}")
    shown = words.show(term, names.get(term.value) if term.kind == "uri" else None)
    return replace(shown, text=shorten(shown.text, _LONGEST_CELL))


def _downloads(words: Words, asked: Asked) -> tuple[Link, ...]:
    assert asked.query is not None
    query = asked.query
    parameters = [("query", query.text)]
    parameters += [("default-graph-uri", iri) for iri in query.default_graphs]
    parameters += [("named-graph-uri", iri) for iri in query.named_graphs]
    sparql = words.addresses.path("/sparql")
    offered = GRAPHS if query.form.yields_graph else RESULTS
    return tuple(
        Link(each.title, f"{sparql}?{urlencode([*parameters, ('format', each.names[0])])}", note=each.name)
        for each in offered
        if not each.same_as
    )
