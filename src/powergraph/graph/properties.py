"""Properties of a note that the program does not read itself: a key and a value each, with the line they stand on."""

from collections.abc import Iterable

from powergraph.extract.extraction import NoteProperty
from powergraph.graph.emitter import Emitter, string
from powergraph.graph.iris import first_words
from powergraph.vocabulary import POW, RDF, RDFS, SCHEMA

__all__ = ["add_properties"]

#: So much of a value stands in the label (words, and characters of them).
_WORDS, _CHARACTERS = 12, 80


def add_properties(emit: Emitter, properties: Iterable[NoteProperty]) -> None:
    """Add the properties of the note: each is a thing of its own, with key and value as plain strings."""
    for each in properties:
        iri = emit.own.labelled("property", each.key)
        emit.at(iri, each.evidence.span)
        emit.add(emit.own.note, SCHEMA.additionalProperty, iri)
        emit.add(iri, RDF.type, SCHEMA.PropertyValue)
        emit.add(iri, RDFS.label, string(f"{each.key}: {_shortened(each.value)}"))
        emit.add(iri, SCHEMA.name, string(each.key))
        emit.add(iri, SCHEMA.value, string(each.value))
        emit.add(iri, POW.passage, emit.passage(each.evidence))


def _shortened(value: str) -> str:
    words = first_words(value, _WORDS)[:_CHARACTERS]
    return words if len(words) == len(value) else words.rstrip(" .,;:") + "\u2026"
