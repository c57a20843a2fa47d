"""Found: what the graph of a note says, in the terms in which notes are annotated."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.evaluation.fingerprint import fingerprint
from powergraph.evaluation.gold import SEPARATOR
from powergraph.vocabulary import BIBO, DCTERMS, DOCO, FABIO, FOAF, POW, RDF, SCHEMA, SKOS

__all__ = ["Found", "FoundNote", "read_graphs"]

#: The classes of named ideas, the narrower before those it may also be stated to be.
_CONCEPTS: tuple[tuple[NamedNode, str], ...] = (
    (POW.RelationalPowerSource, "PowerSource"),
    (POW.SystemicPowerSource, "PowerSource"),
    (POW.PowerSource, "PowerSource"),
    (POW.PowerGroup, "PowerGroup"),
    (POW.PowerMode, "PowerMode"),
    (POW.Form, "Form"),
    (POW.KeyConcept, "KeyConcept"),
)
_PRACTICES: tuple[tuple[NamedNode, str], ...] = (
    (POW.MicroSkill, "MicroSkill"),
    (POW.Prompt, "Prompt"),
    (POW.Strategy, "Strategy"),
    (POW.Script, "Script"),
    (POW.Tool, "Tool"),
    (POW.Practice, "Practice"),
)
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_IDENTIFIERS = (BIBO.doi, BIBO.isbn13, BIBO.isbn10, BIBO.pmid, FABIO.hasPubMedCentralId, SCHEMA.url)

Node = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of a note and its lines; a field that is not there is missing from *values*.

    *names* are all its labels, where it has several.
    """

    pool: str
    start: int
    end: int
    values: Mapping[str, str]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundNote:
    """What the graph says of one note."""

    path: str
    sha256: str
    kind: str
    topic: Found
    things: tuple[Found, ...]


class _Index:
    """Triples by subject and predicate, the objects in the order of their text."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for triple in sorted(triples, key=str):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._of[triple.subject.value][triple.predicate.value].append(triple.object)

    def subjects(self) -> Iterator[str]:
        yield from self._of

    def all(self, subject: str, *predicates: NamedNode) -> list[str]:
        of = self._of.get(subject, {})
        return list(dict.fromkeys(term.value for predicate in predicates for term in of.get(predicate.value, ())))

    def one(self, subject: str, *predicates: NamedNode) -> str:
        values = self.all(subject, *predicates)
        return values[0] if values else ""

    def class_of(self, subject: str, classes: tuple[tuple[NamedNode, str], ...]) -> str:
        types = set(self.all(subject, RDF.type))
        return next((name for iri, name in classes if iri.value in types), "")


def read_graphs(graphs: Iterable[Iterable[Triple]]) -> dict[str, FoundNote]:
    """Read named graphs, each as its triples, and return what they say of each note, by its path.

    A graph that has the path of a note is that note's; what it says of places, labels and texts is read from it alone.
    Names of authors, their order, and what links and mentions lead to are read from all graphs.
    """
    every = [tuple(triples) for triples in graphs]
    whole = _Index(triple for triples in every for triple in triples)
    notes_of: dict[str, list[str]] = defaultdict(list)
    for subject in whole.subjects():
        if path := whole.one(subject, POW.path):
            notes_of[whole.one(subject, FOAF.primaryTopic)].append(path)
    found = {}
    for triples in every:
        graph = _Index(triples)
        for note in graph.subjects():
            if path := graph.one(note, POW.path):
                found[path] = _NoteReader(note, graph, whole, notes_of).read(path)
    return found


class _NoteReader:
    def __init__(self, note: str, graph: _Index, whole: _Index, notes_of: Mapping[str, list[str]]) -> None:
        self.note = note
        self.graph = graph
        self.whole = whole
        self.notes_of = notes_of

    def read(self, path: str) -> FoundNote:
        graph = self.graph
        topic = graph.one(self.note, FOAF.primaryTopic)
        start, end = next(iter(self._places(topic)), (1, 1))
        label = graph.one(topic, SKOS.prefLabel) or graph.one(self.note, DCTERMS.title)
        values = {"label": label, "text": fingerprint(graph.one(topic, SKOS.definition))}
        names = tuple(graph.all(topic, *_LABELS))
        return FoundNote(
            path,
            graph.one(self.note, POW.sha256),
            graph.one(self.note, POW.noteKind),
            Found("topic", start, end, values, names),
            tuple(sorted(self._things(topic), key=lambda thing: (thing.start, thing.pool, str(thing.values)))),
        )

    def _things(self, topic: str) -> Iterator[Found]:
        for subject in self.graph.subjects():
            pool, values = self._values(subject)
            if not pool or subject == topic:
                continue
            names = tuple(self.graph.all(subject, *_LABELS)) if pool == "concept" else ()
            for start, end in self._places(subject):
                yield Found(pool, start, end, {name: value for name, value in values.items() if value}, names)

    def _values(self, subject: str) -> tuple[str, dict[str, str]]:
        graph = self.graph
        types = set(graph.all(subject, RDF.type))
        if DOCO.Section.value in types and graph.one(subject, DCTERMS.title):
            return "section", {
                "role": graph.one(subject, POW.sectionRole),
                "heading": graph.one(subject, DCTERMS.title),
            }
        if POW.Mention.value in types:
            means = graph.one(subject, POW.to)
            labels = SEPARATOR.join(self.whole.all(means, *_LABELS))
            return "mention", {"target": graph.one(subject, POW.asWritten), "means": labels}
        if POW.Link.value in types:
            return "link", {"target": graph.one(subject, POW.asWritten), "means": self._meaning(subject)}
        if POW.Citation.value in types:
            return "citation", self._citation(subject)
        if kind := graph.class_of(subject, _PRACTICES):
            return "practice", self._practice(subject, kind)
        if kind := graph.class_of(subject, _CONCEPTS):
            group = graph.one(subject, SKOS.broader) if kind == "PowerSource" else ""
            return "concept", {
                "class": kind,
                "label": graph.one(subject, *_LABELS),
                "text": fingerprint(graph.one(subject, SKOS.definition)),
                "group": SEPARATOR.join(self.whole.all(group, *_LABELS)) if group else "",
            }
        return "", {}

    def _places(self, subject: str) -> list[tuple[int, int]]:
        """Return the lines of the passages of a thing in this note, in order."""
        places = []
        for passage in self.graph.all(subject, POW.passage):
            start, end = (self.graph.one(passage, term) for term in (POW.startLine, POW.endLine))
            if start.isdecimal() and end.isdecimal():
                places.append((int(start), int(end)))
        return sorted(set(places))

    def _meaning(self, link: str) -> str:
        """Return the paths of the notes that a link leads to, or `wanted`, `ambiguous` or "" where it leads nowhere."""
        target = self.graph.one(link, POW.to)
        if not target:
            return "ambiguous" if self.graph.one(link, POW.rung) == "ambiguous" else ""
        return SEPARATOR.join(self.notes_of.get(target, ())) or "wanted"

    def _practice(self, subject: str, kind: str) -> dict[str, str]:
        graph = self.graph
        text = graph.one(subject, SCHEMA.text)
        # The parts of a prompt are unordered in the graph; the text has their order.
        prompts = sorted(graph.all(subject, POW.promptText), key=lambda prompt: (text.find(prompt), prompt))
        generated = POW.Generated.value in graph.all(subject, POW.labelOrigin)
        return {
            "class": kind,
            "label": "" if generated else graph.one(subject, SKOS.prefLabel),
            "text": fingerprint(text),
            "prompt": fingerprint(" ".join(prompts)),
        }

    def _citation(self, subject: str) -> dict[str, str]:
        graph, whole = self.graph, self.whole
        entry = graph.one(subject, DCTERMS.bibliographicCitation)
        ordinals = {
            whole.one(node, POW.agent): whole.one(node, POW.ordinal) for node in graph.all(subject, POW.authorship)
        }
        agents = graph.all(subject, DCTERMS.creator)
        names = {agent: whole.one(agent, FOAF.familyName, FOAF.name) or agent for agent in agents}
        if all(ordinals.get(agent, "").isdecimal() for agent in agents):
            agents.sort(key=lambda agent: int(ordinals[agent]))
        else:
            agents.sort(key=lambda agent: (entry.find(names[agent]), names[agent]))
        return {
            "authors": SEPARATOR.join(names[agent] for agent in agents),
            "year": graph.one(subject, POW.yearText, POW.year),
            "title": graph.one(subject, DCTERMS.title),
            "identifiers": SEPARATOR.join(graph.all(subject, *_IDENTIFIERS)),
        }
