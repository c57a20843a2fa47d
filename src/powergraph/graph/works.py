"""Works: the cited things behind the entries, each once however many notes cite it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.extract.extraction import Agent, Citation
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.emitter import TRUE, integer, string
from powergraph.graph.iris import Minter, first_words, slug
from powergraph.graph.same_works import compatible, fold_text, group_records
from powergraph.vocabulary import BIBO, DCTERMS, FABIO, FOAF, POW, RDF, RDFS, XSD

__all__ = ["CitedWork", "WorkIndex", "identifiers_of"]

#: Words of the longest title that go into a work's IRI.
_TITLE_WORDS = 6
#: The class of a work of which no entry tells what it is.
_UNKNOWN_KIND = "Expression"

_Add = Callable[[NamedNode, NamedNode, NamedNode | Literal], None]


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A cited work with its IRI, its authors in order with their IRIs, and the IRIs of their authorships.

    *alike* are the labels of other works that may be the same one: first author and title agree, but not the year.
    *more* tells that it has authors whom no entry names.
    """

    iri: NamedNode
    title: str
    language: str
    authors: tuple[Agent, ...]
    persons: tuple[NamedNode, ...]
    year: int
    original_year: int
    authorships: tuple[NamedNode, ...]
    kind: str
    dois: tuple[str, ...]
    isbns: tuple[str, ...]
    pmids: tuple[str, ...] = ()
    pmcids: tuple[str, ...] = ()
    edition: str = ""
    alike: tuple[str, ...] = ()
    more: bool = False

    def place_of(self, agent: Agent) -> int | None:
        """Return the place of an entry's author among the authors of the work, or None.

        A shorter form of a name is the same person here: `Elm, E.` where the work is by `Elm, E. F.`
        """
        return next((n for n, other in enumerate(self.authors) if compatible(agent, other)), None)


class WorkIndex:
    """Knows the works of all citations; same_works says which entries are one work.

    A person who is written with fewer initials is one with the fuller form where an entry of the same work has that,
    and where no other person of the vault could be meant.
    """

    __slots__ = ("_agents", "_minter", "_person", "_root_of", "_works")

    def __init__(self, notes: Iterable[tuple[str, str, Iterable[Citation]]], minter: Minter) -> None:
        """Take the path, the language and the citations of each note; their order does not matter."""
        self._minter = minter
        entries = sorted(
            ((citation, language, path) for path, language, citations in notes for citation in citations),
            key=lambda entry: (entry[2], entry[0].ordinal),
        )
        self._root_of, groups, alike = group_records([citation for citation, _, _ in entries])
        members: dict[int, list[tuple[Citation, str]]] = defaultdict(list)
        for citation, language, _ in entries:
            if (root := self._root_of.get(citation)) is not None:
                members[root].append((citation, language))
        authors = {root: _authors(entries) for root, entries in members.items()}
        self._person = self._persons(entries, members, authors)
        self._agents: dict[NamedNode, Agent] = {}
        self._works: dict[int, CitedWork] = {}
        taken: set[str] = set()
        labels = {root: _label(members[root], authors[root]) for root in members}
        for root in sorted(groups, key=lambda root: labels[root]):
            others = tuple(sorted(labels[other][3] for other in alike.get(root, ()) if other != root))
            self._works[root] = self._work(members[root], authors[root], others, taken)
        for citation, _, _ in entries:
            for agent, iri in zip(citation.authors, self.creators_of(citation), strict=True):
                self._know(iri, agent)
        for work in self._works.values():
            for agent, iri in zip(work.authors, work.persons, strict=True):
                self._know(iri, agent)

    def _persons(
        self,
        entries: list[tuple[Citation, str, str]],
        members: dict[int, list[tuple[Citation, str]]],
        authors: dict[int, tuple[Agent, ...]],
    ) -> dict[NamedNode, NamedNode]:
        """Return for each person in a shorter form the one of the fuller form, where only one can be meant."""
        mint = self._minter.agent
        by_family: dict[str, dict[NamedNode, Agent]] = defaultdict(dict)
        for citation, _, _ in entries:
            for agent in citation.authors:
                by_family[fold_text(agent.family)].setdefault(mint(agent.family, agent.given), agent)
        result: dict[NamedNode, NamedNode] = {}
        for root, cited in members.items():
            for agent in {agent for citation, _ in cited for agent in citation.authors}:
                iri = mint(agent.family, agent.given)
                fuller = [a for a in authors[root] if compatible(agent, a) and mint(a.family, a.given) != iri]
                if not agent.given or len(fuller) != 1 or len(fuller[0].given) < len(agent.given):
                    continue
                meant = [
                    i for i, a in by_family[fold_text(agent.family)].items()
                    if i != iri and a.given and compatible(agent, a)
                ]  # fmt: skip
                if meant == [mint(fuller[0].family, fuller[0].given)]:
                    result[iri] = meant[0]
        return {short: full for short, full in result.items() if full not in result}

    def _know(self, iri: NamedNode, agent: Agent) -> None:
        """Keep one form of each author's name: the longest given name, of two the first in the alphabet."""
        known = self._agents.get(iri, agent)
        self._agents[iri] = min(known, agent, key=lambda a: (-len(a.given), a.given, a.family, a.organisation))

    def _work(
        self,
        entries: list[tuple[Citation, str]],
        authors: tuple[Agent, ...],
        alike: tuple[str, ...],
        taken: set[str],
    ) -> CitedWork:
        longest, language = _longest(entries)
        year = _year(entries)
        title = first_words(longest.title, _TITLE_WORDS)
        family = f"{authors[0].family} " if authors else ""
        name = wanted = slug(f"{family}{year or 'nd'} {title}")
        number = 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        kinds = {citation.kind for citation, _ in entries} - {_UNKNOWN_KIND}
        original = min((c.original_year for c, _ in entries if c.original_year), default=0)
        return CitedWork(
            self._minter.iri("work", name),
            longest.title,
            language,
            authors,
            tuple(self.person(agent) for agent in authors),
            year,
            original if original < year else 0,
            tuple(self._minter.iri("authorship", name, str(n)) for n in range(1, len(authors) + 1)),
            # Entries that disagree on what it is leave it open.
            kinds.pop() if len(kinds) == 1 else _UNKNOWN_KIND,
            tuple(sorted({doi for citation, _ in entries for doi in citation.dois})),
            tuple(sorted({isbn for citation, _ in entries for isbn in citation.isbns})),
            tuple(sorted({pmid for citation, _ in entries for pmid in citation.pmids})),
            tuple(sorted({pmcid for citation, _ in entries for pmcid in citation.pmcids})),
            _edition(entries),
            alike,
            _has_more(entries, len(authors)),
        )

    def person(self, agent: Agent) -> NamedNode:
        """Return the IRI of an author."""
        iri = self._minter.agent(agent.family, agent.given)
        return self._person.get(iri, iri)

    def creators_of(self, citation: Citation) -> tuple[NamedNode, ...]:
        """Return the IRIs of the authors of an entry, those of its work where they are the same people."""
        work = self.work_of(citation)
        places = [work.place_of(agent) if work else None for agent in citation.authors]
        return tuple(
            self.person(agent) if work is None or place is None else work.persons[place]
            for agent, place in zip(citation.authors, places, strict=True)
        )

    def work_of(self, citation: Citation) -> CitedWork | None:
        """Return the work that an entry refers to, None where it could not be read well enough to say."""
        root = self._root_of.get(citation)
        return None if root is None else self._works.get(root)

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
            identifiers = identifiers_of(work)
            add(work.iri, POW.verification, POW.WellFormed if identifiers else POW.Unverified)
            for predicate, identifier in identifiers:
                add(work.iri, predicate, string(identifier))
            if work.edition:
                add(work.iri, BIBO.edition, string(work.edition))
            if work.year:
                add(work.iri, POW.year, integer(work.year))
                add(work.iri, DCTERMS.issued, Literal(f"{work.year:04}", datatype=XSD.gYear))
            if work.original_year:
                add(work.iri, POW.originalYear, integer(work.original_year))
            if work.more:
                add(work.iri, POW.hasFurtherAuthors, TRUE)
            for number, (person, authorship) in enumerate(zip(work.persons, work.authorships, strict=True), start=1):
                add(work.iri, DCTERMS.creator, person)
                add(work.iri, POW.authorship, authorship)
                add(authorship, RDF.type, POW.Authorship)
                add(authorship, POW.ordinal, integer(number))
                add(authorship, POW.agent, person)
        for person, agent in self._agents.items():
            _describe_agent(person, agent, add)
        return NamedGraph(self._minter.graph("works").value, tuple(sorted(triples, key=str)))


def identifiers_of(known: CitedWork | Citation) -> tuple[tuple[NamedNode, str], ...]:
    """Return the properties and values of the identifiers of a work or an entry."""
    return tuple(
        (predicate, number)
        for predicate, numbers in (
            (BIBO.doi, known.dois),
            (BIBO.isbn13, known.isbns),
            (BIBO.pmid, known.pmids),
            # FaBiO lets a thing have one PMCID at most; of two nobody can tell which is its own.
            (FABIO.hasPubMedCentralId, known.pmcids if len(known.pmcids) == 1 else ()),
        )
        for number in numbers
    )


def _describe_agent(iri: NamedNode, agent: Agent, add: _Add) -> None:
    name = string(agent.family if agent.organisation else f"{agent.given} {agent.family}".strip())
    add(iri, RDF.type, FOAF.Organization if agent.organisation else FOAF.Person)
    add(iri, FOAF.name, name)
    add(iri, RDFS.label, name)
    if not agent.organisation:
        add(iri, FOAF.familyName, string(agent.family))
        if agent.given:
            add(iri, FOAF.givenName, string(agent.given))


def _authors(entries: list[tuple[Citation, str]]) -> tuple[Agent, ...]:
    """Return the authors of a work: the longest list, each in the fullest form that an entry has."""
    longest = max((citation.authors for citation, _ in entries), key=lambda a: (len(a), str(a)), default=())
    forms = sorted({agent for citation, _ in entries for agent in citation.authors}, key=str)
    if len(forms) > 1000:
        return longest
    by_family: dict[str, list[Agent]] = defaultdict(list)
    for form in forms:
        by_family[fold_text(form.family)].append(form)
    result = []
    often = Counter(longest)
    for agent in longest:
        fuller = [form for form in by_family[fold_text(agent.family)] if compatible(agent, form)]
        best = max(fuller, key=lambda a: (len(a.given), sum(not c.isascii() for c in a.family), str(a)))
        result.append(best if all(compatible(best, form) for form in fuller) and often[best] < 2 else agent)
    return tuple(result) if len(set(result)) == len(result) else longest


def _has_more(entries: list[tuple[Citation, str]], listed: int) -> bool:
    """Tell whether a work has more authors than the *listed* ones: no entry names as many and ends its list there."""
    if not any(citation.more for citation, _ in entries):
        return False
    return listed > 0 and not any(len(c.authors) == listed and not c.more for c, _ in entries)


def _longest(entries: list[tuple[Citation, str]]) -> tuple[Citation, str]:
    return max(entries, key=lambda entry: (len(entry[0].title), entry[0].title, entry[1]))


def _year(entries: list[tuple[Citation, str]]) -> int:
    """Return the year that most entries give, of two the later."""
    years = Counter(citation.year for citation, _ in entries if citation.year)
    return max(years, key=lambda year: (years[year], year), default=0)


def _edition(entries: list[tuple[Citation, str]]) -> str:
    """Return the edition that the entries give, where they agree."""
    editions = {citation.edition for citation, _ in entries if citation.edition}
    return editions.pop() if len(editions) == 1 else ""


def _label(entries: list[tuple[Citation, str]], authors: tuple[Agent, ...]) -> tuple[str, int, str, str]:
    """Return what works are sorted by, and last what they are called in a message."""
    title, year = _longest(entries)[0].title, _year(entries)
    family = authors[0].family if authors else ""
    return family, year, title, f"{title} ({year or 'no year'})"
