"""Known names: lists of given names, of family names, and of people who are known by one name alone."""

from functools import cache
from importlib.resources import files

__all__ = ["is_known_family", "is_known_given", "is_mononym"]


@cache
def _names(list_: str) -> frozenset[str]:
    text = files("powergraph.extract").joinpath(f"{list_}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_known_given(word: str) -> bool:
    """Tell whether a word, or a part of it between hyphens, is a given name that is common in literature lists.

    >>> is_known_given("Jean-Paul"), is_known_given("Levine")
    (True, False)
    """
    return any(part.casefold() in _names("given_names") for part in word.split("-"))


def is_known_family(word: str) -> bool:
    """Tell whether a word is a family name and hardly a given one: a common one, or one that ends as only they do.

    >>> [is_known_family(word) for word in ("Levine", "Ericson", "Bergmann", "Sue", "Resmaa", "Jackson")]
    [True, True, True, False, False, False]
    """
    folded = word.casefold()
    return folded in _names("family_names") or (folded.endswith(_FAMILY_ENDS) and not is_known_given(word))


#: Ends of family names that given names hardly have.
_FAMILY_ENDS = ("berg", "mann", "stein", "sson", "ssen", "icson", "inson", "worth", "smith", "ström", "escu", "ović")


def is_mononym(word: str) -> bool:
    """Tell whether an author is known by this name alone.

    >>> is_mononym("Aristotle"), is_mononym("Shelf")
    (True, False)
    """
    return word.casefold() in _names("mononyms")
