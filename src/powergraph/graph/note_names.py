"""The names that a note gives and uses: all that links and mentions in other notes depend on."""

from dataclasses import dataclass

from powergraph.extract.extraction import ConceptKind, Extraction
from powergraph.graph.introductions import introductions

__all__ = ["NamedConcept", "NoteNames", "note_names"]

_GLOBAL = (ConceptKind.SOURCE, ConceptKind.GROUP, ConceptKind.MODE)


@dataclass(frozen=True, slots=True)
class NamedConcept:
    """A source, group or mode that a note names; *is_defined* tells whether it also says what it is."""

    kind: ConceptKind
    label: str
    alt_labels: tuple[str, ...]
    group: str
    source_class: str
    is_defined: bool


@dataclass(frozen=True, slots=True)
class NoteNames:
    """The names of one note.

    *label*, *alt_labels* and *aliases* are its topic's; *identifier* is its `id:` or "", *identifier_at* the line and
    column of that. *targets* are what it links to, as written; *introductions* the (name, acronym) pairs that it
    introduces in bold; *people* the family and given names of the authors that it cites.
    """

    path: str
    stem: str
    identifier: str
    language: str
    label: str
    alt_labels: tuple[str, ...]
    aliases: tuple[str, ...]
    concepts: tuple[NamedConcept, ...]
    targets: tuple[str, ...]
    introductions: tuple[tuple[str, str], ...]
    identifier_at: tuple[int, int] = (1, 1)
    people: tuple[tuple[str, str], ...] = ()


def note_names(extraction: Extraction) -> NoteNames:
    """Return the names of a note."""
    topic = extraction.topic
    return NoteNames(
        path=extraction.note.path,
        stem=extraction.note.stem,
        identifier=extraction.identifier.text if extraction.identifier else "",
        language=extraction.language,
        label=topic.label,
        alt_labels=topic.alt_labels,
        aliases=tuple(alias.text for alias in topic.aliases),
        concepts=tuple(
            NamedConcept(c.kind, c.label, c.alt_labels, c.group, c.source_class, bool(c.definition))
            for c in extraction.concepts
            if c.kind in _GLOBAL
        ),
        targets=tuple(reference.target for reference in extraction.references),
        introductions=tuple(dict.fromkeys(pair for runs in extraction.texts() for pair in introductions(runs))),
        identifier_at=(at.span.start_line, at.span.start_column) if (at := extraction.identifier) else (1, 1),
        people=tuple(
            dict.fromkeys(
                (author.family, author.given)
                for citation in extraction.citations
                for author in citation.authors
                if not author.organisation and author.given
            )
        ),
    )
