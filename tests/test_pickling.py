"""Frozen values come back from their pickles as they were."""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest

from powergraph import pickling
from powergraph.diagnostics import Diagnostic, Severity


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class One:
    name: str


@dataclass(frozen=True, slots=True)
class Several:
    ones: tuple[One, ...]
    colour: Colour
    by_name: Any


@dataclass(frozen=True)
class Derived:
    text: str
    length: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.text))


@pytest.mark.parametrize(
    "value",
    [
        None,
        One("a"),
        Several((One("a"), One("b")), Colour.RED, MappingProxyType({"a": [One("a")]})),
        Derived("four"),
        Diagnostic("a.md", 1, 2, Severity.ERROR, "rule", "message"),
    ],
    ids=str,
)
def test_a_value_comes_back(value: object) -> None:
    again = pickling.loads(pickling.dumps(value))
    assert again == value
    assert type(again) is type(value)


def test_values_that_were_one_are_one() -> None:
    one = One("a")
    first, second = pickling.loads(pickling.dumps((one, one)))
    assert first is second
