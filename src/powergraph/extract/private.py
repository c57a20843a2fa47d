"""What keeps private notes private in the notes around them: inline tags, and links that would tell their names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from powergraph.extract.extraction import Extraction
from powergraph.notes.markdown import Kind
from powergraph.notes.note import Note

__all__ = ["inline_tags", "without_private_targets"]

_INLINE_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]*)")
_WIKILINK = re.compile(r"!?\[\[(?P<target>[^\[\]|#^]+)(?:[#^][^\[\]|]*)?\\?\|(?P<shown>[^\[\]]+)\]\]")


def inline_tags(note: Note) -> Iterator[str]:
    """Yield the tags that stand in the text (`#tag`, `#tag/below`), outside of code and headings' marks."""
    for section in note.sections:
        for block in section.blocks:
            for inner in block.walk():
                if inner.kind is not Kind.CODE:
                    for run in inner.runs:
                        if not run.code and not run.link:
                            yield from _INLINE_TAG.findall(run.text)


def without_private_targets(extraction: Extraction, private_names: Iterable[str]) -> Extraction:
    """Return the extraction with each `[[private note|text]]` in its quotable lines replaced by its text.

    A link without a text of its own shows the name of the note that it links to, and so does its quote.
    """
    names = {_folded(name) for name in private_names}
    if not names:
        return extraction

    def shown(match: re.Match[str]) -> str:
        target = match["target"].rstrip("\\").strip().removesuffix(".md")
        private = _folded(target) in names or _folded(target.rpartition("/")[2]) in names
        return match["shown"] if private else match.group()

    lines = tuple(_WIKILINK.sub(shown, line) if "[[" in line else line for line in extraction.note.lines)
    return replace(extraction, note=replace(extraction.note, lines=lines))


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())
