"""Where the keys of a TOML text stand: tomllib reads values, and does not say where it found them."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

__all__ = ["TOMLFault", "TOMLPlaces", "load_toml"]

#: A line with more dots than this outside of strings is refused: a dotted key of n parts costs n squared.
_MOST_DOTS = 200
_TABLE = re.compile(r"[ \t]*\[\[?[ \t]*(?P<name>[^\[\]#]+?)[ \t]*\]\]?[ \t]*(?:#.*)?$")
_NAME = r"""(?:[\w-]+|"[^"\\]*"|'[^']*')"""
_KEY = re.compile(rf"[ \t]*(?P<name>{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*=")
_PART = re.compile(_NAME)
_STRING = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'""")
_AT = re.compile(r" \((?:at line (?P<line>\d+), column (?P<column>\d+)|at end of document)\)$")


class TOMLFault(ValueError):
    """A text that is not TOML 1.0: *line* and *column* are 1-based, the message says what is wrong there."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class TOMLPlaces:
    """The 1-based line and column of each key of a text, by its path of names."""

    __slots__ = ("_lines", "_places")

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._places: dict[tuple[str, ...], tuple[int, int]] = {}
        table: tuple[str, ...] = ()
        quoted = ""  # the quotation marks of a string over several lines that is open
        for number, line in enumerate(self._lines, start=1):
            if not quoted:
                if header := _TABLE.fullmatch(line):
                    table = _names(header["name"])
                    for count in range(1, len(table) + 1):
                        self._add(table[:count], number, header.start("name") + 1)
                elif key := _KEY.match(line):
                    names = (*table, *_names(key["name"]))
                    for count in range(len(table) + 1, len(names) + 1):
                        self._add(names[:count], number, key.start("name") + 1)
            for mark in re.findall(r'"""|\'\'\'', line):
                quoted = "" if mark == quoted else quoted or mark

    def _add(self, names: tuple[str, ...], line: int, column: int) -> None:
        self._places.setdefault(names, (line, column))

    def place(self, *names: str) -> tuple[int, int]:
        """Return the place of a key, else of the table that holds it, else the beginning of the text."""
        for count in range(len(names), 0, -1):
            if found := self._places.get(names[:count]):
                return found
        return 1, 1

    def find(self, text: str, line: int) -> int:
        """Return the first line from *line* on that has *text*, within what a value may take; else *line*."""
        for number in range(line, min(line + 500, len(self._lines)) + 1):
            if number > line and (_TABLE.fullmatch(self._lines[number - 1]) or _KEY.match(self._lines[number - 1])):
                break
            if text in self._lines[number - 1]:
                return number
        return line


def _names(written: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(written))


def load_toml(text: str) -> Mapping[str, Any]:
    """Read a TOML text.

    Raises TOMLFault where it is not TOML, whatever the reader fails of.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS and _STRING.sub("", line).count(".") > _MOST_DOTS:
            raise TOMLFault(f"a line has more than {_MOST_DOTS} dots", number)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        message = _AT.sub("", str(error))
        message = message[:1].lower() + message[1:]
        if found and found["line"]:
            raise TOMLFault(message, int(found["line"]), int(found["column"])) from error
        lines = text.rstrip("\n").split("\n")
        raise TOMLFault(f"{message} at its end", len(lines), len(lines[-1]) + 1) from error
    except (ValueError, OverflowError) as error:
        raise TOMLFault(str(error)) from error
    except RecursionError as error:
        raise TOMLFault("it is nested too deeply") from error
