"""Curation: statements that people add to what the notes say, each with the passage of a note that supports it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.emitter import integer
from powergraph.graph.handmade import Absence, HandFile, HandMadeGraph
from powergraph.graph.iris import Minter, NoteIRIs
from powergraph.graph.located import LocatedTriple, TurtleFault, load_located
from powergraph.graph.quads import NoteGraph
from powergraph.notes.note import Note
from powergraph.prefixes import PREFIXES, compact
from powergraph.vocabulary import FOAF, POW, PROV, RDF, RDFS, SKOS

__all__ = ["CuratedNote", "load_curation"]

#: What may be said of an assertion, of its passage, and of those who make the assertions.
_ASSERTION = {RDF.type, RDF.subject, RDF.predicate, RDF.object, POW.passage, PROV.wasAttributedTo}
_PASSAGE = {RDF.type, POW.inNote, POW.quote}
_CURATOR = {RDF.type, FOAF.name, FOAF.familyName, FOAF.givenName, RDFS.label}
_Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class CuratedNote:
    """A note that curation may quote: its text, the IRIs of its own things, and its graph."""

    note: Note
    language: str
    own: NoteIRIs
    made: NoteGraph


def load_curation(
    file: HandFile,
    notes: Mapping[str, CuratedNote],
    known: Container[NamedNode],
    terms: frozenset[str],
    minter: Minter,
    *,
    incomplete: bool = False,
    private: frozenset[str] = frozenset(),
) -> HandMadeGraph:
    """Read a file of curated statements: Turtle, its relative IRIs below the base of the dataset.

    It holds assertions: each states what it asserts. Every one names the note and quotes the words that support it; the
    quote is looked up, and becomes the passage of the whole lines on which it stands. An assertion may have several
    objects, and several passages.

    *notes* are by IRI; *known* are the things of the dataset, to one of which every statement must belong; *terms* are
    the IRIs that the ontology declares: a predicate or class of a vocabulary that we know is one of them. Where some
    notes are left out of the build (*incomplete*), or what is missing may be of a private note (*private*: slugs of
    their names), it is a warning and the statement is passed over.

    All that is wrong is told, a file that cannot be read too.
    """
    return _Reader(file, notes, known, terms, minter, Absence(minter.base, incomplete, private)).read()


@dataclass(frozen=True, slots=True)
class _Node:
    """Everything that the file says of one subject, by predicate, and its line."""

    line: int
    values: Mapping[NamedNode, Sequence[_Term]]


class _Reader:
    def __init__(
        self,
        file: HandFile,
        notes: Mapping[str, CuratedNote],
        known: Container[NamedNode],
        terms: frozenset[str],
        minter: Minter,
        missing: Absence,
    ) -> None:
        self.file, self.notes, self.known, self.terms = file, notes, known, terms
        self.minter, self.missing = minter, missing
        self.graph_iri = minter.graph("curation")
        self.told: list[Diagnostic] = []
        self.triples: set[Triple] = set()
        self.origins: dict[str, Place] = {}
        self.statements: dict[Triple, Place] = {}
        self.passages: dict[str, _Passages] = {}

    def read(self) -> HandMadeGraph:
        try:
            located = load_located(self.file.path, self.minter.base)
        except TurtleFault as fault:
            self._tell(fault.line, "turtle", str(fault), column=fault.column)
            located = ()
        except OSError as error:
            self._tell(1, "unreadable", f"the file cannot be read: {error.strerror or error}", column=1)
            located = ()
        nodes = _by_subject(located)
        curators = {t for n in nodes.values() for t in n.values.get(PROV.wasAttributedTo, ())}
        used = {value for node in nodes.values() for value in node.values.get(POW.passage, ())}
        used |= {curator for curator in curators if not isinstance(curator, NamedNode)}  # told where it is used
        general = nodes[self.graph_iri].values.get(PROV.wasAttributedTo, ()) if self.graph_iri in nodes else ()
        for subject, node in nodes.items():
            if POW.Assertion in node.values.get(RDF.type, ()):
                self._assertion(node, nodes, general)
            elif subject == self.graph_iri and set(node.values) == {PROV.wasAttributedTo}:
                continue
            elif subject in curators and set(node.values) <= _CURATOR:
                if isinstance(subject, NamedNode):  # else told with the assertions that name it
                    self._curator(subject, node)
            elif subject not in used:
                self._tell(
                    node.line,
                    "no-passage",
                    f"{self._name(subject)} is stated without the passage that supports it",
                    "write it as a pow:Assertion with rdf:subject, rdf:predicate, rdf:object and pow:passage",
                )
        graph = NamedGraph(self.graph_iri.value, tuple(sorted(self.triples, key=str)))
        return HandMadeGraph(graph, self.origins, self.statements, tuple(self.told))

    def _curator(self, subject: NamedNode, node: _Node) -> None:
        self.origins[subject.value] = Place(self.file.shown, node.line)
        for predicate, values in node.values.items():
            self.triples.update(Triple(subject, predicate, value) for value in values)

    def _assertion(self, node: _Node, nodes: Mapping[_Term, _Node], general: Sequence[_Term]) -> None:
        if odd := sorted(p.value for p in node.values if p not in _ASSERTION):
            self._tell(node.line, "property", f"an assertion has no {', '.join(map(self._name, odd))}")
            return
        parts = [node.values.get(p, ()) for p in (RDF.subject, RDF.predicate, RDF.object, POW.passage)]
        subjects, predicates, objects, passages = parts
        if len(subjects) != 1 or len(predicates) != 1 or not objects or not passages:
            message = "an assertion has one rdf:subject, one rdf:predicate, and at least one rdf:object and pow:passage"
            self._tell(node.line, "assertion", message)
            return
        subject, predicate = subjects[0], predicates[0]
        makers = node.values.get(PROV.wasAttributedTo) or general
        if not makers:
            hint = f"<{self.graph_iri.value}> prov:wasAttributedTo <...> . says it for all"
            self._tell(node.line, "maker", "the assertion does not say whose it is (prov:wasAttributedTo)", hint)
            return
        if not all(isinstance(maker, NamedNode) for maker in makers):
            hint = "give the person an IRI, such as <person/example-a>, and describe it in a statement of its own"
            self._tell(node.line, "maker", "whose an assertion is (prov:wasAttributedTo) is told by an IRI", hint)
            return
        if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
            self._tell(node.line, "assertion", "the subject and predicate of an assertion are IRIs")
            return
        named = [predicate, *(o for o in objects if predicate == RDF.type and isinstance(o, NamedNode))]
        if undefined := [term.value for term in named if self._is_undefined(term.value)]:
            for iri in undefined:
                close = get_close_matches(iri, self.terms, n=1, cutoff=0.85)
                hint = f"did you mean {compact(close[0])}?" if close else ""
                self._tell(node.line, "undefined", f"{compact(iri)} is not in the vocabulary", hint)
            return
        found = [self._passage(passage, node, nodes) for passage in passages]
        things = [subject, *(o for o in objects if self._is_thing(predicate, o))]
        strange = [thing for thing in things if thing not in self.known]
        for thing in strange:
            message = f"nothing in the notes is {self._name(thing)}"
            self._tell(node.line, "unknown", message, "look at its IRI", self.missing.severity(thing.value))
        if strange or None in found:
            return
        for target in objects:
            for passage in found:
                assert passage is not None
                self._state(Triple(subject, predicate, target), passage, makers, node.line)

    def _is_undefined(self, iri: str) -> bool:
        """Tell whether an IRI of a vocabulary that we know is none of its terms that the ontology declares."""
        return iri not in self.terms and iri.startswith(tuple(PREFIXES.values())) and iri != RDF.type.value

    def _is_thing(self, predicate: NamedNode, target: _Term) -> bool:
        """Tell whether an object must be a thing of the dataset: an IRI below the base that is no class or value."""
        return predicate != RDF.type and isinstance(target, NamedNode) and target.value.startswith(self.minter.base)

    def _state(self, statement: Triple, passage: NamedNode, makers: Sequence[_Term], line: int) -> None:
        place = Place(self.file.shown, line)
        assertion = self.minter.assertion(statement, passage)
        self.origins.setdefault(assertion.value, place)
        self.statements.setdefault(statement, place)
        self.triples.add(statement)
        if statement.predicate == SKOS.prefLabel:  # as everywhere, rdfs:label repeats it
            repeated = Triple(statement.subject, RDFS.label, statement.object)
            self.statements.setdefault(repeated, place)
            self.triples.add(repeated)
        for predicate, value in (
            (RDF.type, POW.Assertion),
            (RDF.subject, statement.subject),
            (RDF.predicate, statement.predicate),
            (RDF.object, statement.object),
            (POW.passage, passage),
            *((PROV.wasAttributedTo, maker) for maker in makers),
        ):
            self.triples.add(Triple(assertion, predicate, value))

    def _passage(self, passage: _Term, node: _Node, nodes: Mapping[_Term, _Node]) -> NamedNode | None:
        """Return the IRI of the passage that a note and a quote name, None where it cannot be found (and told)."""
        said = nodes.get(passage)
        values = said.values if said else {}
        quotes, in_notes = values.get(POW.quote, ()), values.get(POW.inNote, ())
        if len(quotes) != 1 or len(in_notes) != 1 or not set(values) <= _PASSAGE:
            message = "a passage is given by one pow:inNote and one pow:quote, and nothing else"
            self._tell(node.line, "passage", message, 'pow:passage [ pow:inNote <note/...> ; pow:quote "..." ]')
            return None
        iri, quote = in_notes[0].value, str(quotes[0].value)
        curated = self.notes.get(iri)
        if curated is None:
            message = f"there is no note {self._name(in_notes[0])} to quote from"
            self._tell(node.line, "no-note", message, severity=self.missing.severity(iri))
            return None
        lines = _find_lines(curated.note.lines, quote)
        if len(lines) != 1:
            what = "does not stand" if not lines else f"stands {len(lines)} times"
            hint = "quote it as it is written there, emphasis marks included" if not lines else "quote more of it"
            self._tell(node.line, "quote", f"{quote!r} {what} in {curated.note.path}", hint)
            return None
        if iri not in self.passages:
            self.passages[iri] = _Passages(curated)
        passage_iri, triples = self.passages[iri].passage(*lines[0])
        for triple in triples:
            self.triples.add(triple)
            self.origins.setdefault(passage_iri.value, Place(curated.note.path, lines[0][0]))
        return passage_iri

    def _name(self, term: _Term | str) -> str:
        text = term if isinstance(term, str) else term.value if not isinstance(term, BlankNode) else "something"
        return text.removeprefix(self.minter.base)

    def _tell(
        self,
        line: int,
        rule: str,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
        column: int = 1,
    ) -> None:
        self.told.append(Diagnostic(self.file.shown, line, column, severity, f"curation.{rule}", message, hint))


class _Passages:
    """The passages of one note: those of its graph, and new ones for other lines."""

    def __init__(self, curated: CuratedNote) -> None:
        self._curated = curated
        self._by_lines: dict[tuple[int, int], NamedNode] = {}
        for span, passage in sorted(curated.made.passages.items()):
            self._by_lines.setdefault((span.start_line, span.end_line), passage)
        self._taken = set(curated.made.passages.values())

    def passage(self, start: int, end: int) -> tuple[NamedNode, Iterable[Triple]]:
        """Return the passage of whole lines, and what is to be said of it where it is new."""
        if (start, end) in self._by_lines:
            return self._by_lines[start, end], ()
        curated = self._curated
        quote = "\n".join(curated.note.lines[start - 1 : end])
        number = 1
        while (iri := curated.own.passage_iri(quote, number)) in self._taken:
            number += 1
        self._by_lines[start, end] = iri
        self._taken.add(iri)
        facts: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF.type, POW.Passage),
            (POW.inNote, curated.own.note),
            (POW.quote, Literal(quote, language=curated.language)),
            (POW.startLine, integer(start)),
            (POW.endLine, integer(end)),
        ]
        sections = (s for s in curated.note.sections if s.span.start_line <= start and end <= s.span.end_line)
        if section := next(sections, None):
            facts.append((POW.inSection, curated.made.sections[section.ordinal]))
        return iri, [Triple(iri, predicate, value) for predicate, value in facts]


def _find_lines(lines: Sequence[str], quote: str) -> list[tuple[int, int]]:
    """Return the first and last 1-based line of each place where *quote* stands, its white space folded.

    >>> _find_lines(["a list of", "  two lines", "and more"], "of two")
    [(1, 2)]
    """
    words = quote.split()
    if not words:
        return []
    text = "\n".join(lines)
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    ends = [match.start() for match in re.finditer("\n", text)]
    return [(bisect_left(ends, m.start()) + 1, bisect_left(ends, m.end()) + 1) for m in pattern.finditer(text)]


def _by_subject(located: Iterable[LocatedTriple]) -> dict[_Term, _Node]:
    values: dict[_Term, dict[NamedNode, list[_Term]]] = defaultdict(lambda: defaultdict(list))
    lines: dict[_Term, int] = {}
    for item in located:
        triple = item.triple
        assert isinstance(triple.subject, NamedNode | BlankNode)
        lines.setdefault(triple.subject, item.line)
        assert isinstance(triple.object, NamedNode | BlankNode | Literal)
        values[triple.subject][triple.predicate].append(triple.object)
    return {subject: _Node(lines[subject], dict(said)) for subject, said in values.items()}
