"""From a note to what it says: sections get their roles, and each role's rules read the items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.citations import block_citations
from powergraph.extract.concepts import (
    group_concept,
    group_label,
    heading_concept,
    item_concepts,
    mode_concepts,
    paragraph_concepts,
    table_concepts,
)
from powergraph.extract.content_labels import SensitiveRules, content_label
from powergraph.extract.extraction import Citation, Concept, Evidence, Extraction, Part, Practice, Reference, Topic
from powergraph.extract.labels import lead
from powergraph.extract.leads import pseudo_heading
from powergraph.extract.links import body_references, metadata_references, unclosed_links
from powergraph.extract.practices import (
    Introduction,
    introduction,
    item_practices,
    paragraph_practices,
    table_practices,
)
from powergraph.extract.profile import Profile, fold
from powergraph.extract.properties import note_properties
from powergraph.extract.roles import heading_roles, heads_of, is_numbered, section_roles
from powergraph.extract.topics import note_topic
from powergraph.notes.frontmatter import Value
from powergraph.notes.markdown import Block, Kind, Run, split_emoji
from powergraph.notes.note import Note, Section
from powergraph.notes.properties import inline_tag_values
from powergraph.notes.span import Span

__all__ = ["NoteDefaults", "extract"]

_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$")


_NOTHING_SENSITIVE = SensitiveRules()


@dataclass(frozen=True, slots=True)
class NoteDefaults:
    """What holds for a note that does not say otherwise: BCP 47 language tag, rights of its text, content label."""

    language: str = "en"
    rights: str = "not stated by its owner"
    sensitive: SensitiveRules = _NOTHING_SENSITIVE


@dataclass(slots=True)
class _Found:
    """What has been found so far, in the order of the note."""

    topic: Topic
    concepts: list[Concept] = field(default_factory=list)
    practices: list[Practice] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


def extract(note: Note, profile: Profile, defaults: NoteDefaults) -> Extraction:
    """Extract everything that *note* says under *profile*. Pure: the same note gives the same extraction."""
    matter = note.front_matter
    tags = _tags(note)
    written_kind = matter.first("type")
    kind = profile.note_kind(written_kind.text if written_kind else "", [tag.text for tag in tags], note.path)
    roles = section_roles(note, profile, kind)
    found = _Found(note_topic(note, roles, profile))
    found.references.extend(metadata_references(matter, 1))
    inside = _members(note, roles, profile)
    for section in note.sections:
        _extract_section(section, note, roles, inside, profile, found)
    language, language_fault = _language(note, defaults)
    rights = matter.first("rights")
    properties, properties_told = note_properties(note, profile)
    provenance = tuple(value for key in profile.provenance_keys for value in matter.values(key))
    return Extraction(
        note=note,
        kind=kind,
        language=language,
        rights=rights.text if rights else defaults.rights,
        topic=found.topic,
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
        diagnostics=(
            *note.diagnostics,
            *language_fault,
            *properties_told,
            *(told for section in note.sections for told in unclosed_links(note.path, section)),
        ),
        content_label=content_label(note, tags, defaults.sensitive),
        properties=properties,
    )


def _tags(note: Note) -> tuple[Value, ...]:
    """Return the tags of the front matter, then those that stand in the text, each once whatever its case."""
    written = note.front_matter.values("tags", "tag")
    inline = (tag for section in note.sections for tag in inline_tag_values(section.blocks))
    found: dict[str, Value] = {}
    for tag in (*written, *inline):
        found.setdefault(tag.text.casefold(), tag)
    return (*written, *(tag for tag in found.values() if tag not in written))


def _extract_section(
    section: Section, note: Note, roles: dict[int, str], inside: set[int], profile: Profile, found: _Found
) -> None:
    """Extract one section; *inside* are the ordinals of sections that stand below one about forms, as its members."""
    role = roles[section.ordinal]
    evidence = Evidence(section.span, section.ordinal, "sections.heading" if section.heading else "sections.lead")
    reader = _SectionReader(section, role, profile, found)
    if role in profile.source_roles:
        names_group = profile.role(section.heading) is None and profile.is_group(split_emoji(section.heading)[0])
        if names_group and _has_labelled_items(section):
            reader.group = group_label(section)
            found.concepts.append(group_concept(section))
    elif section.ordinal in inside:
        reader.is_member = True
    if reader.is_member and (concept := heading_concept(section, introduces=_has_labelled_items(section))):
        found.concepts.append(concept)
    rest = reader.read()
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


def _members(note: Note, roles: dict[int, str], profile: Profile) -> set[int]:
    """Return the sections whose headings are members of a typology.

    That is each below one about forms, and each numbered one below one with concepts, as far as no pattern knows it.
    """
    own = heading_roles(note, profile)
    above = heads_of(note, own)
    members: set[int] = set()
    for section in note.sections:
        head, role = above[section.ordinal], roles[section.ordinal]
        if not head or own[section.ordinal] is not None or roles[head] != role:
            continue
        in_forms = role in profile.form_roles
        if in_forms or (role in profile.concept_roles and is_numbered(section.heading)):
            members.add(section.ordinal)
    return members


class _SectionReader:
    """Reads the blocks of one section in their order; a bold line that stands alone changes what follows it."""

    def __init__(self, section: Section, role: str, profile: Profile, found: _Found) -> None:
        self.section, self.profile, self.found = section, profile, found
        self.own_role = self.role = role
        self.group = ""
        self.is_member = False
        own_heading = profile.role(section.heading)
        heading = introduction(group_label(section), profile)
        #: What the heading gives to practices: its label only where it is not the heading of the whole section.
        self.heading = Introduction(heading.kind, "" if own_heading else heading.label)
        self.given = self.heading
        self.is_introduced = own_heading is None and role in profile.practice_roles and not _has_items(section)

    def read(self) -> list[tuple[Run, ...]]:
        """Return the runs that belong to no item."""
        rest: list[tuple[Run, ...]] = []
        blocks = self.section.blocks
        for position, block in enumerate(blocks):
            following = blocks[position + 1] if position + 1 < len(blocks) else None
            rest.extend(self._read(block, following))
        return rest

    def _read(self, block: Block, following: Block | None) -> Iterator[tuple[Run, ...]]:
        profile, found = self.profile, self.found
        if block.kind is Kind.PARAGRAPH and following and (title := pseudo_heading(block.runs)):
            self._enter(title)
            yield block.runs
        elif block.kind is Kind.RULE:
            self.role, self.given = self.own_role, self.heading
        elif self.role in profile.practice_roles:
            yield from self._practices(block)
        elif block.kind is Kind.LIST and self.role == "citations":
            found.citations.extend(block_citations(block, self.section, len(found.citations) + 1))
        elif self.role in profile.concept_roles | profile.form_roles | profile.source_roles:
            yield from self._concepts(block)
        else:
            if self.role in ("citations", "related"):
                alike = self.role == "related"
                found.citations.extend(block_citations(block, self.section, len(found.citations) + 1, only_alike=alike))
            yield from _texts(block)

    def _enter(self, title: str) -> None:
        """Go on under a bold line that stands like a heading."""
        profile = self.profile
        if self.own_role in profile.source_roles:
            return
        role = profile.role(title)
        if role in profile.practice_roles or (role and self.own_role in profile.concept_roles | profile.form_roles):
            self.role = role if role not in profile.source_roles else self.own_role
        else:
            self.role = self.own_role
        self.given = introduction(title, profile)
        self.is_introduced = self.role in profile.practice_roles

    def _practices(self, block: Block) -> Iterator[tuple[Run, ...]]:
        section, profile, found = self.section, self.profile, self.found
        ordinal = len(found.practices) + 1
        practices: list[Practice] = []
        if block.kind is Kind.LIST:
            practices = list(item_practices(block.children, section, profile, ordinal, self.given))
        elif block.kind is Kind.TABLE:
            practices = list(table_practices(block, section, profile, ordinal, self.given))
        elif block.kind is Kind.PARAGRAPH:
            own = paragraph_practices(block, section, profile, ordinal, self.given, introduced=self.is_introduced)
            practices = list(own)
        elif block.kind is Kind.QUOTE:
            for inner in block.children:
                yield from self._practices(inner)
            return
        found.practices.extend(practices)
        for practice in practices:
            found.concepts.extend(mode_concepts(practice.runs, practice.evidence, profile))
        if not practices:
            yield from _texts(block)

    def _concepts(self, block: Block) -> Iterator[tuple[Run, ...]]:
        section, profile, found, role = self.section, self.profile, self.found, self.role
        if block.kind is Kind.QUOTE and any(inner.kind in (Kind.LIST, Kind.QUOTE) for inner in block.children):
            for inner in block.children:  # a callout
                yield from self._concepts(inner)
            return
        concepts: list[Concept] = []
        if block.kind is Kind.LIST:
            concepts = list(item_concepts(block.children, section, role, profile, self.group, loose=not self.is_member))
        elif block.kind is Kind.TABLE and role not in profile.source_roles:
            concepts = list(table_concepts(block, section))
        elif block.kind is Kind.PARAGRAPH and role not in profile.source_roles and not self._is_definition(block):
            concepts = list(paragraph_concepts(block, section, role, profile))
        for concept in concepts:
            modes = list(mode_concepts(concept.runs, concept.evidence, profile))
            if all(mode.label != profile.power_modes.get(fold(concept.label)) for mode in modes):
                found.concepts.append(concept)  # else it is the mode, said in a sentence
            found.concepts.extend(modes)
        if block.kind is Kind.LIST:
            for item in block.children:
                if lead(item.runs) is None:
                    yield item.runs
        elif not concepts:
            yield from _texts(block)

    def _is_definition(self, block: Block) -> bool:
        """Tell whether a paragraph is the definition of the topic, which is no concept of its own."""
        at = self.found.topic.defined_at
        return at is not None and at.span == block.span


def _has_items(section: Section) -> bool:
    return any(block.kind in (Kind.LIST, Kind.TABLE) for block in section.blocks)


def _texts(block: Block) -> Iterator[tuple[Run, ...]]:
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
