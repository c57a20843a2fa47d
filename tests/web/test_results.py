import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.web.results import first_rows, fitting_rows
from powergraph.web.words import Link


def table(rows: int, value: str = "é😀") -> bytes:
    bindings = [{"x": {"type": "literal", "value": f"{value}{n}"}} for n in range(rows)]
    return json.dumps(
        {"head": {"vars": ["x"]}, "results": {"bindings": bindings}}, ensure_ascii=False, separators=(",", ":")
    ).encode()


@given(st.integers(0, 12), st.integers(1, 12), st.integers(1, 40), st.text(max_size=6))
def test_rows_are_read_however_the_answer_is_cut_into_chunks(rows: int, limit: int, size: int, value: str) -> None:
    data = table(rows, value)
    columns, found, is_cut = first_rows((data[i : i + size] for i in range(0, len(data), size)), limit)
    assert columns == ["x"]
    assert [row["x"].value for row in found] == [f"{value}{n}" for n in range(min(rows, limit))]
    assert is_cut is (rows > limit)


def test_no_more_is_read_than_is_shown() -> None:
    def chunks() -> Iterator[bytes]:
        yield table(50)[:-3]
        pytest.fail("the answer was read on")

    assert len(first_rows(chunks(), 10)[1]) == 10


def test_rows_are_shown_as_long_as_the_page_stays_small() -> None:
    rows = tuple((Link("é" * 100, f"/thing/{n}.html", f"https://example.org/thing/{n}"), None) for n in range(1000))
    shown = fitting_rows(rows, 20_000)
    assert shown == rows[: len(shown)]
    assert 40 < len(shown) < 80  # 200 bytes of text, an address and an IRI each, and what stands around them
    assert fitting_rows(rows[:5], 20_000) == rows[:5]


def test_a_first_row_is_shown_however_long_it_is() -> None:
    long = (Link("x" * 1000),)
    assert fitting_rows((long, long), 10) == (long,)
    assert fitting_rows((), 10) == ()
