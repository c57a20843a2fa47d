"""`/queries`: the gallery of questions, and each question with what can be chosen and its answer."""

from dataclasses import replace
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, request

from powergraph.engine.prescan import scan
from powergraph.engine.request import EngineError, Form, QueryRequest
from powergraph.question import Question, in_language
from powergraph.web.answers import View, answer_of
from powergraph.web.ask import construct
from powergraph.web.gallery import gallery_page, language_of, question_iri
from powergraph.web.negotiation import (
    ANSWER_SUFFIXES,
    GRAPHS,
    HTML,
    PAGE_JSON,
    QUERY,
    QUESTIONS,
    RESULTS,
    SUFFIXES,
    MediaType,
    NotAcceptable,
    split_suffix,
)
from powergraph.web.pages import QuestionPage
from powergraph.web.preferences import preferences
from powergraph.web.problems import Problem, Refused, problem_headers, problem_of
from powergraph.web.question_form import Chosen, fields_of, parameters_of, read_chosen
from powergraph.web.record import record_of
from powergraph.web.site import document, negotiated, page, page_number, see_other, site, stream
from powergraph.web.things import thing_view
from powergraph.web.words import Link

__all__ = ["blueprint"]

blueprint = Blueprint("questions", __name__)

_SUFFIXES = SUFFIXES | ANSWER_SUFFIXES
#: What a table is made from: an answer in rows, and a graph.
_READ_AS = (RESULTS[0].format, "application/n-triples")


@blueprint.get("/queries")
@blueprint.get("/queries/")
@blueprint.get("/queries<suffix>")
def gallery_view(suffix: str = "") -> Response:
    """All questions, or those with the words that are looked for; as RDF their graph."""
    shared = site()
    media_type = (SUFFIXES.get(suffix) or abort(404)) if suffix else negotiated((HTML, PAGE_JSON, *GRAPHS))
    if media_type in (HTML, PAGE_JSON):
        wanted = request.args.get("q", "")[:200]
        content = gallery_page(shared.catalogue.gallery, shared.publication.addresses, preferences().language, wanted)
        return page("queries.html", content, media_type=media_type)
    graph = f"{shared.publication.base}graph/queries"
    return stream(construct(shared.engine, "graph", media_type.format, graph=[graph]), media_type)


@blueprint.get("/queries/<name>")
def question_view(name: str) -> Response:
    """A question: its page, its answer, its query, or what the dataset says about it."""
    shared = site()
    stem, media_type = split_suffix(name, _SUFFIXES)
    question = shared.catalogue.gallery.questions.get(stem)
    if question is None:
        return thing_view(f"queries/{name}")
    if media_type is None:
        return _see_document(question)
    if media_type in (*RESULTS, QUERY):
        return _answer(question, media_type)
    return _page(question) if media_type is HTML else thing_view(f"queries/{name}")


def _see_document(question: Question) -> Response:
    """Answer 303 with the document that is wanted, what was chosen kept."""
    kept = urlencode([each for each in request.args.items(multi=True) if each[0] != "format"])
    suffix = negotiated(QUESTIONS).document_suffix
    address = site().publication.addresses.path(f"/queries/{quote(question.name)}{suffix}")
    return see_other(f"{address}?{kept}" if kept else address)


def _answer(question: Question, media_type: MediaType) -> Response:
    """Answer with the query as it is chosen, or with what it finds. Raises Refused where the choice is none."""
    shared = site()
    chosen = _chosen(question)
    if chosen.faults:
        labels = {each.name: in_language(each.labels, preferences().language) for each in question.parameters}
        told = " ".join(f"{labels[name]}: {fault}" for name, fault in chosen.faults.items())
        raise Refused(400, "The question cannot be asked like this", told)
    query = question.query_with(chosen.terms)
    if media_type is QUERY:
        return document(_commented(question, query).encode(), media_type)
    form = scan(query, shared.config).form
    if form.yields_graph:
        if media_type.suffix != ".json":
            raise NotAcceptable((*GRAPHS, HTML))
        media_type = next(each for each in GRAPHS if each.suffix == ".jsonld")
    return stream(shared.engine.query(_request(query, form, media_type.format)), media_type)


def _page(question: Question) -> Response:
    """Show the question with its answer, or with what is wrong."""
    chosen = _chosen(question)
    query = question.query_with({} if chosen.faults else chosen.terms)
    if chosen.faults:
        return page("question.html", _content(chosen, query), 400)
    try:
        form = scan(query, site().config).form
        view = _view(chosen)
        table = answer_of(
            site().engine, site().catalogue.words, _request(query, form, _READ_AS[form.yields_graph]), view
        )
    except EngineError as error:
        problem = problem_of(error, query)
        return page("question.html", _content(chosen, query, problem), problem.status, dict(problem_headers(problem)))
    return page("question.html", replace(_content(chosen, query), answer=table, downloads=_downloads(chosen, form)))


def _content(chosen: Chosen, query: str, problem: Problem | None = None) -> QuestionPage:
    catalogue, question = site().catalogue, chosen.question
    addresses, language = catalogue.words.addresses, preferences().language
    iri, title = question_iri(addresses, question.name), in_language(question.titles, language)
    note = in_language(question.notes, language)
    record = record_of(addresses, iri, title, catalogue.surroundings.edition, _commented(question, query))
    return QuestionPage(
        title=Link(title, language=language_of(question.titles, language)),
        question=Link(in_language(question.questions, language), language=language_of(question.questions, language)),
        note=Link(note, language=language_of(question.notes, language)) if note else None,
        fields=fields_of(catalogue.words, chosen, language),
        answer=None,
        problem=problem,
        query=_commented(question, query),
        address=_address(chosen, ""),
        downloads=(),
        record=replace(record, formats=tuple(each for each in record.formats if each.note != PAGE_JSON.name)),
    )


def _view(chosen: Chosen) -> View:
    def address(variable: str, order: str, number: int) -> str:
        asked = {"sort": variable, "order": order if variable else "", "page": str(number) if number > 1 else ""}
        return _address(chosen, ".html", urlencode({name: value for name, value in asked.items() if value}))

    return View(address, request.args.get("sort", ""), request.args.get("order", "") == "desc", page_number())


def _downloads(chosen: Chosen, form: Form) -> tuple[Link, ...]:
    """Return the files of an answer; those of a graph are the endpoint's, because `.ttl` is the question itself."""
    query = Link(QUERY.title, _address(chosen, QUERY.suffix), note=QUERY.name)
    if not form.yields_graph:
        files = (Link(each.title, _address(chosen, each.suffix), note=each.name) for each in RESULTS if each.suffix)
        return (*files, query)
    sparql = site().publication.addresses.path("/sparql")
    text = chosen.question.query_with(chosen.terms)
    graphs = (each for each in GRAPHS if each.suffix)
    return (
        *(
            Link(each.title, f"{sparql}?{urlencode({'query': text, 'format': each.names[0]})}", note=each.name)
            for each in graphs
        ),
        query,
    )


def _address(chosen: Chosen, suffix: str, more: str = "") -> str:
    """Return the address of the question as it is chosen."""
    path = site().publication.addresses.path(f"/queries/{quote(chosen.question.name)}{suffix}")
    parameters = "&".join(each for each in (parameters_of(site().catalogue.words, chosen), more) if each)
    return f"{path}?{parameters}" if parameters else path


def _chosen(question: Question) -> Chosen:
    shared = site()
    catalogue = shared.catalogue
    return read_chosen(shared.engine, catalogue.words, catalogue.gallery.choices, question, request.args)


def _request(query: str, form: Form, media_type: str) -> QueryRequest:
    return QueryRequest(query, form, media_type, client=request.remote_addr or "")


def _commented(question: Question, query: str) -> str:
    """Return the query below the question in words."""
    words = " ".join(in_language(question.questions, preferences().language).split())
    return f"# {words}\n{query.strip()}\n"
