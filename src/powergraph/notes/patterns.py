"""Patterns of the settings: which files, folders and tags they mean."""

import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase

__all__ = ["is_tag_below", "matches_path"]


def matches_path(path: str, patterns: Iterable[str]) -> bool:
    """Tell whether one of *patterns* means the file at *path* or a folder that it lies in.

    A pattern (`fnmatch`, whatever its case) with a `/` names a path from the vault on, one without a file or folder
    anywhere.

    >>> matches_path("Trauma/War.md", ["trauma/"]), matches_path("Trauma/War.md", ["*/peace.md"])
    (True, False)
    """
    parts = [_folded(part) for part in path.split("/")]
    ancestors = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    for pattern in map(_folded, patterns):
        names = ancestors if "/" in pattern.rstrip("/") else parts
        if any(fnmatchcase(name, pattern.strip("/")) for name in names):
            return True
    return False


def is_tag_below(tag: str, tags: Iterable[str]) -> bool:
    """Tell whether a tag is one of *tags* or stands below one (`abuse/children`); a `#` before it says nothing.

    >>> is_tag_below("#Abuse/children", ["abuse"]), is_tag_below("abuses", ["#abuse"])
    (True, False)
    """
    folded = _folded(tag.removeprefix("#"))
    above = [_folded(each.removeprefix("#")) for each in tags]
    return any(folded == each or folded.startswith(each + "/") for each in above)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
