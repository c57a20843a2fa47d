"""Identifiers of works: found where they are written, told where their check digits are wrong."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.extract.identifiers import find_dois, isbn13

VALID = {
    "0-333-42092-6": "9780333420928",
    "978 0 333 42092 8": "9780333420928",
    "080442957X": "9780804429573",
    "9791034304219": "9791034304219",
}


@pytest.mark.parametrize("written", VALID)
def test_isbn_is_read_as_thirteen_digits(written: str) -> None:
    assert isbn13(written) == VALID[written]


@pytest.mark.parametrize("written", ["0333420925", "9780333420920", "97803334209", "X333420926", "9770333420928", ""])
def test_isbn_of_wrong_length_or_check_digit_is_none(written: str) -> None:
    assert isbn13(written) == ""


@given(st.sampled_from(sorted(VALID.values())), st.integers(0, 12), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(isbn: str, place: int, shift: int) -> None:
    wrong = isbn[:place] + str((int(isbn[place]) + shift) % 10) + isbn[place + 1 :]
    assert isbn13(wrong) == ""


@pytest.mark.parametrize(
    ("entry", "doi"),
    [
        ("https://doi.org/10.2307/1952796.", "10.2307/1952796"),
        ("<https://dx.doi.org/10.1037/A0014564>", "10.1037/a0014564"),
        ("(doi: 10.1000/182)", "10.1000/182"),
        ("https://doi.org/10.1000%2F456", "10.1000/456"),
    ],
)
def test_doi_is_read_without_what_surrounds_it(entry: str, doi: str) -> None:
    assert find_dois(entry) == (doi,)


def test_doi_holds_no_control_character() -> None:
    assert find_dois("https://doi.org/10.1000/a%01b") == ("10.1000/a",)


def test_long_run_of_brackets_takes_no_long_time() -> None:
    """A test of time: the square of this length takes minutes."""
    started = time.monotonic()
    assert find_dois("doi:10.1000/(a)" + ")]" * 250_000) == ("10.1000/(a)",)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("entry", ["10.2307/1952796", "https://example.org/10.1/x", "doi:11.1000/1"])
def test_what_only_looks_like_a_doi_is_none(entry: str) -> None:
    assert find_dois(entry) == ()


def test_doi_ends_before_brackets_that_were_opened_earlier_and_stops_between_them() -> None:
    assert find_dois("[see (doi:10.1000/a(b)c[d]).], and more") == ("10.1000/a(b)c[d]",)
    assert find_dois("doi:10.1000/x" + ")." * 5) == ("10.1000/x",)


def test_time_for_a_doi_grows_with_its_length_and_not_with_the_square() -> None:
    start = time.perf_counter()
    assert find_dois("doi:10.1000/x" + ")" * 300_000) == ("10.1000/x",)
    assert time.perf_counter() - start < 10  # seconds; by the square it is half a minute
