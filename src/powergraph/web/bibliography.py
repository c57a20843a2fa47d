"""Bibliographies: the cited works of a dataset as BibTeX, CSL-JSON and RIS, always the same bytes."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

__all__ = ["FORMATS", "Author", "Work", "bibtex", "cited_works", "csl_json", "ris"]

_QUERY = Path(__file__).parent / "queries" / "bibliography.rq"
#: What each kind of work is called: BibTeX (biblatex), CSL, RIS.
_KINDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "Book": ("book", "book", "BOOK"),
        "BookChapter": ("incollection", "chapter", "CHAP"),
        "JournalArticle": ("article", "article-journal", "JOUR"),
        "WebPage": ("online", "webpage", "ELEC"),
        "Dataset": ("dataset", "dataset", "DATA"),
        "": ("misc", "document", "GEN"),
    }
)
#: What has a meaning of its own in BibTeX. A brace counts even behind a backslash, so it is spelled out.
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&",
    "#": r"\#", "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Author:
    """An author: an organisation has no family name, but a name."""

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A cited work; *key* is unique among the works of a dataset and stays as long as the work's IRI does.

    *more* tells that it has authors beyond those in *authors*. *container* is the title of what it is a part of, *day*
    the day that it is of (`2026-01-31`), where that is known.
    """

    key: str
    title: str
    kind: str = ""
    year: int = 0
    authors: tuple[Author, ...] = ()
    doi: str = ""
    isbn: str = ""
    pmid: str = ""
    pmcid: str = ""
    edition: str = ""
    url: str = ""
    more: bool = False
    container: str = ""
    day: str = ""


def cited_works(store: Store) -> tuple[Work, ...]:
    """Return the works that the default graph of *store* cites, by their IRIs; of several numbers the first."""
    solutions = store.query(_QUERY.read_text(encoding="utf-8"))
    assert isinstance(solutions, QuerySolutions)
    fields: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    authors: dict[str, dict[int, Author]] = defaultdict(dict)
    for solution in solutions:
        work, field, value, place, family, given = (solution[n] for n in range(6))
        assert isinstance(work, NamedNode)
        assert isinstance(field, Literal)
        if isinstance(value, NamedNode | Literal):
            if field.value == "author" and isinstance(place, Literal):
                names = [term.value if isinstance(term, Literal) else "" for term in (family, given)]
                authors[work.value][int(place.value)] = Author(value.value, *names)
            else:
                fields[work.value][field.value].add(value.value)
    works: list[Work] = []
    taken: set[str] = set()
    for iri in sorted(fields):
        known = {name: min(values) for name, values in fields[iri].items()}
        works.append(
            Work(
                _key(iri, taken),
                known.get("title", ""),
                known.get("kind", "").rpartition("/")[2],
                int(known.get("year", 0)),
                tuple(author for _, author in sorted(authors[iri].items())),
                doi=known.get("doi", ""),
                isbn=known.get("isbn", ""),
                pmid=known.get("pmid", ""),
                pmcid=known.get("pmcid", ""),
                edition=known.get("edition", ""),
                url=known.get("url", ""),
                more=known.get("more") == "true",
            )
        )
    return tuple(works)


def _key(iri: str, taken: set[str]) -> str:
    """Return the last part of an IRI in ASCII, with a number where another work has it already."""
    plain = unicodedata.normalize("NFKD", iri.rpartition("/")[2]).encode("ascii", "ignore").decode()
    wanted = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "work"
    key, number = wanted, 2
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    taken.add(key)
    return key


def bibtex(works: Sequence[Work]) -> str:
    """Write works as BibTeX with the entry types of biblatex.

    >>> print(bibtex([Work("elm-1999", "Twigs & leaves", "Book", 1999, (Author("E. Elm", "Elm", "E."),))]), end="")
    @book{elm-1999,
      author = {Elm, E.},
      title = {Twigs \\& leaves},
      year = {1999},
    }
    """
    entries = []
    for work in works:
        fields = {
            "author": " and ".join([*map(_bibtex_name, work.authors), *(["others"] if work.more else [])]),
            "title": _escaped(work.title),
            "series": _escaped(work.container),
            "year": "" if work.day else str(work.year or ""),
            "date": work.day,
            "doi": _escaped(work.doi),
            "isbn": work.isbn,
            "version" if work.kind == "Dataset" else "edition": _escaped(work.edition),
            "eprint": work.pmid or work.pmcid,
            "eprinttype": "pubmed" if work.pmid else "pmc" if work.pmcid else "",
            "url": re.sub(r"[{}\\]", lambda match: f"%{ord(match[0]):02X}", work.url),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        entries.append(f"@{_KINDS[work.kind][0]}{{{work.key},\n{lines}}}\n")
    return "\n".join(entries)


def _bibtex_name(author: Author) -> str:
    if not author.family:
        return f"{{{_escaped(author.name)}}}"
    family = _escaped(author.family)
    # Braces keep "and" and commas inside a name from parting it.
    family = f"{{{family}}}" if re.search(r",|\band\b", family, re.IGNORECASE) else family
    return f"{family}, {_escaped(author.given)}" if author.given else f"{{{family}}}"


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(letter, letter) for letter in " ".join(text.split()))


def csl_json(works: Sequence[Work]) -> str:
    """Write works as CSL-JSON (schema csl-data.json of Citation Style Language 1.0.2)."""
    items: list[dict[str, object]] = []
    for work in works:
        item: dict[str, object] = {"id": work.key, "type": _KINDS[work.kind][1], "title": work.title}
        if work.authors:
            # CSL knows no mark for authors who are left out: the name that pandoc and others turn into et al.
            others = [{"literal": "others"}] if work.more else []
            item["author"] = [*(_csl_name(author) for author in work.authors), *others]
        if work.container:
            item["container-title"] = work.container
        if work.year:
            item["issued"] = {"date-parts": [[int(part) for part in (work.day or str(work.year)).split("-")]]}
        if work.edition:
            item["version" if work.kind == "Dataset" else "edition"] = work.edition
        numbers = {"DOI": work.doi, "ISBN": work.isbn, "PMID": work.pmid, "PMCID": work.pmcid, "URL": work.url}
        items.append({**item, **{name: value for name, value in numbers.items() if value}})
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl_name(author: Author) -> dict[str, str]:
    if not author.family:
        return {"literal": author.name}
    return {"family": author.family, **({"given": author.given} if author.given else {})}


def ris(works: Sequence[Work]) -> str:
    """Write works as RIS: a tag, two blanks, a hyphen and a blank before each value.

    RIS cannot say that there are more authors than it lists: an author of the name et al. would be one more.
    """
    lines: list[str] = []
    for work in works:
        names = [f"{a.family}, {a.given}".rstrip(", ") if a.family else a.name for a in work.authors]
        fields = [("TY", _KINDS[work.kind][2]), ("ID", work.key), *(("AU", name) for name in names), ("TI", work.title)]
        fields += [
            ("T2", work.container),
            ("PY", str(work.year or "")),
            ("DA", work.day.replace("-", "/")),
            ("DO", work.doi),
            ("SN", work.isbn),
            ("ET", work.edition),
            ("AN", work.pmid),
            ("C2", work.pmcid),
            ("UR", work.url),
        ]
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
        lines += ["ER  - ", ""]
    return "\n".join(lines)


#: The formats by the names that the command takes.
FORMATS: Mapping[str, Callable[[Sequence[Work]], str]] = MappingProxyType(
    {"bibtex": bibtex, "csl-json": csl_json, "ris": ris}
)
