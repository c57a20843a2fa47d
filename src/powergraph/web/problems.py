"""Everything that goes wrong, as one value that is told to programs (RFC 9457) and to people alike."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from powergraph.config import SETTINGS, Setting
from powergraph.engine.request import Busy, EngineError, MalformedQuery
from powergraph.web.negotiation import PROBLEM, NotAcceptable
from powergraph.web.translation import N_

__all__ = ["Problem", "Refused", "excerpt_of", "problem_headers", "problem_json", "problem_kinds", "problem_of"]

#: The titles that the engine gives its errors; it knows nothing of pages and their languages.
ENGINE_TITLES = (
    N_("The server is busy"),
    N_("The query is not valid SPARQL"),
    N_("There is no such graph"),
    N_("The answer cannot be written in this format"),
    N_("The query needs too much memory"),
    N_("The answer is too large"),
    N_("Federated queries are off"),
    N_("The query took too long"),
    N_("The query is too complex"),
    N_("The query engine failed"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong.

    *type* is a fragment of the page `/problems`. *line* and *column* are 1-based places in the query, 0 where there is
    none; *excerpt* is that line and a marker below it. *setting* is the limit that was hit, *retry_after* in seconds,
    *allow* the methods that would have worked, *offered* the media types that exist. *replaced_by* is the canonical IRI
    of what stands for something that is gone.
    """

    status: int
    title: str
    detail: str = ""
    type: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    hint: str = ""
    setting: Setting | None = None
    retry_after: int = 0
    allow: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    replaced_by: str = ""


class Refused(Exception):
    """A request that gets a problem for an answer; raised wherever that is found out."""

    def __init__(self, status: int, title: str, detail: str = "", *, hint: str = "", allow: Sequence[str] = ()) -> None:
        super().__init__(detail or title)
        self.problem = Problem(status, title, detail, hint=hint, allow=tuple(allow))

    @classmethod
    def by_limit(cls, status: int, title: str, setting: str, limit: int) -> "Refused":
        """Refuse what exceeds *limit*, naming the setting that sets it."""
        refused = cls(status, title)
        known = _setting(setting)
        detail = f"{known.help[0].upper()}{known.help[1:]}: at most {limit:,} {known.unit}." if known else ""
        refused.problem = Problem(status, title, detail, type="limit", setting=known)
        return refused

    @classmethod
    def gone(cls, since: str, replaced_by: str) -> "Refused":
        """Refuse what was published once; *since* is a day, *replaced_by* an IRI, each "" where it is not known."""
        until = f"until {since}" if since else "once"
        refused = cls(410, N_("This is gone"), f"This was part of the dataset {until}, and is not any more.")
        refused.problem = replace(refused.problem, replaced_by=replaced_by)
        return refused


def problem_of(error: Exception, query: str = "") -> Problem:
    """Turn what was raised into a problem; *query* is the text in which a malformed query's place is shown."""
    match error:
        case Refused():
            return error.problem
        case NotAcceptable():
            offered = tuple(each.name for each in error.offered)
            return Problem(406, N_("No such format"), f"This can be had as {', '.join(offered)}.", offered=offered)
        case MalformedQuery():
            return Problem(
                error.status,
                error.title,
                error.message or str(error),
                type=_type_of(type(error)),
                line=error.line,
                column=error.column,
                excerpt=excerpt_of(query, error.line, error.column),
                hint=error.hint,
            )
        case EngineError():
            problem = Problem(error.status, error.title, f"{error}.", type=_type_of(type(error)))
            retry_after = error.retry_after if isinstance(error, Busy) else 5 if error.status == 503 else 0
            return replace(problem, setting=_setting(error.setting), retry_after=retry_after)
    return Problem(500, N_("Something went wrong"), N_("The server failed to answer; its log says more."))


def problem_json(problem: Problem, root_path: str = "") -> bytes:
    """Render a problem for programs; fields that say nothing are left out."""
    body: dict[str, object] = {
        "type": f"{root_path}/problems#{problem.type}" if problem.type else "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "line": problem.line,
        "column": problem.column,
        "excerpt": problem.excerpt,
        "hint": problem.hint,
        "offered": list(problem.offered),
        "replacedBy": problem.replaced_by,
    }
    if problem.setting:
        body |= {
            "setting": problem.setting.name,
            "option": problem.setting.option,
            "environment": problem.setting.environment,
        }
    said = {key: value for key, value in body.items() if value}
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def problem_kinds() -> tuple[tuple[str, str, int, Setting | None], ...]:
    """Return the kinds of problems that a type may name: anchor, title, status and the setting that decides."""
    kinds = [
        (_type_of(kind), kind.title, kind.status, _setting(kind().setting)) for kind in EngineError.__subclasses__()
    ]
    return (*sorted(kinds), ("limit", N_("The request exceeds a limit"), 413, None))


def problem_headers(problem: Problem) -> tuple[tuple[str, str], ...]:
    """Return the headers of a problem besides its Content-Type."""
    headers = [("Cache-Control", "no-store"), ("Vary", "Accept, Accept-Encoding")]
    if problem.retry_after:
        headers.append(("Retry-After", str(problem.retry_after)))
    if problem.allow:
        headers.append(("Allow", ", ".join(problem.allow)))
    return tuple(headers)


#: Content-Type of problem_json.
PROBLEM_TYPE = PROBLEM.content_type

#: A long line is shown only this far to each side of the place.
_EXCERPT_SIDE = 60


def excerpt_of(query: str, line: int, column: int) -> str:
    """Return the line of *query* where it went wrong, with a `^` below the column; "" where the place is not known.

    >>> print(excerpt_of("ASK {\\n ?s ?p }", 2, 8))
     ?s ?p }
           ^
    """
    lines = query.split("\n")
    if not 1 <= line <= len(lines) or column < 1:
        return ""
    text = lines[line - 1].rstrip("\r").replace("\t", " ")
    start = max(0, column - 1 - _EXCERPT_SIDE)
    shown = text[start : column - 1 + _EXCERPT_SIDE]
    return f"{shown}\n{' ' * (column - 1 - start)}^"


def _type_of(kind: type[EngineError]) -> str:
    name = kind.__name__
    return "".join(f"-{c.lower()}" if c.isupper() and place else c.lower() for place, c in enumerate(name))


def _setting(name: str) -> Setting | None:
    return next((setting for setting in SETTINGS if setting.name == name), None)
