"""The SPARQL 1.1 Protocol without a web framework: from an HTTP request to the query that the engine is asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from powergraph.config import ServeConfig
from powergraph.engine.prescan import scan
from powergraph.engine.request import QueryRequest
from powergraph.web.addresses import is_iri
from powergraph.web.negotiation import GRAPHS, HTML, RESULTS, MediaType, negotiate, prefers_page
from powergraph.web.problems import Refused

__all__ = [
    "CANCEL_OPTIONS_HEADERS",
    "CORS",
    "METHODS",
    "OPTIONS_HEADERS",
    "SECURITY",
    "Asked",
    "Request",
    "answer_headers",
    "check_size",
    "decode_parameters",
    "format_name",
    "query_text",
    "read_query",
]

#: Methods that `/sparql` answers. QUERY is safe and carries a body (RFC 9110 registers; the IETF draft defines it).
METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
#: Every page of every site may read the answers, errors too; without credentials, because there are none.
CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After, Server-Timing, X-Query-Id"),
)
OPTIONS_HEADERS = (
    *CORS,
    ("Allow", ", ".join(METHODS)),
    ("Accept-Query", "application/sparql-query, application/x-www-form-urlencoded"),
    ("Access-Control-Allow-Methods", ", ".join(METHODS)),
    ("Access-Control-Allow-Headers", "Accept, Content-Type, X-Query-Id"),
    ("Access-Control-Max-Age", "86400"),
)
#: What `/sparql/queries/{id}` answers to a preflight.
CANCEL_OPTIONS_HEADERS = (
    *CORS,
    ("Allow", "DELETE, OPTIONS"),
    ("Access-Control-Allow-Methods", "DELETE, OPTIONS"),
    ("Access-Control-Max-Age", "86400"),
)
SECURITY = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"))

#: What a query may be answered with: HTML is a page.
_OFFERED_RESULTS, _OFFERED_GRAPHS = (*RESULTS, HTML), (*GRAPHS, HTML)
_MOST_FIELDS = 1000
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^";\s]*)', re.IGNORECASE)


class Body(StrEnum):
    """The media types that a body may say it has."""

    FORM = "application/x-www-form-urlencoded"
    QUERY = "application/sparql-query"
    UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as both adapters see it.

    *query* is the part of the target behind `?`, as bytes; *headers* maps lower-case names to their values in order;
    *client* is the address of who asks.
    """

    method: str
    query: bytes = b""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    body: bytes = b""
    client: str = ""

    def header(self, name: str) -> str:
        """Return the first value of a header, "" where it is absent."""
        return next(iter(self.headers.get(name, ())), "")

    @property
    def accept(self) -> tuple[str, ...]:
        """The values of all Accept headers."""
        return self.headers.get("accept", ())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of `/sparql`.

    *query* is None where it asks for the service itself. *media_type* is what is sent: HTML means a page, for which
    *query* asks for a format that the page is made from. *volatile*: it may answer differently each time (NOW, RAND).
    """

    query: QueryRequest | None
    media_type: MediaType
    volatile: bool = False

    @property
    def is_page(self) -> bool:
        """True where a page is wanted, which only the pages' side can render."""
        return self.media_type is HTML


def read_query(request: Request, config: ServeConfig) -> Asked:
    """Read a request to `/sparql` (SPARQL 1.1 Protocol, 2.1).

    Raises Refused where the request breaks the protocol, NotAcceptable where no format on offer is wanted and
    EngineError where the query is not worth starting.
    """
    if request.method not in METHODS:
        raise Refused(405, "Method not allowed", f"Here: {', '.join(METHODS)}.", allow=METHODS)
    parameters = _parameters(request, config)
    format_name = _single(parameters, "format")
    if "update" in parameters:
        raise _read_only()
    if "query" not in parameters:
        return _ask_for_service(request, format_name)
    text = _single(parameters, "query")
    if not text.strip():
        raise Refused(400, "The query is empty", "The parameter query holds no text.")
    found = scan(text, config)
    form = found.form
    media_type = negotiate(request.accept, _OFFERED_GRAPHS if form.yields_graph else _OFFERED_RESULTS, format_name)
    if media_type is HTML:
        engine_format = "application/n-triples" if form.yields_graph else RESULTS[0].format
    else:
        engine_format = media_type.format
    query = QueryRequest(
        text=text,
        form=form,
        media_type=engine_format,
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
        timeout=_timeout(parameters, config),
        client=request.client,
    )
    return Asked(query, media_type, found.volatile)


def format_name(request: Request) -> str:
    """Return the value of `format=` in the URL, "" where there is none or it cannot be read."""
    if b"format=" not in request.query:
        return ""
    try:
        return decode_parameters(request.query).get("format", [""])[0]
    except Refused:
        return ""


def query_text(request: Request) -> str:
    """Return the text of the query as far as it can be read, "" otherwise: for telling what was wrong with it."""
    encoded = [request.query]
    body_type = request.header("content-type").partition(";")[0].strip().lower()
    if body_type == Body.QUERY:
        return request.body.decode(errors="replace")
    if body_type == Body.FORM:
        encoded.append(request.body)
    for each in encoded:
        try:
            found = decode_parameters(each).get("query")
        except Refused:
            continue
        if found:
            return found[0]
    return ""


def answer_headers(media_type: MediaType) -> tuple[tuple[str, str], ...]:
    """Return the headers of a successful answer to a program."""
    return (("Content-Type", media_type.content_type), ("Vary", "Accept, Accept-Encoding"), *CORS, *SECURITY)


def check_size(url_length: int, content_length: str, config: ServeConfig) -> None:
    """Refuse a request by its head, before any body is read: by the URL's length in bytes and the Content-Length.

    Raises Refused.
    """
    if url_length > config.max_url:
        raise Refused.by_limit(414, "The URL is too long", "max_url", config.max_url)
    if content_length and not (content_length.isascii() and content_length.isdigit()):
        raise Refused(400, "Content-Length is not a number")
    if content_length and int(content_length[:20]) > config.max_body:
        raise Refused.by_limit(413, "The request is too large", "max_body", config.max_body)


def decode_parameters(encoded: bytes) -> dict[str, list[str]]:
    """Decode `a=1&b=2` strictly: a wrong percent sign or bytes that are not UTF-8 are errors, never guessed.

    Raises Refused.

    >>> decode_parameters(b"query=ASK+%7B%7D&x=1&x=2")
    {'query': ['ASK {}'], 'x': ['1', '2']}
    """
    fields = encoded.split(b"&", _MOST_FIELDS)
    if len(fields) > _MOST_FIELDS:
        raise Refused(400, "Too many parameters", f"At most {_MOST_FIELDS} are read.")
    parameters: dict[str, list[str]] = {}
    for each in fields:
        if not each:
            continue
        name, _, value = each.partition(b"=")
        parameters.setdefault(_decode_component(name), []).append(_decode_component(value))
    return parameters


def _decode_component(encoded: bytes) -> str:
    if b"%" not in encoded:
        return _decode_utf8(encoded.replace(b"+", b" "))
    if match := _BAD_PERCENT.search(encoded):
        broken = encoded[match.start() : match.start() + 3].decode("ascii", "replace")
        raise Refused(400, "The parameters are not well encoded", f"{broken} is no percent-encoded byte.")
    return _decode_utf8(unquote_to_bytes(encoded.replace(b"+", b" ")))


def _decode_utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "The request is not UTF-8", f"Byte {error.start + 1} is not UTF-8.") from error


def _parameters(request: Request, config: ServeConfig) -> dict[str, list[str]]:
    """Return what the URL and the body say together; a query in the body counts as one more `query`."""
    parameters = decode_parameters(request.query)
    if request.method not in ("POST", "QUERY"):
        return parameters
    if len(request.body) > config.max_body:
        raise Refused.by_limit(413, "The request is too large", "max_body", config.max_body)
    if request.header("content-encoding").lower() not in ("", "identity"):
        raise Refused(415, "The body is compressed", "Send it as it is: no Content-Encoding is read.")
    declared = request.header("content-type")
    charset = _CHARSET.search(declared)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(415, "The body is not UTF-8", "Queries are read as UTF-8 only (SPARQL 1.1 Protocol, 2.1.3).")
    match declared.partition(";")[0].strip().lower():
        case Body.FORM:
            for name, values in decode_parameters(request.body).items():
                parameters.setdefault(name, []).extend(values)
        case Body.QUERY:
            parameters.setdefault("query", []).append(_decode_utf8(request.body))
        case Body.UPDATE:
            raise _read_only()
        case _:
            raise Refused(415, "The body has no type that can be read", f"Send it as {Body.QUERY} or {Body.FORM}.")
    if "query" not in parameters and "update" not in parameters:
        raise Refused(400, "There is no query", "The body has no parameter query.")
    return parameters


def _ask_for_service(request: Request, format_name: str) -> Asked:
    if prefers_page(request.accept, format_name):
        return Asked(None, HTML)
    return Asked(None, negotiate(request.accept, (*GRAPHS, HTML), format_name))


def _read_only() -> Refused:
    return Refused(403, "This endpoint only reads", "Updates are not accepted; the data changes by a new release.")


def _single(parameters: Mapping[str, list[str]], name: str) -> str:
    values = parameters.get(name, [""])
    if len(values) > 1:
        raise Refused(400, f"The parameter {name} is given more than once", "One request asks one query.")
    return values[0]


def _graphs(parameters: Mapping[str, Iterable[str]], name: str) -> tuple[str, ...]:
    graphs = tuple(parameters.get(name, ()))
    for graph in graphs:
        if not is_iri(graph):
            raise Refused(400, f"A value of {name} is not an absolute IRI")
    return graphs


def _timeout(parameters: Mapping[str, list[str]], config: ServeConfig) -> float | None:
    text = _single(parameters, "timeout")
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise Refused(400, "The timeout is not a number of seconds above 0")
    return min(seconds, config.timeout)
