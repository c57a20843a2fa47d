"""The contract of every page: one frozen dataclass a template, and nothing else reaches it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from powergraph.config import Setting
from powergraph.diagnostics import Diagnostic
from powergraph.release import NoteCount
from powergraph.web.problems import Problem
from powergraph.web.words import Link, Word

__all__ = [
    "Block",
    "ClassCount",
    "ContentLabel",
    "Counted",
    "Entry",
    "Example",
    "GraphPage",
    "Home",
    "NotePage",
    "OntologyPage",
    "Paging",
    "Passage",
    "ProblemKinds",
    "ProblemPage",
    "QualityPage",
    "Remark",
    "ResultsPage",
    "SectionText",
    "Shape",
    "ShapePage",
    "SparqlPage",
    "Statements",
    "Support",
    "Thing",
    "ThingList",
    "Understood",
    "Value",
]


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one page of a long list stands; *first* and *last* are 1-based, addresses are "" at the ends."""

    first: int
    last: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What supports one statement: lines of a note, the rule that read them or the person who said so."""

    text: str
    href: str = ""
    rule: str = ""
    by: Link | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property and what supports it."""

    link: Link
    support: tuple[Support, ...] = ()
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """The values that a thing has with one property, or the things that point to it with one.

    *count* is how many there are; where not all are shown, *more* is the address of the whole list.
    """

    predicate: Link
    values: tuple[Value, ...]
    count: int
    more: str = ""

    @property
    def hidden(self) -> int:
        """How many there are that are not shown."""
        return self.count - len(self.values)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of a note: *lines* in words ("lines 59 to 60"), *href* leads to them in the note's page.

    *label* is the content label of the note, if it has one.
    """

    note: Link
    lines: str
    href: str
    blocks: "tuple[Block, ...]"
    section: str = ""
    supports: tuple[str, ...] = ()
    label: Link | None = None


@dataclass(frozen=True, slots=True)
class ContentLabel:
    """What stands above text that may be hard to read; *notes* are those that it comes from, none on a note's page."""

    text: Link
    notes: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Something with a size: a named graph and its statements, a file and its bytes."""

    link: Link
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """The page of one thing.

    *definitions* and *texts* are paragraphs to read first, *notice* says what is peculiar about it (a stub),
    *more_passages* counts the passages that are not shown and leads to them, *formats* are its documents for programs.
    *labels* are the content labels of the note that it is, or of the notes whose lines its page shows.
    """

    iri: str
    title: Link
    kinds: tuple[Link, ...]
    trail: tuple[Link, ...]
    definitions: tuple[Value, ...]
    texts: tuple[Value, ...]
    other_names: tuple[Link, ...]
    notice: str
    statements: tuple[Statements, ...]
    uses: tuple[Statements, ...]
    passages: tuple[Passage, ...]
    more_passages: Counted | None
    formats: tuple[Link, ...]
    labels: tuple[ContentLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class ThingList:
    """All values of one property of a thing, or all things that point to it with one, a page at a time."""

    thing: Link
    predicate: Link
    is_inverse: bool
    values: tuple[Value, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class Understood:
    """Something that was understood in a passage, and what kind of thing it is, in words."""

    link: Link
    kind: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a note: its text in Markdown without the marker, its lines (0: not known), what was understood there.

    *kind* is paragraph, item, heading, quote, callout, table or code; *depth* is an item's nesting, *title* that of a
    callout, *rows* the cells of a table, its head first (() where it is none). *links* are the pages that its
    `[[wikilinks]]` lead to, by what is written between the brackets.
    """

    kind: str
    text: str
    first: int = 0
    last: int = 0
    depth: int = 0
    things: tuple[Understood, ...] = ()
    title: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section of a note: *level* is that of its heading in the note (0 before the first), *first* its first line."""

    title: str
    level: int
    first: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note as a document; *others* are passages outside of every section, as those of the front matter."""

    thing: Thing
    sections: tuple[SectionText, ...]
    others: tuple[Block, ...]
    rights: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class, where its members are listed, and how many there are."""

    name: Link
    count: int
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try."""

    question: str
    href: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the dataset is, how big, how fresh, under which rights, and where to go from here.

    *main_classes* are what people come for, *record_classes* how it is recorded, *other_classes* all the rest.
    """

    title: str
    description: str
    iri: str
    version: str
    digest: str
    triples: int
    notes: int
    license: Link | None
    main_classes: tuple[ClassCount, ...]
    other_classes: tuple[ClassCount, ...]
    record_classes: tuple[ClassCount, ...]
    files: tuple[Counted, ...]
    graphs: tuple[Counted, ...]
    examples: tuple[Example, ...]
    endpoint: str
    is_release: bool
    formats: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the vocabulary: *anchor* is its id in the page, *relations* lead to other terms, each kind in words."""

    word: Word
    anchor: str
    relations: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The vocabulary: our own terms in full, borrowed ones as a list."""

    title: str
    description: str
    iri: str
    version: str
    license: Link | None
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    borrowed: tuple[Link, ...]
    formats: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: the classes it is about, and what it demands: a property (or None), a severity and the demand."""

    name: str
    description: str
    targets: tuple[Link, ...]
    demands: tuple[tuple[Link | None, str, str], ...]


@dataclass(frozen=True, slots=True)
class ShapePage:
    """The shapes by name."""

    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class GraphPage:
    """A named graph: the things that it speaks about, with how many statements each."""

    iri: str
    title: str
    about: Link | None
    things: tuple[Counted, ...]
    paging: Paging
    formats: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A diagnostic, and the address of its line in the note's page ("" where the note has none)."""

    diagnostic: Diagnostic
    href: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    """What the build had to say, errors first; *notes* is None where no release is served."""

    remarks: tuple[Remark, ...]
    counts: tuple[tuple[str, int], ...]
    notes: NoteCount | None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SparqlPage:
    """The query form, and above it what came of the last query: *results*, *problem* or neither."""

    query: str
    timeout: float
    longest: float
    formats: tuple[tuple[str, str], ...]
    examples: tuple[Example, ...] = ()
    results: "ResultsPage | None" = None
    problem: Problem | None = None
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The answer to a query as a table; *boolean* is that of an ASK. *is_cut* where only the first rows are shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Link | None, ...], ...]
    downloads: tuple[Link, ...]
    boolean: bool | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Something went wrong; *suggestions* say where to go instead, *replaced_by* what stands for what is gone."""

    problem: Problem
    suggestions: Sequence[Link] = ()
    replaced_by: Link | None = None


@dataclass(frozen=True, slots=True)
class ProblemKinds:
    """The kinds of problems: anchor, name, status, and the setting that decides."""

    kinds: tuple[tuple[str, str, int, Setting | None], ...]
