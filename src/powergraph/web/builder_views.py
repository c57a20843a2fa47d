"""`/builder`: questions for people without SPARQL, put together from a class, its properties and conditions."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request
from pyoxigraph import NamedNode

from powergraph.engine.prescan import scan
from powergraph.engine.request import EngineError, Form, QueryRequest
from powergraph.web.answers import View, answer_of
from powergraph.web.builder import LIMITS, Property, Wish, properties_of, read_wish
from powergraph.web.builder_pages import BuilderPage, BuilderRow
from powergraph.web.builder_query import built_query, sentence_of
from powergraph.web.choices import address_value
from powergraph.web.listing import MAIN_CLASSES, RECORD_CLASSES, browse_link, class_name, class_of
from powergraph.web.negotiation import ANSWER_SUFFIXES, HTML, QUERY, RESULTS, MediaType
from powergraph.web.pages import Answer, Choice, ClassCount
from powergraph.web.problems import Problem, Refused, problem_headers, problem_of
from powergraph.web.record import query_address
from powergraph.web.site import document, negotiated, page, page_number, site, stream
from powergraph.web.translation import N_
from powergraph.web.words import Link, shorten

__all__ = ["blueprint"]

blueprint = Blueprint("builder", __name__)

#: Characters that the answer on a page may come to, and that are left of a text at least.
_MOST_TEXT = 40_000
_LEAST_TEXT = 60


@blueprint.get("/builder")
@blueprint.get("/builder<suffix>")
def builder_view(suffix: str = "") -> Response:
    """The form, and the answer to what it says; as a file the answer alone, or its query."""
    media_type = _media_type(suffix)
    shared = site()
    catalogue = shared.catalogue
    asked = request.args.get("class", "").strip()
    if not asked:
        if media_type is not HTML:
            abort(404)
        return page("builder.html", BuilderPage(_classes(""), None))
    class_iri = asked if asked in catalogue.classes else class_of(asked)
    if class_iri not in catalogue.classes:
        raise Refused(400, N_("This question cannot be put together"), N_("This dataset has no class of this name."))
    words = catalogue.words
    known = properties_of(shared.engine, words, class_iri)
    wish = read_wish(shared.engine, words, class_iri, known, request.args.items(multi=True))
    query = built_query(words, wish)
    if media_type is QUERY:
        return document(query.encode(), media_type)
    if media_type is not HTML:
        return stream(shared.engine.query(_request(query, media_type)), media_type)
    return _page(known, wish, query)


def _media_type(suffix: str) -> MediaType:
    if suffix == HTML.suffix:
        return HTML
    return (ANSWER_SUFFIXES.get(suffix) or abort(404)) if suffix else negotiated((HTML, *RESULTS, QUERY))


def _page(known: tuple[Property, ...], wish: Wish, query: str) -> Response:
    """Show the form with the answer, or with what is wrong."""
    content = _content(known, wish, query)
    try:
        answer = answer_of(site().engine, site().catalogue.words, _request(query, RESULTS[0]), _view(wish))
    except EngineError as error:
        problem: Problem = problem_of(error, query)
        failed = replace(content, problem=problem)
        return page("builder.html", failed, problem.status, dict(problem_headers(problem)))
    return page("builder.html", replace(content, answer=_fitting(answer)))


def _fitting(answer: Answer) -> Answer:
    """Cut long texts of a long answer so that the page stays below 200 kB; files have all of them."""
    cells = [each for row in answer.rows for each in row if each]
    if sum(len(each.text) for each in cells) <= _MOST_TEXT:
        return answer
    most = max(_LEAST_TEXT, _MOST_TEXT // len(cells))
    rows = tuple(tuple(each and replace(each, text=shorten(each.text, most)) for each in row) for row in answer.rows)
    return replace(answer, rows=rows)


def _content(known: tuple[Property, ...], wish: Wish, query: str) -> BuilderPage:
    catalogue = site().catalogue
    words = catalogue.words
    asked = [each for each in known if each.kind != "lines"]
    rows = [(each, _row(each, wish)) for each in asked]
    main = tuple(row for each, row in rows if each.is_main)
    files = (*(each for each in RESULTS if each.suffix), QUERY)
    return BuilderPage(
        classes=_classes(wish.class_iri),
        chosen=ClassCount(
            browse_link(words, wish.class_iri),
            catalogue.classes[wish.class_iri],
            words.definition(wish.class_iri),
        ),
        main_rows=main,
        other_rows=tuple(row for _, row in rows if row not in main),
        can_have_lines=len(asked) < len(known),
        has_lines=wish.has_lines,
        sorts=tuple(Choice(each.name, words.label(each.iri), each == wish.sort) for each in asked),
        is_descending=wish.is_descending,
        limits=tuple(Choice(f"{each}", f"{each}", each == wish.limit) for each in sorted(LIMITS)),
        sentence=sentence_of(words, wish),
        query=query,
        edit=query_address(words.addresses, query),
        address=_address(wish),
        downloads=tuple(Link(each.title, _address(wish, each.suffix), note=each.name) for each in files),
    )


def _row(each: Property, wish: Wish) -> BuilderRow:
    words = site().catalogue.words
    said = {one.kind: one for one in wish.filters if one.property == each}
    chosen = said["is"].value if "is" in said else ""
    offered = dict(each.choices)
    if chosen and each.kind == "thing":
        offered.setdefault(chosen, said["is"].name)
    wanted = next((said[kind].name or said[kind].value for kind in ("is", "named", "contains") if kind in said), "")
    return BuilderRow(
        name=each.name,
        label=Link(words.label(each.iri), iri=each.iri, note=words.definition(each.iri)),
        kind=each.kind,
        count=each.count,
        is_shown=each in wish.shown,
        has="yes" if "has" in said else "no" if "lacks" in said else "",
        wanted=wanted,
        least=said["from"].value if "from" in said else "",
        most=said["to"].value if "to" in said else "",
        choices=tuple(
            Choice(address_value(words.addresses, NamedNode(iri)), name, iri == chosen) for iri, name in offered.items()
        ),
    )


def _classes(chosen: str) -> tuple[Choice, ...]:
    """Return the classes that have members: what people come for first, then the others, then how it is recorded."""
    catalogue = site().catalogue
    words, counts = catalogue.words, catalogue.classes
    others = sorted((each for each in counts if each not in (*MAIN_CLASSES, *RECORD_CLASSES)), key=words.label)
    ordered = (*MAIN_CLASSES, *others, *RECORD_CLASSES)
    return tuple(Choice(class_name(each), words.label(each), each == chosen) for each in ordered if each in counts)


def _view(wish: Wish) -> View:
    def address(variable: str, order: str, number: int) -> str:
        asked = {"sort": variable, "order": order if variable else "", "page": str(number) if number > 1 else ""}
        return _address(wish, "", urlencode({name: value for name, value in asked.items() if value}))

    return View(address, request.args.get("sort", ""), request.args.get("order", "") == "desc", page_number())


def _address(wish: Wish, suffix: str = "", more: str = "") -> str:
    words = site().catalogue.words
    return f"{words.addresses.path('/builder' + suffix)}?{wish.parameters(words)}{'&' if more else ''}{more}"


def _request(query: str, media_type: MediaType) -> QueryRequest:
    scan(query, site().config)  # what is made here keeps within the limits that others have
    return QueryRequest(query, Form.SELECT, media_type.format, client=request.remote_addr or "")
