"""Scores: what is counted, and precision, recall and F1 of it."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ROWS", "Fault", "Score"]

#: What is counted, in the order of the table: the name of the row and what counts as right in it.
ROWS: Mapping[str, str] = {
    "kind of note": "the kind is the annotated one",
    "topic": "its label",
    "names of topics": "each other name (aliases, acronyms; an underscore is a blank)",
    "definitions": "the words of the definition of a topic or concept",
    "section roles": "the role of the section that begins at the line",
    "power sources": "found at the line as this class, with its label",
    "power sources: group": "the group of a found source",
    "power groups": "found at the line as this class, with its label",
    "power modes": "found at the line as this class, with its label",
    "key concepts": "found at the line as this class, with its label",
    "forms": "found at the line as this class, with its label",
    "key concepts and forms": "found at the line as either class, with its label",
    "practices": "found at the line",
    "practices: class": "found, with its class",
    "practices: label": "found, with its label (a label made from the text is none)",
    "practices: text": "found, with the words of its text",
    "practices: prompt": "found, with the words of what it quotes to ask or say",
    "citations": "found at the line",
    "citations: authors": "found, with all families in order",
    "citations: year": "found, with the year as written",
    "citations: title": "found, with its title",
    "citations: identifiers": "each identifier or address",
    "links": "found at the line, as written",
    "links: meaning": "found, leading to the right note, to none (wanted), or told as ambiguous",
    "mentions": "found at the line, leading to the right concept (only where mentions are annotated)",
}


@dataclass(slots=True)
class Score:
    """How many things were right, missed (annotated but not right) and spurious (found but not right)."""

    right: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def precision(self) -> float | None:
        """Right of what was found; None where nothing was found."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else None

    @property
    def recall(self) -> float | None:
        """Right of what is annotated; None where nothing is annotated."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing was found and nothing is annotated."""
        whole = 2 * self.right + self.missed + self.spurious
        return 2 * self.right / whole if whole else None


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is not right: where, in which row, why, what was expected and what was found ("" for nothing)."""

    note: str
    line: int
    row: str
    cause: str
    expected: str
    found: str
