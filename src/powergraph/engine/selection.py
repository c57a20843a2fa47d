"""`SELECT *` with its columns in the order in which the query names them (SPARQL 1.1, 18.2.4.4 leaves it open)."""

from pyoxigraph import QuerySolutions, Store

from powergraph.engine.tokens import Token, tokenise
from powergraph.prefixes import BASE_IRI

__all__ = ["in_order_of_appearance"]

#: The star stands within so many tokens behind SELECT: DISTINCT or REDUCED may come before it.
_STAR_WITHIN = 2


def in_order_of_appearance(text: str) -> str:
    """Return the query with the variables in place of the star of its outermost SELECT, else as it is.

    The engine sorts them by name. Which ones a star means only the parser knows, so it is asked over an empty store.

    Raises SyntaxError where the text is not SPARQL.

    >>> in_order_of_appearance("SELECT * { ?b ?a 1 }")
    'SELECT ?b ?a { ?b ?a 1 }'
    """
    if "*" not in text or "service" in text.lower():  # asking the parser would ask the other endpoint too
        return text
    tokens = tokenise(text)
    star = _star(tokens)
    if star is None:
        return text
    result = Store().query(text, base_iri=BASE_IRI)
    if not isinstance(result, QuerySolutions) or len(result.variables) < _STAR_WITHIN:
        return text
    meant = {variable.value for variable in result.variables}
    names = list(dict.fromkeys(token.text[1:] for token in tokens if token.kind == "variable"))
    ordered = [name for name in names if name in meant]
    if len(ordered) != len(meant):  # a name is written with an escape: the engine's order will do
        return text
    return text[: star.start] + " ".join(f"?{name}" for name in ordered) + text[star.start + 1 :]


def _star(tokens: list[Token]) -> Token | None:
    for at, token in enumerate(tokens):
        if token.text == "{":
            return None
        if token.kind == "word" and token.text.upper().startswith("SELECT"):
            following = tokens[at + 1 : at + 1 + _STAR_WITHIN]
            if following and following[0].text.upper() in ("DISTINCT", "REDUCED"):
                following = following[1:]
            return following[0] if following and following[0].text == "*" else None
    return None
