"""Markdown as blocks with spans: headings, paragraphs, lists, tables, each with its styled runs of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pyromark

from powergraph.notes.runs import Run, Target, runs_text, without_marks
from powergraph.notes.span import LineIndex, Span

__all__ = ["Block", "Kind", "Run", "Target", "code_ranges", "parse_blocks", "plain_text", "runs_text"]

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_WIKILINKS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
#: Blocks nested deeper than this are flattened into their ancestor; real notes nest to 6.
_DEEPEST = 100


#: The marker of a callout: `[!note]`, folded with `-` or `+`.
_CALLOUT = re.compile(r"\[!\w[\w -]*(?:\|[^\]\n]*)?\][+-]?[ \t]*")


class Kind(StrEnum):
    """The kinds of block that are told apart."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    QUOTE = "quote"
    CODE = "code"
    HTML = "html"
    RULE = "rule"
    FOOTNOTE = "footnote"
    #: The title of a callout, inside its quote.
    TITLE = "title"


_TAGS = {
    "Paragraph": Kind.PARAGRAPH,
    "Heading": Kind.HEADING,
    "List": Kind.LIST,
    "Item": Kind.ITEM,
    "Table": Kind.TABLE,
    "TableHead": Kind.ROW,
    "TableRow": Kind.ROW,
    "TableCell": Kind.CELL,
    "BlockQuote": Kind.QUOTE,
    "CodeBlock": Kind.CODE,
    "HtmlBlock": Kind.HTML,
    "FootnoteDefinition": Kind.FOOTNOTE,
}


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its own runs and the blocks inside it; *level* is a heading's (1 to 6), else 0."""

    kind: Kind
    span: Span
    runs: tuple[Run, ...] = ()
    children: tuple["Block", ...] = ()
    level: int = 0
    ordered: bool = False

    def walk(self) -> Iterator["Block"]:
        """Yield this block and every block inside it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


def plain_text(block: Block) -> str:
    """Return everything a reader of the block reads: its runs and its children's, a line each."""
    lines = [runs_text(block.runs)] if block.kind is not Kind.CODE else ["".join(run.text for run in block.runs)]
    if block.kind is Kind.ROW:
        return " | ".join(filter(None, map(plain_text, block.children)))
    lines.extend(map(plain_text, block.children))
    return "\n".join(filter(None, lines))


def code_ranges(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) character ranges of code blocks and code spans, in order."""
    if "`" not in text and "~~~" not in text and "\t" not in text and "    " not in text:
        return []
    data = text.encode()
    ranges = [
        (span["start"], span["end"])
        for event, span in pyromark.events_with_range(text, options=_OPTIONS)
        if isinstance(event, dict) and ("Code" in event or _started(event) == "CodeBlock")
    ]
    result: list[tuple[int, int]] = []
    byte = character = 0
    for start, end in sorted(ranges):
        if start < byte:  # a span inside a block that is counted already
            continue
        character += len(data[byte:start].decode())
        length = len(data[start:end].decode())
        result.append((character, character + length))
        byte, character = end, character + length
    return result


def _started(event: Any) -> str:
    """Return the tag that an event starts, or ""."""
    tag = event.get("Start") if isinstance(event, dict) else None
    return tag if isinstance(tag, str) else next(iter(tag)) if isinstance(tag, dict) else ""


class _Open:
    """A block that has begun and not ended."""

    __slots__ = ("_pieces", "children", "kind", "level", "ordered", "runs", "span")

    def __init__(self, kind: Kind, span: Span, level: int = 0, ordered: bool = False) -> None:
        self.kind, self.span, self.level, self.ordered = kind, span, level, ordered
        self.runs: list[Run] = []
        self.children: list[Block] = []
        self._pieces: list[str] = []

    def add(self, run: Run) -> None:
        """Add a run; one in the same style as the last is joined to it (once, when it is over: there may be many)."""
        last = self.runs[-1] if self.runs else None
        if last and (last.strong, last.emphasis, last.code, last.link) == (
            run.strong,
            run.emphasis,
            run.code,
            run.link,
        ):
            span = Span(last.span.start_line, run.span.end_line, last.span.start_column, run.span.end_column)
            self.runs[-1] = Run(last.text, span, run.strong, run.emphasis, run.code, run.link)
            self._pieces.append(run.text)
        else:
            self._join()
            self.runs.append(run)
            self._pieces.append(run.text)

    def text_begins(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether the text so far, looked at from its beginning, is as *pattern* says."""
        if not self.runs:
            return False
        joined = self._pieces[:8] if len(self.runs) == 1 else [self.runs[0].text]
        return bool(pattern.match("".join(joined)))

    def _join(self) -> None:
        if len(self._pieces) > 1:
            self.runs[-1] = replace(self.runs[-1], text="".join(self._pieces))
        self._pieces.clear()

    def close(self) -> Block:
        self._join()
        if self.runs and self.kind not in (Kind.CODE, Kind.HTML):
            self.runs = without_marks(self.runs, task=self.kind is Kind.ITEM)
        return Block(self.kind, self.span, tuple(self.runs), tuple(self.children), self.level, self.ordered)


def parse_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """Parse Markdown (CommonMark, tables, wikilinks, footnotes) that begins at line *first_line* of its file.

    A tight list item keeps its text as its own runs; a loose one is made the same: its first paragraph becomes its
    runs, so that both are read alike.
    """
    data = text.encode()
    index = _ShiftedIndex(data, first_line - 1)
    root = _Open(Kind.QUOTE, Span(first_line, first_line))
    stack = [root]
    style = {"Strong": 0, "Emphasis": 0}
    links: list[Target] = []
    skipped = 0
    events: Iterator[tuple[Any, Any]] = iter(pyromark.events_with_range(text, options=_OPTIONS))
    for event, range_ in events:
        start, end = range_["start"], range_["end"]
        if isinstance(event, str):
            if event == "Rule":
                stack[-1].children.append(Block(Kind.RULE, index.span(start, end)))
            elif event == "SoftBreak" and _is_callout_title(stack):
                # The title of a callout stands alone; what follows is its text.
                title = stack.pop()
                _add_callout_title(stack[-1], title)
                next_line = index.span(end, end).start_line
                stack.append(_Open(Kind.PARAGRAPH, Span(next_line, title.span.end_line, 1, title.span.end_column)))
            else:  # SoftBreak, HardBreak
                _append(stack[-1], "\n" if event == "HardBreak" else " ", index.span(start, end), style, links)
            continue
        (name, value), *_ = event.items()
        if name == "Start":
            tag = _started(event)
            if tag in style:
                style[tag] += 1
            elif tag in ("Link", "Image"):
                links.append(_target(value[tag], embed=tag == "Image"))
            elif tag in _TAGS:
                if len(stack) > _DEEPEST:
                    skipped += 1
                    continue
                if data[start : start + 1] == b"\n" and start + 1 < end:
                    start += 1  # a list that is indented by tabs is said to begin at the end of the line before
                stack.append(_opened(tag, value, index.span(start, end)))
        elif name == "End":
            tag = value if isinstance(value, str) else next(iter(value))
            if tag in style:
                style[tag] -= 1
            elif tag in ("Link", "Image"):
                links.pop()
            elif tag in _TAGS:
                if skipped:
                    skipped -= 1
                    continue
                callout = _is_callout_title(stack)
                closed = stack.pop()
                if callout:
                    _add_callout_title(stack[-1], closed)
                else:
                    stack[-1].children.append(_tidied(closed))
        elif name in ("Text", "Code", "InlineMath", "DisplayMath", "Html"):
            _append(stack[-1], value, index.span(start, end), style, links, code=name == "Code")
        elif name == "InlineHtml" and value.casefold().startswith("<br"):
            _append(stack[-1], "\n", index.span(start, end), style, links)
        elif name == "FootnoteReference":
            _append(stack[-1], f"[^{value}]", index.span(start, end), style, links)
    return tuple(root.children)


def _is_callout_title(stack: list[_Open]) -> bool:
    """Tell whether the paragraph that is open is the first line of a callout: `> [!note]- Title`."""
    return (
        len(stack) > 2  # the first is the whole text
        and stack[-1].kind is Kind.PARAGRAPH
        and stack[-2].kind is Kind.QUOTE
        and not stack[-2].children
        and stack[-1].text_begins(_CALLOUT)
    )


def _add_callout_title(quote: _Open, title: _Open) -> None:
    """Add the title of a callout to it, without its marker; one that has only a marker says nothing."""
    block = title.close()
    first, *others = block.runs
    first = replace(first, text=_CALLOUT.sub("", first.text, count=1))
    runs = (first, *others) if first.text else tuple(others)
    if runs_text(runs):
        quote.children.append(replace(block, kind=Kind.TITLE, runs=runs, span=_own_lines(block)))


def _own_lines(block: Block) -> Span:
    """Return the lines of the runs of a block alone."""
    last = block.runs[-1].span
    return Span(block.span.start_line, last.end_line, block.span.start_column, max(last.end_column, 1))


class _ShiftedIndex(LineIndex):
    """A LineIndex for text that begins further down in its file."""

    __slots__ = ("_shift",)

    def __init__(self, data: bytes, shift: int) -> None:
        super().__init__(data)
        self._shift = shift

    def position(self, offset: int) -> tuple[int, int]:
        line, column = super().position(offset)
        return line + self._shift, column


def _opened(tag: str, value: Any, span: Span) -> _Open:
    detail = value[tag] if isinstance(value, dict) else None
    level = int(detail["level"][1:]) if tag == "Heading" and isinstance(detail, dict) else 0
    return _Open(_TAGS[tag], span, level, ordered=tag == "List" and detail is not None)


def _target(detail: dict[str, Any], *, embed: bool) -> Target:
    wiki = isinstance(detail["link_type"], dict) and "WikiLink" in detail["link_type"]
    # In a table the pipe of a wikilink is written `\|`; the backslash is left on the target.
    return Target(detail["dest_url"].removesuffix("\\"), wiki, embed)


def _append(
    block: _Open, text: str, span: Span, style: dict[str, int], links: list[Target], *, code: bool = False
) -> None:
    link = links[-1] if links else None
    block.add(Run(text, span, style["Strong"] > 0, style["Emphasis"] > 0, code, link))


def _tidied(opened: _Open) -> Block:
    if opened.kind is Kind.ITEM and not opened.runs and opened.children and opened.children[0].kind is Kind.PARAGRAPH:
        first = opened.children.pop(0)
        return replace(opened.close(), runs=first.runs)
    return opened.close()


_EMOJI = re.compile(
    "^(?:[\U0001f000-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff\u2300-\u23ff\u3030\u303d\u3297\u3299"
    "\U0001f1e6-\U0001f1ff]|\u200d|[\ufe00-\ufe0f]|[\U0001f3fb-\U0001f3ff]|\u20e3)+"
)


def split_emoji(text: str) -> tuple[str, str]:
    """Split a title into its text without emoji at either end, and the emoji that stood there.

    >>> split_emoji("⚖️ Power Dynamics")
    ('Power Dynamics', '⚖️')
    >>> split_emoji("Glossary 🧾")
    ('Glossary', '🧾')
    """
    text = text.strip()
    if text.isascii():
        return text, ""
    icons: list[str] = []
    while match := _EMOJI.match(text):
        icons.append(match.group())
        text = text[match.end() :].lstrip()
    trailing: list[str] = []
    while text and (_EMOJI.fullmatch(text[-1]) or text[-1].isspace()):
        trailing.append(text[-1])
        text = text[:-1]
    icons.append("".join(reversed(trailing)).strip())
    return text, "".join(icons)
