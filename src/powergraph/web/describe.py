"""The page of one thing: what is said about it, what points to it, and the lines that it all comes from."""

from collections.abc import Iterable
from urllib.parse import quote

from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.web.ask import select
from powergraph.web.evidence import Evidence, read_evidence
from powergraph.web.listing import MAIN_CLASSES, PAGE_SIZE, browse_link, formats_of, paging_of
from powergraph.web.pages import Counted, Statements, Thing, ThingList, Value
from powergraph.web.words import Link, Words, best_label, iris_of, name_of

__all__ = ["describe", "list_values"]

_RDF_TYPE, _DEFINITION, _PASSAGE, _QUOTE, _STATUS, _STUB = iris_of(
    "rdf:type skos:definition pow:passage pow:quote pow:status pow:Stub"
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
_HIDDEN_USES = frozenset(iris_of("rdf:subject rdf:object"))

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
#: A text longer than this (characters) is set as a paragraph.
_LONG = 90


def describe(engine: Engine, words: Words, iri: str) -> Thing | None:
    """Return the page of the thing that *iri* names, None where nothing is said about it. Raises EngineError."""
    outline = select(engine, "outline", resource=[iri])
    if not outline:
        return None
    counts = {(row["direction"].value, row["property"].value): int(row["count"].value) for row in outline}
    said = _statements(
        engine, "values", iri, [p for (way, p), n in counts.items() if way == "out" and n <= _MOST_VALUES]
    )
    used = _statements(engine, "uses", iri, [p for (way, p), n in counts.items() if way == "in" and n <= _MOST_VALUES])
    evidence = read_evidence(select(engine, "evidence", resource=[iri]), words)
    kinds = words.narrowest(term.value for term, _ in said.get(_RDF_TYPE, ()) if term.kind == "uri")
    title = _title(iri, said, evidence)

    def values(properties: Iterable[str]) -> tuple[Value, ...]:
        return tuple(
            _value(words, each, term, label, evidence) for each in properties for term, label in said.get(each, ())
        )

    def groups(way: str, found: _Said, hidden: frozenset[str]) -> tuple[Statements, ...]:
        repeated = hidden | _repeated(words, found)
        order = sorted((p for w, p in counts if w == way and p not in repeated), key=lambda p: _rank(p, words))
        return tuple(
            Statements(
                words.term(each),
                tuple(
                    _value(words, each, term, label, evidence if way == "out" else None)
                    for term, label in found.get(each, ())
                ),
                counts[way, each],
                _list_address(words, iri, each, way) if each not in found else "",
            )
            for each in order
        )

    return Thing(
        iri=iri,
        title=title,
        kinds=tuple(browse_link(words, kind) for kind in kinds),
        trail=_trail(words, [term.value for term, _ in said.get(_RDF_TYPE, ())], kinds),
        definitions=values([_DEFINITION]),
        texts=values(_TEXTS),
        other_names=_other_names(said, title),
        notice=_notice(said),
        statements=groups("out", said, _SHOWN_ELSEWHERE),
        uses=groups(
            "in",
            used,
            _HIDDEN_USES | {p for p, q in _INVERSE.items() if counts.get(("out", q)) == counts.get(("in", p))},
        ),
        passages=evidence.passages[:_MOST_PASSAGES],
        more_passages=_more_passages(words, iri, max(counts.get(("out", _PASSAGE), 0), len(evidence.passages))),
        formats=formats_of(words.addresses, iri),
    )


def list_values(engine: Engine, words: Words, iri: str, property_iri: str, is_inverse: bool, page: int) -> ThingList:
    """Return page *page* (from 1) of the values of one property, or of what points to the thing with it."""
    name = "uses" if is_inverse else "values"
    offset = (page - 1) * PAGE_SIZE
    rows = select(engine, name, (PAGE_SIZE + 1, offset), resource=[iri], property=[property_iri])
    found = _merge(rows).get(property_iri, [])
    values = tuple(_value(words, property_iri, term, label, None) for term, label in found[:PAGE_SIZE])
    address = _list_address(words, iri, property_iri, "in" if is_inverse else "out")
    title = _title(iri, _statements(engine, "values", iri, list(_NAMES)), Evidence())
    return ThingList(
        thing=Link(title.text, words.addresses.link(iri), iri, title.language),
        predicate=words.term(property_iri),
        is_inverse=is_inverse,
        values=values,
        paging=paging_of(page, len(found), lambda number: f"{address}&page={number}"),
    )


def _statements(engine: Engine, name: str, iri: str, properties: list[str]) -> _Said:
    return _merge(select(engine, name, resource=[iri], property=properties)) if properties else {}


def _merge(rows: Iterable[Row]) -> _Said:
    """Gather rows by property: each value once, with the best of its labels."""
    labels: dict[str, dict[Term, list[Term]]] = {}
    for row in rows:
        of_value = labels.setdefault(row["property"].value, {}).setdefault(row["thing"], [])
        if "label" in row:
            of_value.append(row["label"])
    return {
        each: sorted(
            ((term, best_label(found)) for term, found in of_property.items()),
            key=lambda pair: (pair[1] or pair[0]).value.casefold(),
        )
        for each, of_property in labels.items()
    }


def _value(words: Words, each: str, term: Term, label: Term | None, evidence: Evidence | None) -> Value:
    support = evidence.support.get((each, term), ()) if evidence else ()
    return Value(words.show(term, label), support, term.kind != "uri" and len(term.value) > _LONG)


def _title(iri: str, said: _Said, evidence: Evidence) -> Link:
    for name in _NAMES:
        label = best_label(term for term, _ in said.get(name, ()) if term.kind != "uri" and term.value.strip())
        if label:
            return Link(label.value, iri=iri, language=label.language)
    if _QUOTE in said and evidence.passages:
        passage = evidence.passages[0]
        return Link(f"{passage.note.text}, {passage.lines}", iri=iri)
    return Link(name_of(iri), iri=iri)


def _other_names(said: _Said, title: Link) -> tuple[Link, ...]:
    names = {
        (term.value, term.language): Link(term.value, language=term.language)
        for each in (*_NAMES, *_OTHER_NAMES)
        for term, _ in said.get(each, ())
        if term.value != title.text
    }
    return tuple(names.values())


def _trail(words: Words, classes: list[str], kinds: list[str]) -> tuple[Link, ...]:
    """Lead back to the list that a reader most likely came from."""
    known = [each for each in MAIN_CLASSES if each in classes] or kinds
    return (browse_link(words, known[0]),) if known else ()


def _notice(said: _Said) -> str:
    if any(term.value == _STUB for term, _ in said.get(_STATUS, ())):
        return "Notes point to this topic, but none is about it yet."
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


def _more_passages(words: Words, iri: str, count: int) -> Counted | None:
    address = _list_address(words, iri, _PASSAGE, "out")
    return Counted(Link("more passages", address), count - _MOST_PASSAGES) if count > _MOST_PASSAGES else None
