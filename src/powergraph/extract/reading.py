"""Read the notes of a vault: each one found is extracted, private or unreadable, and none is lost untold."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Extraction
from powergraph.extract.private import inline_tags, without_private_targets
from powergraph.extract.profile import Profile, load_profile
from powergraph.notes.decoding import UndecodableError
from powergraph.notes.note import Note, SourceNote, parse_note
from powergraph.notes.vault import FoundNote, VaultRules, load_note

__all__ = ["NoteRead", "NoteReader", "read_note"]

_log = logging.getLogger(__name__)

_NO = frozenset({"false", "no", "off", "0"})
#: Front matter keys that say whether a note is published, and keys that hide it.
_PUBLISH = frozenset({"publish", "published"})
_HIDE = frozenset({"private", "draft"})
#: What in a front matter that cannot be read may have said so.
_UNREAD = re.compile(r"\b(?:publish(?:ed)?|private|draft)\b", re.IGNORECASE)
_YES = frozenset({"true", "yes", "on", "1"})


@dataclass(frozen=True, slots=True)
class NoteReader:
    """How the notes of one vault are read: the same for all of them."""

    profile: Profile
    defaults: NoteDefaults
    rules: VaultRules

    @classmethod
    def of(cls, settings: VaultSettings) -> "NoteReader":
        """Return the reader that the settings ask for; raises ValueError where the profile is wrong."""
        rules = VaultRules(settings.private, settings.private_tags, settings.publish == "marked")
        return cls(load_profile(settings.profile), NoteDefaults(settings.language, settings.rights), rules)

    def reopen(self, source: SourceNote, private_names: Iterable[str]) -> Extraction:
        """Convert again a note that was read, now that the names of all private notes are known."""
        return without_private_targets(extract(parse_note(source), self.profile, self.defaults), private_names)


@dataclass(frozen=True, slots=True)
class NoteRead:
    """What one file gave: a note that is published (*source* and *extraction*), a private one, or why it is neither.

    *private_names* has the names by which links may call a private note; they are never published. *confidential* is
    told to the author alone, on the terminal: it names a note that was kept private in doubt.
    """

    path: str
    source: SourceNote | None = None
    extraction: Extraction | None = None
    private_names: tuple[str, ...] = ()
    unreadable: str = ""
    confidential: tuple[Diagnostic, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is told where it cannot be read."""
        if not self.unreadable:
            return ()
        message = f"the note cannot be read: {self.unreadable}"
        return (Diagnostic(self.path, 1, 1, Severity.ERROR, "notes.unreadable", message),)


def read_note(entry: FoundNote, reader: NoteReader) -> NoteRead:
    """Read one file that was found. Never raises: a fault in one note stops no other."""
    if entry.private:
        return NoteRead(entry.path, private_names=tuple(_private_names(entry)))
    reason = entry.unreadable
    if not reason:
        try:
            source = load_note(entry)
            note = parse_note(source)
            if _is_private(note, reader.rules):
                return NoteRead(entry.path, private_names=tuple(_names_of(note)), confidential=tuple(_doubts(note)))
            return NoteRead(entry.path, source, extract(note, reader.profile, reader.defaults))
        except (UndecodableError, OSError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        except Exception as error:  # the outermost edge of one note
            _log.exception("reading %s", entry.path)
            reason = f"powergraph failed on it ({type(error).__name__}); please report it"
    return NoteRead(entry.path, unreadable=reason)


def _private_names(entry: FoundNote) -> list[str]:
    """Return the names by which links may call a note that is private by its place."""
    if not entry.unreadable:
        try:
            return _names_of(parse_note(load_note(entry)))
        except (UndecodableError, OSError):
            pass
        except Exception as error:  # as for an open note; its path stays out of every log
            _log.warning("a private note could not be read for its names (%s)", type(error).__name__)
    return [entry.path.rpartition("/")[2].rpartition(".")[0]]


def _doubts(note: Note) -> list[Diagnostic]:
    """Return what to tell where a note may be private only because its front matter could not be read."""
    if not note.unread_head:
        return []
    found = [d for d in note.diagnostics if d.rule == "notes.yaml"]
    line, column = (found[0].line, found[0].column) if found else (1, 1)
    message = "the note was kept private: its front matter cannot be read and may say so"
    return [Diagnostic(note.path, line, column, Severity.ERROR, "notes.doubt", message, "mend the front matter")]


def _names_of(note: Note) -> list[str]:
    matter = note.front_matter
    return [note.stem, *(v.text for key in ("title", "aliases", "alias", "id") for v in matter.values(key))]


def _is_private(note: Note, rules: VaultRules) -> bool:
    """Tell whether a note keeps itself private: `publish: false`, a private tag, or no mark where marks are asked for.

    Where the front matter could not be read, whatever looks like one of these in it counts.
    """
    matter = note.front_matter
    # Whatever is said of publishing but a plain yes means no, and of two words the no.
    said = [v.text.casefold() for key, values in matter.fields.items() if key.casefold() in _PUBLISH for v in values]
    if any(word and word not in _YES for word in said):
        return True
    hidden = (v.text.casefold() for key, values in matter.fields.items() if key.casefold() in _HIDE for v in values)
    if any(word not in _NO for word in hidden):
        return True
    tags = {value.text for key in ("tags", "tag") for value in matter.values(key)} | set(inline_tags(note))
    if any(map(rules.is_private_tag, tags)):
        return True
    if note.unread_head:
        words = {word.strip("\"'#[],") for word in note.unread_head.split()}
        if _UNREAD.search(note.unread_head) or any(map(rules.is_private_tag, words)):
            return True
    return rules.publish_marked_only and not any(word in _YES for word in said)
