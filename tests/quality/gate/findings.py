"""A criterion, what was found against it, and how much that matters."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Criterion", "Finding", "Importance", "Result"]


class Importance(StrEnum):
    """How bad a finding is; the gate lets only minor ones through."""

    CRITICAL = "critical"
    IMPORTANT = "important"
    MINOR = "minor"


@dataclass(frozen=True, slots=True, order=True)
class Criterion:
    """Something that can be asked of what is published.

    *family* is the source of the criterion (FOOPS!, OOPS!, ...), *id* its name there, *asks* a question whose answer
    should be yes.
    """

    family: str
    id: str
    importance: Importance
    title: str
    asks: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place where a criterion is not met: a file of the checkout, a 1-based line in it (0: none), and what is wrong.

    >>> str(Finding("ontology/powergraph.ttl", 41, "pow:Topic has no label"))
    'ontology/powergraph.ttl:41: pow:Topic has no label'
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Tell it as file, line and message."""
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one criterion. *not_checked* says why nothing was looked at, "" where it was."""

    criterion: Criterion
    findings: tuple[Finding, ...] = ()
    not_checked: str = ""

    @property
    def blocks(self) -> bool:
        """Whether this must not be published: there are findings that are not minor."""
        return bool(self.findings) and self.criterion.importance is not Importance.MINOR
