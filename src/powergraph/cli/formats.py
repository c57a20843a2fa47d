"""The forms in which diagnostics are told: lines of text, JSON, SARIF 2.1.0 and the annotations of GitHub's CI."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from powergraph import __version__
from powergraph.diagnostics import Diagnostic, Severity, visible
from powergraph.rules import Rule

__all__ = ["FORMATS", "Folded", "Told", "fold", "github_lines", "json_text", "sarif_text", "shown_path"]

FORMATS = ("text", "json", "sarif", "github")
#: How many infos of one rule are told in text before the rest is only counted.
_MOST_INFOS = 10
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
#: The base of the locations that do not lie below the working directory.
_BASE = "NOTES"


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told of the folder *notes*; *confidential* are those that concern private notes."""

    notes: Path
    diagnostics: tuple[Diagnostic, ...]
    confidential: frozenset[Diagnostic] = frozenset()

    @property
    def public(self) -> tuple[Diagnostic, ...]:
        """What may leave the author's own machine: all that does not concern a private note."""
        return tuple(d for d in self.diagnostics if d not in self.confidential)


@dataclass(frozen=True, slots=True)
class Folded:
    """Diagnostics to show one by one, and how many more there are of each rule."""

    shown: tuple[Diagnostic, ...]
    more: Mapping[str, int]


def shown_path(notes: Path, path: str) -> str:
    """Return the path of what a diagnostic tells of, as the caller of a command sees it."""
    beside = path.startswith("../") and notes.is_symlink()  # a file beside what the link leads to
    return Path(os.path.normpath((notes.resolve() if beside else notes) / path)).as_posix()


def fold(diagnostics: Iterable[Diagnostic], most: int = _MOST_INFOS) -> Folded:
    """Keep all errors and warnings and the first *most* infos of each rule."""
    seen: Counter[str] = Counter()
    shown: list[Diagnostic] = []
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.INFO:
            seen[diagnostic.rule] += 1
            if seen[diagnostic.rule] > most:
                continue
        shown.append(diagnostic)
    return Folded(tuple(shown), {rule: count - most for rule, count in sorted(seen.items()) if count > most})


def json_text(told: Told, counts: Mapping[str, Any]) -> str:
    """Return everything as one JSON object: *counts*, and `diagnostics` with one object each.

    Those that concern a private note have `"private": true`: what reads this is the author's own.
    """
    listed = [
        {**asdict(d), "path": shown_path(told.notes, d.path), **({"private": True} if d in told.confidential else {})}
        for d in told.diagnostics
    ]
    return json.dumps({**counts, "diagnostics": listed}, ensure_ascii=False, indent=1)


def github_lines(told: Told) -> Iterator[str]:
    """Yield a workflow command for each diagnostic: `::error file=…,line=…,col=…,title=…::message`.

    Nothing that concerns a private note: annotations are shown to everybody who may read the repository.
    """
    for d in told.public:
        place = {"file": shown_path(told.notes, d.path), "line": str(d.line), "col": str(d.column)}
        properties = {**(place if _is_file(told.notes, d.path) else {}), "title": f"powergraph {d.rule}"}
        written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        hint = f" ({d.hint})" if d.hint else ""
        message = d.message if _is_file(told.notes, d.path) else f"{d.path}: {d.message}"
        yield f"::{_COMMANDS[d.severity]} {written}::{_data(_shown(message + hint))}"


def _shown(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))


def _data(text: str) -> str:
    """Escape the message of a workflow command, as @actions/core does.

    >>> _data("50 % of\\nit")
    '50 %25 of%0Ait'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property of a workflow command: the message's signs, and those that end a property.

    >>> _property("a,b: c.md")
    'a%2Cb%3A c.md'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_text(told: Told, rules: Sequence[Rule]) -> str:
    """Return a SARIF 2.1.0 log with one run; *rules* are those that may be told. It has nothing private, see Told."""
    used = {d.rule for d in told.public}
    known = [rule for rule in rules if rule.id in used]
    known += [Rule(name, (Severity.WARNING,), name, "") for name in sorted(used - {rule.id for rule in known})]
    index = {rule.id: number for number, rule in enumerate(sorted(known, key=lambda rule: rule.id))}
    results = list(_results(told, index))
    located = json.dumps(results)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "powergraph",
                "version": __version__,
                "informationUri": "https://w3id.org/powergraph/",
                "rules": [_descriptor(rule) for rule in sorted(known, key=lambda rule: rule.id)],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    if f'"uriBaseId": "{_BASE}"' in located:
        run["originalUriBaseIds"] = {_BASE: {"uri": told.notes.resolve().parent.as_uri() + "/"}}
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _descriptor(rule: Rule) -> dict[str, Any]:
    help_ = " ".join(filter(None, (rule.means, rule.remedy)))
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.means},
        "fullDescription": {"text": rule.means},
        "help": {"text": help_, "markdown": help_},
        "defaultConfiguration": {"level": _LEVELS[rule.worst]},
    }


def _results(told: Told, index: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    often: Counter[tuple[str, str, str]] = Counter()
    for d in told.public:
        # Without line and column: a fingerprint stays when lines are added above.
        key = (d.rule, d.path, d.message)
        often[key] += 1
        digest = hashlib.sha256("\x1f".join(key).encode("utf-8", "backslashreplace")).hexdigest()[:32]
        yield {
            "ruleId": d.rule,
            "ruleIndex": index[d.rule],
            "level": _LEVELS[d.severity],
            "message": {"text": visible(d.message + (f" ({d.hint})" if d.hint else ""))},
            "locations": [_location(told.notes, d)],
            "partialFingerprints": {"powergraph/v1": f"{digest}:{often[key]}"},
        }


def _location(notes: Path, d: Diagnostic) -> dict[str, Any]:
    if not _is_file(notes, d.path):
        return {"logicalLocations": [{"fullyQualifiedName": visible(d.path)}]}
    region = {"startLine": d.line, "startColumn": d.column}
    return {"physicalLocation": {"artifactLocation": _artifact(notes, d.path), "region": region}}


def _artifact(notes: Path, path: str) -> dict[str, str]:
    """Return where a file is: relative to the working directory, else to the folder that holds the notes."""
    for base, root in (("", Path.cwd()), (_BASE, notes.resolve().parent)):
        relative = os.path.relpath(notes.resolve() / path, root.resolve())
        if not relative.startswith(".."):
            uri = quote(Path(relative).as_posix(), safe="/", errors="surrogateescape")
            return {"uri": uri} | ({"uriBaseId": base} if base else {})
    return {"uri": Path(os.path.normpath(notes.resolve() / path)).as_uri()}


def _is_file(notes: Path, path: str) -> bool:
    """Tell whether a diagnostic is about a file (or folder), and not about a named graph of the dataset."""
    return os.path.lexists(notes / path)
