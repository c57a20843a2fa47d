"""IRIs: slugs of any script, unique notes, stable topics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from powergraph.diagnostics import Severity
from powergraph.graph.iris import HeldSlugs, Minter, NoteIRIs, NoteSlugs, assign_note_slugs, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Expert Power", "expert-power"),
        ("The Crucial Distinction: Power vs. Control", "the-crucial-distinction-power-vs-control"),
        ("Martín-Baró", "martín-baró"),
        ("Marti\u0301n", "martín"),
        ("Straße", "strasse"),
        ("권력 관계", "권력-관계"),
        ("24/7 D/s", "24-7-d-s"),
        ("a\U000e0100b", "a-b"),
        ("🔥", "63ef18d2"),
        ("  ", "dbc1ff8a"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    if expected in ("63ef18d2", "dbc1ff8a"):
        import hashlib

        expected = hashlib.sha256(text.encode()).hexdigest()[:8]
    assert slug(text) == expected


@given(st.text(max_size=400))
def test_any_slug_makes_an_iri_and_is_its_own_slug(text: str) -> None:
    name = slug(text)
    NamedNode("https://example.org/" + name)
    assert slug(name) == name
    assert 0 < len(name.encode()) <= 120
    assert "/" not in name


def slugs_of(*paths: str, **ids: str) -> dict[str, tuple[str, str]]:
    stems = {path: path.rpartition("/")[2].removesuffix(".md") for path in paths}
    return {path: (s.note, s.topic) for path, s in assign_note_slugs(stems, ids)[0].items()}


def test_a_trailing_acronym_is_dropped_from_the_topic_only() -> None:
    assert slugs_of("Nonviolent_Communication_NVC.md")["Nonviolent_Communication_NVC.md"] == (
        "nonviolent-communication-nvc",
        "nonviolent-communication",
    )


def test_notes_of_one_name_are_told_apart_by_their_folders() -> None:
    assert slugs_of("en/Home.md", "fr/Home.md", "a/en/x.md") == {
        "en/Home.md": ("en-home", "en-home"),
        "fr/Home.md": ("fr-home", "fr-home"),
        "a/en/x.md": ("x", "x"),
    }


def test_notes_that_only_differ_in_case_are_numbered_in_path_order() -> None:
    assert slugs_of("A.md", "a.md") == {"A.md": ("a", "a"), "a.md": ("a-2", "a-2")}


def test_two_notes_never_share_a_topic() -> None:
    topics = [topic for _, topic in slugs_of("Rock Art RA.md", "Rock Art.md").values()]
    assert len(set(topics)) == 2


def test_held_slugs_stay_with_their_notes_and_no_other_note_gets_one() -> None:
    held = HeldSlugs({"Park.md": NoteSlugs("garden", "garden")}, frozenset({"garden", "pond"}), frozenset({"lake"}))
    stems = {
        path: path.rpartition("/")[2].removesuffix(".md") for path in ("Park.md", "Garden.md", "a/Pond.md", "Lake.md")
    }
    slugs, told = assign_note_slugs(stems, {}, held)
    assert {path: (s.note, s.topic) for path, s in slugs.items()} == {
        "Park.md": ("garden", "garden"),
        "Garden.md": ("garden-2", "garden-2"),
        "a/Pond.md": ("a-pond", "a-pond"),
        "Lake.md": ("lake", "lake-2"),
    }
    assert [(d.path, d.rule) for d in told] == [("Garden.md", "iris.same-name"), ("a/Pond.md", "iris.same-name")]
    assert "note/pond is the IRI of another note" in told[1].message


def test_an_id_gets_a_slug_that_is_nobodys_any_more_but_not_that_of_another_note() -> None:
    held = HeldSlugs({"Park.md": NoteSlugs("garden", "garden")}, frozenset({"garden", "pond"}))
    stems = {"Park.md": "Park", "x.md": "x", "y.md": "y"}
    slugs, told = assign_note_slugs(stems, {"x.md": "Pond", "y.md": "Garden"}, held)
    assert {path: s.note for path, s in slugs.items()} == {"Park.md": "garden", "x.md": "pond", "y.md": "garden-2"}
    assert [(d.path, d.rule, "IRI of Park.md" in d.message) for d in told] == [("y.md", "iris.same-id", True)]


@given(
    st.dictionaries(st.sampled_from([f"{f}{n}.md" for f in ("", "a/", "b/") for n in ("X", "x", "X (XX)", "Y")]),
                    st.sampled_from(["", "x", "y"])),
    st.dictionaries(st.sampled_from([f"{f}{n}.md" for f in ("", "a/", "b/") for n in ("X", "x", "X (XX)", "Y")]),
                    st.sampled_from(["x", "y", "x-2", "a-x"])),
)  # fmt: skip
def test_slugs_are_unique_and_held_ones_stay_whatever_comes_together(
    notes: dict[str, str], kept: dict[str, str]
) -> None:
    first = {slug: path for path, slug in kept.items()}
    held = {path: NoteSlugs(slug, slug) for slug, path in first.items()}
    stems = {path: path.rpartition("/")[2].removesuffix(".md") for path in notes}
    ids = {path: identifier for path, identifier in notes.items() if identifier}
    slugs, _ = assign_note_slugs(stems, ids, HeldSlugs(held, frozenset({"y-2"})))
    assert set(slugs) == set(notes)
    assert len({s.note for s in slugs.values()}) == len({s.topic for s in slugs.values()}) == len(notes)
    assert {path: slugs[path] for path in held if path in notes} == {p: s for p, s in held.items() if p in notes}
    assert not {"y-2"} & {s.note for path, s in slugs.items() if path not in held and path not in ids}


def test_an_id_wins_and_two_equal_ids_are_an_error() -> None:
    stems = {"a.md": "a", "b.md": "b", "c.md": "c"}
    slugs, told = assign_note_slugs(stems, {"a.md": "Same", "b.md": "same"})
    assert slugs["a.md"].note == "same"
    assert slugs["b.md"].note == "same-2"
    assert [(d.path, d.severity) for d in told] == [("b.md", Severity.ERROR)]
    assert "a.md" in told[0].message


@given(st.lists(st.sampled_from(["A", "a", "b/a", "c/a", "c/A", "x", "X y", "x-y", "a 2", "a-2"]), unique=True))
def test_every_note_gets_its_own_slug(paths: list[str]) -> None:
    slugs = slugs_of(*(f"{path}.md" for path in paths))
    assert len({note for note, _ in slugs.values()}) == len(paths)
    assert len({topic for _, topic in slugs.values()}) == len(paths)


def test_a_label_that_comes_again_is_numbered() -> None:
    own = NoteIRIs(Minter("https://e.org/"), "n")
    minted = [own.labelled("concept", label).value for label in ("Goal", "Goal 2", "goal", "Goal")]
    assert len(set(minted)) == 4
    assert minted[0] == "https://e.org/concept/n/goal"
