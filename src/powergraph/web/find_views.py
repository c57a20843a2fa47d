"""The pages that people find things by: search, lists, trees, the timeline; each view negotiates, asks, renders."""

import json
from collections.abc import Callable
from typing import TypeVar
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, current_app, request

from powergraph.search import SearchError, Suggestion
from powergraph.web.assets import installed_assets
from powergraph.web.browsing import browse, classes_page
from powergraph.web.found_pages import SearchPage, search_json
from powergraph.web.listing import class_of
from powergraph.web.negotiation import GRAPHS, HTML, PAGE_JSON, SUFFIXES, MediaType, NotAcceptable, split_suffix
from powergraph.web.problems import Refused
from powergraph.web.search import find_page, opensearch_suggestions, suggestions_json
from powergraph.web.searching import Searching
from powergraph.web.site import document, negotiated, page, page_number, site
from powergraph.web.timeline import timeline_page
from powergraph.web.tree import tree_page
from powergraph.web.words import shorten

__all__ = ["blueprint"]

blueprint = Blueprint("find", __name__)
Answer = TypeVar("Answer")

#: More suggestions than this are not asked for.
_SUGGESTIONS = 8
_OPENSEARCH = "application/opensearchdescription+xml"


@blueprint.get("/search")
@blueprint.get("/search<suffix>")
def search_view(suffix: str = "") -> Response:
    """What a query finds, as a page, as JSON or as RDF."""
    media_type = _type(suffix)
    found = _found()
    if media_type is PAGE_JSON:
        return document(_json(search_json(found)), PAGE_JSON)
    return page("search.html", found, media_type=media_type)


@blueprint.get("/search/suggest")
@blueprint.get("/search/suggest.json")
def suggest_view() -> Response:
    """Suggestions for what has been typed: as OpenSearch has them, or with all that is known (`.json`)."""
    query = request.args.get("q", "")

    def suggested_by(searching: Searching) -> tuple[Suggestion, ...]:
        return searching.index.suggest(query, _SUGGESTIONS) if searching.index else ()

    suggested, words = _asked(suggested_by), site().catalogue.words
    if request.path.endswith(".json"):
        return document(_json(suggestions_json(words, suggested)), PAGE_JSON)
    response = document(_json(opensearch_suggestions(words, query, suggested)), PAGE_JSON)
    response.content_type = "application/x-suggestions+json"
    return response


@blueprint.get("/opensearch.xml")
def opensearch_view() -> Response:
    """How a browser searches here (OpenSearch 1.1): its addresses are absolute, as browsers want them."""
    publication = site().publication
    root = publication.endpoint.removesuffix("/sparql")
    name = shorten(publication.title, 16)
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{_xml(name)}</ShortName>
  <Description>{_xml(publication.description[:1024] or publication.title)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" template="{_xml(root)}/search?q={{searchTerms}}"/>
  <Url type="application/json" template="{_xml(root)}/search.json?q={{searchTerms}}&amp;page={{startPage?}}"/>
  <Url type="application/x-suggestions+json" template="{_xml(root)}/search/suggest?q={{searchTerms}}"/>
  <Image height="16" width="16" type="image/svg+xml">{_xml(root)}{_xml(installed_assets().route("icon.svg"))}</Image>
</OpenSearchDescription>
"""
    response = document(text.encode(), PAGE_JSON)
    response.content_type = _OPENSEARCH
    return response


@blueprint.get("/browse")
@blueprint.get("/browse/")
@blueprint.get("/browse<suffix>")
@blueprint.get("/browse/<name>")
def browse_view(name: str = "", suffix: str = "") -> Response:
    """All classes, or the members of one."""
    shared = site()
    catalogue = shared.catalogue
    _type(suffix)
    name, media_type = _split(name or request.path)
    class_iri = class_of(name) if "/" not in name else request.args.get("class", "")
    if not class_iri:
        if "/" not in name:
            abort(404)
        return page("classes.html", classes_page(catalogue), media_type=media_type)
    if class_iri not in catalogue.classes:
        abort(404)
    asked = {name: value for name, value in request.args.items() if value}
    content = browse(shared.engine, shared.publication, catalogue, shared.members, class_iri, asked, page_number())
    return page("browse.html", content, media_type=media_type)


@blueprint.get("/browse/tree")
@blueprint.get("/browse/tree<suffix>")
def tree_view(suffix: str = "") -> Response:
    """Kinds and ideas, one below the other."""
    media_type = _type(suffix)
    return page("tree.html", tree_page(site().engine, site().catalogue), media_type=media_type)


@blueprint.get("/timeline")
@blueprint.get("/timeline<suffix>")
def timeline_view(suffix: str = "") -> Response:
    """The cited works by year."""
    shared = site()
    media_type = _type(suffix)
    content = timeline_page(shared.engine, shared.catalogue.words, request.args.get("decade", ""), page_number())
    return page("timeline.html", content, media_type=media_type)


def _type(suffix: str) -> MediaType:
    """Return the type of a document by its suffix, else the one that is asked for."""
    return SUFFIXES.get(suffix) or abort(404) if suffix else _split(request.path)[1]


def _split(path: str) -> tuple[str, MediaType]:
    """Return a path without its suffix, and the type that the suffix or the client asks for."""
    stem, media_type = split_suffix(path)
    if media_type is not None:
        return stem, media_type
    try:
        return path, negotiated((HTML, PAGE_JSON, *GRAPHS))
    except NotAcceptable:  # it is shown to whoever asks for something else
        return path, HTML


def _xml(text: str) -> str:
    """Return a text for XML 1.0: escaped, without the characters that it cannot have."""
    kept = "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    return escape(kept, {'"': "&quot;"})


def _found() -> SearchPage:
    catalogue = site().catalogue
    query, kind = request.args.get("q", ""), request.args.get("kind", "")
    return _asked(lambda searching: find_page(searching, catalogue, query, kind, page_number()))


def _asked(question: Callable[[Searching], Answer]) -> Answer:
    """Ask the index; once more where it was closed meanwhile, for another release is served. Raises Refused."""
    try:
        try:
            return question(site().searching)
        except SearchError:
            return question(site().searching)
    except SearchError as error:
        current_app.logger.warning("search failed: %s", error)
        raise Refused(503, "Search is off", "The search index cannot be read; everything else works.") from error


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
