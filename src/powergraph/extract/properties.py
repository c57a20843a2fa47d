"""Properties that the program has no use for itself: what else the keys of a note say, kept as it is written."""

from bisect import bisect
from collections.abc import Iterator

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.extraction import Evidence, NoteProperty
from powergraph.extract.profile import Profile
from powergraph.notes.marks import is_privacy_key
from powergraph.notes.note import Note
from powergraph.notes.properties import LABEL_KEYS, Property, is_known

__all__ = ["LONGEST", "MOST", "note_properties"]

#: So many properties of a note are published.
MOST = 100
#: Longer values (characters) are not.
LONGEST = 2_000
#: Keys of a front matter that are read for what they mean.
_READ = frozenset(
    {
        "title", "aliases", "alias", "tags", "tag", "type", "related", "rights", "id", "uid", "uuid", "lang",
        "language", "description", "desc", "created", "date created", "modified", "updated", "date modified",
        *LABEL_KEYS,
    }
)  # fmt: skip


def note_properties(note: Note, profile: Profile) -> tuple[tuple[NoteProperty, ...], tuple[Diagnostic, ...]]:
    """Return the properties of a note, front matter first, and what is told of those that are left out.

    A key that the program reads, that the profile ignores or that says who may read the note gives none.
    """
    found: list[NoteProperty] = []
    told: list[Diagnostic] = []
    nested: dict[str, Property] = {}
    starts = [section.span.start_line for section in note.sections]

    def tell(each: Property, message: str, hint: str = "") -> None:
        span = each.value.span
        place = (note.path, span.start_line, span.start_column)
        told.append(Diagnostic(*place, Severity.INFO, "notes.property", message, hint))

    for each in _written(note, profile):
        in_head = _is_in_head(note, each)
        if in_head and each.key in note.front_matter.nested:
            nested.setdefault(each.key, each)
        elif len(each.value.text) > LONGEST:
            tell(each, f"the value of {each.key!r} is longer than {LONGEST:,} characters; it is not published as data")
        elif len(found) == MOST:
            tell(each, f"the note has more than {MOST} properties; from {each.key!r} on they are not published as data")
            break
        else:
            section = 0 if in_head else bisect(starts, each.value.span.start_line)
            found.append(NoteProperty(each.key, each.value.text, Evidence(each.value.span, section, "notes.property")))
    if nested:
        names = ", ".join(map(repr, nested))
        message = f"values that hold keys, or lists in lists, are not published as data: {names}"
        tell(next(iter(nested.values())), message, "write one value, or a list of them")
    return tuple(found), tuple(told)


def _written(note: Note, profile: Profile) -> Iterator[Property]:
    """Yield the properties that may be published as they are, of the front matter and then of the text."""
    matter = note.front_matter
    read = _READ.union(profile.provenance_keys)
    for key, values in matter.fields.items():
        if key.casefold() not in read and not _is_left_out(key, profile):
            yield from (Property(key, value) for value in values if value.text)
    for each in note.properties:
        if not is_known(each.key) and not _is_left_out(each.key, profile):
            yield each


def _is_in_head(note: Note, each: Property) -> bool:
    span = note.front_matter.span
    return span is not None and each.value.span.start_line <= span.end_line


def _is_left_out(key: str, profile: Profile) -> bool:
    return is_privacy_key(key) or profile.ignores_property(key) or not any(map(str.isalnum, key))
