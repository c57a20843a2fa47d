"""The picture of a thing among its neighbours: where everything stands, computed, the same for the same page."""

import math
from dataclasses import dataclass

from powergraph.web.lettering import fitted, lines_of, plain_label, width_of
from powergraph.web.pages import Neighbour, NeighbourGroup, Thing

__all__ = ["COLOURS", "FORMS", "Drawing", "Key", "Label", "Mark", "draw"]

WIDTH = 880
SIZE = 14
SMALL = 12.5
TITLE = 16
#: From one line to the next: more than the letters are high.
_ROW = 25
_MARGIN = 24
_LEGEND = 36
#: How far from the middle marks stand: at the ends of a side, and at its height.
_NEAR, _FAR = 150, 212
_MOST_TITLE = 236
_CENTRE_RADIUS = 15
#: The outline of each mark in a square from -1 to 1, as the marks of static/site.css.
FORMS = {
    "source": "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0Z",
    "group": "M0 -1L1 0L0 1L-1 0Z",
    "mode": "M0 -.92L1 .84L-1 .84Z",
    "concept": "M-.5 -.88L.5 -.88L1 0L.5 .88L-.5 .88L-1 0Z",
    "practice": "M-.84 -.84L.84 -.84L.84 .84L-.84 .84Z",
    "topic": "M-1 -.84L.2 -.84L1 0L.2 .84L-1 .84Z",
    "note": "M-.76 -1L.3 -1L.76 -.5L.76 1L-.76 1Z",
    "citation": "M-1 -.84L-.16 -.84L-.16 .84L-1 .84ZM.16 -.84L1 -.84L1 .84L.16 .84Z",
    "work": "M-1 -.84L-.16 -.84L-.16 .84L-1 .84ZM.16 -.84L1 -.84L1 .84L.16 .84Z",
    "person": "M0 -1L.24 -.28L1 -.24L.4 .2L.6 .96L0 .52L-.6 .96L-.4 .2L-1 -.24L-.24 -.28Z",
    "": "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0Z",
}
#: The light colours of static/site.css, for a picture that stands alone.
COLOURS = {
    "source": "#c44e00",
    "group": "#a87400",
    "mode": "#a8487f",
    "concept": "#0072b2",
    "practice": "#00785a",
    "topic": "#2a78a8",
    "note": "#6d6a64",
    "citation": "#8a7a1c",
    "work": "#8a7a1c",
    "person": "#7a5ea8",
    "": "#575c61",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text at *x*, *y* (its baseline); *anchor* is start, middle or end."""

    text: str
    x: float
    y: float
    anchor: str
    size: float = SIZE
    language: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The room that it takes at most: left, top, right, bottom."""
        width = width_of(self.text, self.size)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - self.size * 0.95, left + width, self.y + self.size * 0.3


@dataclass(frozen=True, slots=True)
class Mark:
    """A neighbour: its mark at *x*, *y*, its label, the line that joins it to the middle, and where it leads."""

    x: float
    y: float
    hue: str
    href: str
    title: str
    label: Label
    edge: str


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    x: float
    y: float
    hue: str
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn: *names* is the thing in the middle, *relations* stand above their marks.

    *more* are the links to what is not drawn: each with how many that are.
    """

    width: int
    height: int
    title: str
    hue: str
    x: float
    y: float
    radius: float
    names: tuple[Label, ...]
    relations: tuple[Label, ...]
    marks: tuple[Mark, ...]
    more: tuple[tuple[int, str, Label], ...]
    legend: tuple[Key, ...]

    @property
    def boxes(self) -> tuple[tuple[float, float, float, float], ...]:
        """The room of every text."""
        labels = (*self.names, *self.relations, *(each.label for each in self.marks))
        labels += tuple(label for _, _, label in self.more) + tuple(each.label for each in self.legend)
        return tuple(each.box for each in labels)


#: A line of a side: the name of a relation, a neighbour, or how many more there are and where.
_Row = str | Neighbour | tuple[int, str]


def draw(thing: Thing) -> Drawing:
    """Lay out a thing among its neighbours: the relations on two sides of it, as even as they can be."""
    sides = _sides(thing.neighbours, thing.picture.removesuffix(".svg") + ".html")
    longest = max(map(len, sides), default=0)
    tall = max(longest * _ROW, 130)
    middle = _MARGIN + tall / 2
    relations: list[Label] = []
    marks: list[Mark] = []
    more: list[tuple[int, str, Label]] = []
    for rows, way in zip(sides, (1, -1), strict=True):
        anchor = "start" if way > 0 else "end"
        top = middle - len(rows) * _ROW / 2
        for place, row in enumerate(rows):
            y = top + (place + 0.5) * _ROW
            reach = _NEAR + (_FAR - _NEAR) * math.cos(math.pi / 2 * (y - middle) / (tall / 2))
            x, room = WIDTH / 2 + way * reach, WIDTH / 2 - reach - 24
            if isinstance(row, str):
                relations.append(Label(fitted(row, room, SMALL), round(x, 1), round(y + 8, 1), anchor, SMALL))
            elif isinstance(row, Neighbour):
                marks.append(_mark(row, round(x, 1), round(y, 1), way, middle, room))
            else:
                # the words are put in by the page, in the language of its reader: room is kept for them
                more.append((*row, Label("…" * 8, round(x + way * 14, 1), round(y + 5, 1), anchor, SMALL)))
    legend, height = _legend(thing, _MARGIN + tall + _LEGEND)
    lines = lines_of(thing.title.text, _MOST_TITLE, TITLE, 3)
    names = tuple(
        Label(text, WIDTH / 2, middle + _CENTRE_RADIUS + 21 + 20 * place, "middle", TITLE, thing.title.language)
        for place, text in enumerate(lines)
    )
    return Drawing(
        width=WIDTH,
        height=round(height),
        title=plain_label(thing.title.text),
        hue=thing.hue,
        x=WIDTH / 2,
        y=middle,
        radius=_CENTRE_RADIUS,
        names=names,
        relations=tuple(relations),
        marks=tuple(marks),
        more=tuple(more),
        legend=legend,
    )


def _sides(groups: tuple[NeighbourGroup, ...], page: str) -> tuple[list[_Row], list[_Row]]:
    """Return the lines of both sides: each relation on the shorter one; a single relation is halved."""
    sides: tuple[list[_Row], list[_Row]] = ([], [])
    if len(groups) == 1 and len(groups[0].neighbours) > 4:
        group = groups[0]
        half = (len(group.neighbours) + 1) // 2
        sides[0].extend((group.relation.text, *group.neighbours[:half]))
        sides[1].extend((group.relation.text, *group.neighbours[half:]))
        sides[1].extend([(group.hidden, group.more or page)] if group.hidden else [])
        return sides
    for group in sorted(groups, key=lambda each: -len(each.neighbours)):
        shorter = min(sides, key=len)
        shorter.extend((group.relation.text, *group.neighbours))
        shorter.extend([(group.hidden, group.more or page)] if group.hidden else [])
    return sides


def _mark(neighbour: Neighbour, x: float, y: float, way: int, middle: float, room: float) -> Mark:
    link = neighbour.link
    start, bend = WIDTH / 2 + way * _CENTRE_RADIUS, WIDTH / 2 + way * 95
    return Mark(
        x=x,
        y=y,
        hue=neighbour.hue,
        href=link.href,
        title=f"{plain_label(link.text)} ({plain_label(neighbour.kind)})",
        label=Label(
            fitted(link.text, room, SIZE),
            round(x + way * 14, 1),
            y + 5,
            "start" if way > 0 else "end",
            SIZE,
            link.language,
        ),
        edge=f"M{start:g} {middle:g}C{bend:g} {middle:g} {bend:g} {y:g} {x - way * 8:g} {y:g}",
    )


def _legend(thing: Thing, top: float) -> tuple[tuple[Key, ...], float]:
    """Return what the marks mean, in rows, and where the picture ends."""
    kinds = {each.hue: each.kind for group in thing.neighbours for each in group.neighbours}
    if thing.hue and thing.kinds:
        kinds.setdefault(thing.hue, thing.kinds[0].text)
    x, y = float(_MARGIN), top
    keys: list[Key] = []
    for hue in sorted(kinds, key=list(FORMS).index):
        text = fitted(kinds[hue], 200, SMALL)
        width = width_of(text, SMALL) + 40
        if x + width > WIDTH and x > _MARGIN:
            x, y = float(_MARGIN), y + _ROW
        keys.append(Key(round(x, 1), y, hue, Label(text, round(x + 14, 1), y + 4.5, "start", SMALL)))
        x += width
    return tuple(keys), y + _MARGIN if keys else top - _LEGEND + _MARGIN
