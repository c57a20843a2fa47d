"""Same works: which entries of literature lists refer to one work.

The rules, from the surest on:

1. Entries with the same DOI, PubMed number or ISBN (but for chapters of one book) are one work, unless both their first
   authors and their titles differ: then an identifier was copied by mistake.
2. Entries whose first author, year and title agree are one work. Titles agree where they are equal after folding (case,
   accents, punctuation, `&`), or where one lacks the subtitle and all others of the group have the same one.
3. An entry without a year joins a dated work only where all authors and the whole title agree and no other dated work
   has both. Two different years are two works, told as alike.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from powergraph.extract.extraction import Agent, Citation

__all__ = ["compatible", "fold_text", "group_records"]

_SUBTITLE = re.compile(r"\s*(?::|\s[\u2013\u2014-]\s|\u2014)\s*")
#: With how many works of one identifier or title an entry is compared.
_COMPARED = 5


@lru_cache(maxsize=65536)
def fold_text(text: str) -> str:
    """Return the words of a text without case, accents and punctuation.

    >>> fold_text("Martín-Baró & Sons") == fold_text("martin baro and sons")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ").replace("'", "").replace("\u2019", "")))


def _initials(given: str) -> str:
    return "".join(part[0] for part in re.findall(r"[^\W\d_]+", given)).casefold()


def compatible(one: Agent, other: Agent) -> bool:
    """Tell whether two forms of a name can be one person: the same family, and initials that do not contradict.

    >>> compatible(Agent("Elm", "E."), Agent("Elm", "E. F.")), compatible(Agent("Elm", "E."), Agent("Elm", "F."))
    (True, False)
    """
    if one.organisation != other.organisation or fold_text(one.family) != fold_text(other.family):
        return False
    first, second = _initials(one.given), _initials(other.given)
    return first.startswith(second) or second.startswith(first)


class _Sets:
    """Disjoint sets of numbers; the smallest number of a set stands for it."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def find(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first


def group_records(
    citations: Sequence[Citation],
) -> tuple[dict[Citation, int], set[int], dict[int, tuple[int, ...]]]:
    """Group entries into works.

    Returns the number of the work of each entry, the numbers of all works, and for a work those that look like it. An
    entry belongs to no work where none of its group has a title.
    """
    distinct = list(dict.fromkeys(citations))
    sets = _Sets(len(distinct))
    _by_identifier(distinct, sets)
    _by_title(distinct, sets)
    _undated(distinct, sets)
    titled = {sets.find(n) for n, citation in enumerate(distinct) if citation.title}
    root_of = {citation: root for n, citation in enumerate(distinct) if (root := sets.find(n)) in titled}
    return root_of, titled, _alike(distinct, sets)


def _by_identifier(distinct: list[Citation], sets: _Sets) -> None:
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, citation in enumerate(distinct):
        isbns = () if citation.kind == "BookChapter" else citation.isbns
        numbers = (("doi", citation.dois), ("pmid", citation.pmids), ("pmcid", citation.pmcids), ("isbn", isbns))
        for key in [(name, number) for name, found in numbers for number in found]:
            for other in seen[key][:_COMPARED]:
                if _may_be_one(citation, distinct[other]):
                    sets.join(n, other)
                    break
            else:
                seen[key].append(n)


def _may_be_one(one: Citation, other: Citation) -> bool:
    """Tell whether two entries with one identifier agree in first author or title, or lack what would tell."""
    if not (one.authors and other.authors) or not (one.title and other.title):
        return True
    if fold_text(one.authors[0].family) == fold_text(other.authors[0].family):
        return True
    return _main(one.title) == _main(other.title)


def _main(title: str) -> str:
    return fold_text(_SUBTITLE.split(title, maxsplit=1)[0])


def _by_title(distinct: list[Citation], sets: _Sets) -> None:
    groups: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for n, citation in enumerate(distinct):
        if citation.title and (citation.year or not citation.authors):
            family = fold_text(citation.authors[0].family) if citation.authors else f"\x1f{citation.url}"
            groups[family, citation.year, _main(citation.title)].append(n)
    for (_, _, main), numbers in groups.items():
        by_initial: dict[str, list[int]] = defaultdict(list)
        for n in numbers:
            authors = distinct[n].authors
            by_initial[_initials(authors[0].given)[:1] if authors else ""].append(n)
        if len(by_initial) == 2 and "" in by_initial:
            by_initial = defaultdict(list, {"": numbers})
        for same in by_initial.values():
            titles: dict[str, list[int]] = defaultdict(list)
            for n in same:
                titles[fold_text(distinct[n].title)].append(n)
            if len(titles) == 2 and main in titles:
                titles = defaultdict(list, {main: same})
            for one_work in titles.values():
                for n in one_work[1:]:
                    sets.join(one_work[0], n)


def _undated(distinct: list[Citation], sets: _Sets) -> None:
    dated: dict[tuple[tuple[str, ...], str], set[int]] = defaultdict(set)
    undated: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for n, citation in enumerate(distinct):
        if citation.authors and citation.title:
            # Whoever is written with another initial is another author.
            names = tuple(f"{fold_text(a.family)} {_initials(a.given)[:1]}" for a in citation.authors)
            key = (names, fold_text(citation.title))
            if citation.year:
                dated[key].add(n)
            else:
                undated[key].append(n)
    for key, numbers in undated.items():
        for n in numbers[1:]:
            sets.join(numbers[0], n)
        roots = {sets.find(n) for n in dated.get(key, ())}
        if len(roots) == 1:
            sets.join(numbers[0], roots.pop())


def _alike(distinct: list[Citation], sets: _Sets) -> dict[int, tuple[int, ...]]:
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for n, citation in enumerate(distinct):
        if citation.authors and citation.title:
            first = citation.authors[0]
            groups[f"{fold_text(first.family)} {_initials(first.given)[:1]}", fold_text(citation.title)].add(
                sets.find(n)
            )
    return {root: tuple(sorted(roots)[:_COMPARED]) for roots in groups.values() if len(roots) > 1 for root in roots}
