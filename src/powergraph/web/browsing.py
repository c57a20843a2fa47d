"""Browsing: all classes, and the list of one, narrowed down by letter, by words of the name and by facets."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from pyoxigraph import Literal

from powergraph.engine.request import Engine, EngineError
from powergraph.engine.results import Row
from powergraph.prefixes import PREFIXES
from powergraph.search import fold
from powergraph.web.ask import select
from powergraph.web.catalogue import Catalogue
from powergraph.web.found_pages import BrowsePage, ClassesPage, Facet, FacetValue, Listed
from powergraph.web.listing import MAIN_CLASSES, PAGE_SIZE, RECORD_CLASSES, browse_link, class_name, class_of, paging_of
from powergraph.web.members import FACETS, MOST_MEMBERS, Member, Members, MembersCache
from powergraph.web.pages import ClassCount
from powergraph.web.publication import Publication
from powergraph.web.translation import N_
from powergraph.web.words import Link, Words, shorten

__all__ = ["browse", "classes_page"]

#: What is said about a member of a list is cut to so many characters, and the query gives one more.
_GLOSS = 240
_STUB = PREFIXES["pow"] + "Stub"
#: Words that an address may have to narrow a list down; longer ones are cut (characters).
_LONGEST_WORDS = 100
#: What each facet is called, as the heading of its values.
_TITLES = {
    "kind": N_("Kind"),
    "group": N_("Group"),
    "note": N_("Note"),
    "notekind": N_("Kind of note"),
    "tag": N_("Tag"),
    "decade": N_("Decade"),
}


def classes_page(catalogue: Catalogue) -> ClassesPage:
    """Return all classes that have members, parted into what people come for, how it is recorded, and the rest."""
    words, counts = catalogue.words, catalogue.classes

    def counted(iris: Iterable[str]) -> tuple[ClassCount, ...]:
        return tuple(
            ClassCount(browse_link(words, iri), counts[iri], words.definition(iri), words.definition_language(iri))
            for iri in iris
            if iri in counts
        )

    known = {*MAIN_CLASSES, *RECORD_CLASSES}
    return ClassesPage(
        main_classes=counted(MAIN_CLASSES),
        other_classes=counted(iri for iri in counts if iri not in known),
        record_classes=counted(iri for iri in counts if iri in RECORD_CLASSES),
    )


def browse(
    engine: Engine,
    publication: Publication,
    catalogue: Catalogue,
    cache: MembersCache,
    class_iri: str,
    asked: Mapping[str, str],
    page: int,
) -> BrowsePage:
    """Return page *page* (from 1) of the members of a class, narrowed down by what is *asked* in the address.

    A class of very many members is listed as a whole. Raises EngineError.
    """
    words = catalogue.words
    members: Members | None = None
    if catalogue.classes.get(class_iri, 0) <= MOST_MEMBERS:
        try:
            members = cache.get(engine, publication, words, class_iri)
        except EngineError:
            if asked:
                raise
    if members is None:
        return _whole(engine, catalogue, class_iri, page)
    return _Narrowing(catalogue, class_iri, members, asked).page(engine, page)


class _Narrowing:
    """The members of a class, and what is chosen of them."""

    def __init__(self, catalogue: Catalogue, class_iri: str, members: Members, asked: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._words = catalogue.words
        self._class = class_iri
        self._members = members
        self._text = " ".join(asked.get("name", "")[:_LONGEST_WORDS].split())
        self._letter = asked.get("letter", "")
        self._chosen = {name: asked[name] for name in FACETS if asked.get(name)}
        self._link = browse_link(self._words, class_iri)
        self._all_chosen = self._left()

    def page(self, engine: Engine, page: int) -> BrowsePage:
        """Return a page of what is left."""
        left = self._all_chosen
        shown = left[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        counts = self._catalogue.classes
        kinds = [each for each in counts if self._class in self._words.superclasses(each)]
        return BrowsePage(
            name=self._link,
            definition=self._words.definition(self._class),
            definition_language=self._words.definition_language(self._class),
            count=counts.get(self._class, 0),
            found=len(left),
            members=_listed(engine, self._words, [member.link for member in shown]),
            narrower=tuple(ClassCount(browse_link(self._words, each), counts[each]) for each in kinds),
            paging=paging_of(page, len(left) - (page - 1) * PAGE_SIZE, lambda number: self._address(page=f"{number}")),
            text=self._text,
            letters=self._letters(),
            facets=tuple(facet for name in FACETS if (facet := self._facet(name)) is not None),
            everything=self._link.href if self._text or self._letter or self._chosen else "",
            kept=tuple(
                (name, value)
                for name, value in (*self._base(), ("letter", self._letter), *self._chosen.items())
                if value
            ),
        )

    def _base(self) -> list[tuple[str, str]]:
        """Return the parameters that belong to the address of the list itself."""
        return parse_qsl(self._link.href.partition("?")[2])

    def _address(self, **changed: str) -> str:
        asked = {"name": self._text, "letter": self._letter, **self._chosen, **changed}
        parameters = [*self._base(), *((name, value) for name, value in asked.items() if value)]
        path = self._link.href.partition("?")[0]
        return f"{path}?{urlencode(parameters)}" if parameters else path

    def _left(self, but: str = "") -> Sequence[Member]:
        """Return the members that have all that was chosen, *but* in one respect."""
        if but not in ("", "letter" if self._letter else "", *self._chosen):
            return self._all_chosen
        beginnings = fold(self._text).split()
        letter = self._letter if but != "letter" else ""
        chosen = {name: self._value(name, text) for name, text in self._chosen.items() if name != but}

        def has(member: Member) -> bool:
            if letter and member.letter != letter:
                return False
            if any(value not in member.facets.get(name, ()) for name, value in chosen.items()):
                return False
            if not beginnings:
                return True
            names = member.key.split()
            return all(any(name.startswith(each) for name in names) for each in beginnings)

        return [member for member in self._members.things if has(member)]

    def _letters(self) -> tuple[FacetValue, ...]:
        """Return the letters that names begin with, in order, each with how many are left under it."""
        counts = Counter(member.letter for member in self._left(but="letter"))
        order = sorted(counts, key=lambda letter: (letter == "#", letter))
        if len(order) < 2 and not self._letter:
            return ()
        return tuple(
            FacetValue(
                Link(letter, self._address(letter="" if letter == self._letter else letter)),
                counts[letter],
                letter == self._letter,
            )
            for letter in order
        )

    def _facet(self, name: str) -> Facet | None:
        """Return the values of a facet that are left, the most common ones first; None where it parts nothing."""
        left = self._left(but=name)
        counts: Counter[str] = Counter(value for member in left for value in member.facets.get(name, ()))
        if name == "kind":
            counts = Counter({kind: n for kind, n in counts.items() if self._class in self._words.superclasses(kind)})
        chosen = self._chosen.get(name, "")
        parting = [value for value, count in counts.items() if count < len(left)]
        if not chosen and (not parting or (len(counts) == len(left) and len(left) > 1)):
            return None
        choices = [self._choice(name, value, count) for value, count in counts.items()]
        if name == "decade":
            choices.sort(key=lambda choice: int(choice.link.text))
        else:
            choices.sort(key=lambda choice: (-choice.count, choice.link.text.casefold()))
        return Facet(_TITLES[name], tuple(choices))

    def _choice(self, name: str, value: str, count: int) -> FacetValue:
        text = self._shortened(name, value)
        is_chosen = self._chosen.get(name) == text
        if name == "kind":
            link = Link(self._words.label(value), language="")
        else:
            link = self._members.names.get(value, Link(value))
        href = self._address(**{name: "" if is_chosen else text})
        return FacetValue(Link(link.text, href, language=link.language), count, is_chosen)

    def _shortened(self, name: str, value: str) -> str:
        """Return a value as an address has it: an IRI of the dataset by its path, a class by its name."""
        if name == "kind":
            return class_name(value)
        return value.removeprefix(self._words.addresses.base)

    def _value(self, name: str, text: str) -> str:
        """Return the value that an address means."""
        if name == "kind":
            return class_of(text) or text
        iri = self._words.addresses.base + text
        return iri if iri in self._members.names else text


def _whole(engine: Engine, catalogue: Catalogue, class_iri: str, page: int) -> BrowsePage:
    words, counts = catalogue.words, catalogue.classes
    terms: dict[str, list[str | Literal]] = {"class": [class_iri], "language": [Literal(words.language)]}
    rows = select(engine, "members", (PAGE_SIZE + 1, (page - 1) * PAGE_SIZE), **terms)
    link = browse_link(words, class_iri)
    joiner = "&" if "?" in link.href else "?"
    return BrowsePage(
        name=link,
        definition=words.definition(class_iri),
        definition_language=words.definition_language(class_iri),
        count=counts.get(class_iri, 0),
        found=counts.get(class_iri, 0),
        members=tuple(_described(words.show(row["thing"], row.get("label")), row) for row in rows[:PAGE_SIZE]),
        narrower=tuple(
            ClassCount(browse_link(words, each), counts[each])
            for each in counts
            if class_iri in words.superclasses(each)
        ),
        paging=paging_of(page, len(rows), lambda number: f"{link.href}{joiner}page={number}"),
    )


def _listed(engine: Engine, words: Words, links: Iterable[Link]) -> tuple[Listed, ...]:
    """Return what is said of some members of a list."""
    shown = list(links)
    iris = [link.iri for link in shown if link.iri]
    rows = {row["thing"].value: row for row in (select(engine, "member_details", thing=iris) if iris else ())}
    return tuple(_described(link, rows.get(link.iri, {})) for link in shown)


def _described(link: Link, row: Row) -> Listed:
    return Listed(
        link=link,
        text=shorten(row["gloss"].value, _GLOSS) if "gloss" in row else "",
        is_stub="status" in row and row["status"].value == _STUB,
        label=row["contentLabel"].value if "contentLabel" in row else "",
    )
