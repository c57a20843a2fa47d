"""The contract of every page: one frozen dataclass a template, and nothing else reaches it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from powergraph.config import Setting
from powergraph.diagnostics import Diagnostic
from powergraph.release import NoteCount
from powergraph.web.problems import Problem
from powergraph.web.words import Link, Word

__all__ = [
    "Answer",
    "Block",
    "Choice",
    "Choices",
    "ClassCount",
    "Column",
    "ContentLabel",
    "Counted",
    "Entry",
    "Example",
    "Field",
    "GalleryPage",
    "GraphPage",
    "Home",
    "Neighbour",
    "NeighbourGroup",
    "NotePage",
    "OntologyPage",
    "Paging",
    "Passage",
    "PosterGroup",
    "PosterSource",
    "ProblemKinds",
    "ProblemPage",
    "QualityPage",
    "QuestionItem",
    "QuestionPage",
    "Record",
    "Remark",
    "ResultsPage",
    "SectionText",
    "Shape",
    "ShapePage",
    "SourceGroup",
    "SparqlPage",
    "Statements",
    "Support",
    "Thing",
    "ThingList",
    "Understood",
    "Value",
]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the foot of every page lets a reader choose; *back* is the address to come back to.

    *languages* are those of the interface, *content* those that labels and texts are in, by their own names.
    """

    languages: Mapping[str, str]
    content: Mapping[str, str]
    back: str


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one page of a long list stands; *first* and *last* are 1-based, addresses are "" at the ends."""

    first: int
    last: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What supports one statement: lines of a note, the rule that read them or the person who said so.

    *first* and *last* are lines (0 where there are none), *text* says in words what else it is. *opens* are the places
    where the first line can be opened.
    """

    text: str = ""
    first: int = 0
    last: int = 0
    href: str = ""
    rule: str = ""
    by: Link | None = None
    opens: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property and what supports it."""

    link: Link
    support: tuple[Support, ...] = ()
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """The values that a thing has with one property, or the things that point to it with one.

    *count* is how many there are; where not all are shown, *more* is the address of the whole list. *notes* is in how
    many notes those stand that point here, 0 where that was not counted.
    """

    predicate: Link
    values: tuple[Value, ...]
    count: int
    more: str = ""
    notes: int = 0

    @property
    def hidden(self) -> int:
        """How many there are that are not shown."""
        return self.count - len(self.values)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of a note, from *first* to *last*; *href* leads to them in the note's page, *opens* to them elsewhere.

    *label* is the content label of the note, if it has one.
    """

    note: Link
    first: int
    last: int
    href: str
    blocks: "tuple[Block, ...]"
    section: str = ""
    supports: tuple[str, ...] = ()
    label: Link | None = None
    opens: tuple[Link, ...] = ()


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
class Record:
    """How something is cited and reused: its canonical IRI, its documents for programs, and citations to download.

    *cited* is the citation as one writes it in a text, *query* the address of the query that tells what its page does.
    """

    iri: str
    formats: tuple[Link, ...]
    citations: tuple[Link, ...] = ()
    cited: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing that another one is linked with: what *kind* of thing it is, in words, and the name of its colour."""

    link: Link
    kind: str
    hue: str


@dataclass(frozen=True, slots=True)
class NeighbourGroup:
    """Neighbours by one relation; *hidden* are so many that are not among them, and *more* leads to the whole list."""

    relation: Link
    neighbours: tuple[Neighbour, ...]
    hidden: int = 0
    more: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """The page of one thing.

    *definitions* and *texts* are paragraphs to read first, *notice* says what is peculiar about it (a stub),
    *more_passages* counts the passages that are not shown and leads to them.
    *labels* are the content labels of the note that it is, or of the notes whose lines its page shows. *remarks* are
    what the build had to say about its lines, *record* how it is cited and reused. *hue* is the name of its colour.
    *neighbours* are what a picture shows around it, *picture* the address of that picture ("" where there is none).
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
    record: "Record"
    labels: tuple[ContentLabel, ...] = ()
    remarks: "tuple[Remark, ...]" = ()
    hue: str = ""
    neighbours: tuple[NeighbourGroup, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class ThingList:
    """All values of one property of a thing, or all things that point to it with one, a page at a time.

    *count* is how many there are, *query* the address of the query that they are the answer to.
    """

    thing: Link
    predicate: Link
    is_inverse: bool
    values: tuple[Value, ...]
    paging: Paging
    count: int = 0
    query: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """Something that was understood in a passage, and what kind of thing it is, in words.

    *first* and *last* are the lines of the passage, *hue* is the name of its colour.
    """

    link: Link
    kind: str
    first: int = 0
    last: int = 0
    hue: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a note: its text in Markdown without the marker, its lines (0: not known), what was understood there.

    *kind* is paragraph, item, heading, quote, callout, table or code; *depth* is an item's nesting, *title* that of a
    callout, *rows* the cells of a table, its head first (() where it is none). *links* are the pages that its
    `[[wikilinks]]` lead to, by what is written between the brackets. *opens* are the places where it can be
    opened. *is_silent* where nothing was understood on its lines.
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
    opens: tuple[Link, ...] = ()
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section of a note: *level* is that of its heading in the page (2 to 6), *first* its first line.

    Headings keep their order, and none is more than one level below the one before it.
    """

    title: str
    level: int
    first: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note as a document; *others* are passages outside of every section, as those of the front matter.

    *understood* counts the things that were understood, *silent* the blocks that nothing was understood in.
    """

    thing: Thing
    sections: tuple[SectionText, ...]
    others: tuple[Block, ...]
    rights: str
    understood: int = 0
    blocks: int = 0
    silent: int = 0
    opens: tuple[Link, ...] = ()


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
class SourceGroup:
    """A group of power sources (None: those of no group), and its sources with what each is in some words."""

    group: Link | None
    sources: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class PosterSource:
    """A power source in the overview: in how many notes it stands, and the practices that address it."""

    link: Link
    notes: int
    practices: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PosterGroup:
    """A group of power sources in the overview (None: those of no group); *hidden* of its sources are not shown."""

    group: Link | None
    sources: tuple[PosterSource, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Home:
    """What the dataset is, how big, how fresh, under which rights, and where to go from here.

    *main_classes* are what people come for, *record_classes* how it is recorded, *other_classes* all the rest.
    *sources* are the sources of power by their groups, *overview* the same as a picture shows them, *modified* is when
    it was made (seconds since 1970).
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
    record: Record
    sources: tuple[SourceGroup, ...] = ()
    modified: float = 0.0
    overview: tuple[PosterGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the vocabulary: *anchor* is its id in the page, *relations* lead to other terms, each kind in words.

    *labels* are what it is called in other languages, *status* says whether it will stay, *examples* show it in use;
    *used* counts its uses in the dataset (None: not counted) and leads to them.
    """

    word: Word
    anchor: str
    relations: tuple[tuple[str, tuple[Link, ...]], ...]
    labels: tuple[Link, ...] = ()
    status: str = ""
    examples: tuple[Link, ...] = ()
    used: Counted | None = None


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
    record: Record


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
    record: Record


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
class QuestionItem:
    """A question in a list: a few words that lead to it, the question itself, and what can be chosen, in words."""

    title: Link
    question: Link
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """The questions that the dataset answers, in groups from simple to hard.

    *wanted* are the words that were looked for, *count* how many questions have them, of *total* that there are.
    """

    wanted: str
    groups: tuple[tuple[str, tuple[QuestionItem, ...]], ...]
    count: int
    total: int
    formats: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: *value* stands in the address, *text* is its name."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """What a reader can choose for a question.

    *kind* is choice (one of *choices*), thing (a name, of which *choices* suggests some), number, date or text. *value*
    is what was sent, or the default; *fault* says what is wrong with it, "" where nothing is.
    """

    name: str
    label: Link
    kind: str
    value: str
    choices: tuple[Choice, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its *variable*, that in words, and the address that sorts by it.

    *order* is ascending or descending where the rows are sorted by it, else "".
    """

    variable: str
    text: str
    href: str
    order: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of the rows that answer a question; *boolean* is the answer to a question of yes or no, else None.

    *count* is how many rows there are, or how many were read where *is_cut*; *seconds* is how long it took.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Link | None, ...], ...]
    count: int
    is_cut: bool
    seconds: float
    paging: Paging
    boolean: bool | None = None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question, what can be chosen, and its answer, or the *problem* that there is none.

    *query* is the query with what was chosen, *address* that of this answer, *downloads* are the answer and the query
    as files; *record* is about the question itself.
    """

    title: Link
    question: Link
    note: Link | None
    fields: tuple[Field, ...]
    answer: Answer | None
    problem: Problem | None
    query: str
    address: str
    downloads: tuple[Link, ...]
    record: "Record"


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Something went wrong; *suggestions* say where to go instead, *replaced_by* what stands for what is gone.

    *sought* are the words of the address that led nowhere, to search for.
    """

    problem: Problem
    suggestions: Sequence[Link] = ()
    replaced_by: Link | None = None
    sought: str = ""


@dataclass(frozen=True, slots=True)
class ProblemKinds:
    """The kinds of problems: anchor, name, status, and the setting that decides."""

    kinds: tuple[tuple[str, str, int, Setting | None], ...]
