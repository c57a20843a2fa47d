"""References to other notes: properties of the front matter, wikilinks and relative Markdown links in the text."""

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import unquote

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.extraction import Evidence, Reference
from powergraph.notes.frontmatter import FrontMatter
from powergraph.notes.markdown import Block, Kind, Run, Target
from powergraph.notes.note import Section

__all__ = ["body_references", "metadata_references", "outside_math", "unclosed_links"]

#: Files that are no notes: embedded pictures and the like are not links to topics.
_ATTACHMENT = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|heic|tiff?|ico|pdf|epub|mp[34]|m4a|m4v|ogg|oga|ogv|opus|wav|flac|aac|webm|mov"
    r"|mkv|avi|3gp|canvas|base|excalidraw|drawio|csv|tsv|xlsx?|docx?|pptx?|od[tsp]|rtf|txt|json|ya?ml|xml|html?|bib"
    r"|zip|t?gz|7z)$",
    re.IGNORECASE,
)
#: What begins the address of something that is no file of the vault (RFC 3986, section 3.1), or `//host`.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_WIKILINK = re.compile(r"!?\[\[([^\[\]]+)\]\]")
_MARKDOWN_LINK = re.compile(r"!?\[[^\[\]]*\]\((?:<([^<>]*)>|([^()\s]+))\)")
#: Keys that name the note itself or sort it: what stands there is no link.
_NO_LINKS = frozenset({"related", "title", "aliases", "alias", "tags", "tag", "id", "type", "cssclass", "cssclasses"})
#: The last `[[` of a text that nothing closes, and the name after it.
_UNCLOSED = re.compile(r"\[\[(?=\S)([^\[\]]*)$")
#: What stands between dollar signs, as TeX in Markdown is written: no blank inside them, no digit behind.
_MATH = re.compile(r"(?<![\\$])(?:\$\$(?!\$)[^$]{1,2000}\$\$|\$(?=[^\s$])[^$\n]{0,500}(?<=[^\s\\$])\$(?![\d$]))")
#: A name is not longer than this (characters).
_NAME = 300
#: Stands in for a link where the mathematics of a text is looked for.
_LINK = "\ufffc"


def metadata_references(matter: FrontMatter, first_ordinal: int) -> Iterator[Reference]:
    """Yield the references of `related:`, where names may stand bare, and the wikilinks of other properties."""
    found = [(value, link, "links.metadata") for value in matter.values("related") for link in _related(value.text)]
    for key, values in matter.fields.items():
        if key.casefold() not in _NO_LINKS:
            found += [
                (value, (m[1], True), "links.property") for value in values for m in _WIKILINK.finditer(value.text)
            ]
    ordinal = first_ordinal
    for value, (written, wiki), rule in found:
        target = _without_anchor(written.partition("|")[0].rstrip("\\"))
        if target and not _ADDRESS.match(target) and not _ATTACHMENT.search(target):
            yield Reference(target, value.text, True, ordinal, Evidence(value.span, 0, rule), bare=not wiki)
            ordinal += 1


def _related(text: str) -> list[tuple[str, bool]]:
    """Return what a value of `related:` names, and whether it is in brackets: links, else the whole value."""
    if links := [(match[1], True) for match in _WIKILINK.finditer(text)]:
        return links
    if links := [(unquote(match[1] or match[2]), True) for match in _MARKDOWN_LINK.finditer(text)]:
        return links
    return [(text.removeprefix("[[").removesuffix("]]"), False)]


def body_references(section: Section, first_ordinal: int) -> Iterator[Reference]:
    """Yield the links of a section to other notes in its order, its heading first.

    A link into its own note (`[[#part]]`) is none, and there are none in code and mathematics.
    """
    ordinal = first_ordinal
    for runs in _texts(section):
        math = _math_links(runs)
        for place, (link, group) in enumerate(groupby(runs, key=lambda run: None if run.code else run.link)):
            shown = tuple(group)
            if link is None or place in math or not (target := _note_target(link)):
                continue
            text = "".join(run.text for run in shown)
            evidence = Evidence(shown[0].span, section.ordinal, "links.wikilink" if link.wiki else "links.markdown")
            yield Reference(target, _as_written(link, text), False, ordinal, evidence, relative=not link.wiki)
            ordinal += 1


def _texts(section: Section) -> Iterator[tuple[Run, ...]]:
    """Yield the runs of a section's heading and of each of its blocks."""
    yield section.heading_runs
    for block in section.blocks:
        for inner in block.walk():
            yield inner.runs


def _math_links(runs: tuple[Run, ...]) -> frozenset[int]:
    """Return which groups of runs (by their place) are links inside mathematics."""
    if not any("$" in run.text for run in runs if not run.link):
        return frozenset()
    groups = [(link, tuple(group)) for link, group in groupby(runs, key=lambda run: None if run.code else run.link)]
    texts = [_LINK if link else "".join("" if r.code else r.text for r in group) for link, group in groups]
    inside = _MATH.finditer("".join(texts))
    spans = [match.span() for match in inside]
    found: set[int] = set()
    position = current = 0
    for place, text in enumerate(texts):
        while current < len(spans) and spans[current][1] <= position:
            current += 1
        if text is _LINK and current < len(spans) and spans[current][0] < position:
            found.add(place)
        position += len(text)
    return frozenset(found)


def outside_math(text: str) -> str:
    """Return *text* with what is mathematics in it made blanks, as long as before.

    >>> outside_math("so $a = b$ costs $5")
    'so         costs $5'
    """
    return _MATH.sub(lambda match: " " * len(match[0]), text) if "$" in text else text


def unclosed_links(path: str, section: Section) -> Iterator[Diagnostic]:
    """Tell each `[[name` that is never closed; its text stays text."""
    for block in section.blocks:
        for inner in block.walk():
            if inner.kind not in (Kind.CODE, Kind.HTML) and (fault := _unclosed(inner)):
                run, name = fault
                message = f"the link [[{name} is never closed; it was left as text"
                line, column = run.span.end_line, max(run.span.end_column - len(name) - 1, 1)
                if "\n" in name or (line == run.span.start_line and column < run.span.start_column):
                    line, column = run.span.start_line, run.span.start_column
                hint = f"write [[{name}]]" if name else "write ]] after the name"
                yield Diagnostic(path, line, column, Severity.WARNING, "links.unclosed", message, hint)


def _unclosed(block: Block) -> tuple[Run, str] | None:
    for run in block.runs:
        if not run.code and not run.link and "[[" in run.text and (match := _UNCLOSED.search(run.text[-_NAME:])):
            return run, " ".join(match[1].split())
    return None


def _as_written(link: Target, text: str) -> str:
    """Return a link as its author wrote it, without the brackets: target, and display text where it differs."""
    return link.destination if link.destination == text or not text else f"{link.destination}|{text}"


def _note_target(link: Target) -> str:
    """Return the note that a link leads to, without heading or block, or "" where it leads to none."""
    if link.wiki:
        target = _without_anchor(link.destination.partition("|")[0])
        return "" if _ATTACHMENT.search(target) or _ADDRESS.match(target) else target
    if _ADDRESS.match(link.destination) or link.destination.startswith("#"):
        return ""
    path = unquote(_without_anchor(link.destination))
    return path if path.casefold().endswith(".md") else ""


def _without_anchor(target: str) -> str:
    return " ".join(target.partition("#")[0].partition("^")[0].split())
