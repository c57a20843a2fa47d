"""What things are called: words for classes and properties, the best label among many, and how a term is shown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.prefixes import PREFIXES, compact
from powergraph.web.addresses import Addresses
from powergraph.web.ask import select
from powergraph.web.borrowed import borrowed_label

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "Link",
    "Word",
    "Words",
    "best_label",
    "iris_of",
    "load_words",
    "name_of",
    "shorten",
]

#: The language that is shown where there is nothing in the reader's.
LANGUAGE = "en"
#: Names and texts (characters) are shown so far: a page stays a page whatever the data holds.
LONGEST_NAME = 300
LONGEST_TEXT = 20_000


def iris_of(names: str) -> tuple[str, ...]:
    """Return the IRIs of prefixed names, written one after the other.

    >>> iris_of("pow:Note foaf:Person")
    ('https://w3id.org/powergraph/ontology#Note', 'http://xmlns.com/foaf/0.1/Person')
    """
    return tuple(PREFIXES[prefix] + local for prefix, _, local in (name.partition(":") for name in names.split()))


@dataclass(frozen=True, slots=True)
class Link:
    """A term as a page shows it: *href* is "" where no link is safe, *iri* what it stands for ("" for a literal)."""

    text: str
    href: str = ""
    iri: str = ""
    language: str = ""
    note: str = ""

    @property
    def is_external(self) -> bool:
        """True where the link leaves this server."""
        return bool(self.href) and not self.href.startswith("/")


@dataclass(frozen=True, slots=True)
class Word:
    """What the ontology says about one of its terms.

    *label*, *definition* and *note* are those of one language as far as there are such, *definition_language* and
    *note_language* the tags of what there is; *texts* has the texts of all languages under these names.
    """

    iri: str
    kind: str
    label: str
    definition: str = ""
    note: str = ""
    broader: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    texts: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    definition_language: str = ""
    note_language: str = ""

    def in_language(self, language: str) -> "Word":
        """Return the word with its texts in a language, as far as there are such."""

        def best(name: str) -> Term:
            return best_label(self.texts.get(name, ()), language) or Term("literal", "")

        definition, note = best("definition"), best("note")
        return replace(
            self,
            label=borrowed_label(best("label").value or self.label, language),
            definition=definition.value,
            definition_language=definition.language,
            note=note.value,
            note_language=note.language,
        )


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one dataset's ontology in one language, and where its things are answered."""

    words: Mapping[str, Word]
    addresses: Addresses
    language: str = LANGUAGE

    def in_language(self, language: str) -> "Words":
        """Return the same words in another language."""
        words = {iri: word.in_language(language) for iri, word in self.words.items()}
        return replace(self, words=words, language=language)

    def best(self, labels: Iterable[Term]) -> Term | None:
        """Return the label to show: see best_label."""
        return best_label(labels, self.language)

    def label(self, iri: str) -> str:
        """Return what a class or property is called: as the ontology says, else its own name taken apart."""
        word = self.words.get(iri)
        return word.label if word else borrowed_label(name_of(iri), self.language)

    def definition(self, iri: str) -> str:
        """Return what a class or property means, "" where the ontology does not say."""
        word = self.words.get(iri)
        return word.definition if word else ""

    def definition_language(self, iri: str) -> str:
        """Return the tag of the language that `definition` is in, "" where there is none."""
        word = self.words.get(iri)
        return word.definition_language if word else ""

    def term(self, iri: str) -> Link:
        """Show a class or property: in words, leading to its place in the ontology's page."""
        href = self.addresses.link(iri) if iri in self.words or not iri.startswith(self.addresses.base) else ""
        return Link(self.label(iri), href, iri, note=self.definition(iri))

    def show(self, term: Term, label: Term | None = None) -> Link:
        """Show a value: a literal by its text, an IRI by *label*, by the ontology's word or by its own name.

        What is too long for a page is cut; files have all of it.
        """
        if term.kind != "uri":
            text = shorten(term.value, LONGEST_TEXT)
            return Link(text, language=term.language, note=compact(term.datatype) if term.datatype else "")
        if label is not None and label.value.strip():
            return Link(shorten(label.value, LONGEST_NAME), self.addresses.link(term.value), term.value, label.language)
        if term.value in self.words:
            return self.term(term.value)
        text = name_of(term.value) if self.addresses.local(term.value) else compact(term.value)
        return Link(text, self.addresses.link(term.value), term.value)

    def narrowest(self, classes: Iterable[str]) -> list[str]:
        """Return the classes that are no superclass of another one of them, ours before borrowed ones."""
        given = set(classes)
        above = {higher for each in given for higher in self.superclasses(each)}
        return sorted(given - above, key=lambda iri: (not iri.startswith(PREFIXES["pow"]), self.label(iri)))

    def superclasses(self, iri: str) -> set[str]:
        """Return all superclasses that the ontology declares for a class, however far above."""
        found: set[str] = set()
        todo = [iri]
        while todo:
            word = self.words.get(todo.pop())
            for higher in word.broader if word else ():
                if higher not in found and higher != iri:
                    found.add(higher)
                    todo.append(higher)
        return found


def load_words(engine: Engine, addresses: Addresses) -> Words:
    """Ask the dataset what its classes and properties are called. Raises EngineError."""
    rows: dict[str, list[Row]] = {}
    for row in select(engine, "vocabulary"):
        rows.setdefault(row["term"].value, []).append(row)
    return Words({iri: _word(iri, group) for iri, group in rows.items()}, addresses)


def _word(iri: str, rows: list[Row]) -> Word:
    def texts(name: str) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(row[name] for row in rows if name in row))

    def iris(name: str) -> tuple[str, ...]:
        return tuple(sorted({term.value for term in texts(name)} - {iri}))

    word = Word(
        iri=iri,
        kind=name_of(rows[0]["kind"].value),
        label=name_of(iri),
        broader=iris("broader"),
        domain=iris("domain"),
        range=iris("range"),
        texts={name: texts(name) for name in ("label", "definition", "note")},
    )
    return word.in_language(LANGUAGE)


def best_label(labels: Iterable[Term], language: str = LANGUAGE) -> Term | None:
    """Return the label to show: in *language*, else in English, without a language, then the first by language."""
    wanted = language.lower().partition("-")[0]

    def rank(term: Term) -> tuple[int, bool, str, str]:
        tag = term.language.lower()
        base = tag.partition("-")[0]
        place = 0 if base == wanted else 1 if base == LANGUAGE else 2 if not base else 3
        return (place, tag != language.lower(), base, term.value)

    return min(labels, key=rank, default=None)


def name_of(iri: str) -> str:
    """Return words made from the last part of an IRI.

    >>> name_of("http://www.w3.org/2004/02/skos/core#prefLabel")
    'pref label'
    >>> name_of("https://w3id.org/powergraph/topic/boundary-models")
    'boundary models'
    """
    last = re.split(r"[#/:]", unquote(iri).rstrip("#/:"))[-1] or iri
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", last)
    return spaced.replace("-", " ").replace("_", " ").lower() if spaced != last else spaced.replace("-", " ")


def shorten(text: str, most: int) -> str:
    """Cut a text of more than *most* characters after a word and say so with "…", which counts.

    >>> shorten("What power is", 10), shorten("What power is", 13), shorten("Unfathomable", 6)
    ('What…', 'What power is', 'Unfat…')
    """
    if len(text) <= most:
        return text
    kept = text[:most]
    whole = kept[: most - 1] if kept[most - 1].isspace() else kept[: most - 1].rpartition(" ")[0]
    return (whole or kept[: most - 1]).rstrip(" ,;:–—-(\n") + "…"
