"""Entries: what statements give to search by."""

from powergraph.prefixes import PREFIXES
from powergraph.search import Entry, join_entries, read_entries, with_superclasses

LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
POW = PREFIXES["pow"]


def lines(*statements: str) -> bytes:
    return "".join(sorted(f"{statement} .\n" for statement in statements)).encode()


def test_each_thing_is_one_entry_with_its_classes_and_texts() -> None:
    given = lines(
        f'<http://x/a> {LABEL} "Power"@en',
        f'<http://x/a> {LABEL} "Pouvoir"@fr-CA',
        f"<http://x/a> {TYPE} <{POW}Topic>",
        f"<http://x/a> <{POW}definedIn> <http://x/note>",
        f'<http://x/a> <{POW}year> "1959"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'<http://x/a> <{POW}path> "not a text to find.md"',
        f'<http://x/b> {LABEL} "Other"',
    )
    first, second = read_entries(given)
    assert first.iri == "http://x/a"
    assert first.kinds == (f"{POW}Topic",)
    assert first.said == (
        ("label", "en", "Power"),
        ("label", "fr-ca", "Pouvoir"),
        ("note", "", "http://x/note"),
        ("year", "", "1959"),
    )
    assert second == Entry("http://x/b", (), (("label", "", "Other"),))
    assert (first.is_found, second.is_found) == (True, False)


def test_records_are_not_found() -> None:
    given = lines(f'<http://x/p> {LABEL} "line 4"', f"<http://x/p> {TYPE} <{POW}Passage>")
    assert read_entries(given) == []


def test_escapes_are_read_as_what_they_stand_for() -> None:
    (entry,) = read_entries(lines(rf'<http://x/a> {LABEL} "a \"b\"\\c\nd \u00e9 \U0001F30A"@en--rtl'))
    assert entry.said == (("label", "en", 'a "b"\\c\nd é 🌊'),)


def test_parts_of_a_thing_are_joined_each_text_once() -> None:
    one = Entry("http://x/a", ("k1",), (("label", "en", "A"), ("alt", "en", "B")))
    other = Entry("http://x/a", ("k0",), (("label", "en", "A"), ("hidden", "", "C")))
    joined = join_entries([one, other])
    assert joined.kinds == ("k0", "k1")
    assert joined.said == (("alt", "en", "B"), ("hidden", "", "C"), ("label", "en", "A"))


def test_a_class_is_of_all_classes_above_it_even_in_a_ring() -> None:
    sub = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    above = with_superclasses(
        lines(
            f"<http://x/a> {sub} <http://x/b>", f"<http://x/b> {sub} <http://x/c>", f"<http://x/c> {sub} <http://x/a>"
        )
    )
    assert above["http://x/a"] == ("http://x/a", "http://x/b", "http://x/c")
