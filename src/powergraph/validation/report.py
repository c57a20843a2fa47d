"""The report of a validation: its results, told to an author as diagnostics and to everybody as a named graph."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.packed import Chunk, PackedTriples, pack, sorted_lines
from powergraph.prefixes import PREFIXES, compact
from powergraph.validation.statements import StatementPlaces
from powergraph.vocabulary import POW, RDF, SH, XSD

__all__ = ["DEFAULT_LANGUAGE", "Report", "Result", "predicate_of"]

#: The language of messages where the reader's is not among them.
DEFAULT_LANGUAGE = "en"

#: What the shapes of a quote look for: characters that were lost or read in a wrong encoding.
_DAMAGE = re.compile("\ufffd|\u00e2\u20ac|\u00c3[\x80-\xbf]|\u00c2[\xa0-\xbf]")

_SEVERITY_IRIS = {Severity.ERROR: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that breaks one shape.

    *focus*, *component* and *shape* are IRIs (*focus* is "" for a literal, *shape* where it has none). *subject* is the
    IRI of the thing at fault: the focus node, or the value where the focus node stands for the whole dataset. *path* is
    a property path in SPARQL's notation with prefixed names, or "". *messages* and *hints* are by language. *place* is
    where the subject is written, if a note writes it; *notes* are the paths of the notes to blame, *graphs* the IRIs of
    the named graphs that speak of the subject.
    """

    focus: str
    path: str
    component: str
    severity: Severity
    shape: str
    messages: Mapping[str, str]
    hints: Mapping[str, str]
    value: NamedNode | Literal | None
    subject: str
    place: Place | None
    notes: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()

    def at(self, place: Place, note: str) -> "Result":
        """Return the result with its place and the path of the note to blame."""
        return replace(self, place=place, notes=(note,))

    def where_stated(self, stated: StatementPlaces) -> "Result":
        """Return the result at the line that states what is at fault, where one of the note's own lines does."""
        predicate, value = self.statement
        if predicate == POW.quote and self.place is not None and value is not None:
            return replace(self, place=_in_quote(self.place, value.value))
        place = stated.place(self.subject, predicate, value) if predicate is not None else None
        return replace(self, place=place) if place is not None else self

    @property
    def statement(self) -> tuple[NamedNode | None, NamedNode | Literal | None]:
        """The predicate of the statement at fault, and its value; each None where it is not known.

        Of what is wrong with the links of a topic only one to itself is known; of an info none, since there are many
        and each is about a thing as a whole.
        """
        if self.severity is Severity.INFO:
            return None, None
        if self.focus == POW.linksTo.value and self.subject != self.focus:
            return POW.linksTo, NamedNode(self.subject)
        return predicate_of(self.path), self.value

    @property
    def rule(self) -> str:
        """A stable short name: `shapes.` and the local name of the shape."""
        return f"shapes.{_local_name(self.shape) or _local_name(self.component)}"

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the message in *language*, else in English, else in any."""
        return _choose(self.messages, language)

    def hint(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the hint in *language*, else in English, else in any, else an empty string."""
        return _choose(self.hints, language)

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Order results by place, then severity, then everything else that tells them apart."""
        place = self.place or Place("\U0010ffff")
        return (place, self.severity.rank, self.subject, self.shape, self.path, self.component, str(self.value or ""))


class NoteReport(Protocol):
    """What a note tells by itself: see `CheckedNote`."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The results as told to the author."""

    @property
    def report(self) -> Chunk:
        """The results as they are published."""

    def violations(self) -> tuple[Result, ...]:
        """Return the results that keep the note from being published."""


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one validation, in an order that depends on nothing but the data.

    *notes* have those that notes tell by themselves; *results* are the others.
    """

    base: str
    results: tuple[Result, ...]
    notes: tuple[NoteReport, ...] = ()

    @property
    def conforms(self) -> bool:
        """True where there is no result of any severity (SHACL 1.0, section 3.6.1.1)."""
        return not self.results and not any(note.report.count for note in self.notes)

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that keep something from being published."""
        own = (result for note in self.notes for result in note.violations())
        return (*(result for result in self.results if result.severity is Severity.ERROR), *own)

    def diagnostics(self, language: str = DEFAULT_LANGUAGE) -> tuple[Diagnostic, ...]:
        """Return each result as a diagnostic, its message in *language* as far as there is one.

        What no note writes is told of the named graph that states it, relative to the base IRI. What notes tell by
        themselves is in the language of the vault.
        """
        told = (self._diagnostic(result, language) for result in self.results)
        return (*told, *(diagnostic for note in self.notes for diagnostic in note.diagnostics))

    def _diagnostic(self, result: Result, language: str) -> Diagnostic:
        stated = result.graphs[0] if result.graphs else "dataset"
        place = result.place or Place(self._short(stated))
        name = self._short(result.subject)
        message = result.message(language).replace(self.base, "")
        return Diagnostic(
            path=place.path,
            line=place.line,
            column=place.column,
            severity=result.severity,
            rule=result.rule,
            message=message if name in message else f"{name}: {message}",
            hint=result.hint(language),
        )

    def _short(self, iri: str) -> str:
        return iri.removeprefix(self.base) or iri

    def graph(self) -> NamedGraph:
        """Return the named graph `graph/validation`: a sh:ValidationReport and its results, no blank nodes.

        A result's IRI is `validation/<hash of what it says>`.
        """
        iri, triples = self.base + "graph/validation", set(self._triples())
        parts = [note.report for note in self.notes if note.report.count]
        if not parts:
            return NamedGraph(iri, tuple(sorted(triples, key=str)))
        return NamedGraph(iri, PackedTriples([pack(sorted_lines(triples)), *parts]))

    def _triples(self) -> Iterator[Triple]:
        report = NamedNode(self.base + "validation/report")
        yield Triple(report, RDF.type, SH.ValidationReport)
        yield Triple(report, SH.conforms, Literal("true" if self.conforms else "false", datatype=XSD.boolean))
        yield from self.result_triples()

    def result_triples(self) -> Iterator[Triple]:
        """Yield the triples of the results alone."""
        report = NamedNode(self.base + "validation/report")
        for result in self.results:
            node = NamedNode(f"{self.base}validation/{_digest(result)}")
            yield Triple(report, SH.result, node)
            yield from _result_triples(node, result)


def _in_quote(place: Place, quote: str) -> Place:
    """Return where in a quote, which has the whole lines from *place* on, the first damaged character stands."""
    if (damage := _DAMAGE.search(quote)) is None:
        return place
    before = quote[: damage.start()]
    return Place(place.path, place.line + before.count("\n"), len(before.rpartition("\n")[2]) + 1)


def _result_triples(node: NamedNode, result: Result) -> Iterator[Triple]:
    yield Triple(node, RDF.type, SH.ValidationResult)
    if result.focus:
        yield Triple(node, SH.focusNode, NamedNode(result.focus))
    yield Triple(node, SH.resultSeverity, _SEVERITY_IRIS[result.severity])
    yield Triple(node, SH.sourceConstraintComponent, NamedNode(result.component))
    if result.shape:
        yield Triple(node, SH.sourceShape, NamedNode(result.shape))
    if result.value is not None:
        yield Triple(node, SH.value, result.value)
    if (predicate := predicate_of(result.path)) is not None:
        yield Triple(node, SH.resultPath, predicate)
    for language, message in result.messages.items():
        yield Triple(node, SH.resultMessage, _text(message, language))
    for language, hint in result.hints.items():
        yield Triple(node, POW.fixHint, _text(hint, language))
    if result.place is not None:
        yield Triple(node, POW.path, Literal(result.place.path))
        yield Triple(node, POW.startLine, Literal(str(result.place.line), datatype=XSD.integer))


def predicate_of(path: str) -> NamedNode | None:
    """Return the predicate of a path that is one; other paths would need blank nodes."""
    prefix, colon, local = path.partition(":")
    if colon and prefix in PREFIXES and local.replace("_", "a").isalnum():
        return NamedNode(PREFIXES[prefix] + local)
    return None


def _digest(result: Result) -> str:
    parts = (result.focus, result.path, result.component, result.severity, result.shape, str(result.value))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _text(text: str, language: str) -> Literal:
    return Literal(text, language=language) if language else Literal(text)


def _choose(texts: Mapping[str, str], language: str) -> str:
    for wanted in (language, language.partition("-")[0], DEFAULT_LANGUAGE, ""):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")


def _local_name(iri: str) -> str:
    name = compact(iri)
    return name.rpartition("#")[2].rpartition("/")[2].rpartition(":")[2]
