"""The vault: find every Markdown file below a folder and say of each whether it is read, private or unreadable."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from powergraph.notes.decoding import UndecodableError, decode
from powergraph.notes.note import SourceNote
from powergraph.notes.patterns import is_tag_below, matches_path

__all__ = ["FoundNote", "VaultError", "VaultRules", "find_notes", "load_note"]

#: A larger file is not a note (bytes).
_LARGEST = 16 * 1024 * 1024
#: Folders nested deeper than this are not read.
_DEEPEST = 100
#: Control characters and those that turn the direction of text: they would make a told path lie.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class VaultError(Exception):
    """The folder of notes cannot be read at all, or holds no note."""


@dataclass(frozen=True, slots=True)
class VaultRules:
    """What is private: by where it lies, by its tags, or (*publish_marked_only*) unless it is marked.

    The patterns of *private* are read as powergraph.notes.patterns says. What lies in a folder whose name begins with a
    dot is private in any case (an editor's own, a rubbish bin).
    """

    private: tuple[str, ...] = ()
    private_tags: tuple[str, ...] = ()
    publish_marked_only: bool = False

    def hides(self, path: str) -> bool:
        """Tell whether the file at *path* is private by its place."""
        return any(part.startswith(".") for part in path.split("/")) or matches_path(path, self.private)

    def is_private_tag(self, tag: str) -> bool:
        """Tell whether a tag is private itself or stands under a private one (`private/diary`)."""
        return is_tag_below(tag, self.private_tags)


@dataclass(frozen=True, slots=True)
class FoundNote:
    """One `*.md` file: its path below the vault with `/`, and why it cannot be read, or ""."""

    path: str
    file: Path
    unreadable: str = ""
    private: bool = False


def find_notes(root: Path, rules: VaultRules) -> tuple[FoundNote, ...]:
    """Find every `*.md` file below *root*, hidden folders included, in the order of their paths.

    Symbolic links are not followed; what is not a regular file is found and told as unreadable.

    Raises VaultError where *root* is not a folder or holds no such file.
    """
    if not root.is_dir():
        raise VaultError(f"{root} is not a folder" if root.exists() else f"{root} does not exist")
    found = sorted(_walk(root, rules), key=lambda note: note.path)
    if not found:
        raise VaultError(f"{root} holds no note (no *.md file)")
    return tuple(found)


def _walk(root: Path, rules: VaultRules) -> Iterator[FoundNote]:
    """Yield what is below *root*, folder by folder, without recursion."""
    pending = [(root, "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            name = prefix.rstrip("/") or "."
            private = name != "." and rules.hides(name)
            yield FoundNote(name, folder, f"the folder cannot be read: {error.strerror}", private)
            continue
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if prefix.count("/") < _DEEPEST:
                    pending.append((Path(entry.path), path + "/"))
                else:
                    yield FoundNote(path, Path(entry.path), f"folders are nested deeper than {_DEEPEST}")
            elif entry.name.casefold().endswith(".md"):
                yield _found(entry, path, rules)


def _found(entry: "os.DirEntry[str]", path: str, rules: VaultRules) -> FoundNote:
    if _UNFIT.search(path) or not _is_unicode(path):
        return FoundNote(ascii(path)[1:-1], Path(entry.path), "its path holds control characters or is not UTF-8")
    return FoundNote(path, Path(entry.path), _refusal(entry), rules.hides(path))


def _is_unicode(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _refusal(entry: "os.DirEntry[str]") -> str:
    if entry.is_symlink():
        return "it is a symbolic link, which is not followed"
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return error.strerror or str(error)
    if not stat.S_ISREG(status.st_mode):
        return "it is not a regular file"
    if status.st_size > _LARGEST:
        return f"it is larger than {_LARGEST // 1024 // 1024} MiB"
    return ""


def load_note(found: FoundNote) -> SourceNote:
    """Read and decode a found note.

    Raises UndecodableError for binary data and OSError where the file cannot be read.
    """
    with found.file.open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise UndecodableError(f"it is larger than {_LARGEST // 1024 // 1024} MiB")
    return SourceNote(found.path, decode(data))
