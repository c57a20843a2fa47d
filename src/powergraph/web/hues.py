"""Which of the few colours and marks a thing has in pages: one for each class that people come for."""

from collections.abc import Iterable

from powergraph.web.words import iris_of

__all__ = ["class_of", "hue_of"]

#: The narrowest class first; the names are those of the rules in static/site.css.
_CLASSES = {
    "source": "pow:PowerSource",
    "group": "pow:PowerGroup",
    "mode": "pow:PowerMode",
    "practice": "pow:Practice",
    "topic": "pow:Framework pow:Topic",
    "note": "pow:Note",
    "citation": "pow:Citation",
    "work": "fabio:Book fabio:BookChapter fabio:JournalArticle fabio:WebPage fabio:Expression",
    "person": "foaf:Person foaf:Organization",
    "concept": "pow:KeyConcept",
}
_HUES = {iri: hue for hue, names in _CLASSES.items() for iri in iris_of(names)}


def hue_of(classes: Iterable[str]) -> str:
    """Return the hue of a thing of these classes, "" where it has none of its own.

    >>> from powergraph.vocabulary import POW
    >>> hue_of([POW.KeyConcept.value, POW.PowerSource.value]), hue_of(["urn:x"])
    ('source', '')
    """
    given = set(classes)
    return next((hue for iri, hue in _HUES.items() if iri in given), "")


def class_of(classes: Iterable[str]) -> str:
    """Return the one of these classes that gives a thing its hue, "" where none does.

    >>> from powergraph.vocabulary import POW
    >>> class_of([POW.KeyConcept.value, POW.PowerSource.value]) == POW.PowerSource.value, class_of(["urn:x"])
    (True, '')
    """
    given = set(classes)
    return next((iri for iri in _HUES if iri in given), "")
