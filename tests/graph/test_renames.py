"""Which note of today is which note of the ledger: a row for each sign, and what nobody can say."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.graph.ledger import Ledger, Row, Status
from powergraph.graph.likeness import mark_of
from powergraph.graph.renames import Matches, Seen, match_notes

PLAIN = "---\ntitle: {0}\n---\n# {0}\n\n" + "\n".join(f"- Line {n} of what is only in {{0}}." for n in range(8)) + "\n"
GARDEN, POND, HEATH = (PLAIN.format(name) for name in ("the garden", "the pond", "the heath"))

ONE_LINE = "- only this line is the same\n"


def of(path: str, text: str = "", identifier: str = "", asked: str = "") -> Seen:
    text = text or PLAIN.format(path)
    return Seen(path, identifier, asked, hashlib.sha256(text.encode()).hexdigest(), lambda: text)


def row(slug: str, path: str, text: str = "", status: Status = Status.ACTIVE, identifier: str = "") -> Row:
    return Row(f"note/{slug}", status, slug, path, identifier, content=str(mark_of(text or PLAIN.format(path)) or ""))


def match(rows: list[Row], notes: list[Seen], files: tuple[str, ...] = (), unread: tuple[str, ...] = ()) -> Matches:
    return match_notes(Ledger.of(rows), notes, lambda path: path in files, unread)


def edited(text: str, lines: int) -> str:
    """Return a text of which so many lines of eight are others, and its title too."""
    kept = text.splitlines()
    return "\n".join(
        [*kept[: len(kept) - lines], *(f"- A new thing in place of it, number {n}." for n in range(lines))]
    )


@pytest.mark.parametrize(
    ("known", "note", "how"),
    [
        (row("garden", "Garden.md", GARDEN), of("Garden.md", POND), "path"),
        (row("garden", "Garden.md", identifier="7"), of("x/Park.md", POND, "7"), "id"),
        (row("garden", "Garden.md", identifier="7"), of("Garden.md", POND), "path"),
        (row("garden", "Garden.md", POND), of("Park.md", GARDEN, "garden", "garden"), "slug"),
        (row("garden", "Garden.md", POND), of("garden.md", GARDEN), "case"),
        (row("garden", "Café.md", POND), of("Cafe\u0301.md", GARDEN), "case"),
        (row("garden", "Garden.md", GARDEN), of("Park.md", GARDEN), "text"),
        (row("tiny", "Tiny.md", "# Tiny\n\nYes.\n"), of("Small.md", "# Tiny\n\nYes.\n"), "text"),
        (row("garden", "Garden.md", GARDEN), of("deep/er/Garden.md", POND), "name"),
        (row("garden", "Garden.md", GARDEN), of("Park.md", edited(GARDEN, 2)), "likeness"),
        (row("garden", "Garden.md", GARDEN, Status.REMOVED), of("Garden.md", POND), "path"),
        (row("garden", "Garden.md", GARDEN, Status.REMOVED), of("Park.md", GARDEN), "text"),
    ],
)
def test_a_note_is_known_again(known: Row, note: Seen, how: str) -> None:
    matches = match([known], [note])
    assert [(path, each.row, each.how) for path, each in matches.found.items()] == [(note.path, known, how)]
    assert (matches.new, matches.gone, matches.doubts) == ((), (), ())


@pytest.mark.parametrize(
    ("known", "note"),
    [
        (row("garden", "Garden.md", GARDEN), of("Park.md", POND)),
        (row("garden", "Garden.md", GARDEN), of("Park.md", edited(GARDEN, 7))),
        (row("empty", "Empty.md", "---\ntitle: x\n---\n"), of("Blank.md", "---\ntitle: x\n---\n")),
        (row("garden", "Garden.md", f"# Garden\n\n{ONE_LINE}- x\n"), of("Park.md", f"# Park\n\n{ONE_LINE}")),
        (Row("note/garden", Status.RENAMED, "garden", "Garden.md", replaced_by="note/x"), of("Garden.md")),
    ],
    ids=["other", "mostly other", "empty", "one line", "led elsewhere"],
)  # fmt: skip
def test_another_note_is_a_new_note(known: Row, note: Seen) -> None:
    matches = match([known], [note])
    assert (dict(matches.found), matches.new, matches.doubts) == ({}, (note.path,), ())
    assert [each.iri for each in matches.gone] == ([known.iri] if known.status is Status.ACTIVE else [])


@pytest.mark.parametrize(
    ("rows", "notes", "doubts"),
    [
        (
            [row("a", "A.md", GARDEN), row("b", "B.md", GARDEN)],
            [of("C.md", GARDEN)],
            [("C.md", ["note/a", "note/b"])],
        ),
        (
            [row("a", "A.md", GARDEN)],
            [of("C.md", GARDEN), of("D.md", GARDEN)],
            [("C.md", ["note/a"]), ("D.md", ["note/a"])],
        ),
        (
            [row("a", "A.md", GARDEN)],
            [of("C.md", edited(GARDEN, 1)), of("D.md", edited(GARDEN, 3))],
            [("C.md", ["note/a"]), ("D.md", ["note/a"])],
        ),
        ([row("a", "A.md", GARDEN)], [of("C.md", edited(GARDEN, 4))], [("C.md", ["note/a"])]),
    ],
    ids=["two rows", "two notes", "two notes alike", "about half"],
)
def test_what_nobody_can_say_is_not_guessed(
    rows: list[Row], notes: list[Seen], doubts: list[tuple[str, list[str]]]
) -> None:
    matches = match(rows, notes)
    assert [(each.path, [r.iri for r in each.rows]) for each in matches.doubts] == doubts
    assert (dict(matches.found), matches.new, matches.gone) == ({}, (), ())
    assert matches.doubtful == {iri for _, iris in doubts for iri in iris}


def test_the_surest_sign_goes_first() -> None:
    rows = [row("a", "A.md", GARDEN, identifier="1"), row("b", "B.md", POND), row("c", "C.md", HEATH)]
    notes = [of("B.md", GARDEN, "1"), of("A.md", HEATH), of("x/C.md", POND)]
    found = match(rows, notes, files=("A.md", "B.md")).found
    assert {path: (each.row.iri, each.how) for path, each in found.items()} == {
        "B.md": ("note/a", "id"),
        "x/C.md": ("note/b", "text"),
        "A.md": ("note/c", "text"),
    }


def test_names_that_many_notes_have_say_nothing() -> None:
    rows = [row("a-readme", "a/README.md"), row("b-readme", "b/README.md")]
    matches = match(rows, [of("b/README.md"), of("c/README.md")])
    assert list(matches.found) == ["b/README.md"]
    assert matches.new == ("c/README.md",)


def test_a_new_note_called_as_one_that_was_removed_is_another() -> None:
    removed = row("a", "a/Garden.md", GARDEN, Status.REMOVED)
    matches = match([removed], [of("b/Garden.md", HEATH)])
    assert (dict(matches.found), matches.new) == ({}, ("b/Garden.md",))
    again = match([removed], [of("b/Garden.md", GARDEN)])
    assert list(again.found) == ["b/Garden.md"], "its text comes back"


def test_lines_of_a_template_say_nothing() -> None:
    template = "".join(f"- What has to be told in each note, part {n}.\n" for n in range(6))
    rows = [row(name, f"{name}.md", f"{template}- {name} and nothing more than that\n") for name in "abcd"]
    notes = [of(f"{name}.md") for name in "abc"] + [of("new.md", f"{template}- something new, and it is new\n")]
    matches = match(rows, notes)
    assert matches.new == ("new.md",)
    assert [each.iri for each in matches.gone] == ["note/d"]


def test_a_note_that_is_private_now_is_gone_and_no_other_note_takes_its_place() -> None:
    matches = match([row("a", "A.md", GARDEN)], [of("B.md", GARDEN)], files=("A.md",))
    assert (dict(matches.found), matches.new) == ({}, ("B.md",))
    assert [each.iri for each in matches.gone] == [each.iri for each in matches.hidden] == ["note/a"]


def test_a_note_that_cannot_be_read_is_not_gone() -> None:
    matches = match([row("a", "A.md", GARDEN)], [of("B.md", GARDEN)], files=("A.md",), unread=("A.md",))
    assert (matches.gone, matches.new) == ((), ("B.md",))


def test_notes_in_a_folder_that_cannot_be_read_are_not_gone() -> None:
    matches = match([row("a", "x/y/A.md"), row("b", "xy/B.md")], [of("C.md")], unread=("x",))
    assert [each.iri for each in matches.gone] == ["note/b"]


@given(
    st.lists(st.sampled_from([GARDEN, POND, HEATH, "", "# x\n\nyes\n"]), max_size=5),
    st.dictionaries(st.sampled_from("ABCDEFG"), st.sampled_from([GARDEN, POND, HEATH, "", "x"]), max_size=5),
    st.randoms(),
)
def test_every_row_and_note_is_accounted_for_once_whatever_their_order(
    texts: list[str], notes: dict[str, str], random: object
) -> None:
    rows = [row(f"r{n}", f"{'ABCDEFG'[n]}.md", text) for n, text in enumerate(texts)]
    seen = [of(f"{name}.md", text or "\n") for name, text in notes.items()]
    matches = match(rows, seen)
    paths = [*matches.found, *matches.new, *(doubt.path for doubt in matches.doubts)]
    assert sorted(paths) == sorted(note.path for note in seen)
    iris = [*(each.row.iri for each in matches.found.values()), *(r.iri for r in matches.gone), *matches.doubtful]
    assert sorted(iris) == sorted(r.iri for r in rows)
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(seen)  # type: ignore[attr-defined]
    again = match(rows, seen)
    assert (again.found, again.doubts, again.new, again.gone) == (
        matches.found,
        matches.doubts,
        matches.new,
        matches.gone,
    )
