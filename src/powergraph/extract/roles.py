"""The roles of a note's sections: from their headings, from what stands above them, and from how they are built."""

import re
from collections import defaultdict
from collections.abc import Mapping

from powergraph.extract.concepts import concept_rows
from powergraph.extract.labels import lead, strip_numbering
from powergraph.extract.profile import Profile, fold
from powergraph.notes.markdown import Kind, split_emoji
from powergraph.notes.note import Note, Section

__all__ = ["heading_roles", "heads_of", "is_numbered", "section_roles", "title_section"]

_WORD = re.compile(r"\w{4,}")
_COUNTED = re.compile(r"[^\W\d_]+ \d{1,2}\s*[:.\u2013\u2014]\s+\S")


def section_roles(note: Note, profile: Profile, note_kind: str) -> dict[int, str]:
    """Give each section the role of its own heading, else of the section it stands under (but for the title).

    A heading that no pattern knows, in a note of a kind whose unknown sections may be typologies, is about forms where
    it is built like one: each item labelled, a table of bold names, or numbered headings below it.
    """
    own = heading_roles(note, profile)
    above = heads_of(note, own)
    below: dict[int, list[Section]] = defaultdict(list)
    for section in note.sections:
        below[above[section.ordinal]].append(section)
    title = title_section(note)
    if title and note_kind in profile.typology_kinds and not _is_named_alike(note, note.sections[title - 1].heading):
        title = 0  # the only heading of its level, but not the title
    roles: dict[int, str] = {}
    for section in note.sections:
        role, parent = own[section.ordinal], above[section.ordinal]
        if section.ordinal == title:
            roles[section.ordinal] = role if role in profile.title_roles else "other"
            continue
        inherited = roles.get(parent, "other")
        # Below a heading about sources only a group is about sources too, and a title passes on nothing else.
        is_group = inherited in profile.source_roles and profile.is_group(split_emoji(section.heading)[0])
        if (parent == title or inherited in profile.source_roles) and not is_group:
            inherited = "other"
        may_be_typology = role is None and inherited == "other" and note_kind in profile.typology_kinds
        if may_be_typology and section.heading and (parent in (0, title) or own[parent] is None):
            numbered = [s for s in below[section.ordinal] if is_numbered(s.heading) and own[s.ordinal] is None]
            if len(numbered) > 1 or _is_typology(section):
                role = profile.typology_role
        roles[section.ordinal] = role or inherited
    return roles


def heading_roles(note: Note, profile: Profile) -> dict[int, str | None]:
    """Return the role of each section's own heading, None where no pattern knows it.

    A numbered heading inside a section about forms is one of them, whatever its words.
    """
    own: dict[int, str | None] = {}
    for section in note.sections:
        is_member = own.get(section.parent) in profile.form_roles and is_numbered(section.heading)
        own[section.ordinal] = None if is_member else profile.role(section.heading)
    return own


def heads_of(note: Note, own: Mapping[int, str | None]) -> dict[int, int]:
    """Return the ordinal of the section that each section belongs to, 0 for none; *own* are the headings' roles.

    That is the one whose heading stands above it; but where nothing but the title stands above a numbered heading
    without a role, it belongs to the last one of its level without number: where all headings have one level, the
    numbers alone tell items from sections.
    """
    above: dict[int, int] = {}
    title = title_section(note)
    unnumbered: dict[int, int] = {}
    for section in note.sections:
        above[section.ordinal] = section.parent
        if not section.level or section.parent not in (0, title):
            continue
        if is_numbered(section.heading) and own[section.ordinal] is None:
            above[section.ordinal] = unnumbered.get(section.level, section.parent)
        elif section.ordinal != title:
            unnumbered[section.level] = section.ordinal
    return above


def _is_named_alike(note: Note, heading: str) -> bool:
    """Tell whether a heading can be the title of its note: the front matter gives no other, or one of its words."""
    title = note.front_matter.first("title")
    return title is None or bool(set(_WORD.findall(fold(heading))) & set(_WORD.findall(fold(title.text))))


def is_numbered(heading: str) -> bool:
    """Tell whether a heading begins with a number (after an emoji), or counts as in `Rule 1: Name`."""
    bare = split_emoji(heading)[0].strip()
    return strip_numbering(bare) != bare or bool(_COUNTED.match(bare))


def _is_typology(section: Section) -> bool:
    lists = [block for block in section.blocks if block.kind is Kind.LIST]
    items = [item for block in lists for item in block.children]
    if len(items) > 1:
        return all(lead(item.runs) for item in items)
    return not items and any(concept_rows(block) for block in section.blocks if block.kind is Kind.TABLE)


def title_section(note: Note) -> int:
    """Return the ordinal of the section whose heading is the note's title: the only one of level 1, and first."""
    top = [section for section in note.sections if section.level == 1]
    headed = next((section for section in note.sections if section.level), None)
    return top[0].ordinal if len(top) == 1 and top[0] is headed else 0
