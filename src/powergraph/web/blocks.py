"""Markdown taken apart into blocks that keep their line numbers, for showing notes and quotes from them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from powergraph.web.pages import Block

__all__ = ["blocks_of"]

_HEADING = re.compile(r"#{1,6}\s")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,9}[.)])\s+")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")
#: Lines of these kinds go on what began above them.
_LASTING = frozenset({"quote", "table", "code"})


def blocks_of(text: str, first_line: int) -> Iterator[Block]:
    """Take Markdown apart into blocks that keep their line numbers: what a reader needs, not all of CommonMark.

    >>> [(b.kind, b.first, b.last, b.text) for b in blocks_of("One\\nline.\\n\\n- item\\n  more", 7)]
    [('paragraph', 7, 8, 'One\\nline.'), ('item', 10, 11, 'item\\nmore')]
    """
    block: Block | None = None
    is_code = False
    for number, line in enumerate(text.split("\n"), first_line):
        kind, depth, shown = ("code", 0, line) if is_code else _kind_of(line)
        if kind == "fence" or is_code:
            is_code = not is_code if _FENCE.match(line) else is_code
            kind, shown = "code", line
        goes_on = block is not None and (
            (kind == "text" and block.kind in ("paragraph", "item", "quote"))
            or (kind == block.kind and kind in _LASTING)
        )
        if goes_on and block is not None:
            block = replace(block, text=f"{block.text}\n{shown.strip() if kind == 'text' else shown}", last=number)
            continue
        if block is not None:
            yield block
        block = (
            None
            if kind in ("blank", "rule")
            else Block("paragraph" if kind == "text" else kind, shown, number, number, depth)
        )
    if block is not None:
        yield block


def _kind_of(line: str) -> tuple[str, int, str]:
    """Return what a line begins, how deep it stands, and its text without the marker."""
    if not line.strip():
        return "blank", 0, ""
    if _FENCE.match(line):
        return "fence", 0, line
    if _RULE.match(line):
        return "rule", 0, ""
    if match := _HEADING.match(line):
        return "heading", 0, line[match.end() :]
    if match := _ITEM.match(line):
        return "item", min(len(match[1].expandtabs()) // 2, 4), line[match.end() :]
    if line.lstrip().startswith(">"):
        return "quote", 0, line.lstrip()[1:].strip()
    if line.lstrip().startswith("|"):
        return "table", 0, line.strip()
    return "text", 0, line.strip()
