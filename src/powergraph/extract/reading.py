"""Read a whole vault: every note found is extracted, private or unreadable, and none is lost without being told."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.extraction import Extraction
from powergraph.extract.private import PrivateNames, inline_tags, private_names_shown, without_private_targets
from powergraph.extract.profile import load_profile
from powergraph.notes.decoding import UndecodableError
from powergraph.notes.marks import is_marked_private, is_marked_public, marked_tags, may_be_private
from powergraph.notes.note import Note, parse_note
from powergraph.notes.vault import FoundNote, VaultRules, find_notes, load_note

__all__ = ["Reading", "read_vault"]

#: How much of a file that is not text is looked at (bytes).
_HEAD = 5_000

_log = logging.getLogger(__name__)


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
    #: What is told to the author alone, on the terminal: it names notes that were kept private in doubt.
    confidential: tuple[Diagnostic, ...] = ()

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
    confidential: list[Diagnostic] = []
    for done, entry in enumerate(found, start=1):
        progress(done, len(found))
        reason = entry.unreadable
        if entry.private:
            private += 1
            private_names += _private_names(entry)
            continue
        if not reason:
            try:
                note = parse_note(load_note(entry))
                if _is_private(note, rules):
                    private += 1
                    confidential += _doubts(note)
                    private_names += _names_of(note)
                else:
                    extractions.append(extract(note, profile, defaults))
                continue
            except (UndecodableError, OSError) as error:
                reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            except Exception as error:  # the outermost edge of one note: no fault in it may stop the others
                _log.exception("reading %s", entry.path)
                reason = f"powergraph failed on it ({type(error).__name__}); please report it"
        if rules.publish_marked_only or _head_may_be_private(entry, rules):
            private += 1
            private_names += _private_names(replace(entry, unreadable=reason))
            confidential.append(_doubt(entry.path, f"it cannot be read: {reason}"))
            continue
        unreadable.append((entry.path, reason))
        message = f"the note cannot be read: {reason}"
        diagnostics.append(Diagnostic(entry.path, 1, 1, Severity.ERROR, "notes.unreadable", message))
    hidden = PrivateNames(private_names)
    for extraction in extractions if hidden else ():
        confidential += private_names_shown(extraction, hidden)
    shown = tuple(without_private_targets(extraction, hidden) for extraction in extractions)
    return Reading(shown, tuple(private_names), tuple(unreadable), tuple(diagnostics), private, tuple(confidential))


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
