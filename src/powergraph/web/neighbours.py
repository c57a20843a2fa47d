"""What a picture shows around a thing: the things that its page links with it, a few of each relation."""

from collections.abc import Iterable
from dataclasses import replace

from powergraph.engine.request import Engine
from powergraph.web.ask import select
from powergraph.web.hues import class_of, hue_of
from powergraph.web.pages import Neighbour, NeighbourGroup, Statements, Thing
from powergraph.web.words import Words

__all__ = ["MOST_NEIGHBOURS", "with_neighbours"]

#: So many neighbours can be told apart in one picture, by so many relations.
MOST_NEIGHBOURS = 24
_MOST_GROUPS = 8
#: Things whose classes are asked for: a page is quick whatever points to its thing.
_MOST_ASKED = 400


def with_neighbours(engine: Engine, words: Words, thing: Thing) -> Thing:
    """Return the page of a thing with its neighbours: things of the kinds that people come for. Raises EngineError."""
    groups = (*thing.statements, *thing.uses)
    iris = dict.fromkeys(
        each.link.iri for group in groups for each in group.values if _is_here(each.link.href, each.link.iri, thing)
    )
    asked = list(iris)[:_MOST_ASKED]
    classes: dict[str, list[str]] = {}
    for row in select(engine, "neighbour_classes", thing=asked) if asked else ():
        classes.setdefault(row["thing"].value, []).append(row["class"].value)
    shown = _chosen(_groups(groups, words, classes))
    picture = words.addresses.local(thing.iri, ".svg") if shown else ""
    return replace(thing, neighbours=shown if picture else (), picture=picture)


def _is_here(href: str, iri: str, thing: Thing) -> bool:
    return bool(iri) and iri != thing.iri and href.startswith("/")


def _groups(
    statements: Iterable[Statements], words: Words, classes: dict[str, list[str]]
) -> list[tuple[Statements, list[Neighbour]]]:
    """Return the neighbours by relation, each once, where it is first named; a relation without any is left out."""
    seen: set[str] = set()
    found = []
    for group in statements:
        neighbours = []
        for each in group.values:
            iri = each.link.iri
            hue = hue_of(classes.get(iri, ()))
            if hue and iri not in seen:
                seen.add(iri)
                neighbours.append(Neighbour(each.link, words.label(class_of(classes[iri])), hue))
        if neighbours or (group.more and not group.values):
            found.append((group, sorted(neighbours, key=lambda each: each.hue)))
    return found[:_MOST_GROUPS]


def _chosen(found: list[tuple[Statements, list[Neighbour]]]) -> tuple[NeighbourGroup, ...]:
    """Give each relation its fair share of the places: what one does not need, the others get."""
    places = [0] * len(found)
    left = MOST_NEIGHBOURS
    while left and any(places[each] < len(found[each][1]) for each in range(len(found))):
        for each, (_, neighbours) in enumerate(found):
            if left and places[each] < len(neighbours):
                places[each] += 1
                left -= 1
    return tuple(
        NeighbourGroup(
            group.predicate,
            tuple(neighbours[:count]),
            group.count if not group.values else len(neighbours) - count,
            group.more,
        )
        for (group, neighbours), count in zip(found, places, strict=True)
    )
