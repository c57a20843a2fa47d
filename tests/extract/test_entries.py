"""Entries of literature lists: each style gives its authors, year and title, and nothing that is not sure."""

import time

import pytest

from powergraph.extract.citations import looks_like_citation
from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Citation
from powergraph.extract.profile import load_profile
from powergraph.notes.decoding import decode
from powergraph.notes.note import Note, SourceNote, parse_note


def note_of(entry: str) -> Note:
    return parse_note(SourceNote("n.md", decode(f"---\ntitle: N\n---\n\n### Citations\n\n- {entry}\n".encode())))


def cited(entry: str) -> Citation:
    (citation,) = extract(note_of(entry), load_profile({}), NoteDefaults("en", "")).citations
    return citation


@pytest.mark.parametrize(
    ("entry", "families", "year", "title"),
    [
        ("Alder, B. C., & Birch, D. (1961). _The shelf._", "Alder Birch", 1961, "The shelf"),
        ("Alder, B. (2001). *The lamp: A light*. Oak Press.", "Alder", 2001, "The lamp: A light"),
        ("Alder, B. (2002). The ladder and its rungs. Oak Press.", "Alder", 2002, "The ladder and its rungs"),
        ('Alder, B. (2003). "Who reads?" _Lamps_, 1(1).', "Alder", 2003, "Who reads?"),
        ("Elm EF, Fir G. Of leaves. J Leaves. 1977;12(3):12-19.", "Elm Fir", 1977, "Of leaves"),
        ("Elm, E., et al. Of twigs (TW). *J Twigs.* 2015.", "Elm", 2015, "Of twigs (TW)"),
        ("Cedar, Judith. *A Wall*. Oak Books, 1992.", "Cedar", 1992, "A Wall"),
        ("Cedar, J., 1978. Roofs in practice. Oakton: Ash.", "Cedar", 1978, "Roofs in practice"),
        ("_A Winter Room_ by Ann Lee (2004)", "Lee", 2004, "A Winter Room"),
        ("Ann Lee, A Summer Room (2005)", "Lee", 2005, "A Summer Room"),
        ("Stephen Fir: _A Garden_ (2006)", "Fir", 2006, "A Garden"),
        ("See Douglas (1989) on chairs.", "Douglas", 1989, ""),
        ("Gum, H. (n.d.). Loose leaves. Twig Press.", "Gum", 0, "Loose leaves"),
        ("Ivy, J. (Ed.). (1999). _Readers._", "Ivy", 1999, "Readers"),
        ("King, M. L., Jr. (1967). _Where to go?_ Twigs.", "King", 1967, "Where to go?"),
        ("**Rooms:** Larch, K. (2011). _The Hall._", "Larch", 2011, "The Hall"),
        ("Books on rooms and halls.", "", 0, ""),
        ("Ann Lee – the shelf and its uses (1981)", "Lee", 1981, "the shelf and its uses"),
        ("Ann Lee – Living with shelves. Oak Press, 1982.", "Lee", 1982, "Living with shelves"),
        ("Ann Lee, Bob Fir – on keeping rooms warm (1983)", "Lee Fir", 1983, "on keeping rooms warm"),
        ("Ann Lee – attachment to rooms", "Lee", 0, ""),
        ("Oak Institute – lamps for everyone (1984)", "Oak Institute", 1984, "lamps for everyone"),
        ("Epictetus – Handbook of Chairs", "Epictetus", 0, "Handbook of Chairs"),
        ("Plato. _Houses_. Oak Press, 1992.", "Plato", 1992, "Houses"),
        ("Seneca. Letters on Rooms. Oak Press, 1993.", "Seneca", 1993, "Letters on Rooms"),
        ("Shame – Handbook of Chairs", "", 0, ""),
        ("Alder, Levine (1985). _Rooms._", "Alder Levine", 1985, "Rooms"),
    ],
)
def test_authors_year_and_title_are_read(entry: str, families: str, year: int, title: str) -> None:
    citation = cited(entry)
    assert " ".join(agent.family for agent in citation.authors) == families
    assert (citation.year, citation.title) == (year, title)


@pytest.mark.parametrize("written", ["1990s", "n.d.", "in press", "c. 1950", "1950-1960"])
def test_date_that_is_no_exact_year_is_kept_as_text(written: str) -> None:
    citation = cited(f"Oak, P. ({written}). _The Floor._")
    assert (citation.year, citation.year_text) == (0, written)


@pytest.mark.parametrize(
    ("entry", "family", "year", "original"),
    [
        ("Aristotle (350 BCE/1999). _On chairs._", "Aristotle", 1999, -350),
        ("Aristotle. (340 BC). _On tables._", "Aristotle", 0, 0),
        ("Plato (c. 375 B.C.E./2007). _On houses._", "Plato", 2007, 0),
        ("Aurelius, M. (180 CE/2002). _On halls._", "Aurelius", 2002, 180),
        ("Laozi (6th century BCE/1988). _On paths._", "Laozi", 1988, 0),
    ],
)
def test_year_of_antiquity_is_that_of_the_first_edition(entry: str, family: str, year: int, original: int) -> None:
    citation = cited(entry)
    assert [agent.family for agent in citation.authors] == [family]
    assert (citation.year, citation.original_year) == (year, original)
    assert citation.year_text in entry
    assert citation.title.startswith("On ")


def test_residue_is_taken_off_but_the_entry_stays_as_written() -> None:
    citation = cited("Palm, Q. (2020). _Nuts._ ([nuts.example](https://nuts.example/a?b=1&utm_source=chatgpt.com))")
    assert citation.entry == "Palm, Q. (2020). Nuts. (nuts.example)"
    assert (citation.title, citation.annotation, citation.url) == ("Nuts", "", "https://nuts.example/a?b=1")
    assert citation.residue == ("utm_source=chatgpt.com",)


def test_edition_is_no_remark() -> None:
    citation = cited("Quince, R. (2021). _Jam_ (3rd ed.). (Sweet).")
    assert (citation.title, citation.edition, citation.annotation) == ("Jam", "3rd", "Sweet")


@pytest.mark.parametrize(
    ("entry", "is_one"),
    [
        ("[[Rooms]] (1999)", False),
        ("Rooms are for reading.", False),
        ("Rowan, S. (1999). _Rooms._", True),
        ("https://doi.org/10.5555/12345", True),
        ("[relative](Rooms.md), [away](https://rooms.example/x)", False),
    ],
)
def test_item_looks_like_a_citation_by_what_it_says(entry: str, is_one: bool) -> None:
    (section,) = note_of(entry).sections
    assert looks_like_citation(section.blocks[0].children[0].runs) is is_one


@pytest.mark.parametrize(
    "entry",
    [
        "Elm, E. (1999). " + "word " * 20_000,
        ", ".join(f"Elm{n}, E." for n in range(10_000)) + " (1999). _A title._",
        "(" * 50_000 + ")" * 50_000,
        "[" * 50_000 + "1999",
        "A. " * 30_000,
        "Elm – " * 20_000,
        "\u201c" * 50_000,
        "_a_ " * 20_000,
        "x. (a) " * 15_000,
        "https://a.example/" + "(" * 100_000,
        "ISBN " * 20_000 + "1 " * 20_000,
        "In " * 30_000,
        "Of The " * 15_000,
        "Elm" + "," * 50_000 + " (1999). _A title._",
    ],
    ids=lambda entry: entry[:8],
)
def test_hostile_entry_takes_no_long_time(entry: str) -> None:
    """A test of time: the square of these lengths takes minutes."""
    started = time.monotonic()
    cited(entry)
    assert time.monotonic() - started < 10
