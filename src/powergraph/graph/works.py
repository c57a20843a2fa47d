"""Works: the cited things behind the entries, each once however many notes cite it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.extract.extraction import Agent, Citation
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.emitter import integer, string
from powergraph.graph.iris import Minter, first_words, slug
from powergraph.graph.resolution import fold_name
from powergraph.vocabulary import BIBO, DCTERMS, FABIO, FOAF, POW, RDF, RDFS, XSD

__all__ = ["CitedWork", "WorkIndex"]

#: Words of the longest title that go into a work's IRI.
_TITLE_WORDS = 6
#: The class of a work of which no entry tells what it is.
_UNKNOWN_KIND = "Expression"

#: Family name and initial of the first author, year, main title; all folded.
_Key = tuple[str, str, int, str]
_Add = Callable[[NamedNode, NamedNode, NamedNode | Literal], None]


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A cited work with its IRI and the IRIs of its authorships, in order."""

    iri: NamedNode
    title: str
    language: str
    authors: tuple[Agent, ...]
    year: int
    original_year: int
    authorships: tuple[NamedNode, ...]
    kind: str
    dois: tuple[str, ...]
    isbns: tuple[str, ...]


class WorkIndex:
    """Knows the works of all citations.

    Entries are one work where the first author's family name and initial, the year and the main title agree.
    """

    __slots__ = ("_agents", "_minter", "_works")

    def __init__(self, notes: Iterable[tuple[str, str, Iterable[Citation]]], minter: Minter) -> None:
        """Take the path, the language and the citations of each note."""
        self._minter = minter
        self._agents: dict[NamedNode, Agent] = {}
        groups: dict[_Key, list[tuple[Citation, str]]] = defaultdict(list)
        for _, language, citations in notes:
            for citation in citations:
                for agent in citation.authors:
                    self._know(agent)
                if key := _key(citation):
                    groups[key].append((citation, language))
        self._works: dict[_Key, CitedWork] = {}
        taken: set[str] = set()
        for key in sorted(groups):
            self._works[key] = self._work(groups[key], taken)

    def _know(self, agent: Agent) -> None:
        """Keep one form of each author's name: the longest given name, of two the first in the alphabet."""
        iri = self._minter.agent(agent.family, agent.given)
        known = self._agents.get(iri, agent)
        self._agents[iri] = min(known, agent, key=lambda a: (-len(a.given), a.given, a.family, a.organisation))

    def _work(self, entries: list[tuple[Citation, str]], taken: set[str]) -> CitedWork:
        longest, language = max(entries, key=lambda entry: (len(entry[0].title), entry[0].title, entry[1]))
        authors = max((citation.authors for citation, _ in entries), key=lambda a: (len(a), str(a)))
        title = first_words(longest.title, _TITLE_WORDS)
        name = wanted = slug(f"{authors[0].family} {longest.year or 'nd'} {title}")
        number = 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        authorships = tuple(self._minter.iri("authorship", name, str(n)) for n in range(1, len(authors) + 1))
        iri = self._minter.iri("work", name)
        kinds = {citation.kind for citation, _ in entries} - {_UNKNOWN_KIND}
        return CitedWork(
            iri,
            longest.title,
            language,
            authors,
            longest.year,
            min((c.original_year for c, _ in entries if c.original_year), default=0),
            authorships,
            # Entries that disagree on what it is leave it open.
            kinds.pop() if len(kinds) == 1 else _UNKNOWN_KIND,
            tuple(sorted({doi for citation, _ in entries for doi in citation.dois})),
            tuple(sorted({isbn for citation, _ in entries for isbn in citation.isbns})),
        )

    def work_of(self, citation: Citation) -> CitedWork | None:
        """Return the work that an entry refers to, None where it could not be read well enough to say."""
        key = _key(citation)
        return self._works[key] if key else None

    def graph(self) -> NamedGraph:
        """Return the graph of all works and their authors."""
        triples: set[Triple] = set()

        def add(subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal) -> None:
            triples.add(Triple(subject, predicate, obj))

        for work in self._works.values():
            title = Literal(work.title, language=work.language)
            add(work.iri, RDF.type, NamedNode(FABIO.namespace_iri + work.kind))
            add(work.iri, DCTERMS.title, title)
            add(work.iri, RDFS.label, title)
            add(work.iri, POW.verification, POW.WellFormed if work.dois or work.isbns else POW.Unverified)
            for predicate, identifiers in ((BIBO.doi, work.dois), (BIBO.isbn13, work.isbns)):
                for identifier in identifiers:
                    add(work.iri, predicate, string(identifier))
            if work.year:
                add(work.iri, POW.year, integer(work.year))
                add(work.iri, DCTERMS.issued, Literal(f"{work.year:04}", datatype=XSD.gYear))
            if work.original_year:
                add(work.iri, POW.originalYear, integer(work.original_year))
            for number, (agent, authorship) in enumerate(zip(work.authors, work.authorships, strict=True), start=1):
                person = self._minter.agent(agent.family, agent.given)
                add(work.iri, DCTERMS.creator, person)
                add(work.iri, POW.authorship, authorship)
                add(authorship, RDF.type, POW.Authorship)
                add(authorship, POW.ordinal, integer(number))
                add(authorship, POW.agent, person)
        for person, agent in self._agents.items():
            _describe_agent(person, agent, add)
        return NamedGraph(self._minter.graph("works").value, tuple(sorted(triples, key=str)))


def _describe_agent(iri: NamedNode, agent: Agent, add: _Add) -> None:
    name = string(agent.family if agent.organisation else f"{agent.given} {agent.family}".strip())
    add(iri, RDF.type, FOAF.Organization if agent.organisation else FOAF.Person)
    add(iri, FOAF.name, name)
    add(iri, RDFS.label, name)
    if not agent.organisation:
        add(iri, FOAF.familyName, string(agent.family))
        add(iri, FOAF.givenName, string(agent.given))


def _key(citation: Citation) -> _Key | None:
    """Return what makes two entries one work: first author, year and the title up to its colon, all folded."""
    if not citation.authors or not citation.title:
        return None
    main_title = citation.title.partition(":")[0]
    first = citation.authors[0]
    return fold_name(first.family), fold_name(first.given)[:1], citation.year, fold_name(main_title)
