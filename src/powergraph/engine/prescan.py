"""What the engine wants to know of a query before it runs: its form, and whether it is worth starting at all."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from powergraph.config import ServeConfig
from powergraph.engine.complexity import check_complexity
from powergraph.engine.prologue import Prologue, read_prologue
from powergraph.engine.request import Form, MalformedQuery, ServiceRefused, TooComplex
from powergraph.engine.tokens import Token, place, tokenise

__all__ = ["Scan", "scan"]

#: The scan happens where all queries pass: so many tokens take it a quarter of a second.
MAX_TOKENS: Final = 100_000
#: Functions whose value changes from call to call (SPARQL 1.1, 17.4): their answers are never kept.
_VOLATILE: Final = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
#: Where none of these stands, nothing that changes can.
_MAY_CHANGE: Final = ("service", "now", "rand", "uuid", "bnode")
#: The keyword inside what reads as an IRI but could be `< ... ) SERVICE ... #`, a comparison and a comment.
_HIDDEN_SERVICE: Final = re.compile(r"(?:[^A-Za-z/_-]|true|false)service", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over a query's tokens told. *volatile*: it may answer differently each time (NOW, RAND, ...)."""

    form: Form
    volatile: bool


@lru_cache(maxsize=16)
def scan(text: str, config: ServeConfig) -> Scan:
    """Return what *text* is, in time linear in its length.

    Raises MalformedQuery where it cannot be a query or is an update, ServiceRefused where it names SERVICE outside of
    strings, IRIs and comments, and TooComplex where it exceeds a limit of *config*: each before a worker has seen it.
    """
    if not text.isascii():
        _check_characters(text)
    tokens = tokenise(text, MAX_TOKENS)
    if len(tokens) > MAX_TOKENS:
        raise TooComplex("words and signs", MAX_TOKENS)
    if tokens and tokens[-1].kind == "unclosed":
        _refuse_unclosed(text, tokens[-1])
    prologue = read_prologue(text, tokens)
    lower = text.lower()
    if "service" in lower:
        _refuse_service(tokens, prologue, frozenset(config.allow_service.split()))
    check_complexity(tokens, config)
    return Scan(prologue.form, any(map(lower.__contains__, _MAY_CHANGE)) and _is_volatile(tokens))


def _check_characters(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MalformedQuery("The query holds half a character", *place(text, error.start)) from error


def _refuse_unclosed(text: str, token: Token) -> None:
    quote = token.text[:3] if token.text.startswith(('"""', "'''")) else token.text[0]
    hint = "" if len(quote) == 3 else f"Close it with {quote} in the same line; longer strings stand in {quote * 3}."
    raise MalformedQuery(f"The string that begins with {quote} is not closed", *place(text, token.start), hint)


def _refuse_service(tokens: list[Token], prologue: Prologue, allowed: frozenset[str]) -> None:
    """Refuse SERVICE, also where the parser would see it though a reader hardly does: it needs no space around it.

    Only a plain SERVICE with a constant IRI that is *allowed*, letter by letter, passes.
    """
    for at, (kind, text, _) in enumerate(tokens):
        if kind == "word" and "service" in text.lower():
            target = _target(tokens[at + 1 : at + 3], prologue.prefixes)
            if text.upper() != "SERVICE" or target not in allowed:
                raise ServiceRefused(target)
        if kind == "name" and "service" in text.partition(":")[0].lower():
            before = tokens[at - 1]
            names_graph = before.kind == "word" and before.text.upper() in ("GRAPH", "FROM", "NAMED")
            if at + 1 < len(tokens) and tokens[at + 1].text == "{" and not names_graph:
                raise ServiceRefused
        if kind == "iri" and (bracket := text.find(")")) >= 0:
            found = _HIDDEN_SERVICE.search(text, bracket)
            if found and "#" in text[found.end() :]:
                raise ServiceRefused


def _target(following: list[Token], prefixes: dict[str, str]) -> str:
    """Return the IRI that SERVICE names, "" where it is a variable or unknown."""
    if following and following[0].text.upper() == "SILENT":
        following = following[1:]
    if not following:
        return ""
    kind, text, _ = following[0]
    if kind == "iri":
        return text[1:-1]
    prefix, _, local = text.partition(":")
    return prefixes[prefix] + local if kind == "name" and prefix in prefixes else ""


def _is_volatile(tokens: list[Token]) -> bool:
    """Tell whether an answer may change while the data stays: by a function, or because another endpoint is asked."""
    return any(
        kind == "word"
        and (
            text.upper() == "SERVICE"
            or (text.upper().endswith(_VOLATILE) and tokens[at + 1 : at + 2] and tokens[at + 1].text == "(")
        )
        for at, (kind, text, _) in enumerate(tokens)
    )
