"""The page of one thing: what is said about it, what points to it, and the lines that it all comes from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.web.ask import select
from powergraph.web.evidence import Evidence, content_labels, read_evidence
from powergraph.web.hues import hue_of
from powergraph.web.inverse import inverse_term
from powergraph.web.lines import Lines
from powergraph.web.listing import MAIN_CLASSES, PAGE_SIZE, browse_link, paging_of
from powergraph.web.pages import ContentLabel, Counted, Statements, Thing, ThingList, Value
from powergraph.web.record import page_query, query_address, record_of
from powergraph.web.surroundings import ALONE, Surroundings
from powergraph.web.translation import N_, lines_in_words, phrase
from powergraph.web.words import LONGEST_NAME, Link, Words, iris_of, name_of, shorten

__all__ = ["describe", "list_values"]

_RDF_TYPE, _DEFINITION, _PASSAGE, _QUOTE, _STATUS, _STUB, _AUTHORSHIP, _CREATOR, _CONTENT_LABEL, _NOTE = iris_of(
    "rdf:type skos:definition pow:passage pow:quote pow:status pow:Stub pow:authorship dcterms:creator "
    "pow:contentLabel pow:Note"
)
#: Names in order of preference; the first one that is there gives the title.
_NAMES = iris_of("rdfs:label skos:prefLabel dcterms:title foaf:name")
_OTHER_NAMES = iris_of("skos:altLabel")
#: For searching only (SKOS Reference, 5.1): never shown.
_HIDDEN_NAMES = iris_of("skos:hiddenLabel")
_TEXTS = iris_of("schema:text dcterms:bibliographicCitation")
#: Shown elsewhere on the page (as title, lead, kind or evidence) and so not again among the statements.
_SHOWN_ELSEWHERE = frozenset(
    (
        *_NAMES,
        *_OTHER_NAMES,
        *_HIDDEN_NAMES,
        *_TEXTS,
        _DEFINITION,
        _RDF_TYPE,
        *iris_of("pow:passage pow:quote pow:icon"),
    )
)
#: Statements that a reader wants first, and bookkeeping that comes last.
_FIRST = iris_of(
    "skos:broader skos:narrower skos:related skos:exactMatch skos:closeMatch skos:broadMatch "
    "pow:promptText pow:ofTopic pow:addresses pow:linksTo pow:mentions"
)
_LAST = iris_of(
    "pow:definedIn pow:inNote pow:inSection pow:ordinal pow:labelOrigin pow:path pow:sha256 pow:noteKind "
    "rdfs:isDefinedBy"
)
#: Inverse properties that only say where the evidence is; the passages tell it better.
_HIDDEN_USES = frozenset(
    iris_of("rdf:subject rdf:object owl:annotatedSource owl:annotatedTarget pow:passage pow:to pow:from pow:agent")
)

#: What points here with the one says the same as the thing itself says with the other.
_INVERSE = dict(
    zip(
        iris_of("skos:broader skos:narrower skos:topConceptOf skos:hasTopConcept skos:related"),
        iris_of("skos:narrower skos:broader skos:hasTopConcept skos:topConceptOf skos:related"),
        strict=True,
    )
)

#: By property: each value with its label.
_Said = dict[str, list[tuple[Term, Term | None]]]

#: More values of one property than this are a list of their own.
_MOST_VALUES = 40
#: More passages than this are a list of their own, too.
_MOST_PASSAGES = 20
#: So many things are told with the number of notes that they stand in; to count those of more would take too long.
_COUNTED = range(4, 2001)
#: A text longer than this (characters) is set as a paragraph.
_LONG = 90


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was asked about one thing: how many statements of each kind, those that are shown, and their evidence."""

    iri: str
    words: Words
    counts: dict[tuple[str, str], int]
    said: _Said
    used: _Said
    evidence: Evidence
    authors: tuple[tuple[Term, Term | None], ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)

    def values(self, properties: Iterable[str]) -> tuple[Value, ...]:
        """Return the values of some properties, one after the other."""
        return tuple(
            _value(self.words, each, term, label, self.evidence)
            for each in properties
            for term, label in self.said.get(each, ())
        )

    def statements(self) -> tuple[Statements, ...]:
        """Return what is said about the thing, but for what its page shows elsewhere."""
        hidden = _SHOWN_ELSEWHERE | _repeated(self.words, self.said)
        if not self.authors:
            return self._groups("out", self.said, self.evidence, hidden)
        creators = {term for term, _ in self.said.get(_CREATOR, ())}
        hidden |= {_AUTHORSHIP} | ({_CREATOR} if creators <= {term for term, _ in self.authors} else set())
        return (self._by_authors(), *self._groups("out", self.said, self.evidence, hidden))

    def uses(self) -> tuple[Statements, ...]:
        """Return what points to the thing, but for what it says itself the other way round."""
        counts = self.counts
        mirrored = {each for each, other in _INVERSE.items() if counts.get(("out", other)) == counts.get(("in", each))}
        return self._groups("in", self.used, None, _HIDDEN_USES | mirrored | _repeated(self.words, self.used))

    def _by_authors(self) -> Statements:
        """Return the authors in their order, each with what supports that it is one."""
        return Statements(
            predicate=replace(
                self.words.term(_CREATOR), text=phrase("authors") if len(self.authors) > 1 else phrase("author")
            ),
            values=tuple(_value(self.words, _CREATOR, *author, self.evidence) for author in self.authors),
            count=max(len(self.authors), self.counts.get(("out", _AUTHORSHIP), 0)),
        )

    def _groups(
        self, way: str, found: _Said, evidence: Evidence | None, hidden: frozenset[str]
    ) -> tuple[Statements, ...]:
        shown = (each for direction, each in self.counts if direction == way and each not in hidden)
        return tuple(
            Statements(
                predicate=inverse_term(self.words, each) if way == "in" else self.words.term(each),
                values=tuple(_value(self.words, each, *value, evidence) for value in found.get(each, ())),
                count=self.counts[way, each],
                notes=self.notes.get(each, 0) if way == "in" else 0,
                more="" if each in found else _list_address(self.words, self.iri, each, way),
            )
            for each in sorted(shown, key=lambda each: _rank(each, self.words))
        )


def describe(engine: Engine, words: Words, iri: str, surroundings: Surroundings = ALONE) -> Thing | None:
    """Return the page of the thing that *iri* names, None where nothing is said about it. Raises EngineError."""
    facts = _ask(engine, words, iri, surroundings.lines)
    if not facts.counts:
        return None
    classes = [term.value for term, _ in facts.said.get(_RDF_TYPE, ()) if term.kind == "uri"]
    kinds = words.narrowest(classes)
    title = _title(words, iri, facts.said, facts.evidence)
    hue = hue_of(classes)
    record = record_of(words.addresses, iri, title.text, surroundings.edition, query=page_query(iri))
    passages = max(facts.counts.get(("out", _PASSAGE), 0), len(facts.evidence.passages))
    return Thing(
        iri=iri,
        title=title,
        kinds=tuple(browse_link(words, kind) for kind in kinds),
        trail=_trail(words, classes, kinds),
        definitions=facts.values([_DEFINITION]),
        texts=facts.values(_TEXTS),
        other_names=_other_names(facts.said, title),
        notice=_notice(facts.said),
        statements=facts.statements(),
        uses=facts.uses(),
        passages=facts.evidence.passages[:_MOST_PASSAGES],
        more_passages=_more_passages(words, iri, passages, ("out", _PASSAGE) in facts.counts),
        record=replace(record, cited="") if hue == "work" else record,  # a work is cited as itself
        labels=_labels(facts),
        remarks=surroundings.remarks(iri, facts.evidence.passages, is_note=_NOTE in classes),
        hue=hue,
    )


def _labels(facts: _Facts) -> tuple[ContentLabel, ...]:
    """Return the content labels of a note, or of the notes that the lines of another thing's page come from."""
    own = facts.values([_CONTENT_LABEL])
    return tuple(ContentLabel(each.link) for each in own) or content_labels(facts.evidence.passages)


def _ask(engine: Engine, words: Words, iri: str, lines: Lines) -> _Facts:
    """Ask seven questions at most, however much there is: counts first, then the groups that are small enough."""
    outline = select(engine, "outline", resource=[iri])
    counts = {(row["direction"].value, row["property"].value): int(row["count"].value) for row in outline}
    small = [key for key, count in counts.items() if count <= _MOST_VALUES]
    said = _statements(engine, words, "values", iri, [each for way, each in small if way == "out"])
    return _Facts(
        iri,
        words,
        counts,
        said,
        _statements(engine, words, "uses", iri, [each for way, each in small if way == "in"]),
        _evidence(engine, words, iri, said, lines) if counts else Evidence(),
        _authors(engine, words, iri) if ("out", _AUTHORSHIP) in counts else (),
        _notes(engine, iri, counts),
    )


def _notes(engine: Engine, iri: str, counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Return in how many notes the things stand that point to the thing, for each property that has some of them."""
    many = [
        each for (way, each), count in counts.items() if way == "in" and count in _COUNTED and each not in _HIDDEN_USES
    ]
    rows = select(engine, "pointing_notes", resource=[iri], property=many) if many else ()
    return {row["property"].value: int(row["notes"].value) for row in rows if "property" in row}


def _evidence(engine: Engine, words: Words, iri: str, said: _Said, lines: Lines) -> Evidence:
    """Return where the thing comes from; for one that no note is about, that is where notes speak of it."""
    own = read_evidence(select(engine, "evidence", resource=[iri]), words, lines)
    if _PASSAGE not in said:
        own = replace(own, own=())
    if own.passages and not _is_stub(said):
        return own
    pointing = read_evidence(select(engine, "pointing_passages", resource=[iri]), words, lines)
    places = {(each.note, each.first, each.last) for each in own.passages}
    others = tuple(each for each in pointing.passages if (each.note, each.first, each.last) not in places)
    return replace(own, passages=own.passages + others)


def _authors(engine: Engine, words: Words, iri: str) -> tuple[tuple[Term, Term | None], ...]:
    """Return the authors of a work or citation in their order, each with its label."""
    labels: dict[Term, list[Term]] = {}
    for row in select(engine, "authors", resource=[iri]):
        labels.setdefault(row["agent"], []).extend([row["label"]] if "label" in row else [])
    return tuple((agent, words.best(found)) for agent, found in labels.items())


def list_values(engine: Engine, words: Words, iri: str, property_iri: str, is_inverse: bool, page: int) -> ThingList:
    """Return page *page* (from 1) of the values of one property, or of what points to the thing with it."""
    name = "uses" if is_inverse else "values"
    offset = (page - 1) * PAGE_SIZE
    rows = select(engine, name, (PAGE_SIZE, offset), resource=[iri], property=[property_iri])
    found = _merge(rows, words).get(property_iri, [])
    values = tuple(_value(words, property_iri, term, label, None) for term, label in found)
    outline = select(engine, "outline", resource=[iri])
    way = "in" if is_inverse else "out"
    counts = {(row["direction"].value, row["property"].value): int(row["count"].value) for row in outline}
    count = counts.get((way, property_iri), 0)
    address = _list_address(words, iri, property_iri, way)
    title = _title(words, iri, _statements(engine, words, "values", iri, list(_NAMES)), Evidence())
    return ThingList(
        thing=Link(title.text, words.addresses.link(iri), iri, title.language),
        predicate=words.term(property_iri),
        is_inverse=is_inverse,
        values=values,
        paging=paging_of(page, count - offset, lambda number: f"{address}&page={number}"),
        count=count,
        query=query_address(words.addresses, page_query(iri, name, property=[property_iri])),
    )


def _statements(engine: Engine, words: Words, name: str, iri: str, properties: list[str]) -> _Said:
    return _merge(select(engine, name, resource=[iri], property=properties), words) if properties else {}


def _merge(rows: Iterable[Row], words: Words) -> _Said:
    """Gather rows by property: each value once, with the best of its labels."""
    labels: dict[str, dict[Term, list[Term]]] = {}
    for row in rows:
        of_value = labels.setdefault(row["property"].value, {}).setdefault(row["thing"], [])
        if "label" in row:
            of_value.append(row["label"])
        elif "line" in row:  # a passage has no other name
            line = int(row["line"].value)
            of_value.append(Term("literal", lines_in_words(line, line)))
    return {
        each: sorted(
            ((term, words.best(found)) for term, found in of_property.items()),
            key=lambda pair: _as_sorted((pair[1] or pair[0]).value),
        )
        for each, of_property in labels.items()
    }


def _as_sorted(text: str) -> list[tuple[int, str]]:
    """Return what a text is sorted by: whatever the case, and numbers by what they count ("line 9", "line 10")."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return [(int(part[:18]), "") if part[:1].isascii() and part.isdigit() else (0, part) for part in parts]


def _value(words: Words, each: str, term: Term, label: Term | None, evidence: Evidence | None) -> Value:
    support = evidence.support.get((each, term), ()) if evidence else ()
    if not support and evidence and term.kind != "uri" and each not in _LAST:
        support = evidence.own  # what a note says of a thing of its own stands where the thing does
    return Value(words.show(term, label), support, term.kind != "uri" and len(term.value) > _LONG)


def _title(words: Words, iri: str, said: _Said, evidence: Evidence) -> Link:
    for name in _NAMES:
        label = words.best(term for term, _ in said.get(name, ()) if term.kind != "uri" and term.value.strip())
        if label:
            return Link(shorten(label.value, LONGEST_NAME), iri=iri, language=label.language)
    if _QUOTE in said and evidence.passages:
        passage = evidence.passages[0]
        return Link(f"{passage.note.text}, {lines_in_words(passage.first, passage.last)}", iri=iri)
    return Link(name_of(iri), iri=iri)


def _other_names(said: _Said, title: Link) -> tuple[Link, ...]:
    names = {
        (term.value, term.language): Link(shorten(term.value, LONGEST_NAME), language=term.language)
        for each in (*_NAMES, *_OTHER_NAMES)
        for term, _ in said.get(each, ())
        if shorten(term.value, LONGEST_NAME) != title.text
    }
    return tuple(names.values())


def _trail(words: Words, classes: list[str], kinds: list[str]) -> tuple[Link, ...]:
    """Lead back to the list that a reader most likely came from."""
    known = [each for each in MAIN_CLASSES if each in classes] or kinds
    return (browse_link(words, known[0]),) if known else ()


def _is_stub(said: _Said) -> bool:
    return any(term.value == _STUB for term, _ in said.get(_STATUS, ()))


def _notice(said: _Said) -> str:
    if _is_stub(said):
        return N_("Notes point to this topic, but none is about it yet.")
    return ""


def _repeated(words: Words, found: _Said) -> set[str]:
    """Return the properties that only repeat what a narrower property says already."""
    values = {each: {term for term, _ in of_property} for each, of_property in found.items()}
    return {
        each
        for each in values
        if values[each] <= set().union(*(values[other] for other in values if each in words.superclasses(other)))
    }


def _rank(iri: str, words: Words) -> tuple[int, int, str]:
    if iri in _FIRST:
        return (0, _FIRST.index(iri), "")
    if iri in _LAST:
        return (2, _LAST.index(iri), "")
    return (1, 0, words.label(iri))


def _list_address(words: Words, iri: str, property_iri: str, way: str) -> str:
    document = words.addresses.local(iri, ".html")
    return f"{document}?{'to' if way == 'in' else 'of'}={quote(property_iri, safe='')}" if document else ""


def _more_passages(words: Words, iri: str, count: int, is_listed: bool) -> Counted | None:
    address = _list_address(words, iri, _PASSAGE, "out") if is_listed else ""
    return Counted(Link("", address), count - _MOST_PASSAGES) if count > _MOST_PASSAGES else None
