"""Keys that have no meaning of their own here become properties of the note, as they are written, and within limits."""

import pytest

from powergraph.diagnostics import Severity
from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Extraction
from powergraph.extract.private import PrivateNames, without_private_targets
from powergraph.extract.profile import load_profile
from powergraph.extract.properties import LONGEST, MOST
from powergraph.notes.decoding import decode
from powergraph.notes.note import SourceNote, parse_note


def extraction_of(head: str, body: str = "Text.", **profile: object) -> Extraction:
    text = f"---\n{head}\n---\n\n# Tide\n\n{body}\n"
    note = parse_note(SourceNote("Tide.md", decode(text.encode())))
    return extract(note, load_profile(profile), NoteDefaults())


def found(extraction: Extraction) -> list[tuple[str, str]]:
    return [(each.key, each.value) for each in extraction.properties]


def told(extraction: Extraction) -> list[tuple[int, int, str]]:
    about = [each for each in extraction.diagnostics if each.rule == "notes.property"]
    assert all(each.severity is Severity.INFO for each in about)
    return [(each.line, each.column, each.message) for each in about]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("status: half built", [("status", "half built")]),
        ("Rating: 04.50", [("Rating", "04.50")]),
        ("done: yes", [("done", "yes")]),
        ("seen: 2024-03-05", [("seen", "2024-03-05")]),
        ("by: [Ann Reed, Bo Lind]", [("by", "Ann Reed"), ("by", "Bo Lind")]),
        ("up: [[Lock Keepers]]", [("up", "Lock Keepers")]),
        ("up:\n  - [[Weir]]\n  - '[[Lock]]'", [("up", "Weir"), ("up", "[[Lock]]")]),
        ("gist: >\n  over\n  two lines", [("gist", "over two lines")]),
        ("empty:\nnone: ~\nblank: ''", []),
        ("status: grey %% not this %%", [("status", "grey")]),
        ("'***': stars", []),
    ],
)
def test_value_is_kept_as_written(head: str, expected: list[tuple[str, str]]) -> None:
    extraction = extraction_of(head)
    assert found(extraction) == expected
    assert told(extraction) == []


@pytest.mark.parametrize(
    "head",
    [
        "title: A\naliases: [B]\ntags: [c]\nrelated: [D]\ntype: note\nlang: en\nrights: mine\ndescription: said",
        "created: 2024-01-02\nmodified: 2024-01-03\ndate created: 2024-01-04\nid: e\nuid: f\nsource: g\ncitation: h",
        "content-warning: harsh\nSensitive: true",
    ],
)
def test_key_that_is_read_for_what_it_means_is_no_property(head: str) -> None:
    assert found(extraction_of(head)) == []


@pytest.mark.parametrize(
    "key",
    ["publish", "published", "public", "private", "draft", "dg-publish", "isPrivate", "PRIVATE_notes", "API-token"],
)
def test_key_that_says_who_may_read_the_note_is_no_property(key: str) -> None:
    assert found(extraction_of(f"{key}: yes\nstatus: grey", f"{key}:: no\n\nIt [{key}:: no] is.")) == [
        ("status", "grey")
    ]


def test_publisher_is_a_property() -> None:
    assert found(extraction_of("publisher: Reed Press")) == [("publisher", "Reed Press")]


def test_vault_names_the_keys_to_ignore_in_place_of_ours() -> None:
    head = "cssclasses: wide\nmood-of-day: calm\nstatus: grey"
    assert found(extraction_of(head)) == [("mood-of-day", "calm"), ("status", "grey")]
    own = {"ignored": ["Mood.*"]}
    assert found(extraction_of(head, properties=own)) == [("cssclasses", "wide"), ("status", "grey")]
    assert found(extraction_of(head, properties={"ignored": []})) == [
        ("cssclasses", "wide"),
        ("mood-of-day", "calm"),
        ("status", "grey"),
    ]


def test_property_of_the_text_has_its_section_and_its_place() -> None:
    extraction = extraction_of("status: grey", "Text [mood:: calm].\n\n## Below\n\nstatus:: built")
    assert found(extraction) == [("status", "grey"), ("mood", "calm"), ("status", "built")]
    places = [(each.evidence.section, each.evidence.span.start_line) for each in extraction.properties]
    assert places == [(0, 2), (1, 7), (2, 11)]


def test_nested_values_are_told_once_and_the_others_kept() -> None:
    extraction = extraction_of("a: {b: c}\nd: [{e: f}]\ng: h\ni: [[j, k], l]", "a:: m")
    assert found(extraction) == [("g", "h"), ("a", "m")]
    assert told(extraction) == [
        (2, 5, "values that hold keys, or lists in lists, are not published as data: 'a', 'd', 'i'")
    ]


def test_long_value_is_left_out_and_told_and_one_at_the_limit_is_kept() -> None:
    extraction = extraction_of(f"short: {'x' * LONGEST}\nlong: {'y' * (LONGEST + 1)}\nlast: z")
    assert [each.key for each in extraction.properties] == ["short", "last"]
    assert told(extraction) == [
        (3, 7, "the value of 'long' is longer than 2,000 characters; it is not published as data")
    ]


def test_first_hundred_are_kept_and_the_rest_is_told_once() -> None:
    extraction = extraction_of("\n".join(f"key{number}: value{number}" for number in range(MOST)))
    assert len(extraction.properties) == MOST
    assert told(extraction) == []
    extraction = extraction_of("\n".join(f"key{number}: value{number}" for number in range(MOST + 5)))
    assert [each.key for each in extraction.properties] == [f"key{number}" for number in range(MOST)]
    assert told(extraction) == [
        (102, 9, "the note has more than 100 properties; from 'key100' on they are not published as data")
    ]


@pytest.mark.parametrize(
    ("head", "values", "line"),
    [
        ("friend: '[[Night Reed]]'", [], "friend: ''"),
        ("friend: Night Reed", [], "friend: "),
        ("friend: [[Night Reed]]", [], "friend: [[]]"),
        ("friends: [Ann, 'Night_Reed.md', Bo]", ["Ann", "Bo"], "friends: [Ann, '', Bo]"),
        ("friend: 'with [[Night Reed]] there'", ["with there"], "friend: 'with  there'"),
        ("friend: 'with [[Night Reed|him]] there'", ["with him there"], "friend: 'with him there'"),
        ("friend: 'with [him](Night%20Reed.md)'", ["with him"], "friend: 'with him'"),
        ("friend: '[[Night Reed|him]]'", ["him"], "friend: 'him'"),
        ("friend: '[[Day Reed]]'", ["[[Day Reed]]"], "friend: '[[Day Reed]]'"),
    ],
)
def test_value_and_line_lose_the_name_of_a_private_note(head: str, values: list[str], line: str) -> None:
    hidden = without_private_targets(extraction_of(head), PrivateNames(["Night Reed"]))
    assert [each.value for each in hidden.properties] == values
    assert hidden.note.lines[1] == line
