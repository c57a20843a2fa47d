"""The block of YAML or TOML at the head of a note: its fields as text with the lines they stand on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import yaml

from powergraph.notes.comments import cut_comments
from powergraph.notes.marks import Mark, toml_marks, toml_texts, yaml_marks
from powergraph.notes.span import Span
from powergraph.toml_places import TOMLFault, TOMLPlaces, load_toml

__all__ = [
    "FrontMatter",
    "FrontMatterFault",
    "Value",
    "parse_front_matter",
    "parse_toml_front_matter",
    "split_front_matter",
]

#: A front matter larger than this (characters) is not read; real ones have a few hundred.
_LARGEST = 100_000
_DEEPEST = 50
_MOST_EVENTS = 10_000
_OPENING = re.compile(r"(?:[ \t\ufeff\u200b]*\n)*[\ufeff\u200b]*(?P<marker>---|\+\+\+)[ \t]*\n")
_YAML_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")
#: Where a list is given as one string, it is split: at commas, tags at blanks as well.
_SPLIT = {"aliases": ",", "alias": ",", "tags": ", ", "tag": ", "}
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
#: What TOML cannot do without; anything else between `+++` is text.
_TOML_LINE = re.compile(r"^[ \t]*(?:\[.*\]|[\w\"'.-]+[ \t]*=)", re.MULTILINE)
_TOML_TOKEN = re.compile(r"""\"{3}|'{3}|\"(?:[^"\\\n]|\\.)*\"|'[^'\n]*'|\#""")


@dataclass(frozen=True, slots=True)
class Value:
    """One scalar of the front matter, as written (unquoted), and the lines of the file that it stands on."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class FrontMatterFault:
    """Something in the front matter that could not be read, at a line and column of the file."""

    line: int
    column: int
    message: str
    fatal: bool


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields by key (case as written): every value is kept as text, a list as several values."""

    fields: Mapping[str, tuple[Value, ...]]
    span: Span | None = None
    faults: tuple[FrontMatterFault, ...] = ()
    #: True where it is YAML, but not keys and values: then it was meant as text.
    is_text: bool = False
    #: What it says, at whatever depth, of whether the note is published.
    marks: tuple[Mark, ...] = ()
    is_toml: bool = False
    #: The keys whose values are more than a scalar or a list of scalars: keys of their own, or lists in lists.
    nested: frozenset[str] = frozenset()

    @property
    def is_readable(self) -> bool:
        """False where it could not be read as a whole."""
        return not any(fault.fatal for fault in self.faults)

    def without_comments(self, head: str) -> str:
        """Return *head*, the lines of the file down to the end of this block, without YAML's comments and ours.

        A comment of ours ends at the latest with the value that it stands in: it cannot hide the keys below.
        """
        ends = {value.span.end_line: value.span.end_column for values in self.fields.values() for value in values}
        if self.is_toml:
            return cut_comments("\n".join(_without_toml_comments(head)))
        lines = head.split("\n")
        for number, line in enumerate(lines, start=1):
            comment = _YAML_COMMENT.search(line, min(ends.get(number, 0), len(line)))
            if comment:
                lines[number - 1] = line[: comment.start()].rstrip()
        for value in (value for values in self.fields.values() for value in values):
            own = slice(value.span.start_line - 1, value.span.end_line)
            lines[own] = cut_comments("\n".join(lines[own])).split("\n")
        return "\n".join(lines)

    def values(self, *keys: str) -> tuple[Value, ...]:
        """Return the non-empty values of the first of *keys* that is there, whatever its case."""
        folded = {key.casefold(): values for key, values in self.fields.items()}
        for key in keys:
            if key in folded:
                return tuple(value for value in folded[key] if value.text)
        return ()

    def first(self, *keys: str) -> Value | None:
        """Return the first value of the first of *keys* that is there, or None."""
        return next(iter(self.values(*keys)), None)


EMPTY = FrontMatter(MappingProxyType({}))


def split_front_matter(text: str) -> tuple[str | None, int]:
    """Return what stands between the opening line and its closing line, and the offset where the body begins.

    That is YAML between `---`, TOML between `+++`. The opening line is the first that is not blank. Without a front
    matter it is None and the body begins at 0; an opening line that is never closed is text.

    >>> split_front_matter("---\\ntitle: x\\n---\\nBody")
    ('title: x\\n', 17)
    """
    if not (opening := _OPENING.match(text)) or not (
        closing := _CLOSING[opening["marker"]].search(text, opening.end())
    ):
        return None, 0
    after = closing.end() + 1 if closing.end() < len(text) else closing.end()
    return text[opening.end() : closing.start()], after


def parse_front_matter(source: str, first_line: int = 2) -> FrontMatter:
    """Read YAML that begins at line *first_line* of its file. Never raises: what cannot be read is a located fault.

    Only the tree of nodes is made, no Python objects: so no tag, number or date can do harm, and every value has its
    place. Where two keys are the same, the values of both are kept and the second is told.
    """
    span = Span(first_line - 1, first_line + source.count("\n"))

    def unreadable(message: str, line: int = first_line, column: int = 1) -> FrontMatter:
        return FrontMatter(MappingProxyType({}), span, (FrontMatterFault(line, column, message, True),))

    if len(source) > _LARGEST:
        return unreadable(f"the front matter is longer than {_LARGEST} characters")
    try:
        root = _compose(source)
    except yaml.MarkedYAMLError as error:
        # What is never closed is told where it was opened, not at the end of the text.
        unclosed = error.problem is not None and "end of stream" in error.problem
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        message = " ".join(filter(None, (error.context, error.problem)))
        if mark is None:
            return unreadable(f"not valid YAML: {message}")
        return unreadable(f"not valid YAML: {message}", first_line + mark.line, mark.column + 1)
    except RecursionError:
        return unreadable("not valid YAML: it is nested too deeply")
    except (yaml.YAMLError, ValueError) as error:
        return unreadable(f"not valid YAML: {str(error).splitlines()[0]}")
    if root is None:
        return FrontMatter(MappingProxyType({}), span)
    if not isinstance(root, yaml.MappingNode):
        return FrontMatter(MappingProxyType({}), span, is_text=True)
    return replace(_read_mapping(root, span, first_line), marks=yaml_marks(root))


def parse_toml_front_matter(source: str, first_line: int = 2) -> FrontMatter:
    """Read TOML that begins at line *first_line* of its file. Never raises: what cannot be read is a located fault."""
    span = Span(first_line - 1, first_line + source.count("\n"))
    if not _TOML_LINE.search(source):
        return FrontMatter(MappingProxyType({}), span, is_text=bool(source.strip()), is_toml=True)
    try:
        if len(source) > _LARGEST:
            raise TOMLFault(f"the front matter is longer than {_LARGEST} characters")
        tables = load_toml(source)
    except TOMLFault as error:
        fault = FrontMatterFault(first_line + error.line - 1, error.column, f"not valid TOML: {error}", True)
        return FrontMatter(MappingProxyType({}), span, (fault,), is_toml=True)
    places = TOMLPlaces(source)
    fields: dict[str, tuple[Value, ...]] = {}
    for key, data in tables.items():
        line, column = places.place(key)
        values: list[Value] = []
        for text in toml_texts(data):
            at = places.find(text, line)
            value = Span(first_line + at - 1, first_line + at - 1, column if at == line else 1, 1)
            separators = _SPLIT.get(key.casefold()) if isinstance(data, str) else None
            parts = _parts(text, separators) if separators else [text]
            values += [Value(" ".join(cut_comments(part).split()), value) for part in parts]
        fields[key] = tuple(values)
    nested = frozenset(key for key, data in tables.items() if _is_table(data))
    return FrontMatter(MappingProxyType(fields), span, marks=toml_marks(tables), is_toml=True, nested=nested)


def _is_table(data: Any) -> bool:
    """Tell whether a value of TOML is more than a scalar or a list of scalars."""
    return isinstance(data, Mapping) or (
        isinstance(data, list) and any(isinstance(each, Mapping | list) for each in data)
    )


def _without_toml_comments(head: str) -> list[str]:
    """Return the lines of TOML without its comments, which begin at a `#` outside of a string."""
    lines: list[str] = []
    quoted = ""  # the marks of a string over several lines that is open
    for line in head.split("\n"):
        kept = line
        for match in _TOML_TOKEN.finditer(line):
            found = match.group()
            if found in ('"""', "'''"):
                quoted = "" if found == quoted else quoted or found
            elif found.startswith("#") and not quoted:
                kept = line[: match.start()].rstrip()
                break
        lines.append(kept)
    return lines


def _compose(source: str) -> yaml.Node | None:
    depth = 0
    # The parser is iterative; the composer would recurse without a limit.
    for events, event in enumerate(yaml.parse(source, Loader=yaml.CSafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or events > _MOST_EVENTS:
            raise ValueError("it is nested too deeply" if depth > _DEEPEST else "it is too long")
    node: yaml.Node | None = yaml.compose(source, Loader=yaml.CSafeLoader)
    return node


def _read_mapping(root: yaml.MappingNode, span: Span, first_line: int) -> FrontMatter:
    fields: dict[str, tuple[Value, ...]] = {}
    nested: set[str] = set()
    faults: list[FrontMatterFault] = []
    for key_node, value_node in root.value:
        line, column = first_line + key_node.start_mark.line, key_node.start_mark.column + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(FrontMatterFault(line, column, "a key is not a plain word; it was left out", False))
            continue
        key = key_node.value
        if key in fields:
            faults.append(FrontMatterFault(line, column, f"the key {key!r} is given twice; both are kept", False))
        if not _is_plain(value_node):
            nested.add(key)
        scalars = tuple(_scalars(value_node, first_line))
        if isinstance(value_node, yaml.ScalarNode) and (separators := _SPLIT.get(key.casefold())):
            scalars = tuple(Value(part, v.span) for v in scalars for part in _parts(v.text, separators))
        fields[key] = fields.get(key, ()) + scalars
    return FrontMatter(MappingProxyType(fields), span, tuple(faults), nested=frozenset(nested))


def _is_plain(node: yaml.Node) -> bool:
    """Tell whether a value is a scalar or a list of them; so is a link without quotation marks, `[[Name]]`."""
    if isinstance(node, yaml.SequenceNode):
        return all(isinstance(child, yaml.ScalarNode) or _is_link(child) for child in node.value)
    return isinstance(node, yaml.ScalarNode)


def _is_link(node: yaml.Node) -> bool:
    """Tell whether a node in a list is what YAML makes of `[[Name]]`, or of `- [[Name]]`."""
    if isinstance(node, yaml.SequenceNode) and len(node.value) == 1:
        return isinstance(node.value[0], yaml.ScalarNode) or _is_link(node.value[0])
    return False


def _parts(text: str, separators: str) -> list[str]:
    for separator in separators:
        text = text.replace(separator, "\n")
    return [part.strip() for part in text.split("\n") if part.strip()]


def _scalars(node: yaml.Node, first_line: int) -> Iterator[Value]:
    """Yield the scalars below *node*, each node once (so an alias bomb stays small), at most _DEEPEST levels down."""
    seen: set[int] = set()
    pending = [(node, 0)]
    while pending:
        current, depth = pending.pop()
        if id(current) in seen or depth > _DEEPEST:
            continue
        seen.add(id(current))
        if isinstance(current, yaml.ScalarNode):
            yield _scalar(current, first_line)
        elif isinstance(current, yaml.SequenceNode):
            pending.extend((child, depth + 1) for child in reversed(current.value))
        elif isinstance(current, yaml.MappingNode):
            pending.extend((child, depth + 1) for pair in reversed(current.value) for child in reversed(pair))


def _scalar(node: yaml.ScalarNode, first_line: int) -> Value:
    start, end = node.start_mark, node.end_mark
    # The end mark of a plain scalar over several lines may stand at the beginning of the next key's line.
    end_line = end.line if end.column > 0 or end.line == start.line else end.line - 1
    text = "" if node.tag == "tag:yaml.org,2002:null" and node.value in ("~", "null", "Null", "NULL") else node.value
    return Value(
        " ".join(cut_comments(text).split()),
        Span(first_line + start.line, first_line + max(end_line, start.line), start.column + 1, max(end.column, 1)),
    )
