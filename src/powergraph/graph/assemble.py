"""Assemble: the graphs of all notes, what is written beside them and what follows, as one dataset of named graphs."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode, Triple

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.extract.extraction import Extraction
from powergraph.graph.built import BuiltNote
from powergraph.graph.contents import Contents, CuratedNotes, Labels
from powergraph.graph.curation import load_curation
from powergraph.graph.dataset import Counts, Dataset, NamedGraph
from powergraph.graph.description import describe_dataset
from powergraph.graph.facts import NoteFacts
from powergraph.graph.handmade import HandMade
from powergraph.graph.inference import Rules, infer, mutual_links
from powergraph.graph.iris import slug, topic_name
from powergraph.graph.mappings import mapping_graph
from powergraph.graph.ontology import Ontology
from powergraph.graph.origins import Origins
from powergraph.graph.packed import PackedTriples, pack, sorted_lines
from powergraph.graph.question_quads import question_graph
from powergraph.graph.questions import load_questions
from powergraph.graph.sssom import load_mapping_set
from powergraph.graph.vault import Vault
from powergraph.vocabulary import POW, RDF

__all__ = ["Assembled", "assemble"]

#: What a hand-made file names and the dataset lacks may be a private note, or a part of one.
_OF_ABSENT = frozenset({"curation.no-note", "curation.unknown", "mappings.label", "mappings.subject"})


@dataclass(frozen=True, slots=True)
class Assembled:
    """The dataset and what was found while the notes were brought together.

    *faults* are the errors in hand-made files: they stop a build. *confidential* are warnings that name what the
    dataset lacks: they are for the author alone, and not among the *diagnostics*.

    *beside* are the graphs that stand beside those of the notes, without what follows about each note's own things
    from itself alone. *shared* is what the notes state of things that are no note's own. *touched* are the paths of the
    notes whose own things are named beside them.
    """

    dataset: Dataset
    beside: tuple[NamedGraph, ...]
    shared: Collection[Triple]
    touched: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[Diagnostic, ...]
    confidential: tuple[Diagnostic, ...]


def assemble(
    facts: Sequence[NoteFacts],
    built: Sequence[BuiltNote],
    vault: Vault,
    ontology: Ontology,
    rules: Rules,
    settings: VaultSettings,
    hand_made: HandMade,
    reopen: Callable[[str], Extraction],
    private_names: Sequence[str] = (),
    *,
    incomplete: bool = False,
) -> Assembled:
    """Add to the graphs of the notes what the vault says as a whole: works, curation, mappings, inferences, itself.

    *rules* are the ontology's. *facts* and *built* are those of the same notes, ordered by path; *reopen* converts one
    of them again. *private_names* are names of notes that stay private, *incomplete* says that notes were left out:
    what hand-made files say of either is passed over.

    Raises OSError where a hand-made file cannot be read.
    """
    minter = vault.minter
    private = frozenset(slug(form) for name in private_names for form in (name, topic_name(name)[0]))
    parts = _Parts([], {}, {}, [d for note in facts for d in note.diagnostics])
    parts.diagnostics.extend(vault.diagnostics)
    for note in built:
        parts.diagnostics.extend(note.diagnostics)
    parts.add(vault.works.graph())
    shared = {triple for note in built for triple in note.shared.triples()}
    contents = Contents(minter.base, built, [*shared, *(t for graph in parts.graphs for t in graph.triples)])
    if hand_made.curation:
        quoted, terms = CuratedNotes(vault, reopen), frozenset(ontology.origins)
        curation = load_curation(
            hand_made.curation, quoted, contents, terms, minter, incomplete=incomplete, private=private
        )
        parts.add(curation.graph, curation.origins, curation.diagnostics, curation.statements)
        contents = Contents(minter.base, built, [*shared, *(t for graph in parts.graphs for t in graph.triples)])
    if hand_made.mappings:
        sets = [load_mapping_set(file) for file in hand_made.mappings]
        mapped = mapping_graph(sets, Labels(contents), minter, incomplete=incomplete, private=private)
        parts.add(mapped.graph, mapped.origins, mapped.diagnostics, mapped.statements)
    if hand_made.queries:
        asked = load_questions(hand_made.queries.path, hand_made.queries.shown, settings.language)
        questions = question_graph(asked.questions, minter)
        parts.add(questions.graph, questions.origins, asked.diagnostics)
    whole = _Whole.of(built, shared, [t for graph in parts.graphs for t in graph.triples], contents)
    inferred = whole.infer(rules)
    description = describe_dataset(settings, facts, hand_made.digest(), minter, whole.classes(inferred))
    parts.add(description)
    inferred |= infer(description.triples, rules)
    counts = whole.counts({*inferred, *description.triples}, ontology)
    chunks = [note.inferred for note in whole.untouched if note.inferred.count]
    follows, about_all = minter.graph("inferred").value, pack(sorted_lines(inferred))
    parts.add(ontology.graph, ontology.origins)
    beside = (*parts.graphs, NamedGraph(follows, PackedTriples([about_all])))
    parts.add(NamedGraph(follows, PackedTriples([*chunks, about_all])))
    parts.graphs.extend(NamedGraph(note.graph, PackedTriples([note.asserted]), note.path) for note in built)
    parts.graphs.sort(key=lambda graph: graph.iri)
    origins = Origins(minter.base, built, parts.origins)
    dataset = Dataset(settings.base_iri, tuple(parts.graphs), origins, parts.statements, counts)
    paths = {note.path for note in facts}
    faults = [d for d in parts.diagnostics if d.path not in paths and d.severity is Severity.ERROR]
    confidential = {d for d in parts.diagnostics if d.rule in _OF_ABSENT and d.severity is Severity.WARNING}
    published = set(parts.diagnostics) - confidential
    touched = paths - {note.path for note in whole.untouched}
    told = (tuple(sorted(each)) for each in (published, set(faults), confidential))
    return Assembled(dataset, beside, shared, frozenset(touched), *told)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The triples that have to be looked at together.

    What nobody beside the notes speaks of follows from each note by itself; so only what notes share, what stands
    beside them, and the notes that this names (*touched*) are gone through as one.
    """

    together: frozenset[Triple]
    candidates: frozenset[Triple]
    untouched: tuple[BuiltNote, ...]
    links: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, built: Sequence[BuiltNote], shared: set[Triple], beside: list[Triple], contents: Contents) -> "_Whole":
        touched = contents.named(beside)
        paths = {note.path for note in touched}
        own = (triple for note in touched for triple in note.asserted.triples())
        return cls(
            together=frozenset([*shared, *beside, *own]),
            candidates=frozenset(triple for note in built for triple in note.shared_inferred.triples()),
            untouched=tuple(note for note in built if note.path not in paths),
            links=frozenset((note.topic, target) for note in built for target in note.links),
        )

    def infer(self, rules: Rules) -> set[Triple]:
        """Return what follows and is stated nowhere; what follows about a note's own things is with the note."""
        inferred = infer(self.together | self.candidates, rules) | self.candidates
        links = (Triple(NamedNode(one), POW.linksTo, NamedNode(other)) for one, other in self.links)
        return (inferred | mutual_links(links)) - self.together

    def classes(self, others: set[Triple]) -> Counter[NamedNode]:
        """Count the instances of each class, with *others* that are stated."""
        types = {(t.object, t.subject) for t in (*self.together, *others) if t.predicate == RDF.type}
        counts = Counter(kind for kind, _ in types if isinstance(kind, NamedNode))
        for note in self.untouched:
            counts.update({NamedNode(kind): count for kind, count in note.classes.items()})
        return counts

    def counts(self, others: set[Triple], ontology: Ontology) -> Counts:
        """Count everything, with *others* that are stated."""
        own = sum(note.asserted.count - note.shared.count + note.inferred.count for note in self.untouched)
        shared = self.together | others
        classes = {kind.value: count for kind, count in sorted(self.classes(others).items(), key=str)}
        return Counts(own + len(shared | set(ontology.graph.triples)), own + len(shared), classes)


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
