"""The head of a question's file: the comment lines that say in words what is asked, in what languages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from pyoxigraph import Literal

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.question import DEFAULT_LEVEL, LEVELS

__all__ = ["Head", "HeadParameter", "read_head"]

KEYS = ("title", "question", "note", "level", "parameter")
_ENTRY = re.compile(r"#[ \t]?(?P<key>[A-Za-z]+)(?:@(?P<language>[^\s:]*))?[ \t]*:[ \t]*(?P<value>.*)")
_CONTINUED = re.compile(r"#[ \t]{2,}(?P<value>\S.*)")


@dataclass(frozen=True, slots=True)
class HeadParameter:
    """A parameter as the head names it: the variable, its labels by language, the line that names it first."""

    name: str
    labels: dict[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, by language; *end* is the number of lines before the query begins."""

    titles: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    parameters: tuple[HeadParameter, ...] = ()
    level: int = DEFAULT_LEVEL
    end: int = 0
    told: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _Entry:
    line: int
    key: str
    language: str
    value: str


def read_head(lines: Sequence[str], path: str, language: str) -> Head:
    """Read the comment lines that a file begins with. Texts without `@` are in *language*. Faults are *told*.

    Each is `# key: value` or `# key@fr: value`; a line that begins with `#` and two blanks or more continues the one
    above. The head ends at the first line that is no comment, an empty one included.
    """
    return _Reader(path, language).read(lines)


class _Reader:
    def __init__(self, path: str, language: str) -> None:
        self._path = path
        self._language = language
        self._told: list[Diagnostic] = []
        self._texts: dict[str, dict[str, str]] = {"title": {}, "question": {}, "note": {}}
        self._parameters: dict[str, HeadParameter] = {}
        self._levels: list[int] = []

    def read(self, lines: Sequence[str]) -> Head:
        first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
        end = next((at for at in range(first, len(lines)) if not lines[at].startswith("#")), len(lines))
        for entry in self._entries(lines[first:end], first + 1):
            self._take(entry)
        while end < len(lines) and not lines[end].strip():
            end += 1
        parameters, level = tuple(self._parameters.values()), self._levels[0] if self._levels else DEFAULT_LEVEL
        titles, questions, notes = self._texts.values()
        return Head(titles, questions, notes, parameters, level, end, tuple(self._told))

    def _entries(self, lines: Sequence[str], first_line: int) -> list[_Entry]:
        entries: list[_Entry] = []
        for number, line in enumerate(lines, first_line):
            if continued := _CONTINUED.fullmatch(line.rstrip()):
                if entries:
                    entries[-1].value = f"{entries[-1].value} {continued['value']}".strip()
                    continue
            elif found := _ENTRY.fullmatch(line.rstrip()):
                entries.append(_Entry(number, found["key"], found["language"] or "", found["value"]))
                continue
            if line.strip("# \t\r\n"):
                hint = "write # question: ..., and other comments below an empty line"
                self._tell(number, "head", "a comment that says nothing of the question", hint)
        return entries

    def _take(self, entry: _Entry) -> None:
        if entry.key not in KEYS:
            close = get_close_matches(entry.key.lower(), KEYS, 1)
            hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(KEYS)}"
            self._tell(entry.line, "head", f"{entry.key} is not a part of a question", hint)
        elif entry.language and not _is_language(entry.language):
            self._tell(entry.line, "language", f"@{entry.language} is not a language", "write for example @fr")
        elif not entry.value:
            self._tell(entry.line, "head", f"{entry.key} is empty")
        elif entry.key == "level":
            self._level(entry)
        elif entry.key == "parameter":
            self._parameter(entry)
        else:
            self._text(self._texts[entry.key], entry, entry.value, entry.key)

    def _level(self, entry: _Entry) -> None:
        if not (entry.value.isascii() and entry.value.isdigit() and entry.value.lstrip("0") in map(str, LEVELS)):
            message = f"the level is {entry.value[:40]!r}"
            self._tell(entry.line, "level", message, f"it goes from {LEVELS[0]} (simple) to {LEVELS[-1]} (hard)")
        elif self._levels:
            self._tell(entry.line, "repeated", "the level is said twice; the first counts")
        else:
            self._levels.append(int(entry.value))

    def _parameter(self, entry: _Entry) -> None:
        name, _, label = (part.strip() for part in entry.value.partition("|"))
        name = name.lstrip("?$")
        if not re.fullmatch(r"\w+", name):
            message = f"{name!r} cannot be the name of a variable"
            self._tell(entry.line, "parameter", message, "write # parameter: name | what it is", Severity.ERROR)
            return
        parameter = self._parameters.setdefault(name, HeadParameter(name, {}, entry.line))
        if label:
            self._text(parameter.labels, entry, label, f"the parameter {name}")

    def _text(self, texts: dict[str, str], entry: _Entry, text: str, what: str) -> None:
        language = (entry.language or self._language).lower()
        if language in texts:
            self._tell(entry.line, "repeated", f"{what} is said twice in the language {language}; the first counts")
        else:
            texts[language] = text

    def _tell(self, line: int, rule: str, message: str, hint: str = "", severity: Severity = Severity.WARNING) -> None:
        self._told.append(Diagnostic(self._path, line, 1, severity, f"questions.{rule}", message, hint))


def _is_language(tag: str) -> bool:
    """Tell whether a literal may have this language (BCP 47)."""
    try:
        Literal("", language=tag)
    except ValueError:
        return False
    return True
