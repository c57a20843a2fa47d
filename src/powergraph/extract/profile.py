"""The profile: what headings and items mean, as declared in profile.toml or by a vault."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from powergraph.extract.labels import strip_numbering
from powergraph.notes.markdown import split_emoji

__all__ = ["Profile", "fold", "load_profile"]

#: So many roles of headings are kept.
_MOST_ROLES = 10_000
_SUFFIX = re.compile(r"\s*\([^()]*\)$")
_LISTED = re.compile(r",|/|&|\band\b|\bor\b")
#: Words after these say what a practice is for, not what it is.
_PURPOSE = re.compile(r"\s+(?:for|to|of|about|with|in|on|when|during|before|after|between|from|at)\s.*$", re.DOTALL)


def fold(text: str) -> str:
    """Return *text* as patterns see it: no emoji, numbering or leading punctuation, case folded, `&` as `and`.

    >>> fold("🌿 1. Forms & Sources of Power")
    'forms and sources of power'
    >>> fold("## 📌 Usage")
    'usage'
    """
    text = strip_numbering(split_emoji(text.lstrip("#*_ "))[0])
    text = split_emoji(text)[0].casefold().replace("&", " and ")
    return " ".join(text.split()).strip("#*_: ")


@dataclass(frozen=True, slots=True)
class Profile:
    """The compiled profile; see profile.toml for the meaning of each part."""

    sections: tuple[tuple[str, re.Pattern[str]], ...]
    #: Each single pattern of a heading with its role, to tell which one decided.
    headings: tuple[tuple[str, str], ...]
    concept_roles: frozenset[str]
    form_roles: frozenset[str]
    source_roles: frozenset[str]
    practice_roles: frozenset[str]
    title_roles: frozenset[str]
    typology_kinds: frozenset[str]
    typology_role: str
    power_groups: tuple[tuple[str, re.Pattern[str]], ...]
    power_modes: Mapping[str, str]
    practice_kinds: tuple[tuple[str, re.Pattern[str]], ...]
    note_kinds: Mapping[str, Any]
    note_names: tuple[tuple[str, re.Pattern[str]], ...]
    title_suffix: re.Pattern[str] | None
    provenance_keys: tuple[str, ...]
    assistants: tuple[tuple[str, re.Pattern[str]], ...]
    ignored_properties: re.Pattern[str]
    #: The roles of headings that were asked for; the notes of a vault share most of theirs.
    _roles: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    def role(self, heading: str) -> str | None:
        """Return the role that the heading itself has, or None where no pattern knows it.

        What stands in parentheses at its end is a remark: it is looked at where no pattern is found without it.
        """
        if heading not in self._roles:
            if len(self._roles) >= _MOST_ROLES:
                self._roles.clear()
            self._roles[heading] = self._role(heading)
        return self._roles[heading]

    def _role(self, heading: str) -> str | None:
        folded = fold(heading)
        bare = _SUFFIX.sub("", folded)
        for text in (bare, folded) if bare != folded else (folded,):
            if found := next((role for role, pattern in self.sections if pattern.search(text)), None):
                return found
        return None

    def source_class(self, group_heading: str) -> str:
        """Return the local name of the class of the sources under a group's heading."""
        folded = fold(group_heading)
        return next((name for name, pattern in self.power_groups if pattern.search(folded)), "PowerSource")

    def is_group(self, heading: str) -> bool:
        """Tell whether a heading below one about sources names a group: it is numbered, or has a group's word."""
        return strip_numbering(heading) != heading.strip() or self.source_class(heading) != "PowerSource"

    def practice_kind(self, kind_words: str) -> str | None:
        """Return the local name of the class that the words mean with their last one, or None.

        A remark in parentheses and what the practice is for are left out; words of two classes mean neither.
        """
        words = _PURPOSE.sub("", _SUFFIX.sub("", kind_words.rstrip(": ")))
        parts = [part.strip() for part in _LISTED.split(words) if part.strip()]
        if len(parts) > 1:
            kinds = {self._kind(part) for part in parts}
            return kinds.pop() if len(kinds) == 1 else None
        return self._kind(words)

    def _kind(self, words: str) -> str | None:
        return next((name for name, pattern in self.practice_kinds if pattern.search(words)), None)

    def without_title_suffix(self, title: str) -> str:
        """Return a title without what the profile says that titles end with, such as the kind of the note."""
        return self.title_suffix.sub("", title).strip() if self.title_suffix else title

    def ignores_property(self, key: str) -> bool:
        """Tell whether a key is a program's own, so that what it says is not published as data."""
        return self.ignored_properties.fullmatch(key.strip()) is not None

    def role_pattern(self, heading: str) -> str:
        """Return the pattern that gives the heading its role, "" where none does."""
        folded = fold(heading)
        for text in dict.fromkeys((_SUFFIX.sub("", folded), folded)):
            for role, whole in self.sections:
                if whole.search(text):
                    patterns = (pattern for each, pattern in self.headings if each == role)
                    return next((pattern for pattern in patterns if re.search(pattern, text, re.IGNORECASE)), "")
        return ""

    def note_kind(self, kind: str, tags: Sequence[str], path: str) -> str:
        """Return the kind of a note from its `type:`, its tags, its name and the folders of its path."""
        return self.note_kind_by(kind, tags, path)[0]

    def note_kind_by(self, kind: str, tags: Sequence[str], path: str) -> tuple[str, str]:
        """Return the kind of a note, and the table that gives it: `type`, `tag`, `name`, `folder` or `default`."""
        *folders, name = path.casefold().split("/")
        tables = self.note_kinds
        for table, keys in (("type", [kind]), ("tag", tags)):
            for key in keys:
                if found := tables.get(table, {}).get(key.strip("#[]").casefold()):
                    return str(found), table
        stem = name.removesuffix(".md").replace("_", " ").replace("-", " ").strip()
        if named := next((kind for kind, pattern in self.note_names if pattern.search(stem)), None):
            return named, "name"
        for folder in folders:
            if found := tables.get("folder", {}).get(folder):
                return str(found), "folder"
        return str(tables["default"]), "default"


def _any(words: Sequence[str], *, whole: bool = True) -> re.Pattern[str]:
    joined = "|".join(words)
    return re.compile(rf"\b(?:{joined})\b" if whole else joined, re.IGNORECASE)


def _title_suffix(words: Sequence[str]) -> re.Pattern[str] | None:
    joined = "|".join(words)
    return re.compile(rf"\s+[\u2013\u2014-]\s+(?:{joined})$", re.IGNORECASE) if words else None


def compile_profile(data: Mapping[str, Any]) -> Profile:
    """Compile the tables of a profile.

    Raises ValueError naming the table where one is missing or a pattern is not a regular expression.
    """
    try:
        return Profile(
            sections=tuple((s["role"], _any(s["headings"], whole=False)) for s in data["section"]),
            headings=tuple((s["role"], heading) for s in data["section"] for heading in s["headings"]),
            concept_roles=frozenset(data["concepts"]["roles"]),
            form_roles=frozenset(data["concepts"]["form_roles"]),
            source_roles=frozenset(data["concepts"]["source_roles"]),
            practice_roles=frozenset(data["concepts"]["practice_roles"]),
            title_roles=frozenset(data["concepts"].get("title_roles", ())),
            typology_kinds=frozenset(data["concepts"].get("typology_kinds", ())),
            typology_role=next(iter(data["concepts"]["form_roles"]), "other"),
            power_groups=tuple((g["class"], _any(g["words"])) for g in data["power_group"]),
            power_modes={fold(name): m["label"] for m in data["power_mode"] for name in m["names"]},
            practice_kinds=tuple(
                (k["class"], _any([rf"\b(?:{word})$" for word in k["words"]], whole=False))
                for k in data["practice_kind"]
            ),
            note_kinds=data["note_kinds"],
            note_names=tuple((kind, _any(words)) for kind, words in data["note_kinds"].get("name", {}).items()),
            title_suffix=_title_suffix(data["titles"]["suffixes"]),
            provenance_keys=tuple(data["provenance"]["keys"]),
            assistants=tuple((name, _any([re.escape(name)])) for name in data["provenance"]["assistants"]),
            ignored_properties=_any(data["properties"]["ignored"], whole=False),
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
