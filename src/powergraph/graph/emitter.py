"""The emitter: collects the triples of one note's graph, mints its passages and says where each subject stands."""

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.diagnostics import Place
from powergraph.extract.extraction import Evidence
from powergraph.graph.iris import Minter, NoteIRIs
from powergraph.notes.note import Note
from powergraph.notes.span import Span
from powergraph.vocabulary import POW, RDF, RDFS, SKOS, XSD

__all__ = ["TRUE", "Emitter", "integer", "string"]

#: What is stated only where it holds.
TRUE = Literal("true", datatype=XSD.boolean)


def string(text: str) -> Literal:
    """Return a plain string: names of people, paths, codes."""
    return Literal(text)


def integer(value: int) -> Literal:
    """Return an xsd:integer in canonical form."""
    return Literal(str(value), datatype=XSD.integer)


class Emitter:
    """Collects triples. Texts are tagged with the note's language; each subject's first place is its origin."""

    def __init__(self, note: Note, language: str, minter: Minter, own: NoteIRIs) -> None:
        self.note = note
        self.language = language
        self.minter = minter
        self.own = own
        self.triples: set[Triple] = set()
        self.origins: dict[str, Place] = {}
        self.sections: dict[int, NamedNode] = {}
        self.passages: dict[Span, NamedNode] = {}

    def add(self, subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal) -> Triple:
        """Add one triple and return it."""
        triple = Triple(subject, predicate, obj)
        self.triples.add(triple)
        return triple

    def text(self, text: str) -> Literal:
        """Return *text* in the note's language."""
        return Literal(text, language=self.language)

    def at(self, subject: NamedNode, span: Span) -> None:
        """Note where *subject* is written, unless it is known already."""
        self.origins.setdefault(subject.value, Place(self.note.path, span.start_line, span.start_column))

    def passage(self, evidence: Evidence) -> NamedNode:
        """Return the passage of an item's lines, minted when it is needed first."""
        span = evidence.span
        if span in self.passages:
            return self.passages[span]
        quote = self.note.quote(span)
        passage = self.passages[span] = self.own.passage(quote)
        self.at(passage, span)
        self.add(passage, RDF.type, POW.Passage)
        self.add(passage, POW.inNote, self.own.note)
        if section := self.sections.get(evidence.section):
            self.add(passage, POW.inSection, section)
        self.add(passage, POW.quote, self.text(quote))
        self.add(passage, POW.startLine, integer(span.start_line))
        self.add(passage, POW.endLine, integer(span.end_line))
        self.add(passage, POW.startColumn, integer(span.start_column))
        self.add(passage, POW.endColumn, integer(span.end_column))
        return passage

    def claim(self, subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal, evidence: Evidence) -> None:
        """Add a triple together with the assertion that says which passage and rule it comes from."""
        triple = self.add(subject, predicate, obj)
        passage = self.passage(evidence)
        assertion = self.minter.assertion(triple, passage)
        self.at(assertion, evidence.span)
        self.add(assertion, RDF.type, POW.Assertion)
        self.add(assertion, RDF.subject, subject)
        self.add(assertion, RDF.predicate, predicate)
        self.add(assertion, RDF.object, obj)
        self.add(assertion, POW.passage, passage)
        self.add(assertion, POW.rule, string(evidence.rule))

    def defined(self, subject: NamedNode, evidence: Evidence) -> None:
        """Say that this note defines *subject*, in the passage of *evidence*."""
        self.at(subject, evidence.span)
        self.add(subject, POW.definedIn, self.own.note)
        self.add(subject, POW.passage, self.passage(evidence))

    def label(self, subject: NamedNode, label: Literal) -> None:
        """Add a preferred label, repeated as rdfs:label."""
        self.add(subject, SKOS.prefLabel, label)
        self.add(subject, RDFS.label, label)
