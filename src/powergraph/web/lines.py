"""Where the lines of notes can be opened: in an editor or in a repository, as the server's settings say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from powergraph.config import OPEN_LINE_SCHEMES
from powergraph.web.words import Link

__all__ = ["NO_LINES", "Lines"]


@dataclass(frozen=True, slots=True)
class Lines:
    """*templates* are addresses with `{path}` and `{line}` in them, *paths* tells which file a note is, by its IRI."""

    templates: tuple[str, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)

    def links(self, note: str, line: int) -> tuple[Link, ...]:
        """Return the places where a line of a note can be opened, each under the name of what opens it.

        A path is encoded, so that nothing in it ends the address or changes its scheme or host.

        >>> Lines(("vscode://file/notes/{path}:{line}",), {"urn:n": "a b/?#.md"}).links("urn:n", 7)[0]
        Link(text='VS Code', href='vscode://file/notes/a%20b/%3F%23.md:7', iri='', language='', note='')
        """
        path = self.paths.get(note, "")
        if not path or line < 1:
            return ()
        return tuple(Link(_opener(each), _filled(each, path, line)) for each in self.templates)


def _filled(template: str, path: str, line: int) -> str:
    """Put path and line in their places; in the query of an address a slash is encoded as well."""
    before, mark, after = template.partition("?")
    path_in_query = quote(path, safe="")
    return "".join(
        part.replace("{path}", encoded).replace("{line}", str(line))
        for part, encoded in ((before + mark, quote(path)), (after, path_in_query))
    )


def _opener(template: str) -> str:
    parts = urlsplit(template.replace("{path}", "").replace("{line}", ""))
    return OPEN_LINE_SCHEMES[parts.scheme] or parts.netloc.rpartition("@")[2]


NO_LINES = Lines()
