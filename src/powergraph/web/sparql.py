"""`/sparql` in the app: the protocol by WSGI, and the query page with its table of results."""

from collections.abc import Mapping

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from powergraph.web import protocol
from powergraph.web.catalogue import examples
from powergraph.web.negotiation import GRAPHS, RESULTS
from powergraph.web.pages import ResultsPage, SparqlPage
from powergraph.web.problems import Problem
from powergraph.web.results import results_page
from powergraph.web.service import description_document
from powergraph.web.site import Site, document, page, protocol_request, site, stream

__all__ = ["blueprint", "query_as_sent", "sparql_problem"]

_FIRST_QUERY = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?concept ?label ?definition WHERE {
  ?concept skos:prefLabel ?label .
  OPTIONAL { ?concept skos:definition ?definition }
}
ORDER BY ?label
LIMIT 50
"""


blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=protocol.METHODS, provide_automatic_options=False)
def sparql_view() -> Response:
    """The SPARQL 1.1 Protocol; without a query the service's description, for a browser the query page."""
    if request.method == "OPTIONS":
        return Response(status=204, headers=protocol.OPTIONS_HEADERS)
    shared = site()
    asked = protocol.read_query(protocol_request(), shared.config)
    if asked.query is None and asked.is_page:
        return page("sparql.html", _sparql_page(shared))
    if asked.query is None:
        return document(description_document(shared.publication, asked.media_type), asked.media_type)
    if asked.is_page:
        results = results_page(shared.engine, shared.catalogue.words, asked)
        return page("sparql.html", _sparql_page(shared, asked.query.text, asked.query.timeout, results=results))
    return stream(shared.engine.query(asked.query), asked.media_type)


def sparql_problem(problem: Problem, headers: Mapping[str, str]) -> Response:
    """Show the query page with what went wrong above the query."""
    return page("sparql.html", _sparql_page(site(), query_as_sent(), problem=problem), problem.status, headers)


def query_as_sent() -> str:
    """Return the text of the query of the current request, "" where it has none that can be read."""
    try:
        return protocol.query_text(protocol_request())
    except RequestEntityTooLarge:
        return ""


def _sparql_page(
    shared: Site,
    query: str = "",
    timeout: float | None = None,
    results: ResultsPage | None = None,
    problem: Problem | None = None,
) -> SparqlPage:
    return SparqlPage(
        query=query or _FIRST_QUERY,
        timeout=timeout or shared.config.timeout,
        longest=shared.config.timeout,
        formats=tuple((each.names[0], each.title) for each in (*RESULTS, *GRAPHS) if not each.same_as),
        examples=examples(shared.publication),
        results=results,
        problem=problem,
        endpoint=shared.publication.endpoint,
    )
