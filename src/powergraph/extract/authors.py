"""Authors: the list of names at the head of an entry, in whichever way it is written."""

import re
from dataclasses import dataclass

from powergraph.extract.agents import (
    given_first,
    is_family,
    is_given,
    is_initials,
    is_organisation,
    is_whole_organisation,
    spaced_initials,
    vancouver,
)
from powergraph.extract.extraction import Agent
from powergraph.extract.known_names import is_known_family, is_mononym

__all__ = ["Authors", "leading_authors", "parse_authors", "read_authors"]

_BRACKETED_ROLE = re.compile(
    r"\s*[(\[](?:[Ee]ds?|[Ee]ditors?|Hrsg|[Tt]rans(?:lators?)?|[Cc]omps?|Director|Host|Producer|Series Eds?"
    r"|Eds?\. & Trans)\.?[)\]],?"
)
_MORE = re.compile(
    r"(?<![,\s])[,\s]*(?:&\s*|\band\s+)?(?:\bet\.?\s*al\b\.?|\bothers\b(?=\W*$)|\bcolleagues\b(?=\W*$)|\u2026|\.\.\.)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*,?\s*(?:&|;)\s*|,?\s+(?:and|with)\s+|\s*,\s*")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_ACRONYM = re.compile(r"\s*[(\[][A-Z][A-Za-z&-]{1,11}[)\]]$")
#: The name and initials with which a list that is not closed by a date goes on, one after the other.
_LISTED = re.compile(
    r"(?:(?P<family>[^\W\d_][\w\u2019'-]*(?: [^\W\d_][\w\u2019'-]*){0,3}), ?"
    r"(?P<initials>[^\W\d_]\.(?:[ -]?[^\W\d_]\.){0,4})(?:,? (?:Jr|Sr|II|III|IV)\.?(?=[\s,]))?"
    r"|(?P<vancouver>[^\W\d_][\w\u2019'-]*(?: [^\W\d_][\w\u2019'-]*){0,2} [A-Z]{1,3}(?=[.,;:]| et al|$)))"
)
_NEXT = re.compile(r"\s*(?:,|;)?\s*(?:&|\band\b)?\s*")
_MORE_HERE = re.compile(r"[,\s]*(?:&\s*|\band\s+)?\bet\.?\s*al\b\.?", re.IGNORECASE)
#: More names than this are read one by one, but nobody is looked for behind them.
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Authors:
    """A list of authors: *more* where it ends in et al.; *sure* where every name has the form of one."""

    agents: tuple[Agent, ...] = ()
    more: bool = False
    sure: bool = True


def parse_authors(text: str) -> tuple[Agent, ...]:
    """Read a list of authors that stands for itself: what has no form of a person's name is an organisation.

    >>> [(agent.family, agent.given) for agent in parse_authors("French, J. R. P., & Raven, B.")]
    [('French', 'J. R. P.'), ('Raven', 'B.')]
    >>> [agent.organisation for agent in parse_authors("World Health Organization")]
    [True]
    >>> [(a.family, a.given, a.organisation) for a in parse_authors("hooks, b., & Sins Invalid")]
    [('hooks', 'b.', False), ('Sins Invalid', '', True)]
    >>> [(agent.family, agent.given) for agent in parse_authors("French, J. R. P., Jr., & Raven, B.")]
    [('French', 'J. R. P.'), ('Raven', 'B.')]
    """
    return read_authors(text).agents


def read_authors(text: str, *, trusting: bool = False) -> Authors:
    """Read a list of authors. *trusting* takes two to four words with capitals for a person's name.

    >>> read_authors("Johnson, Sue.").agents
    (Agent(family='Johnson', given='Sue', organisation=False),)
    >>> [agent.family for agent in read_authors("Alder, Birch, Cedar, & Douglas").agents]
    ['Alder', 'Birch', 'Cedar', 'Douglas']
    >>> authors = read_authors("Elm EF, Fir G, et al.")
    >>> [(agent.family, agent.given) for agent in authors.agents], authors.more
    ([('Elm', 'E. F.'), ('Fir', 'G.')], True)
    >>> [agent.family for agent in read_authors("Leaf Growth and Tree Health Services Administration").agents]
    ['Leaf Growth and Tree Health Services Administration']
    """
    text = " ".join(text.split())
    closed = text.endswith(".")
    text = _BRACKETED_ROLE.sub("", text)
    more = bool(_MORE.search(text))
    text = _MORE.sub("", text) if more else text
    text = re.sub(r",?\s+(?:[Ee]ds?|[Ee]ditors?)\.?$", "", text).strip(" ,;&.")
    if not text:
        return Authors((), more, sure=False)
    whole = _organisations(text)
    if whole:
        return Authors(whole, more)
    tokens, commas = _tokens(text)
    listed = _surnames(tokens, commas, closed=closed)
    if listed:
        return Authors(listed, more, sure=len(listed) > 1 or more or is_mononym(listed[0].family))
    return _read_tokens(tokens, commas, more, closed=closed, trusting=trusting)


def _organisations(text: str) -> tuple[Agent, ...]:
    """Return the organisations that the whole text names: no comma, no initials, and a word that only they have."""
    if "," in text.replace(", Inc", "") or len(text) > 200 or not is_organisation(_ACRONYM.sub("", text)):
        return ()
    parts = [part.strip() for part in re.split(r"\s+&\s+|\s*;\s*|\s+and\s+", text)]
    if len(parts) > 1 and all(is_whole_organisation(_ACRONYM.sub("", part)) for part in parts):
        return tuple(_organisation(part) for part in parts)
    if any(given_first(part, trusting=False) for part in parts):
        return ()
    return (_organisation(text),)


def _organisation(text: str) -> Agent:
    return Agent(_ACRONYM.sub("", text).strip(" .,").removeprefix("the ") or text, "", True)


def _tokens(text: str) -> tuple[list[str], list[bool]]:
    """Split a list into its parts; for each one, whether a mere comma stands behind it."""
    tokens: list[str] = []
    commas: list[bool] = []
    position = 0
    for match in _BETWEEN.finditer(text):
        tokens.append(text[position : match.start()].strip())
        commas.append(match[0].strip() == ",")
        position = match.end()
    tokens.append(text[position:].strip())
    commas.append(False)
    kept = [(token, comma) for token, comma in zip(tokens, commas, strict=True) if token]
    return [token for token, _ in kept], [comma for _, comma in kept]


def _surnames(tokens: list[str], commas: list[bool], *, closed: bool) -> tuple[Agent, ...]:
    """Return the people of a list that has family names alone, at least two of them or one that is a family name.

    Of two with a mere comma between them, the second is a family name only where it is known as one and no period
    behind it says that it is a given name: `Alder, Levine (1999)`.
    """
    if not all(len(t) <= 40 and is_family(t) and t[0].isupper() and " " not in t.rstrip(".") for t in tokens):
        return ()
    bare = [token.removesuffix(".") for token in tokens]
    if any(is_initials(token) for token in tokens) or any(is_organisation(token) for token in bare):
        return ()
    written_out = len(tokens) == 2 and commas[0] and (closed or not is_known_family(bare[1]))
    pairs = len(tokens) % 2 == 0 and all(commas[n] for n in range(0, len(tokens), 2)) and not all(commas[:-1])
    if written_out or pairs:
        return ()
    return tuple(Agent(token) for token in bare)


def _read_tokens(tokens: list[str], commas: list[bool], more: bool, *, closed: bool, trusting: bool) -> Authors:
    agents: list[Agent] = []
    sure = True
    position = 0
    while position < len(tokens):
        token = tokens[position]
        following = tokens[position + 1] if commas[position] and position + 1 < len(tokens) else ""
        position += 1
        if _SUFFIX.fullmatch(token):
            continue
        if following and is_initials(following) and is_family(token):
            agents.append(Agent(token, spaced_initials(following)))
            position += 1
        elif agent := vancouver(token):
            agents.append(agent)
        elif (
            following
            and is_given(following)
            and is_family(token)
            and not is_organisation(token)
            and not (" " in token and given_first(token, trusting=False))
        ):
            agents.append(Agent(token, spaced_initials(following.removesuffix("."))))
            position += 1
        elif agent := given_first(token, trusting=trusting or (not closed and len(token.split()) < 4)):
            agents.append(agent)
        else:
            bare = token.removesuffix(".")
            person = " " not in bare and is_family(bare) and bare[0].isupper() and not is_organisation(bare) and agents
            agents.append(Agent(bare) if person else _organisation(bare))
            sure = sure and (bool(person) or is_organisation(bare))
    return Authors(tuple(agents), more, sure and bool(agents))


def leading_authors(text: str) -> tuple[Authors, int]:
    """Read the names with initials that a text begins with, and return them and where they end (0: there are none).

    >>> authors, end = leading_authors("Elm, E. F., & Fir, G., et al. Of leaves. A Journal. 1977.")
    >>> [agent.family for agent in authors.agents], authors.more, end
    (['Elm', 'Fir'], True, 29)
    >>> authors, end = leading_authors("Douglas GH. A second shelf.")
    >>> authors.agents, end
    ((Agent(family='Douglas', given='G. H.', organisation=False),), 10)
    """
    agents: list[Agent] = []
    position = end = 0
    while position < min(len(text), _LONGEST) and (match := _LISTED.match(text, position)):
        if match["vancouver"]:
            agent = vancouver(match["vancouver"])
        else:
            family = match["family"]
            agent = Agent(family, spaced_initials(match["initials"])) if is_family(family) else None
        if agent is None:
            break
        agents.append(agent)
        end = match.end()
        following = _NEXT.match(text, end)
        position = following.end() if following and following.end() > end else len(text)
        if match["initials"] and text[end : end + 1] == " " and not text[end:].lstrip().startswith(("&", "and ")):
            break  # a period and a blank, and no comma: the title begins
    if not agents:
        return Authors(sure=False), 0
    more = _MORE_HERE.match(text, end)
    return Authors(tuple(agents), bool(more)), more.end() if more else end
