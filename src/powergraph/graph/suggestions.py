"""Suggestions: which known names a name that nobody has may be meant for."""

import difflib
import re
from bisect import bisect_left
from collections.abc import Mapping

from powergraph.extract.labels import readable, without_acronym
from powergraph.graph.folding import fold_punctuation

__all__ = ["Suggestions"]

#: How much alike two names are at least (the ratio of difflib).
_ALIKE = 0.8
#: How many neighbours in the order of the alphabet are looked at, before and after, from the front and from the back.
_WINDOW = 6
_MOST = 3
_ASIDE = re.compile(r"\s*[(\[:].*$", re.DOTALL)
#: Longer names are not compared letter by letter.
_LONGEST = 120


class Suggestions:
    """Finds the known names that are much like another one, at a cost that grows with the logarithm of their number.

    A slip of the pen leaves what stands before it or what stands behind it as it was: so the true name is a neighbour
    in the alphabet, read from the front or from the back.
    """

    __slots__ = ("_backward", "_forward", "_names", "_reduced")

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take the known names (whatever their spelling) and what to suggest for each."""
        self._names: dict[str, str] = {}
        self._reduced: dict[str, list[str]] = {}
        for name in sorted(names):
            if key := fold_punctuation(name):
                self._names.setdefault(key, names[name])
            for reduced in _reductions(name):
                told = self._reduced.setdefault(reduced, [])
                if names[name] not in told and len(told) < _MOST:
                    told.append(names[name])
        self._forward = sorted(self._names)
        self._backward = sorted(name[::-1] for name in self._names)

    def of(self, name: str) -> tuple[str, ...]:
        """Return at most three suggestions, the best first."""
        same = [told for key in _reductions(name) for told in self._reduced.get(key, ())]
        key = fold_punctuation(without_acronym(readable(name))[0])[:_LONGEST]
        matcher = difflib.SequenceMatcher(None, "", key, autojunk=False)
        scored: list[tuple[float, str]] = []
        for near in self._neighbours(key):
            if 2 * min(len(near), len(key)) >= _ALIKE * (len(near) + len(key)):
                matcher.set_seq1(near)
                if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                    scored.append((-ratio, near))
        return tuple(dict.fromkeys([*same, *(self._names[near] for _, near in sorted(scored))]))[:_MOST]

    def _neighbours(self, key: str) -> set[str]:
        ahead, back = bisect_left(self._forward, key), bisect_left(self._backward, key[::-1])
        near = set(self._forward[max(ahead - _WINDOW, 0) : ahead + _WINDOW])
        return near | {name[::-1] for name in self._backward[max(back - _WINDOW, 0) : back + _WINDOW]}


def _reductions(name: str) -> tuple[str, ...]:
    """Return what is left of a name without its acronym, and without what stands in parentheses or after a colon.

    >>> _reductions("Trauma-Informed Care (TIC)")
    ('trauma informed care',)
    """
    bare = fold_punctuation(without_acronym(readable(name))[0])
    aside = fold_punctuation(_ASIDE.sub("", readable(name)))
    return tuple(dict.fromkeys(filter(None, (bare, aside))))
