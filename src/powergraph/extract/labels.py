"""Labels of items: the bold lead of a list item, and the other names that a label holds."""

import re
from dataclasses import dataclass, replace

from powergraph.notes.markdown import Block, Run, runs_text, split_emoji
from powergraph.notes.properties import is_property
from powergraph.notes.span import Span

__all__ = [
    "Lead",
    "acronym_of",
    "cut_runs",
    "lead",
    "other_names",
    "own_span",
    "readable",
    "strip_numbering",
    "without_acronym",
]

_AFTER_LEAD = re.compile(r"\s*(?::|[\u2013\u2014]|-\s|(?=\n))\s*")
_QUALIFIER = re.compile(r"\s*(?P<parenthesis>\([^()\n]{1,80}\))\s*(?::|[\u2013\u2014])\s*")
_NUMBERING = re.compile(r"^\W*(?:\d{1,3}(?:\.\d{1,3})*[.)]|[ivx]{1,6}[.)]|[a-z][.)])\s+", re.IGNORECASE)
_PARENTHESIS = re.compile(r"^(?P<bare>.*\S)\s+\((?P<inner>[^()]+)\)$")
#: What stands in parentheses but is no other name: a contrast, an example, a number, a remark.
_NO_NAME = re.compile(r"(?:vs\b|versus\b|e\.?\s?g\b|i\.?\s?e\b|or\b|and\b|not\b|see\b|cf\b|\W*\d)", re.IGNORECASE)
_SLASHED = re.compile(r"^(?P<one>[A-Z][\w-]{2,})/(?P<other>[A-Z][\w-]{2,})(?P<rest>\s.+)$")
#: A label of more words than this is a sentence.
_MOST_WORDS = 16
#: Bold and nothing else, or bold alone in its line, is a label of at most so many words.
_MOST_WORDS_ALONE = 10


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead of an item without its colon, and the runs that follow it."""

    label: str
    rest: tuple[Run, ...]


def lead(runs: tuple[Run, ...]) -> Lead | None:
    """Return the lead of an item: bold up to a colon, dash or line end, inside the bold or after it, or bold alone.

    A parenthesis between the bold and its colon belongs to the label. In italics a lead ends in a colon. A bold run
    that only begins a sentence is no lead.
    """
    whole, runs = runs, _from_first_word(runs)
    if not runs or not (runs[0].strong or runs[0].emphasis) or is_property(runs_text(whole)):
        return None
    strong = runs[0].strong
    count = next((n for n, run in enumerate(runs) if not (run.strong if strong else run.emphasis)), len(runs))
    label, rest = runs_text(runs[:count]), runs[count:]
    if label.endswith(":"):
        return _lead(label, rest)
    after = "".join(run.text for run in rest)
    if not after.strip():
        is_name = strong and label[-1:] not in ".!?" and len(label.split()) <= _MOST_WORDS_ALONE
        return _lead(label, ()) if is_name else None
    if match := _QUALIFIER.match(after):
        if strong or match.group().rstrip().endswith(":"):
            return _lead(f"{label} {match['parenthesis']}", cut_runs(rest, match.end()))
        return None
    match = _AFTER_LEAD.match(after)
    if match and (":" in match.group() or (strong and len(label.split()) <= _MOST_WORDS_ALONE)):
        return _lead(label, cut_runs(rest, match.end()))
    return None


def _from_first_word(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs without blanks or an emoji in front of the label."""
    if runs and not (runs[0].strong or runs[0].emphasis or runs[0].code) and not split_emoji(runs[0].text)[0]:
        return runs[1:]
    return runs


def _lead(label: str, rest: tuple[Run, ...]) -> Lead | None:
    label = strip_numbering(split_emoji(label.rstrip(": "))[0]) if label else ""
    return Lead(label, rest) if label and len(label.split()) <= _MOST_WORDS else None


def cut_runs(runs: tuple[Run, ...], count: int) -> tuple[Run, ...]:
    """Return the runs without their first *count* characters."""
    for position, run in enumerate(runs):
        if count < len(run.text):
            return (replace(run, text=run.text[count:]), *runs[position + 1 :]) if count else runs[position:]
        count -= len(run.text)
    return ()


def strip_numbering(text: str) -> str:
    """Return *text* without the number in front of it.

    >>> strip_numbering("1. Individual/Relational Power")
    'Individual/Relational Power'
    """
    return _NUMBERING.sub("", text, count=1).strip()


def other_names(label: str) -> tuple[str, ...]:
    """Return the other names that a label holds: what stands in parentheses, the label without them, and both halves.

    >>> other_names("Dominant Group Power (Privilege)")
    ('Privilege', 'Dominant Group Power')
    >>> other_names("Systemic/Structural Power")
    ('Systemic Power', 'Structural Power')
    >>> other_names("Creator (vs. Victim)")
    ('Creator',)
    >>> other_names("24/7 Arrangement")
    ()
    """
    if match := _PARENTHESIS.match(label):
        inner = match["inner"].strip()
        return (match["bare"],) if _NO_NAME.match(inner) else (inner, match["bare"])
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
