"""The release: an immutable directory that both sides know; the author's side writes it, the reader's side opens it."""

from powergraph.release.layout import CURRENT, MANIFEST, MOVES, NTRIPLES, REPORT, SEARCH, SEGMENTS, TURTLE
from powergraph.release.manifest import (
    Manifest,
    NoteCount,
    PublishedFile,
    Segment,
    laid_out,
    manifest_bytes,
    parse_manifest,
)
from powergraph.release.moves import NO_MOVES, OWN_KINDS, Move, Moves, moves_bytes, parse_moves
from powergraph.release.open import Release, ReleaseError, is_release, open_release, verify_release

__all__ = [
    "CURRENT",
    "MANIFEST",
    "MOVES",
    "NO_MOVES",
    "NTRIPLES",
    "OWN_KINDS",
    "REPORT",
    "SEARCH",
    "SEGMENTS",
    "TURTLE",
    "Manifest",
    "Move",
    "Moves",
    "NoteCount",
    "PublishedFile",
    "Release",
    "ReleaseError",
    "Segment",
    "is_release",
    "laid_out",
    "manifest_bytes",
    "moves_bytes",
    "open_release",
    "parse_manifest",
    "parse_moves",
    "verify_release",
]
