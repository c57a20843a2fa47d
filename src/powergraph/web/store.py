"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol, of which only what reads is here."""

from flask import Blueprint, Response, request

from powergraph.engine.request import DEFAULT_GRAPH, WHOLE_DATASET, Form, QueryRequest
from powergraph.web.addresses import is_iri
from powergraph.web.negotiation import GRAPHS
from powergraph.web.problems import Refused
from powergraph.web.protocol import CORS
from powergraph.web.service import QUADS
from powergraph.web.site import negotiated, site, stream

__all__ = ["blueprint"]

blueprint = Blueprint("store", __name__)

_METHODS = ("GET", "HEAD", "OPTIONS")
_DATASETS = tuple(each for each in GRAPHS if each.format in QUADS)


@blueprint.route("/store", methods=_METHODS, provide_automatic_options=False)
def store_view() -> Response:
    """A graph (`?default`, `?graph=IRI`) or the whole dataset, as it stands."""
    if request.method == "OPTIONS":
        allow = ", ".join(_METHODS)
        return Response(status=204, headers=[*CORS, ("Allow", allow), ("Access-Control-Allow-Methods", allow)])
    graph = _graph()
    media_type = negotiated(_DATASETS if graph == WHOLE_DATASET else GRAPHS)
    shared = site()
    wanted = QueryRequest("", Form.CONSTRUCT, media_type.format, client=request.remote_addr or "", graph=graph)
    return stream(shared.engine.query(wanted), media_type)


def _graph() -> str:
    """Return the graph that the request names. Raises Refused where it names none or several."""
    named = request.args.getlist("graph")
    if "default" in request.args:
        if named or request.args.getlist("default") != [""]:
            raise Refused(400, "Two graphs are named", "Give either default or graph, once and default without value.")
        return DEFAULT_GRAPH
    if not named:
        return WHOLE_DATASET
    if len(named) > 1:
        raise Refused(400, "Several graphs are named", "One request reads one graph.")
    if not is_iri(named[0]):
        raise Refused(400, "The name of the graph is not an absolute IRI")
    return named[0]
