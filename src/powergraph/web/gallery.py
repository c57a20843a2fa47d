"""The questions that a dataset brings: read from its data, listed from simple to hard, and found by words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.query_text import values_rows
from powergraph.question import DEFAULT_LEVEL, LEVELS, Parameter, Question, in_language
from powergraph.web.addresses import Addresses
from powergraph.web.ask import select
from powergraph.web.choices import Choices
from powergraph.web.listing import formats_of
from powergraph.web.pages import GalleryPage, QuestionItem
from powergraph.web.translation import N_
from powergraph.web.words import Link, iris_of, name_of

__all__ = ["NO_QUESTIONS", "Gallery", "gallery_page", "language_of", "load_gallery", "question_iri"]

_TITLE, _QUESTION, _COMMENT, _NOTE, _LEVEL, _PARAMETER = iris_of(
    "rdfs:label dcterms:description rdfs:comment skos:note pow:difficulty pow:parameter"
)
_QUERIES = iris_of("sh:select sh:ask sh:construct")
_VARIABLE, _DEFAULT, _ORDINAL = iris_of("pow:variable pow:default pow:ordinal")

#: What a level asks of the reader; the ends are those of docs/question-files.md.
LEVEL_NAMES = {
    1: N_("To look something up"),
    2: N_("To follow one step"),
    3: N_("To see an overview"),
    4: N_("To compare across notes"),
    5: N_("To put several things together"),
}

_Said = Mapping[str, list[Term]]


@dataclass(frozen=True, slots=True)
class Gallery:
    """The questions by their names, from simple to hard, and what is known of their choices."""

    questions: Mapping[str, Question] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)


NO_QUESTIONS = Gallery()


def load_gallery(engine: Engine, addresses: Addresses) -> Gallery:
    """Ask the dataset for its questions; what is no question that can be asked here is left out. Raises EngineError."""
    parameters = _by_subject(select(engine, "question_parameters"), "parameter")
    prefix = question_iri(addresses, "")
    found = {}
    for iri, said in _by_subject(select(engine, "questions"), "question").items():
        name = iri.removeprefix(prefix)
        if iri.startswith(prefix) and re.fullmatch(r"[\w-]+", name) and (question := _question(name, said, parameters)):
            found[name] = question
    return Gallery(dict(sorted(found.items(), key=lambda each: (each[1].level, each[0]))))


def question_iri(addresses: Addresses, name: str) -> str:
    """Return the IRI of the question of this name."""
    return f"{addresses.base}queries/{name}"


def gallery_page(gallery: Gallery, addresses: Addresses, language: str, wanted: str = "") -> GalleryPage:
    """Return the questions in whose words every word of *wanted* is found, by level, in *language* where they have it.

    Capital letters and accents do not matter, and the words may be of any language that a question has.
    """
    words = _folded(wanted).split()
    shown = [each for each in gallery.questions.values() if all(word in _folded(_words_of(each)) for word in words)]
    groups = []
    for level in LEVELS:
        items = tuple(_item(each, addresses, language) for each in shown if each.level == level)
        if items:
            groups.append((LEVEL_NAMES[level], items))
    return GalleryPage(
        wanted=wanted,
        groups=tuple(groups),
        count=len(shown),
        total=len(gallery.questions),
        formats=formats_of(addresses, f"{addresses.base}queries"),
    )


def _item(question: Question, addresses: Addresses, language: str) -> QuestionItem:
    asked = in_language(question.questions, language)
    return QuestionItem(
        title=Link(
            in_language(question.titles, language),
            addresses.path(f"/queries/{question.name}.html"),
            language=language_of(question.titles, language),
        ),
        question=Link(asked, language=language_of(question.questions, language)),
        parameters=tuple(in_language(each.labels, language) for each in question.parameters),
    )


def language_of(texts: Mapping[str, str], language: str) -> str:
    """Return the language of the text that `in_language` gives.

    >>> language_of({"en": "power"}, "fr")
    'en'
    """
    text = in_language(texts, language)
    return language if texts.get(language) == text else next((each for each in texts if texts[each] == text), "")


def _words_of(question: Question) -> str:
    labels = [each.labels for each in question.parameters]
    texts = (question.titles, question.questions, question.notes, *labels)
    return " ".join((question.name, *(text for each in texts for text in each.values())))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _by_subject(rows: Iterable[Row], name: str) -> dict[str, dict[str, list[Term]]]:
    found: dict[str, dict[str, list[Term]]] = {}
    for row in rows:
        if row[name].kind == "uri":
            found.setdefault(row[name].value, {}).setdefault(row["property"].value, []).append(row["value"])
    return found


def _question(name: str, said: _Said, parameters: Mapping[str, _Said]) -> Question | None:
    query = next((term.value for each in _QUERIES for term in said.get(each, ())), "")
    if not query.strip():
        return None
    titles = _texts(said.get(_TITLE, ())) or {"": name_of(name)}
    often = [row.name for row in values_rows(query)]
    chosen = sorted(
        (parameters[term.value] for term in said.get(_PARAMETER, ()) if term.value in parameters), key=_ordinal
    )
    usable = [each for each in map(_parameter, chosen) if each and often.count(each.name) == 1]
    return Question(
        name=name,
        query=query,
        titles=titles,
        questions=_texts(said.get(_QUESTION, ())) or _texts(said.get(_COMMENT, ())) or titles,
        notes=_texts(said.get(_NOTE, ())),
        parameters=tuple({each.name: each for each in usable}.values()),
        level=next((level for term in said.get(_LEVEL, ()) if (level := _level(term.value)) in LEVELS), DEFAULT_LEVEL),
    )


def _parameter(said: _Said) -> Parameter | None:
    """Return a parameter that can be set, None where its variable or its default is none."""
    variable = next((term.value for term in said.get(_VARIABLE, ()) if re.fullmatch(r"\w+", term.value)), "")
    default = next((term for each in said.get(_DEFAULT, ()) if (term := _term(each))), None)
    if not variable or default is None:
        return None
    return Parameter(variable, default, _texts(said.get(_TITLE, ())) or {"": name_of(variable)})


def _term(term: Term) -> NamedNode | Literal | None:
    try:
        if term.kind == "uri":
            return NamedNode(term.value)
        if term.kind != "literal":
            return None
        if term.language:
            return Literal(term.value, language=term.language)
        return Literal(term.value, datatype=NamedNode(term.datatype) if term.datatype else None)
    except ValueError:
        return None


def _texts(terms: Iterable[Term]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for term in terms:
        if term.kind == "literal" and term.value.strip():
            texts.setdefault(term.language.lower(), term.value)
    return texts


def _ordinal(said: _Said) -> tuple[int, str]:
    ordinal = next((_level(term.value) for term in said.get(_ORDINAL, ())), 0)
    return ordinal, next((term.value for term in said.get(_VARIABLE, ())), "")


def _level(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0
