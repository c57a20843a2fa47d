"""Marks of privacy are heard in every form in which they are written, and a TOML front matter is one."""

import time

import pytest

from powergraph.notes.decoding import decode
from powergraph.notes.marks import is_marked_private, is_marked_public
from powergraph.notes.note import Note, SourceNote, parse_note


def note(text: str) -> Note:
    return parse_note(SourceNote("a.md", decode(text.encode())))


PRIVATE = {
    "nested": "---\nmeta: {publish: false}\n---\n",
    "nested in a list": "---\nmeta:\n  - draft: yes\n---\n",
    "merged": "---\nbase: &b {publish: 'No'}\ntitle: x\nall:\n  <<: *b\n---\n",
    "aliased value": "---\nx: &n off\npublish: *n\n---\n",
    "anchor at the mark": "---\nprivate: &yes true\n---\n",
    "quoted": '---\npublish: "False"\n---\n',
    "quoted key": '---\n"publish" : FALSE\n---\n',
    "off": "---\npublish: off\n---\n",
    "0": "---\npublish: 0\n---\n",
    "tagged": "---\npublish: !!str no\n---\n",
    "list": "---\npublish: [true, false]\n---\n",
    "by place": "---\npublish: {web: true, feed: true}\n---\n",
    "digital garden": "---\ndg-publish: false\n---\n",
    "public": "---\npublic: 'friends'\n---\n",
    "toml": "+++\ntitle = 'x'\npublish = false\n+++\n",
    "toml draft": "+++\ndraft = true\n+++\n",
    "toml in a table": "+++\n[extra.site]\nprivate = true\n+++\n",
    "toml dotted": "+++\nextra.publish = 'no'\n+++\n",
    "toml inline": "+++\nmeta = { publish = 0 }\n+++\n",
    "toml after blank lines": "\n\n+++\npublish = false\n+++\n",
    "dataview": "Text.\n\npublish:: false\n",
    "dataview in brackets": "Some [publish:: no] text.\n",
    "dataview in parentheses": "Some (private:: yes) text.\n",
    "dataview bold": "**private**:: true\n",
    "logseq": "public:: false\ntitle:: x\n\n- text\n",
    "logseq in a list": "- private:: true\n- text\n",
    "in a comment": "%% private:: true %%\n",
    "spaced": "private :: true\n",
    "with nothing after it": "draft::\n",
}


@pytest.mark.parametrize("text", PRIVATE.values(), ids=PRIVATE.keys())
def test_a_mark_is_heard(text: str) -> None:
    assert is_marked_private(note(text + "\nBody.\n").marks)


OPEN = {
    "yes": "---\npublish: Yes\nprivate: 'False'\ndraft: 0\n---\n",
    "a book's year": "---\nbook: {title: x, published: 1999}\n---\n",
    "toml": "+++\npublish = true\ndraft = false\n+++\n",
    "code": "```\nprivate:: true\n```\nand `publish:: false`\n",
    "another key": "not-private:: true\nvery_private:: true\n",
    "a scope of a language": "std::private::x and a::draft::b\n",
    "yes inline": "publish:: true\n",
    "a book's year inline": "- [published:: 2014]\n",
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN.keys())
def test_what_is_no_such_mark_hides_nothing(text: str) -> None:
    assert not is_marked_private(note(text + "\nBody.\n").marks)


def test_only_the_head_of_a_note_marks_it_to_be_published() -> None:
    assert is_marked_public(note("---\nPublish: TRUE\n---\nx\n").marks)
    assert is_marked_public(note("+++\npublish = true\n+++\nx\n").marks)
    assert not is_marked_public(note("---\nmeta: {publish: true}\n---\nx\n").marks)
    assert not is_marked_public(note("publish:: true\n").marks)


TOML = """+++
title = "Shared \\u2014 Ground"  # quiet-comment
aliases = [
  "Common Ground",  # quiet-comment
  'A # sign',
]
tags = "one, two"
date = 2024-03-05
weight = 7
note = "x %% quiet-comment %% y"
[taxonomies]
related = ["Far"]
+++

# Body

Text.
"""


def test_toml_is_read_with_its_places() -> None:
    matter = note(TOML).front_matter
    assert {key: [value.text for value in values] for key, values in matter.fields.items()} == {
        "title": ["Shared — Ground"],
        "aliases": ["Common Ground", "A # sign"],
        "tags": ["one", "two"],
        "date": ["2024-03-05"],
        "weight": ["7"],
        "note": ["x y"],
        "taxonomies": ["related", "Far"],
    }
    assert [value.span.start_line for value in matter.fields["aliases"]] == [4, 5]
    assert matter.fields["tags"][0].span.start_line == 7


def test_comments_of_toml_are_not_quoted_and_move_no_line() -> None:
    read = note(TOML)
    assert "quiet-comment" not in "\n".join(read.lines)
    assert len(read.lines) == TOML.count("\n") + 1
    assert read.lines[4] == "  'A # sign',"
    assert [section.heading for section in read.sections] == ["Body"]


def test_a_comment_of_toml_may_follow_at_once_and_stand_beside_open_strings() -> None:
    read = note('+++\na = 1#quiet\nb = """\nx # y\n"""#quiet\nc = [ # quiet\n]\n+++\ntext\n')
    assert list(read.lines[1:7]) == ["a = 1", 'b = """', "x # y", '"""', "c = [", "]"]


def test_broken_toml_is_told_at_its_place_and_may_be_private() -> None:
    read = note('+++\ntitle = "x"\npublish = flase\n+++\ntext\n')
    (fault,) = [d for d in read.diagnostics if d.rule == "notes.yaml"]
    assert (fault.line, fault.column) == (3, 11)
    assert fault.message == "not valid TOML: invalid value"
    assert "publish" in read.unread_head


def test_plus_signs_around_prose_are_text() -> None:
    read = note("+++\nJust a line of prose.\n+++\n\nMore.\n")
    assert "Just a line of prose." in read.sections[0].text


def test_a_front_matter_made_to_take_long_does_not() -> None:
    begun = time.monotonic()
    lines = "\n".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))
    bomb = f"---\nk0: &a0 [x, y]\n{lines}\n" + "publish: *a39\n" * 500 + "---\nx\n"
    assert is_marked_private(note(bomb).marks)
    note("+++\n" + ".".join("a" * 40_000) + " = 1\n+++\n")
    note("+++\na = " + "[" * 90_000 + "\n+++\n")
    note("private:: " * 100_000)
    assert time.monotonic() - begun < 10
