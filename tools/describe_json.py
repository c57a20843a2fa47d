"""Write docs/json.md, what `.json` of every page holds, from the pages' dataclasses; a test compares its bytes."""

import textwrap
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from powergraph.web import found_pages, pages

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "json.md"

#: Each page with its addresses, in the order in which people meet them.
PAGES: tuple[tuple[type, str], ...] = (
    (pages.Home, "`/dataset.json`"),
    (pages.Thing, "a thing: its address and `.json`, as `/power-source/expert-power.json`"),
    (pages.NotePage, "a note: `/note/power-dynamics.json`"),
    (pages.ThingList, "a long list: `.json?of=PROPERTY` and `.json?to=PROPERTY` of a thing, with `&page=`"),
    (pages.GraphPage, "a named graph: `/graph/note/power-dynamics.json`"),
    (pages.OntologyPage, "`/ontology.json`"),
    (pages.ShapePage, "`/shapes.json`"),
    (pages.GalleryPage, "`/queries.json`, with `?q=WORDS` the questions with these words"),
    (found_pages.ClassesPage, "`/browse.json`"),
    (
        found_pages.BrowsePage,
        "the list of a class: `/browse/PowerSource.json`, narrowed down as its page is",
    ),
    (found_pages.TreePage, "`/browse/tree.json`"),
    (found_pages.TimelinePage, "`/timeline.json`, with `?decade=1990` the works of these years"),
    (pages.QualityPage, "`/quality.json`"),
    (pages.ProblemKinds, "`/problems.json`"),
)

HEAD = """\
<!-- Generated from the dataclasses of the pages by `python tools/describe_json.py`; change those, not this. -->

# Pages as JSON

Every page has its content as plain JSON under its own address with `.json` in place of `.html`: what the page shows,
with the same words, links and order, and no markup. It is for scripts that want what a person sees; for the data
itself, with its identifiers and types, take `.jsonld`, `.ttl`, `.nt` or `.rdf` there, or ask the endpoint.

An object has the members that are listed below; a text that is empty and a thing that is absent are left out, an empty
list and a number are always there. `href` is a path of this server, or a whole address where it leads elsewhere; `iri`
is the identifier, the same wherever the dataset is served. Long lists come a page at a time: `paging` has the addresses
of the pages before and after, to which `.json` applies as well.

Two are different: `/queries/NAME.json` is the answer of a question in the SPARQL 1.1 Query Results JSON Format, and
`/search.json` is described in [Search](search.md).
"""


def type_in_words(hint: Any) -> str:
    """Return what a member holds, in words.

    >>> type_in_words(tuple[str, ...]), type_in_words(int | None)
    ('list of text', 'number')
    """
    simple = {str: "text", int: "number", float: "number", bool: "true or false", object: "any value", Any: "any value"}
    if hint in simple:
        return simple[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(type_in_words(each) for each in inner if each is not type(None))
    if origin in (tuple, list, Sequence) and (len(inner) == 1 or inner[-1] is Ellipsis):
        return f"list of {type_in_words(inner[0])}"
    if origin is tuple:
        return f"list of {len(inner)} ({'; '.join(map(type_in_words, inner))})"
    if origin is Mapping:
        return f"object of {type_in_words(inner[1])} by {type_in_words(inner[0])}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "one of " + ", ".join(f"`{each.value}`" for each in hint)
    if is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    raise TypeError(f"{hint} is not told of")


def hints_of(kind: type) -> dict[str, Any]:
    """Return the types of the fields of a dataclass, in their order."""
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def parts_of(hint: Any) -> Iterator[type]:
    """Yield the dataclasses that a type is made of."""
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for each in get_args(hint):
        yield from parts_of(each)


def described() -> list[type]:
    """Return every dataclass that a page holds: the pages first, then their parts as they are met."""
    found = [kind for kind, _ in PAGES]
    for kind in found:
        for hint in hints_of(kind).values():
            found.extend(part for part in dict.fromkeys(parts_of(hint)) if part not in found)
    return found


def section(kind: type, address: str = "") -> str:
    """Return what is told of one kind of object."""
    told = textwrap.fill(" ".join((kind.__doc__ or "").split()), 120, break_on_hyphens=False)
    members = "".join(f"| `{name}` | {type_in_words(hint)} |\n" for name, hint in hints_of(kind).items())
    where = f"\n{address[0].upper()}{address[1:]}.\n" if address else ""
    return f"\n### {kind.__name__}\n{where}\n{told}\n\n| member | holds |\n|---|---|\n{members}"


def render_page() -> str:
    """Return the whole page."""
    addresses = dict(PAGES)
    pages_ = "".join(section(kind, address) for kind, address in PAGES)
    parts = "".join(section(kind) for kind in described() if kind not in addresses)
    return f"{HEAD}\n## Pages\n{pages_}\n## Their parts\n{parts}"


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
