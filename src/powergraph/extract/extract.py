"""From a note to what it says: sections get their roles, and each role's rules read the items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.citations import block_citations
from powergraph.extract.concepts import group_concept, group_label, item_concepts, mode_concepts
from powergraph.extract.extraction import Citation, Concept, Evidence, Extraction, Part, Practice, Reference, Topic
from powergraph.extract.labels import lead, other_names, readable
from powergraph.extract.links import body_references, metadata_references
from powergraph.extract.practices import item_practices
from powergraph.extract.profile import Profile
from powergraph.notes.markdown import Block, Kind, Run, runs_text, split_emoji
from powergraph.notes.note import Note, Section
from powergraph.notes.span import Span

__all__ = ["NoteDefaults", "extract"]

_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$")


@dataclass(frozen=True, slots=True)
class NoteDefaults:
    """What holds for a note that does not say otherwise: BCP 47 language tag and the rights of its text."""

    language: str = "en"
    rights: str = "not stated by its owner"


@dataclass(slots=True)
class _Found:
    """What has been found so far, in the order of the note."""

    concepts: list[Concept] = field(default_factory=list)
    practices: list[Practice] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


def extract(note: Note, profile: Profile, defaults: NoteDefaults) -> Extraction:
    """Extract everything that *note* says under *profile*. Pure: the same note gives the same extraction."""
    roles = _roles(note, profile)
    matter = note.front_matter
    found = _Found()
    found.references.extend(metadata_references(matter.values("related"), 1))
    for section in note.sections:
        _extract_section(section, note, roles, profile, found)
    tags = matter.values("tags", "tag")
    kind = matter.first("type")
    language, language_fault = _language(note, defaults)
    rights = matter.first("rights")
    provenance = tuple(value for key in profile.provenance_keys for value in matter.values(key))
    return Extraction(
        note=note,
        kind=profile.note_kind(kind.text if kind else "", [tag.text for tag in tags], note.path),
        language=language,
        rights=rights.text if rights else defaults.rights,
        topic=_topic(note, roles),
        parts=tuple(found.parts),
        concepts=tuple(_first_modes(found.concepts)),
        practices=tuple(found.practices),
        citations=tuple(found.citations),
        references=tuple(found.references),
        tags=tags,
        created=matter.first("created", "date created"),
        modified=matter.first("modified", "updated", "date modified"),
        provenance=provenance,
        assistants=tuple(
            (name, Evidence(value.span, 0, "provenance.assistant"))
            for name, pattern in profile.assistants
            for value in provenance
            if pattern.search(value.text)
        ),
        identifier=matter.first("id"),
        diagnostics=(*note.diagnostics, *language_fault),
    )


def _roles(note: Note, profile: Profile) -> dict[int, str]:
    """Give each section the role of its own heading, else of the section it stands under (but for the title)."""
    roles: dict[int, str] = {}
    title = _title_section(note)
    for section in note.sections:
        inherited = roles.get(section.parent, "other")
        # Below a heading about sources only a group is about sources too, and a title passes on nothing else.
        is_group = inherited in profile.source_roles and profile.is_group(split_emoji(section.heading)[0])
        if (section.parent == title or inherited in profile.source_roles) and not is_group:
            inherited = "other"
        roles[section.ordinal] = profile.role(section.heading) or inherited
    return roles


def _title_section(note: Note) -> int:
    """Return the ordinal of the section whose heading is the note's title: the only one of level 1, and first."""
    top = [section for section in note.sections if section.level == 1]
    headed = next((section for section in note.sections if section.level), None)
    return top[0].ordinal if len(top) == 1 and top[0] is headed else 0


def _extract_section(section: Section, note: Note, roles: dict[int, str], profile: Profile, found: _Found) -> None:
    role = roles[section.ordinal]
    evidence = Evidence(section.span, section.ordinal, "sections.heading" if section.heading else "sections.lead")
    group = ""
    names_group = profile.role(section.heading) is None and profile.is_group(split_emoji(section.heading)[0])
    if role in profile.source_roles and names_group and _has_labelled_items(section):
        group = group_label(section)
        found.concepts.append(group_concept(section))
    rest: list[tuple[Run, ...]] = []
    for block in section.blocks:
        rest.extend(_extract_block(block, section, role, group, profile, found))
    for runs in filter(None, rest):
        span = Span(runs[0].span.start_line, runs[-1].span.end_line, 1, max(runs[-1].span.end_column, 1))
        found.concepts.extend(mode_concepts(runs, Evidence(span, section.ordinal, "concepts.mode"), profile))
    found.references.extend(body_references(section, len(found.references) + 1))
    found.parts.append(
        Part(section.ordinal, section.level, section.parent, section.heading, role, section.text, evidence, tuple(rest))
    )


def _has_labelled_items(section: Section) -> bool:
    lists = (block for block in section.blocks if block.kind is Kind.LIST)
    return any(lead(item.runs) for block in lists for item in block.children)


def _extract_block(
    block: Block, section: Section, role: str, group: str, profile: Profile, found: _Found
) -> Iterator[tuple[Run, ...]]:
    """Extract a block's items by the section's role; yield the runs that belong to no item."""
    if block.kind is Kind.LIST and role in profile.practice_roles:
        inherited = "" if profile.role(section.heading) else group_label(section)
        practices = list(item_practices(block, section, profile, len(found.practices) + 1, "", inherited))
        found.practices.extend(practices)
        for practice in practices:
            found.concepts.extend(mode_concepts(practice.runs, practice.evidence, profile))
    elif block.kind is Kind.LIST and role == "citations":
        found.citations.extend(block_citations(block, section, len(found.citations) + 1))
    elif block.kind is Kind.LIST and role in profile.concept_roles | profile.form_roles | profile.source_roles:
        for concept in item_concepts(block, section, role, profile, group):
            found.concepts.append(concept)
            found.concepts.extend(mode_concepts(concept.runs, concept.evidence, profile))
        for item in block.children:
            if lead(item.runs) is None:
                yield item.runs
    else:
        if role in ("citations", "related"):
            found.citations.extend(
                block_citations(block, section, len(found.citations) + 1, only_alike=role == "related")
            )
        for inner in block.walk():
            if inner.runs and inner.kind not in (Kind.CODE, Kind.HTML):
                yield inner.runs


def _first_modes(concepts: list[Concept]) -> Iterator[Concept]:
    """Yield the concepts with each mode once: where it is defined first, else where it is named first."""
    modes: dict[str, Concept] = {}
    for concept in concepts:
        if concept.kind == "mode" and (
            concept.label not in modes or (concept.definition and not modes[concept.label].definition)
        ):
            modes[concept.label] = concept
    for concept in concepts:
        if concept.kind != "mode" or modes[concept.label] is concept:
            yield concept


def _topic(note: Note, roles: dict[int, str]) -> Topic:
    title = note.front_matter.first("title")
    headed = next((section for section in note.sections if section.level == 1), None)
    if title:
        written, evidence = title.text, Evidence(title.span, 0, "topic.title")
    elif headed and headed.heading:
        line = Span(headed.span.start_line, headed.span.start_line, 1, max(len(headed.heading), 1))
        written, evidence = headed.heading, Evidence(line, headed.ordinal, "topic.heading")
    else:
        written, evidence = readable(note.stem), Evidence(Span(1, 1), 0, "topic.file-name")
    label, icon = split_emoji(written)
    label = label or readable(note.stem)
    definition, defined_at = _definition(note, roles)
    aliases = note.front_matter.values("aliases", "alias")
    return Topic(label, icon, evidence, other_names(label), aliases, definition, defined_at)


def _definition(note: Note, roles: dict[int, str]) -> tuple[str, Evidence | None]:
    """Return the first paragraph of the first definition section, else the first before any heading or under the title.

    A paragraph that only introduces what follows it (it ends in a colon) defines nothing.
    """
    title = _title_section(note)
    defining = [s for s in note.sections if roles[s.ordinal] == "definition"]
    leading = [s for s in note.sections if s.level == 0 or s.ordinal == title]
    for section in (*defining, *leading):
        for block in section.blocks:
            text = runs_text(block.runs) if block.kind is Kind.PARAGRAPH else ""
            if text and not text.endswith(":"):
                return text, Evidence(block.span, section.ordinal, "topic.definition")
    return "", None


def _language(note: Note, defaults: NoteDefaults) -> tuple[str, tuple[Diagnostic, ...]]:
    given = note.front_matter.first("lang", "language")
    if given is None:
        return defaults.language, ()
    if _LANGUAGE.match(given.text):
        return given.text.lower(), ()
    message = f"{given.text!r} is not a language tag; {defaults.language!r} is used"
    span = given.span
    return defaults.language, (
        Diagnostic(
            note.path,
            span.start_line,
            span.start_column,
            Severity.WARNING,
            "notes.language",
            message,
            "write for example lang: en",
        ),
    )
