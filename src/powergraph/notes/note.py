"""The note: front matter and sections of blocks, each with its lines; made by parse_note from decoded text."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.notes.comments import cut_comments
from powergraph.notes.decoding import DecodedText
from powergraph.notes.dendron import is_dendron, target_first
from powergraph.notes.frontmatter import (
    EMPTY,
    FrontMatter,
    parse_front_matter,
    parse_toml_front_matter,
    split_front_matter,
)
from powergraph.notes.markdown import Block, Kind, Run, code_ranges, parse_blocks, plain_text, runs_text
from powergraph.notes.marks import Mark, inline_marks
from powergraph.notes.properties import Property, known_properties, text_properties
from powergraph.notes.span import Span

__all__ = ["Note", "Section", "SourceNote", "parse_note"]


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A file of the vault, decoded. *path* stands below the vault, with `/`."""

    path: str
    decoded: DecodedText

    @property
    def stem(self) -> str:
        """The file name without folders and `.md`."""
        return self.path.rpartition("/")[2].rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's part: its own lines down to the next heading of any level. The first one may have no heading.

    *ordinal* counts from 1; *parent* is the ordinal of the section whose heading stands above it, or 0; *level* is 0
    before the first heading. *span* covers whole lines; *text* is what a reader reads in it, heading included.
    """

    ordinal: int
    level: int
    parent: int
    heading: str
    blocks: tuple[Block, ...]
    span: Span
    text: str
    heading_runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note. *lines* are the file's lines after repair and without comments: what may be quoted."""

    path: str
    stem: str
    sha256: str
    front_matter: FrontMatter
    sections: tuple[Section, ...]
    lines: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    #: The head of a note whose front matter could not be read or is never closed, as written; else "".
    unread_head: str = ""
    #: What the note says of whether it is published, in its front matter and in its text.
    marks: tuple[Mark, ...] = ()
    #: What stands in the text as `key:: value`, in its order.
    properties: tuple[Property, ...] = ()

    def quote(self, span: Span) -> str:
        """Return the whole lines of *span*."""
        return "\n".join(self.lines[span.start_line - 1 : span.end_line])


#: What may stand before a front matter.
_BLANK = " \t\n\ufeff\u200b"
#: Marks inside a heading that were meant as its own: `### ## Usage`.
_STRAY_MARKS = re.compile(r"^(?:#+\s+)+")
#: How far a front matter that is never closed is looked at (characters).
_HEAD = 5_000


def parse_note(source: SourceNote) -> Note:
    """Parse a decoded note. Never fails: what cannot be read is told as a diagnostic and the rest is kept."""
    text = source.decoded.text
    head, front_matter, offset = _front_matter(text)
    first_line = text.count("\n", 0, offset) + 1
    body = text[offset:]
    clean = cut_comments(body, code_ranges)
    if is_dendron(front_matter) and "[[" in clean:
        clean = target_first(clean, code_ranges(clean))
    lines = tuple((front_matter.without_comments(head) + clean).split("\n"))
    sections = _sections(parse_blocks(clean, first_line), lines, first_line)
    properties = _properties(sections, clean, first_line) if "::" in clean else ()
    return Note(
        source.path,
        source.stem,
        hashlib.sha256(text.encode()).hexdigest(),
        _with_properties(front_matter, properties),
        sections,
        lines,
        tuple(_diagnostics(source, front_matter, sections)),
        _unread_head(text, front_matter, offset),
        (*front_matter.marks, *(inline_marks(body, code_ranges(body)) if "::" in body else ())),
        properties,
    )


def _properties(sections: tuple[Section, ...], body: str, first_line: int) -> tuple[Property, ...]:
    """Return what stands in the text as `key:: value`, outside of code."""
    blocks = (inner for section in sections for block in section.blocks for inner in block.walk())
    code = {n for b in blocks if b.kind is Kind.CODE for n in range(b.span.start_line, b.span.end_line + 1)}
    return text_properties(body, first_line, code_ranges(body), code)


def _with_properties(matter: FrontMatter, properties: tuple[Property, ...]) -> FrontMatter:
    """Return the front matter with what the text says in its place: its own keys win."""
    own = {key.casefold() for key in matter.fields}
    said = {key: values for key, values in known_properties(properties).items() if key not in own}
    return replace(matter, fields=MappingProxyType({**matter.fields, **said})) if said else matter


def _front_matter(text: str) -> tuple[str, FrontMatter, int]:
    """Return the head with its front matter, what that says, and the offset where the body begins.

    What stands between two `---` lines but is no list of keys is text, and so is anything but a readable front matter
    after blank lines: nothing that may be meant as text is lost.
    """
    source, offset = split_front_matter(text)
    if source is None:
        return "", EMPTY, 0
    opening = len(text[:offset]) - len(text[:offset].lstrip(_BLANK))
    first_line = text.count("\n", 0, opening) + 2
    parse = parse_toml_front_matter if text.startswith("+++", opening) else parse_front_matter
    matter = parse(source, first_line)
    if matter.is_text or (opening > 0 and not matter.is_readable):
        return "", EMPTY, 0
    return text[:offset], matter, offset


def _unread_head(text: str, matter: FrontMatter, offset: int) -> str:
    """Return the head that could not be read: it may have said that the note is private."""
    if not matter.is_readable:
        return text[:offset]
    if matter is EMPTY and text.lstrip(_BLANK).startswith(("---", "+++")):
        return text.lstrip(_BLANK)[:_HEAD]
    return ""


def _sections(blocks: tuple[Block, ...], lines: tuple[str, ...], first_line: int) -> tuple[Section, ...]:
    parts: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in _outlined(blocks):
        if block.kind is Kind.HEADING:
            parts.append((block, []))
        else:
            parts[-1][1].append(block)
    if not parts[0][1]:
        del parts[0]
    starts = [heading.span.start_line if heading else first_line for heading, _ in parts]
    sections: list[Section] = []
    above: list[tuple[int, int]] = []  # (level, ordinal) of the headings that the next one may stand under
    for ordinal, (heading, content) in enumerate(parts, start=1):
        level = heading.level if heading else 0
        while above and above[-1][0] >= level:
            above.pop()
        parent = above[-1][1] if above else 0
        if level:
            above.append((level, ordinal))
        title = _STRAY_MARKS.sub("", runs_text(heading.runs)) if heading else ""
        end = starts[ordinal] - 1 if ordinal < len(starts) else len(lines)
        text = "\n".join(filter(None, [title, *map(plain_text, content)]))
        span = _trimmed(starts[ordinal - 1], end, lines)
        runs = heading.runs if heading else ()
        sections.append(Section(ordinal, level, parent, title, tuple(content), span, text, runs))
    return tuple(sections)


def _outlined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, those of an outline taken out of its lists: `- ## Heading` with what stands below it."""
    for block in blocks:
        if block.kind is not Kind.LIST or not any(map(_is_headed, block.children)):
            yield block
            continue
        for item in block.children:
            if _is_headed(item):
                yield item.children[0]
                yield from _outlined(item.children[1:])
            else:
                yield replace(block, children=(item,), span=item.span)


def _is_headed(item: Block) -> bool:
    return not item.runs and bool(item.children) and item.children[0].kind is Kind.HEADING


def _trimmed(start: int, end: int, lines: tuple[str, ...]) -> Span:
    """Return whole lines from *start* to *end* without the blank ones at either end."""
    while end > start and not lines[end - 1].strip():
        end -= 1
    while start < end and not lines[start - 1].strip():
        start += 1
    return Span(start, end, 1, max(len(lines[end - 1]), 1))


def _diagnostics(source: SourceNote, front_matter: FrontMatter, sections: tuple[Section, ...]) -> list[Diagnostic]:
    found: list[Diagnostic] = []

    def tell(severity: Severity, rule: str, message: str, hint: str = "", line: int = 1, column: int = 1) -> None:
        found.append(Diagnostic(source.path, line, column, severity, rule, message, hint))

    decoded = source.decoded
    if decoded.encoding not in ("utf-8", "utf-8-sig"):
        tell(Severity.WARNING, "notes.encoding", f"read as {decoded.encoding}", "save it as UTF-8")
    if decoded.repairs:
        damage = " and ".join(f"UTF-8 read as {codec}" for codec in decoded.repairs)
        tell(
            Severity.WARNING,
            "notes.repaired",
            f"the text was damaged ({damage}); {_count(decoded.lines_changed, 'line')} could be repaired exactly",
            "the file itself was not changed; save the repaired text if it is yours",
            decoded.first_changed,
        )
    if decoded.controls:
        message = f"{_count(len(decoded.controls), 'control character')} replaced by a blank"
        tell(Severity.WARNING, "notes.control", message, "delete them", decoded.controls[0])
    if front_matter is EMPTY and sections:
        message = "no front matter; title and kind are taken from the file's name and text"
        tell(Severity.INFO, "notes.front-matter", message)
    if not sections:
        tell(Severity.INFO, "notes.empty", "the note has no text")
    for fault in front_matter.faults:
        severity = Severity.ERROR if fault.fatal else Severity.WARNING
        hint = "the text below it was converted all the same" if fault.fatal else ""
        tell(severity, "notes.yaml", fault.message, hint, fault.line, fault.column)
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
