"""The topic of a note: its name from title, heading or file, and its definition."""

from powergraph.extract.extraction import Evidence, Topic
from powergraph.extract.labels import lead, other_names, readable
from powergraph.extract.leads import pseudo_heading
from powergraph.extract.placeholders import is_placeholder
from powergraph.extract.profile import Profile
from powergraph.extract.residue import clean_text
from powergraph.extract.roles import title_section
from powergraph.notes.markdown import Block, Kind, runs_text, split_emoji
from powergraph.notes.note import Note, Section
from powergraph.notes.properties import is_property
from powergraph.notes.span import Span

__all__ = ["note_topic"]


def note_topic(note: Note, roles: dict[int, str], profile: Profile) -> Topic:
    """Return what the note is about: named by `title:`, else by its first heading of level 1, else by its file."""
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
    label = profile.without_title_suffix(label) or readable(note.stem)
    definition, defined_at = _definition(note, roles)
    if not definition and (said := note.front_matter.first("description", "desc")) and not is_placeholder(said.text):
        definition, defined_at = said.text, Evidence(said.span, 0, "topic.description")
    aliases = note.front_matter.values("aliases", "alias")
    return Topic(label, icon, evidence, other_names(label), aliases, definition, defined_at)


def _definition(note: Note, roles: dict[int, str]) -> tuple[str, Evidence | None]:
    """Return the first paragraph of the first definition section, else the first before any heading or under the title.

    A paragraph that only introduces what follows it (it ends in a colon, or is a bold line) defines nothing. Where
    there is no paragraph, one in a quote or callout counts.
    """
    title = title_section(note)
    defining = [s for s in note.sections if roles[s.ordinal] == "definition"]
    leading = [s for s in note.sections if s.level == 0 or s.ordinal == title]
    for sections in (defining, leading):
        for quoted in (False, True):
            for section in sections:
                for block in section.blocks:
                    if found := _defining(block, section, quoted=quoted):
                        return found
    return "", None


def _defining(block: Block, section: Section, *, quoted: bool) -> tuple[str, Evidence] | None:
    """Return what a paragraph says, without a lead that ends in a colon, or None where it defines nothing."""
    paragraphs = [block] if not quoted else list(block.children) if block.kind is Kind.QUOTE else []
    for paragraph in paragraphs:
        if paragraph.kind is not Kind.PARAGRAPH or pseudo_heading(paragraph.runs):
            continue
        whole = runs_text(paragraph.runs)
        if is_property(whole):
            continue
        found = lead(paragraph.runs)
        led = found is not None and whole.startswith(f"{found.label}:")
        text = clean_text(found.rest if found and led else paragraph.runs)
        if text and not text.endswith(":") and not is_placeholder(text):
            return text, Evidence(paragraph.span, section.ordinal, "topic.definition")
    return None
