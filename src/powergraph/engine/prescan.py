"""What the engine wants to know of a query before it runs: its form, and whether it is worth starting at all."""

import re
from dataclasses import dataclass

from powergraph.config import ServeConfig
from powergraph.engine.request import Form, MalformedQuery

__all__ = ["Scan", "scan"]


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over a query's tokens told. *volatile*: it may answer differently each time (NOW, RAND, ...)."""

    form: Form
    volatile: bool


def scan(text: str, config: ServeConfig) -> Scan:
    """Return what *text* is; raises MalformedQuery, ServiceRefused or TooComplex where it is not worth starting."""
    match = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)", text, re.IGNORECASE)
    if not match:
        raise MalformedQuery("The query has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return Scan(Form(match[1].upper()), False)
