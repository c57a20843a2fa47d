"""Origins: where each subject of the dataset is written, looked up in the notes that have them."""

from collections.abc import Iterator, Mapping, Sequence

from powergraph.diagnostics import Place
from powergraph.graph.built import BuiltNote

__all__ = ["Origins"]

#: The places of so many notes are kept unpacked.
_MOST_UNPACKED = 500


class Origins(Mapping[str, Place]):
    """The place of each subject IRI: in the note whose own it is, in the first that speaks of it, or *beside* them."""

    __slots__ = ("_base", "_built", "_by_slug", "_by_topic", "_shared", "_unpacked")

    def __init__(self, base: str, built: Sequence[BuiltNote], beside: Mapping[str, Place]) -> None:
        self._base = base
        self._built = built
        self._by_slug = {note.slug: note for note in built}
        self._by_topic = {note.topic: note for note in built}
        self._unpacked: dict[str, Mapping[str, Place]] = {}
        self._shared: dict[str, Place] = {}
        for note in built:
            for subject, line, column in note.places:
                self._shared.setdefault(subject, Place(note.path, line, column))
        for subject, place in beside.items():
            self._shared.setdefault(subject, place)

    def __getitem__(self, subject: str) -> Place:
        if subject in self._shared:
            return self._shared[subject]
        kind, _, rest = subject.removeprefix(self._base).partition("/")
        if kind == "assertion":  # its IRI does not tell whose it is
            for note in self._built:
                if subject in (places := self._places(note)):
                    return places[subject]
            raise KeyError(subject)
        slug = rest.partition("/")[0]
        writer = self._by_topic.get(subject) if kind == "topic" else self._by_slug.get(slug)
        if writer is None:
            raise KeyError(subject)
        if writer.topic == subject:
            return Place(writer.path, *writer.topic_at)
        return self._places(writer)[subject]

    def _places(self, note: BuiltNote) -> Mapping[str, Place]:
        if note.path not in self._unpacked:
            if len(self._unpacked) >= _MOST_UNPACKED:
                self._unpacked.clear()
            self._unpacked[note.path] = note.own_places()
        return self._unpacked[note.path]

    def __iter__(self) -> Iterator[str]:
        yield from self._shared
        for note in self._built:
            yield from (subject for subject in self._places(note) if subject not in self._shared)

    def __len__(self) -> int:
        return sum(1 for _ in self)
