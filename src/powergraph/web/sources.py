"""The sources of power in their groups, with how many notes speak of each and which practices address it."""

from collections.abc import Sequence
from dataclasses import replace

from powergraph.engine.request import Engine
from powergraph.engine.results import Term
from powergraph.web.ask import select
from powergraph.web.pages import PosterGroup, PosterSource, SourceGroup
from powergraph.web.words import Words

__all__ = ["poster_groups"]

#: So many groups, and sources of one, can be taken in at a glance.
_MOST_GROUPS = 8
_MOST_SOURCES = 12


def poster_groups(engine: Engine, words: Words, groups: Sequence[SourceGroup]) -> tuple[PosterGroup, ...]:
    """Ask what the overview shows of the sources of these groups. Raises EngineError."""
    shown = groups[:_MOST_GROUPS]
    iris = list(dict.fromkeys(link.iri for each in shown for link, _ in each.sources[:_MOST_SOURCES]))
    if not iris:
        return ()
    notes = {
        row["source"].value: int(row["notes"].value)
        for row in select(engine, "source_notes", source=iris)
        if "source" in row
    }
    labels: dict[str, dict[Term, list[Term]]] = {}
    for row in select(engine, "source_practices", source=iris):
        names = labels.setdefault(row["source"].value, {}).setdefault(row["practice"], [])
        names.extend([row["label"]] if "label" in row else [])
    practices = {
        source: tuple(
            sorted((words.show(each, words.best(names)) for each, names in found.items()), key=lambda link: link.text)
        )
        for source, found in labels.items()
    }
    return tuple(
        PosterGroup(
            group.group,
            tuple(
                PosterSource(replace(link, note=gloss), notes.get(link.iri, 0), practices.get(link.iri, ()))
                for link, gloss in group.sources[:_MOST_SOURCES]
            ),
            len(group.sources[_MOST_SOURCES:]),
        )
        for group in shown
    )
