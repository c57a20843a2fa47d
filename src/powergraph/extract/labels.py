"""Labels of items: the bold lead of a list item, and the other names that a label holds."""

import re
from dataclasses import dataclass

from powergraph.notes.markdown import Block, Run, runs_text, split_emoji
from powergraph.notes.span import Span

__all__ = ["Lead", "acronym_of", "lead", "own_span", "readable", "without_acronym"]

_AFTER_LEAD = re.compile(r"^\s*(?::|[\u2013\u2014]|-\s)\s*")
_QUALIFIER = re.compile(r"^\s*(?P<parenthesis>\([^()]+\))\s*:\s*")
_PARENTHESIS = re.compile(r"^(?P<bare>.*\S)\s+\((?P<inner>[^()]+)\)$")
_SLASHED = re.compile(r"^(?P<one>[A-Z][\w-]{2,})/(?P<other>[A-Z][\w-]{2,})(?P<rest>\s.+)$")


@dataclass(frozen=True, slots=True)
class Lead:
    """The bold lead of an item without its colon, and the runs that follow it."""

    label: str
    rest: tuple[Run, ...]


def lead(runs: tuple[Run, ...]) -> Lead | None:
    """Return the lead of an item: bold up to a colon or dash, inside the bold or after it, or bold and nothing else.

    A parenthesis between the bold and its colon belongs to the label.

    A bold run that only begins a sentence is no lead.
    """
    if runs and not runs[0].strong and not split_emoji(runs[0].text)[0]:  # blanks, or an emoji in front of the label
        runs = runs[1:]
    if not runs or not runs[0].strong:
        return None
    count = next((n for n, run in enumerate(runs) if not run.strong), len(runs))
    label, rest = runs_text(runs[:count]), runs[count:]
    if label.endswith(":"):
        return _lead(label, rest)
    if not rest or not runs_text(rest):
        return _lead(label, ())
    first = rest[0]
    if match := _QUALIFIER.match(first.text):
        cut = Run(first.text[match.end() :], first.span, first.strong, first.emphasis, first.code, first.link)
        return _lead(f"{label} {match['parenthesis']}", (cut, *rest[1:]))
    if match := _AFTER_LEAD.match(first.text):
        cut = Run(first.text[match.end() :], first.span, first.strong, first.emphasis, first.code, first.link)
        return _lead(label, (cut, *rest[1:]))
    return None


def _lead(label: str, rest: tuple[Run, ...]) -> Lead | None:
    label = label.rstrip(":").strip()
    return Lead(label, rest) if label else None


def other_names(label: str) -> tuple[str, ...]:
    """Return the other names that a label holds: what stands in parentheses, the label without them, and both halves.

    >>> other_names("Dominant Group Power (Privilege)")
    ('Privilege', 'Dominant Group Power')
    >>> other_names("Systemic/Structural Power")
    ('Systemic Power', 'Structural Power')
    >>> other_names("24/7 Arrangement")
    ()
    """
    if match := _PARENTHESIS.match(label):
        return (match["inner"].strip(), match["bare"])
    if match := _SLASHED.match(label):
        return (match["one"] + match["rest"], match["other"] + match["rest"])
    return ()


def acronym_of(name: str, acronym: str) -> bool:
    """Tell whether *acronym* can stand for *name*: capitals that begin like it and come in it in this order.

    >>> acronym_of("Nonviolent Communication", "NVC")
    True
    >>> acronym_of("Visit the", "USA")
    False
    """
    letters = iter(name.casefold())
    return (
        2 <= len(acronym) <= 8
        and acronym.isupper()
        and acronym.isalnum()
        and name[:1].casefold() == acronym[:1].casefold()
        and all(letter in letters for letter in acronym.casefold())
    )


def readable(name: str) -> str:
    """Return a file-name form as people write it: underscores as blanks.

    >>> readable("Boundary_Models")
    'Boundary Models'
    """
    return " ".join(name.replace("_", " ").split())


def without_acronym(name: str) -> tuple[str, str]:
    """Split a readable name into the name proper and a trailing acronym of it, in parentheses or not, or "".

    >>> without_acronym("Nonviolent Communication NVC")
    ('Nonviolent Communication', 'NVC')
    >>> without_acronym("Internal Family Systems (IFS)")
    ('Internal Family Systems', 'IFS')
    """
    head, _, last = name.rpartition(" ")
    acronym = last.strip("()")
    return (head, acronym) if head and acronym_of(head, acronym) else (name, "")


def own_span(block: Block) -> Span:
    """Return the span of a block's own text, without the blocks inside it."""
    if not block.children or not block.runs:
        return block.span
    last = block.runs[-1].span
    return Span(block.span.start_line, last.end_line, block.span.start_column, last.end_column)
