"""The vault as a whole: what a note's triples depend on besides the note itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic
from powergraph.graph.facts import NoteFacts
from powergraph.graph.identities import NO_LEDGER, Identities
from powergraph.graph.iris import Minter, NoteSlugs, assign_note_slugs
from powergraph.graph.names import NameBook
from powergraph.graph.resolution import LinkIndex
from powergraph.graph.works import WorkIndex

__all__ = ["Vault", "bring_together"]


@dataclass(frozen=True, slots=True)
class Vault:
    """The slugs of all notes, and what links, names and entries mean across them."""

    minter: Minter
    slugs: dict[str, NoteSlugs]
    links: LinkIndex
    names: NameBook
    works: WorkIndex
    diagnostics: tuple[Diagnostic, ...] = ()


def bring_together(
    facts: Iterable[NoteFacts],
    settings: VaultSettings,
    private_names: Sequence[str] = (),
    known: Identities = NO_LEDGER,
) -> Vault:
    """Bring the notes together, in whatever order they come.

    *private_names* are names of notes that stay private: links to them make no topic. *known* is what a ledger
    knows of the notes.
    """
    ordered = sorted(facts, key=lambda each: each.path)
    names = [each.names for each in ordered]
    minter = Minter(settings.base_iri)
    slugs, told = assign_note_slugs(
        {note.path: note.stem for note in names},
        {note.path: note.identifier for note in names if note.identifier},
        known.held,
    )
    former = known.former(slugs)
    links = LinkIndex(names, slugs, private_names, strict=settings.links == "strict", former_topics=former)
    return Vault(
        minter=minter,
        slugs=slugs,
        links=links,
        names=NameBook(names, slugs, minter, links),
        works=WorkIndex([(each.path, each.language, each.citations) for each in ordered], minter),
        diagnostics=tuple(told),
    )
