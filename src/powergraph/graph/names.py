"""The names of global concepts across the vault: which label is preferred, and what a phrase in a text can mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from powergraph.extract.extraction import Concept, ConceptKind
from powergraph.extract.labels import readable
from powergraph.graph.folding import fold_name
from powergraph.graph.introductions import introductions
from powergraph.graph.iris import Minter, NoteSlugs
from powergraph.graph.note_names import NamedConcept, NoteNames
from powergraph.graph.phrases import Meaning, NoteWords, Phrase, PhraseFinder, is_acronym, sides, words_of
from powergraph.graph.resolution import LinkIndex
from powergraph.notes.markdown import Run, runs_text

__all__ = ["NameBook", "global_iri", "is_file_name"]


def global_iri(concept: Concept | NamedConcept, minter: Minter) -> NamedNode:
    """Return the IRI of a source, group or mode."""
    mint = {ConceptKind.SOURCE: minter.source, ConceptKind.GROUP: minter.group, ConceptKind.MODE: minter.mode}
    return mint[concept.kind](concept.label)


def is_file_name(name: str) -> bool:
    """Tell whether *name* is written as file names are: underscores in place of blanks."""
    return "_" in name and " " not in name


class NameBook:
    """Knows every global concept of the vault by its names."""

    __slots__ = ("_by_name", "_finder", "_groups", "_links", "_minter", "_preferred")

    def __init__(
        self, notes: Sequence[NoteNames], slugs: Mapping[str, NoteSlugs], minter: Minter, links: LinkIndex
    ) -> None:
        self._minter = minter
        self._links = links
        self._preferred: dict[tuple[str, str], str] = {}
        self._groups: dict[str, tuple[str, str, str]] = {}
        names: dict[str, dict[NamedNode, str]] = defaultdict(dict)

        #: Names that are written otherwise than as acronyms.
        small: set[str] = set()

        def learn(iri: NamedNode, name: str, rung: str) -> None:
            words = words_of(name)
            names[words].setdefault(iri, rung)
            if not is_acronym(name):
                small.add(words)

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
        people = _People(person for note in notes for person in note.people)
        self._by_name = {
            name: Meaning(*found, acronym=name not in small)
            for name, iris in names.items()
            if (found := _unambiguous(iris)) and (found[1] == "label" or name not in people)
        }
        self._finder = PhraseFinder(self._by_name)

    def _prefer(self, iri: NamedNode, language: str, label: str) -> None:
        self._preferred.setdefault((iri.value, language), label)

    @property
    def meanings(self) -> Mapping[str, object]:
        """What each name means, by its words."""
        return {name: (found.concept.value, *found[1:]) for name, found in self._by_name.items()}

    def preferred(self, iri: NamedNode, language: str, otherwise: str) -> str:
        """Return the preferred label of a global concept in a language: from the note that defines it before others."""
        return self._preferred.get((iri.value, language), otherwise)

    def group_of(self, source: NamedNode) -> tuple[str, str, str] | None:
        """Return the group of a source, its class and the path of the note that says so: the first that defines it."""
        return self._groups.get(source.value)

    def phrases(self, runs: tuple[Run, ...], words: NoteWords) -> Iterator[Phrase]:
        """Yield the known concepts that a text names, in its order.

        A whole bold run counts whatever its case, and a name introduced with its acronym in bold even where no note
        has it; inside other text names count as `phrases` tells. *words* are those of the note.
        """
        for place, run in enumerate(runs):
            if run.code or run.link:
                continue
            text = runs_text((run,))
            if run.strong and (whole := self._finder.bold(text, words)):
                yield whole
                continue
            for name, acronym in introductions((run,)):
                if introduced := self._introduced(name, acronym):
                    yield introduced
                text = text.replace(f"{name} ({acronym})", " . ")
            yield from self._finder.inside(text, *sides(runs, place), words)

    def _introduced(self, name: str, acronym: str) -> Phrase | None:
        resolution = self._links.resolve(name)
        if not resolution.topic:
            return None
        rung = "introduced" if resolution.rung == "wanted" else resolution.rung
        return Phrase(self._minter.topic(resolution.topic), f"{name} ({acronym})", rung, name, acronym)


class _People:
    """The authors that the vault cites: their names are people's, so they do not name what a note is about."""

    def __init__(self, people: Iterable[tuple[str, str]]) -> None:
        self._given: dict[str, set[str]] = defaultdict(set)
        for family, given in people:
            self._given[words_of(family)].add(fold_name(given)[:1])

    def __contains__(self, name: str) -> bool:
        """Tell whether *name* (its words) is an author's family name, alone or after given names that fit."""
        words = name.split()
        for place in range(len(words)):
            initials = self._given.get(" ".join(words[place:]), ())
            if initials and (place == 0 or words[0][:1] in initials):
                return True
        return False


def _definers_first(notes: Iterable[NoteNames]) -> list[NoteNames]:
    """Order the notes so that those with definitions of sources come before others, else by path."""
    return sorted(notes, key=lambda note: (not any(c.is_defined and c.group for c in note.concepts), note.path))


def _unambiguous(iris: dict[NamedNode, str]) -> tuple[NamedNode, str] | None:
    """Return the one concept that a name means: a label beats another's other name; of two equals neither is meant."""
    if len(iris) == 1:
        return next(iter(iris.items()))
    labelled = [iri for iri, rung in iris.items() if rung == "label"]
    return (labelled[0], "label") if len(labelled) == 1 else None
