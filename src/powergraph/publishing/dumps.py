"""Dumps: the default graph without the ontology as Turtle and N-Triples, the same bytes every time."""

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from powergraph.prefixes import PREFIXES, resource_prefixes
from powergraph.vocabulary import RDF

__all__ = ["ntriples", "sorted_lines", "turtle"]

#: Things that people look for come before the records that support them.
_KINDS = (
    "dataset", "scheme", "power-group", "power-source", "power-mode", "topic", "concept", "practice", "citation",
    "work", "person", "authorship", "tag", "note", "section", "link", "passage", "assertion",
)  # fmt: skip


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Serialise as sorted N-Triples."""
    return b"".join(sorted_lines(triples, RdfFormat.N_TRIPLES))


def sorted_lines(statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat) -> list[bytes]:
    """Serialise in a line-based format and return its distinct lines, sorted, each with its line end."""
    return sorted({line + b"\n" for line in _serialize(statements, format).split(b"\n") if line})


def _serialize(
    statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat, prefixes: dict[str, str] | None = None
) -> bytes:
    data = serialize(statements, format=format, prefixes=prefixes)
    assert data is not None  # only when it is given an output
    return data


def turtle(triples: Iterable[Triple], base: str, comment: str = "") -> bytes:
    """Serialise as Turtle for readers: prefixes in order, kinds of things in order, the type of each thing first."""
    order = {kind: number for number, kind in enumerate(_KINDS)}

    def key(triple: Triple) -> tuple[int, str, bool, str, str]:
        subject = str(triple.subject).strip("<>")
        kind = subject.removeprefix(base).partition("/")[0] if subject.startswith(base) else ""
        return (
            order.get(kind, len(order)),
            subject,
            triple.predicate != RDF.type,
            str(triple.predicate),
            str(triple.object),
        )

    prefixes = {**PREFIXES, **resource_prefixes(base)}
    data = _serialize(sorted(set(triples), key=key), RdfFormat.TURTLE, prefixes)
    lines = data.split(b"\n")
    head = sum(line.startswith(b"@prefix ") for line in lines)
    body = b"\n".join(lines[head:])
    used = [line for line in sorted(lines[:head]) if line.split(b" ")[1] in body]
    opening = f"# {comment}\n".encode() if comment else b""
    # A blank line before each subject; literals hold no raw line end, so a line that is not indented begins one.
    spaced = b"\n".join(b"\n" + line if line[:1] not in (b"\t", b"") else line for line in body.split(b"\n"))
    return opening + b"\n".join(used) + b"\n" + spaced
