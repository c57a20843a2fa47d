"""The tokens of a SPARQL query, in linear time and without understanding it."""

import re
from typing import Final, NamedTuple

__all__ = ["LITERALS", "Token", "place", "tokenise"]

_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE: Final = "0-9_\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"

#: SPARQL 1.1, section 19.8, terminals; possessive where going back could only cost time. A name is a keyword, or a
#: prefixed name with its dots, which `_split_name` sorts out.
_TOKEN: Final = re.compile(
    rf"""
    [\x20\t\r\n]++ | \#[^\r\n]*+
    | (?P<iri> <[^\x00-\x20<>"{{}}|^`]*+> )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
                | "(?!"")(?:[^"\\\r\n]|\\.)*+" | '(?!'')(?:[^'\\\r\n]|\\.)*+' | ""(?!") | ''(?!') )
    | (?P<variable> [?$][{_BASE}{_MORE}]++ )
    | (?P<blank> _:[{_BASE}0-9_](?:\.*+[{_BASE}{_MORE}\-]++)*+ )
    | (?P<number> (?:[0-9]++\.[0-9]*+|\.?[0-9]++)[eE][+\-]?[0-9]++ | [0-9]*\.[0-9]++ | [0-9]++ )
    | (?P<name> (?:[{_BASE}][{_BASE}{_MORE}.\-]*+)?(?<!\.):
                (?:(?:[{_BASE}0-9_:]|{_ESCAPED})(?:[{_BASE}{_MORE}:.\-]|{_ESCAPED})*+)?
              | [{_BASE}][{_BASE}{_MORE}.\-]*+ )
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[a-z]++)? )
    | (?P<mark> \|\||&&|\^\^|!=|<=|>=|<<|>>|\{{\||\|\}}|[{{}}()\[\].;,|/^*+?\-!=<>~] )
    | (?P<unclosed> ["'].*+ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: what it is, how it is written and where (0-based offset).

    *kind* is iri, string, variable, blank, number, word (a keyword), name (a prefixed name), language, mark (an
    operator, bracket or separator), unclosed (a quote that is not closed, with all the rest) or other (a character
    that has no business there).
    """

    kind: str
    text: str
    start: int


#: The kinds that are terms wherever they stand.
LITERALS: Final = frozenset({"iri", "string", "variable", "blank", "number", "name"})


def tokenise(text: str, limit: int | None = None) -> list[Token]:
    """Return the tokens of *text* without white space and comments, at most about *limit* of them.

    >>> [token.text for token in tokenise("ASK{?s ex:p.q 'a # b'@en}  # what")]
    ['ASK', '{', '?s', 'ex:p.q', "'a # b'", '@en', '}']
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        found = match.group()
        if kind != "name":
            tokens.append(Token(kind, found, match.start()))
        elif found.isalpha():
            tokens.append(Token("word", found, match.start()))
        else:
            _split_name(found, match.start(), tokens)
        if limit is not None and len(tokens) > limit:
            break
    return tokens


def _split_name(text: str, start: int, tokens: list[Token]) -> None:
    """Add a prefixed name without the dots at its end, or the keywords between dots and minus signs."""
    if ":" in text:
        name = text.rstrip(".")
        if name.endswith("\\"):
            name += "."
        tokens.append(Token("name", name, start))
        tokens.extend(Token("mark", ".", start + at) for at in range(len(name), len(text)))
        return
    if len(text) > _LONGEST_RUN:
        tokens.append(Token("word", text, start))
        return
    for match in _KEYWORD.finditer(text):
        kind = "word" if match[1] else "number" if match[2] else "mark"
        tokens.append(Token(kind, match.group(), start + match.start()))


#: Keywords with dots and minus signs between them are never longer; what is need not be taken apart.
_LONGEST_RUN: Final = 1000
_KEYWORD: Final = re.compile(r"([^.\-0-9][^.\-]*)|([0-9][^.\-]*)|[.\-]")


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Return the 1-based line and column of an offset.

    >>> place("ask\n{ }", 6)
    (2, 3)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
