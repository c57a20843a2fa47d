"""The Flask app: all pages and documents, and `/sparql` for servers that speak WSGI alone."""

from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from powergraph.config import ServeConfig
from powergraph.engine.request import Engine
from powergraph.web import (
    assets,
    builder_views,
    cite,
    find_views,
    protocol,
    question_views,
    sparql,
    store,
    things,
    translation,
    views,
)
from powergraph.web.hues import hue_of
from powergraph.web.markdown import inline
from powergraph.web.negotiation import PROBLEM, prefers_page
from powergraph.web.neighbourhood import FORMS, draw
from powergraph.web.poster import draw_poster
from powergraph.web.problems import Problem, Refused, problem_headers, problem_json, problem_of
from powergraph.web.publication import Publication
from powergraph.web.site import Site, site
from powergraph.web.translation import N_

__all__ = ["create_app"]

#: Nothing is run, framed, loaded or sent anywhere but from and to this server.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
#: Where there are scripts: they come from this server, and ask it alone.
SCRIPTS_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"


def create_app(
    engine: Engine, config: ServeConfig, publication: Callable[[], Publication], static: Path | None = None
) -> Flask:
    """Make the app: *engine* answers the queries, *publication* tells what is served at the moment of a request.

    *static* is the folder with the style sheet and, where they were built, the scripts; else the one that is shipped.
    """
    app = Flask("powergraph.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.extensions["powergraph"] = Site(engine, config, publication)
    app.jinja_env.filters.update(inline=inline, hue=lambda iri: hue_of([iri]), neighbourhood=draw, poster=draw_poster)
    app.jinja_env.globals.update(forms=FORMS)
    translation.install(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_check_size)
    app.after_request(_add_headers)
    app.register_error_handler(Exception, _answer_error)
    pages = (cite.blueprint, views.blueprint, find_views.blueprint, question_views.blueprint, things.blueprint)
    for blueprint in (sparql.blueprint, builder_views.blueprint, store.blueprint, *pages):
        app.register_blueprint(blueprint)
    files = assets.install(app, static or assets.STATIC, config.root_path)
    app.config["CONTENT_SECURITY_POLICY"] = SCRIPTS_POLICY if files.has_scripts else CONTENT_SECURITY_POLICY
    app.wsgi_app = _below(config.root_path, app.wsgi_app)  # type: ignore[assignment]
    return app


def _below(root_path: str, app: WSGIApplication) -> WSGIApplication:
    """Take the root path off where a proxy leaves it on."""
    if not root_path:
        return app

    def stripped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == root_path or path.startswith(root_path + "/"):
            environ["PATH_INFO"] = path[len(root_path) :] or "/"
        return app(environ, start_response)

    return stripped


def _check_size() -> None:
    length = len(request.environ.get("PATH_INFO", "")) + len(request.query_string)
    protocol.check_size(length, request.headers.get("Content-Length", ""), site().config)


def _add_headers(response: Response) -> Response:
    for name, value in (*protocol.CORS, *protocol.SECURITY):
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = current_app.config["CONTENT_SECURITY_POLICY"]
    response.vary.add("Accept")
    return response


def _answer_error(error: Exception) -> Response:
    """Tell what went wrong, to a program or to a person."""
    problem = _problem(error)
    if problem.status == 500:
        current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    headers = dict(problem_headers(problem))
    if not prefers_page(request.headers.getlist("Accept"), request.args.get("format", "")):
        data = problem_json(problem, site().config.root_path)
        return Response(data, problem.status, headers, content_type=PROBLEM.content_type)
    if request.path == "/sparql":
        return sparql.sparql_problem(problem, headers)
    return views.problem_page(problem, headers)


def _problem(error: Exception) -> Problem:
    match error:
        case RequestEntityTooLarge():
            limit = site().config.max_body
            return Refused.by_limit(413, "The request is too large", "max_body", limit).problem
        case MethodNotAllowed():
            allow = tuple(sorted(error.valid_methods or ()))
            return Refused(405, N_("Method not allowed"), f"Here: {', '.join(allow)}.", allow=allow).problem
        case HTTPException() if error.code == 404:
            return Refused(
                404, N_("There is nothing here"), N_("No thing, page or file of this dataset has this address.")
            ).problem
        case HTTPException():
            return Refused(error.code or 500, error.name, error.description or "").problem
    return problem_of(error, sparql.query_as_sent())
