"""Turtle for readers: the same bytes every time, things in a fixed order, only the prefixes that are used."""

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from powergraph.prefixes import PREFIXES, resource_prefixes

__all__ = ["serialize_statements", "turtle_of_lines", "write_turtle"]

_RDF_TYPE = b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
#: Things that people look for come before the records that support them.
_KINDS = (
    "dataset", "scheme", "power-group", "power-source", "power-mode", "topic", "concept", "practice", "citation",
    "work", "person", "authorship", "tag", "note", "section", "property", "link", "passage", "assertion",
)  # fmt: skip


def write_turtle(triples: Iterable[Triple], base: str, comment: str = "") -> bytes:
    """Serialise as Turtle: kinds of things in order, the type of each thing first, a blank line between things.

    *base* is the base IRI of the resources, for their prefixes and their order; *comment* becomes line 1.
    """
    lines = serialize_statements(triples, RdfFormat.N_TRIPLES).split(b"\n")
    return turtle_of_lines(sorted(set(filter(None, lines))), base, comment)


def turtle_of_lines(lines: Iterable[bytes], base: str, comment: str = "") -> bytes:
    """Serialise as `write_turtle` does what is given as sorted, distinct lines of N-Triples."""
    order = {kind: number for number, kind in enumerate(_KINDS)}
    by_subject: dict[bytes, list[bytes]] = {}
    for line in lines:
        by_subject.setdefault(line.partition(b" ")[0], []).append(line)

    def key(term: bytes) -> tuple[int, str]:
        subject = term.decode().strip("<>")
        kind = subject.removeprefix(base).partition("/")[0] if subject.startswith(base) else ""
        return order.get(kind, len(order)), subject

    ordered: list[bytes] = []
    for subject in sorted(by_subject, key=key):
        said, types = by_subject[subject], subject + _RDF_TYPE
        if any(line.startswith(types) for line in said):
            said.sort(key=lambda line: not line.startswith(types))
        ordered += said
    prefixes = {**PREFIXES, **resource_prefixes(base)}
    quads = parse(b"\n".join(ordered), format=RdfFormat.N_TRIPLES, lenient=True)
    lines = serialize_statements(quads, RdfFormat.TURTLE, prefixes).split(b"\n")
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
