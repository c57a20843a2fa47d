"""What a reader chose in the builder: a class, what to show, and what must hold, read from an address."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from powergraph.engine.request import Engine
from powergraph.web.addresses import is_iri
from powergraph.web.ask import select
from powergraph.web.choices import address_value, thing_of
from powergraph.web.listing import class_name
from powergraph.web.problems import Refused
from powergraph.web.results import names_of
from powergraph.web.shapes import shaped_properties
from powergraph.web.translation import N_
from powergraph.web.words import Words, iris_of, name_of, shorten

__all__ = ["LIMITS", "MOST_CHOICES", "MOST_FILTERS", "Filter", "Property", "Wish", "properties_of", "read_wish"]

#: A property with more values than this is asked for by words of their names.
MOST_CHOICES = 150
MOST_FILTERS = 10
#: Properties that can be shown at once, characters of a text, and parameters of an address.
MOST_SHOWN = 12
_LONGEST = 200
_MOST_PARAMETERS = 400
#: How many rows can be wanted; the first is what is meant where nothing is said.
LIMITS = (200, 50, 1000, 10_000)

#: Said of everything, or only for programs: nobody asks for it in words.
_UNASKED = frozenset(
    iris_of("rdf:type rdfs:label prov:wasDerivedFrom pow:labelOrigin pow:sha256 skos:inScheme pow:hasFurtherAuthors")
)
#: A name in a list of choices is cut to so many characters.
_LONGEST_NAME = 100
(_PASSAGE,) = iris_of("pow:passage")
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,6})?")
_TITLE = N_("This question cannot be put together")


@dataclass(frozen=True, slots=True)
class Property:
    """A property that things of a class have.

    *kind* is thing, named, number, year or text (see BuilderRow), or lines: those of a note.
    *choices* are the things that can be chosen, by IRI, with their names.
    """

    iri: str
    kind: str
    count: int
    is_shaped: bool = False
    choices: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """What addresses call it: `mentions`, `skos:altLabel`."""
        return class_name(self.iri)

    @property
    def is_main(self) -> bool:
        """True where the shapes know it, or its values can be chosen."""
        return self.is_shaped or self.kind == "thing"


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold of a property: *kind* is is, named, contains, from, to, has or lacks.

    *value* is an IRI, a text or a number, "" where the kind needs none; *name* is what a thing is called.
    """

    property: Property
    kind: str
    value: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A whole question: the things of *class_iri* for which all *filters* hold, with the properties *shown*.

    *has_lines* asks for the lines of the notes, *sort* is what the rows are ordered by, None for the name.
    """

    class_iri: str
    shown: tuple[Property, ...] = ()
    filters: tuple[Filter, ...] = ()
    has_lines: bool = False
    sort: Property | None = None
    is_descending: bool = False
    limit: int = LIMITS[0]

    def parameters(self, words: Words) -> str:
        """Return the part of an address that says all of it, and no more."""
        said = [("class", class_name(self.class_iri))]
        said += [("show", each.name) for each in self.shown]
        for each in self.filters:
            value = address_value(words.addresses, NamedNode(each.value)) if each.kind == "is" else each.value
            name, value = {"has": ("has", "yes"), "lacks": ("has", "no")}.get(each.kind, (each.kind, value))
            said.append((f"{name}.{each.property.name}", value))
        said += [("lines", "yes")] if self.has_lines else []
        said += [("by", self.sort.name)] if self.sort else []
        said += [("down", "yes")] if self.is_descending else []
        said += [("limit", str(self.limit))] if self.limit != LIMITS[0] else []
        return urlencode(said)


def properties_of(engine: Engine, words: Words, class_iri: str) -> tuple[Property, ...]:
    """Return what the things of a class have, first what the shapes know and what can be chosen. Raises EngineError."""
    shaped = shaped_properties({class_iri, *words.superclasses(class_iri)})
    found = []
    for row in select(engine, "class_properties", None, **{"class": [class_iri]}):
        iri = row["property"].value
        if iri in _UNASKED or not is_iri(iri):
            continue
        values, links, figures, days = (int(row[name].value) for name in ("values", "links", "figures", "days"))
        choices: Mapping[str, str] = {}
        kind = "number" if figures == values else "year" if days == values else "text"
        if iri == _PASSAGE:
            kind = "lines"
        elif links == values:
            choices = _choices(engine, words, class_iri, iri)
            kind = "thing" if choices else "named"
        found.append(Property(iri, kind, int(row["count"].value), iri in shaped, choices))
    order = {"thing": 0, "named": 0, "text": 1, "number": 2, "year": 2, "lines": 3}
    return tuple(sorted(found, key=lambda each: (not each.is_main, order[each.kind], words.label(each.iri), each.iri)))


def _choices(engine: Engine, words: Words, class_iri: str, iri: str) -> dict[str, str]:
    """Return the things that are values of a property, by name; nothing where there are too many to choose from."""
    rows = select(engine, "property_choices", None, property=[iri], **{"class": [class_iri]})
    iris = [row["value"].value for row in rows if is_iri(row["value"].value)]
    if len(iris) > MOST_CHOICES:
        return {}
    names = names_of(engine, words, iris)
    known = {each: _short(names[each].value) if each in names else _own_name(words, each) for each in iris}
    return dict(sorted(known.items(), key=lambda each: (each[1].casefold(), each[0])))


def _own_name(words: Words, iri: str) -> str:
    return _short(words.label(iri) if iri in words.words else name_of(iri))


def _short(name: str) -> str:
    return shorten(" ".join(name.split()), _LONGEST_NAME)


def read_wish(
    engine: Engine, words: Words, class_iri: str, known: Sequence[Property], sent: Iterable[tuple[str, str]]
) -> Wish:
    """Read the parameters of an address. Raises Refused (400) where they are no question, and EngineError."""
    pairs = list(sent)
    if len(pairs) > _MOST_PARAMETERS:
        raise _refused(N_("The address has too many parts."))
    properties = {each.name: each for each in known}
    shown: dict[str, Property] = {}
    filters: dict[tuple[str, str], Filter] = {}
    for name, value in pairs:
        kind, dot, of = name.partition(".")
        text = " ".join(value.split())
        if len(text) > _LONGEST:
            raise _refused(N_("A text to look for has at most 200 characters."))
        if name == "show" and text:
            shown[text] = _property(properties, text)
        elif dot and kind in _FILTERS and text:
            each = _filter(engine, words, _property(properties, of), kind, text)
            filters[each.property.name, each.kind] = each
    if len(filters) > MOST_FILTERS:
        raise _refused(N_("A question has at most ten conditions."))
    if len(shown) > MOST_SHOWN:
        raise _refused(N_("At most twelve columns can be shown."))
    said = dict(pairs)
    sort = said.get("by", "").strip()
    return Wish(
        class_iri=class_iri,
        shown=tuple(shown.values()),
        filters=tuple(filters.values()),
        has_lines=bool(said.get("lines")) and any(each.kind == "lines" for each in known),
        sort=_property(properties, sort) if sort else None,
        is_descending=bool(said.get("down")),
        limit=_limit(said.get("limit", "")),
    )


#: What addresses call the conditions, and the kinds of properties that they can be put to.
_FILTERS = {
    "is": ("thing", "named"),
    "named": ("thing", "named"),
    "contains": ("text",),
    "from": ("number", "year"),
    "to": ("number", "year"),
    "has": ("thing", "named", "text", "number", "year"),
}


def _filter(engine: Engine, words: Words, of: Property, kind: str, text: str) -> Filter:
    if of.kind not in _FILTERS[kind]:
        raise _refused(N_("A condition does not suit the property that it is put to."))
    if kind == "has":
        if text not in ("yes", "no"):
            raise _refused(N_("Whether something is there can only be yes or no."))
        return Filter(of, "has" if text == "yes" else "lacks")
    if kind in ("from", "to") and not _NUMBER.fullmatch(text):
        raise _refused(N_("This has to be a number, such as 1.5."))
    if kind == "is":
        iri = thing_of(engine, words, text, of.choices)
        if not iri:
            raise _refused(N_("Nothing in this dataset has this name."))
        named = of.choices.get(iri) or next((each.value for each in names_of(engine, words, [iri]).values()), "")
        return Filter(of, kind, iri, _short(named) if named else _own_name(words, iri))
    return Filter(of, kind, text)


def _property(properties: Mapping[str, Property], name: str) -> Property:
    if name not in properties:
        raise _refused(N_("Things of this class have no property of this name."))
    return properties[name]


def _limit(text: str) -> int:
    if not text:
        return LIMITS[0]
    if text not in map(str, LIMITS):
        raise _refused(N_("So many rows cannot be wanted."))
    return int(text)


def _refused(detail: str) -> Refused:
    return Refused(400, _TITLE, detail)
