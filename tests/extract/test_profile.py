"""The shipped profile: which role each heading has, and which class each kind word means."""

import pytest

from powergraph.extract.profile import load_profile

PROFILE = load_profile()
ROLES = {
    "definition": ["🧩 Definition and Core Themes", "Definition & Core Themes", "Core Tenets", "Core Principles"],
    "forms": [
        "Types of Kink Dynamics",
        "Common Edge Play Categories",
        "The RACK Acronym",
        "The Three Phases",
        "The Seven Variables of X",
        "Key Concepts and Principles",
        "The Core Model: Ego States",
        "Characteristics of a TPE",
        "Key Principles and Practices",
    ],
    "sources": ["Forms and Sources of Power", "The Five Bases of Social Power", "Power Bases"],
    "psychology": [
        "Nervous System and Parts Work Lens",
        "Psychology and Power",
        "Psychological and Relational Impact",
        "Nervous System & Trauma Lens (short)",
        "Trauma and Healing Lens",
    ],
    "patterns": ["💞 Attachment & Relational Patterns", "Relational Patterns and Equity"],
    "traits": ["Traits & Lived Experience", "The Lived Experience", "Key Concepts and Lived Experience"],
    "practices": [
        "Strategies, Prompts, and Practices",
        "Strategies & Applications",
        "Scripts, Rituals & Repair",
        "Reflection Prompts",
        "Relational Tools",
        "Therapeutic Application",
        "Key Techniques and Interventions",
    ],
    "reframes": ["Misunderstandings and Reframes"],
    "challenges": ["Relational Challenges and Strengths"],
    "related": ["Related Frameworks and Further Reading", "Related Frameworks", "Frameworks Referenced"],
    "citations": [
        "Citations & Sources",
        "Citations (Action 5)",
        "Citations & Curator Notes",
        "Further Reading",
        "Suggested Readings & Resources",
    ],
    "ethics": ["⚠️ Ethical Concerns (Action 6)", "Ethics & Cultural Sensitivity"],
    "glossary": ["# Glossary 🧾", "Glossary or Concept Index"],
    "applications": ["### 📌 Usage and Execution Notes", "Use Cases or Integration"],
    "other": ["Cross-Framework Patterns", "Creative, Mythic & Spiritual Overlays", "Mutual Aid", "Associated Kinks"],
}


@pytest.mark.parametrize(("heading", "role"), [(h, role) for role, headings in ROLES.items() for h in headings])
def test_a_heading_has_its_role(heading: str, role: str) -> None:
    assert PROFILE.role(heading) == role


@pytest.mark.parametrize(
    "heading", ["Role Shifts in Practice", "Sources of Power Imbalance", "Sources of confusion about power", "Weather"]
)
def test_a_heading_that_says_something_else_has_none(heading: str) -> None:
    assert PROFILE.role(heading) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Self-Compassion Micro-Skill", "MicroSkill"),
        ("Micro-practices (30 seconds)", "MicroSkill"),
        ("Internal Boundary Prompt", "Prompt"),
        ("Short guided script for mornings", "Script"),
        ("Prompts and Scripts", None),
        ("Parts-check", None),
    ],
)
def test_kind_words_mean_a_class(words: str, kind: str | None) -> None:
    assert PROFILE.practice_kind(words) == kind


@pytest.mark.parametrize(
    ("type_", "tags", "path", "kind"),
    [
        ("template", ["framework"], "Frameworks/a.md", "template"),
        ("", ["prompt", "framework"], "b.md", "prompt"),
        ("", [], "Frameworks/Frameworks Overview.md", "meta"),
        ("", [], "Frameworks/c.md", "framework"),
        ("utility", [], "d.md", "meta"),
        ("", [], "e.md", "reference"),
    ],
)
def test_the_kind_of_a_note_is_told_by_type_tag_name_or_folder(
    type_: str, tags: list[str], path: str, kind: str
) -> None:
    assert PROFILE.note_kind(type_, tags, path) == kind


def test_a_vault_replaces_a_table_and_keeps_the_others() -> None:
    own = load_profile({"section": [{"role": "practices", "headings": ["^übungen$"]}]})
    assert own.role("Übungen") == "practices"
    assert own.role("Glossary") is None
    assert own.practice_kind("Prompt") == "Prompt"
