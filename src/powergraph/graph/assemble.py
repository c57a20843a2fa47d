"""Assemble: from all extractions of a vault to the dataset of named graphs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Place
from powergraph.extract.extraction import Extraction
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.graph.description import describe_dataset
from powergraph.graph.inference import infer
from powergraph.graph.iris import Minter, assign_note_slugs
from powergraph.graph.names import NameBook
from powergraph.graph.ontology import load_ontology
from powergraph.graph.quads import Vault, note_graph
from powergraph.graph.resolution import LinkIndex
from powergraph.graph.works import WorkIndex
from powergraph.vocabulary import RDF

__all__ = ["Assembled", "assemble"]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The dataset and what was found while the notes were brought together."""

    dataset: Dataset
    diagnostics: tuple[Diagnostic, ...]


def assemble(
    extractions: Sequence[Extraction], settings: VaultSettings, ontology: Path, private_names: Sequence[str] = ()
) -> Assembled:
    """Bring the notes together: mint, resolve, emit, merge works, infer, describe. The order of notes does not matter.

    *private_names* are names of notes that stay private: links to them make no topic.

    Raises ValueError where the ontology is not Turtle.
    """
    ordered = tuple(sorted(extractions, key=lambda extraction: extraction.note.path))
    minter = Minter(settings.base_iri)
    identifiers = {e.note.path: e.identifier.text for e in ordered if e.identifier}
    slugs, told = assign_note_slugs({e.note.path: e.note.stem for e in ordered}, identifiers)
    links = LinkIndex(ordered, slugs, private_names)
    vault = Vault(minter, slugs, links, NameBook(ordered, slugs, minter, links), WorkIndex(ordered, minter))
    graphs: list[NamedGraph] = []
    origins: dict[str, Place] = {}
    diagnostics = [diagnostic for extraction in ordered for diagnostic in extraction.diagnostics] + told
    for extraction in ordered:
        made = note_graph(extraction, vault)
        graphs.append(made.graph)
        diagnostics.extend(made.diagnostics)
        for subject, place in made.origins.items():
            origins.setdefault(subject, place)
    graphs.append(vault.works.graph())
    vocabulary = load_ontology(ontology, minter.graph("ontology"))
    asserted = [triple for graph in graphs for triple in graph.triples]
    inferred = infer(asserted, vocabulary.triples)
    graphs.append(NamedGraph(minter.graph("inferred").value, tuple(sorted(inferred, key=str))))
    instances = {(t.object, t.subject) for t in (*asserted, *inferred) if t.predicate == RDF.type}
    classes = Counter(kind for kind, _ in instances if isinstance(kind, NamedNode))
    graphs.append(describe_dataset(settings, ordered, minter, classes))
    graphs.append(vocabulary)
    graphs.sort(key=lambda graph: graph.iri)
    return Assembled(Dataset(settings.base_iri, tuple(graphs), origins), tuple(sorted(set(diagnostics))))
