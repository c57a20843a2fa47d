"""Practices: every item of a section about practices, with its kind, label, text and quoted questions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powergraph.extract.extraction import Evidence, Practice
from powergraph.extract.labels import Lead, lead, own_span, strip_numbering
from powergraph.extract.leads import first_lead, item_leads, paragraph_parts
from powergraph.extract.placeholders import is_placeholder
from powergraph.extract.profile import Profile
from powergraph.extract.residue import without_residue
from powergraph.notes.markdown import Block, Kind, Run, runs_text, split_emoji
from powergraph.notes.note import Section
from powergraph.notes.properties import is_property
from powergraph.notes.span import Span

__all__ = ["Introduction", "introduction", "is_spoken", "item_practices", "paragraph_practices", "table_practices"]

_KIND_AND_NAME = re.compile(r"^(?P<kind>[^()]+?)\s*\((?P<name>[^()]+(?:\([^()]*\)[^()]*)*)\)$")
_QUOTED = re.compile(
    '["\u201c\u201e]([^"\u201c\u201d\u201e]+)["\u201d\u201c]|\u00ab\\s*([^\u00ab\u00bb]+?)\\s*\u00bb'
    "|(?<!\\w)\u2018([^\u2018\u2019]+(?:\u2019\\w[^\u2018\u2019]*)*)\u2019(?!\\w)"
)
#: The end of words after which a quote is what not to say.
_INSTEAD = re.compile(r"\b(?:instead|rather than|not)(?: of)?(?: (?:asking|saying))?[,:]?\s*$", re.IGNORECASE)
_OPENING_QUOTES = "\"\u201c\u201e\u00ab\u2018'"
_LABEL_WORDS = 8


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a heading or item gives to the practices that it introduces: a class, and a label where it has one."""

    kind: str = ""
    label: str = ""


def introduction(text: str, profile: Profile) -> Introduction:
    """Return what *text*, which introduces practices, gives to them; a word that is only a kind is no label."""
    label = text.rstrip(": ").strip()
    kind = profile.practice_kind(label) or ""
    bare = bool(kind) and len(label.split()) == 1
    # "Practices" and "strategies" are said of everything to do.
    return Introduction("" if kind == "Strategy" else kind, "" if bare else label)


def item_practices(
    items: Sequence[Block], section: Section, profile: Profile, first_ordinal: int, given: Introduction
) -> Iterator[Practice]:
    """Yield the practices of a list, counted from *first_ordinal*.

    An item that only introduces a list is none: it gives its label to each item below that has none, or its kind
    where its label is only a kind.
    """
    ordinal = first_ordinal
    leads = item_leads(items)
    for item, found in zip(items, leads, strict=True):
        found = found or first_lead(item.runs)
        lists = [child for child in item.children if child.kind is Kind.LIST]
        text = runs_text(found.rest if found else item.runs)
        if lists and (not text or (text.endswith(":") and not _names_practice(found, profile))):
            own = introduction(found.label if found else text, profile)
            for child in lists:
                below = Introduction(own.kind or given.kind, own.label or given.label)
                for inner in item_practices(child.children, section, profile, ordinal, below):
                    yield inner
                    ordinal += 1
            continue
        if is_property(runs_text(item.runs)):
            continue
        span = item.span if item.children else own_span(item)
        evidence = Evidence(span, section.ordinal, "practices")
        if practice := _practice(found, item.runs, item.children, evidence, profile, ordinal, given):
            yield practice
            ordinal += 1


def _names_practice(found: Lead | None, profile: Profile) -> bool:
    """Tell whether a label names one practice (`Prompt (Name):`), whose nested list is its text."""
    match = _KIND_AND_NAME.match(found.label) if found else None
    return bool(match and profile.practice_kind(match["kind"].strip()))


def paragraph_practices(
    block: Block, section: Section, profile: Profile, first_ordinal: int, given: Introduction, *, introduced: bool
) -> Iterator[Practice]:
    """Yield the practices of a paragraph: each part with a bold lead, and words to say or ask.

    Other prose is text of its section, unless a bold line or heading just above it has *introduced* it.
    """
    ordinal = first_ordinal
    for runs in paragraph_parts(block):
        found = lead(runs)
        text = runs_text(found.rest if found else runs)
        if not text or text.endswith(":") or not (found or introduced or is_spoken(text)):
            continue
        span = block.span
        if runs != block.runs:
            span = Span(runs[0].span.start_line, runs[-1].span.end_line, 1, max(runs[-1].span.end_column, 1))
        evidence = Evidence(span, section.ordinal, "practices.paragraph")
        if practice := _practice(found, runs, (), evidence, profile, ordinal, given):
            yield practice
            ordinal += 1


def table_practices(
    block: Block, section: Section, profile: Profile, first_ordinal: int, given: Introduction
) -> Iterator[Practice]:
    """Yield a practice for each row below the head of a table, named by its first cell."""
    if not block.children:
        return
    head = block.children[0].children
    kind = profile.practice_kind(runs_text(head[0].runs)) if head else None
    ordinal = first_ordinal
    for row in block.children[1:]:
        if not any(runs_text(cell.runs) for cell in row.children):
            continue
        first, *others = row.children
        label = strip_numbering(split_emoji(runs_text(first.runs).rstrip(": "))[0])
        runs = tuple(run for cell in others for run in (*cell.runs, Run(" ", cell.span)))
        if not runs_text(runs):
            label, runs = "", first.runs
        found = Lead(label, runs) if label and len(label.split()) <= _LABEL_WORDS + 2 else None
        whole = runs if found else (*first.runs, Run(" ", first.span), *runs)
        evidence = Evidence(row.span, section.ordinal, "practices.row")
        below = Introduction(given.kind or kind or "", given.label)
        if practice := _practice(found, whole, (), evidence, profile, ordinal, below):
            yield practice
            ordinal += 1


def is_spoken(text: str) -> bool:
    """Tell whether a text is words to say or to ask: it is quoted as a whole."""
    bare = text.rstrip(".")
    return len(bare) > 2 and bare[0] in _OPENING_QUOTES and bare[-1] in "\"\u201d\u201c\u00bb\u2019'"


def _practice(
    found: Lead | None,
    runs: tuple[Run, ...],
    children: Sequence[Block],
    evidence: Evidence,
    profile: Profile,
    ordinal: int,
    given: Introduction,
) -> Practice | None:
    kind, label = _kind_and_label(found.label if found else "", profile)
    label = label or given.label
    kind = kind or given.kind
    rest = found.rest if found else runs
    inner = [block for child in children if child.kind is not Kind.CODE for block in child.walk() if block.runs]
    text = without_residue("\n".join(filter(None, (runs_text(rest), *(runs_text(block.runs) for block in inner)))))
    if not (label or text) or is_placeholder(text) or is_placeholder(label):
        return None
    prompts = tuple(
        dict.fromkeys(
            prompt
            for position, part in enumerate((rest, *(block.runs for block in inner)))
            for prompt in _prompts(part, kind, whole=position == 0)
        )
    )
    return Practice(
        kind or "Practice",
        label or _generated_label(prompts[0] if prompts else text),
        bool(label),
        text or label,
        prompts,
        ordinal,
        _named(evidence, labelled=bool(label)),
        rest,
    )


def _named(evidence: Evidence, *, labelled: bool) -> Evidence:
    """Return the evidence with the whole name of its rule: items are told apart by whether they have a label."""
    if evidence.rule != "practices":
        return evidence
    rule = "practices.labelled" if labelled else "practices.unlabelled"
    return Evidence(evidence.span, evidence.section, rule)


def _kind_and_label(label: str, profile: Profile) -> tuple[str, str]:
    """Split `Micro-Skill (Name)` into class and name.

    A label without parenthesis keeps all its words, and so does one whose parenthesis is a remark: it begins with a
    digit, or small after more than a kind word.
    """
    match = _KIND_AND_NAME.match(label)
    if match and (match["name"][0].isupper() or len(match["kind"].split()) == 1) and not match["name"][0].isdigit():
        kind = profile.practice_kind(match["kind"].strip())
        if kind:
            return kind, match["name"].strip()
    return (profile.practice_kind(label) or "") if label else "", label


def _prompts(runs: tuple[Run, ...], kind: str, *, whole: bool) -> Iterator[str]:
    """Yield quoted texts of three words and more that are emphasised or a sentence, or whatever a prompt quotes.

    What is quoted as the words not to use is none. Without quotes an emphasised question counts, and an item of
    prompts that as a *whole* is a question.
    """
    text = without_residue(runs_text(runs))
    emphasised = {" ".join(q.split()) for run in runs if run.emphasis for q, _ in _quoted(run.text)}
    found = False
    for quoted, start in _quoted(text):
        is_sentence = quoted[-1:] in "?!.\u2026" and (quoted.endswith("?") or not quoted[0].islower())
        is_meant = quoted in emphasised or is_sentence or kind == "Prompt"
        if len(quoted.split()) >= 3 and is_meant and not _INSTEAD.search(text, max(start - 40, 0), start):
            found = True
            yield quoted
    if found:
        return
    for run in runs:
        asked = " ".join(run.text.split())
        if run.emphasis and not run.link and asked.endswith("?") and len(asked.split()) >= 3:
            found = True
            yield asked
    if not found and whole and kind == "Prompt" and text.endswith("?"):
        yield text


def _quoted(text: str) -> Iterator[tuple[str, int]]:
    """Yield what stands in quotation marks, and where its opening mark stands."""
    for match in _QUOTED.finditer(text):
        if quoted := (match[1] or match[2] or match[3] or "").strip():
            yield quoted, match.start()


def _generated_label(text: str) -> str:
    words = text.split()
    return " ".join(words[:_LABEL_WORDS]).rstrip(".,;:") + ("\u2026" if len(words) > _LABEL_WORDS else "")
