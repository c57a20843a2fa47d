"""Markdown taken apart into blocks that keep their line numbers, for showing notes and quotes from them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from powergraph.web.pages import Block

__all__ = ["blocks_of"]

_HEADING = re.compile(r"#{1,6}\s")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,9}[.)])\s+")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_CELL_END = re.compile(r"(?<!\\)\|")
_DELIMITERS = re.compile(r"\s*:?-+:?\s*")
#: Lines of these kinds go on what began above them.
_LASTING = frozenset({"quote", "table"})


def blocks_of(text: str, first_line: int) -> Iterator[Block]:
    """Take Markdown apart into blocks that keep their line numbers: what a reader needs, not all of CommonMark.

    A code block comes without its fences, a callout with its title apart, a table with its cells.

    >>> [(b.kind, b.first, b.last, b.text) for b in blocks_of("One\\nline.\\n\\n- item\\n  more", 7)]
    [('paragraph', 7, 8, 'One\\nline.'), ('item', 10, 11, 'item\\nmore')]
    """
    return (_finished(block) for block in _raw_blocks(text, first_line))


def _raw_blocks(text: str, first_line: int) -> Iterator[Block]:
    block: Block | None = None
    fence = ""
    for number, line in enumerate(text.split("\n"), first_line):
        if fence and block is not None:
            block = replace(block, text=f"{block.text}\n{line}", last=number)
            if _closes(line, fence):
                yield block
                block, fence = None, ""
            continue
        kind, depth, shown = _kind_of(line)
        goes_on = block is not None and (
            (kind == "text" and block.kind in ("paragraph", "item", "quote"))
            or (kind == block.kind and kind in _LASTING)
        )
        if goes_on and block is not None:
            block = replace(block, text=f"{block.text}\n{shown.strip() if kind == 'text' else shown}", last=number)
            continue
        if block is not None:
            yield block
        if kind == "code" and (match := _FENCE.match(line)):
            fence = match[1]
        block = (
            None
            if kind in ("blank", "rule")
            else Block("paragraph" if kind == "text" else kind, shown, number, number, depth)
        )
    if block is not None:
        yield block


def _closes(line: str, fence: str) -> bool:
    """Tell whether a line ends the code that *fence* began: the same mark, as long at least, and nothing else."""
    mark = line.strip()
    return mark.startswith(fence) and not mark.strip(fence[0])


def _finished(block: Block) -> Block:
    """Take a block's marks away and its parts apart."""
    if block.kind == "code":
        opening, *lines = block.text.split("\n")
        match = _FENCE.match(opening)
        if lines and match and _closes(lines[-1], match[1]):
            lines.pop()
        return replace(block, text="\n".join(lines))
    if block.kind == "quote" and (match := _CALLOUT.match(block.text)):
        title = match[2].strip() or match[1].capitalize()
        return replace(block, kind="callout", title=title, text=block.text[match.end() :])
    if block.kind == "table":
        return replace(block, rows=_rows(block.text))
    return block


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a table, its head first; () where it has no line of dashes below its head."""
    rows = [_CELL_END.split(line.strip().removeprefix("|")) for line in text.split("\n")]
    rows = [row[:-1] if len(row) > 1 and not row[-1].strip() else row for row in rows]
    if len(rows) < 2 or not all(_DELIMITERS.fullmatch(cell) for cell in rows[1]):
        return ()
    return tuple(tuple(cell.strip().replace("\\|", "|") for cell in row) for row in (rows[0], *rows[2:]))


def _kind_of(line: str) -> tuple[str, int, str]:
    """Return what a line begins, how deep it stands, and its text without the marker."""
    if not line.strip():
        return "blank", 0, ""
    if _FENCE.match(line):
        return "code", 0, line
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
