"""IRIs: the one module that mints them, from slugs: what is global, and what is a note's own."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import NamedNode, Triple

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.extract.labels import readable, without_acronym

__all__ = ["HeldSlugs", "Minter", "NoteIRIs", "NoteSlugs", "assign_note_slugs", "slug", "topic_name"]

#: Longer slugs are cut and closed with a hash, so that an IRI stays usable as a file name (bytes of UTF-8).
_LONGEST = 120
_ASCII_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=50_000)
def slug(text: str) -> str:
    """Return the slug of *text*: NFC, case folded, each run that is neither letter nor digit made one `-`.

    Where nothing is left it is the first 8 hex digits of the text's SHA-256.

    >>> slug("Dominant Group Power (Privilege)")
    'dominant-group-power-privilege'
    >>> slug("Martín-Baró")
    'martín-baró'
    """
    if text.isascii() and len(text) <= _LONGEST:
        return "-".join(_ASCII_WORD.findall(text.lower())) or _hash(text)[:8]
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = "".join(c if c.isalnum() or _is_mark(c) else " " for c in folded)
    result = "-".join(part for part in kept.split() if any(c.isalnum() for c in part))
    if len(result.encode()) > _LONGEST:
        head = result.encode()[: _LONGEST - 9].decode("utf-8", "ignore").rstrip("-")
        result = f"{head}-{_hash(text)[:8]}"
    return result or _hash(text)[:8]


def _is_mark(character: str) -> bool:
    """Tell whether it is a mark on a letter that an IRI may hold (RFC 3987 leaves out variation selectors)."""
    return unicodedata.category(character).startswith("M") and character < "\U000e0000"


def topic_name(stem: str) -> tuple[str, str]:
    """Return the readable name of the topic of a file stem or link target, and the acronym dropped from its end, or "".

    >>> topic_name("Nonviolent_Communication_NVC")
    ('Nonviolent Communication', 'NVC')
    """
    return without_acronym(readable(stem))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NoteSlugs:
    """The slug of a note and of its topic, each unique in the vault."""

    note: str
    topic: str


@dataclass(frozen=True, slots=True)
class HeldSlugs:
    """Slugs that are given already: *kept* by the notes at these paths; *notes* and *topics* are nobody's any more.

    Of the latter a note gets one only where its `id:` asks for it.
    """

    kept: Mapping[str, NoteSlugs] = field(default_factory=dict)
    notes: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


NOTHING_HELD = HeldSlugs()


def assign_note_slugs(
    stems: Mapping[str, str], identifiers: Mapping[str, str], held: HeldSlugs = NOTHING_HELD
) -> tuple[dict[str, NoteSlugs], list[Diagnostic]]:
    """Give every note (path to stem) its slugs. *identifiers* are the `id:` values by path; they win.

    Notes whose slugs would be equal get as many parent folders in front as tell them apart, then `-2`, `-3` in path
    order, told as info. Two equal `id:` values are an error at the second; it gets a number all the same. Slugs that
    are *held* stay, and no other note gets one of them.
    """
    told: list[Diagnostic] = []
    chosen: dict[str, str] = {path: slugs.note for path, slugs in held.kept.items() if path in stems}
    taken: dict[str, str] = {note: path for path, note in chosen.items()}
    kept = frozenset(chosen)
    for path in sorted(set(identifiers) - kept):
        wanted = slug(identifiers[path])
        if wanted in taken:
            other = taken[wanted]
            message = f"id {identifiers[path]!r} is also the {'id' if other in identifiers else 'IRI'} of {other}"
            told.append(Diagnostic(path, 1, 1, Severity.ERROR, "iris.same-id", message, "give each note its own id"))
            wanted = _numbered(wanted, taken)
        chosen[path], taken[wanted] = wanted, path
    taken = {**dict.fromkeys(held.notes, ""), **taken}
    plain_notes = sorted(set(stems) - set(identifiers) - kept)
    for path in plain_notes:
        chosen[path] = slug(stems[path])
    clashing = {s for s, n in Counter(chosen.values()).items() if n > 1} | set(held.notes)
    rivals: dict[str, list[str]] = {}
    for path in plain_notes:
        if chosen[path] in clashing:
            rivals.setdefault(chosen[path], []).append(path)
        else:
            taken[chosen[path]] = path
    for plain, paths in rivals.items():
        named = next((path for path in identifiers if chosen[path] == plain), "")
        for path, wanted in _told_apart(paths, stems).items():
            chosen[path] = _numbered(wanted, taken)
            taken[chosen[path]] = path
            if named:
                message = f"the id of {named} is the name of {path}; this note is note/{chosen[path]}"
                told.append(
                    Diagnostic(named, 1, 1, Severity.ERROR, "iris.same-id", message, "give the note another id")
                )
            before = plain in held.notes and not named
            other = (
                f"note/{plain} is the IRI of another note, which may have another name now"
                if before
                else "another note has the same name"
            )
            message = f"{other}; this one is note/{chosen[path]}"
            told.append(Diagnostic(path, 1, 1, Severity.INFO, "iris.same-name", message))
    return _with_topics(stems, chosen, held), told


def _told_apart(paths: list[str], stems: Mapping[str, str]) -> dict[str, str]:
    """Give each of *paths*, whose names are equal, as many parent folders in front as tell it apart from the others."""
    folders = {path: path.split("/")[:-1] for path in paths}
    result: dict[str, str] = {}
    for count in range(1, max(map(len, folders.values())) + 1):
        pending = [path for path in paths if path not in result]
        names = {path: slug("-".join([*folders[path][-count:], stems[path]])) for path in paths}
        often = Counter(names.values())
        result.update({p: names[p] for p in pending if often[names[p]] == 1 and len(folders[p]) >= count})
    rest = {path: slug("-".join([*folders[path], stems[path]])) for path in paths if path not in result}
    return {path: result.get(path) or rest[path] for path in paths}


def _numbered(name: str, taken: Mapping[str, str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _with_topics(stems: Mapping[str, str], chosen: Mapping[str, str], held: HeldSlugs) -> dict[str, NoteSlugs]:
    result: dict[str, NoteSlugs] = {path: slugs for path, slugs in held.kept.items() if path in stems}
    taken: dict[str, str] = {**dict.fromkeys(held.topics, ""), **{slugs.topic: path for path, slugs in result.items()}}
    for path in sorted(set(chosen) - set(result)):
        plain = slug(stems[path])
        wanted = slug(topic_name(stems[path])[0]) if chosen[path] == plain else chosen[path]
        if wanted in taken:
            wanted = _numbered(chosen[path], taken)
        taken[wanted] = path
        result[path] = NoteSlugs(chosen[path], wanted)
    return result


class Minter:
    """Mints the IRIs of things that are one however many notes name them, below *base*."""

    __slots__ = ("base",)

    def __init__(self, base: str) -> None:
        self.base = base

    def iri(self, *path: str) -> NamedNode:
        """Return the IRI of a path of segments below the base."""
        return NamedNode(self.base + "/".join(path))

    def source(self, label: str) -> NamedNode:
        """Return the IRI of a power source."""
        return self.iri("power-source", slug(label))

    def group(self, label: str) -> NamedNode:
        """Return the IRI of a group of power sources."""
        return self.iri("power-group", slug(label))

    def mode(self, label: str) -> NamedNode:
        """Return the IRI of a mode of power."""
        return self.iri("power-mode", slug(label))

    def topic(self, topic_slug: str) -> NamedNode:
        """Return the IRI of a topic by its slug."""
        return self.iri("topic", topic_slug)

    def tag(self, text: str) -> NamedNode:
        """Return the IRI of a tag."""
        return self.iri("tag", slug(text))

    def scheme(self, name: str) -> NamedNode:
        """Return the IRI of a concept scheme."""
        return self.iri("scheme", name)

    def graph(self, *path: str) -> NamedNode:
        """Return the IRI of a named graph."""
        return self.iri("graph", *path)

    def agent(self, family: str, given: str) -> NamedNode:
        """Return the IRI of an author: `person/<family>-<initials>`; an organisation has no initials."""
        initials = " ".join(part[0] for part in given.replace(".", " ").replace("-", " ").split())
        return self.iri("person", slug(f"{family} {initials}"))

    def assistant(self, name: str) -> NamedNode:
        """Return the IRI of an assistant that notes name as their source."""
        return self.iri("agent", slug(name))

    def assertion(self, statement: Triple, passage: NamedNode) -> NamedNode:
        """Return the IRI of the assertion that *passage* supports *statement*."""
        parts = (str(statement.subject), str(statement.predicate), str(statement.object), passage.value)
        return self.iri("assertion", _hash(*parts)[:20])

    def mapping(self, statement: Triple) -> NamedNode:
        """Return the IRI of the mapping that states *statement*."""
        return self.iri("mapping", _hash(str(statement.subject), str(statement.predicate), str(statement.object))[:20])


class NoteIRIs:
    """Mints the IRIs that are one note's own; a label that comes again gets `-2`, `-3` in order."""

    __slots__ = ("_minter", "_seen", "note_slug")

    def __init__(self, minter: Minter, note_slug: str) -> None:
        self._minter = minter
        self.note_slug = note_slug
        self._seen: Counter[tuple[str, str]] = Counter()

    @property
    def note(self) -> NamedNode:
        """The IRI of the note itself."""
        return self._minter.iri("note", self.note_slug)

    @property
    def graph(self) -> NamedNode:
        """The IRI of the note's named graph."""
        return self._minter.graph("note", self.note_slug)

    def labelled(self, kind: str, label: str) -> NamedNode:
        """Return the IRI of the next thing of *kind* (concept, practice, citation, section) with this label."""
        return self._next(kind, slug(label))

    def passage(self, quote: str) -> NamedNode:
        """Return the IRI of the next passage with this quote."""
        return self._next("passage", _hash(quote)[:16])

    def passage_iri(self, quote: str, number: int) -> NamedNode:
        """Return the IRI that `passage` gives the passage with this quote for the *number*-th time (from 1)."""
        name = _hash(quote)[:16] + (f"-{number}" if number > 1 else "")
        return self._minter.iri("passage", self.note_slug, name)

    def link(self, *parts: str) -> NamedNode:
        """Return the IRI of the next link that these parts describe."""
        return self._next("link", _hash(*parts)[:16])

    def _next(self, kind: str, name: str) -> NamedNode:
        self._seen[kind, name] += 1
        count = self._seen[kind, name]
        if count == 1:
            return self._minter.iri(kind, self.note_slug, name)
        while self._seen[kind, f"{name}-{count}"]:  # a label that itself ends in the number
            count += 1
        self._seen[kind, name] = count
        self._seen[kind, f"{name}-{count}"] = 1
        return self._minter.iri(kind, self.note_slug, f"{name}-{count}")


def first_words(text: str, count: int) -> str:
    """Return the first *count* words of *text*."""
    return " ".join(text.split()[:count])


def distinct(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items, each once, in the order in which they come first."""
    return tuple(dict.fromkeys(items))
