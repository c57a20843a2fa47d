"""The sources of power and their groups as one picture: where each field, disc and mark stands, computed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from powergraph.web.lettering import fitted, lines_of, plain_label
from powergraph.web.neighbourhood import Label
from powergraph.web.pages import PosterGroup, PosterSource
from powergraph.web.words import Link

__all__ = ["Disc", "Field", "Poster", "Satellite", "draw_poster"]

WIDTH = 1120
_MARGIN = 20
_GAP = 16
_CELL = 172
_CELL_HEIGHT = 150
_HEAD = 44
_PAD = 8
#: So many sources may stand side by side in a field: what makes the picture the least high is taken.
_COLUMNS = range(1, 7)
#: The discs of the source that fewest and that most notes speak of.
_SMALLEST, _LARGEST = 13.0, 32.0
#: How far the marks of practices are from their disc, and from each other.
_ORBIT, _STEP = 13.0, 14.0
_MOST_PRACTICES = 10
_LEGEND = 44
_NAME, _TITLE = 14.0, 17.0


@dataclass(frozen=True, slots=True)
class Satellite:
    """The mark of a practice that addresses a source."""

    x: float
    y: float
    link: Link


@dataclass(frozen=True, slots=True)
class Disc:
    """A source: its disc, its name in one or two lines, and the practices around it."""

    x: float
    y: float
    radius: float
    source: PosterSource
    title: str
    names: tuple[Label, ...]
    practices: tuple[Satellite, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A group: its field, its name (None: the sources of no group), and how many of its sources are not drawn."""

    x: float
    y: float
    width: float
    height: float
    group: Link | None
    name: Label
    hidden: int
    discs: tuple[Disc, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """All fields, and where the legend stands."""

    width: int
    height: int
    fields: tuple[Field, ...]
    legend: float


def draw_poster(groups: Sequence[PosterGroup]) -> Poster:
    """Lay out the groups in rows of fields, each as wide as its sources need, every row as wide as the picture."""
    most = max((each.notes for group in groups for each in group.sources), default=1)
    columns = min(_COLUMNS, key=lambda each: (sum(_heights(groups, each)), each))
    fields: list[Field] = []
    y = float(_MARGIN)
    for row, height in zip(_rows(groups, columns), _heights(groups, columns), strict=True):
        stretch = (WIDTH - 2 * _MARGIN - _GAP * (len(row) - 1)) / sum(_width(each, columns) for each in row)
        x = float(_MARGIN)
        for group in row:
            width = _width(group, columns) * stretch
            fields.append(_field(group, (x, y, width, height), columns, most))
            x += width + _GAP
        y += height + _GAP
    return Poster(WIDTH, round(y + _LEGEND), tuple(fields), y + 14)


def _rows(groups: Sequence[PosterGroup], columns: int) -> list[list[PosterGroup]]:
    """Put the groups into rows, as many side by side as there is room for."""
    rows: list[list[PosterGroup]] = []
    for group in groups:
        row = [*rows[-1], group] if rows else [group]
        if rows and sum(_width(each, columns) for each in row) + _GAP * (len(row) - 1) <= WIDTH - 2 * _MARGIN:
            rows[-1] = row
        else:
            rows.append([group])
    return rows


def _heights(groups: Sequence[PosterGroup], columns: int) -> list[float]:
    """Return how high each row is: as its highest field."""
    return [
        max(float(_HEAD + _CELL_HEIGHT * _lines(each, columns) + _PAD) for each in row)
        for row in _rows(groups, columns)
    ]


def _lines(group: PosterGroup, columns: int) -> int:
    return math.ceil(len(group.sources) / columns)


def _width(group: PosterGroup, columns: int) -> float:
    return max(1, min(len(group.sources), columns)) * _CELL + 2 * _PAD


def _field(group: PosterGroup, place: tuple[float, float, float, float], columns: int, most: int) -> Field:
    """Spread the sources of a group over its field: *place* is its left, top, width and height."""
    x, y, width, height = place
    across = max(1, min(len(group.sources), columns))
    cell = (width - 2 * _PAD) / across
    line = (height - _HEAD - _PAD) / max(1, _lines(group, columns))
    top = y + _HEAD + (line - _CELL_HEIGHT) / 2
    text = group.group.text if group.group else ""
    name = Label(
        fitted(text, width - 2 * _PAD - 90, _TITLE),
        round(x + 16, 1),
        y + 30,
        "start",
        _TITLE,
        group.group.language if group.group else "",
    )
    discs = tuple(
        _disc(each, x + _PAD + (number % across + 0.5) * cell, top + number // across * line, most)
        for number, each in enumerate(group.sources)
    )
    return Field(round(x, 1), y, round(width, 1), height, group.group, name, group.hidden, discs)


def _disc(source: PosterSource, x: float, top: float, most: int) -> Disc:
    """Draw a source: its area tells the number of notes, its practices stand around it from the top."""
    radius = round(_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(source.notes / max(most, 1)), 1)
    y = round(top + _LARGEST + _ORBIT + 6, 1)
    around = radius + _ORBIT
    step = _STEP / around
    shown = source.practices[: min(_MOST_PRACTICES, int(2 * math.pi / step))]
    start = -math.pi / 2 - step * (len(shown) - 1) / 2
    practices = tuple(
        Satellite(
            round(x + around * math.cos(start + step * place), 1),
            round(y + around * math.sin(start + step * place), 1),
            replace(link, text=plain_label(link.text)),
        )
        for place, link in enumerate(shown)
    )
    lines = lines_of(source.link.text, _CELL - 10, _NAME, 2)
    names = tuple(
        Label(
            text,
            round(x, 1),
            round(top + 2 * _LARGEST + 2 * _ORBIT + 28 + 18 * place, 1),
            "middle",
            _NAME,
            source.link.language,
        )
        for place, text in enumerate(lines)
    )
    return Disc(round(x, 1), y, radius, source, plain_label(source.link.text), names, practices)
