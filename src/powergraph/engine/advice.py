"""What to do about the mistakes in a query that people make most."""

from powergraph.engine.keywords import FUNCTIONS
from powergraph.engine.tokens import Token

__all__ = ["advise"]

_TERMS = ("variable", "iri", "name", "string", "number", "blank")


def advise(tokens: list[Token], at: int, expected: list[str]) -> str:
    """Return what to do where the parser did not expect token *at* but one of the marks *expected*, "" if unknown."""
    return _about_clauses(tokens, at, expected) or _about_brackets(tokens, at) or _about_triples(tokens, at, expected)


def _about_clauses(tokens: list[Token], at: int, expected: list[str]) -> str:
    word = tokens[at].text.upper()
    previous = tokens[at - 1].text.upper() if at else ""
    if word == "," and not any(token.text == "{" for token in tokens[:at]):
        return "The variables of SELECT stand side by side, without commas."
    if previous in ("FILTER", "BIND", "HAVING", "ASC", "DESC"):
        return f"What follows {previous} stands in brackets: {previous}( ... )"
    if previous in ("ORDER", "GROUP"):
        return f"It is called {previous} BY."
    if previous in ("SELECT", "DISTINCT", "REDUCED") and word in FUNCTIONS:
        return f"A computed column has brackets and a name: ({word}(...) AS ?name)"
    if word in ("FILTER", "BIND", "OPTIONAL", "MINUS", "UNION", "GRAPH") and previous == "}":
        return f"{word} belongs inside the {{ }} of WHERE."
    if word in ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"):
        return "Behind the last } the order is GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET."
    if expected == ["{"]:
        return "A { is missing before it."
    return ""


def _about_brackets(tokens: list[Token], at: int) -> str:
    """Advise on the inside of brackets, and on what follows a BIND."""
    token = tokens[at]
    keyword, naming = _opener(tokens, at)
    if token.text == ")" and keyword in ("BIND", "SELECT", "DISTINCT", "REDUCED") and not naming:
        return f"The value needs a name: {keyword} ( ... AS ?name )"
    if token.text == ")" and keyword in FUNCTIONS:
        return f"{keyword} needs another argument."
    if token.text == "," and keyword in FUNCTIONS:
        return f"{keyword} takes no more arguments."
    if tokens[at - 1].text == ")" and _opener(tokens, at - 1)[0] == "BIND":
        return "BIND gives a value to a variable that has none yet: the name behind AS must be a new one."
    return ""


def _opener(tokens: list[Token], at: int) -> tuple[str, bool]:
    """Return the word before the bracket that token *at* is in or closes, and whether AS stands in that bracket."""
    depth, naming = 0, False
    for index in range(at - 1, 0, -1):
        text = tokens[index].text
        if text == ")":
            depth += 1
        elif text == "(" and depth:
            depth -= 1
        elif text == "(":
            return tokens[index - 1].text.upper(), naming
        elif not depth and text.upper() == "AS":
            naming = True
    return "", False


def _about_triples(tokens: list[Token], at: int, expected: list[str]) -> str:
    token, previous = tokens[at], tokens[at - 1]
    separable = ";" in expected or "}" in expected
    if token.text in ("=", "!=", "<", ">", "<=", ">="):
        return "Comparisons stand in FILTER( ... )."
    if token.text == "." and previous.text == ".":
        return "One . between triples is enough."
    if token.text in ("/", "|", "*", "+", "^") and previous.kind == "variable":
        return "A property path is made of IRIs and prefixed names, without variables."
    if token.kind in ("string", "number", "blank") and "!" in expected:
        return "A predicate is an IRI, a prefixed name, a variable or a property path."
    if token.kind == "blank" and any(other.text == token.text for other in tokens[:at]):
        return "The label of a blank node can stand in one group only; a variable can stand in several."
    if token.text in ("}", ".", ";") and not separable and "<" in expected:
        return "The triple is not complete: it has a subject, a predicate and an object."
    if token.kind in _TERMS and separable:
        return "A . is missing before it, or a ; where it says more of the same subject."
    return ""
