"""What is told to an author: a fault or a remark at a place in a note."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Diagnostic", "Place", "Severity", "count_by_severity"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is written: a note's path below the vault and a 1-based line and column in it."""

    path: str
    line: int = 1
    column: int = 1


class Severity(StrEnum):
    """How bad it is; errors make the exit code 1, warnings and infos do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for an info."""
        return ("error", "warning", "info").index(self.value)


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One fault or remark. *line* and *column* are 1-based; line 1, column 1 where the whole file is meant.

    *path* is the note's path below the vault, with `/`; *rule* is a stable short name such as `links.dangling`;
    *hint* says what to do about it, or is empty.
    """

    path: str
    line: int
    column: int
    severity: Severity
    rule: str
    message: str
    hint: str = field(default="")

    def __str__(self) -> str:
        """Tell it the way compilers do: `file:line:column: severity: message`.

        >>> print(Diagnostic("a.md", 3, 1, Severity.WARNING, "links.dangling", "no note is called X"))
        a.md:3:1: warning: no note is called X
        """
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message}{hint}"


def count_by_severity(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    """Count the diagnostics of each severity; every severity has an entry."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    return counts
