"""What is wrong with the query of a question, found before anybody asks it: each fault with its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Store

from powergraph import vocabulary
from powergraph.diagnostics import Severity
from powergraph.prefixes import PREFIXES
from powergraph.query_text import Token, place_in, tokens_of

__all__ = ["QueryFault", "check_query", "is_readable"]

_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
#: Deeper queries are refused by the server as it comes (see `max_depth` in the settings), and cost the parser's stack.
_DEEPEST: Final = 64
_SYNTAX: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class QueryFault:
    """One fault at a 1-based line and column of the query; *rule* without the part before the dot."""

    line: int
    column: int
    severity: Severity
    rule: str
    message: str
    hint: str = ""


def check_query(text: str) -> tuple[QueryFault, ...]:
    """Return the faults of a query: what keeps it from being a SELECT that the server answers, and unknown terms.

    A term of our own vocabulary that does not exist is an error; one of a borrowed vocabulary that the dataset never
    uses is a warning, as the query may be meant for other data too.
    """
    tokens = tokens_of(text)
    faults = [*_form_faults(text, tokens), *_depth_faults(text, tokens), *_term_faults(text, tokens)]
    if is_readable(faults):
        faults.extend(_syntax_faults(text))
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column, fault.rule)))


def is_readable(faults: Iterable[QueryFault]) -> bool:
    """Return whether a query with these faults can be parsed: all of them are words that mean nothing."""
    return all(fault.severity is not Severity.ERROR or fault.rule == "undefined-term" for fault in faults)


def _fault(text: str, token: Token, rule: str, message: str, hint: str = "") -> QueryFault:
    return QueryFault(*place_in(text, token.start), Severity.ERROR, rule, message, hint)


def _form_faults(text: str, tokens: tuple[Token, ...]) -> Iterator[QueryFault]:
    words = [token for token in tokens if token.kind == "word"]
    first = next((t for t in words if t.text.upper() not in ("BASE", "PREFIX", "VERSION")), None)
    if first is None:
        yield QueryFault(1, 1, Severity.ERROR, "no-query", "there is no query", "below the head stands a SELECT")
    elif first.text.upper() in _UPDATES:
        yield _fault(text, first, "update", f"{first.text.upper()} changes data, and a question only reads")
    elif first.text.upper() != "SELECT":
        yield _fault(text, first, "form", f"a question cannot begin with {first.text[:40]}", "it is a SELECT")
    for word in words:
        if word.text.upper() == "SERVICE":
            yield _fault(text, word, "service", "SERVICE asks another server, and a question asks this dataset alone")


def _depth_faults(text: str, tokens: tuple[Token, ...]) -> Iterator[QueryFault]:
    depth = 0
    for token in tokens:
        if token.kind == "mark":
            depth += (token.text in "{([") - (token.text in "})]")
            if depth > _DEEPEST:
                yield _fault(text, token, "too-deep", f"more than {_DEEPEST} brackets stand in each other")
                return


def _term_faults(text: str, tokens: tuple[Token, ...]) -> Iterator[QueryFault]:
    prefixes: dict[str, str] = {}
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        before = tokens[at - 1] if at else None
        if token.kind == "name" and before and before.text.upper() == "PREFIX" and following:
            prefixes[token.text[:-1]] = following.text[1:-1]
            yield from _prefix_faults(text, token, following)
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix not in prefixes:
                yield _unknown_prefix(text, token, prefix, prefixes)
            else:
                yield from _undefined(text, token, prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))
        elif token.kind == "iri" and not (before and before.kind == "name" and before.text[:-1] in prefixes):
            yield from _undefined(text, token, token.text[1:-1])


def _prefix_faults(text: str, token: Token, namespace: Token) -> Iterator[QueryFault]:
    wanted = PREFIXES.get(token.text[:-1])
    if namespace.kind == "iri" and wanted and namespace.text[1:-1] != wanted:
        line, column = place_in(text, namespace.start)
        message = f"{token.text} stands elsewhere for <{wanted}>"
        yield QueryFault(line, column, Severity.WARNING, "prefix", message, "one prefix, one meaning")


def _unknown_prefix(text: str, token: Token, prefix: str, declared: dict[str, str]) -> QueryFault:
    close = get_close_matches(prefix, declared, 1)
    if prefix in PREFIXES:
        hint = f"add the line PREFIX {prefix}: <{PREFIXES[prefix]}>"
    else:
        hint = f"did you mean {close[0]}:?" if close else "declare it with PREFIX"
    return _fault(text, token, "unknown-prefix", f"the prefix {prefix}: is not declared", hint)


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    """Return the local names of the known terms by namespace: the ontology's, and what the program itself uses."""
    names: dict[str, set[str]] = {namespace: set() for namespace in PREFIXES.values()}
    for group in vocabulary.__all__:
        for term in vars(getattr(vocabulary, group)).values():
            if isinstance(term, NamedNode):
                namespace = getattr(vocabulary, group).namespace_iri
                names[namespace].add(term.value.removeprefix(namespace))
    return {namespace: frozenset(found) for namespace, found in names.items() if found}


def _undefined(text: str, token: Token, iri: str) -> Iterator[QueryFault]:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        known = _vocabulary().get(namespace)
        if local in ("", iri) or known is None or local in known:
            continue
        folded = {name.lower(): name for name in sorted(known)}
        close = get_close_matches(local.lower(), folded, 1, 0.7)
        line, column = place_in(text, token.start)
        severity = Severity.ERROR if prefix == "pow" else Severity.WARNING
        why = "is not a term of the vocabulary" if prefix == "pow" else "is not used in the dataset"
        hint = f"did you mean {prefix}:{folded[close[0]]}?" if close else ""
        yield QueryFault(line, column, severity, "undefined-term", f"{prefix}:{local} {why}", hint)


def _syntax_faults(text: str) -> Iterator[QueryFault]:
    try:
        Store().query(text)
    except (SyntaxError, ValueError) as error:
        found = _SYNTAX.match(str(error))
        line, column, message = (int(found[1]), int(found[2]), found[3]) if found else (1, 1, str(error))
        message = " ".join(message.split())
        shown = message if len(message) <= 120 else f"{message[:117]}..."
        yield QueryFault(line, column, Severity.ERROR, "syntax", f"the query cannot be read: {shown}")
