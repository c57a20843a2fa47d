"""Turns the parser's complaint about a query into a sentence that helps its author.

The parser names the furthest place it looked at, which for a keyword lies behind the place where it stopped, and of
what it expected only a part. So obvious faults are looked for first, and else the parser is asked again in a way that
makes it exact.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from pyoxigraph import Store

from powergraph.engine.advice import advise
from powergraph.engine.keywords import AGGREGATES, FUNCTIONS, INSTEAD, KEYWORDS
from powergraph.engine.prologue import Prologue, read_prologue
from powergraph.engine.request import EngineError, MalformedQuery, ServiceRefused, UpstreamFailed
from powergraph.engine.tokens import Token, place, tokenise
from powergraph.prefixes import PREFIXES

__all__ = ["explain", "explain_evaluation"]

_COMPLAINT: Final = re.compile(r"error at (\d+):\d+: expected (?:one of )?(.*)", re.DOTALL)
#: A rule that the grammar has in words, among the things that were expected.
_RULE: Final = re.compile(r"(?:^|, )((?:The|SELECT|Duplicated|BIND|Variable|Blank)[^,\[\"]+ [^,\[\"]+)")
_FUNCTION: Final = re.compile(r"The custom function (<.+>) is not supported")
_PAIRS: Final = {"{": "}", "(": ")", "[": "]", "{|": "|}", "<<": ">>"}
_PLAIN: Final = {
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u00a0": "a space", "\u2013": "-",
    "\u2212": "-", "\ufeff": "nothing",
}  # fmt: skip
#: More than the longest keyword: behind so much white space the parser cannot look over the next token.
_ROOM: Final = " " * 24 + "\n"


def explain(text: str, complaint: str) -> MalformedQuery:
    """Return what is wrong with the query *text*, of which pyoxigraph's parser said *complaint*."""
    tokens = tokenise(text)
    try:
        prologue = read_prologue(text, tokens)
    except MalformedQuery as error:
        return error
    looks: tuple[Callable[[str, list[Token], Prologue], MalformedQuery | None], ...] = (
        _strange_character,
        _bracket,
        _prefix,
        _relative_iri,
        _unknown_word,
        _ungrouped,
    )
    for look in looks:
        if found := look(text, tokens, prologue):
            return found
    return _unexpected(text, tokens, complaint)


def explain_evaluation(text: str, complaint: str) -> EngineError:
    """Return why the well-formed query *text* could not be evaluated, of which pyoxigraph said *complaint*."""
    if unknown := _FUNCTION.search(complaint):
        named = [token for token in tokenise(text) if token.text == unknown[1]]
        line, column = place(text, named[0].start) if named else (0, 0)
        return MalformedQuery(f"There is no function {unknown[1]}", line, column)
    if "service" in complaint.lower():
        return ServiceRefused()
    return UpstreamFailed(f"The query could not be evaluated: {complaint}")


def _told(text: str, offset: int, message: str, hint: str = "") -> MalformedQuery:
    return MalformedQuery(message, *place(text, offset), hint)


def _strange_character(text: str, tokens: list[Token], _: Prologue) -> MalformedQuery | None:
    for kind, character, start in tokens:
        if kind == "other":
            name = character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"
            hint = f"Write {_PLAIN[character]} instead." if character in _PLAIN else ""
            return _told(text, start, f"The character {name} has no meaning here", hint)
    return None


def _bracket(text: str, tokens: list[Token], _: Prologue) -> MalformedQuery | None:
    opened: list[Token] = []
    for token in tokens:
        if token.kind != "mark":
            continue
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values():
            if not opened:
                return _told(text, token.start, f"This {token.text} closes nothing")
            first = opened.pop()
            if _PAIRS[first.text] != token.text:
                line, column = place(text, first.start)
                hint = f"The {first.text} of line {line}, column {column} has to be closed first."
                return _told(text, token.start, f"Here stands {token.text} instead of {_PAIRS[first.text]}", hint)
    if opened:
        last = opened[-1]
        return _told(text, last.start, f"This {last.text} is never closed", f"A {_PAIRS[last.text]} is missing.")
    return None


def _prefix(text: str, tokens: list[Token], prologue: Prologue) -> MalformedQuery | None:
    for at in range(prologue.end, len(tokens)):
        kind, name, start = tokens[at]
        prefix = name.partition(":")[0]
        if kind != "name" or prefix in prologue.prefixes:
            continue
        if tokens[at - 1].text == "<" and tokens[at - 1].start == start - 1:
            what = "This IRI holds a character that IRIs do not have, such as a space or a quote"
            return _told(text, start - 1, what, "Write it encoded, a space for instance as %20.")
        if prefix in ("http", "https", "urn", "mailto"):
            return _told(text, start, "An IRI stands in angle brackets", "Write it like <https://example.org/x>.")
        namespace = PREFIXES.get(prefix, "...")
        hint = f"Add this line before the query: PREFIX {prefix}: <{namespace}>"
        return _told(text, start, f"The prefix {prefix}: is not declared", hint)
    return None


def _relative_iri(text: str, tokens: list[Token], prologue: Prologue) -> MalformedQuery | None:
    if not prologue.has_base:
        for kind, iri, start in tokens:
            if kind == "iri" and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", iri):
                hint = "Write the IRI in full, or add BASE <https://example.org/> before the query."
                return _told(text, start, f"{iri} is a relative IRI, and the query names no base", hint)
    return None


def _unknown_word(text: str, tokens: list[Token], prologue: Prologue) -> MalformedQuery | None:
    for at in range(prologue.end, len(tokens)):
        kind, word, start = tokens[at]
        upper = word.upper()
        if kind != "word" or upper in KEYWORDS:
            continue
        called = at + 1 < len(tokens) and tokens[at + 1].text == "("
        close = get_close_matches(upper[:30], FUNCTIONS if called else KEYWORDS - FUNCTIONS, 1, 0.7)
        hint = INSTEAD.get(upper) or (f"Did you mean {close[0]}?" if close else "")
        if not hint and not called:
            hint = f"A variable is written ?{word}, a text in quotes."
        return _told(text, start, f"There is no {'function' if called else 'keyword'} {word}", hint)
    return None


def _ungrouped(text: str, tokens: list[Token], prologue: Prologue) -> MalformedQuery | None:
    """Find a variable of SELECT that is neither grouped by nor inside an aggregate (SPARQL 1.1, 19.8, note 12)."""
    words = [token.text.upper() for token in tokens]
    body = words.index("{") if "{" in words else 0
    aggregates = AGGREGATES.intersection(words[:body])
    if words[prologue.end] != "SELECT" or not ("GROUP" in words or aggregates):
        return None
    group = words.index("GROUP") if "GROUP" in words else len(words)
    grouped = {token.text[1:] for token in tokens[group:] if token.kind == "variable"}
    depth = 0
    for token in tokens[prologue.end + 1 : body]:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.text == "*" and not depth:
            return _told(text, token.start, "SELECT * cannot be grouped", "Name the variables that you group by.")
        if token.kind == "variable" and not depth and token.text[1:] not in grouped:
            hint = f"Add it to GROUP BY, or take one of its values: (SAMPLE({token.text}) AS ?any)"
            return _told(text, token.start, f"{token.text} is selected but not grouped by", hint)
    return None


def _unexpected(text: str, tokens: list[Token], complaint: str) -> MalformedQuery:
    """Name the token at which the parser stopped: with every token on a line of its own, its line is exact."""
    units = _units(text, tokens)
    if (first := _COMPLAINT.match(complaint)) and (rule := _RULE.search(first[2])):
        return MalformedQuery(rule[1].strip())
    exact = _COMPLAINT.match(_complaint("".join(" ".join(t.text for t in unit) + _ROOM for unit in units)))
    if exact is None:
        return MalformedQuery(complaint)
    at = int(exact[1]) - 1
    expected = _expected(" ".join(token.text for unit in units[:at] for token in unit))
    if at >= len(units):
        return _told(text, len(text), "The query ends too early", _list(expected))
    token = units[at][0]
    hint = advise(tokens, tokens.index(token), expected) or _list(expected)
    return _told(text, token.start, f"{_shown(token)} is not expected here", hint)


def _units(text: str, tokens: list[Token]) -> list[list[Token]]:
    """Group tokens that must not be parted: a text and its language or datatype, a sign and its number."""
    units: list[list[Token]] = []
    for token in tokens:
        joined = units and units[-1][-1].start + len(units[-1][-1].text) == token.start
        last = units[-1][-1].text if units else ""
        if joined and (token.kind == "language" or token.text == "^^" or last in ("^^", "+", "-", "?", "^", "!")):
            units[-1].append(token)
        else:
            units.append([token])
    return units


def _complaint(text: str) -> str:
    try:
        Store().query(text)
    except SyntaxError as error:
        return error.msg
    return ""


def _expected(beginning: str) -> list[str]:
    """Return the marks that may follow *beginning*; keywords are not among them."""
    exact = _COMPLAINT.match(_complaint(beginning))
    if exact is None:
        return []
    marks = re.findall(r'"([^"\\ \w]{1,3})"', re.sub(r"\['[^]]*\]", "", exact[2]))
    digits = ["a number"] if "['0' ..= '9']" in exact[2].replace("'..='", "' ..= '") else []
    return [mark for mark in dict.fromkeys(marks) if mark not in ("~", "{|", "<<", "<<(")] + digits


def _list(expected: list[str]) -> str:
    if not expected or len(expected) > 6:
        return ""
    return f"What may follow is {expected[0]}." if len(expected) == 1 else f"What may follow: {'  '.join(expected)}"


def _shown(token: Token) -> str:
    return token.text if len(token.text) <= 40 else token.text[:40] + "..."
