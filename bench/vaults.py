"""Generate vaults of notes as large and dense as real ones: 6 KB each, with links, citations and practices.

Deterministic: the same number and seed give the same files. The text is made of words; what matters is its build.
"""

import random
from pathlib import Path

_ADJECTIVES = (
    "relational", "structural", "quiet", "shared", "borrowed", "visible", "hidden", "early", "late", "common",
    "mutual", "formal", "informal", "narrow", "wide", "steady", "fragile", "open", "guarded", "local", "distant",
    "tacit", "earned", "given", "learned", "contested", "restored",
)  # fmt: skip
_NOUNS = (
    "authority", "boundary", "circle", "consent", "dialogue", "distance", "economy", "exchange", "gesture",
    "ground", "habit", "ledger", "listening", "margin", "measure", "memory", "mirror", "passage", "pattern",
    "position", "practice", "promise", "protocol", "question", "refusal", "repair", "rhythm", "role", "rule",
    "signal", "silence", "status", "story", "structure", "tension", "threshold", "trust", "voice", "witness",
)  # fmt: skip
_VERBS = (
    "shapes", "holds", "limits", "carries", "returns", "names", "follows", "interrupts", "supports", "questions",
    "repeats", "loosens",
)  # fmt: skip
_FAMILIES = (
    "Abbott", "Barnes", "Calder", "Devlin", "Ekholm", "Farrow", "Gainey", "Hollis", "Ibarra", "Jansen", "Keller",
    "Lindqvist", "Marlow", "Novak", "Okafor", "Prentice", "Quist", "Rowan", "Sandoval", "Tamura", "Underhill",
    "Vasquez", "Whitlock", "Yardley", "Zeller",
)  # fmt: skip
_KINDS = ("Micro-Skill", "Prompt", "Self-Compassion Micro-Skill", "Partner Prompt", "Script", "Ritual")


def write_vault(folder: Path, count: int, seed: int = 7) -> None:
    """Write *count* notes below *folder*, 200 a sub-folder."""
    names = note_names(count)
    for number in range(count):
        path = note_path(folder, names, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(note_text(names, number, seed), encoding="utf-8")


def note_path(folder: Path, names: list[str], number: int) -> Path:
    """Return the path of a note."""
    return folder / f"Part {number // 200:03}" / f"{names[number]}.md"


def note_names(count: int) -> list[str]:
    """Return as many distinct names, some of which end in an acronym."""
    names: list[str] = []
    for number in range(count):
        first, second = _ADJECTIVES[number % len(_ADJECTIVES)], _NOUNS[number // len(_ADJECTIVES) % len(_NOUNS)]
        third = _NOUNS[(number * 7 + number // 1000) % len(_NOUNS)]
        names.append(f"{first} {second} of {third} {number}".title())
    return names


def note_text(names: list[str], number: int, seed: int = 7) -> str:
    """Return the text of a note."""
    r = random.Random(seed * 1_000_003 + number)

    def sentence(words: int = 16) -> str:
        parts: list[str] = []
        while len(parts) < words:
            parts += [r.choice(_ADJECTIVES), r.choice(_NOUNS), r.choice(_VERBS), "the"]
        return " ".join([*parts, r.choice(_NOUNS)]).capitalize() + "."

    def term() -> str:
        return f"{r.choice(_ADJECTIVES)} {r.choice(_NOUNS)}".title()

    def other() -> str:
        return names[r.randrange(len(names))]

    def link() -> str:
        name = other() if r.random() < 0.94 else f"Wanted {term()} {r.randrange(400)}"
        return f"[[{name.replace(' ', '_') if r.random() < 0.4 else name}]]"

    lines = [
        "---",
        f'title: "\U0001f9ed {names[number]}"',
        "aliases:",
        f"  - {term()} {number}",
        "tags:",
        "  - framework",
    ]
    lines += [f"  - {r.choice(_NOUNS)}" for _ in range(3)]
    lines += ["related:", *(f"  - {other()}" for _ in range(4)), "created: 2025-03-04", "modified: 2025-07-19"]
    lines += [
        "source: Educational synthesis",
        "citation: ChatGPT-assisted summary",
        "---",
        "",
        f"# \U0001f9ed {names[number]}",
        "",
    ]
    lines += ["### \U0001f4d6 Definition and Core Themes", "", sentence(40), ""]
    lines += [f"- **{term()}:** {sentence(14)} {sentence(10)}" for _ in range(5)]
    lines += ["", "### \U0001f9e0 Nervous System and Parts Work Lens", ""]
    lines += [f"- **{term()} ({r.choice(_NOUNS)}):** {sentence(18)}" for _ in range(4)]
    lines += ["", "### \U0001f517 Attachment and Relational Patterns", ""]
    lines += [f"- **{term()}:** {sentence(12)} {other() if r.random() < 0.3 else ''}".rstrip() for _ in range(4)]
    lines += [
        "",
        "### \U0001f300 Misunderstandings and Reframes",
        "",
        "| Misunderstanding | Reframe |",
        "| --- | --- |",
    ]
    lines += [f"| {sentence(6)} | {sentence(8)} |" for _ in range(4)]
    lines += ["", "### \U0001f6e0 Strategies, Prompts, and Practices", ""]
    lines += [
        f'- **{r.choice(_KINDS)} ({term()}):** {sentence(12)} "What {r.choice(_VERBS)} me here?"' for _ in range(5)
    ]
    lines += ["", "### \U0001f4da Related Frameworks and Further Reading", "", *(f"- {link()}" for _ in range(5))]
    lines += ["", "### \U0001f4ce Citations & Sources", ""]
    for _ in range(3):
        work = r.randrange(max(len(names) // 2, 20))
        w = random.Random(work)
        first, second = (f"{w.choice(_FAMILIES)}, {w.choice('ABCDEFGH')}. {w.choice('JKLMN')}." for _ in range(2))
        authors = f"{first}, & {second}"
        title = f"The {w.choice(_ADJECTIVES)} {w.choice(_NOUNS)} and its {w.choice(_NOUNS)} {work}"
        lines.append(f"- {authors} ({1950 + work % 70}). _{title}._ ({w.choice(_NOUNS)} studies).")
    return "\n".join(lines) + "\n"
