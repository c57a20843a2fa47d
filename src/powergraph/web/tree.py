"""Trees: kinds of things below each other, as the vocabulary has them, and ideas, as the notes have them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from powergraph.engine.request import Engine
from powergraph.engine.results import Term
from powergraph.web.ask import select
from powergraph.web.catalogue import Catalogue
from powergraph.web.found_pages import Branch, TreePage
from powergraph.web.listing import RECORD_CLASSES, browse_link
from powergraph.web.words import Link, Words

__all__ = ["tree_page"]

#: Branches are shown down to this level.
_DEEPEST = 12


def tree_page(engine: Engine, catalogue: Catalogue) -> TreePage:
    """Return the trees of a dataset. Raises EngineError."""
    return TreePage(_kinds(catalogue), _ideas(engine, catalogue.words))


def _kinds(catalogue: Catalogue) -> tuple[Branch, ...]:
    words, counts = catalogue.words, catalogue.classes
    shown = {iri for iri in counts if iri not in RECORD_CLASSES}
    below: dict[str, set[str]] = defaultdict(set)
    for iri in shown:
        higher = words.superclasses(iri) & shown
        # Only what is directly above: no class that stands above another one of them.
        far = {above for each in higher for above in words.superclasses(each) if above != each}
        for each in higher - far or higher:
            below[each].add(iri)
    return _grown(shown, below, lambda iri: browse_link(words, iri), counts)


def _ideas(engine: Engine, words: Words) -> tuple[Branch, ...]:
    labels: dict[str, list[Term]] = defaultdict(list)
    below: dict[str, set[str]] = defaultdict(set)
    terms: dict[str, Term] = {}
    for row in select(engine, "hierarchy"):
        thing, broader = row["thing"], row["broader"]
        below[broader.value].add(thing.value)
        for name, term in (("label", thing), ("broaderLabel", broader)):
            terms[term.value] = term
            labels[term.value] += [row[name]] if name in row else []

    def link(iri: str) -> Link:
        return words.show(terms[iri], words.best(labels[iri]))

    return _grown(terms, below, link, {})


def _grown(
    things: Iterable[str], below: Mapping[str, set[str]], link: Callable[[str], Link], counts: Mapping[str, int]
) -> tuple[Branch, ...]:
    """Return the trees of all things that stand below none; each thing has its branches once, rings are cut."""
    every = set(things)
    lower = {each for group in below.values() for each in group}
    done: set[str] = set()

    def in_order(iris: Iterable[str]) -> list[tuple[str, Link]]:
        links = [(iri, link(iri)) for iri in iris]
        return sorted(links, key=lambda each: (each[1].text.casefold(), each[0]))

    def branch(iri: str, shown: Link, depth: int) -> Branch:
        if iri in done or depth > _DEEPEST:
            return Branch(shown, count=counts.get(iri, 0), is_again=bool(below.get(iri)))
        done.add(iri)
        branches = tuple(branch(*each, depth + 1) for each in in_order(below.get(iri, ())))
        return Branch(shown, branches, counts.get(iri, 0))

    roots = [branch(*each, 1) for each in in_order(every - lower)]
    while left := every - done:  # a ring has no root: begin with its first one
        first = in_order(left)[0]
        roots.append(branch(*first, 1))
    return tuple(roots)
