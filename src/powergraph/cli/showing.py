"""A note with what was understood beside each line, for the terminal."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from powergraph.diagnostics import Diagnostic
from powergraph.extract.readings import Readings
from powergraph.graph.dataset import Dataset
from powergraph.notes.note import Note
from powergraph.prefixes import compact
from powergraph.vocabulary import DCTERMS, DOCO, POW, RDF, RDFS, SCHEMA, SKOS

__all__ = ["render_note"]

_KINDS: dict[NamedNode, str] = {
    POW.Framework: "framework",
    POW.Topic: "topic",
    POW.RelationalPowerSource: "power source (relational)",
    POW.SystemicPowerSource: "power source (systemic)",
    POW.PowerSource: "power source",
    POW.PowerGroup: "group of sources",
    POW.PowerMode: "mode of power",
    POW.KeyConcept: "key concept",
    POW.Form: "form",
    POW.MicroSkill: "practice (micro-skill)",
    POW.Prompt: "practice (prompt)",
    POW.Script: "practice (script)",
    POW.Strategy: "practice (strategy)",
    POW.Tool: "practice (tool)",
    POW.Practice: "practice",
    POW.Citation: "citation",
    SCHEMA.PropertyValue: "property",
}
_STATEMENTS: dict[NamedNode, str] = {
    DCTERMS.title: "title",
    DCTERMS.created: "created",
    DCTERMS.modified: "modified",
    DCTERMS.subject: "tag",
    POW.contentLabel: "content label",
    DCTERMS.provenance: "where it comes from",
    SKOS.altLabel: "other name",
    SKOS.hiddenLabel: "other name",
}
#: Keys of the front matter that are heeded and of which no line is quoted: the first of each group that is there.
_HEEDED = {
    ("lang", "language"): "language",
    ("id",): "name in IRIs",
    ("type",): "kind of note",
    ("rights",): "rights",
    ("publish",): "whether it is published",
}
#: Keys that are read; there is nothing wrong with one that is empty.
_READ = ("title", "aliases", "alias", "tags", "tag", "related", *(key for keys in _HEEDED for key in keys))
#: The thing at fault before a message: it stands beside its line.
_SUBJECT = re.compile(r"^[a-z-]+/\S+: ")
#: How far what was understood is set in below its line on a narrow console (columns).
_INDENT = 4
#: Below this width (columns) there is no room for a margin.
_NARROW = 100


class _Shown(NamedTuple):
    """Something that was understood, or is told: what kind of thing, which one, and the rule behind it."""

    kind: str
    text: str
    rule: str = ""


class _Graph:
    """The note's own graph, looked up by subject, with the labels of the whole dataset."""

    def __init__(self, dataset: Dataset, path: str) -> None:
        graph = next(graph for graph in dataset.graphs if graph.note == path)
        self.by_subject: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.labels: dict[NamedNode, str] = {}
        for triple in graph.triples:
            self._learn(triple)
        # What the note itself says first, then other notes: elsewhere are names in other languages.
        for other in (graph, *sorted(dataset.graphs, key=lambda other: other.note is None)):
            for triple in other.triples:
                if triple.predicate == RDFS.label and isinstance(triple.subject, NamedNode):
                    self.labels.setdefault(triple.subject, getattr(triple.object, "value", ""))

    def _learn(self, triple: Triple) -> None:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            self.by_subject[triple.subject][triple.predicate].append(triple.object)

    def value(self, subject: NamedNode, predicate: NamedNode) -> str:
        values = self.by_subject[subject].get(predicate)
        return values[0].value if values else ""

    def label(self, iri: NamedNode) -> str:
        return self.labels.get(iri) or compact(iri.value).rpartition("/")[2]


def render_note(
    dataset: Dataset, note: Note, diagnostics: tuple[Diagnostic, ...], readings: Readings, console: Console
) -> None:
    """Print the note: line number, line, and what was understood there; a line that only is text is marked so.

    Behind what was understood stands, in brackets, the rule that did it (*readings*); behind a fault its rule. On a
    narrow console what was understood stands below the line, not beside it.
    """
    graph = _Graph(dataset, note.path)
    beside: dict[int, list[_Shown]] = defaultdict(list)
    covered: set[int] = set()
    for start, end, shown in _understood(graph, readings):
        if shown not in beside[start]:
            beside[start].append(shown)
        covered.update(range(start, end + 1))
    for d in diagnostics:
        beside[d.line].append(_Shown(d.severity.value, _SUBJECT.sub("", d.message), d.rule))
    for place, kind, text in _heeded(note):
        covered.add(place)
        if place not in beside:
            beside[place].append(_Shown(kind, text))
    console.print(Text(f"kind of note: {readings.note_kind}", style="dim"))
    unused = _unused_lines(note, covered)
    matter_end = note.front_matter.span.end_line if note.front_matter.span else 0
    narrow = console.width < _NARROW
    text_width = min(max(map(cell_len, note.lines), default=0), console.width * 6 // 10)
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(width=None if narrow else text_width, overflow="fold")
    if not narrow:
        table.add_column(overflow="fold")
    for number, line in enumerate(note.lines, start=1):
        if found := beside.get(number):
            annotation = _annotation(found)
        elif number in unused:
            annotation = Text("not used", style="magenta")
        elif number in covered:
            annotation = Text("\u2502", style="dim")
        else:
            plain = number > matter_end and bool(line.strip(" -"))
            annotation = Text("text of its section" if plain else "", style="dim")
        if not narrow:
            table.add_row(str(number), Text(line), annotation)
            continue
        table.add_row(str(number), Text(line))
        if found or number in unused:
            table.add_row("", Padding(annotation, (0, 0, 0, _INDENT)))
    console.print(table)


def _unused_lines(note: Note, covered: set[int]) -> set[int]:
    """Return the lines of front matter fields of which nothing was understood."""
    unused: set[int] = set()
    for key, values in note.front_matter.fields.items():
        if key.casefold() in _READ and not any(value.text for value in values):
            continue
        lines = {n for value in values for n in range(value.span.start_line, value.span.end_line + 1)}
        if not lines & covered:
            unused |= lines
    return unused


def _heeded(note: Note) -> Iterator[tuple[int, str, str]]:
    """Yield (line, kind, text) of the front matter that is heeded though the graph quotes no line for it."""
    for keys, kind in _HEEDED.items():
        if value := note.front_matter.first(*keys):
            yield value.span.start_line, kind, value.text


def _annotation(found: list[_Shown]) -> Text:
    styles = {"error": "bold red", "warning": "yellow", "info": "cyan"}
    text = Text()
    for number, shown in enumerate(found):
        text.append("\n" if number else "")
        text.append(shown.kind, style=styles.get(shown.kind, "bold green"))
        text.append(f": {shown.text}" if shown.text else "")
        text.append(f" [{shown.rule}]" if shown.rule else "", style="dim")
    return text


def _passages(graph: _Graph) -> Iterator[tuple[NamedNode, int, str]]:
    for subject, properties in graph.by_subject.items():
        if POW.Passage in properties.get(RDF.type, ()):
            yield subject, int(graph.value(subject, POW.startLine)), graph.value(subject, POW.quote)


def _understood(graph: _Graph, readings: Readings) -> Iterator[tuple[int, int, _Shown]]:
    """Yield (first line, last line, what was understood) of all that a passage of the note supports, in line order."""
    places = {subject: (start, int(graph.value(subject, POW.endLine))) for subject, start, _ in _passages(graph)}
    rules = _asserted_rules(graph)
    found: list[tuple[int, int, _Shown]] = []
    for subject, properties in graph.by_subject.items():
        for passage in properties.get(POW.passage, ()):
            if isinstance(passage, NamedNode) and passage in places:
                start, end = places[passage]
                if DOCO.Section in properties.get(RDF.type, ()):
                    end = start
                rule = rules.get((subject, passage)) or readings.items.get((start, end), "")
                found += [(start, end, shown) for shown in _description(graph, subject, start, rule, readings)]
    order = {words: number for number, words in enumerate((*_KINDS.values(), *_STATEMENTS.values()))}
    return iter(sorted(set(found), key=lambda item: (item[0], order.get(item[2].kind, len(order)), -item[1], item[2])))


def _asserted_rules(graph: _Graph) -> dict[tuple[NamedNode, NamedNode], str]:
    """Return the rule that read each global thing in each passage; that of its definition goes first."""
    rules: dict[tuple[NamedNode, NamedNode], str] = {}
    for assertion, properties in graph.by_subject.items():
        if POW.Assertion not in properties.get(RDF.type, ()):
            continue
        subject, passage = properties[RDF.subject][0], properties[POW.passage][0]
        assert isinstance(subject, NamedNode)
        assert isinstance(passage, NamedNode)
        if properties[RDF.predicate][0] == SKOS.definition or (subject, passage) not in rules:
            rules[subject, passage] = graph.value(assertion, POW.rule)
    return rules


def _description(graph: _Graph, subject: NamedNode, line: int, rule: str, readings: Readings) -> Iterator[_Shown]:
    types = graph.by_subject[subject].get(RDF.type, [])
    if DOCO.Section in types:
        reason = readings.sections.get(int(graph.value(subject, POW.ordinal)), "")
        yield _Shown("section", graph.value(subject, POW.sectionRole), reason)
    elif POW.Mention in types or POW.Link in types:
        target = graph.value(subject, POW.to)
        label = graph.label(NamedNode(target)) if target else "nobody can say which note"
        rung = graph.value(subject, POW.rung)
        if POW.Mention in types:
            yield _Shown("mention", label, f"mentions.name, rung: {rung}")
        else:
            read = readings.links.get((line, graph.value(subject, POW.asWritten)), "")
            yield _Shown("link", label, ", ".join(filter(None, (read, f"rung: {rung}"))))
    elif POW.Assertion in types:
        predicate, obj = NamedNode(graph.value(subject, RDF.predicate)), graph.by_subject[subject][RDF.object][0]
        if predicate in _STATEMENTS:
            text = graph.label(obj) if isinstance(obj, NamedNode) else obj.value
            yield _Shown(_STATEMENTS[predicate], text if len(text) < 60 else "", graph.value(subject, POW.rule))
    else:
        for kind, words in _KINDS.items():
            if kind in types:
                more = graph.value(subject, SKOS.broader)
                label = graph.label(subject) + (f" \u2190 {graph.label(NamedNode(more))}" if more else "")
                if kind == SCHEMA.PropertyValue:
                    rule = "notes.property"
                by_words = kind in (POW.RelationalPowerSource, POW.SystemicPowerSource)
                yield _Shown(words, label, f"{rule}, profile: power_group" if rule and by_words else rule)
                return
