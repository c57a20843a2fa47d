"""Read a whole vault: every note found is extracted, private or unreadable, and none is lost without being told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Extraction
from powergraph.extract.profile import load_profile
from powergraph.notes.decoding import UndecodableError
from powergraph.notes.frontmatter import FrontMatter
from powergraph.notes.note import parse_note
from powergraph.notes.vault import VaultRules, find_notes, load_note

__all__ = ["Reading", "read_vault"]

_NO = frozenset({"false", "no", "off", "0"})
_YES = frozenset({"true", "yes", "on", "1"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of a vault gave: found = extractions + private + unreadable.

    *private_names* has the names by which links may call the private notes; it is never published.
    """

    extractions: tuple[Extraction, ...]
    private_names: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    private: int

    @property
    def found(self) -> int:
        """The number of `*.md` files."""
        return len(self.extractions) + self.private + len(self.unreadable)


def read_vault(
    notes: Path, settings: VaultSettings, progress: Callable[[int, int], None] = lambda done, total: None
) -> Reading:
    """Read every note below *notes*. *progress* is called with how many of how many are done.

    Raises VaultError where the folder cannot be read or holds no note, ValueError where the profile is wrong.
    """
    profile = load_profile(settings.profile)
    defaults = NoteDefaults(settings.language, settings.rights)
    rules = VaultRules(settings.private, settings.private_tags, settings.publish == "marked")
    found = find_notes(notes, rules)
    extractions: list[Extraction] = []
    unreadable: list[tuple[str, str]] = []
    diagnostics: list[Diagnostic] = []
    private = 0
    private_names: list[str] = []
    for done, entry in enumerate(found, start=1):
        progress(done, len(found))
        reason = entry.unreadable
        if entry.private:
            private += 1
            private_names.append(_stem(entry.path))
            continue
        if not reason:
            try:
                note = parse_note(load_note(entry))
                if _is_private(note.front_matter, rules):
                    private += 1
                    named = note.front_matter.values("title") + note.front_matter.values("aliases", "alias")
                    private_names += [note.stem, *(value.text for value in named)]
                else:
                    extractions.append(extract(note, profile, defaults))
                continue
            except (UndecodableError, OSError) as error:
                reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        unreadable.append((entry.path, reason))
        message = f"the note cannot be read: {reason}"
        diagnostics.append(Diagnostic(entry.path, 1, 1, Severity.ERROR, "notes.unreadable", message))
    return Reading(tuple(extractions), tuple(private_names), tuple(unreadable), tuple(diagnostics), private)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _is_private(matter: FrontMatter, rules: VaultRules) -> bool:
    """Tell whether a note keeps itself private: `publish: false`, a private tag, or no mark where marks are asked for.

    A front matter that cannot be read may have said so: where publishing is by mark, such a note is private.
    """
    publish = matter.first("publish")
    if publish and publish.text.casefold() in _NO:
        return True
    tags = {tag.text.removeprefix("#").casefold() for tag in matter.values("tags", "tag")}
    if tags & {tag.casefold() for tag in rules.private_tags}:
        return True
    return rules.publish_marked_only and not (publish and publish.text.casefold() in _YES)
