"""IRIs are canonical, answers are local: from an IRI of the dataset to the path that this server answers, and back."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from powergraph.prefixes import ONTOLOGY_IRI

__all__ = ["Addresses", "is_iri", "is_web_link"]

#: Characters that a path may hold as they are (RFC 3986, 3.3), but for those that templates and shells trip over.
_PATH_SAFE = "/-._~!$()*+,;=:@"
#: What may never stand in an IRI (RFC 3987; SPARQL 1.1 IRIREF).
_ILLEGAL = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\x9f]|[\ud800-\udfff]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: Links to elsewhere are made for these only: nothing that a browser would run.
_WEB_SCHEMES = ("http://", "https://", "mailto:")


def is_iri(text: str) -> bool:
    """Tell whether *text* is an absolute IRI that a query may hold: nothing in it breaks out of `<...>`.

    >>> is_iri("https://example.org/é"), is_iri("not an <iri>"), is_iri("relative"), is_iri("https://example.org/%zz")
    (True, False, False, False)
    """
    if not _SCHEME.match(text) or _ILLEGAL.search(text):
        return False
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def is_web_link(iri: str) -> bool:
    """Tell whether a page may link to *iri*: http, https and mailto, never javascript or data."""
    return iri.lower().startswith(_WEB_SCHEMES) and is_iri(iri)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the things of a dataset are answered: *base* is their canonical base IRI, *root_path* a proxy's prefix."""

    base: str
    root_path: str = ""

    def path(self, route: str) -> str:
        """Return the local address of a route of this server, such as `/sparql`."""
        return self.root_path + route

    def local(self, iri: str, suffix: str = "") -> str:
        """Return the local address of an IRI (of its document, with *suffix*), or "" where it is not ours to answer.

        The address is a path that no browser reads as another host or as a parent folder.

        >>> Addresses("https://example.org/").local("https://example.org/person/martín-baró-i", ".html")
        '/person/mart%C3%ADn-bar%C3%B3-i.html'
        """
        if iri == ONTOLOGY_IRI or iri.startswith(ONTOLOGY_IRI + "#"):
            fragment = iri[len(ONTOLOGY_IRI) + 1 :]
            return f"{self.root_path}/ontology{suffix}" + (f"#{quote(fragment, safe='')}" if fragment else "")
        if not iri.startswith(self.base) or not is_iri(iri):
            return ""
        path = iri[len(self.base) :]
        if any(part in ("", ".", "..") for part in path.split("/")):
            return ""
        return f"{self.root_path}/{quote(path, safe=_PATH_SAFE)}{suffix}"

    def iri(self, path: str) -> str:
        """Return the canonical IRI of a decoded path (without its leading slash), or "" where it names none."""
        iri = self.base + path
        return iri if self.local(iri) and not iri.startswith(ONTOLOGY_IRI + "#") else ""

    def link(self, iri: str) -> str:
        """Return what a page links to for *iri*: its local page, the other site, or "" where no link is safe."""
        return self.local(iri, ".html") or (iri if is_web_link(iri) and not iri.startswith(self.base) else "")
