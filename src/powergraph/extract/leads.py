"""How the items of a list begin: bold leads, and what is a lead only because the items beside it begin alike."""

import re
from collections.abc import Sequence

from powergraph.extract.labels import Lead, cut_runs, lead
from powergraph.notes.markdown import Block, Run, runs_text

__all__ = ["first_lead", "item_leads", "paragraph_parts", "pseudo_heading", "sentence_lead", "term_lead"]

#: A term without bold: a few words that begin with a capital, digit or quote, up to a colon or a dash between blanks.
_TERM = re.compile(r"\s*(?P<term>[^\W_a-z][^:.!?;\u2013\u2014\n]{0,60}?)(?::\s+|\s+[\u2013\u2014]\s+|\s+-\s+)(?=\S)")
_FIRST_LETTER = re.compile(r"^[^\W_]{1,3}$")
#: Where the word that an acronym's letter begins ends: at a parenthesis, colon, dash or full stop.
_AFTER_LETTER = re.compile(r"\s*(?:[:.,;]\s*(?=\s|$)|(?=\()|\s[\u2013\u2014-]\s|$)")
_MOST_TERM_WORDS = 6
_MOST_BOLD_WORDS = 8
#: A bold line of more words than this is a sentence, not a heading.
_MOST_HEADING_WORDS = 12
_REMARK = re.compile(r"\s*(?:\([^()]{1,60}\))?\s*:?\s*")


def item_leads(items: Sequence[Block], *, loose: bool = False) -> list[Lead | None]:
    """Return the lead of each item of a list, None for one that has none.

    Besides bold leads these count where the items of the list begin alike: the letters of an acronym (`**F**reely`),
    and terms without bold before a colon or dash. *loose* takes a bold beginning of a sentence too, where every item
    has one: the sentence stays whole.
    """
    found = [lead(item.runs) for item in items]
    letters = [_letter_lead(item.runs) for item in items]
    count = sum(letter is not None for letter in letters)
    if count > 1 and count * 3 >= len(items) * 2:
        found = [letter or own for letter, own in zip(letters, found, strict=True)]
    elif sum(own is not None and len(own.label) == 1 for own in found) > 1:
        found = [_spelled_out(own) for own in found]
    if None in found:
        terms = [own or term_lead(item.runs) for own, item in zip(found, items, strict=True)]
        count = sum(term is not None for term in terms)
        if count > 1 and count * 3 >= len(items) * 2:
            return terms
        if loose:
            begun = [own or sentence_lead(item.runs) for own, item in zip(found, items, strict=True)]
            if len(items) > 1 and None not in begun:
                return begun
    return found


def first_lead(runs: tuple[Run, ...]) -> Lead | None:
    """Return the lead of one item that is looked at alone, with or without bold."""
    return lead(runs) or term_lead(runs)


def term_lead(runs: tuple[Run, ...]) -> Lead | None:
    """Return the term without bold that an item begins with; a sentence that holds a colon has none."""
    if not runs or runs[0].strong or runs[0].code or runs[0].link:
        return None
    match = _TERM.match("".join(run.text for run in runs))
    if (
        match is None
        or len(match["term"].split()) > _MOST_TERM_WORDS
        or match["term"].count("(") != match["term"].count(")")
    ):
        return None
    return Lead(" ".join(match["term"].split()), cut_runs(runs, match.end()))


def sentence_lead(runs: tuple[Run, ...]) -> Lead | None:
    """Return the bold words that begin a sentence; what follows the label is the whole sentence."""
    if not runs or not runs[0].strong:
        return None
    label = runs_text(runs[:1]).rstrip(".,;: ")
    return Lead(label, runs) if label and len(label.split()) <= _MOST_BOLD_WORDS and len(label) > 1 else None


def _letter_lead(runs: tuple[Run, ...]) -> Lead | None:
    """Return the name that an acronym's bold letter begins: `**F**reely Given (without pressure)`."""
    if len(runs) < 2 or not runs[0].strong or runs[1].strong or not _FIRST_LETTER.match(runs[0].text.strip()):
        return None
    after = "".join(run.text for run in runs[1:])
    if not after[:1].islower():
        return None
    match = _AFTER_LETTER.search(after)
    label = " ".join((runs[0].text.strip() + after[: match.start()]).split()) if match else ""
    if not match or len(label.split()) > _MOST_TERM_WORDS:
        return None
    return Lead(label, _without_parentheses(cut_runs(runs[1:], match.end())))


def _without_parentheses(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs without the parentheses around all of them."""
    text = "".join(run.text for run in runs).rstrip(". ")
    if not (text.startswith("(") and text.endswith(")") and text.count("(") == 1):
        return runs
    last = runs[-1]
    if len(runs) == 1:
        return cut_runs((_with_text(last, text[:-1]),), 1)
    return cut_runs((*runs[:-1], _with_text(last, last.text.rstrip(". ")[:-1])), 1)


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.span, run.strong, run.emphasis, run.code, run.link)


def _spelled_out(own: Lead | None) -> Lead | None:
    """Return the word that a single letter stands for, where the text behind it begins with a term."""
    if own is None or len(own.label) > 1:
        return own
    term = term_lead(own.rest)
    return term if term and term.label[:1].casefold() == own.label.casefold() else own


def paragraph_parts(block: Block) -> list[tuple[Run, ...]]:
    """Split a paragraph where a line begins with a bold lead: each such line is read like an item."""
    runs = block.runs
    starts = [0]
    for position in range(1, len(runs)):
        run, before = runs[position], runs[position - 1]
        if not run.strong or before.strong:
            continue
        after_break = before.text.rstrip(" ").endswith("\n")
        begins_line = (
            run.span.start_line > before.span.start_line and run.span.start_column - block.span.start_column == 2
        )
        if (after_break or (begins_line and before.text.endswith(" "))) and _ends_in_colon(runs, position):
            starts.append(position)
    return [runs[start:end] for start, end in zip(starts, [*starts[1:], len(runs)], strict=True)]


def _ends_in_colon(runs: tuple[Run, ...], position: int) -> bool:
    if runs[position].text.rstrip().endswith(":"):
        return True
    return position + 1 < len(runs) and runs[position + 1].text.lstrip(" ").startswith(":")


def pseudo_heading(runs: tuple[Run, ...]) -> str:
    """Return the text of a bold line that stands alone like a heading, without its colon, or "".

    A remark in parentheses may follow the bold.
    """
    strong = [run for run in runs if run.text.strip()]
    if not strong or not strong[0].strong:
        return ""
    bold = next((n for n, run in enumerate(runs) if not run.strong and run.text.strip()), len(runs))
    rest = runs_text(runs[bold:])
    text = runs_text(runs).rstrip(": ")
    if not _REMARK.fullmatch(rest) or text[-1:] in ".!?," or len(text.split()) > _MOST_HEADING_WORDS:
        return ""
    return text
