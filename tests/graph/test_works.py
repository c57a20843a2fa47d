"""Works: entries of many notes are one work where identifiers, or authors, year and title agree."""

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from powergraph.config import VaultSettings
from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Citation
from powergraph.extract.profile import load_profile
from powergraph.graph.emitter import TRUE
from powergraph.graph.iris import Minter
from powergraph.graph.works import WorkIndex, identifiers_of
from powergraph.notes.decoding import decode
from powergraph.notes.note import SourceNote, parse_note
from powergraph.publishing.build import check
from powergraph.vocabulary import FABIO, POW


def citations(*entries: str) -> tuple[Citation, ...]:
    text = "### Citations\n\n" + "\n".join(f"- {entry}" for entry in entries)
    note = parse_note(SourceNote("n.md", decode(text.encode())))
    return extract(note, load_profile({}), NoteDefaults("en", "")).citations


def index(found: tuple[Citation, ...]) -> WorkIndex:
    return WorkIndex([(f"{n}.md", "en", (citation,)) for n, citation in enumerate(found)], Minter("https://x.example/"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Alder, B. (1961). _The Shelf._", "Alder, B. C. (1961). _The shelf: A second look._", True),
        ("Alder, B. (1961). _The Shelf & I._", "Alder, B. (1961). _The shelf and I_", True),
        ("Alder, B. (1961). _Shelf: One._", "Alder, B. (1961). _Shelf: Two._", False),
        ("Alder, B. (1961). _The Shelf._", "Alder, D. (1961). _The Shelf._", False),
        ("Alder, B. (1961). _The Shelf._", "Alder, B. (1962). _The Shelf._", False),
        ("Alder, B. (1961). _The Shelf._", "Alder, B. _The Shelf._", True),
        ("Alder, B. (1961). _The Shelf: One._", "Alder, B. _The Shelf._", False),
        ("Alder, B. (1961). _The Shelf._ doi:10.5555/12", "Alder, B. (1963). _Shelves._ doi:10.5555/12", True),
        ("Alder, B. (1961). _The Shelf._ doi:10.5555/12", "Birch, C. (1963). _Twigs._ doi:10.5555/12", False),
        ("Van der Elm, B. (1961). _The Shelf._", "van der Elm, B. A. (1961). _The Shelf._", True),
    ],
)
def test_two_entries_are_one_work_only_where_it_is_sure(one: str, other: str, same: bool) -> None:
    found = citations(one, other)
    works = index(found)
    first, second = map(works.work_of, found)
    assert first
    assert second
    assert (first.iri == second.iri) is same


def test_works_that_differ_in_year_alone_are_told_as_alike() -> None:
    found = citations("Alder, B. (1961). _The Shelf._", "Alder, B. (1962). _The Shelf._")
    work = index(found).work_of(found[0])
    assert work
    assert work.alike == ("The Shelf (1962)",)


def test_shorter_form_of_a_name_is_the_fuller_one_where_nobody_else_can_be_meant() -> None:
    found = citations(
        "Alder, B. (1961). _The Shelf._", "Alder, B. C. (1961). _The Shelf._", "Alder, B. (1999). _Later._"
    )
    works = index(found)
    assert len({iri for citation in found for iri in works.creators_of(citation)}) == 1


def test_shorter_form_of_two_names_stays_apart_in_other_works() -> None:
    found = citations(
        "Alder, B. (1961). _The Shelf._",
        "Alder, B. C. (1961). _The Shelf._",
        "Alder, B. D. (1971). _Lamps._",
        "Alder, B. (1999). _Later._",
    )
    names = [iri.value.rpartition("/")[2] for c in found for iri in index(found).creators_of(c)]
    assert names == ["alder-b-c", "alder-b-c", "alder-b-d", "alder-b"]


@pytest.mark.parametrize(
    ("entries", "more"),
    [
        (["Alder, B., et al. (1961). _The Shelf._"], True),
        (["Alder, B., & Birch, C. (1961). _The Shelf._"], False),
        (["Alder, B., et al. (1961). _The Shelf._", "Alder, B., & Birch, C. (1961). _The Shelf._"], False),
        (["Alder, B., Birch, C., et al. (1961). _The Shelf._", "Alder, B. (1961). _The Shelf._"], True),
        (["Alder, B., Birch, C., et al. (1961). _The Shelf._", "Alder, B., & Birch, C. (1961). _The Shelf._"], False),
    ],
    ids=["et al.", "whole list", "longer list elsewhere", "shorter list elsewhere", "as long a list elsewhere"],
)
def test_work_has_further_authors_until_an_entry_names_them(entries: list[str], more: bool) -> None:
    found = citations(*entries)
    works = index(found)
    stated = {str(t.subject): str(t.object) for t in works.graph().triples if t.predicate == POW.hasFurtherAuthors}
    assert len({works.work_of(citation) for citation in found}) == 1
    assert list(stated.values()) == ([str(TRUE)] if more else [])


def test_order_of_the_notes_does_not_matter() -> None:
    found = citations(
        "Alder, B. (1961). _The Shelf._",
        "Alder, B. C. (1961). _The Shelf: A second look._",
        "Alder, B. _The Shelf._",
        "Alder, B. (1962). _The Shelf._",
        "Birch, D. (1963). _Twigs._ doi:10.5555/13",
    )
    notes = [(f"{n}.md", "en", (citation,)) for n, citation in enumerate(found)]
    minter = Minter("https://x.example/")
    graph = WorkIndex(notes, minter).graph()
    for seed in range(10):
        shuffled = random.Random(seed).sample(notes, len(notes))
        assert WorkIndex(shuffled, minter).graph() == graph


def test_many_citations_take_no_long_time() -> None:
    """A test of time: comparing each with each takes minutes."""
    found = citations(*(f"Elm, E. (1999). _Title {n % 9}: Of {n}._ doi:10.5555/{n % 50}" for n in range(20_000)))
    started = time.monotonic()
    index(found)
    assert time.monotonic() - started < 10


def test_edition_and_pmcid_of_a_work_are_those_on_which_its_entries_agree() -> None:
    one, other = citations(
        "Elm, E. (1999). _Twigs and leaves_ (3rd ed.). PMCID: PMC7654321.", "Elm, E. (1999). _Twigs and leaves._"
    )
    work = index((one, other)).work_of(other)
    assert work is not None
    assert (work.edition, work.pmcids) == ("3rd", ("PMC7654321",))
    assert (FABIO.hasPubMedCentralId, "PMC7654321") in identifiers_of(work)
    assert not identifiers_of(replace(work, pmcids=("PMC1", "PMC2")))


def test_edition_on_which_entries_disagree_is_left_out() -> None:
    found = citations(
        "Fir, F. (1998). _Roots and bark_ (2nd ed.). doi:10.5555/12",
        "Fir, F. (1998). _Roots and bark_ (4th ed.). doi:10.5555/12",
    )
    works = index(found)
    assert works.work_of(found[0]) == works.work_of(found[1])
    assert [work.edition for work in map(works.work_of, found) if work] == ["", ""]


def test_what_a_work_lacks_is_told_where_it_is_cited(tmp_path: Path) -> None:
    (tmp_path / "One.md").write_text("# Citations\n- “How do we all go?”\n", encoding="utf-8")
    told = [d for d in check(tmp_path, VaultSettings()).diagnostics if d.rule == "shapes.AuthoredWork-creator"]
    assert [(d.path, d.line) for d in told] == [("One.md", 2)]
