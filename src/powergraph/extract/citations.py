"""Citations: entries of a literature section, kept as written and read as far as they follow a known style."""

import re
from collections.abc import Iterator

from powergraph.extract.extraction import Agent, Citation, Evidence
from powergraph.extract.identifiers import find_dois, find_isbns
from powergraph.extract.labels import own_span
from powergraph.notes.markdown import Block, Kind, Run, runs_text
from powergraph.notes.note import Section

__all__ = ["item_citations", "parse_authors"]

#: Authors, then the year in parentheses, then the rest (APA style, 7th edition, 9.7 to 9.16).
_APA = re.compile(
    r"^(?P<authors>[^()]+?)\.?\s*\((?P<written>(?P<first>\d{4})[a-z]?(?:\s*/\s*(?P<second>\d{4}))?|n\.\s?d\.|\d{4}s)"
    r"(?:,[^()]*)?\)[.,:]?\s*(?P<rest>.*)$",
    re.DOTALL,
)
_INITIALS = r"(?:[^\W\d_]\.[\s-]*)+"
_SUFFIX = r"(?:,?\s+(?:Jr|Sr|I{2,3}|IV)\.?)?"
_PERSON = re.compile(rf"^(?P<family>[^,&]+),\s*(?P<given>{_INITIALS}){_SUFFIX}(?:\s*\((?:Eds?|Trans)\.\))?$")
#: A family of at most three words and given names written out: no list of subjects, as organisations have.
_WRITTEN_OUT = re.compile(
    rf"^(?P<family>(?!.*\b(?:of|for|and)\b)[^\s,&]+(?:\s[^\s,&]+){{0,2}}),\s*"
    rf"(?P<given>[^\W\d_a-z][\w\u2019'-]+(?:\s[^\W\d_a-z][\w\u2019'.-]*)*)\.?{_SUFFIX}$"
)
_BETWEEN_AUTHORS = re.compile(r",?\s*&\s*|,?\s+and\s+|(?<=\.),(?!\s*(?:Jr|Sr|I{2,3}|IV)\b)\s*")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
#: "In", the editors, "(Ed.)"; and volume, issue, pages or article number.
_IN_BOOK = re.compile(r"\bIn\b[^()]{2,200}\(Eds?\.\)")
#: Each part between commas is looked at from its beginning alone: from each letter of it would take the square of time.
_IN_JOURNAL = re.compile(
    r"(?<![^,])(?:[^\w,]|[\d_])*[^\W\d_][^,]*,\s*\d{1,4}(?:\([^()]{1,12}\))?,\s*(?:Article\s+)?[A-Za-z]?\d+"
)
_ANNOTATION = re.compile(r"\s*\((?P<inner>[^()]+)\)\.?\s*$")
_SENTENCE_END = re.compile(r"(?<=[^A-Z\s])[.?!](?:\s|$)")


def item_citations(block: Block, section: Section, first_ordinal: int) -> Iterator[Citation]:
    """Yield a citation for each item of a list that holds text; one that begins with a wikilink is a link.

    An item that only introduces a list of entries (`Books:`) is none itself.
    """
    ordinal = first_ordinal
    for item in block.children:
        entry = runs_text(item.runs)
        below = [child for child in item.children if child.kind is Kind.LIST]
        if below and (not entry or entry.endswith(":")):
            for child in below:
                for citation in item_citations(child, section, ordinal):
                    yield citation
                    ordinal += 1
            continue
        first = next((run for run in item.runs if run.text.strip()), None)
        if not entry or (first and first.link and first.link.wiki):
            continue
        yield _citation(entry, item.runs, ordinal, Evidence(own_span(item), section.ordinal, "citations.entry"))
        ordinal += 1


def _citation(entry: str, runs: tuple[Run, ...], ordinal: int, evidence: Evidence) -> Citation:
    url = next((run.link.destination for run in runs if run.link and _WEB_ADDRESS.fullmatch(run.link.destination)), "")
    # An address that is only the target of a link holds a DOI as well as one that is written out.
    dois = find_dois(f"{entry} {url}")
    found = list(find_isbns(entry))
    isbns = tuple(dict.fromkeys(number for _, number in found if number))
    bad = tuple(written for written, number in found if not number)
    match = _APA.match(entry)
    if not match:
        return Citation(entry, (), "", 0, "", 0, "", url, ordinal, evidence, dois=dois, isbns=isbns, bad_isbns=bad)
    title, annotation = _title_and_annotation(match["rest"], runs)
    first, second = int(match["first"] or 0), int(match["second"] or 0)
    return Citation(
        entry,
        parse_authors(match["authors"]),
        title,
        max(first, second),
        match["written"],
        min(first, second) if second else 0,
        annotation,
        url,
        ordinal,
        Evidence(evidence.span, evidence.section, "citations.apa"),
        _kind(match["rest"].removeprefix(title), isbns),
        dois,
        isbns,
        bad,
    )


def _kind(container: str, isbns: tuple[str, ...]) -> str:
    """Return what the work is, from what stands behind its title (APA style, 10.1 to 10.3).

    >>> _kind(". In D. Cartwright (Ed.), Studies in social power, pp. 150-167.", ())
    'BookChapter'
    >>> _kind(". American Political Science Review, 56(4), 947-952.", ())
    'JournalArticle'
    """
    if _IN_BOOK.search(container):
        return "BookChapter"
    if _IN_JOURNAL.search(container):
        return "JournalArticle"
    return "Book" if isbns else "Expression"


def _title_and_annotation(rest: str, runs: tuple[Run, ...]) -> tuple[str, str]:
    """Return the title without its closing period, and the remark in parentheses at the end.

    The title is what is emphasised, else all up to the end of the first sentence.
    """
    annotation = ""
    if match := _ANNOTATION.search(rest):
        annotation, rest = match["inner"].strip(), rest[: match.start()]
    emphasised = next((t for run in runs if run.emphasis and (t := runs_text((run,))) and rest.startswith(t)), "")
    # An emphasis that ends inside a word is a slip, not a title.
    if not emphasised or rest[len(emphasised) : len(emphasised) + 1].isalnum():
        end = _SENTENCE_END.search(rest)
        emphasised = rest[: end.start()] if end else rest
    return emphasised.strip().removesuffix(".").strip(), annotation


def parse_authors(text: str) -> tuple[Agent, ...]:
    """Read a list of authors: `Family, I. I.` or `Family, Given` is a person, any other part an organisation.

    >>> [(agent.family, agent.given) for agent in parse_authors("French, J. R. P., & Raven, B.")]
    [('French', 'J. R. P.'), ('Raven', 'B.')]
    >>> [agent.organisation for agent in parse_authors("World Health Organization")]
    [True]
    >>> [(a.family, a.given, a.organisation) for a in parse_authors("hooks, b., & Sins Invalid")]
    [('hooks', 'b.', False), ('Sins Invalid', '', True)]
    >>> [(agent.family, agent.given) for agent in parse_authors("French, J. R. P., Jr., & Raven, B.")]
    [('French', 'J. R. P.'), ('Raven', 'B.')]
    """
    text = " ".join(text.split()).strip().removesuffix(", et al").removesuffix(" et al").rstrip(",")
    agents: list[Agent] = []
    for part in _BETWEEN_AUTHORS.split(text if text.endswith(".") else text + "."):
        name = part.strip().removeprefix("& ").strip(" ,")
        if not name:
            continue
        match = _PERSON.match(name if name.endswith((".", ")")) else name + ".") or _WRITTEN_OUT.match(name)
        if match:
            agents.append(Agent(match["family"].strip(), match["given"].strip()))
        else:
            agents.append(Agent(name.removesuffix("."), "", True))
    return tuple(agents)
