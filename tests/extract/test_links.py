"""Links as they are written: what is one, and what only looks like one."""

import pytest

from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Extraction
from powergraph.extract.profile import load_profile
from powergraph.notes.decoding import decode
from powergraph.notes.note import SourceNote, parse_note


def extracted(text: str) -> Extraction:
    note = parse_note(SourceNote("folder/Note.md", decode(text.encode())))
    return extract(note, load_profile({}), NoteDefaults())


def targets(text: str) -> list[str]:
    return [reference.target for reference in extracted(text).references]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[A]] [[B|shown]] [[C#part]] [[D#^block|x]] ![[E]]", ["A", "B", "C", "D", "E"]),
        ("[[F.md]] [[dir/G]] [[_H_I_]] [[ J ]]", ["F.md", "dir/G", "_H_I_", "J"]),
        ("| a |\n|---|\n| [[K\\|shown]] |", ["K"]),
        ("[[#own part]] [[#^block]]", []),
        ("![[picture.PNG]] [[paper.pdf#page=2]] ![x](y.jpg)", []),
        ("[x](../L%20M.md#p) [y](<N O.md>) [z](plain.txt)", ["../L%20M.md", "N O.md"]),
        ("[x](https://e.org/p.md) [y](mailto:q@e.org) [z](//e.org/r.md) [w](#s)", []),
        ("[one **bold** link](P.md)", ["P.md"]),
        ("`[[Q]]` and\n\n```\n[[R]]\n```\n\n    [[S]]", []),
        ("$[[T]]$ and $$a [[U]] b$$ but $5 for [[V]] and $6", ["V"]),
        ("# Heading [[W]]\n\n> [!tip] [[X]]\n\ntext[^1]\n\n[^1]: [[Y]]", ["W", "X", "Y"]),
        ("[[Z [[AA]] ]]", ["AA"]),
        ("[[Broken\nname]]", ["Broken name"]),
        ("%% [[hidden]] %% <!-- [[too]] -->", []),
    ],
)
def test_what_is_a_link_in_a_text(text: str, expected: list[str]) -> None:
    assert targets(text) == [target.replace("%20", " ") for target in expected]


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("related: [One_Name, Two Names]", [("One_Name", True), ("Two Names", True)]),
        ('related: ["[[Three]]", "[[Four|shown]]"]', [("Three", False), ("Four", False)]),
        ('related: "[[Five]], [[Six#part]]"', [("Five", False), ("Six", False)]),
        ("related: [[Seven]]", [("Seven", True)]),
        ("related: ['[shown](Eight%20B.md)']", [("Eight B.md", False)]),
        ("related: ['https://example.org/nine']", []),
        ('up: "[[Ten]]"\ntitle: "[[Eleven]]"\nnext: Twelve', [("Ten", False)]),
    ],
)
def test_what_is_a_link_in_the_front_matter(matter: str, expected: list[tuple[str, bool]]) -> None:
    found = extracted(f"---\n{matter}\n---\ntext").references
    assert [(reference.target, reference.bare) for reference in found] == expected
    assert all(reference.metadata for reference in found)


def test_a_link_that_is_never_closed_is_told_and_stays_text() -> None:
    extraction = extracted("first\n\n- last [[Never_Closed")
    assert extraction.references == ()
    told = [d for d in extraction.diagnostics if d.rule == "links.unclosed"]
    assert [(d.line, d.column, d.hint) for d in told] == [(3, 8, "write [[Never_Closed]]")]
    assert "[[Never_Closed" in extraction.parts[0].text


def test_brackets_without_number_are_read_in_linear_time() -> None:
    assert targets("[[" * 100_000) == []
