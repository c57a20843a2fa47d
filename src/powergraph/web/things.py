"""The IRIs of things: a thing's path leads to its documents, a document's path answers with it."""

from flask import Blueprint, Response, abort, request
from pyoxigraph import RdfFormat, parse

from powergraph.web.addresses import is_iri
from powergraph.web.ask import ask, construct
from powergraph.web.catalogue import graph_page
from powergraph.web.describe import describe, list_values
from powergraph.web.negotiation import HTML, PAGE_JSON, RESOURCES, MediaType, split_suffix
from powergraph.web.neighbourhood import COLOURS, draw
from powergraph.web.neighbours import with_neighbours
from powergraph.web.problems import Refused
from powergraph.web.reading import is_note, read_note
from powergraph.web.service import QUADS, serialize_graph, serialize_triples
from powergraph.web.site import (
    HELD_BYTES,
    document,
    moved_permanently,
    negotiated,
    page,
    page_number,
    picture,
    see_other,
    site,
    stream,
)

__all__ = ["blueprint"]

blueprint = Blueprint("things", __name__)


@blueprint.get("/<path:path>")
def thing_view(path: str) -> Response:
    """Answer 303 for the IRI of a thing or a named graph, 200 for a document about it (its IRI and a suffix).

    A former IRI leads to the one of today, and one that is gone for good is told to be so.
    """
    if (found := _find(path)) is None:
        drawn = _picture(path.removesuffix(".svg")) if path.endswith(".svg") else None
        return drawn or _moved(path)
    iri, media_type = found
    if media_type is None:
        return see_other(site().publication.addresses.local(iri, negotiated(RESOURCES).document_suffix))
    if media_type not in (HTML, PAGE_JSON):
        return _document(iri, media_type)
    return _graph_page(iri, media_type) if _is_graph(iri) else _page(iri, media_type)


def _find(path: str) -> tuple[str, MediaType | None] | None:
    """Return the IRI that a path names and the suffix's type; a slug that ends like a suffix stays a slug.

    None where the dataset has no such IRI.
    """
    shared = site()
    for name, media_type in dict.fromkeys((split_suffix(path), (path, None))):
        iri = shared.publication.addresses.iri(name)
        if iri and _is_there(iri):
            return iri, media_type
    return None


def _picture(path: str) -> Response | None:
    """Answer with the picture of a thing among its neighbours, None where there is no such thing or no neighbour."""
    shared = site()
    iri = shared.publication.addresses.iri(path)
    if not iri or _is_graph(iri) or not _is_there(iri):
        return None
    catalogue = shared.catalogue
    thing = describe(shared.engine, catalogue.words, iri, catalogue.surroundings)
    drawn = with_neighbours(shared.engine, catalogue.words, thing) if thing else None
    if drawn is None or not drawn.picture:
        return None
    return picture("neighbourhood.svg", drawing=draw(drawn), colours=COLOURS)


def _is_there(iri: str) -> bool:
    if _is_graph(iri):
        return ask(site().engine, "graph_exists", graph=[iri])
    return ask(site().engine, "exists", resource=[iri])


def _moved(path: str) -> Response:
    """Answer 301 for a former IRI or a document about it, 410 for one that is gone, 404 for any other path.

    What a note had moves with the note; where it is not in the note any more it is gone, and the note is named instead.
    """
    publication = site().publication
    for name, media_type in dict.fromkeys((split_suffix(path), (path, None))):
        if (move := publication.moves.find(name)) is None:
            continue
        to = publication.addresses.iri(move.to) if move.to else ""
        if to and not move.gone and _is_there(to):
            suffix = media_type.document_suffix if media_type else ""
            return moved_permanently(publication.addresses.local(to, suffix))
        raise Refused.gone(move.since, to if to and _is_there(to) else "")
    abort(404)


def _is_graph(iri: str) -> bool:
    return iri.startswith(site().publication.base + "graph/")


def _document(iri: str, media_type: MediaType) -> Response:
    if _is_graph(iri) and media_type.format in QUADS:
        answer = construct(site().engine, "graph", "application/n-triples", graph=[iri])
        try:
            return document(serialize_graph(iri, b"".join(answer), media_type), media_type)
        finally:
            answer.close()
    if _is_graph(iri):
        return stream(construct(site().engine, "graph", media_type.format, graph=[iri]), media_type)
    if (data := _held_description(iri)) is not None:
        triples = (quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES))
        return document(serialize_triples(triples, media_type, site().publication.base), media_type)
    return stream(construct(site().engine, "describe", media_type.format, resource=[iri]), media_type)


def _held_description(iri: str) -> bytes | None:
    """Return what is known of a thing as N-Triples, None where that is too much to be put in order first."""
    answer = construct(site().engine, "describe", "application/n-triples", resource=[iri])
    held: list[bytes] = []
    try:
        for chunk in answer:
            held.append(chunk)
            if sum(map(len, held)) > HELD_BYTES:
                return None
    finally:
        answer.close()
    return b"".join(held)


def _page(iri: str, media_type: MediaType) -> Response:
    shared = site()
    catalogue = shared.catalogue
    words = catalogue.words
    for parameter, is_inverse in (("of", False), ("to", True)):
        if is_iri(listed := request.args.get(parameter, "")):
            values = list_values(shared.engine, words, iri, listed, is_inverse, page_number())
            return page("list.html", values, media_type=media_type)
    thing = describe(shared.engine, words, iri, catalogue.surroundings) or abort(404)
    if is_note(thing):
        content = read_note(shared.engine, words, thing, catalogue.surroundings.lines)
        return page("note.html", content, media_type=media_type)
    return page("thing.html", with_neighbours(shared.engine, words, thing), media_type=media_type)


def _graph_page(iri: str, media_type: MediaType) -> Response:
    shared = site()
    content = graph_page(shared.engine, shared.catalogue.words, iri, page_number()) or abort(404)
    return page("graph.html", content, media_type=media_type)
