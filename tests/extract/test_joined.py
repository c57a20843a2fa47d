"""Several entries in one paragraph or item are each read, at the place where each stands."""

import pytest

from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Citation
from powergraph.extract.profile import load_profile
from powergraph.notes.decoding import decode
from powergraph.notes.note import SourceNote, parse_note


def cited(text: str) -> tuple[Citation, ...]:
    """Return the citations of a note whose literature begins on line 7."""
    note = parse_note(SourceNote("n.md", decode(f"---\ntitle: N\n---\n\n### Citations\n\n{text}\n".encode())))
    return tuple(extract(note, load_profile({}), NoteDefaults("en", "")).citations)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Alder, B. C., & Birch, D. (1961). _The shelf._ Elm, E. (1972). _The lamp._ Fir, G. (1983). The door.",
            [("Alder Birch", 1961, "The shelf"), ("Elm", 1972, "The lamp"), ("Fir", 1983, "The door")],
        ),
        (
            "- Gum, H. (1994). _Leaves_ (2nd ed.). Oak Press. Ivy, J., et al. (2005). Roots.",
            [("Gum", 1994, "Leaves"), ("Ivy", 2005, "Roots")],
        ),
        ("- King & Larch (1966); Maple (1977)", [("King Larch", 1966, ""), ("Maple", 1977, "")]),
        (
            "Nut, K. (1962). _Nuts._; Palm, L. (1973). _Palms._",
            [("Nut", 1962, "Nuts"), ("Palm", 1973, "Palms")],
        ),
        (
            "Quince, R. (1964). _Jam._ Oak Institute. (1975). _Bread._",
            [("Quince", 1964, "Jam"), ("Oak Institute", 1975, "Bread")],
        ),
        (
            "Rowan, S. (1965). _Rooms._<br>Ann Sorrel (1976). _Halls._",
            [("Rowan", 1965, "Rooms"), ("Sorrel", 1976, "Halls")],
        ),
    ],
    ids=["paragraph", "item", "semicolon", "semicolon behind a title", "organisation", "line"],
)
def test_each_entry_is_read(text: str, expected: list[tuple[str, int, str]]) -> None:
    read = [(" ".join(agent.family for agent in c.authors), c.year, c.title) for c in cited(text)]
    assert read == expected


@pytest.mark.parametrize(
    "text",
    [
        "- Elm, E. (1961). The shelf. In Fir, G. (1972). _Rooms_.",
        "- Elm, E. (1961). _The shelf._ (Reprinted. Fir, G. (1972).)",
        "- Elm, E. (1961). _The shelf. Fir, G. (1972) again._",
        "- Elm, E. (1961). The shelf. Oak Press (1972).",
        "- Elm, E. The shelf. Fir, G. (1972). Rooms.",
        "- Elm, E. (1961). The shelf. See also Fir, G. (1972).",
    ],
    ids=["book", "brackets", "title", "publisher", "first without a date", "remark"],
)
def test_names_inside_an_entry_begin_no_other(text: str) -> None:
    assert len(cited(text)) == 1


def test_each_entry_is_kept_as_written_and_stands_at_its_own_place() -> None:
    first, second, third = cited(
        "Elm, E. (1961). _The shelf: a title that goes\non_. Oak Press. Fir, G. (1972). A lamp of\n"
        "many lines. Gum, H. (1983). _The door._\nIvy, J. (1994). _Roofs._"
    )[:3]
    assert first.entry == "Elm, E. (1961). The shelf: a title that goes on. Oak Press."
    assert second.entry == "Fir, G. (1972). A lamp of many lines."
    assert third.entry == "Gum, H. (1983). The door."
    spans = [citation.evidence.span for citation in (first, second, third)]
    assert [(span.start_line, span.end_line) for span in spans] == [(7, 8), (8, 9), (9, 9)]
    assert [citation.ordinal for citation in (first, second, third)] == [1, 2, 3]


def test_place_on_a_line_is_that_of_the_entry() -> None:
    first, second = cited("Elm, E. (1961). Rooms. Fir, G. (1972). Lamps.")
    assert (first.evidence.span.start_column, first.evidence.span.end_column) == (1, 22)
    assert (second.evidence.span.start_column, second.evidence.span.end_column) == (24, 45)


def test_entry_on_a_line_of_its_own_stands_there() -> None:
    citations = cited("Elm, E. (1961). _Rooms._\nFir, G. (1972). _Lamps._\nGum, H. (1983). _Doors._")
    assert [citation.evidence.span.start_line for citation in citations] == [7, 8, 9]
