"""References to other notes: `related:` in the front matter, wikilinks and relative Markdown links in the text."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from powergraph.extract.extraction import Evidence, Reference
from powergraph.notes.frontmatter import Value
from powergraph.notes.markdown import Run
from powergraph.notes.note import Section

__all__ = ["body_references", "metadata_references"]

#: Files that are no notes: embedded pictures and the like are not links to topics.
_ATTACHMENT = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|pdf|mp[34]|m4a|ogg|wav|webm|mov|canvas|base|excalidraw|csv|xlsx?|docx?|pptx?|zip)$",
    re.IGNORECASE,
)


def metadata_references(values: tuple[Value, ...], first_ordinal: int) -> Iterator[Reference]:
    """Yield the references of `related:`; brackets around a value are taken off."""
    for ordinal, value in enumerate(values, start=first_ordinal):
        target, _, _ = value.text.removeprefix("[[").removesuffix("]]").partition("|")
        if target := _without_anchor(target):
            yield Reference(target, value.text, True, ordinal, Evidence(value.span, 0, "links.metadata"))


def body_references(section: Section, first_ordinal: int) -> Iterator[Reference]:
    """Yield the links of a section's text to other notes in its order; a link into its own note is none."""
    ordinal = first_ordinal
    for block in section.blocks:
        for inner in block.walk():
            for run in inner.runs:
                if target := _note_target(run):
                    rule = "links.wikilink" if run.link and run.link.wiki else "links.markdown"
                    yield Reference(target, _as_written(run), False, ordinal, Evidence(run.span, section.ordinal, rule))
                    ordinal += 1


def _as_written(run: Run) -> str:
    """Return a link as its author wrote it, without the brackets: target, and display text where it differs."""
    destination = run.link.destination if run.link else ""
    return destination if destination == run.text or not run.text else f"{destination}|{run.text}"


def _note_target(run: Run) -> str:
    """Return the note that a run links to, without heading or block, or "" where it links to none."""
    if run.link is None or run.code:
        return ""
    destination = run.link.destination
    if run.link.wiki:
        target = _without_anchor(destination)
        return "" if _ATTACHMENT.search(target) else target
    if "://" in destination or destination.startswith(("mailto:", "#", "/")):
        return ""
    path = unquote(_without_anchor(destination))
    return path if path.casefold().endswith(".md") else ""


def _without_anchor(target: str) -> str:
    return target.partition("#")[0].partition("^")[0].strip()
