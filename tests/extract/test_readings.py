"""Every rule that reads something says in words what it reads, and a section says why it has its role."""

import re
from pathlib import Path

import pytest

from powergraph.config import VaultSettings
from powergraph.extract.extract import extract
from powergraph.extract.extraction import Extraction
from powergraph.extract.profile import load_profile
from powergraph.extract.reading import NoteReader
from powergraph.extract.readings import READINGS, readings_of
from powergraph.notes.decoding import decode
from powergraph.notes.note import SourceNote, parse_note
from powergraph.rules import rules_by_id

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/powergraph"
PROFILE = load_profile()


def extraction(text: str, path: str = "Garden.md") -> Extraction:
    reader = NoteReader.of(VaultSettings())
    return extract(parse_note(SourceNote(path, decode(text.encode()))), reader.profile, reader.defaults)


def test_every_rule_of_the_source_is_explained() -> None:
    written = re.compile(
        r'"((?:notes|topic|sections|concepts|practices|citations|links|mentions|provenance)\.[a-z]+(?:-[a-z]+)*)"'
    )
    files = [file for part in ("extract", "graph") for file in (SOURCE / part).glob("*.py") if file.stem != "readings"]
    named = {rule for file in files for rule in written.findall(file.read_text(encoding="utf-8"))}
    told = set(rules_by_id())
    # Made of the kind of a concept: concepts.key, concepts.form.
    assert named - told - set(READINGS) == set()
    assert set(READINGS) - named <= {"concepts.key"}


def test_every_rule_that_reads_the_demo_notes_is_explained() -> None:
    for file in sorted((ROOT / "data/notes").glob("*.md")):
        found = extraction(file.read_text(encoding="utf-8"), file.name)
        items = (*found.concepts, *found.practices, *found.citations, *found.references, *found.parts)
        assert {item.evidence.rule for item in items} <= set(READINGS)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            "Words.\n\n# Garden\n\n## 1. Definition\n\nx\n\n### Fences\n\ny\n\n## Weather\n\nz\n",
            {
                1: "sections.lead",
                2: "the title of the note",
                3: r"profile: section ^definitions?\b",
                4: "from the section above, 1. Definition",
                5: "no pattern of the profile",
            },
        ),
        (
            "---\ntype: framework\n---\n# Garden\n\n## Beds\n\n- **Long:** One.\n- **Round:** Two.\n",
            {1: "the title of the note", 2: "profile: concepts.typology_kinds, it is built like one"},
        ),
    ],
    ids=["headings", "typology"],
)
def test_section_says_why_it_has_its_role(text: str, reasons: dict[int, str]) -> None:
    assert dict(readings_of(extraction(text), PROFILE).sections) == reasons


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        ("---\ntype: meta\n---\nx", "a.md", "meta (profile: note_kinds.type)"),
        ("---\ntags: [framework]\n---\nx", "a.md", "framework (profile: note_kinds.tag)"),
        ("x", "Plan Template.md", "template (profile: note_kinds.name)"),
        ("x", "Prompts/a.md", "prompt (profile: note_kinds.folder)"),
        ("x", "a.md", "reference (profile: note_kinds.default)"),
    ],
)
def test_note_says_why_it_is_of_its_kind(text: str, path: str, kind: str) -> None:
    assert readings_of(extraction(text, path), PROFILE).note_kind == kind


@pytest.mark.parametrize("heading", ["Sources of Power", "🌿 2. Key Concepts (draft)", "Myths (and reframes)"])
def test_pattern_that_is_told_is_one_that_gives_the_role(heading: str) -> None:
    pattern = PROFILE.role_pattern(heading)
    assert PROFILE.role(heading) in {role for role, each in PROFILE.headings if each == pattern}


def test_no_pattern_is_told_where_none_is_known() -> None:
    assert PROFILE.role_pattern("Weather") == ""
