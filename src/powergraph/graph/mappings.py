"""Mappings: reviewed matches with other vocabularies, each beside a record of who made it, how sure and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.emitter import integer, string
from powergraph.graph.handmade import Absence, HandMadeGraph, published_path
from powergraph.graph.iris import Minter
from powergraph.graph.sssom import MATCHES, MappingRow, MappingSet
from powergraph.prefixes import BASE_IRI
from powergraph.vocabulary import DCTERMS, OWL, PAV, POW, RDF, RDFS, SKOS, SSSOM, XSD

__all__ = ["mapping_conflicts", "mapping_graph"]

#: What an exact match excludes: SKOS, S46, and a broader thing is no narrower one.
_OTHER_THAN_EXACT = (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def mapping_graph(
    sets: Sequence[MappingSet],
    labels: Mapping[NamedNode, frozenset[str]],
    minter: Minter,
    *,
    incomplete: bool = False,
    private: frozenset[str] = frozenset(),
) -> HandMadeGraph:
    """Return the graph `graph/mappings`, and the faults of the sets, each by itself and together.

    *labels* are the labels of the things of the dataset; a row about anything else, or by another label, is at fault.
    Where some notes are left out of the build (*incomplete*), or the thing may be of a private one (*private*: slugs of
    their names), both are warnings and the row is passed over: the thing may be in one of them, and its label too. IRIs
    below the base of this dataset's vocabulary stand below that of *minter*, so that mappings of a vault can be built
    under any base.

    Only rows that are reviewed, of confidence 0.9 and more and not rejected reach the graph; all are checked.
    """
    triples: set[Triple] = set()
    origins: dict[str, Place] = {}
    statements: dict[Triple, Place] = {}
    told = [*(d for mapping_set in sets for d in mapping_set.diagnostics), *mapping_conflicts(sets)]
    missing = Absence(minter.base, incomplete, private)
    for mapping_set in sets:
        for row in mapping_set.rows:
            fault = _subject_fault(mapping_set, row, labels, minter, missing)
            if fault:
                told.append(fault)
            elif row.is_published:
                match = Triple(_below(row.subject, minter), row.predicate, row.object)
                node = minter.mapping(match)
                place = mapping_set.place(row)
                origins.setdefault(node.value, place)
                statements.setdefault(match, place)
                triples.add(match)
                triples.update(_mapping_triples(node, match, mapping_set, row, minter))
    graph = NamedGraph(minter.graph("mappings").value, tuple(sorted(triples, key=str)))
    return HandMadeGraph(graph, origins, statements, tuple(sorted(set(told))))


def _mapping_triples(
    node: NamedNode, match: Triple, mapping_set: MappingSet, row: MappingRow, minter: Minter
) -> Iterator[Triple]:
    """Yield the record of a match in the form of SSSOM's own RDF (an annotated axiom), with its place in the file."""
    label = f"{row.subject_label}: {MATCHES[row.predicate]} “{row.object_label}”"
    yield Triple(node, RDF.type, OWL.Axiom)
    yield Triple(node, RDFS.label, Literal(label, language="en"))
    yield Triple(node, OWL.annotatedSource, match.subject)
    yield Triple(node, OWL.annotatedProperty, match.predicate)
    yield Triple(node, OWL.annotatedTarget, match.object)
    yield Triple(node, SSSOM.subject_label, string(row.subject_label))
    yield Triple(node, SSSOM.object_label, string(row.object_label))
    yield Triple(node, SSSOM.object_source, NamedNode(row.authority.source))
    yield Triple(node, SSSOM.mapping_justification, row.justification)
    yield Triple(node, SSSOM.confidence, _decimal(row))
    for author in row.authors:
        yield Triple(node, PAV.authoredBy, _below(author, minter))
    for reviewer in row.reviewers:
        yield Triple(node, SSSOM.reviewer_id, _below(reviewer, minter))
    yield Triple(node, DCTERMS.created, Literal(row.date, datatype=XSD.date))
    yield Triple(node, RDFS.comment, Literal(row.comment, language="en"))
    yield Triple(node, POW.path, string(published_path(mapping_set.file.shown)))
    yield Triple(node, POW.startLine, integer(row.line))
    # The target keeps the name that its own vocabulary gives it: without one, queries and pages could only show its
    # number. No language is claimed, since vocabularies label in several; and no type, since the thing is not ours.
    assert isinstance(match.object, NamedNode)
    yield Triple(match.object, RDFS.label, string(row.object_label))


def _decimal(row: MappingRow) -> Literal:
    """Return the confidence as an xsd:decimal in canonical form.

    >>> from decimal import Decimal
    >>> format(Decimal("0.950").normalize(), "f")
    '0.95'
    """
    text = format(row.confidence.normalize(), "f")
    return Literal(text if "." in text else f"{text}.0", datatype=XSD.decimal)


def _below(iri: NamedNode, minter: Minter) -> NamedNode:
    """Return an IRI of ours below the base of this dataset, and any other as it is."""
    if not iri.value.startswith(BASE_IRI):
        return iri
    return NamedNode(minter.base + iri.value.removeprefix(BASE_IRI))


def _subject_fault(
    mapping_set: MappingSet,
    row: MappingRow,
    labels: Mapping[NamedNode, frozenset[str]],
    minter: Minter,
    missing: Absence,
) -> Diagnostic | None:
    subject = _below(row.subject, minter)
    name = subject.value.removeprefix(minter.base)
    severity = missing.severity(subject.value)
    if subject not in labels:
        message = f"nothing in the dataset is {name}"
        return _tell(mapping_set, row, "subject", message, "look at its IRI", "subject_id", severity)
    if row.subject_label not in labels[subject]:
        known = ", ".join(repr(label) for label in sorted(labels[subject]))
        message = f"{name} is not called {row.subject_label!r}"
        return _tell(mapping_set, row, "label", message, f"it is called {known}", "subject_label", severity)
    return None


def mapping_conflicts(sets: Sequence[MappingSet]) -> tuple[Diagnostic, ...]:
    """Return what rows say against each other, within a set or across sets; each is told at the later of two rows.

    A row may not come twice. Two things that a row rejects as a match (`Not`) may not be matched by another, by
    whatever predicate: what was refuted never comes back. Of the rows to be published, exact matches are one to one
    within a vocabulary, and exclude broad, narrow and related ones of the same two things.
    """
    rows = [(mapping_set, row) for mapping_set in sets for row in mapping_set.rows]
    rejected = _index(rows, lambda row: (row.subject, row.object) if row.rejected else None)
    exact_subjects = _index(rows, lambda row: (row.subject, row.authority) if _is_exact(row) else None)
    exact_objects = _index(rows, lambda row: row.object if _is_exact(row) else None)
    exact = _index(rows, lambda row: (row.subject, row.object) if _is_exact(row) else None)
    told: list[Diagnostic] = []

    def tell(at: _Located, rule: str, message: str, other: _Located, hint: str, column: str = "object_id") -> None:
        where = f"{other[0].file.shown}:{other[1].line}"
        told.append(_tell(*at, rule, f"{message} ({where})", hint, column))

    first: dict[tuple[NamedNode, NamedNode, NamedNode, bool], _Located] = {}
    for at in rows:
        mapping_set, row = at
        pair = (row.subject, row.object)
        key = (row.subject, row.predicate, row.object, row.rejected)
        before = first.setdefault(key, at)
        if before[0] is not mapping_set:  # within a set its reader tells it
            tell(at, "duplicate", "the row is in another set too", before, "keep one of them", "subject_id")
        if not row.rejected and pair in rejected:
            hint = "delete one of the two rows"
            tell(at, "rejected", "the match is stated here and rejected there", rejected[pair], hint)
        if _is_exact(row):
            if (other := exact_subjects[row.subject, row.authority])[1].object != row.object:
                message = f"the subject has another exact match in {row.authority.name}"
                tell(at, "one-to-one", message, other, "make one of them a close, broad or narrow match")
            if (other := exact_objects[row.object])[1].subject != row.subject:
                message = "the object is an exact match of another subject"
                tell(at, "one-to-one", message, other, "make one of them a close, broad or narrow match")
        elif row.is_published and row.predicate in _OTHER_THAN_EXACT and pair in exact:
            message = f"an exact match is no {MATCHES[row.predicate]} as well"
            tell(at, "exact-and-other", message, exact[pair], "keep the one that is true (SKOS S46)", "predicate_id")
    return tuple(told)


_Located = tuple[MappingSet, MappingRow]


def _is_exact(row: MappingRow) -> bool:
    return row.is_published and row.predicate == SKOS.exactMatch


def _index(rows: Sequence[_Located], key_of: Callable[[MappingRow], object]) -> dict[object, _Located]:
    """Return the first row of each key; rows whose key is None are left out."""
    index: dict[object, _Located] = {}
    for mapping_set, row in rows:
        if (key := key_of(row)) is not None:
            index.setdefault(key, (mapping_set, row))
    return index


def _tell(
    mapping_set: MappingSet,
    row: MappingRow,
    rule: str,
    message: str,
    hint: str,
    column: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    place = mapping_set.place(row, column)
    return Diagnostic(place.path, place.line, place.column, severity, f"mappings.{rule}", message, hint)
