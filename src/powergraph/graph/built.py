"""A note's graph as it is kept: packed, with what follows from it, parted into what is its own and what it shares."""

import pickle
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Triple

from powergraph.diagnostics import Diagnostic, Place
from powergraph.extract.extraction import Extraction
from powergraph.graph.inference import Rules, infer
from powergraph.graph.packed import Chunk, pack, sorted_lines
from powergraph.graph.quads import NoteGraph, note_graph
from powergraph.graph.spool import Spool, Spooled
from powergraph.graph.vault import Vault
from powergraph.vocabulary import POW, RDF

__all__ = ["BuiltNote", "OwnThings", "Owners", "build_note", "named_notes"]

#: The kinds of IRI that stand below a note's slug: `<base><kind>/<slug>/...`.
_OWN_KINDS = ("section", "concept", "practice", "citation", "passage", "link", "property")


@dataclass(frozen=True, slots=True)
class BuiltNote:
    """The graph of one note.

    *asserted* is all that the note states. Of it, *shared* has as subjects things that other notes may speak of too
    (sources, tags, wanted topics); what follows from it about these is *shared_inferred*, what follows about the note's
    own things is *inferred*. *classes* counts the note's own instances by the IRI of their class, *links* are the
    IRIs of the topics that its topic links to. *topic_at* is the line and column of its topic, *places* has (subject,
    line, column) for what it shares.
    """

    path: str
    slug: str
    graph: str
    topic: str
    topic_at: tuple[int, int]
    asserted: Chunk
    inferred: Chunk
    shared: Chunk
    shared_inferred: Chunk
    classes: Mapping[str, int]
    links: tuple[str, ...]
    places: tuple[tuple[str, int, int], ...]
    packed_places: bytes | Spooled
    diagnostics: tuple[Diagnostic, ...]

    def spooled(self, spool: Spool) -> "BuiltNote":
        """Return the same note with what is large in *spool*."""
        packed, entries = spool.put(self.asserted.packed), spool.put(self.asserted.entries)
        asserted = replace(self.asserted, packed=packed, entries=entries)
        return replace(self, asserted=asserted, packed_places=spool.put(self.packed_places))

    def own_places(self) -> Mapping[str, Place]:
        """Return where the subjects that are its own are written."""
        places: list[tuple[str, int, int]] = pickle.loads(zlib.decompress(bytes(self.packed_places)))  # noqa: S301 - our own
        return {subject: Place(self.path, line, column) for subject, line, column in places}


def build_note(extraction: Extraction, vault: Vault, rules: Rules) -> tuple[BuiltNote, list[Triple]]:
    """Build the graph of one note, and infer what follows from it alone; return it with all these triples at hand."""
    made = note_graph(extraction, vault)
    slugs = vault.slugs[extraction.note.path]
    topic = vault.minter.topic(slugs.topic)
    is_own = OwnThings(vault.minter.base, slugs.note, topic.value)
    own, shared = is_own.part(made.graph.triples)
    inferred = infer(made.graph.triples, rules)
    own_inferred, shared_inferred = is_own.part(inferred)
    types = (t.object for t in (*own, *own_inferred) if t.predicate == RDF.type)
    note = BuiltNote(
        path=extraction.note.path,
        slug=slugs.note,
        graph=made.graph.iri,
        topic=topic.value,
        topic_at=(made.origins[topic.value].line, made.origins[topic.value].column),
        asserted=_packed(made.graph.triples),
        inferred=_packed(own_inferred),
        shared=_packed(shared),
        shared_inferred=_packed(shared_inferred),
        classes=Counter(kind.value for kind in types if isinstance(kind, NamedNode)),
        links=_links(own_inferred),
        places=tuple((s, p.line, p.column) for s, p in made.origins.items() if not is_own(s)),
        packed_places=_packed_places(made, is_own),
        diagnostics=made.diagnostics,
    )
    return note, [*made.graph.triples, *inferred]


class OwnThings:
    """Tells whether a subject is the note's own: no other note can state anything about it."""

    __slots__ = ("_prefixes", "note", "topic")

    def __init__(self, base: str, slug: str, topic: str) -> None:
        self._prefixes = (*(f"{base}{kind}/{slug}/" for kind in _OWN_KINDS), f"{base}assertion/")
        self.note = f"{base}note/{slug}"
        self.topic = topic

    def part(self, triples: Iterable[Triple]) -> tuple[list[Triple], list[Triple]]:
        """Return the triples whose subject is the note's own, and the others."""
        known: dict[object, list[Triple]] = {}
        own: list[Triple] = []
        shared: list[Triple] = []
        for triple in triples:
            subject = triple.subject
            if (found := known.get(subject)) is None:
                assert isinstance(subject, NamedNode)  # everything has a minted IRI
                found = known[subject] = own if self(subject.value) else shared
            found.append(triple)
        return own, shared

    def __call__(self, subject: str) -> bool:
        """Tell whether *subject* is the note's own."""
        return subject.startswith(self._prefixes) or subject == self.topic or subject == self.note


class Owners:
    """Tells whose own a thing is, by its IRI. What is an assertion's cannot be told: it counts as nobody's."""

    __slots__ = ("_base", "_by_slug", "_by_topic")

    def __init__(self, base: str, built: Iterable[BuiltNote]) -> None:
        self._base = base
        self._by_slug: dict[str, BuiltNote] = {}
        self._by_topic: dict[str, BuiltNote] = {}
        for note in built:
            self._by_slug[note.slug] = self._by_topic[note.topic] = note

    def topic_of(self, thing: str) -> BuiltNote | None:
        """Return the note whose topic *thing* is."""
        return self._by_topic.get(thing)

    def __call__(self, thing: str) -> BuiltNote | None:
        """Return the note whose own *thing* is, None where it is shared or stands beside the notes."""
        if not thing.startswith(self._base):
            return None
        kind, _, rest = thing[len(self._base) :].partition("/")
        if kind == "topic":
            return self._by_topic.get(thing)
        if kind == "note":
            return self._by_slug.get(rest)
        return self._by_slug.get(rest.partition("/")[0]) if kind in _OWN_KINDS else None


def named_notes(triples: Iterable[Triple], base: str) -> set[str]:
    """Return the slugs of the notes whose own things, or whose topics, *triples* name.

    >>> from powergraph.vocabulary import RDFS
    >>> b = "http://b/"
    >>> sorted(named_notes([Triple(NamedNode(b + "concept/a/x"), RDFS.seeAlso, NamedNode(b + "note/c"))], b))
    ['a', 'c']
    """
    pattern = re.compile(re.escape(base) + rf"(?:{'|'.join(_OWN_KINDS)}|note|topic)/([^/]+)")
    found: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, NamedNode) and (match := pattern.match(term.value)):
                found.add(match[1])
    return found


def _packed(triples: Iterable[Triple]) -> Chunk:
    return pack(sorted_lines(triples))


def _packed_places(made: NoteGraph, is_own: OwnThings) -> bytes:
    places = [(subject, place.line, place.column) for subject, place in made.origins.items() if is_own(subject)]
    return zlib.compress(pickle.dumps(places), 1)


def _links(inferred: Iterable[Triple]) -> tuple[str, ...]:
    """Return the IRIs of the topics that the note's topic links to (pow:linksTo is always inferred)."""
    targets = (t.object for t in inferred if t.predicate == POW.linksTo)
    return tuple(sorted({target.value for target in targets if isinstance(target, NamedNode)}))
