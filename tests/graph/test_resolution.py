"""The ladder: one row per rung, what nobody can say, strict links, and wanted pages."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.config import VaultSettings
from powergraph.graph.iris import assign_note_slugs
from powergraph.graph.note_names import NoteNames
from powergraph.graph.resolution import LinkIndex, Resolution
from powergraph.publishing.build import check


def named(
    path: str,
    label: str = "",
    aliases: Iterable[str] = (),
    targets: Iterable[str] = (),
    introductions: tuple[tuple[str, str], ...] = (),
) -> NoteNames:
    stem = path.rpartition("/")[2].removesuffix(".md")
    return NoteNames(
        path=path,
        stem=stem,
        identifier="",
        language="en",
        label=label or stem.replace("_", " "),
        alt_labels=(),
        aliases=tuple(aliases),
        concepts=(),
        targets=tuple(targets),
        introductions=introductions,
    )


def index(notes: Iterable[NoteNames], *, strict: bool = False, private: Iterable[str] = ()) -> LinkIndex:
    notes = tuple(notes)
    slugs, _ = assign_note_slugs({note.path: note.stem for note in notes}, {})
    return LinkIndex(notes, slugs, private, strict=strict)


def test_a_former_name_comes_after_every_name_of_today_and_before_a_wanted_page() -> None:
    notes = (named("Park.md", aliases=["Lawn"]), named("Meadow.md"), named("Heath.md"))
    slugs, _ = assign_note_slugs({note.path: note.stem for note in notes}, {})
    former = {"garden": ("Park.md",), "lawn": ("Heath.md",), "meadow": ("Heath.md",), "pond": ("Park.md", "Heath.md")}
    links = LinkIndex(notes, slugs, ["Moor"], former_topics={**former, "moor": ("Heath.md",)})
    assert links.resolve("The/Garden") == Resolution("park", "former", ("Park.md",))
    assert links.resolve("garden_") == Resolution("park", "former", ("Park.md",))
    assert links.resolve("Lawn") == Resolution("park", "alias")
    assert links.resolve("Meadow") == Resolution("meadow", "stem")
    assert links.resolve("Pond") == Resolution("", "ambiguous", ("Park.md", "Heath.md"))
    assert links.resolve("Moor") == Resolution("", "private")
    strict = LinkIndex(notes, slugs, strict=True, former_topics=former)
    assert strict.resolve("Garden") == Resolution("", "refused", ("Park.md",))


VAULT = (
    named("Trust.md"),
    named("deep/er/Harm_Reduction.md"),
    named("Give & Take.md"),
    named("Sleep.md", "Rest at Night (RAN)", ["Nap/Doze", "Forty Winks", "Both"]),
    named("Somatic_Care_Model_SCM.md", aliases=["Trust", "Both"]),
    named("en/Twin.md"),
    named("fr/Twin.md"),
)


@pytest.mark.parametrize(
    ("target", "topic", "rung"),
    [
        ("Trust", "trust", "stem"),
        ("Trust.md", "trust", "stem"),
        ("er/Harm_Reduction", "harm-reduction", "path"),
        ("deep/er/Harm_Reduction.md", "harm-reduction", "path"),
        ("/deep/er/Harm_Reduction", "harm-reduction", "path"),
        ("en/Twin", "en-twin", "path"),
        ("harm reduction", "harm-reduction", "folded"),
        ("Deep/er/harm reduction", "harm-reduction", "folded"),
        ("give and take", "give-take", "punctuation"),
        ("🌙 Rest_at_Night_RAN", "sleep", "title"),
        ("Forty Winks", "sleep", "alias"),
        ("Nap/Doze", "sleep", "alias"),
        ("forty-winks", "sleep", "folded-alias"),
        ("Somatic_Care_Model", "somatic-care-model", "acronym"),
        ("SCM", "somatic-care-model", "acronym"),
        ("Somatic-Care-Model (SCM)", "somatic-care-model", "punctuation"),
        ("Somatic-Care Model", "somatic-care-model", "slug"),
        ("gone/Trust", "trust", "file-name"),
        ("Nobody Wrote (NW)", "nobody-wrote", "wanted"),
        ("gone/Nobody", "nobody", "wanted"),
        ("24/7 D/s", "24-7-d-s", "wanted"),
        ("Twin", "", "ambiguous"),
        ("Both", "", "ambiguous"),
        ("Secret Garden", "", "private"),
    ],
)
def test_each_rung_of_the_ladder(target: str, topic: str, rung: str) -> None:
    found = index(VAULT, private=["secret_garden"]).resolve(target)
    assert (found.topic, found.rung) == (topic, rung)


def test_an_ambiguous_link_names_its_candidates() -> None:
    assert index(VAULT).resolve("Both").candidates == ("Sleep.md", "Somatic_Care_Model_SCM.md")


def test_a_relative_path_begins_at_its_own_note() -> None:
    links = index(VAULT)
    assert links.resolve("../fr/Twin", "en/Twin.md") == Resolution("fr-twin", "path")
    assert links.resolve("Twin.md", "fr/Other.md", relative=True) == Resolution("fr-twin", "path")
    assert links.resolve("../../../../etc/passwd", "en/Twin.md").rung == "wanted"


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("trust", "", Resolution("trust", "folded")),
        ("Twin", "fr/Home.md", Resolution("fr-twin", "stem")),
        ("Twin", "Home.md", Resolution("en-twin", "stem")),
        ("FR/twin", "", Resolution("fr-twin", "path")),
        ("Forty Winks", "", Resolution("", "refused", ("Sleep.md",))),
        ("harm reduction", "", Resolution("", "refused", ("deep/er/Harm_Reduction.md",))),
        ("Both", "", Resolution("", "refused", ("Sleep.md", "Somatic_Care_Model_SCM.md"))),
        ("Nobody", "", Resolution("nobody", "wanted")),
    ],
)
def test_strict_links_resolve_as_obsidian_does(target: str, source: str, expected: Resolution) -> None:
    assert index(VAULT, strict=True).resolve(target, source) == expected


def test_all_spellings_of_a_wanted_page_are_one_stub_under_its_most_frequent_name() -> None:
    spellings = ["Inner_Family", "Inner Family", "inner-family", "Inner Family (IF)", "IF"]
    links = index([named("a.md", targets=spellings), named("b.md", targets=["Inner Family"])])
    assert {links.resolve(spelling).topic for spelling in spellings} == {"inner-family"}
    page = links.wanted_page("inner-family")
    assert page is not None
    assert (page.name, page.acronym) == ("Inner Family", "IF")


def test_an_acronym_of_two_wanted_pages_means_neither() -> None:
    links = index([named("a.md", targets=["Red Apple (RA)", "RA"], introductions=(("Real Answers", "RA"),))])
    assert links.resolve("RA").topic == "ra"


def test_a_stub_has_the_iri_that_its_topic_gets_with_its_note() -> None:
    before = index([named("a.md", targets=["Quiet_Rooms_QR"])]).resolve("Quiet_Rooms_QR")
    after = index([named("a.md", targets=["Quiet_Rooms_QR"]), named("x/Quiet Rooms (QR).md")]).resolve("Quiet_Rooms_QR")
    assert before.topic == after.topic == "quiet-rooms"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Harm Redaction", ("Harm_Reduction",)),
        ("xTrust", ("Trust",)),
        ("Trusd", ("Trust",)),
        ("Give Take (GT)", ("Give & Take",)),
        ("Zebra Crossing", ()),
    ],
)
def test_names_that_are_much_alike_are_suggested(target: str, expected: tuple[str, ...]) -> None:
    assert index(VAULT).similar(target) == expected


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_notes_does_not_matter(order: random.Random) -> None:
    asked = ["Trust", "Both", "Twin", "SCM", "NW", "Nobody Wrote (NW)", "forty-winks", "Somatic-Care Model"]
    notes = [*VAULT, named("y.md", targets=["Nobody Wrote (NW)", "NW"]), named("z.md", targets=["nobody-wrote"])]
    expected = [_settled(index(notes), each) for each in asked]
    order.shuffle(notes)
    assert [_settled(index(notes), each) for each in asked] == expected


def _settled(links: LinkIndex, target: str) -> tuple[str, str, tuple[str, ...], object]:
    found = links.resolve(target)
    return found.topic, found.rung, tuple(sorted(found.candidates)), links.wanted_page(found.topic)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("forgiving", ["links.loose info 1", "links.loose info 2", "links.ambiguous warning 3", "links.wanted info 4"]),
        (
            "strict",
            ["links.strict warning 1", "links.strict warning 2", "links.strict warning 3", "links.wanted info 4"],
        ),
    ],
)
def test_each_doubtful_link_is_told_at_its_line(tmp_path: Path, links: str, expected: list[str]) -> None:
    texts = {
        "Start.md": "[[gone/Slow Tea]]\n[[Slow-Pots (SP)]]\n[[Both]]\n[[Nowhere at all]]\n",
        "Slow Tea.md": "---\naliases: Both\n---\ntea",
        "Slow  Pots.md": "---\naliases: Both\ntitle: Kettles\n---\npots",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    checked = check(tmp_path, VaultSettings(links=links))
    told = sorted((d for d in checked.told if d.rule.startswith("links.")), key=lambda d: d.line)
    assert [f"{d.rule} {d.severity} {d.line}" for d in told] == expected
