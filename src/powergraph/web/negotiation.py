"""Which media type an answer has: the table of types and the one negotiation function (RFC 9110, 12.5.1)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "ANSWER_SUFFIXES",
    "GRAPHS",
    "HTML",
    "PAGE_JSON",
    "PROBLEM",
    "QUERY",
    "QUESTIONS",
    "RESOURCES",
    "RESULTS",
    "SUFFIXES",
    "MediaType",
    "NotAcceptable",
    "negotiate",
    "prefers_page",
    "split_suffix",
]


@dataclass(frozen=True, slots=True, eq=False)
class MediaType:
    """A type that can be offered: what the client may call it and what is sent.

    *suffix* ends the URL of a document of this type; *names* are what `?format=` accepts. An alias (a type that other
    clients use for the same format) has *same_as*: it is offered and sent under its own name, but never listed.
    """

    name: str
    title: str
    suffix: str = ""
    names: tuple[str, ...] = ()
    same_as: str = ""

    @property
    def format(self) -> str:
        """The type that the engine is asked for."""
        return self.same_as or self.name

    @property
    def document_suffix(self) -> str:
        """The suffix of a document of this format, an alias's too."""
        suffixes = (*SUFFIXES.items(), *ANSWER_SUFFIXES.items())
        return next(suffix for suffix, each in suffixes if each.name == self.format)

    @property
    def content_type(self) -> str:
        """The Content-Type header: text types say that they are UTF-8, as the others are by definition."""
        return f"{self.name}; charset=utf-8" if self.name.startswith("text/") else self.name


def _aliases(media_type: MediaType, *names: str) -> tuple[MediaType, ...]:
    return tuple(MediaType(name, media_type.title, same_as=media_type.name) for name in names)


HTML = MediaType("text/html", "HTML", ".html", ("html",))
PROBLEM = MediaType("application/problem+json", "Problem details", "", ("json",))

_JSON = MediaType("application/sparql-results+json", "JSON", ".json", ("json", "srj"))
_XML = MediaType("application/sparql-results+xml", "XML", ".xml", ("xml", "srx"))
_CSV = MediaType("text/csv", "CSV", ".csv", ("csv",))
_TSV = MediaType("text/tab-separated-values", "TSV", ".tsv", ("tsv",))
#: What a SELECT or ASK can be answered with; the first is the default.
RESULTS: tuple[MediaType, ...] = (
    _JSON, _XML, _CSV, _TSV,
    *_aliases(_JSON, "application/json"),
    *_aliases(_XML, "application/xml", "text/xml"),
)  # fmt: skip

_TURTLE = MediaType("text/turtle", "Turtle", ".ttl", ("turtle", "ttl"))
_NTRIPLES = MediaType("application/n-triples", "N-Triples", ".nt", ("ntriples", "n-triples", "nt"))
_JSONLD = MediaType("application/ld+json", "JSON-LD", ".jsonld", ("jsonld", "json-ld", "json"))
_RDFXML = MediaType("application/rdf+xml", "RDF/XML", ".rdf", ("rdfxml", "rdf-xml", "rdf", "xml"))
_TRIG = MediaType("application/trig", "TriG", ".trig", ("trig",))
_NQUADS = MediaType("application/n-quads", "N-Quads", ".nq", ("nquads", "n-quads", "nq"))
#: What a CONSTRUCT or DESCRIBE can be answered with; the first is the default.
GRAPHS: tuple[MediaType, ...] = (
    _TURTLE, _NTRIPLES, _JSONLD, _RDFXML, _TRIG, _NQUADS,
    *_aliases(_TURTLE, "application/x-turtle"),
    *_aliases(_NTRIPLES, "text/plain"),
    *_aliases(_JSONLD, "application/json"),
    *_aliases(_RDFXML, "application/xml", "text/xml"),
)  # fmt: skip

#: What an IRI of the dataset can be answered with: RDF for programs, a page for browsers.
RESOURCES: tuple[MediaType, ...] = (*GRAPHS, HTML)

_EVERYTHING = (PROBLEM, *RESULTS, *GRAPHS, HTML)
#: What a page says, as plain data: by its suffix, because by Accept application/json is JSON-LD.
PAGE_JSON = MediaType("application/json", "JSON", ".json", ("json",))

#: The suffixes of document URLs; a path that ends in one names the document, not the thing.
SUFFIXES = {media_type.suffix: media_type for media_type in (*RESOURCES, PAGE_JSON) if media_type.suffix}

#: The text of a query.
QUERY = MediaType("application/sparql-query", "SPARQL", ".rq", ("rq", "sparql"))

#: What the address of a question can be answered with: itself as RDF, its answer, its query, a page.
QUESTIONS: tuple[MediaType, ...] = (GRAPHS[0], *RESULTS, QUERY, *GRAPHS[1:], HTML)

#: The suffixes of what only a question has; `.json` is its answer, not its page.
ANSWER_SUFFIXES = {media_type.suffix: media_type for media_type in (*RESULTS, QUERY) if media_type.suffix}


class NotAcceptable(Exception):
    """Nothing that is offered is wanted; *offered* lists what there is (RFC 9110, 15.5.7)."""

    def __init__(self, offered: Sequence[MediaType]) -> None:
        super().__init__("none of the media types on offer is acceptable")
        self.offered = tuple(media_type for media_type in offered if not media_type.same_as)


def negotiate(accept: Iterable[str], offered: Sequence[MediaType], format_name: str = "") -> MediaType:
    """Choose the media type of an answer.

    *accept* holds the values of all Accept headers, *offered* the types in the server's order of preference,
    *format_name* the value of `?format=`, which beats Accept. Each offered type has the quality of the most specific
    range that matches it; among equal qualities the more specific range wins, then the server's order. No header, or
    none that can be read, accepts everything.

    Raises NotAcceptable where nothing on offer is wanted.

    >>> negotiate(["text/csv;q=0.3, application/*"], RESULTS).name
    'application/sparql-results+json'
    >>> negotiate(["image/png"], RESULTS, "csv").name
    'text/csv'
    """
    if format_name:
        for media_type in offered:
            if format_name.lower() in (*media_type.names, media_type.name):
                return media_type
        raise NotAcceptable(offered)
    given = tuple(accept)
    if sum(map(len, given)) > _LONGEST_KEPT:
        return _most_wanted.__wrapped__(given, tuple(offered))
    return _most_wanted(given, tuple(offered))


@lru_cache(maxsize=512)
def _most_wanted(accept: tuple[str, ...], offered: tuple[MediaType, ...]) -> MediaType:
    """Negotiate by Accept alone; clients send the same header again and again."""
    ranges = _parse_accept(accept)
    if not ranges:
        return offered[0]
    rated = [(*_rate(media_type, ranges), -place) for place, media_type in enumerate(offered)]
    quality, _, place = max(rated)
    if quality <= 0:
        raise NotAcceptable(offered)
    return offered[-place]


def prefers_page(accept: Iterable[str], format_name: str = "") -> bool:
    """Tell whether a person with a browser is asking: HTML is wanted more than any type for programs."""
    if format_name:
        return format_name.lower() in (*HTML.names, HTML.name)
    try:
        return negotiate(accept, _EVERYTHING) is HTML
    except NotAcceptable:
        return False


def split_suffix(path: str, suffixes: Mapping[str, MediaType] = SUFFIXES) -> tuple[str, MediaType | None]:
    """Split a path into the thing's path and the type that its suffix names, None where it has none.

    >>> split_suffix("note/power-dynamics.ttl")[0]
    'note/power-dynamics'
    >>> split_suffix("topic/v1.2")
    ('topic/v1.2', None)
    """
    stem, dot, ending = path.rpartition(".")
    media_type = suffixes.get(dot + ending)
    return (stem, media_type) if stem and not stem.endswith("/") and media_type else (path, None)


@dataclass(frozen=True, slots=True)
class _Range:
    """One element of an Accept header: `*/*` has specificity 0, `text/*` 1, a full type 2, with parameters 3."""

    type: str
    subtype: str
    quality: float
    specificity: int

    def matches(self, media_type: MediaType) -> bool:
        kind, _, subtype = media_type.name.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"\s*({_NAME})/({_NAME})\s*$")
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")
#: A header that is longer is not kept for the next one that is equal.
_LONGEST_KEPT = 500
#: Longer Accept headers are read up to here: nobody needs more, and reading costs time.
_LONGEST_ACCEPT = 16_384


def _parse_accept(values: Iterable[str]) -> list[_Range]:
    ranges = []
    for element in _split(",", ", ".join(values)[:_LONGEST_ACCEPT]):
        name, *parameters = _split(";", element)
        match = _RANGE.match(name)
        if match is None or (match[1] == "*" != match[2]):
            continue
        quality: float | None = 1.0
        specificity = 0 if match[1] == "*" else 1 if match[2] == "*" else 2
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = float(value.strip()) if _QUALITY.match(value.strip()) else None
                break
            if specificity == 2 and _is_fulfilled(key, value):
                specificity = 3
        if quality is not None:
            ranges.append(_Range(match[1].lower(), match[2].lower(), quality, specificity))
    return ranges


def _is_fulfilled(key: str, value: str) -> bool:
    """Everything is sent as UTF-8; other parameters (a JSON-LD profile) are wishes and exclude nothing."""
    return key.strip().lower() == "charset" and value.strip().strip('"').lower() in ("utf-8", "utf8")


def _split(separator: str, text: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    parts, quoted, start = [], False, 0
    for place, character in enumerate(text):
        if character == '"' and text[place - 1 : place] != "\\":
            quoted = not quoted
        elif character == separator and not quoted:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _rate(media_type: MediaType, ranges: Sequence[_Range]) -> tuple[float, int]:
    """Return quality and specificity of the range that decides over *media_type*; quality 0 where none matches."""
    matching = [(each.specificity, each.quality) for each in ranges if each.matches(media_type)]
    specificity, quality = max(matching, default=(0, 0.0))
    return quality, specificity
