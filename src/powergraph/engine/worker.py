"""A worker: one process that answers one query after the other from the store it was forked with."""

import json
import os
import socket
from collections.abc import Callable
from typing import Any, NoReturn

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from powergraph.engine.answer_writer import AnswerWriter, FrontLeft
from powergraph.engine.guards import confine_worker
from powergraph.engine.media_types import XML_MEDIA_TYPES
from powergraph.engine.messages import explain, explain_evaluation
from powergraph.engine.request import (
    DEFAULT_GRAPH,
    WHOLE_DATASET,
    EngineError,
    MalformedQuery,
    NoSuchGraph,
    OutOfMemory,
    ServiceRefused,
)
from powergraph.engine.selection import in_order_of_appearance
from powergraph.engine.wire import FAILED, QUERY, READY, RECEIVE_BYTES, FrameReader, frame, pack_error, unpack_query
from powergraph.prefixes import BASE_IRI, PREFIXES

__all__ = ["OpenStore", "run_worker"]

#: Gives a worker the store to answer from: the one it was forked with, or one that it opens for itself.
OpenStore = Callable[[], Store]


def run_worker(
    connection: socket.socket, open_store: OpenStore, parent: int, memory: int, *, network: bool
) -> NoReturn:
    """Answer the queries that arrive on *connection* until it closes; never returns.

    The process may be killed at any moment, and its front knows; it may take *memory* MiB beyond what it was born with,
    and has no *network* but where SERVICE is allowed.
    """
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)
    missing = confine_worker(parent, memory, network=network)
    try:
        store = open_store()
        connection.sendall(frame(READY, json.dumps(missing).encode()))
        reader = FrameReader()
        while data := connection.recv(RECEIVE_BYTES):
            for kind, body in reader.feed(data):
                if kind == QUERY:
                    _answer(connection, store, unpack_query(body), memory)
    except (OSError, FrontLeft):
        os._exit(1)
    os._exit(0)


def _answer(connection: socket.socket, store: Store, query: dict[str, Any], memory: int) -> None:
    """Send one answer or one error; raises FrontLeft or OSError only where the front has gone."""
    media_type = query["media_type"]
    output = AnswerWriter(connection, media_type, query["max_bytes"], xml=media_type in XML_MEDIA_TYPES)
    try:
        if query["graph"] is None:
            _serialise(_evaluate(store, query), media_type, output)
        else:
            _dump(store, query["graph"], media_type, output)
    except EngineError as error:
        failure: EngineError = error
    except SyntaxError as error:
        failure = explain(query["text"], error.msg)
    except MemoryError:
        failure = OutOfMemory(memory)
    except PermissionError:
        # Only SERVICE makes a query open a socket, and the filter on system calls refused it.
        failure = ServiceRefused()
    except (OSError, RuntimeError, ValueError) as error:
        failure = explain_evaluation(query["text"], str(error))
    else:
        output.finish()
        return
    connection.sendall(frame(FAILED, pack_error(failure)))


def _evaluate(store: Store, query: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Evaluate over the store's dataset, or over the protocol's, which then is only what it names.

    Relative IRIs are resolved against the base of all resource IRIs where the query has no BASE (SPARQL 1.1, 4.1.1.2).
    """
    default_graphs: list[NamedNode | BlankNode | DefaultGraph] = [_graph(iri) for iri in query["default_graphs"]]
    named_graphs: list[NamedNode | BlankNode] = [_graph(iri) for iri in query["named_graphs"]]
    text = in_order_of_appearance(query["text"])
    if default_graphs or named_graphs:
        return store.query(text, base_iri=BASE_IRI, default_graph=default_graphs, named_graphs=named_graphs)
    return store.query(text, base_iri=BASE_IRI)


def _dump(store: Store, name: str, media_type: str, output: AnswerWriter) -> None:
    """Write a graph, or the dataset, as it stands."""
    rdf_format = RdfFormat.from_media_type(media_type)
    graph: NamedNode | DefaultGraph | None = None
    if name == DEFAULT_GRAPH:
        graph = DefaultGraph()
    elif name != WHOLE_DATASET:
        graph = _graph(name)
        if not store.contains_named_graph(graph):
            raise NoSuchGraph(name)
    store.dump(output, rdf_format, from_graph=graph, prefixes=dict(PREFIXES))  # type: ignore[arg-type]


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise MalformedQuery(f"The graph name {iri!r} is not an absolute IRI") from error


def _serialise(result: QuerySolutions | QueryBoolean | QueryTriples, media_type: str, output: AnswerWriter) -> None:
    if isinstance(result, QueryTriples):
        rdf_format = RdfFormat.from_media_type(media_type)
        serialize(result, output, rdf_format, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
    else:
        result.serialize(output, QueryResultsFormat.from_media_type(media_type))  # type: ignore[arg-type]
