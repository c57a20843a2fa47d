"""Why a note was read as it was: the rule behind each item, and the part of the profile that the rule went by."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from powergraph.extract.extraction import Concept, ConceptKind, Extraction, Practice
from powergraph.extract.profile import Profile
from powergraph.extract.roles import heading_roles, heads_of, title_section

__all__ = ["READINGS", "Readings", "readings_of"]

#: What each rule of extraction reads, in the order of a note. `pow:rule` of an assertion has the same names.
READINGS: Mapping[str, str] = MappingProxyType(
    {
        "notes.front-matter": "a date of the front matter",
        "notes.tag": "a tag, in the front matter or in the text",
        "notes.provenance": "a key of the front matter that tells where the note comes from (profile: provenance)",
        "notes.property": "a key that has no meaning of its own here, in the front matter or in key:: value",
        "notes.sensitive": "a content label that the note gives itself",
        "notes.sensitive-tag": "a tag that the settings call sensitive",
        "provenance.assistant": "an assistant named there (profile: provenance)",
        "topic.title": "the title of the front matter",
        "topic.heading": "the heading that is the title",
        "topic.file-name": "the name of the file, where there is no title",
        "topic.alias": "an alias of the front matter",
        "topic.definition": "the first paragraph of the section on the definition, else of the note",
        "topic.description": "a description in the front matter, where no paragraph defines the topic",
        "sections.heading": "a heading and the text below it",
        "sections.lead": "the text before the first heading",
        "concepts.source": "a labelled item in a section about sources of power",
        "concepts.group": "an item there that introduces a list",
        "concepts.group-heading": "a heading below such a section that names a group",
        "concepts.key": "a labelled item in a section with key concepts",
        "concepts.form": "a labelled item in a section about forms, or below a key concept",
        "concepts.form-heading": "a numbered heading below such a section",
        "concepts.row": "a row of a table whose first cell is bold",
        "concepts.mode": "a mode of power named in bold or defined (profile: power_mode)",
        "practices.labelled": "an item of a section on practices that begins with its name in bold",
        "practices.unlabelled": "an item of such a section without a name",
        "practices.paragraph": "a paragraph of such a section that begins with a name, or follows a bold line",
        "practices.row": "a row of a table in such a section",
        "citations.apa": "an entry as Author, A. (Year). Title.",
        "citations.vancouver": "an entry as Author AB. Title. Journal. Year.",
        "citations.dash": "an entry whose parts stand between dashes",
        "citations.name-first": "an entry that begins with a name written as Given Family",
        "citations.title-first": "an entry that begins with its title",
        "citations.title": "an entry that is a title alone",
        "citations.link": "an entry that is a link",
        "citations.row": "a row of a table of works",
        "citations.entry": "an entry of no known form",
        "links.metadata": "a name under related: in the front matter",
        "links.property": "a name under another key of the front matter, or in key:: value",
        "links.wikilink": "a [[wikilink]]",
        "links.markdown": "a Markdown link to a note",
        "mentions.name": "a name that a note gives to a concept, bold or plain",
    }
)


@dataclass(frozen=True, slots=True)
class Readings:
    """The reasons by place: *sections* by ordinal, *items* by first and last line, *links* by line and words."""

    note_kind: str
    sections: Mapping[int, str]
    items: Mapping[tuple[int, int], str]
    links: Mapping[tuple[int, str], str]


def readings_of(extraction: Extraction, profile: Profile) -> Readings:
    """Return why everything in a note was read as it was. The sections of its note have to be there."""
    note = extraction.note
    written = note.front_matter.first("type")
    tags = [tag.text for tag in extraction.tags]
    kind, table = profile.note_kind_by(written.text if written else "", tags, note.path)
    own = [c for c in extraction.concepts if c.kind in (ConceptKind.KEY, ConceptKind.FORM)]
    named: tuple[Concept | Practice, ...] = (*own, *extraction.practices)
    items = {(each.evidence.span.start_line, each.evidence.span.end_line): _rule(each) for each in named}
    items |= {(c.evidence.span.start_line, c.evidence.span.end_line): c.evidence.rule for c in extraction.citations}
    return Readings(
        f"{kind} (profile: note_kinds.{table})",
        _sections(extraction, profile),
        items,
        {(r.evidence.span.start_line, r.as_written): r.evidence.rule for r in extraction.references},
    )


def _rule(item: Concept | Practice) -> str:
    by_kind = isinstance(item, Practice) and item.kind != "Practice"
    return f"{item.evidence.rule}, profile: practice_kind" if by_kind else item.evidence.rule


def _sections(extraction: Extraction, profile: Profile) -> dict[int, str]:
    """Say of each section why it has its role."""
    note = extraction.note
    own = heading_roles(note, profile)
    above, title = heads_of(note, own), title_section(note)
    roles = {part.ordinal: part.role for part in extraction.parts}
    headings = {section.ordinal: section.heading for section in note.sections}
    reasons: dict[int, str] = {}
    for section in note.sections:
        role, head = roles.get(section.ordinal, "other"), above[section.ordinal]
        if own[section.ordinal] == role:
            pattern = profile.role_pattern(section.heading)
            reasons[section.ordinal] = f"profile: section {pattern}"
        elif not section.heading:
            reasons[section.ordinal] = "sections.lead"
        elif section.ordinal == title:
            reasons[section.ordinal] = "the title of the note"
        elif head and role != "other" and roles.get(head) == role:
            reasons[section.ordinal] = f"from the section above, {headings[head]}"
        elif role != "other":
            reasons[section.ordinal] = "profile: concepts.typology_kinds, it is built like one"
        else:
            reasons[section.ordinal] = "no pattern of the profile"
    return reasons
