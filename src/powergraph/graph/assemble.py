"""Assemble: from all extractions of a vault to the dataset of named graphs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.extract.extraction import Extraction
from powergraph.graph.curation import CuratedNote, load_curation
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.graph.description import describe_dataset
from powergraph.graph.handmade import HandMade
from powergraph.graph.inference import infer
from powergraph.graph.iris import Minter, NoteIRIs, assign_note_slugs, slug, topic_name
from powergraph.graph.mappings import mapping_graph
from powergraph.graph.names import NameBook
from powergraph.graph.ontology import load_ontology
from powergraph.graph.quads import Vault, note_graph
from powergraph.graph.question_quads import question_graph
from powergraph.graph.questions import load_questions
from powergraph.graph.resolution import LinkIndex
from powergraph.graph.sssom import load_mapping_set
from powergraph.graph.works import WorkIndex
from powergraph.vocabulary import RDF, RDFS

__all__ = ["Assembled", "assemble"]

#: What a hand-made file names and the dataset lacks may be a private note, or a part of one.
_OF_ABSENT = frozenset({"curation.no-note", "curation.unknown", "mappings.label", "mappings.subject"})


@dataclass(frozen=True, slots=True)
class Assembled:
    """The dataset and what was found while the notes were brought together.

    *faults* are the errors in hand-made files: they stop a build. *confidential* are warnings that name what the
    dataset lacks: they are for the author alone, and not among the *diagnostics*.
    """

    dataset: Dataset
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[Diagnostic, ...]
    confidential: tuple[Diagnostic, ...]


def assemble(
    extractions: Sequence[Extraction],
    settings: VaultSettings,
    hand_made: HandMade,
    private_names: Sequence[str] = (),
    *,
    incomplete: bool = False,
) -> Assembled:
    """Bring the notes together: mint, resolve, emit, merge works, curate, map, infer, describe.

    The order of notes does not matter. *private_names* are names of notes that stay private: links to them make no
    topic. *incomplete* says that notes were left out, so that what hand-made files say of them is passed over.

    Raises ValueError where the ontology is not Turtle, OSError where a hand-made file cannot be read.
    """
    ordered = tuple(sorted(extractions, key=lambda extraction: extraction.note.path))
    minter = Minter(settings.base_iri)
    identifiers = {e.note.path: e.identifier.text for e in ordered if e.identifier}
    slugs, told = assign_note_slugs({e.note.path: e.note.stem for e in ordered}, identifiers)
    links = LinkIndex(ordered, slugs, private_names)
    private = frozenset(slug(form) for name in private_names for form in (name, topic_name(name)[0]))
    vault = Vault(minter, slugs, links, NameBook(ordered, slugs, minter, links), WorkIndex(ordered, minter))
    parts = _Parts([], {}, {}, [d for extraction in ordered for d in extraction.diagnostics] + told)
    curated: dict[str, CuratedNote] = {}
    for extraction in ordered:
        made = note_graph(extraction, vault)
        parts.add(made.graph, made.origins, made.diagnostics)
        own = NoteIRIs(minter, slugs[extraction.note.path].note)
        curated[own.note.value] = CuratedNote(extraction.note, extraction.language, own, made)
    parts.add(vault.works.graph())
    vocabulary = load_ontology(hand_made.ontology, minter.graph("ontology"))
    if hand_made.curation:
        known = frozenset(
            t.subject for graph in parts.graphs for t in graph.triples if isinstance(t.subject, NamedNode)
        )
        terms = frozenset(vocabulary.origins)
        curation = load_curation(
            hand_made.curation, curated, known, terms, minter, incomplete=incomplete, private=private
        )
        parts.add(curation.graph, curation.origins, curation.diagnostics, curation.statements)
    if hand_made.mappings:
        sets = [load_mapping_set(file) for file in hand_made.mappings]
        mapped = mapping_graph(sets, _labels(parts.graphs), minter, incomplete=incomplete, private=private)
        parts.add(mapped.graph, mapped.origins, mapped.diagnostics, mapped.statements)
    if hand_made.queries:
        asked = load_questions(hand_made.queries.path, hand_made.queries.shown, settings.language)
        questions = question_graph(asked.questions, minter)
        parts.add(questions.graph, questions.origins, asked.diagnostics)
    asserted = [triple for graph in parts.graphs for triple in graph.triples]
    inferred = infer(asserted, vocabulary.graph.triples)
    instances = {(t.object, t.subject) for t in (*asserted, *inferred) if t.predicate == RDF.type}
    classes = Counter(kind for kind, _ in instances if isinstance(kind, NamedNode))
    description = describe_dataset(settings, ordered, hand_made.digest(), minter, classes)
    parts.add(description)
    inferred |= infer(description.triples, vocabulary.graph.triples)
    parts.add(NamedGraph(minter.graph("inferred").value, tuple(sorted(inferred, key=str))))
    parts.add(vocabulary.graph, vocabulary.origins)
    parts.graphs.sort(key=lambda graph: graph.iri)
    dataset = Dataset(settings.base_iri, tuple(parts.graphs), parts.origins, parts.statements)
    paths = {extraction.note.path for extraction in ordered}
    faults = [d for d in parts.diagnostics if d.path not in paths and d.severity is Severity.ERROR]
    confidential = {d for d in parts.diagnostics if d.rule in _OF_ABSENT and d.severity is Severity.WARNING}
    published = set(parts.diagnostics) - confidential
    return Assembled(dataset, *(tuple(sorted(each)) for each in (published, set(faults), confidential)))


def _labels(graphs: Iterable[NamedGraph]) -> dict[NamedNode, frozenset[str]]:
    """Return the texts of the labels of everything that has one."""
    labels: dict[NamedNode, set[str]] = {}
    for graph in graphs:
        for triple in graph.triples:
            if triple.predicate == RDFS.label and isinstance(triple.subject, NamedNode):
                assert isinstance(triple.object, Literal)
                labels.setdefault(triple.subject, set()).add(triple.object.value)
    return {thing: frozenset(texts) for thing, texts in labels.items()}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is brought together: graphs, where subjects and statements stand, and what is told."""

    graphs: list[NamedGraph]
    origins: dict[str, Place]
    statements: dict[Triple, Place]
    diagnostics: list[Diagnostic]

    def add(
        self,
        graph: NamedGraph,
        origins: Mapping[str, Place] = MappingProxyType({}),
        diagnostics: Iterable[Diagnostic] = (),
        statements: Mapping[Triple, Place] = MappingProxyType({}),
    ) -> None:
        """Add a graph; of two places of a subject or statement the first one counts."""
        self.graphs.append(graph)
        for subject, place in origins.items():
            self.origins.setdefault(subject, place)
        for statement, place in statements.items():
            self.statements.setdefault(statement, place)
        self.diagnostics.extend(diagnostics)
