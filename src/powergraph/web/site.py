"""What the views share: the engine, the settings, what is served at the moment, and how an answer is made of it."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

from flask import Response, current_app, render_template, request

from powergraph.config import ServeConfig
from powergraph.engine.request import Answer, Engine
from powergraph.web import protocol
from powergraph.web.catalogue import Catalogue, load_catalogue
from powergraph.web.characters import permitted
from powergraph.web.listed import listed_graph
from powergraph.web.members import MembersCache
from powergraph.web.negotiation import GRAPHS, HTML, PAGE_JSON, MediaType, negotiate
from powergraph.web.pages import Choices
from powergraph.web.plain import plain_json
from powergraph.web.preferences import LANGUAGES, language_name, preferences, return_path
from powergraph.web.publication import Publication
from powergraph.web.searching import Searching, index_file, make_index, open_release_index

__all__ = [
    "HELD_BYTES",
    "Site",
    "document",
    "moved_permanently",
    "negotiated",
    "page",
    "page_number",
    "picture",
    "protocol_request",
    "see_other",
    "site",
    "stream",
]

#: The longest RDF document (bytes) that is held back to give it a length and an ETag; longer ones are streamed.
HELD_BYTES = 1_000_000


class Site:
    """What the views of one app share. *publication* tells what is served now; it may change between two requests."""

    def __init__(self, engine: Engine, config: ServeConfig, publication: Callable[[], Publication]) -> None:
        self.engine = engine
        self.config = config
        self._publication = publication
        self._catalogue: tuple[Publication, Catalogue] | None = None
        self._translated: dict[str, Catalogue] = {}
        self._searching: tuple[Publication, Searching] | None = None
        self._lock = threading.Lock()
        self._searching_lock = threading.Lock()
        self.members = MembersCache()

    @property
    def publication(self) -> Publication:
        """What is served now."""
        return self._publication()

    @property
    def catalogue(self) -> Catalogue:
        """The words and sizes of what is served now, asked once for each publication. Raises EngineError.

        The words are in the language that the reader of the current request wants the content in.
        """
        publication = self.publication
        with self._lock:
            known = self._catalogue
            if known is None or known[0] is not publication:
                self._catalogue = known = (publication, load_catalogue(self.engine, publication, self.config.open_line))
                self._translated.clear()
            catalogue, language = known[1], preferences().content_language
            if language not in catalogue.languages:
                language = preferences().language
            if language not in self._translated:
                self._translated[language] = catalogue.in_language(language)
            return self._translated[language]

    @property
    def content_languages(self) -> Mapping[str, str]:
        """The languages that the content can be read in, by their own names; none is asked for here."""
        known = self._catalogue
        tags = known[1].languages if known else tuple(LANGUAGES)
        return {tag: language_name(tag) for tag in tags}

    @property
    def searching(self) -> Searching:
        """What finds in what is served now; that of what was served before is closed. Raises EngineError."""
        publication = self.publication
        words = None if index_file(publication) else self.catalogue.words
        with self._searching_lock:
            known = self._searching
            if known is None or known[0] is not publication:
                found = make_index(self.engine, words, self.config) if words else open_release_index(publication)
                if known:
                    known[1].close()
                self._searching = known = (publication, found)
        return known[1]

    def open_index(self) -> None:
        """Open the index of the release that is served now, if it has one, before anybody searches."""
        if index_file(self.publication):
            _ = self.searching

    def close(self) -> None:
        """Let go of the index."""
        with self._searching_lock:
            if self._searching:
                self._searching[1].close()
            self._searching = None


def site() -> Site:
    """Return the site of the app that answers the current request."""
    found: Site = current_app.extensions["powergraph"]
    return found


def protocol_request() -> protocol.Request:
    """Return the current request as the protocol sees it."""
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in request.headers:
        headers[name.lower()] = (*headers.get(name.lower(), ()), value)
    body = request.get_data(cache=True) if request.method in ("POST", "QUERY") else b""
    return protocol.Request(request.method, request.query_string, headers, body, request.remote_addr or "")


def negotiated(offered: Sequence[MediaType]) -> MediaType:
    """Return the media type that the current request is answered with. Raises NotAcceptable."""
    return negotiate(request.headers.getlist("Accept"), offered, request.args.get("format", ""))


def page_number() -> int:
    """Return the number of the page of a list that is asked for, from 1; what is no such number is 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page(
    template: str,
    content: object,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: MediaType = HTML,
) -> Response:
    """Render a page from its dataclass; as *media_type* says, give plain JSON, or what it names as RDF, instead."""
    if media_type is PAGE_JSON:
        response = Response(plain_json(content), status, headers, content_type=PAGE_JSON.content_type)
        return _conditional(_as_preferred(response))
    shared = site()
    if media_type in GRAPHS:
        return document(listed_graph(shared.engine, content, shared.publication.base, media_type), media_type)
    addresses, reader = shared.publication.addresses, preferences()
    # What a client made up is not shown again: from an error the way leads home.
    back = return_path(addresses.root_path) if status == 200 else addresses.path("/")
    text = render_template(
        template,
        page=content,
        publication=shared.publication,
        addresses=addresses,
        reader=reader,
        choices=Choices(LANGUAGES, shared.content_languages, back),
    )
    response = Response(permitted(text), status, headers, content_type=HTML.content_type)
    return _conditional(_as_preferred(response))


def picture(template: str, **drawn: object) -> Response:
    """Render a picture that stands alone, in the language of the reader."""
    text = render_template(template, **drawn).strip()
    return _conditional(_as_preferred(Response(text + "\n", content_type="image/svg+xml; charset=utf-8")))


def _as_preferred(response: Response) -> Response:
    """Say which language an answer is in, and what it depends on."""
    response.content_language.add(preferences().language)
    response.vary.update(("Accept", "Accept-Language", "Cookie"))
    return response


def document(data: bytes, media_type: MediaType) -> Response:
    """Answer with an RDF document that is there as a whole."""
    return _conditional(Response(data, content_type=media_type.content_type))


def stream(answer: Answer, media_type: MediaType) -> Response:
    """Answer with what the engine gives: at once where it is short, else chunk by chunk."""
    held: list[bytes] = []
    chunks = iter(answer)
    for chunk in chunks:
        held.append(chunk)
        if sum(map(len, held)) > HELD_BYTES:
            return Response(_Stream(answer, held, chunks), content_type=media_type.content_type)
    answer.close()
    return document(b"".join(held), media_type)


def see_other(location: str) -> Response:
    """Answer 303 with the address of a document about what was asked for; *location* is a path of this server."""
    response = Response(f"See {location}\n", 303, content_type="text/plain; charset=utf-8")
    response.autocorrect_location_header = False
    response.headers["Location"] = location
    response.vary.add("Accept")
    return response


def moved_permanently(location: str) -> Response:
    """Answer 301 with the address that has taken the place of what was asked for, its parameters kept."""
    query = request.query_string.decode("latin-1")
    response = see_other(location + (f"?{query}" if query else ""))
    response.status_code = 301
    response.cache_control.max_age = 3600  # a ledger may be mended
    return response


def _conditional(response: Response) -> Response:
    if response.status_code == 200:
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:24])
        response.cache_control.no_cache = True
        response.make_conditional(request)
    return response


class _Stream:
    """The chunks of an answer for WSGI: `close()` frees the worker even where the iteration never began (HEAD)."""

    def __init__(self, answer: Answer, held: list[bytes], rest: Iterator[bytes]) -> None:
        self._answer = answer
        self._held = held
        self._rest = rest

    def __iter__(self) -> Iterator[bytes]:
        yield from self._held
        yield from self._rest

    def close(self) -> None:
        self._answer.close()
