"""`/cite`: a thing of the dataset, a cited work or the dataset itself as an entry of a bibliography."""

from flask import Blueprint, Response, abort, request

from powergraph.engine.results import Term
from powergraph.web.addresses import is_iri
from powergraph.web.ask import ask, select
from powergraph.web.bibliography import FORMATS
from powergraph.web.problems import Refused
from powergraph.web.record import CITATION_TYPES, part_of, works_of
from powergraph.web.site import site
from powergraph.web.words import Words, name_of

__all__ = ["blueprint"]

blueprint = Blueprint("cite", __name__)


@blueprint.get("/cite")
def cite_view() -> Response:
    """Answer with the citation of `iri` in `format`: a work as itself, all else as a part of this release."""
    shared = site()
    iri = request.args.get("iri", "") or shared.publication.dataset_iri
    name = request.args.get("format", "bibtex")
    if name not in FORMATS:
        raise Refused(400, "There is no such format", f"A citation can be had as {', '.join(FORMATS)}.")
    catalogue = shared.catalogue
    is_dataset = iri == shared.publication.dataset_iri
    if not is_dataset and not (is_iri(iri) and ask(shared.engine, "exists", resource=[iri])):
        abort(404)
    title = shared.publication.title if is_dataset else _title(catalogue.words, iri)
    works = () if is_dataset else works_of(shared.engine, iri)
    text = FORMATS[name](works or (part_of(iri, title, catalogue.surroundings.edition),))
    _, media_type, suffix = CITATION_TYPES[name]
    response = Response(text, content_type=f"{media_type}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"citation{suffix}")
    response.vary.update(("Accept-Language", "Cookie"))
    response.cache_control.no_cache = True
    return response


def _title(words: Words, iri: str) -> str:
    labels: list[Term] = [row["label"] for row in select(site().engine, "names", thing=[iri]) if "label" in row]
    best = words.best(labels)
    return best.value if best else words.words[iri].label if iri in words.words else name_of(iri)
