"""The pages about the dataset as a whole: each view negotiates, asks the engine and renders."""

import json
import re
from collections.abc import Mapping

from flask import Blueprint, Response, abort, request, send_file

from powergraph.engine.request import EngineError
from powergraph.web.ask import ask, construct
from powergraph.web.catalogue import home, source_groups
from powergraph.web.negotiation import (
    GRAPHS,
    HTML,
    PAGE_JSON,
    RESOURCES,
    SUFFIXES,
    MediaType,
    NotAcceptable,
    split_suffix,
)
from powergraph.web.neighbourhood import COLOURS
from powergraph.web.ontology import ontology_page, ontology_version
from powergraph.web.ontology_files import file_document, ontology_files
from powergraph.web.pages import ProblemKinds, ProblemPage
from powergraph.web.poster import draw_poster
from powergraph.web.preferences import local_path, remember
from powergraph.web.problems import Problem, problem_kinds
from powergraph.web.quality import quality_page
from powergraph.web.service import dataset_description, serialize_triples
from powergraph.web.shapes import shapes_document, shapes_page
from powergraph.web.site import document, negotiated, page, picture, see_other, site, stream
from powergraph.web.sources import poster_groups
from powergraph.web.translation import N_
from powergraph.web.words import Link

__all__ = ["blueprint", "problem_page"]

blueprint = Blueprint("pages", __name__)
#: What is made from the dataclass of a page.
_PAGES = (HTML, PAGE_JSON)

#: More characters of an address than this are not offered for a search.
_MOST_SOUGHT = 80


@blueprint.get("/")
def home_view() -> Response:
    """The dataset for people; a program that asks for RDF is sent to its description."""
    media_type = negotiated((HTML, *GRAPHS))
    if media_type is not HTML:
        return see_other(site().publication.addresses.path("/dataset" + media_type.document_suffix))
    shared = site()
    return page("home.html", home(shared.engine, shared.publication, shared.catalogue))


@blueprint.get("/overview.svg")
def overview_view() -> Response:
    """The sources of power and their groups as one picture."""
    shared = site()
    words = shared.catalogue.words
    groups = poster_groups(shared.engine, words, source_groups(shared.engine, words)) or abort(404)
    return picture("overview.svg", drawing=draw_poster(groups), colours=COLOURS)


@blueprint.get("/dataset")
@blueprint.get("/dataset<suffix>")
def dataset_view(suffix: str = "") -> Response:
    """The dataset as a page or as VoID."""
    if not suffix:
        return _see_document("/dataset")
    shared, media_type = site(), _type_of(suffix)
    if media_type in _PAGES:
        content = home(shared.engine, shared.publication, shared.catalogue)
        return page("home.html", content, media_type=media_type)
    return document(_void(media_type), media_type)


@blueprint.get("/.well-known/void")
def void_view() -> Response:
    """The dataset's description where programs look for it (VoID, section 7.2)."""
    media_type = negotiated(RESOURCES)
    if media_type is HTML:
        return see_other(site().publication.addresses.path("/dataset.html"))
    return document(_void(media_type), media_type)


@blueprint.get("/ontology")
@blueprint.get("/ontology<suffix>")
@blueprint.get("/ontology/<version>")
def ontology_view(suffix: str = "", version: str = "") -> Response:
    """The vocabulary; under its version it is the same document, and an older version is the file that was released."""
    shared = site()
    version, media_type = split_suffix(version)
    if version and version != ontology_version(shared.engine, shared.publication):
        return _ontology_file("versions", version, media_type)
    if not suffix and media_type is None:
        return _see_document(f"/ontology/{version}" if version else "/ontology")
    media_type = media_type or _type_of(suffix)
    if media_type in _PAGES:
        content = ontology_page(shared.engine, shared.publication, shared.catalogue)
        return page("ontology.html", content, media_type=media_type)
    graph = shared.publication.ontology_graph
    return stream(construct(shared.engine, "graph", media_type.format, graph=[graph]), media_type)


@blueprint.get("/ontology/examples/<name>")
def ontology_example_view(name: str) -> Response:
    """An example of the vocabulary, as data."""
    return _ontology_file("examples", *split_suffix(name))


@blueprint.get("/shapes")
@blueprint.get("/shapes<suffix>")
def shapes_view(suffix: str = "") -> Response:
    """The shapes that the data is validated against."""
    if not suffix:
        return _see_document("/shapes")
    media_type = _type_of(suffix)
    if media_type in _PAGES:
        return page("shapes.html", shapes_page(site().catalogue.words), media_type=media_type)
    return document(shapes_document(media_type), media_type)


@blueprint.get("/dumps/<version>/<file>")
def dump_view(version: str, file: str) -> Response:
    """A file of the release that is served, by its name in the manifest and by nothing else.

    Former releases are not served: what was in them may be private now.
    """
    publication = site().publication
    release = publication.release if version == publication.version else None
    found = release and next((each for each in release.manifest.files if each.file == file), None)
    if not release or not found or not (release.path / found.file).is_file():
        abort(404)
    return send_file(
        release.path / found.file,
        mimetype=found.media_type,
        as_attachment=True,
        download_name=file,
        etag=found.sha256,
        max_age=31_536_000,
    )


@blueprint.get("/quality")
@blueprint.get("/quality<suffix>")
def quality_view(suffix: str = "") -> Response:
    """What the build had to say about the notes; as RDF, the report of the validation."""
    if (media_type := SUFFIXES.get(suffix)) in GRAPHS and media_type:
        shared = site()
        graph = f"{shared.publication.base}graph/validation"
        if not ask(shared.engine, "graph_exists", graph=[graph]):
            abort(404)
        return stream(construct(shared.engine, "graph", media_type.format, graph=[graph]), media_type)
    media_type = _page_type(suffix)
    return page("quality.html", quality_page(site().engine, site().publication), media_type=media_type)


@blueprint.get("/problems")
@blueprint.get("/problems<suffix>")
def problems_view(suffix: str = "") -> Response:
    """The kinds of problems that the `type` of a problem points to."""
    return page("problems.html", ProblemKinds(problem_kinds()), media_type=_page_type(suffix))


@blueprint.get("/preferences")
def preferences_view() -> Response:
    """Remember the languages and colours that were chosen, and go back to the page that they were chosen on."""
    root_path = site().publication.addresses.root_path
    response = see_other(local_path(request.args.get("back", ""), root_path))
    response.cache_control.no_store = True
    remember(response, root_path)
    return response


@blueprint.get("/health")
def health_view() -> Response:
    """The front is alive."""
    return _status({"status": "ok"})


@blueprint.get("/ready")
def ready_view() -> Response:
    """Queries are answered."""
    shared = site()
    try:
        ask(shared.engine, "ready")
    except EngineError as error:
        return _status({"status": "unavailable", "reason": str(error)}, 503)
    return _status({"status": "ready", "release": shared.publication.digest})


def problem_page(problem: Problem, headers: Mapping[str, str]) -> Response:
    """Show what went wrong, and where to go instead."""
    path = site().publication.addresses.path
    elsewhere = (
        Link(N_("The dataset"), path("/")),
        Link(N_("Browse"), path("/browse/")),
        Link(N_("Query"), path("/sparql")),
    )
    successor = problem.replaced_by
    replaced_by = Link(successor, site().publication.addresses.link(successor), successor) if successor else None
    sought = _words_of(request.path) if problem.status == 404 else ""  # what is gone is not named again
    content = ProblemPage(problem, elsewhere, replaced_by, sought)
    return page("problem.html", content, problem.status, headers)


def _words_of(path: str) -> str:
    """Return the words of the last part of a path, and nothing but letters, digits and blanks."""
    name, _ = split_suffix(path.rpartition("/")[2])
    return " ".join(re.findall(r"[^\W_]+", name))[:_MOST_SOUGHT]


def _see_document(route: str) -> Response:
    return see_other(site().publication.addresses.path(route + negotiated(RESOURCES).document_suffix))


def _ontology_file(folder: str, name: str, media_type: MediaType | None) -> Response:
    file = ontology_files(folder).get(name)
    if file is None or media_type in _PAGES:
        abort(404)
    media_type = media_type or negotiated(RESOURCES)
    if media_type is HTML:  # there is no page of it, and a browser shows Turtle as text
        return see_other(f"{site().publication.addresses.path(request.path)}.ttl")
    return document(file_document(file, media_type), media_type)


def _type_of(suffix: str) -> MediaType:
    return SUFFIXES.get(suffix) or abort(404)


def _page_type(suffix: str) -> MediaType:
    """Return the type of a page that has no RDF: by its suffix, else by what is asked for, never refused."""
    if suffix:
        return next((each for each in _PAGES if each.suffix == suffix), None) or abort(404)
    try:
        return negotiated(_PAGES)
    except NotAcceptable:
        return HTML


def _void(media_type: MediaType) -> bytes:
    shared = site()
    described = dataset_description(shared.publication, shared.catalogue, shared.engine)
    return serialize_triples(described, media_type, shared.publication.base)


def _status(body: Mapping[str, str], status: int = 200) -> Response:
    response = Response(json.dumps(body) + "\n", status, content_type="application/json")
    response.cache_control.no_store = True
    return response
