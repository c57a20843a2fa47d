"""Entries: what the statements of a dataset give to search by, one entry a thing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from powergraph.prefixes import PREFIXES

__all__ = [
    "ALT",
    "DEFINITION",
    "HIDDEN",
    "LABEL",
    "NOTE",
    "PROPERTIES",
    "TEXT",
    "TITLE",
    "WARNING",
    "YEAR",
    "Entry",
    "Said",
    "join_entries",
    "read_entries",
    "with_superclasses",
]

#: What a text is to a thing: its names (the last for matching only: SKOS Reference, 5.1), what it is, and other texts.
LABEL, TITLE, ALT, HIDDEN, DEFINITION, TEXT = "label", "title", "alt", "hidden", "definition", "text"
#: What is shown beside a thing that was found: a note it comes from, its content label, its year.
NOTE, WARNING, YEAR = "note", "warning", "year"

#: What is said of a thing in one place: what it is, its language ("" where it has none), the text or IRI.
Said = tuple[str, str, str]


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


_FIELDS: Mapping[str, str] = {
    "skos:prefLabel": LABEL,
    "rdfs:label": LABEL,
    "dcterms:title": TITLE,
    "foaf:name": LABEL,
    "schema:name": TITLE,
    "skos:altLabel": ALT,
    "skos:hiddenLabel": HIDDEN,
    "skos:definition": DEFINITION,
    "rdfs:comment": DEFINITION,
    "dcterms:description": DEFINITION,
    "schema:description": DEFINITION,
    "schema:text": TEXT,
    "pow:promptText": TEXT,
    "dcterms:bibliographicCitation": TEXT,
    "pow:annotation": TEXT,
    "skos:note": TEXT,
    "pow:definedIn": NOTE,
    "pow:contentLabel": WARNING,
    "pow:year": YEAR,
}
_TYPE = _iri("rdf:type")
#: The properties that entries are made of.
PROPERTIES: tuple[str, ...] = (_TYPE, *map(_iri, _FIELDS))
_BY_TERM = {_iri(name).encode(): field for name, field in _FIELDS.items()}
_TYPE_TERM = _TYPE.encode()

#: How it is recorded, and what describes the dataset or a vocabulary: nobody looks for these by their words.
_RECORD_NAMES = (
    "pow:Assertion rdf:Statement pow:Passage pow:Link pow:Mention pow:Authorship pow:Parameter doco:Section "
    "prov:Activity prov:SoftwareAgent dcat:Dataset void:Dataset skos:ConceptScheme owl:Class owl:Ontology "
    "owl:Axiom owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:NamedIndividual rdf:Property "
    "rdfs:Class schema:PropertyValue sh:NodeShape sh:PropertyShape"
)
_RECORDS = frozenset(f"<{_iri(name)}>".encode() for name in _RECORD_NAMES.split())
_ESCAPE = re.compile(r"\\(?:([tbnrf\"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found: its classes, and what is said of it, each once and in order."""

    iri: str
    kinds: tuple[str, ...]
    said: tuple[Said, ...]

    def texts(self, *fields: str) -> tuple[str, ...]:
        """Return the texts of some fields, one after the other."""
        return tuple(text for field in fields for each, _, text in self.said if each == field)

    @property
    def is_found(self) -> bool:
        """True where it has a name to be shown by and a class: what a mapping leads to is described elsewhere."""
        return bool(self.kinds) and any(said[0] in (LABEL, TITLE) for said in self.said)


def read_entries(lines: bytes) -> list[Entry]:
    """Return the entries in sorted lines of N-Triples; those of records, such as passages, are left out.

    Not every entry has a name: it may stand in another part of the dataset, see `join_entries`.

    >>> label = b'<http://x/a> <http://www.w3.org/2000/01/rdf-schema#label> "The \\\\"one\\\\""@en .'
    >>> read_entries(label)
    [Entry(iri='http://x/a', kinds=(), said=(('label', 'en', 'The "one"'),))]
    """
    entries = []
    for subject, kinds, said in _things(lines):
        if _RECORDS.isdisjoint(kinds):
            iris = tuple(sorted(kind[1:-1].decode() for kind in kinds))
            entries.append(Entry(subject[1:].decode(), iris, tuple(sorted({_said(*each) for each in said}))))
    return entries


def _things(lines: bytes) -> Iterator[tuple[bytes, list[bytes], list[tuple[str, bytes]]]]:
    """Yield each subject of which something is told, its classes, and the field and the object of what is told."""
    last = b""
    kinds: list[bytes] = []
    said: list[tuple[str, bytes]] = []
    for line in lines.split(b"\n"):
        subject, _, rest = line.partition(b"> <")
        predicate, _, term = rest.partition(b"> ")
        if (field := _BY_TERM.get(predicate)) is None and predicate != _TYPE_TERM:
            continue
        if subject != last:
            if kinds or said:
                yield last, kinds, said
            last, kinds, said = subject, [], []
        if field is None:
            kinds.append(term[:-2])
        elif term.startswith(b'"') or field == NOTE:
            said.append((field, term[:-2]))
    if kinds or said:
        yield last, kinds, said


def _said(field: str, term: bytes) -> Said:
    return (field, "", term[1:-1].decode()) if field == NOTE else (field, *_literal(term))


def _literal(term: bytes) -> tuple[str, str]:
    end = term.rindex(b'"')
    tail = term[end + 1 :]
    text = term[1:end].decode()
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    language = tail[1:].decode().partition("--")[0].lower() if tail.startswith(b"@") else ""
    return language, text


def _unescaped(match: re.Match[str]) -> str:
    return _CHARACTERS[match[1]] if match[1] else chr(int(match[2] or match[3], 16))


def join_entries(entries: Iterable[Entry]) -> Entry:
    """Return what several parts of a dataset say of one thing as one entry. There must be at least one."""
    parts = list(entries)
    if len(parts) == 1:
        return parts[0]
    kinds = sorted({kind for each in parts for kind in each.kinds})
    return Entry(parts[0].iri, tuple(kinds), tuple(sorted({said for each in parts for said in each.said})))


def with_superclasses(lines: bytes) -> Mapping[str, tuple[str, ...]]:
    """Return, from an ontology's lines of N-Triples, each class with itself and all that it is a kind of."""
    term = f" <{_iri('rdfs:subClassOf')}> <".encode()
    above: dict[str, set[str]] = {}
    for line in lines.split(b"\n"):
        subject, found, higher = line.partition(term)
        if found and subject.startswith(b"<"):
            above.setdefault(subject[1:-1].decode(), set()).add(higher[: higher.index(b">")].decode())

    def closure(iri: str) -> tuple[str, ...]:
        known, todo = {iri}, [iri]
        while todo:
            new = above.get(todo.pop(), set()) - known
            known |= new
            todo += new
        return tuple(sorted(known))

    return {iri: closure(iri) for iri in above}
