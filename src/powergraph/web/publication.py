"""What is being served, and where: a release or a bare dataset, with all that pages and descriptions say about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from powergraph.prefixes import BASE_IRI, ONTOLOGY_IRI
from powergraph.release import MOVES, NO_MOVES, Moves, Release, ReleaseError, parse_moves
from powergraph.web.addresses import Addresses

__all__ = ["Publication", "publication_of"]


@dataclass(frozen=True, eq=False)
class Publication:
    """The dataset as it is served at one moment. A swap of the release makes a new one; two are never equal.

    *digest* is the release's version, "" for a bare dataset. *endpoint* is the absolute URL of `/sparql`, the only
    absolute address of this server that anything says. *modified* is when it was made (seconds since 1970), 0 where
    that is not known. *federated* tells whether SERVICE may ask other endpoints.
    """

    addresses: Addresses
    title: str
    description: str
    license: str
    digest: str
    endpoint: str
    release: Release | None = None
    modified: float = 0.0
    moves: Moves = NO_MOVES
    federated: bool = False

    @property
    def base(self) -> str:
        """The base of the canonical IRIs."""
        return self.addresses.base

    @property
    def dataset_iri(self) -> str:
        """The IRI of the dataset itself."""
        return self.base + "dataset"

    @property
    def ontology_graph(self) -> str:
        """The IRI of the named graph that holds the vocabulary."""
        return self.base + "graph/ontology"

    @property
    def ontology_iri(self) -> str:
        """The IRI of the vocabulary; the same for every dataset."""
        return ONTOLOGY_IRI

    @property
    def version(self) -> str:
        """The first 12 digits of the digest, as people write it and as `/dumps/` has it."""
        return self.digest[:12]

    @property
    def files(self) -> Mapping[str, str]:
        """Names and local addresses of the files that people download."""
        if self.release is None:
            return {}
        return {
            each.file: self.addresses.path(f"/dumps/{self.version}/{each.file}")
            for each in self.release.manifest.files
            if "/" not in each.file
        }


def publication_of(
    release: Release | None, public_url: str, root_path: str, dataset: Path | None = None, *, federated: bool = False
) -> Publication:
    """Tell what is served: *release*, or a bare *dataset* where it is None. *public_url* is the server's own URL.

    Raises ReleaseError where the moves of its IRIs cannot be read.
    """
    made = release.path if release else dataset
    modified = made.stat().st_mtime if made and made.exists() else 0.0
    endpoint = f"{public_url.rstrip('/')}{root_path}/sparql"
    if release is None:
        title, description = "A dataset", "An RDF dataset served from a file as it stands."
        addresses = Addresses(BASE_IRI, root_path)
        return Publication(addresses, title, description, "", "", endpoint, modified=modified, federated=federated)
    manifest = release.manifest
    return Publication(
        Addresses(manifest.base, root_path),
        manifest.title,
        manifest.description,
        manifest.license,
        release.digest,
        endpoint,
        release,
        modified,
        _moves_of(release),
        federated,
    )


def _moves_of(release: Release) -> Moves:
    if all(file.file != MOVES for file in release.manifest.files):
        return NO_MOVES
    try:
        return parse_moves((release.path / MOVES).read_bytes())
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{MOVES} of release {release.digest[:12]} cannot be read ({error})") from error
