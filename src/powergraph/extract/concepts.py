"""Concepts: power sources and their groups, key concepts, forms, and the modes of power that a note names."""

import re
from collections.abc import Iterator, Sequence

from powergraph.extract.extraction import Concept, ConceptKind, Evidence
from powergraph.extract.labels import Lead, lead, other_names, own_span, strip_numbering
from powergraph.extract.leads import item_leads, paragraph_parts
from powergraph.extract.placeholders import is_placeholder
from powergraph.extract.profile import Profile, fold
from powergraph.extract.residue import clean_text, without_residue
from powergraph.notes.markdown import Block, Kind, Run, plain_text, runs_text, split_emoji
from powergraph.notes.note import Section
from powergraph.notes.span import Span

__all__ = [
    "group_concept",
    "group_label",
    "heading_concept",
    "item_concepts",
    "mode_concepts",
    "paragraph_concepts",
    "table_concepts",
]

_PARENTHESIS_FIRST = re.compile(r"^\s*\(([^()]+)\)")
#: `Rule 1: Name`: the name alone is another name.
_COUNTED = re.compile(r"^[^\W\d_]+ \d{1,2}\s*[:.\u2013\u2014-]\s+(?P<name>\S.*)$")


def item_concepts(
    items: Sequence[Block], section: Section, role: str, profile: Profile, group: str = "", *, loose: bool = True
) -> Iterator[Concept]:
    """Yield the concepts of a list: a labelled item is one, what it is depends on the section's role.

    An item that introduces a list of labelled items is a key concept and they are its forms; in a section about
    sources it is a group and they are its sources. *group* is the label of the group that the section itself is.
    Members of a typology may be sentences that begin in bold, unless *loose* is False.
    """
    in_forms = role in profile.form_roles
    for item, found in zip(items, item_leads(items, loose=loose and in_forms), strict=True):
        lists = [child for child in item.children if child.kind is Kind.LIST]
        members = [child for child in lists if any(item_leads(child.children, loose=True))]
        if role in profile.source_roles:
            if found and members:
                yield _concept(ConceptKind.GROUP, found, item, section, "concepts.group")
            elif found:
                yield _concept(ConceptKind.SOURCE, found, item, section, "concepts.source", group, profile)
            inner_group = found.label if found and members else group
            for member in members:
                yield from item_concepts(member.children, section, role, profile, inner_group)
            continue
        kind = ConceptKind.FORM if in_forms and not members else ConceptKind.KEY
        if found and not is_placeholder(found.label):
            concept = _concept(kind, found, item, section, f"concepts.{kind}", skipped=members)
            if concept.definition or members or in_forms:
                yield concept
        for member in members:
            for inner, inner_lead in zip(member.children, item_leads(member.children, loose=True), strict=True):
                if inner_lead and not is_placeholder(inner_lead.label):
                    yield _concept(ConceptKind.FORM, inner_lead, inner, section, "concepts.form")


def _concept(
    kind: ConceptKind,
    found: Lead,
    item: Block,
    section: Section,
    rule: str,
    group: str = "",
    profile: Profile | None = None,
    skipped: Sequence[Block] = (),
) -> Concept:
    further = [child for child in item.children if child not in skipped and child.kind is not Kind.CODE]
    text = " ".join(filter(None, [runs_text(found.rest), *(" ".join(plain_text(b).split("\n")) for b in further)]))
    definition = without_residue(text)
    return Concept(
        kind,
        found.label,
        other_names(found.label),
        "" if is_placeholder(definition) else definition,
        Evidence(item.span if further else own_span(item), section.ordinal, rule),
        found.rest,
        group,
        profile.source_class(group) if profile and group else "PowerSource",
    )


def paragraph_concepts(block: Block, section: Section, role: str, profile: Profile) -> Iterator[Concept]:
    """Yield a concept for each part of a paragraph that begins with a bold lead and says something of it."""
    kind = ConceptKind.FORM if role in profile.form_roles else ConceptKind.KEY
    for runs in paragraph_parts(block):
        found = lead(runs)
        definition = clean_text(found.rest) if found else ""
        if not found or not definition or is_placeholder(definition) or is_placeholder(found.label):
            continue
        span = Span(runs[0].span.start_line, runs[-1].span.end_line, 1, max(runs[-1].span.end_column, 1))
        evidence = Evidence(block.span if runs == block.runs else span, section.ordinal, f"concepts.{kind}")
        yield Concept(kind, found.label, other_names(found.label), definition, evidence, found.rest)


def table_concepts(block: Block, section: Section) -> Iterator[Concept]:
    """Yield a form for each row of a table whose first column is bold: the other cells define it."""
    for row in concept_rows(block):
        first, *others = row.children
        label = strip_numbering(split_emoji(runs_text(_bold_beginning(first.runs)).rstrip(": "))[0])
        if not label or is_placeholder(label):
            continue
        beside = runs_text(first.runs[len(_bold_beginning(first.runs)) :]).strip(": ")
        texts = [runs_text(cell.runs) for cell in others]
        definition = without_residue(" ".join(filter(None, [beside, *texts])))
        runs = tuple(run for cell in others for run in (*cell.runs, Run(" ", cell.span)))
        yield Concept(
            ConceptKind.FORM,
            label,
            other_names(label),
            "" if is_placeholder(definition) else definition,
            Evidence(row.span, section.ordinal, "concepts.row"),
            runs,
        )


def concept_rows(block: Block) -> tuple[Block, ...]:
    """Return the rows of a table whose first column names things in bold: all of them but one, and two at least."""
    rows = [row for row in block.children[1:] if row.children and any(run.text.strip() for run in row.children[0].runs)]
    bold = [row for row in rows if len(row.children) > 1 and _bold_beginning(row.children[0].runs)]
    return tuple(bold) if len(bold) > 1 and len(bold) >= len(rows) - 1 else ()


def _bold_beginning(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return runs[: next((n for n, run in enumerate(runs) if not run.strong), len(runs))]


def heading_concept(section: Section, introduces: bool) -> Concept | None:
    """Return the form that a heading inside a typology names, defined by its first paragraph, else by its list.

    One that *introduces* labelled items without a number or a paragraph of its own only groups them: it is none.
    """
    label = group_label(section)
    paragraphs = [block for block in section.blocks if block.kind is Kind.PARAGRAPH]
    is_group = introduces and not paragraphs and label == split_emoji(section.heading)[0]
    if not label or is_placeholder(label) or is_group:
        return None
    lists = [block for block in section.blocks if block.kind is Kind.LIST and not introduces]
    defining = next(iter(paragraphs or lists), None)
    definition = without_residue(" ".join(plain_text(defining).split())) if defining else ""
    end_line = defining.span.end_line if defining else section.span.start_line
    end_column = defining.span.end_column if defining else max(len(section.heading), 1)
    counted = _COUNTED.match(label)
    return Concept(
        ConceptKind.FORM,
        label,
        (counted["name"],) if counted else other_names(label),
        "" if is_placeholder(definition) else definition,
        Evidence(Span(section.span.start_line, end_line, 1, end_column), section.ordinal, "concepts.form-heading"),
    )


def group_concept(section: Section) -> Concept:
    """Return the group that a heading inside a section about sources is, defined by its first paragraph."""
    label = group_label(section)
    first = next(iter(section.blocks), None)
    definition = runs_text(first.runs).rstrip(":").strip() if first and first.kind is Kind.PARAGRAPH else ""
    end = first.span if definition and first else section.span
    span = type(section.span)(
        section.span.start_line,
        end.end_line if definition else section.span.start_line,
        1,
        end.end_column if definition else max(len(section.heading), 1),
    )
    return Concept(
        ConceptKind.GROUP,
        label,
        other_names(label),
        definition,
        Evidence(span, section.ordinal, "concepts.group-heading"),
    )


def group_label(section: Section) -> str:
    """Return the heading of a group without its number and emoji."""
    return split_emoji(strip_numbering(split_emoji(section.heading)[0]))[0]


def mode_concepts(runs: tuple[Run, ...], evidence: Evidence, profile: Profile) -> Iterator[Concept]:
    """Yield each mode of power that stands in bold in *runs*, defined by the parenthesis that follows it."""
    for position, run in enumerate(runs):
        label = profile.power_modes.get(fold(run.text)) if run.strong else None
        if label is None:
            continue
        after = runs_text(runs[position + 1 :])
        match = _PARENTHESIS_FIRST.match(after)
        yield Concept(
            ConceptKind.MODE,
            label,
            (),
            match[1] if match else "",
            Evidence(evidence.span, evidence.section, "concepts.mode"),
        )
