"""The beginning of a query: its prefixes and base, and which of the four forms it has."""

from dataclasses import dataclass
from difflib import get_close_matches

from powergraph.engine.request import Form, MalformedQuery
from powergraph.engine.tokens import Token, place

__all__ = ["Prologue", "read_prologue"]

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_FORMS = tuple(form.value for form in Form)


@dataclass(frozen=True, slots=True)
class Prologue:
    """What a query begins with. *prefixes* maps `ex` to its namespace; *end* is the index of the form's token."""

    prefixes: dict[str, str]
    has_base: bool
    form: Form
    end: int


def read_prologue(text: str, tokens: list[Token]) -> Prologue:
    """Read BASE, PREFIX and VERSION declarations up to the query form (SPARQL 1.1, 4.1.1 and 19.8).

    Keywords need no space behind them, so that `SELECT*` and `PREFIXex:<...>` count.

    Raises MalformedQuery where no query form follows, and says so when it is an update.
    """
    prefixes: dict[str, str] = {}
    has_base = False
    at = 0
    while at < len(tokens):
        token, following = tokens[at], tokens[at + 1 : at + 3]
        keyword = token.text.upper()
        if keyword in ("BASE", "VERSION") and following and following[0].kind in ("iri", "string"):
            has_base = has_base or keyword == "BASE"
            at += 2
        elif keyword == "PREFIX" and [token.kind for token in following] == ["name", "iri"]:
            prefixes[following[0].text[:-1]] = following[1].text[1:-1]
            at += 3
        elif keyword.startswith("PREFIX") and token.kind == "name" and following and following[0].kind == "iri":
            prefixes[token.text[6:-1]] = following[0].text[1:-1]
            at += 2
        else:
            break
    return Prologue(prefixes, has_base, _form(text, tokens, at), at)


def _form(text: str, tokens: list[Token], at: int) -> Form:
    if at == len(tokens):
        what = "The query ends after its prefixes" if tokens else "The query is empty"
        raise MalformedQuery(what, *place(text, len(text)), hint=_BEGIN)
    token = tokens[at]
    keyword = token.text.upper()
    if token.kind == "word" and keyword in _FORMS:
        return Form(keyword)
    for form in Form:
        if token.kind in ("word", "name") and keyword.startswith(form):
            return form
    line, column = place(text, token.start)
    if keyword.startswith(_UPDATES) and token.kind == "word":
        raise MalformedQuery(f"{keyword} is an update, and this endpoint only reads", line, column, _BEGIN)
    if keyword.startswith("PREFIX"):
        hint = "A prefix is declared like this: PREFIX ex: <https://example.org/>"
        raise MalformedQuery("The PREFIX declaration is not complete", line, column, hint)
    if keyword.startswith("BASE"):
        raise MalformedQuery("The BASE declaration is not complete", line, column, "BASE <https://example.org/>")
    close = get_close_matches(keyword[:20], _FORMS, 1, 0.6) if token.kind == "word" else []
    hint = f"Did you mean {close[0]}?" if close else _BEGIN
    shown = token.text if len(token.text) <= 40 else token.text[:40] + "..."
    raise MalformedQuery(f"A query cannot begin with {shown}", line, column, hint)


_BEGIN = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE."
