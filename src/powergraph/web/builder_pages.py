"""The contract of the page on which questions are put together from choices."""

from dataclasses import dataclass

from powergraph.web.pages import Answer, Choice, ClassCount
from powergraph.web.problems import Problem
from powergraph.web.words import Link

__all__ = ["BuilderPage", "BuilderRow"]


@dataclass(frozen=True, slots=True)
class BuilderRow:
    """A property of a class and what is wanted of it.

    *kind* is thing (one of *choices*), named (a thing, by words of its name), number, year (of a day) or text;
    *count* is how many things of the class have the property. *wanted*, *least* and *most* are what was sent; *has* is
    yes, no or "".
    """

    name: str
    label: Link
    kind: str
    count: int
    is_shown: bool
    has: str
    wanted: str = ""
    least: str = ""
    most: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class BuilderPage:
    """What can be asked about a class, the question in words, its answer, and the query that was made.

    *classes* are those that can be chosen, *chosen* is None where none is yet. *main_rows* are the properties that the
    rules know of this class and those that lead to things, *other_rows* the rest. *can_have_lines* where its things
    come from lines of notes. *sorts* are what the rows can be
    ordered by and *limits* how many can be wanted. *edit* is the address of the query page with the query in it.
    """

    classes: tuple[Choice, ...]
    chosen: ClassCount | None
    main_rows: tuple[BuilderRow, ...] = ()
    other_rows: tuple[BuilderRow, ...] = ()
    can_have_lines: bool = False
    has_lines: bool = False
    sorts: tuple[Choice, ...] = ()
    is_descending: bool = False
    limits: tuple[Choice, ...] = ()
    sentence: str = ""
    answer: Answer | None = None
    problem: Problem | None = None
    query: str = ""
    edit: str = ""
    address: str = ""
    downloads: tuple[Link, ...] = ()
