"""What a reader chose for a question: read from an address into terms, and shown as a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from powergraph.engine.request import Engine
from powergraph.question import Parameter, Question, in_language
from powergraph.vocabulary import XSD
from powergraph.web.choices import MOST_CHOICES, Choices, address_value, label_of, thing_of
from powergraph.web.gallery import language_of
from powergraph.web.pages import Choice, Field
from powergraph.web.translation import N_
from powergraph.web.words import Link, Words

__all__ = ["Chosen", "field_name", "fields_of", "parameters_of", "read_chosen"]

#: What the address of an answer has besides what was chosen.
RESERVED: Final = frozenset({"sort", "order", "page", "format", "lang", "content", "theme"})

_EMPTY = N_("Please fill this in.")
_UNKNOWN = N_("Nothing in this dataset has this name.")
_FAULTS: Final = {
    XSD.integer: N_("This has to be a whole number, such as 12."),
    XSD.decimal: N_("This has to be a number, such as 1.5."),
    XSD.boolean: N_("This has to be true or false."),
    XSD.date: N_("This has to be a day, such as 2026-01-31."),
    XSD.gYear: N_("This has to be a year, such as 1994."),
}
_KINDS: Final = {XSD.integer: "number", XSD.gYear: "number", XSD.decimal: "number", XSD.date: "date"}
_BOOLEANS: Final = ("true", "false")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: *terms* by parameter, defaults among them; *texts* as sent; *faults* in words, where there are.

    *choices* are the things that can be chosen for each parameter that is a thing.
    """

    question: Question
    terms: Mapping[str, NamedNode | Literal]
    texts: Mapping[str, str]
    faults: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]


def field_name(parameter: Parameter) -> str:
    """Return what a parameter is called in addresses: its own name, unless that has another meaning there.

    >>> field_name(Parameter("before", Literal(1980))), field_name(Parameter("page", Literal(1)))
    ('before', 'page-value')
    """
    return f"{parameter.name}-value" if parameter.name in RESERVED else parameter.name


def read_chosen(engine: Engine, words: Words, known: Choices, question: Question, sent: Mapping[str, str]) -> Chosen:
    """Read what was chosen from the parameters of an address; what is absent has its default. Raises EngineError."""
    terms: dict[str, NamedNode | Literal] = {}
    texts, faults = {}, {}
    choices: dict[str, dict[str, str]] = {}
    for parameter in question.parameters:
        name, text = parameter.name, sent.get(field_name(parameter))
        terms[name] = parameter.default
        if isinstance(parameter.default, NamedNode):
            choices[name] = known.of(engine, words, question, parameter)
        if text is None:
            continue
        texts[name] = text
        try:
            terms[name] = _term(engine, words, parameter, text, choices.get(name, {}))
        except ValueError as error:
            faults[name] = str(error)
    for name, things in choices.items():
        if things and (iri := terms[name].value) not in things:
            choices[name] = things | {iri: label_of(engine, words, iri)}
    return Chosen(question, terms, texts, faults, choices)


def parameters_of(words: Words, chosen: Chosen) -> str:
    """Return the part of an address that says what was chosen, "" where it is all by default."""
    said = {
        field_name(each): address_value(words.addresses, chosen.terms[each.name])
        for each in chosen.question.parameters
        if chosen.terms[each.name] != each.default
    }
    return urlencode(said)


def fields_of(words: Words, chosen: Chosen, language: str) -> tuple[Field, ...]:
    """Return the form with what was chosen in it."""
    return tuple(_field(words, chosen, each, language) for each in chosen.question.parameters)


def _term(
    engine: Engine, words: Words, parameter: Parameter, text: str, choices: Mapping[str, str]
) -> NamedNode | Literal:
    """Return what was sent as a term; raises ValueError with what is wrong with it in words."""
    if not text.strip():
        raise ValueError(_EMPTY)
    if isinstance(parameter.default, NamedNode):
        if iri := thing_of(engine, words, text, choices):
            return NamedNode(iri)
        raise ValueError(_UNKNOWN)
    try:
        return parameter.term(text)
    except ValueError as error:
        raise ValueError(_FAULTS.get(parameter.default.datatype, _EMPTY)) from error


def _field(words: Words, chosen: Chosen, parameter: Parameter, language: str) -> Field:
    term = chosen.terms[parameter.name]
    value = address_value(words.addresses, term)
    text = chosen.texts.get(parameter.name, value)
    fault = chosen.faults.get(parameter.name, "")
    labels = parameter.labels
    label = Link(in_language(labels, language), language=language_of(labels, language))
    if isinstance(parameter.default, NamedNode):
        kind, text, choices = _things(words, chosen.choices.get(parameter.name, {}), term.value, text, fault)
    elif parameter.default.datatype == XSD.boolean:
        kind, choices = "choice", tuple(Choice(each, each, each == term.value) for each in _BOOLEANS)
    else:
        kind, choices = _KINDS.get(parameter.default.datatype, "text"), ()
    return Field(field_name(parameter), label, kind, text, choices, fault)


def _things(
    words: Words, things: Mapping[str, str], chosen: str, text: str, fault: str
) -> tuple[str, str, tuple[Choice, ...]]:
    """Return the kind of the field, what stands in it, and what there is to choose."""
    offered = tuple(
        Choice(address_value(words.addresses, NamedNode(iri)), label, iri == chosen) for iri, label in things.items()
    )
    if fault or chosen not in things or len(things) > MOST_CHOICES:
        return "thing", text if fault else things.get(chosen, text), offered
    return "choice", text, offered
