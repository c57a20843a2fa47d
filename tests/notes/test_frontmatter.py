"""Front matter: every value with its line, every fault at its place, never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.notes.frontmatter import parse_front_matter, split_front_matter


def test_values_keep_their_lines() -> None:
    matter = parse_front_matter("title: A\naliases:\n  - b c\n  - d\nsource:\n  over two\n  lines\n")
    assert [(v.text, v.span.start_line) for v in matter.values("aliases")] == [("b c", 4), ("d", 5)]
    assert matter.first("source").text == "over two lines"  # type: ignore[union-attr]
    assert (matter.first("source").span.start_line, matter.first("source").span.end_line) == (7, 8)  # type: ignore[union-attr]


def test_keys_are_found_whatever_their_case() -> None:
    assert [v.text for v in parse_front_matter("Tags: [x, y]\n").values("tags")] == ["x", "y"]


def test_numbers_dates_and_words_for_no_stay_as_written() -> None:
    matter = parse_front_matter("a: 017\nb: no\nc: 2020-02-31\nd: 12:30:45\ne: " + "9" * 5000 + "\n")
    assert [matter.first(k).text for k in "abcd"] == ["017", "no", "2020-02-31", "12:30:45"]  # type: ignore[union-attr]
    assert len(matter.first("e").text) == 5000  # type: ignore[union-attr]
    assert matter.faults == ()


def test_an_empty_value_is_no_value() -> None:
    matter = parse_front_matter("a:\nb: ~\nc: null\nd: ''\n")
    assert [matter.values(key) for key in "abcd"] == [(), (), (), ()]


@pytest.mark.parametrize(
    ("source", "line", "column", "message"),
    [
        pytest.param('title: "open\ntags: [a\n', 2, 8, "quoted scalar", id="unclosed quote where it opens"),
        pytest.param("a: b\nc: d: e\n", 3, 5, "mapping values", id="colon in a value"),
        pytest.param("a:\n\t- b\n", 3, 1, "token", id="tab"),
        pytest.param("a: *nowhere\n", 2, 4, "undefined alias", id="undefined alias"),
    ],
)
def test_faults_are_told_at_their_place(source: str, line: int, column: int, message: str) -> None:
    (fault,) = parse_front_matter(source).faults
    assert (fault.line, fault.column, fault.fatal) == (line, column, True)
    assert message in fault.message


@pytest.mark.parametrize("source", ["- a\n- b\n", "Just a sentence.\n"], ids=["a list", "a sentence"])
def test_what_is_no_list_of_keys_is_text(source: str) -> None:
    assert parse_front_matter(source).is_text


def test_lists_given_as_a_string_are_split() -> None:
    matter = parse_front_matter("tags: journal, private x\naliases: Un deux, Trois\n")
    assert [v.text for v in matter.values("tags")] == ["journal", "private", "x"]
    assert [v.text for v in matter.values("aliases")] == ["Un deux", "Trois"]


def test_a_key_given_twice_keeps_both_and_is_told() -> None:
    matter = parse_front_matter("tags: [one]\ntitle: t\ntags: [two]\n")
    assert [v.text for v in matter.values("tags")] == ["one", "two"]
    assert [(f.line, f.fatal) for f in matter.faults] == [(4, False)]


def test_an_alias_bomb_stays_small() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join(['*' + before] * 10)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    matter = parse_front_matter(bomb)
    assert len(matter.values("i")) <= 20


@pytest.mark.parametrize(
    "source", ["[" * 2000, "{" * 2000, "a: " + "[" * 400], ids=["brackets", "braces", "in a value"]
)
def test_deep_nesting_is_a_fault(source: str) -> None:
    assert parse_front_matter(source).faults[0].fatal


def test_tags_make_no_objects() -> None:
    matter = parse_front_matter("a: !!python/object/apply:os.system ['true']\n")
    assert [v.text for v in matter.values("a")] == ["true"]


@given(st.text(max_size=200))
def test_any_text_gives_values_or_faults(source: str) -> None:
    parse_front_matter(source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nB", ("a: 1\n", 13)),
        ("---\na: 1\n...\nB", ("a: 1\n", 13)),
        ("---\na: 1\n", (None, 0)),
        ("text\n---\n", (None, 0)),
        ("---\n---\n", ("", 8)),
        ("", (None, 0)),
    ],
)
def test_split(text: str, expected: tuple[str | None, int]) -> None:
    assert split_front_matter(text) == expected
