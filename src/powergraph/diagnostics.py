"""What is told to an author: a fault or a remark at a place in a note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Diagnostic", "Place", "Severity", "count_by_severity", "visible"]

#: What a terminal obeys instead of showing it: control characters, line ends of all kinds, and those that turn the
#: direction of text.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return *text* as one line that a terminal shows as it is: what it would obey is written as an escape.

    >>> print(visible("a\\x1b[2Jb\\nc"))
    a\\x1b[2Jb\\nc
    """
    return _UNSHOWN.sub(lambda match: ascii(match.group())[1:-1], text)


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
        """Tell it the way compilers do: `file:line:column: severity: message (hint) [rule]`, in one line.

        >>> print(Diagnostic("a.md", 3, 1, Severity.WARNING, "links.wanted", "no note is called X", "write it"))
        a.md:3:1: warning: no note is called X (write it) [links.wanted]
        """
        return visible(f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.words}")

    @property
    def words(self) -> str:
        """The message with its hint and rule: what stands behind the place and the severity."""
        hint = f" ({self.hint})" if self.hint else ""
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{self.message}{hint}{rule}"


def count_by_severity(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    """Count the diagnostics of each severity; every severity has an entry."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    return counts
