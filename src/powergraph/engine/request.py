"""What the engine is asked and every way in which it may say no: the engine's contract."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Protocol

__all__ = [
    "DEFAULT_GRAPH",
    "WHOLE_DATASET",
    "Answer",
    "AsyncAnswer",
    "AsyncEngine",
    "Busy",
    "Engine",
    "EngineError",
    "Form",
    "LoadError",
    "MalformedQuery",
    "NoSuchGraph",
    "NotSerialisable",
    "OutOfMemory",
    "QueryRequest",
    "ResultTooLarge",
    "ServiceRefused",
    "Timeout",
    "TooComplex",
    "UpstreamFailed",
]


#: Values of QueryRequest.graph besides the IRI of a named graph.
DEFAULT_GRAPH: Final = ""
WHOLE_DATASET: Final = "*"


class Form(StrEnum):
    """The four query forms of SPARQL 1.1 (section 16)."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def yields_graph(self) -> bool:
        """True where the answer is an RDF graph and not a table or a boolean."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One query, already negotiated: *media_type* is one that the form can give.

    *default_graphs* and *named_graphs* are the protocol's IRIs; where either is given they replace FROM and FROM NAMED
    (SPARQL 1.1 Protocol, 2.1.4). *timeout* is in seconds and *max_bytes* in bytes; None means the server's limit, and
    neither can raise it. *client* tells clients apart for fairness (an address), never reaches a log, "" for our own.
    Where *graph* is given there is no text: that graph is wanted as it stands (Graph Store Protocol), by its IRI.
    """

    text: str
    form: Form
    media_type: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    max_bytes: int | None = None
    client: str = ""
    graph: str | None = None


class LoadError(Exception):
    """A dataset cannot be served; the message names the file, its line where there is one, and what to do."""


@dataclass(eq=False)
class EngineError(Exception):
    """Why a query got no answer. *status* is the HTTP status, *title* a short name, `str()` the message in words.

    *setting* is the name in powergraph.config.SETTINGS of the limit that was hit, or "".
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "The query failed"

    @property
    def setting(self) -> str:
        """Name of the setting whose limit was hit, empty where there is none."""
        return ""


@dataclass(eq=False)
class MalformedQuery(EngineError):
    """The query is not SPARQL; *line* and *column* are 1-based, 0 where the place is not known."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "The query is not valid SPARQL"
    message: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""

    def __str__(self) -> str:
        place = f" at line {self.line}, column {self.column}" if self.line else ""
        return f"{self.message}{place}"


@dataclass(eq=False)
class TooComplex(EngineError):
    """The query is nested too deeply or too long to be evaluated safely; *what* names the limit in words."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "The query is too complex"
    what: str = ""
    limit: int = 0
    setting_name: str = ""

    @property
    def setting(self) -> str:
        """Name of the setting whose limit was hit, empty where there is none."""
        return self.setting_name

    def __str__(self) -> str:
        return f"The query has more {self.what} than the {self.limit} that are allowed" if self.limit else self.what


@dataclass(eq=False)
class ServiceRefused(EngineError):
    """The query wants this server to ask another one; *iri* is empty where it is not a constant."""

    status: ClassVar[int] = 403
    title: ClassVar[str] = "Federated queries are off"
    iri: str = ""

    @property
    def setting(self) -> str:
        """Name of the setting that would allow it."""
        return "allow_service"

    def __str__(self) -> str:
        return f"This server does not send queries to other servers (SERVICE {self.iri or '?'})"


@dataclass(eq=False)
class Timeout(EngineError):
    """The query took longer than *limit* seconds."""

    status: ClassVar[int] = 503
    title: ClassVar[str] = "The query took too long"
    limit: float = 0.0

    @property
    def setting(self) -> str:
        """Name of the setting whose limit was hit."""
        return "timeout"

    def __str__(self) -> str:
        return f"The query was stopped after {self.limit:g} seconds"


@dataclass(eq=False)
class OutOfMemory(EngineError):
    """The query needed more than *limit* MiB."""

    status: ClassVar[int] = 503
    title: ClassVar[str] = "The query needs too much memory"
    limit: int = 0

    @property
    def setting(self) -> str:
        """Name of the setting whose limit was hit."""
        return "memory"

    def __str__(self) -> str:
        return f"The query needed more than {self.limit} MiB"


@dataclass(eq=False)
class Busy(EngineError):
    """Too many queries are waiting; *retry_after* is in seconds."""

    status: ClassVar[int] = 503
    title: ClassVar[str] = "The server is busy"
    retry_after: int = 2

    @property
    def setting(self) -> str:
        """Name of the setting whose limit was hit."""
        return "queue"

    def __str__(self) -> str:
        return f"Too many queries are running; try again in {self.retry_after} seconds"


@dataclass(eq=False)
class ResultTooLarge(EngineError):
    """The answer is longer than *limit* bytes, known before the first byte was sent."""

    status: ClassVar[int] = 413
    title: ClassVar[str] = "The answer is too large"
    limit: int = 0

    @property
    def setting(self) -> str:
        """Name of the setting whose limit was hit."""
        return "max_bytes"

    def __str__(self) -> str:
        return f"The answer is longer than {self.limit} bytes"


@dataclass(eq=False)
class NotSerialisable(EngineError):
    """The answer holds something that the media type cannot carry, such as a control character in XML."""

    status: ClassVar[int] = 406
    title: ClassVar[str] = "The answer cannot be written in this format"
    media_type: str = ""
    message: str = ""

    def __str__(self) -> str:
        return f"The answer cannot be written as {self.media_type}: {self.message}"


@dataclass(eq=False)
class NoSuchGraph(EngineError):
    """The dataset has no graph of this name."""

    status: ClassVar[int] = 404
    title: ClassVar[str] = "There is no such graph"
    iri: str = ""

    def __str__(self) -> str:
        return f"The dataset has no graph <{self.iri}>"


@dataclass(eq=False)
class UpstreamFailed(EngineError):
    """The engine itself failed: a worker died without an answer, or a remote store did not answer."""

    status: ClassVar[int] = 502
    title: ClassVar[str] = "The query engine failed"
    message: str = "The query engine failed"

    def __str__(self) -> str:
        return self.message


class AsyncAnswer(Protocol):
    """An answer under way. Iterating gives the chunks; an error before the first chunk was raised by `query` already.

    A failure after the first chunk raises EngineError from the iteration: the transport must then break the
    connection, never end it as if it were complete. `aclose()` frees the worker at once and may be called any time.
    """

    media_type: str
    #: Digest of the release that answers.
    digest: str
    #: Where the time went until the first chunk (seconds): waiting for a worker, then evaluating.
    queued: float
    evaluated: float

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    def whole(self) -> bytes | None:
        """Return all of the answer if it is here already, None where it has to be read chunk by chunk."""
        ...

    async def aclose(self) -> None:
        """Free the worker."""


class Answer(Protocol):
    """The same as AsyncAnswer for threads: an iterator of chunks with `close()`."""

    media_type: str
    digest: str

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None:
        """Free the worker."""


class AsyncEngine(Protocol):
    """Answers queries inside an event loop."""

    async def query(self, request: QueryRequest) -> AsyncAnswer:
        """Return once the first chunk (or the end of an empty answer) is there; raises EngineError instead of it."""
        ...


class Engine(Protocol):
    """Answers queries from any thread."""

    def query(self, request: QueryRequest) -> Answer:
        """Return once the first chunk is there; raises EngineError instead of it."""
        ...
