"""Turtle for readers: the same bytes every time, things in a fixed order, only the prefixes that are used."""

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from powergraph.prefixes import PREFIXES, resource_prefixes

__all__ = ["serialize_statements", "write_turtle"]

_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
#: Things that people look for come before the records that support them.
_KINDS = (
    "dataset", "scheme", "power-group", "power-source", "power-mode", "topic", "concept", "practice", "citation",
    "work", "person", "authorship", "tag", "note", "section", "link", "passage", "assertion",
)  # fmt: skip


def write_turtle(triples: Iterable[Triple], base: str, comment: str = "") -> bytes:
    """Serialise as Turtle: kinds of things in order, the type of each thing first, a blank line between things.

    *base* is the base IRI of the resources, for their prefixes and their order; *comment* becomes line 1.
    """
    order = {kind: number for number, kind in enumerate(_KINDS)}

    def key(triple: Triple) -> tuple[int, str, bool, str, str]:
        subject = str(triple.subject).strip("<>")
        kind = subject.removeprefix(base).partition("/")[0] if subject.startswith(base) else ""
        predicate = str(triple.predicate)
        return order.get(kind, len(order)), subject, predicate != _RDF_TYPE, predicate, str(triple.object)

    prefixes = {**PREFIXES, **resource_prefixes(base)}
    lines = serialize_statements(sorted(set(triples), key=key), RdfFormat.TURTLE, prefixes).split(b"\n")
    head = sum(line.startswith(b"@prefix ") for line in lines)
    body = b"\n".join(lines[head:])
    used = [line for line in sorted(lines[:head]) if line.split(b" ")[1] in body]
    opening = f"# {comment}\n".encode() if comment else b""
    # Literals hold no raw line end, so a line that is not indented begins a thing.
    spaced = b"\n".join(b"\n" + line if line[:1] not in (b"\t", b"") else line for line in body.split(b"\n"))
    return opening + b"\n".join(used) + b"\n" + spaced


def serialize_statements(
    statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat, prefixes: dict[str, str] | None = None
) -> bytes:
    """Serialise statements to bytes."""
    data = serialize(statements, format=format, prefixes=prefixes)
    assert data is not None  # only when it is given an output
    return data
