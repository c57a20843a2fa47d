"""The dataset's own description: VoID and DCAT metadata, concept schemes and the build, in one named graph."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from powergraph import __version__
from powergraph.config import VaultSettings
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.emitter import integer, string
from powergraph.graph.facts import NoteFacts
from powergraph.graph.iris import Minter
from powergraph.vocabulary import DCAT, DCTERMS, POW, PROV, RDF, RDFS, SKOS, VOID

__all__ = ["describe_dataset", "input_digest"]

_SCHEMES = {
    "power-sources": (
        "Sources of power",
        "Bases from which people, groups and institutions derive power, in their groups.",
    ),
    "power-modes": ("Modes of power", "Ways in which power is held towards others: over, with, to, within."),
    "topics": ("Topics", "What the notes are about, frameworks among them, and the topics that they wish for."),
    "key-concepts": ("Key concepts", "Ideas that a note names and puts in its own words."),
    "tags": ("Tags", "The keywords of the notes."),
}


def input_digest(notes: Iterable[NoteFacts], hand_made: str) -> str:
    """Return the SHA-256 of what the build reads: the notes and, by their digest *hand_made*, the files beside them."""
    digest = hashlib.sha256(hand_made.encode())
    for note in sorted(notes, key=lambda note: note.path):
        digest.update(f"{note.path}\0{note.sha256}\n".encode())
    return digest.hexdigest()


def _rights(settings: VaultSettings, notes: Sequence[NoteFacts]) -> list[str]:
    """Say whose what is: the licence covers our own work, never the text of a note, which has the rights it tells.

    So there is no dcterms:license on the whole: it would claim more than anybody has.
    """
    told = [f"Text quoted from the notes: {rights}" for rights in sorted({note.rights for note in notes})]
    return [f"Vocabulary, shapes and structure: {settings.license}", *told] if settings.license else told


def describe_dataset(
    settings: VaultSettings,
    notes: Sequence[NoteFacts],
    hand_made: str,
    minter: Minter,
    classes: Mapping[NamedNode, int],
) -> NamedGraph:
    """Describe the dataset.

    *hand_made* is the digest of the files beside the notes; *classes* counts the instances of each class in all other
    graphs.
    """
    triples: set[Triple] = set()
    digest = input_digest(notes, hand_made)

    def add(subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal) -> None:
        triples.add(Triple(subject, predicate, obj))

    dataset = minter.iri("dataset")
    for kind in (VOID.Dataset, DCAT.Dataset):
        add(dataset, RDF.type, kind)
    title = Literal(settings.title, language="en")
    add(dataset, DCTERMS.title, title)
    add(dataset, RDFS.label, title)
    if settings.description:
        add(dataset, DCTERMS.description, Literal(settings.description, language="en"))
    for statement in _rights(settings, notes):
        add(dataset, DCTERMS.rights, Literal(statement, language="en"))
    add(dataset, DCAT.version, string(digest[:12]))
    for kind, count in sorted(classes.items(), key=lambda item: item[0].value):
        partition = minter.iri("dataset", "class", hashlib.sha256(kind.value.encode()).hexdigest()[:12])
        add(dataset, VOID.classPartition, partition)
        add(partition, VOID.class_, kind)
        add(partition, VOID.entities, integer(count))
    for name, (label, definition) in _SCHEMES.items():
        scheme = minter.scheme(name)
        add(scheme, RDF.type, SKOS.ConceptScheme)
        for predicate in (SKOS.prefLabel, RDFS.label):
            add(scheme, predicate, Literal(label, language="en"))
        add(scheme, SKOS.definition, Literal(definition, language="en"))
    build = minter.iri("build", digest[:20])
    add(build, RDF.type, PROV.Activity)
    add(build, RDFS.label, string(f"powergraph {__version__} build"))
    add(build, POW.inputDigest, string(digest))
    program = minter.iri("agent", "powergraph")
    add(build, PROV.wasAssociatedWith, program)
    add(program, RDF.type, PROV.SoftwareAgent)
    add(program, RDFS.label, string(f"powergraph {__version__}"))
    add(dataset, PROV.wasGeneratedBy, build)
    return NamedGraph(minter.graph("dataset").value, tuple(sorted(triples, key=str)))
