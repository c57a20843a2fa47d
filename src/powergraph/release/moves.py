"""Moves: which IRIs of former releases lead elsewhere now, and which are gone, without saying what they were called."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

__all__ = ["NO_MOVES", "OWN_KINDS", "Move", "Moves", "moves_bytes", "parse_moves"]

#: The kinds of IRI that stand below a note's slug: `<base><kind>/<slug>/...`.
OWN_KINDS = ("section", "concept", "practice", "citation", "passage", "link", "property")
_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Move:
    """What has become of an IRI: *to* is the path of the one that stands for it now, "" where there is none.

    *gone* tells that it is no longer there, and what *to* names is another thing. *since* is a day, or "" where that
    is not known.
    """

    to: str = ""
    gone: bool = False
    since: str = ""


def _key(path: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", path).encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves of a dataset, by hashes of the former IRIs: they may be the names of notes that are private now."""

    by_key: Mapping[str, Move]

    def find(self, path: str) -> Move | None:
        """Return what has become of the IRI at *path* below the base; what a note has moves with the note.

        >>> moves = Moves({_key("note/garden"): Move("note/park")})
        >>> moves.find("concept/garden/core-goal").to, moves.find("graph/note/garden").to
        ('concept/park/core-goal', 'graph/note/park')
        """
        if move := self.by_key.get(_key(path)):
            return move
        parts = path.split("/")
        if parts[0] in OWN_KINDS and len(parts) == 3:
            move = self.by_key.get(_key(f"note/{parts[1]}"))
        elif parts[:2] == ["graph", "note"] and len(parts) == 3:
            move = self.by_key.get(_key(f"note/{parts[2]}"))
        if move is None or move.gone or not move.to.startswith("note/"):
            return move
        slug = move.to.removeprefix("note/")
        return replace(move, to=f"graph/note/{slug}" if parts[0] == "graph" else f"{parts[0]}/{slug}/{parts[2]}")


NO_MOVES = Moves({})


def moves_bytes(moves: Mapping[str, Move]) -> bytes:
    """Return the moves, by paths of former IRIs, as a release has them: JSON with sorted keys."""
    body = {"moves": {_key(path): asdict(move) for path, move in moves.items()}}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def parse_moves(data: bytes) -> Moves:
    """Read the moves of a release. Raises ValueError where they are none."""
    try:
        body: dict[str, Any] = json.loads(data)
        return Moves({key: Move(str(m["to"]), bool(m["gone"]), str(m["since"])) for key, m in body["moves"].items()})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no moves of IRIs: {error}") from error
