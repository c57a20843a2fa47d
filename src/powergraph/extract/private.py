"""What keeps private notes private in the notes around them: inline tags, and links that would tell their names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.extraction import Extraction, NoteProperty
from powergraph.notes.markdown import Kind
from powergraph.notes.note import Note

__all__ = ["PrivateNames", "inline_tags", "private_names_shown", "without_private_targets"]

_INLINE_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]*)")
_MARKDOWN_LINK = re.compile(
    r"!?\[(?P<shown>[^\[\]]{0,1000})\]\((?P<target><[^<>\n]{1,1000}>|[^\s()]{1,1000})(?:[ \t][^()\n]{0,1000})?\)"
)
_WIKILINK = re.compile(
    r"!?\[\[(?P<target>[^\[\]|#^]{1,1000})(?:[#^][^\[\]|]{0,1000})?\\?\|(?P<shown>[^\[\]]{1,1000})\]\]"
)
#: A link without a text of its own.
_BARE_WIKILINK = re.compile(r"!?\[\[(?P<target>[^\[\]|#^]{1,1000})(?:[#^][^\[\]|]{0,1000})?\]\]")
#: The definition of a link that is used elsewhere: it shows nothing.
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\[\]\n]{1,1000}\]:[ \t]*(?P<target><[^<>\n]{1,1000}>|\S{1,1000}).*$", re.MULTILINE
)
_HREF = re.compile(r"\bhref[ \t]*=[ \t]*(?P<quote>[\"'])(?P<target>[^\"'\n]{1,1000})(?P=quote)", re.IGNORECASE)
_NOTE_ENDING = re.compile(r"\.md$", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


def inline_tags(note: Note) -> Iterator[str]:
    """Yield the tags that stand in the text (`#tag`, `#tag/below`), headings included, outside of code."""
    for section in note.sections:
        yield from _INLINE_TAG.findall(section.heading)
        for block in section.blocks:
            for inner in block.walk():
                if inner.kind is not Kind.CODE:
                    for run in inner.runs:
                        if not run.code and not run.link:
                            yield from _INLINE_TAG.findall(run.text)


class PrivateNames:
    """The names by which private notes may be called; it knows one however it is written."""

    __slots__ = ("_names",)

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(_folded(name) for name in names)

    def __bool__(self) -> bool:
        return bool(self._names)

    def has(self, target: str) -> bool:
        """Tell whether a link's target, with folders and `.md` or without, is the name of a private note."""
        name = _NOTE_ENDING.sub("", target.rstrip("\\").partition("#")[0].partition("^")[0].strip())
        return _folded(name) in self._names or _folded(name.rpartition("/")[2]) in self._names


def without_private_targets(extraction: Extraction, private: PrivateNames) -> Extraction:
    """Return the extraction with every link to a private note in its quotable lines and label made the text that
    it shows.

    That holds for wikilinks and Markdown links, their definitions and HTML. The values of `related:` and of other
    properties show nothing where they name one. A link in the text without a text of its own shows the name that it is
    written with. No line is moved.
    """
    note = extraction.note
    text = "\n".join(note.lines)
    if not private or not (extraction.properties or any(mark in text for mark in ("[", "href", "related"))):
        return extraction

    def is_private(match: re.Match[str]) -> bool:
        return private.has(match["target"]) or private.has(unquote(match["target"].strip("<>")))

    def shown(match: re.Match[str]) -> str:
        if not is_private(match):
            return match.group()
        kept = match.groupdict().get("shown") or ""
        return kept + "\n" * (match.group().count("\n") - kept.count("\n"))

    def without_links(text: str) -> str:
        for pattern in (_WIKILINK, _MARKDOWN_LINK, _DEFINITION, _HREF):
            text = pattern.sub(shown, text)
        return text

    lines = without_links(text).split("\n")
    label = extraction.content_label
    if label is not None:
        label = replace(label, text=without_links(label.text))
    head = note.front_matter.span.end_line if note.front_matter.span else 0
    related = [(value.text, value.span) for value in note.front_matter.values("related")]
    named = [(value, span) for value, span in related if _names_private(value.partition("|")[0], private)]
    others = [(each.value, each.evidence.span) for each in extraction.properties]
    named += [(value, span) for value, span in others if span.end_line <= head and _names_private(value, private)]
    for value, span in named:
        for number in range(span.start_line - 1, span.end_line):
            lines[number] = _without(lines[number], value)
    lines[:head] = [_BARE_WIKILINK.sub(shown, line) for line in lines[:head]]
    properties: list[NoteProperty] = []
    for each in extraction.properties:
        if not _names_private(each.value, private):
            value = without_links(each.value)
            if each.evidence.span.end_line <= head:
                value = _BARE_WIKILINK.sub(shown, value)
            if value := " ".join(value.split()):
                properties.append(replace(each, value=value))
    note = replace(note, lines=tuple(lines))
    return replace(extraction, note=note, content_label=label, properties=tuple(properties))


def _names_private(value: str, private: PrivateNames) -> bool:
    """Tell whether a value is a private note's name, bare or as a link."""
    return private.has(value.removeprefix("[[").removesuffix("]]"))


def _without(line: str, value: str) -> str:
    """Return a line without a value; where it is written in another way, without anything."""
    return line.replace(value, "") if value in line else ""


def private_names_shown(extraction: Extraction, private: PrivateNames) -> Iterator[Diagnostic]:
    """Yield, for the author alone, the links of an open note that show the name of a private one."""
    for reference in extraction.references:
        if private.has(reference.target) and not reference.metadata and "|" not in reference.as_written:
            span = reference.evidence.span
            message = f"the link shows the name of the private note {reference.target!r}"
            hint = f"give it another text: [[{reference.target}|...]]"
            yield Diagnostic(
                extraction.note.path,
                span.start_line,
                span.start_column,
                Severity.INFO,
                "links.private",
                message,
                hint,
            )


def _folded(name: str) -> str:
    """Return what tells names apart: their letters and digits, case folded; of names without any, all of it."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return _SIGNS.sub("", folded) or folded
