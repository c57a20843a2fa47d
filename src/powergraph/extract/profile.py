"""The profile: what headings and items mean, as declared in profile.toml or by a vault."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from powergraph.notes.markdown import split_emoji

__all__ = ["Profile", "fold", "load_profile"]

_NUMBERING = re.compile(r"^\W*(?:\d+(?:\.\d+)*[.)]|[ivx]+[.)]|[a-z][.)])\s+", re.IGNORECASE)


def fold(text: str) -> str:
    """Return *text* as patterns see it: no emoji, numbering or leading punctuation, case folded, `&` as `and`.

    >>> fold("🌿 1. Forms & Sources of Power")
    'forms and sources of power'
    """
    text, _ = split_emoji(text)
    text = strip_numbering(text).casefold().replace("&", " and ")
    return " ".join(text.split()).strip("#*_ ")


def strip_numbering(text: str) -> str:
    """Return *text* without the number in front of it.

    >>> strip_numbering("1. Individual/Relational Power")
    'Individual/Relational Power'
    """
    return _NUMBERING.sub("", text, count=1).strip()


@dataclass(frozen=True, slots=True)
class Profile:
    """The compiled profile; see profile.toml for the meaning of each part."""

    sections: tuple[tuple[str, re.Pattern[str]], ...]
    concept_roles: frozenset[str]
    form_roles: frozenset[str]
    source_roles: frozenset[str]
    practice_roles: frozenset[str]
    power_groups: tuple[tuple[str, re.Pattern[str]], ...]
    power_modes: Mapping[str, str]
    practice_kinds: tuple[tuple[str, re.Pattern[str]], ...]
    note_kinds: Mapping[str, Any]
    provenance_keys: tuple[str, ...]
    assistants: tuple[tuple[str, re.Pattern[str]], ...]

    def role(self, heading: str) -> str | None:
        """Return the role that the heading itself has, or None where no pattern knows it."""
        folded = fold(heading)
        return next((role for role, pattern in self.sections if pattern.search(folded)), None)

    def source_class(self, group_heading: str) -> str:
        """Return the local name of the class of the sources under a group's heading."""
        folded = fold(group_heading)
        return next((name for name, pattern in self.power_groups if pattern.search(folded)), "PowerSource")

    def is_group(self, heading: str) -> bool:
        """Tell whether a heading below one about sources names a group: it is numbered, or has a group's word."""
        return strip_numbering(heading) != heading.strip() or self.source_class(heading) != "PowerSource"

    def practice_kind(self, kind_words: str) -> str | None:
        """Return the local name of the class that the words mean with their last one, or None."""
        return next((name for name, pattern in self.practice_kinds if pattern.search(kind_words)), None)

    def note_kind(self, kind: str, tags: Sequence[str], path: str) -> str:
        """Return the kind of a note from its `type:`, its tags and the folders of its path."""
        folders = [part.casefold() for part in path.split("/")[:-1]]
        for table, keys in (("type", [kind]), ("tag", tags), ("folder", folders)):
            for key in keys:
                if found := self.note_kinds.get(table, {}).get(key.casefold()):
                    return str(found)
        return str(self.note_kinds["default"])


def _any(words: Sequence[str], *, whole: bool = True) -> re.Pattern[str]:
    joined = "|".join(words)
    return re.compile(rf"\b(?:{joined})\b" if whole else joined, re.IGNORECASE)


def compile_profile(data: Mapping[str, Any]) -> Profile:
    """Compile the tables of a profile.

    Raises ValueError naming the table where one is missing or a pattern is not a regular expression.
    """
    try:
        return Profile(
            sections=tuple((s["role"], _any(s["headings"], whole=False)) for s in data["section"]),
            concept_roles=frozenset(data["concepts"]["roles"]),
            form_roles=frozenset(data["concepts"]["form_roles"]),
            source_roles=frozenset(data["concepts"]["source_roles"]),
            practice_roles=frozenset(data["concepts"]["practice_roles"]),
            power_groups=tuple((g["class"], _any(g["words"])) for g in data["power_group"]),
            power_modes={fold(name): m["label"] for m in data["power_mode"] for name in m["names"]},
            practice_kinds=tuple(
                (k["class"], _any([rf"\b(?:{word})$" for word in k["words"]], whole=False))
                for k in data["practice_kind"]
            ),
            note_kinds=data["note_kinds"],
            provenance_keys=tuple(data["provenance"]["keys"]),
            assistants=tuple((name, _any([re.escape(name)])) for name in data["provenance"]["assistants"]),
        )
    except KeyError as error:
        raise ValueError(f"the profile lacks {error}") from error
    except re.error as error:
        raise ValueError(f"the profile has a pattern that is not a regular expression: {error.pattern!r}") from error
    except (TypeError, AttributeError) as error:
        raise ValueError(f"the profile has a table of another shape than profile.toml ({error})") from error


@cache
def _shipped() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "profile.toml").read_text(encoding="utf-8"))


def load_profile(overrides: Mapping[str, Any] | None = None) -> Profile:
    """Return the shipped profile, with the tables that a vault gives in `[profile]` put in place of ours."""
    return compile_profile({**_shipped(), **(overrides or {})})
