"""The members of a class, by name and by what a list of them can be narrowed down: asked once for each publication."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from powergraph.engine.request import Engine
from powergraph.engine.results import Term
from powergraph.search import fold
from powergraph.web.ask import select
from powergraph.web.publication import Publication
from powergraph.web.words import Link, Words, iris_of

__all__ = ["FACETS", "MOST_MEMBERS", "Member", "Members", "MembersCache", "load_members"]

#: A class of more members than this is listed without letters and facets.
MOST_MEMBERS = 20_000
#: Lists that are kept.
_KEPT = 24

#: What lists can be narrowed down by: the name in the address, and the property.
FACETS: Mapping[str, str] = dict(
    zip(
        ("kind", "group", "note", "notekind", "tag", "decade"),
        iris_of("rdf:type skos:broader pow:definedIn pow:noteKind dcterms:subject pow:year"),
        strict=True,
    )
)
_NAMES = {property_: name for name, property_ in FACETS.items()}


@dataclass(frozen=True, slots=True)
class Member:
    """One thing of a class: *key* is its name as it is sorted and filtered, *letter* the one that it stands under.

    *facets* has the values (IRIs or texts) by the facet's name.
    """

    link: Link
    key: str
    letter: str
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Members:
    """The things of a class by name, and what the values of their facets are called."""

    things: tuple[Member, ...]
    names: Mapping[str, Link]


class MembersCache:
    """The members of the classes that were looked at lately, of one publication; from several threads."""

    def __init__(self) -> None:
        self._publication: Publication | None = None
        self._known: OrderedDict[tuple[str, str], Members] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, engine: Engine, publication: Publication, words: Words, class_iri: str) -> Members:
        """Return the members of a class, asked where they are not known. Raises EngineError."""
        key = (class_iri, words.language)
        with self._lock:
            if self._publication is not publication:
                self._known.clear()
                self._publication = publication
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        members = load_members(engine, words, class_iri)
        with self._lock:
            if self._publication is publication:
                self._known[key] = members
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        return members


def load_members(engine: Engine, words: Words, class_iri: str) -> Members:
    """Ask for the members of a class. Raises EngineError."""
    named: dict[Term, dict[str, list[Term]]] = {}
    for row in select(engine, "member_names", None, **{"class": [class_iri]}):
        texts = named.setdefault(row["thing"], {"label": [], "title": []})
        for name, known in texts.items():
            known += [row[name]] if name in row else []
    facets: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in select(engine, "member_facets", None, property=FACETS.values(), **{"class": [class_iri]}):
        name = _NAMES[row["property"].value]
        if (value := _value(name, row["value"])) and value != class_iri:
            facets[row["thing"].value][name].add(value)
    things = sorted(
        (_member(words, each, found["label"] or found["title"], facets[each.value]) for each, found in named.items()),
        key=lambda member: (not member.key, member.key, member.link.iri),
    )
    values = {value for each in things for name in each.facets for value in each.facets[name] if name != "kind"}
    return Members(tuple(things), _value_names(engine, words, values))


def _value(name: str, term: Term) -> str:
    if name != "decade":
        return term.value
    return f"{int(term.value) // 10 * 10}" if term.value.lstrip("-").isdigit() and len(term.value) < 6 else ""


def _member(words: Words, thing: Term, labels: Iterable[Term], facets: Mapping[str, set[str]]) -> Member:
    link = words.show(thing, words.best(labels))
    key = fold(link.text)
    first = key[:1].upper()
    letter = "0–9" if first.isdigit() else first if first.isalpha() else "#"
    return Member(link, key, letter, {name: frozenset(values) for name, values in facets.items()})


def _value_names(engine: Engine, words: Words, values: Iterable[str]) -> Mapping[str, Link]:
    """Return what the values that are things of the dataset are called."""
    iris = sorted(value for value in values if words.addresses.local(value))
    labels: dict[str, list[Term]] = defaultdict(list)
    for start in range(0, len(iris), 500):
        for row in select(engine, "names", thing=iris[start : start + 500]):
            labels[row["thing"].value].append(row["label"])
    return {iri: words.show(Term("uri", iri), words.best(labels[iri])) for iri in iris}
