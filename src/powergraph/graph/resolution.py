"""The ladder: which topic a link means, by which rung, or that nobody can say."""

import posixpath
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from powergraph.extract.labels import other_names
from powergraph.graph.folding import acronym_in, fold_acronym, fold_name, fold_punctuation, last_name
from powergraph.graph.iris import NoteSlugs, slug, topic_name
from powergraph.graph.note_names import NoteNames
from powergraph.graph.suggestions import Suggestions

__all__ = ["LinkIndex", "Resolution", "WantedPage", "fold_name"]


def _topic_slug(name: str) -> str:
    return slug(topic_name(last_name(name))[0])


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a target means: the slug of a topic and the rung that found it.

    On the rung `wanted` no note has the name: the topic is a stub. On the rung
    `ambiguous` several notes have it: the topic is empty and *candidates* are those notes' paths. On the rung `refused`
    strict links do not find what forgiving ones would (*candidates*), and the topic is empty. On the rung `private`
    only a private note has it: the topic is empty, and nothing but the link's text may be published. On the rungs
    `file-name` (its folder is wrong), `former` (it was called so before) and `slug` (the same but for signs)
    *candidates* is the note it was taken for.
    """

    topic: str
    rung: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A topic that links or introductions name and that has no note: its name, and the acronym it is also known by."""

    name: str
    acronym: str


class LinkIndex:
    """Resolves link targets against all notes of a vault: a note's own name or title beats another's alias.

    *strict* resolves as Obsidian does: by path or file name, whatever the case, and of several the nearest.
    *former_topics* has the slugs that topics had before, with the paths of the notes that were called so.
    """

    __slots__ = (
        "_acronyms",
        "_cache",
        "_files",
        "_paths",
        "_private",
        "_rungs",
        "_slug_of",
        "_strict",
        "_suggestions",
        "_wanted",
    )

    def __init__(
        self,
        notes: Iterable[NoteNames],
        slugs: Mapping[str, NoteSlugs],
        private_names: Iterable[str] = (),
        *,
        strict: bool = False,
        former_topics: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        notes = tuple(notes)
        self._slug_of = slugs
        self._strict = strict
        self._private = {_topic_slug(name) for name in private_names}
        self._cache: dict[tuple[str, str, bool], Resolution] = {}
        self._paths = {note.path.rpartition(".")[0]: note.path for note in notes}
        self._files: dict[str, list[str]] = defaultdict(list)
        for note in notes:
            self._files[_as_obsidian(note.stem)].append(note.path)
        names: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        for note in notes:
            for rung, key in _names_of(note, slugs[note.path].topic):
                if key:
                    names[rung][key][note.path] = None
        for former, paths in (former_topics or {}).items():
            if former not in self._private:
                names["former"][former] = dict.fromkeys(paths)
        self._rungs = tuple((rung, key, {k: tuple(v) for k, v in names[rung].items()}) for rung, key in _LADDER)
        known = {alias: note.stem for note in notes for alias in note.aliases}
        known |= {note.label: note.stem for note in notes}
        known |= {note.stem: note.stem for note in notes}  # a note's own name goes before another's alias
        self._suggestions = Suggestions(known)
        self._wanted: dict[str, WantedPage] = {}
        self._acronyms: dict[str, str] = {}
        learned = self._learn_wanted(notes)
        # Once it is known what is wanted: a bare acronym means the one page that is introduced with it.
        self._acronyms.update(learned)
        for asked, resolution in self._cache.items():
            self._cache[asked] = _of_acronym(asked[0], resolution, learned)

    def resolve(self, target: str, source: str = "", *, relative: bool = False) -> Resolution:
        """Climb the ladder for *target* (without brackets, anchor or display text) from the note at path *source*.

        *relative* tells a Markdown link, whose path begins at the folder of its note.
        """
        placed = self._strict or relative or target.startswith(("./", "../"))
        key = (target, source if placed else "", relative)
        if key not in self._cache:
            self._cache[key] = _of_acronym(target, self._resolve(*key), self._acronyms)
        return self._cache[key]

    def wanted_page(self, topic: str) -> WantedPage | None:
        """Return the page that a topic's slug stands for where no note has it."""
        return self._wanted.get(topic)

    def similar(self, target: str) -> tuple[str, ...]:
        """Return the names of notes that are much like *target*, the best first."""
        return self._suggestions.of(last_name(target))

    def _learn_wanted(self, notes: Iterable[NoteNames]) -> Mapping[str, str]:
        """Learn under which name each wanted page is known; return the acronyms that mean one of them."""
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        acronyms: dict[str, set[str]] = defaultdict(set)
        for note in notes:
            named = [(target, *topic_name(last_name(target))) for target in note.targets]
            named += [(name, name, acronym) for name, acronym in note.introductions]
            for target, name, acronym in named:
                resolution = self.resolve(target, note.path)
                if resolution.rung == "wanted":
                    spellings[resolution.topic][name] += 1
                    if acronym:
                        acronyms[acronym].add(resolution.topic)
        short: dict[str, str] = {}
        for acronym in sorted(acronyms):
            for topic in acronyms[acronym]:
                short.setdefault(topic, acronym)
        for topic, names in spellings.items():
            best = min(names, key=lambda name: (-names[name], -sum(c.isupper() for c in name), name))
            self._wanted[topic] = WantedPage(best, short.get(topic, ""))
        return {acronym: next(iter(topics)) for acronym, topics in acronyms.items() if len(topics) == 1}

    def _resolve(self, target: str, source: str, relative: bool) -> Resolution:
        name = target.strip()
        name = name[:-3] if name[-3:].casefold() == ".md" else name
        if relative or name.startswith(("./", "../")):
            placed = posixpath.normpath(posixpath.join(posixpath.dirname(source), name)) if name[:1] != "/" else name
            if path := self._paths.get(placed.lstrip("/")):
                return Resolution(self._slug_of[path].topic, "path")
            while name.startswith(("./", "../")):
                name = name.partition("/")[2]
        name = name.lstrip("/")
        if not self._strict:
            return self._climb(name)
        if found := self._nearest(name, source):
            rung = (
                "path" if "/" in name else "stem" if found.rpartition("/")[2].rpartition(".")[0] == name else "folded"
            )
            return Resolution(self._slug_of[found].topic, rung)
        forgiving = self._climb(name)
        if forgiving.rung == "ambiguous":
            return Resolution("", "refused", forgiving.candidates)
        if forgiving.candidates or forgiving.rung not in ("wanted", "private"):
            return Resolution("", "refused", forgiving.candidates or self._paths_of(forgiving.topic))
        return forgiving

    def _paths_of(self, topic: str) -> tuple[str, ...]:
        _, _, table = self._rungs[-1]
        return table.get(topic, ())

    def _nearest(self, name: str, source: str) -> str:
        """Return the note that Obsidian opens, or "".

        Of several files of one name it is the one whose whole path was written, else the one in the folder of *source*
        or below it, else any; of these the shortest path, and of equals the first in the alphabet.
        """
        wanted = _as_obsidian(name)
        files = self._files.get(wanted.rpartition("/")[2], ())
        fitting = [path for path in files if f"/{_as_obsidian(path[:-3])}".endswith(f"/{wanted}")]
        folder = source.rpartition("/")[0]
        near = f"{folder}/" if folder else ""
        return min(
            fitting,
            key=lambda path: (_as_obsidian(path[:-3]) != wanted, not path.startswith(near), len(path), path),
            default="",
        )

    def _climb(self, name: str) -> Resolution:
        last = last_name(name)
        for whole in dict.fromkeys((name, last)):
            for rung, key, table in self._rungs:
                if rung in _LAST and whole != last:  # it is the name's alone, and for the last try
                    continue
                paths = table.get(key(whole), ())
                if len(paths) > 1 and rung in ("stem", "path") and whole in self._paths:
                    return Resolution(self._slug_of[self._paths[whole]].topic, "path")
                if len(paths) > 1:
                    return Resolution("", "ambiguous", paths)
                if paths:
                    topic = self._slug_of[paths[0]].topic
                    rung = "file-name" if whole != name and rung in ("stem", "folded") else rung
                    return Resolution(topic, rung, paths if rung in ("file-name", *_LAST) else ())
        if _topic_slug(name) in self._private:
            return Resolution("", "private")
        return Resolution(_topic_slug(name), "wanted")


def _of_acronym(target: str, resolution: Resolution, acronyms: Mapping[str, str]) -> Resolution:
    if resolution.rung == "wanted" and (topic := acronyms.get(last_name(target))):
        return Resolution(topic, "wanted")
    return resolution


def _as_obsidian(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


#: The rungs in their order, and what is looked up on each. The last one keeps a wanted topic from taking the IRI of a
#: note's topic.
_LADDER: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("stem", str),
    ("path", str),
    ("folded", fold_name),
    ("punctuation", fold_punctuation),
    ("title", fold_punctuation),
    ("alias", str),
    ("folded-alias", fold_punctuation),
    ("acronym", fold_acronym),
    ("former", _topic_slug),
    ("slug", _topic_slug),
)
#: Rungs of a name by itself, without folders.
_LAST = ("former", "slug")


def _names_of(note: NoteNames, topic: str) -> Iterable[tuple[str, str]]:
    """Yield the rungs on which a note is found, and under which key."""
    yield "stem", note.stem
    parts = note.path.rpartition(".")[0].split("/")
    endings = ["/".join(parts[n:]) for n in range(len(parts) - 1)]
    yield from (("path", ending) for ending in endings)
    yield from (("folded", fold_name(name)) for name in (note.stem, *endings))
    yield "punctuation", fold_punctuation(note.stem)
    titles = (note.label, *(name for name in other_names(note.label) if len(name.split()) > 1))
    yield from (("title", fold_punctuation(title)) for title in titles)
    for alias in note.aliases:
        yield "alias", alias
        yield "folded-alias", fold_punctuation(alias)
    for name in (note.stem, note.label):
        yield "acronym", fold_acronym(name)
        yield "acronym", acronym_in(name)
    yield "slug", topic
