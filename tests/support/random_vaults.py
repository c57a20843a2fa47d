"""Random vaults: notes that depend on each other in every way that there is, and random changes to them."""

import random
from pathlib import Path

__all__ = ["change", "write"]

#: Enough of what notes depend on each other for: links, aliases, names in texts, wanted pages, shared works, tags.
_TITLES = ("River Work", "Slow Fire", "Open Hand", "Salt Road (SR)", "Quiet Room", "Low Tide", "North Wall")
_LINES = (
    "- [[River Work]] and [[slow_fire]]",
    "- [[Salt Road]] with [[SR]]",
    "- [[Harbour Lights (HL)]]",
    "- **Quiet Room:** what happens in the Low Tide after a North Wall.",
    "- **Micro-Skill (Open Hand):** breathe with Slow Fire.",
    "- **Harbour Lights (HL)** is named here; HL again [sea:: grey].",
)


def write(folder: Path, number: int, r: random.Random) -> None:
    """Write one note of random content."""
    title = r.choice(_TITLES)
    aliases = "".join(f"  - {r.choice(_TITLES)} {n}\n" for n in range(r.randrange(3)))
    text = f"---\ntitle: {title}\naliases:\n{aliases}tags:\n  - {r.choice(['framework', 'calm', 'private'])}\n"
    text += "mood: [calm, '[[Low Tide]]']\n---\n"
    text += f"# {title}\n\n## Definition\n\nA {r.choice(_TITLES).lower()} of {r.choice(_TITLES)}.\n\n"
    text += (
        "## Forms and sources of power\n\n### Relational\n\n- **Salt Power:** to give salt.\n\n"
        if r.random() < 0.3
        else ""
    )
    text += "\n".join(r.sample(_LINES, 3)) + "\n\n## Strategies and practices\n\n" + "\n".join(r.sample(_LINES, 2))
    text += f"\n\n## Citations\n\n- Ash, B. ({1990 + r.randrange(3)}). _The {r.choice(_TITLES)}._\n"
    name = title if r.random() < 0.5 else f"note-{number}"
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def change(folder: Path, step: int, r: random.Random) -> None:
    """Edit, add, rename or delete a note."""
    notes = sorted(folder.glob("*.md"))
    kind = r.choice(("edit", "edit", "add", "rename", "delete"))
    if kind == "add" or len(notes) < 3:
        write(folder, 100 + step, r)
    elif kind == "delete":
        r.choice(notes).unlink()
    elif kind == "rename":
        r.choice(notes).rename(folder / f"{r.choice(_TITLES)} {step}.md")
    else:
        note = r.choice(notes)
        note.write_text(note.read_text(encoding="utf-8") + f"\n{r.choice(_LINES)}\n", encoding="utf-8")
