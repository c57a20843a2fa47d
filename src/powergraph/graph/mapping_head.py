"""The head of a set of mappings: its metadata, a mapping in YAML on comment lines, and the prefixes of its CURIEs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml
from pyoxigraph import NamedNode

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.graph.authorities import AUTHORITIES
from powergraph.prefixes import PREFIXES

__all__ = ["NO_HEAD", "MappingHead", "read_mapping_head"]

#: Prefixes that SSSOM itself defines: a set need not declare them, and may not declare them otherwise.
_BUILT_IN = {name: PREFIXES[name] for name in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom")}
_REQUIRED_KEYS = ("mapping_set_id", "license", "curie_map")
_KEYS = {*_REQUIRED_KEYS, "mapping_set_title", "mapping_set_description", "mapping_set_version", "subject_source",
         "object_source", "object_source_version", "mapping_date", "comment"}  # fmt: skip
_IRI_KEYS = ("mapping_set_id", "license", "subject_source", "object_source")


@dataclass(frozen=True, slots=True)
class MappingHead:
    """The metadata of a set, its plain values by key; its prefixes, the built-in ones among them; what is to be told.

    Without a readable curie_map it has no prefixes of its own, and its rows cannot be read.
    """

    metadata: Mapping[str, str]
    prefixes: Mapping[str, str]
    has_prefixes: bool
    told: tuple[Diagnostic, ...]


NO_HEAD = MappingHead({}, _BUILT_IN, False, ())


def read_mapping_head(lines: Sequence[str], shown: str) -> MappingHead:
    """Read the comment lines at the beginning of the file that is told as *shown*; whatever is wrong is told."""
    reader = _Reader(shown)
    reader.read(lines)
    return MappingHead(reader.metadata, reader.prefixes, reader.has_prefixes, tuple(reader.told))


class _Reader:
    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.told: list[Diagnostic] = []
        self.metadata: dict[str, str] = {}
        self.prefixes: dict[str, str] = dict(_BUILT_IN)
        self.has_prefixes = False
        #: How many characters stand before the YAML of each comment line.
        self.indents: Sequence[int] = ()

    def read(self, lines: Sequence[str]) -> None:
        self.indents = [2 if line.startswith("# ") else 1 for line in lines]
        try:
            root = _compose("\n".join(line[indent:] for line, indent in zip(lines, self.indents, strict=True)))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            message = f"the metadata is not YAML: {error.problem or error.context}"
            self._tell(*(self._at(mark) if mark else (1, 1)), message)
            return
        except (yaml.YAMLError, ValueError) as error:
            self._tell(1, 1, f"the metadata is not YAML: {str(error).splitlines()[0]}")
            return
        if root is not None and not isinstance(root, yaml.MappingNode):
            self._tell(1, 1, "the metadata is not a list of keys with values", "write `# key: value`")
            return
        seen: set[str] = set()
        for key, value in root.value if root else ():
            self._entry(str(key.value), value, self._at(key.start_mark), seen)
            seen.add(str(key.value))
        for name in _REQUIRED_KEYS:
            if name not in seen:
                self._tell(1, 1, f"the metadata has no {name}", f"add a line `# {name}: ...`")

    def _at(self, mark: yaml.Mark) -> tuple[int, int]:
        """Return the place in the file of a mark in the YAML, the end of which is that of the last comment line."""
        if mark.line >= len(self.indents):
            return max(len(self.indents), 1), 1
        return mark.line + 1, mark.column + self.indents[mark.line] + 1

    def _entry(self, name: str, value: yaml.Node, place: tuple[int, int], seen: set[str]) -> None:
        if name not in _KEYS:
            self._tell(*place, f"{name!r} is no key of the metadata", f"known are {', '.join(sorted(_KEYS))}")
        elif name in seen:
            self._tell(*place, f"{name} is given twice")
        elif name == "curie_map":
            self._curie_map(value, place)
        elif not isinstance(value, yaml.ScalarNode) or not value.value.strip():
            self._tell(*place, f"{name} has no plain value")
        elif name in _IRI_KEYS and not _is_iri(value.value):
            self._tell(*place, f"{name} is not an absolute IRI: {value.value!r}")
        elif name == "object_source" and value.value not in {authority.source for authority in AUTHORITIES}:
            known = ", ".join(authority.source for authority in AUTHORITIES)
            self._tell(*place, f"no vocabulary is known as {value.value}", f"known are {known}")
        else:
            self.metadata[name] = value.value

    def _curie_map(self, value: yaml.Node, place: tuple[int, int]) -> None:
        if not isinstance(value, yaml.MappingNode):
            self._tell(*place, "curie_map is not a list of prefixes", "write `#   prefix: IRI` below it")
            return
        self.has_prefixes = True
        seen: set[str] = set()
        for key, iri in value.value:
            at, prefix = self._at(key.start_mark), str(key.value)
            if prefix in seen:
                self._tell(*at, f"the prefix {prefix} is given twice")
            elif not isinstance(iri, yaml.ScalarNode) or not _is_iri(iri.value):
                self._tell(*at, f"the prefix {prefix} has no absolute IRI")
            elif _BUILT_IN.get(prefix, iri.value) != iri.value:
                self._tell(*at, f"the prefix {prefix} is always <{_BUILT_IN[prefix]}>", "drop the line")
            else:
                self.prefixes[prefix] = iri.value
            seen.add(prefix)

    def _tell(self, line: int, column: int, message: str, hint: str = "") -> None:
        self.told.append(Diagnostic(self.shown, line, column, Severity.ERROR, "mappings.metadata", message, hint))


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _compose(source: str) -> yaml.Node | None:
    """Return the tree of a YAML text: no Python objects are made, so no tag, number or date can do harm.

    Raises ValueError where it is nested deeper than metadata ever is, before the tree is made: that would recurse.
    """
    depth = 0
    for event in yaml.parse(source, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > 2 or isinstance(event, yaml.AliasEvent):
            raise ValueError("only curie_map has values below it, and there are no aliases")
    node: yaml.Node | None = yaml.compose(source, Loader=yaml.CSafeLoader)
    return node
