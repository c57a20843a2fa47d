"""The ladder: which topic a link means, by which rung, or that nobody can say."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from powergraph.extract.labels import other_names, readable, without_acronym
from powergraph.graph.iris import NoteSlugs, slug, topic_name
from powergraph.graph.note_names import NoteNames

__all__ = ["LinkIndex", "Resolution", "fold_name"]

_PUNCTUATION = re.compile(r"[^\w\s]+")


def fold_name(name: str) -> str:
    """Return *name* with case, underscores and white space folded.

    >>> fold_name("Boundary_Models") == fold_name("boundary models")
    True
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("_", " ").split())


def _without_punctuation(name: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", fold_name(name)).split())


def _topic_slug(name: str) -> str:
    return slug(topic_name(name.rpartition("/")[2])[0])


def _acronym_dropped(name: str) -> str:
    return fold_name(without_acronym(readable(name))[0])


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a target means: the slug of a topic and the rung that found it.

    On the rung `wanted` no note has the name: the topic is a stub. On the rung
    `ambiguous` several notes have it: the topic is empty and *candidates* are those notes' paths. On the rung `private`
    only a private note has it: the topic is empty, and nothing but the link's text may be published.
    """

    topic: str
    rung: str
    candidates: tuple[str, ...] = ()


class LinkIndex:
    """Resolves link targets against all notes of a vault: a note's own name or title beats another's alias."""

    __slots__ = ("_cache", "_known", "_private", "_rungs", "_slug_of")

    def __init__(
        self, notes: Iterable[NoteNames], slugs: Mapping[str, NoteSlugs], private_names: Iterable[str] = ()
    ) -> None:
        self._slug_of = slugs
        self._private = {_topic_slug(name) for name in private_names}
        self._known: dict[str, str] = {}
        self._cache: dict[str, Resolution] = {}
        names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

        def add(rung: str, key: str, path: str) -> None:
            if key and path not in names[rung][key]:
                names[rung][key].append(path)

        for note in notes:
            path, stem = note.path, note.stem
            add("stem", stem, path)
            for part in _suffixes(path):
                add("path", part, path)
            add("folded", fold_name(stem), path)
            add("punctuation", _without_punctuation(stem), path)
            titles = (note.label, *(n for n in other_names(note.label) if len(n.split()) > 1))
            for title in titles:
                add("title", fold_name(title), path)
            for alias in note.aliases:
                add("alias", alias, path)
                add("folded-alias", _without_punctuation(alias), path)
            add("acronym", _acronym_dropped(stem), path)
            add("acronym", _acronym_dropped(note.label), path)
            add("slug", slugs[path].topic, path)
            self._known[fold_name(stem)] = stem
        keys: tuple[tuple[str, Callable[[str], str]], ...] = (
            ("stem", str),
            ("path", str),
            ("folded", fold_name),
            ("punctuation", _without_punctuation),
            ("title", fold_name),
            ("alias", str),
            ("folded-alias", _without_punctuation),
            ("acronym", _acronym_dropped),
            # The last rung keeps a wanted topic from taking the IRI of a note's topic.
            ("slug", _topic_slug),
        )
        self._rungs = tuple((rung, key, {k: tuple(v) for k, v in names[rung].items()}) for rung, key in keys)

    def resolve(self, target: str) -> Resolution:
        """Climb the ladder for *target* (without brackets, anchor or display text)."""
        if target not in self._cache:
            self._cache[target] = self._climb(target)
        return self._cache[target]

    def similar(self, target: str) -> tuple[str, ...]:
        """Return the names of notes that are much like *target*, the best first."""
        name = fold_name(target.rpartition("/")[2])
        near = [known for known in self._known if abs(len(known) - len(name)) < 5 and known[:1] == name[:1]]
        return tuple(self._known[key] for key in difflib.get_close_matches(name, near, n=3, cutoff=0.8))

    def _climb(self, target: str) -> Resolution:
        name = target.strip().removesuffix(".md").removesuffix(".MD")
        for rung, key, table in self._rungs:
            paths = table.get(key(name), ())
            if len(paths) == 1:
                return Resolution(self._slug_of[paths[0]].topic, rung)
            if paths:
                return Resolution("", "ambiguous", paths)
        last = name.rpartition("/")[2]
        if _topic_slug(last) in self._private:
            return Resolution("", "private")
        return Resolution(_topic_slug(last), "wanted")


def _suffixes(path: str) -> list[str]:
    """Return the path and its endings that keep at least one folder, without `.md`.

    >>> _suffixes("a/b/c.md")
    ['a/b/c', 'b/c']
    """
    parts = path.removesuffix(".md").split("/")
    return ["/".join(parts[n:]) for n in range(len(parts) - 1)]
