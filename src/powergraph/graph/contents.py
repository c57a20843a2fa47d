"""Look things up in the graphs of all notes without unpacking more of them than needed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.extract.extraction import Extraction
from powergraph.graph.built import BuiltNote, named_notes
from powergraph.graph.curation import CuratedNote
from powergraph.graph.iris import NoteIRIs
from powergraph.graph.quads import note_graph
from powergraph.graph.vault import Vault
from powergraph.vocabulary import RDFS

__all__ = ["Contents", "CuratedNotes", "Labels"]


class Contents:
    """What the notes and some further graphs say of a thing.

    A note's own things are looked up in its packed graph, which is then kept; what is shared is at hand.
    """

    __slots__ = ("_base", "_by_name", "_by_subject", "_unpacked")

    def __init__(self, base: str, built: Iterable[BuiltNote], shared: Iterable[Triple]) -> None:
        self._base = base
        self._by_name: dict[str, list[BuiltNote]] = defaultdict(list)
        for note in built:
            for name in {note.slug, note.topic.rpartition("/")[2]}:
                self._by_name[name].append(note)
        self._by_subject: dict[object, list[Triple]] = defaultdict(list)
        for triple in shared:
            self._by_subject[triple.subject].append(triple)
        self._unpacked: dict[str, dict[object, list[Triple]]] = {}

    def named(self, triples: Iterable[Triple]) -> list[BuiltNote]:
        """Return the notes whose own things *triples* name, by path."""
        found = {note.path: note for name in named_notes(triples, self._base) for note in self._by_name.get(name, ())}
        return [found[path] for path in sorted(found)]

    def statements(self, thing: NamedNode) -> Iterator[Triple]:
        """Yield what is stated of *thing*."""
        yield from self._by_subject.get(thing, ())
        if thing.value.startswith(f"{self._base}assertion/"):  # its IRI does not tell whose it is
            notes: Iterable[BuiltNote] = (note for notes in self._by_name.values() for note in notes)
        else:
            notes = self.named([Triple(thing, RDFS.seeAlso, thing)])
        for note in notes:
            yield from self._graph(note).get(thing, ())

    def __contains__(self, thing: object) -> bool:
        return isinstance(thing, NamedNode) and next(self.statements(thing), None) is not None

    def _graph(self, note: BuiltNote) -> Mapping[object, Sequence[Triple]]:
        if note.path not in self._unpacked:
            by_subject: dict[object, list[Triple]] = defaultdict(list)
            for triple in note.asserted.triples():
                by_subject[triple.subject].append(triple)
            self._unpacked[note.path] = by_subject
        return self._unpacked[note.path]


class Labels(Mapping[NamedNode, frozenset[str]]):
    """The texts of the labels of everything that has one."""

    __slots__ = ("_contents",)

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def __getitem__(self, thing: NamedNode) -> frozenset[str]:
        stated = self._contents.statements(thing)
        labels = {t.object.value for t in stated if t.predicate == RDFS.label and isinstance(t.object, Literal)}
        if not labels:
            raise KeyError(thing)
        return frozenset(labels)

    def __iter__(self) -> Iterator[NamedNode]:
        raise TypeError("labels are looked up, not gone through")

    def __len__(self) -> int:
        raise TypeError("labels are looked up, not counted")


class CuratedNotes(Mapping[str, CuratedNote]):
    """The notes that curation may quote, by IRI: each is converted again when it is asked for."""

    __slots__ = ("_made", "_paths", "_reopen", "_vault")

    def __init__(self, vault: Vault, reopen: Callable[[str], Extraction]) -> None:
        self._vault = vault
        self._reopen = reopen
        self._paths = {NoteIRIs(vault.minter, slugs.note).note.value: path for path, slugs in vault.slugs.items()}
        self._made: dict[str, CuratedNote] = {}

    def __getitem__(self, iri: str) -> CuratedNote:
        if iri not in self._made:
            extraction = self._reopen(self._paths[iri])
            own = NoteIRIs(self._vault.minter, self._vault.slugs[extraction.note.path].note)
            made = note_graph(extraction, self._vault)
            self._made[iri] = CuratedNote(extraction.note, extraction.language, own, made)
        return self._made[iri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
