"""Turns the parser's complaint about a query into a sentence that helps its author."""

import re

from powergraph.engine.request import MalformedQuery

__all__ = ["explain"]

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def explain(text: str, complaint: str) -> MalformedQuery:
    """Return what is wrong with the query *text*, of which pyoxigraph's parser said *complaint*."""
    match = _PLACE.match(complaint)
    if not match:
        return MalformedQuery(complaint)
    return MalformedQuery(f"The query is not valid SPARQL: {match[3]}", int(match[1]), int(match[2]))
