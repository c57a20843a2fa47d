"""The names of global concepts across the vault: which label is preferred, and what a phrase in a text can mean."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from powergraph.extract.extraction import Concept, ConceptKind
from powergraph.extract.labels import readable
from powergraph.graph.folding import fold_name
from powergraph.graph.introductions import introductions
from powergraph.graph.iris import Minter, NoteSlugs
from powergraph.graph.note_names import NamedConcept, NoteNames
from powergraph.graph.resolution import LinkIndex
from powergraph.notes.markdown import Run, runs_text

__all__ = ["NameBook", "Phrase", "global_iri", "is_file_name", "words_of"]

_WORD = re.compile(r"[\w\u2019']+")


def global_iri(concept: Concept | NamedConcept, minter: Minter) -> NamedNode:
    """Return the IRI of a source, group or mode."""
    mint = {ConceptKind.SOURCE: minter.source, ConceptKind.GROUP: minter.group, ConceptKind.MODE: minter.mode}
    return mint[concept.kind](concept.label)


def words_of(name: str) -> str:
    """Return the words of a name with case, underscores, hyphens and punctuation folded.

    >>> words_of("Power-Over") == words_of("power over")
    True
    """
    return " ".join(_WORD.findall(fold_name(name)))


def is_file_name(name: str) -> bool:
    """Tell whether *name* is written as file names are: underscores in place of blanks."""
    return "_" in name and " " not in name


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place where a text names a known concept: the words as written and how it was recognised."""

    concept: NamedNode
    as_written: str
    rung: str
    #: The name of a topic that has no note yet and is introduced here with its acronym, or "".
    introduces: str = ""
    acronym: str = ""


class NameBook:
    """Knows every global concept of the vault by its names."""

    __slots__ = ("_by_first_words", "_by_name", "_groups", "_links", "_minter", "_preferred")

    def __init__(
        self, notes: Sequence[NoteNames], slugs: Mapping[str, NoteSlugs], minter: Minter, links: LinkIndex
    ) -> None:
        self._minter = minter
        self._links = links
        self._preferred: dict[tuple[str, str], str] = {}
        self._groups: dict[str, tuple[str, str, str]] = {}
        names: dict[str, dict[NamedNode, str]] = defaultdict(dict)

        def learn(iri: NamedNode, name: str, rung: str) -> None:
            names[words_of(name)].setdefault(iri, rung)

        for note in notes:
            iri = minter.topic(slugs[note.path].topic)
            self._prefer(iri, note.language, note.label)
            learn(iri, note.label, "label")
            for name in (*note.alt_labels, *map(readable, note.aliases)):
                learn(iri, name, "other-name")
        for note in _definers_first(notes):
            for concept in note.concepts:
                iri = global_iri(concept, minter)
                self._prefer(iri, note.language, concept.label)
                if concept.group:
                    self._groups.setdefault(iri.value, (concept.group, concept.source_class, note.path))
                learn(iri, concept.label, "label")
                for name in concept.alt_labels:
                    learn(iri, name, "other-name")
        for note in notes:
            for target in (*note.targets, *(name for name, _ in note.introductions)):
                resolution = links.resolve(target, note.path)
                if resolution.rung == "wanted" and (page := links.wanted_page(resolution.topic)):
                    iri = minter.topic(resolution.topic)
                    self._prefer(iri, note.language, page.name)
                    learn(iri, page.name, "label")
                    if page.acronym:
                        learn(iri, page.acronym, "other-name")
        self._by_name = {name: meaning for name, iris in names.items() if (meaning := _unambiguous(iris))}
        # Names are looked for by their first two words: thousands of them may begin with the same one.
        self._by_first_words: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name in self._by_name:
            words = tuple(name.split())
            if len(words) > 1:
                self._by_first_words[words[:2]].append((words, name))
        for entries in self._by_first_words.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def _prefer(self, iri: NamedNode, language: str, label: str) -> None:
        self._preferred.setdefault((iri.value, language), label)

    @property
    def meanings(self) -> Mapping[str, object]:
        """What each name means, by its words."""
        return {name: (iri.value, rung) for name, (iri, rung) in self._by_name.items()}

    def preferred(self, iri: NamedNode, language: str, otherwise: str) -> str:
        """Return the preferred label of a global concept in a language: from the note that defines it before others."""
        return self._preferred.get((iri.value, language), otherwise)

    def group_of(self, source: NamedNode) -> tuple[str, str, str] | None:
        """Return the group of a source, its class and the path of the note that says so: the first that defines it."""
        return self._groups.get(source.value)

    def phrases(self, runs: tuple[Run, ...]) -> Iterator[Phrase]:
        """Yield the known concepts that a text names, in its order.

        A whole bold run counts whatever its case; inside other text a name counts as written with capitals, and only
        a name of several words. A name introduced with its acronym in bold counts even where no note has it.
        """
        for run in runs:
            if run.code or run.link:
                continue
            text = runs_text((run,))
            whole = self._by_name.get(words_of(text)) if run.strong else None
            if whole:
                yield Phrase(whole[0], text, whole[1])
                continue
            for name, acronym in introductions((run,)):
                if introduced := self._introduced(name, acronym):
                    yield introduced
                text = text.replace(f"{name} ({acronym})", " . ")
            yield from self._inside(text)

    def _introduced(self, name: str, acronym: str) -> Phrase | None:
        resolution = self._links.resolve(name)
        if not resolution.topic:
            return None
        rung = "introduced" if resolution.rung == "wanted" else resolution.rung
        return Phrase(self._minter.topic(resolution.topic), f"{name} ({acronym})", rung, name, acronym)

    def _inside(self, text: str) -> Iterator[Phrase]:
        words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
        folded = tuple(word.casefold() for word, _, _ in words)
        position = 0
        while position < len(words):
            for name_words, name in self._by_first_words.get(folded[position : position + 2], ()):
                end = position + len(name_words)
                if (
                    folded[position:end] == name_words
                    and words[position][0][0].isupper()
                    and words[end - 1][0][0].isupper()
                ):
                    iri, rung = self._by_name[name]
                    yield Phrase(iri, text[words[position][1] : words[end - 1][2]], rung)
                    position = end - 1
                    break
            position += 1


def _definers_first(notes: Iterable[NoteNames]) -> list[NoteNames]:
    """Order the notes so that those with definitions of sources come before others, else by path."""
    return sorted(notes, key=lambda note: (not any(c.is_defined and c.group for c in note.concepts), note.path))


def _unambiguous(iris: dict[NamedNode, str]) -> tuple[NamedNode, str] | None:
    """Return the one concept that a name means: a label beats another's other name; of two equals neither is meant."""
    if len(iris) == 1:
        return next(iter(iris.items()))
    labelled = [iri for iri, rung in iris.items() if rung == "label"]
    return (labelled[0], "label") if len(labelled) == 1 else None
