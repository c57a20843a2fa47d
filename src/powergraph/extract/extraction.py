"""What a note says, before it is RDF: every item with its place and the rule that found it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from powergraph.diagnostics import Diagnostic
from powergraph.notes.frontmatter import Value
from powergraph.notes.markdown import Run
from powergraph.notes.note import Note
from powergraph.notes.span import Span

__all__ = [
    "Agent",
    "Citation",
    "Concept",
    "ConceptKind",
    "ContentLabel",
    "Evidence",
    "Extraction",
    "Part",
    "Practice",
    "Reference",
    "Topic",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an item stands, the ordinal of its section (0 in the front matter) and the rule that found it."""

    span: Span
    section: int
    rule: str


class ConceptKind(StrEnum):
    """What a named idea is; the first three are global, the last two the note's own."""

    SOURCE = "source"
    GROUP = "group"
    MODE = "mode"
    KEY = "key"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the role that the profile gives it; *runs* are what it says outside of items, for mentions."""

    ordinal: int
    level: int
    parent: int
    heading: str
    role: str
    text: str
    evidence: Evidence
    runs: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What the note is about: *label* without emoji, *icon* the emoji, *aliases* as written in the front matter."""

    label: str
    icon: str
    title: Evidence
    alt_labels: tuple[str, ...]
    aliases: tuple[Value, ...]
    definition: str
    defined_at: Evidence | None


@dataclass(frozen=True, slots=True)
class Concept:
    """A named idea: *group* is the label of a source's group, *source_class* the local name of a source's class."""

    kind: ConceptKind
    label: str
    alt_labels: tuple[str, ...]
    definition: str
    evidence: Evidence
    runs: tuple[Run, ...] = ()
    group: str = ""
    source_class: str = "PowerSource"


@dataclass(frozen=True, slots=True)
class Practice:
    """Something to do. *kind* is the local name of its class; *written* is False where the label was made from text."""

    kind: str
    label: str
    written: bool
    text: str
    prompts: tuple[str, ...]
    ordinal: int
    evidence: Evidence
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Agent:
    """An author: a person with family and given name, or an organisation with *family* as its whole name."""

    family: str
    given: str = ""
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry as written, and what could be read from it; *year* is the later one of two, 0 where there is none.

    *kind* is the local name of the work's class in FaBiO. *dois*, *isbns* (13 digits), *pmids*, *pmcids* and *issns*
    are well formed; *bad_isbns* and *bad_issns* are as written. *more* tells that the entry ends its authors with et
    al.; *container* is the journal or book that holds the work. *residue* is what a chat assistant left in the entry,
    *plain* the entry without it and without addresses.
    """

    entry: str
    authors: tuple[Agent, ...]
    title: str
    year: int
    year_text: str
    original_year: int
    annotation: str
    url: str
    ordinal: int
    evidence: Evidence
    kind: str = "Expression"
    dois: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    bad_isbns: tuple[str, ...] = ()
    more: bool = False
    edition: str = ""
    container: str = ""
    more_urls: tuple[str, ...] = ()
    pmids: tuple[str, ...] = ()
    pmcids: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    bad_issns: tuple[str, ...] = ()
    residue: tuple[str, ...] = ()
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to another note as written: from the front matter (*metadata*) or from the text.

    *bare* is a name without brackets; *relative* a Markdown link, whose path begins at the folder of its own note.
    """

    target: str
    as_written: str
    metadata: bool
    ordinal: int
    evidence: Evidence
    bare: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class ContentLabel:
    """Words that stand before a note that may be hard to read; *language* is "" for that of the note.

    *evidence* is where the note says so, None where the settings do, by the note's place.
    """

    text: str
    language: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class NoteProperty:
    """A key of a note that the program does not read itself, and one value of it, both as written."""

    key: str
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that a note says. *note* is kept for its lines; *diagnostics* are the note's and the extraction's."""

    note: Note
    kind: str
    language: str
    rights: str
    topic: Topic
    parts: tuple[Part, ...]
    concepts: tuple[Concept, ...]
    practices: tuple[Practice, ...]
    citations: tuple[Citation, ...]
    references: tuple[Reference, ...]
    tags: tuple[Value, ...]
    created: Value | None
    modified: Value | None
    provenance: tuple[Value, ...]
    assistants: tuple[tuple[str, Evidence], ...]
    identifier: Value | None
    diagnostics: tuple[Diagnostic, ...]
    content_label: ContentLabel | None = None
    properties: tuple[NoteProperty, ...] = ()

    def texts(self) -> Iterator[tuple[Run, ...]]:
        """Yield the runs of everything that may mention a concept, items first."""
        for concept in self.concepts:
            yield concept.runs
        for practice in self.practices:
            yield practice.runs
        for part in self.parts:
            yield from part.runs
