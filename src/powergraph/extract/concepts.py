"""Concepts: power sources and their groups, key concepts, forms, and the modes of power that a note names."""

import re
from collections.abc import Iterator

from powergraph.extract.extraction import Concept, ConceptKind, Evidence
from powergraph.extract.labels import Lead, lead, other_names, own_span
from powergraph.extract.profile import Profile, fold, strip_numbering
from powergraph.notes.markdown import Block, Kind, Run, runs_text, split_emoji
from powergraph.notes.note import Section

__all__ = ["group_concept", "item_concepts", "mode_concepts"]

_PARENTHESIS_FIRST = re.compile(r"^\s*\(([^()]+)\)")


def item_concepts(block: Block, section: Section, role: str, profile: Profile, group: str = "") -> Iterator[Concept]:
    """Yield the concepts of a list: a labelled item is one, what it is depends on the section's role.

    An item that introduces a list of labelled items is a key concept and they are its forms; in a section about
    sources it is a group and they are its sources. *group* is the label of the group that the section itself is.
    """
    for item in block.children:
        found = lead(item.runs)
        members = [child for child in item.children if child.kind is Kind.LIST and _has_labels(child)]
        if role in profile.source_roles:
            if found and members:
                yield _concept(ConceptKind.GROUP, found, item, section, "concepts.group")
            elif found:
                yield _concept(ConceptKind.SOURCE, found, item, section, "concepts.source", group, profile)
            inner_group = found.label if found and members else group
            for member in members:
                yield from item_concepts(member, section, role, profile, inner_group)
        elif role in profile.form_roles or role in profile.concept_roles:
            kind = ConceptKind.FORM if role in profile.form_roles and not members else ConceptKind.KEY
            if found:
                yield _concept(kind, found, item, section, f"concepts.{kind}")
            for member in members:
                for inner in member.children:
                    if inner_lead := lead(inner.runs):
                        yield _concept(ConceptKind.FORM, inner_lead, inner, section, "concepts.form")


def _has_labels(block: Block) -> bool:
    return any(lead(item.runs) for item in block.children)


def _concept(
    kind: ConceptKind,
    found: Lead,
    item: Block,
    section: Section,
    rule: str,
    group: str = "",
    profile: Profile | None = None,
) -> Concept:
    return Concept(
        kind,
        found.label,
        other_names(found.label),
        runs_text(found.rest),
        Evidence(own_span(item), section.ordinal, rule),
        found.rest,
        group,
        profile.source_class(group) if profile and group else "PowerSource",
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
    return strip_numbering(split_emoji(section.heading)[0])


def mode_concepts(runs: tuple[Run, ...], evidence: Evidence, profile: Profile) -> Iterator[Concept]:
    """Yield each mode of power that stands in bold in *runs*, defined by the parenthesis that follows it."""
    for position, run in enumerate(runs):
        label = profile.power_modes.get(fold(runs_text((run,)))) if run.strong else None
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
