"""Answer queries within limits, in worker processes that can be killed.

In an event loop (the ASGI front)::

    pool = Pool(config)                             # config: ServeConfig
    await pool.start(path)                          # a release, its folder, or a dataset file; raises LoadError
    found = scan(text, config)                      # form and volatility; raises EngineError with a 4xx status
    answer = await pool.query(QueryRequest(text, found.form, media_types(found.form)[0], client=address))
    body = answer.whole()                           # all of a small answer, None where it has to be streamed:
    async for chunk in answer: ...                  # raises EngineError where it breaks off
    await answer.aclose()                           # always, also when the client leaves
    await pool.swap(path)                           # another release, without a failed query
    await pool.close()

From threads (Flask, the command line)::

    with BlockingEngine.start(path, config) as engine:      # or BlockingEngine(pool, loop) beside a running front
        rows = engine.select("SELECT ?s WHERE { ?s ?p ?o }")        # [{"s": Term}]; str(term) is its value
        answer = engine.query(request)                      # iterate; close() when done
"""

from powergraph.engine.blocking import BlockingAnswer, BlockingEngine
from powergraph.engine.media_types import GRAPH_MEDIA_TYPES, RESULT_MEDIA_TYPES, media_types
from powergraph.engine.pool import Backend, Pool, PoolStatus
from powergraph.engine.prescan import Scan, scan
from powergraph.engine.remote import RemoteStore
from powergraph.engine.request import (
    DEFAULT_GRAPH,
    WHOLE_DATASET,
    Answer,
    AsyncAnswer,
    AsyncEngine,
    Busy,
    Engine,
    EngineError,
    Form,
    LoadError,
    MalformedQuery,
    NoSuchGraph,
    NotSerialisable,
    OutOfMemory,
    QueryRequest,
    ResultTooLarge,
    ServiceRefused,
    Timeout,
    TooComplex,
    UpstreamFailed,
)
from powergraph.engine.results import Row, Term
from powergraph.engine.run import PoolAnswer

__all__ = [
    "DEFAULT_GRAPH",
    "GRAPH_MEDIA_TYPES",
    "RESULT_MEDIA_TYPES",
    "WHOLE_DATASET",
    "Answer",
    "AsyncAnswer",
    "AsyncEngine",
    "Backend",
    "BlockingAnswer",
    "BlockingEngine",
    "Busy",
    "Engine",
    "EngineError",
    "Form",
    "LoadError",
    "MalformedQuery",
    "NoSuchGraph",
    "NotSerialisable",
    "OutOfMemory",
    "Pool",
    "PoolAnswer",
    "PoolStatus",
    "QueryRequest",
    "RemoteStore",
    "ResultTooLarge",
    "Row",
    "Scan",
    "ServiceRefused",
    "Term",
    "Timeout",
    "TooComplex",
    "UpstreamFailed",
    "media_types",
    "scan",
]
