"""Content labels: the words that stand before a note which may be hard to read, and where they come from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from powergraph.config import SENSITIVE_LABEL, VaultSettings
from powergraph.extract.extraction import ContentLabel, Evidence
from powergraph.notes.frontmatter import Value
from powergraph.notes.note import Note
from powergraph.notes.patterns import is_tag_below, matches_path
from powergraph.notes.properties import LABEL_KEYS
from powergraph.notes.span import Span

__all__ = ["SensitiveRules", "content_label"]

#: What follows a key is the label, or a plain yes or no.
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0", "none"})
#: What in a head that cannot be read may have been one of the keys.
_UNREAD = re.compile(r"\b(?:sensitive|(?:content|trigger)[-_](?:warning|label))\b(?=[\"']?\s*[:=])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SensitiveRules:
    """Which notes the settings call sensitive, by their place or a tag, and how: *label* in *language*."""

    patterns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    label: str = SENSITIVE_LABEL
    language: str = "en"

    @classmethod
    def of(cls, settings: VaultSettings) -> "SensitiveRules":
        """Return the rules of a vault's settings; an entry that begins with # is a tag."""
        own = settings.sensitive_label != SENSITIVE_LABEL
        return cls(
            tuple(each for each in settings.sensitive if not each.startswith("#")),
            tuple(each for each in settings.sensitive if each.startswith("#")),
            settings.sensitive_label,
            settings.language if own else "en",
        )


def content_label(note: Note, tags: Iterable[Value], rules: SensitiveRules) -> ContentLabel | None:
    """Return the label of a note, None where it has none.

    The note's own words go before those of the settings, and a plain no of its own before a folder or tag. Where its
    front matter cannot be read and may have had a label, it gets that of the settings.
    """
    written = [value for key in LABEL_KEYS for value in note.front_matter.values(key)]
    words = [value for value in written if value.text.casefold() not in _YES | _NO]
    agreed = [value for value in written if value.text.casefold() in _YES]
    if words:
        return ContentLabel(", ".join(value.text for value in words), "", _evidence(words, "notes.sensitive"))
    if agreed:
        return ContentLabel(rules.label, rules.language, _evidence(agreed[:1], "notes.sensitive"))
    if written:
        return None
    if tagged := [tag for tag in tags if is_tag_below(tag.text, rules.tags)]:
        return ContentLabel(rules.label, rules.language, _evidence(tagged[:1], "notes.sensitive-tag"))
    if matches_path(note.path, rules.patterns) or _UNREAD.search(note.unread_head):
        return ContentLabel(rules.label, rules.language)
    return None


def _evidence(values: list[Value], rule: str) -> Evidence:
    first, last = values[0].span, values[-1].span
    if first.start_line <= last.start_line:
        span = Span(first.start_line, last.end_line, first.start_column, last.end_column)
    else:  # of several keys in another order the first counts
        span = first
    return Evidence(span, 0, rule)
