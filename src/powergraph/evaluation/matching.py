"""Matching: which found thing is which annotated one, by place and name."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from powergraph.evaluation.found import Found
from powergraph.evaluation.gold import Wanted

__all__ = ["Matching", "match"]

#: How many lines a named thing may begin beside its annotation: a heading and its paragraph, a list and its lead.
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs of annotated and found things, and what has no partner, each in the order of its lines."""

    pairs: tuple[tuple[Wanted, Found], ...]
    missed: tuple[Wanted, ...]
    spurious: tuple[Found, ...]


def match(
    wanted: Iterable[Wanted],
    found: Iterable[Found],
    names_of_wanted: Callable[[Wanted], Sequence[str]],
    names_of_found: Callable[[Found], Sequence[str]],
    *,
    by_place: bool,
) -> Matching:
    """Pair things one to one: by name at the line, then by name near it, then, with *by_place*, by the line alone.

    Names are compared as they are given, so they are folded already. By the line alone means the same first line, then
    lying within the lines of the found thing.
    """
    matcher = _Matcher(
        tuple(sorted(wanted, key=lambda w: w.line)), tuple(sorted(found, key=lambda f: (f.start, f.end)))
    )
    matcher.by_name(names_of_wanted, names_of_found)
    if by_place:
        matcher.by_place()
    return matcher.matching()


class _Matcher:
    def __init__(self, wanted: tuple[Wanted, ...], found: tuple[Found, ...]) -> None:
        self.wanted = wanted
        self.found = found
        self.partner: dict[int, int] = {}
        self.taken: set[int] = set()

    def matching(self) -> Matching:
        return Matching(
            tuple((self.wanted[w], self.found[f]) for w, f in sorted(self.partner.items())),
            tuple(thing for w, thing in enumerate(self.wanted) if w not in self.partner),
            tuple(thing for f, thing in enumerate(self.found) if f not in self.taken),
        )

    def by_name(
        self, names_of_wanted: Callable[[Wanted], Sequence[str]], names_of_found: Callable[[Found], Sequence[str]]
    ) -> None:
        named: dict[str, list[int]] = defaultdict(list)
        for f, found in enumerate(self.found):
            for name in dict.fromkeys(names_of_found(found)):
                named[name].append(f)
        for exact in (True, False):
            for w, thing in enumerate(self.wanted):
                if w in self.partner:
                    continue
                candidates = [f for name in names_of_wanted(thing) for f in named.get(name, ()) if f not in self.taken]
                near = [f for f in candidates if self._fits(thing.line, self.found[f], exact=exact)]
                if near:
                    self._pair(w, min(near, key=lambda f: abs(self.found[f].start - thing.line)))

    @staticmethod
    def _fits(line: int, found: Found, *, exact: bool) -> bool:
        return found.start == line if exact else found.start - _NEAR <= line <= max(found.end, found.start + _NEAR)

    def by_place(self) -> None:
        starting: dict[int, list[int]] = defaultdict(list)
        for f, found in enumerate(self.found):
            starting[found.start].append(f)
        for w, thing in enumerate(self.wanted):
            if w not in self.partner and (free := [f for f in starting[thing.line] if f not in self.taken]):
                self._pair(w, free[0])
        free = [f for f in range(len(self.found)) if f not in self.taken]
        starts = [self.found[f].start for f in free]
        for w, thing in enumerate(self.wanted):
            if w in self.partner:
                continue
            place = bisect_right(starts, thing.line) - 1
            if place >= 0 and free[place] not in self.taken and self.found[free[place]].end >= thing.line:
                self._pair(w, free[place])

    def _pair(self, w: int, f: int) -> None:
        self.partner[w] = f
        self.taken.add(f)
