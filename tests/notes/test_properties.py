"""Properties in a text: alone on a line and between brackets, never in code, links or names of programs."""

import time

import pytest

from powergraph.notes.decoding import decode
from powergraph.notes.note import Note, SourceNote, parse_note


def note_of(text: str) -> Note:
    return parse_note(SourceNote("a.md", decode(text.encode())))


def found(text: str) -> list[tuple[str, str]]:
    return [(each.key, each.value.text) for each in note_of(text).properties]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mood:: calm", [("mood", "calm")]),
        ("- **mood**:: calm", [("mood", "calm")]),
        ("It was [mood:: calm] and (sea:: grey) then", [("mood", "calm"), ("sea", "grey")]),
        ("[mood:: calm]", [("mood", "calm")]),
        ("[mood:: calm] and [sea:: grey]", [("mood", "calm"), ("sea", "grey")]),
        ("It [**mood**:: calm] was", [("mood", "calm")]),
        ("By [author:: [[Ann Reed]], [[Bo]]] then", [("author", "[[Ann Reed]], [[Bo]]")]),
        ("So (mood:: calm (for once)) it was", [("mood", "calm (for once)")]),
        ("- [ ] a task [due:: 2024-03-05]", [("due", "2024-03-05")]),
        ("| cell [mood:: calm] | next |", [("mood", "calm")]),
    ],
)
def test_property_is_found_where_it_stands(line: str, expected: list[tuple[str, str]]) -> None:
    assert found(f"# A\n\n{line}\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "use `[mood:: calm]` and `(sea:: grey)`",
        "```\n[mood:: calm]\n```",
        "~~~\nmood:: calm\n~~~",
        "a std::vector, (std::string) and [std::map]",
        "see [[mood:: calm]]",
        "see [mood:: calm](calm.md)",
        "see [it](mood:: calm)",
        "an \\[escaped:: one]",
        "[mood:: ] and (sea::) and none::",
        "a [mood::: calm] colon",
        "%% [mood:: calm] %% <!-- (sea:: grey) -->",
        "[mood:: calm\nover two lines]",
    ],
)
def test_what_only_looks_like_a_property_is_none(text: str) -> None:
    assert found(f"# A\n\n{text}\n") == []


def test_property_within_a_line_has_its_own_columns() -> None:
    text = "---\ntitle: A\n---\n# A\n\nIt was [mood:: calm] then (sea:: grey).\n"
    spans = [each.value.span for each in note_of(text).properties]
    assert [(s.start_line, s.end_line) for s in spans] == [(6, 6), (6, 6)]
    line = text.split("\n")[5]
    assert [line[s.start_column - 1 : s.end_column] for s in spans] == ["calm", "grey"]


def test_known_key_within_a_line_counts_as_in_a_front_matter_and_the_front_matter_wins() -> None:
    matter = note_of("---\ntags: [sea]\n---\n# A\n\nIt [tags:: harbour] was (alias:: Calm Sea, Tide).\n").front_matter
    assert [value.text for value in matter.values("tags")] == ["sea"]
    assert [value.text for value in matter.values("alias")] == ["Calm Sea", "Tide"]
    assert [value.span.start_line for value in matter.values("alias")] == [6, 6]


def test_other_key_of_the_text_is_not_heeded_as_one_of_the_front_matter() -> None:
    note = note_of("# A\n\nid:: block\nrights:: mine\nlanguage:: xx\nuid:: u\n")
    assert not note.front_matter.fields
    assert [each.key for each in note.properties] == ["id", "rights", "language", "uid"]


@pytest.mark.parametrize(
    "piece", ["[a:: ", "(a:: b", "[a:: [[x", "[a:: [x] ", "[a:: (b:: ", "(a:: (b) ", "`x` [a:: b] ", "[a:: b](", "a:: "]
)
def test_time_grows_with_the_length_of_a_line(piece: str) -> None:
    times = []
    for size in (5_000, 20_000):
        text = "# A\n\n" + piece * size
        start = time.perf_counter()
        note_of(text)
        times.append(time.perf_counter() - start)
    assert times[1] < 4 * 4 * max(times[0], 0.05)
