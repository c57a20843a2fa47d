"""The files that travel with the vocabulary: its released versions and its examples."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from powergraph.prefixes import BASE_IRI
from powergraph.resources import resource_path
from powergraph.web.negotiation import MediaType
from powergraph.web.service import serialize_triples

__all__ = ["file_document", "ontology_files"]


@cache
def ontology_files(folder: str) -> Mapping[str, Path]:
    """Return the files of `versions` or `examples` by their names without `.ttl`; nothing else is ever opened."""
    try:
        return {path.stem: path for path in resource_path(f"ontology/{folder}").glob("*.ttl")}
    except FileNotFoundError:
        return {}


def file_document(file: Path, media_type: MediaType) -> bytes:
    """Return one of them in the format of *media_type*; as Turtle it is the file itself."""
    if media_type.suffix == ".ttl":
        return file.read_bytes()
    quads = parse(path=str(file), format=RdfFormat.TURTLE, base_iri=BASE_IRI)
    return serialize_triples([quad.triple for quad in quads], media_type)
