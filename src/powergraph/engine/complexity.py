"""How demanding a query is, counted from its tokens: nesting, operators, nested closures, triple patterns."""

from enum import Enum, auto
from typing import Final

from powergraph.config import ServeConfig
from powergraph.engine.request import TooComplex
from powergraph.engine.tokens import LITERALS, Token

__all__ = ["check_complexity"]

_OPERATORS: Final = frozenset({"||", "&&", "+", "-", "*", "/", "|"})
_CLAUSES: Final = ("UNION", "OPTIONAL", "MINUS", "BIND", "FILTER", "LATERAL")
_OPENING: Final = frozenset({"{", "(", "[", "{|", "<<"})
_CLOSING: Final = frozenset({"}", ")", "]", "|}", ">>"})


class _In(Enum):
    """What a bracket holds."""

    QUERY = auto()  # no bracket: outside of all
    TRIPLES = auto()  # { } of a group, [ ], {| |}, << >>
    TEMPLATE = auto()  # { } of CONSTRUCT: written, never matched
    LIST = auto()  # ( ) for a subject or an object
    PATH = auto()  # ( ) in a property path
    EXPRESSION = auto()  # ( ) of FILTER, a function, SELECT
    DATA = auto()  # { } and ( ) of VALUES


class _Next(Enum):
    """What is expected at this point of a group."""

    SUBJECT = auto()
    VERB = auto()
    OBJECT = auto()
    CONSTRAINT = auto()  # FILTER or BIND: ( ... ), then triples again
    DATA = auto()  # VALUES
    TEMPLATE = auto()  # CONSTRUCT
    GROUP = auto()  # whatever comes, the next thing that counts is a { }


_IN_TRIPLES: Final = frozenset({_Next.SUBJECT, _Next.VERB, _Next.OBJECT})


class _Level:
    """One open bracket; *closures* counts the nested `*` and `+` seen in it, *counted* whether its triples count."""

    __slots__ = ("closures", "counted", "expected", "holds")

    def __init__(self, holds: _In, expected: _Next, *, counted: bool) -> None:
        self.holds = holds
        self.expected = expected
        self.counted = counted
        self.closures = 0


def check_complexity(tokens: list[Token], config: ServeConfig) -> None:
    """Raise TooComplex where the tokens of a query exceed one of the limits of *config*.

    The lists of VALUES and IN do not count. What it cannot see crashes a worker at worst, not the server.
    """
    if _is_short(tokens, config):
        return
    counter = _Counter(config)
    for token in tokens:
        counter.take(token)


def _is_short(tokens: list[Token], config: ServeConfig) -> bool:
    """Tell whether there are too few tokens to exceed any limit, whatever they are: one counts as two patterns at most.

    A closure's mark counts once, so that only they have to be looked at.
    """
    count = len(tokens)
    if count > min(config.max_depth, config.max_operators, config.max_patterns // 2):
        return False
    return count <= config.max_closures or sum(token.text in ("*", "+") for token in tokens) <= config.max_closures


class _Counter:
    """Follows brackets and the place of terms in triples, as far as counting needs it; wrong syntax does not matter."""

    def __init__(self, config: ServeConfig) -> None:
        self._config = config
        self._levels = [_Level(_In.QUERY, _Next.GROUP, counted=True)]
        self._operators = 0
        self._patterns = 0
        self._negations = 0
        self._closures = 0
        self._after_operand = False

    def take(self, token: Token) -> None:
        """Count one token."""
        kind, text, _ = token
        level = self._levels[-1]
        if text == "!":
            self._negations += 1
            self._check_depth()
            return
        self._negations = 0
        if kind == "mark":
            if text in _OPENING:
                self._open(level, text)
            elif text in _CLOSING:
                self._close(text)
            else:
                self._mark(level, text)
            self._after_operand = text in (")", "]")
        elif kind == "word" and text not in ("a", "true", "false"):
            self._word(level, text.upper())
            self._after_operand = False
        elif kind in LITERALS or kind == "word":
            if not self._datatype:
                self._term(level)
            self._datatype = False
            self._after_operand = True

    _datatype = False

    def _open(self, level: _Level, bracket: str) -> None:
        holds, expected = _In.TRIPLES, _Next.SUBJECT
        if level.holds is _In.DATA or level.expected is _Next.DATA:
            holds = _In.DATA
        elif bracket == "{":
            if level.expected is _Next.TEMPLATE:
                holds = _In.TEMPLATE
            level.expected = _Next.GROUP if level.holds is _In.QUERY else _Next.SUBJECT
        elif bracket == "(":
            if level.holds in (_In.LIST, _In.PATH):
                holds = level.holds
            elif level.expected is _Next.VERB:
                holds = _In.PATH
            elif level.expected in _IN_TRIPLES and level.holds in (_In.TRIPLES, _In.TEMPLATE):
                holds = _In.LIST
            else:
                holds = _In.EXPRESSION
        elif bracket in ("[", "{|"):
            expected = _Next.VERB
        self._levels.append(_Level(holds, expected, counted=level.counted and holds is not _In.TEMPLATE))
        self._check_depth()

    def _close(self, bracket: str) -> None:
        if len(self._levels) == 1:
            return
        closed = self._levels.pop()
        level = self._levels[-1]
        if closed.holds is _In.PATH:
            self._closures = closed.closures
            level.closures = max(level.closures, closed.closures)
            if level.expected is _Next.VERB:
                level.expected = _Next.OBJECT
        elif closed.holds is _In.LIST or bracket in ("]", ">>"):
            self._term(level)
        elif closed.holds is _In.EXPRESSION and level.expected is _Next.CONSTRAINT:
            level.expected = _Next.SUBJECT
        elif closed.holds is _In.DATA and bracket == "}":
            level.expected = _Next.GROUP if level.holds is _In.QUERY else _Next.SUBJECT

    def _mark(self, level: _Level, mark: str) -> None:
        if level.holds is _In.DATA:
            return
        self._datatype = mark == "^^" and level.holds is not _In.PATH and level.expected is not _Next.VERB
        if mark in _OPERATORS and (self._after_operand or mark not in "+-"):
            self._operators += 1
            self._check("operators", self._operators, self._config.max_operators, "max_operators")
        in_triples = level.holds in (_In.TRIPLES, _In.TEMPLATE) and level.expected in _IN_TRIPLES
        in_path = level.holds is _In.PATH
        if in_triples and mark in ".;,":
            level.expected = {".": _Next.SUBJECT, ";": _Next.VERB, ",": _Next.OBJECT}[mark]
        elif (in_path or in_triples) and mark in "/|":
            level.expected = _Next.VERB
            if mark == "/":
                self._count_patterns(level, 1)
        elif (in_path or in_triples) and mark in "*+" and self._after_operand:
            self._closures += 1
            level.closures = max(level.closures, self._closures)
            self._check("nested * and + in a path", self._closures, self._config.max_closures, "max_closures")
            self._after_operand = True

    def _word(self, level: _Level, word: str) -> None:
        if word.startswith(_CLAUSES):
            self._operators += 1
            self._check("operators", self._operators, self._config.max_operators, "max_operators")
        if level.holds not in (_In.QUERY, _In.TRIPLES):
            return
        if word.startswith(("FILTER", "BIND")):
            level.expected = _Next.CONSTRAINT
        elif word == "VALUES":
            level.expected = _Next.DATA
        elif word == "CONSTRUCT":
            level.expected = _Next.TEMPLATE
        elif level.expected is not _Next.CONSTRAINT:
            level.expected = _Next.GROUP

    def _term(self, level: _Level) -> None:
        self._closures = 0
        if level.holds is _In.LIST:
            self._count_patterns(level, 2)
        elif level.holds in (_In.TRIPLES, _In.TEMPLATE):
            if level.expected is _Next.SUBJECT:
                level.expected = _Next.VERB
            elif level.expected is _Next.VERB:
                level.expected = _Next.OBJECT
            elif level.expected is _Next.OBJECT:
                self._count_patterns(level, 1)

    def _count_patterns(self, level: _Level, count: int) -> None:
        if level.counted:
            self._patterns += count
            self._check("triple patterns", self._patterns, self._config.max_patterns, "max_patterns")

    def _check_depth(self) -> None:
        depth = len(self._levels) - 1 + self._negations
        self._check("levels of nesting", depth, self._config.max_depth, "max_depth")

    @staticmethod
    def _check(what: str, count: int, limit: int, setting: str) -> None:
        if count > limit:
            raise TooComplex(what, limit, setting)
