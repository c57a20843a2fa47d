"""Read the notes of a vault: each one found is extracted, private or unreadable, and none is lost untold."""

import logging
from dataclasses import dataclass, replace

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.content_labels import SensitiveRules
from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Extraction
from powergraph.extract.private import PrivateNames, inline_tags, private_names_shown, without_private_targets
from powergraph.extract.profile import Profile, load_profile
from powergraph.notes.decoding import UndecodableError
from powergraph.notes.marks import is_marked_private, is_marked_public, marked_tags, may_be_private
from powergraph.notes.note import Note, SourceNote, parse_note
from powergraph.notes.vault import FoundNote, VaultRules, load_note

__all__ = ["NoteRead", "NoteReader", "hide", "read_note"]

#: How much of a file that is not text is looked at (bytes).
_HEAD = 5_000

_log = logging.getLogger(__name__)


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
        defaults = NoteDefaults(settings.language, settings.rights, SensitiveRules.of(settings))
        return cls(load_profile(settings.profile), defaults, rules)

    def reopen(self, source: SourceNote, hidden: PrivateNames) -> tuple[Extraction, tuple[Diagnostic, ...]]:
        """Convert again a note that was read, now that the names of all private notes are known.

        Return with it what is told to the author alone: the private names that the note shows.
        """
        return hide(extract(parse_note(source), self.profile, self.defaults), hidden)


def hide(extraction: Extraction, hidden: PrivateNames) -> tuple[Extraction, tuple[Diagnostic, ...]]:
    """Return what a note says without links to private notes, and what the author alone is told of their names."""
    if not hidden:
        return extraction, ()
    return without_private_targets(extraction, hidden), tuple(private_names_shown(extraction, hidden))


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
    if reader.rules.publish_marked_only or _head_may_be_private(entry, reader.rules):
        names = tuple(_private_names(replace(entry, unreadable=reason)))
        return NoteRead(
            entry.path, private_names=names, confidential=(_doubt(entry.path, f"it cannot be read: {reason}"),)
        )
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
    return [_doubt(note.path, "its front matter cannot be read and may say so", line, column)]


def _doubt(path: str, why: str, line: int = 1, column: int = 1) -> Diagnostic:
    message = f"the note was kept private: {why}"
    return Diagnostic(path, line, column, Severity.ERROR, "notes.doubt", message, "mend it")


def _head_may_be_private(entry: FoundNote, rules: VaultRules) -> bool:
    """Tell whether the beginning of a file that is no readable note may say that it is private."""
    if entry.unreadable:  # no regular file, or one that is not opened
        return False
    try:
        with entry.file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return _may_be_private(head.replace(b"\0", b"").decode("latin-1"), rules)


def _names_of(note: Note) -> list[str]:
    matter = note.front_matter
    return [note.stem, *(v.text for key in ("title", "aliases", "alias", "id") for v in matter.values(key))]


def _is_private(note: Note, rules: VaultRules) -> bool:
    """Tell whether a note keeps itself private: `publish: false`, a private tag, or no mark where marks are asked for.

    Where the front matter could not be read, whatever looks like one of these in it counts.
    """
    if is_marked_private(note.marks):
        return True
    tags = marked_tags(note.marks) | set(inline_tags(note))
    tags |= {value.text for key in ("tags", "tag") for value in note.front_matter.values(key)}
    if any(map(rules.is_private_tag, tags)):
        return True
    if note.unread_head and _may_be_private(note.unread_head, rules):
        return True
    return rules.publish_marked_only and not is_marked_public(note.marks)


def _may_be_private(text: str, rules: VaultRules) -> bool:
    """Tell whether a text that cannot be read may say that its note is private."""
    words = {word.strip("\"'#[],") for word in text.split()}
    return may_be_private(text) or any(map(rules.is_private_tag, words))
