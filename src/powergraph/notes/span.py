"""Where something stands in a file: 1-based lines and columns, and the conversion from byte offsets."""

from bisect import bisect_right
from dataclasses import dataclass

__all__ = ["LineIndex", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From (start_line, start_column) to (end_line, end_column), 1-based, the end column included."""

    start_line: int
    end_line: int
    start_column: int = 1
    end_column: int = 1


class LineIndex:
    """Converts byte offsets of a text's UTF-8 form into 1-based lines and columns (in characters)."""

    __slots__ = ("_data", "_last", "_starts")

    def __init__(self, data: bytes) -> None:
        self._data = data
        #: Line, offset and column that were asked for last: a long line is not counted from its beginning each time.
        self._last = (1, 0, 1)
        self._starts = [0]
        position = data.find(b"\n")
        while position != -1:
            self._starts.append(position + 1)
            position = data.find(b"\n", position + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of the character that begins at byte *offset*."""
        line = bisect_right(self._starts, offset)
        known_line, known, column = self._last
        if line != known_line:
            known, column = self._starts[line - 1], 1
        if offset >= known:
            column += len(self._data[known:offset].decode("utf-8", "replace"))
        else:
            column -= len(self._data[offset:known].decode("utf-8", "replace"))
        self._last = (line, offset, column)
        return line, column

    def span(self, start: int, end: int) -> Span:
        """Return the span of the bytes from *start* to *end* (exclusive), trailing white space left out."""
        end = start + max(len(self._data[start:end].rstrip()), 1)
        start_line, start_column = self.position(start)
        end_line, end_column = self.position(end)
        return Span(start_line, end_line, start_column, max(end_column - 1, 1))
