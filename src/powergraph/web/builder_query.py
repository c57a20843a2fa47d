"""The question of the builder as SPARQL and as a sentence: values are bound as terms, never written into the text."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from powergraph.prefixes import compact
from powergraph.vocabulary import XSD
from powergraph.web.ask import fill
from powergraph.web.builder import Filter, Property, Wish
from powergraph.web.listing import class_name
from powergraph.web.record import with_prefixes
from powergraph.web.translation import phrase
from powergraph.web.words import Words

__all__ = ["built_query", "sentence_of"]

#: By which words a thing is found.
_NAMES = "rdfs:label|skos:prefLabel|dcterms:title|foaf:name"
_RESERVED = ("name", "ownName", "englishName", "any")
_LINES = ("note", "startLine", "endLine", "quote", "passage")


def built_query(words: Words, wish: Wish) -> str:
    """Return the query that a question means, with comments in the reader's language and the prefixes that it uses."""
    return _Query(words, wish).text()


class _Query:
    def __init__(self, words: Words, wish: Wish) -> None:
        self._words = words
        self._wish = wish
        self._wanted = 0
        self._variables: dict[str, str] = {}
        self.thing = self._variable(wish.class_iri, class_name(wish.class_iri))

    def text(self) -> str:
        wish, thing = self._wish, self.thing
        shown = [self._of(each) for each in wish.shown]
        sort = self._of(wish.sort) if wish.sort else "?name"
        body = [f"  {thing} a {_name(wish.class_iri)} ."]
        for each in wish.filters:
            body += ["", f"  # {_line(clause_of(self._words, each))}", *self._condition(each)]
        needed = dict.fromkeys([*wish.shown, *([wish.sort] if wish.sort else [])])
        bound = {each.property.iri for each in wish.filters if each.kind in ("from", "to")}
        for of in needed:
            if of.iri not in bound:
                body += ["", f"  # {_line(self._words.label(of.iri))}"]
                body += [f"  OPTIONAL {{ {thing} {_name(of.iri)} {self._of(of)} }}"]
        if wish.has_lines:
            body += ["", f"  # {_line(phrase('where it is said'))}", *self._lines()]
        body += ["", f"  # {_line(phrase('what it is called'))}", *self._called()]
        columns = [thing, "?name", *dict.fromkeys(shown)]
        columns += ["?note", "?startLine", "?endLine", "?quote"] if wish.has_lines else []
        order = f"DESC({sort})" if wish.is_descending else sort
        text = "\n".join(
            (
                f"# {_line(sentence_of(self._words, wish))}",
                f"SELECT DISTINCT {' '.join(columns)} WHERE {{",
                *body,
                "}",
                f"ORDER BY {order} {thing}",
                f"LIMIT {wish.limit:d}",
                "",
            )
        )
        return with_prefixes(text)

    def _condition(self, each: Filter) -> Iterator[str]:
        thing, of = self.thing, _name(each.property.iri)
        match each.kind:
            case "has":
                yield f"  FILTER EXISTS {{ {thing} {of} ?any }}"
            case "lacks":
                yield f"  FILTER NOT EXISTS {{ {thing} {of} ?any }}"
            case "is":
                wanted, row = self._bound(each.value)
                yield from (row, f"  {thing} {of} {wanted} .")
            case "named" | "contains":
                wanted, row = self._bound(Literal(each.value))
                text = f"?text{self._wanted}"
                path = f"{of}/({_NAMES})" if each.kind == "named" else of
                yield row
                yield "  FILTER EXISTS {"
                yield f"    {thing} {path} {text} ."
                yield f"    FILTER(CONTAINS(LCASE(STR({text})), LCASE({wanted})))"
                yield "  }"
            case "from" | "to":
                wanted, row = self._bound(Literal(each.value, datatype=XSD.decimal))
                variable = self._of(each.property)
                value = variable if each.property.kind == "number" else f"xsd:decimal(SUBSTR(STR({variable}), 1, 4))"
                yield row
                yield f"  {thing} {of} {variable} ."
                yield f"  FILTER({value} {'>=' if each.kind == 'from' else '<='} {wanted})"

    def _lines(self) -> Iterator[str]:
        yield "  OPTIONAL {"
        yield f"    {self.thing} pow:passage ?passage ."
        yield "    ?passage pow:inNote ?note ; pow:startLine ?startLine ; pow:endLine ?endLine ; pow:quote ?quote ."
        yield "  }"

    def _called(self) -> Iterator[str]:
        language = self._words.language
        if language == "en":
            yield f'  OPTIONAL {{ {self.thing} rdfs:label ?name . FILTER(LANG(?name) IN ("en", "")) }}'
            return
        yield f"  OPTIONAL {{ {self.thing} rdfs:label ?ownName . FILTER(LANG(?ownName) = {Literal(language)}) }}"
        yield f'  OPTIONAL {{ {self.thing} rdfs:label ?englishName . FILTER(LANG(?englishName) IN ("en", "")) }}'
        yield "  BIND(COALESCE(?ownName, ?englishName) AS ?name)"

    def _of(self, each: Property) -> str:
        return self._variable(each.iri, each.name)

    def _variable(self, iri: str, name: str) -> str:
        """Return the variable of a class or a property: by its own name, so that columns are called like it."""
        if iri not in self._variables:
            local = re.sub(r"[^A-Za-z0-9]", "", re.split(r"[:/#]", name)[-1]) or "value"
            variable = local[0].lower() + local[1:] if local[0].isalpha() else f"v{local}"
            reserved = (*_RESERVED, *_LINES) if self._wish.has_lines else _RESERVED
            taken = {*self._variables.values(), *(f"?{each}" for each in reserved)}
            while f"?{variable}" in taken:
                variable += "Value"
            self._variables[iri] = f"?{variable}"
        return self._variables[iri]

    def _bound(self, term: str | Literal) -> tuple[str, str]:
        """Return a variable and the row that binds a term to it: a row is filled alone, so no value reaches another."""
        self._wanted += 1
        name = f"wanted{self._wanted}"
        return f"?{name}", fill(f"  VALUES ?{name} {{ }}", **{name: [term]})


def sentence_of(words: Words, wish: Wish) -> str:
    """Return the question in words of the reader's language."""
    said = phrase("Every %(kind)s", kind=words.label(wish.class_iri))
    for place, each in enumerate(wish.filters):
        clause = clause_of(words, each)
        said = phrase("%(question)s, and %(clause)s", question=said, clause=clause) if place else f"{said} {clause}"
    shown = [words.label(each.iri) for each in wish.shown]
    if shown:
        columns = ", ".join(shown)
        said = phrase("%(question)s, with %(columns)s", question=said, columns=columns)
    if wish.has_lines:
        said = phrase("%(question)s, and where it is said", question=said)
    return said + "."


def clause_of(words: Words, each: Filter) -> str:
    """Return a condition in words, as it stands behind the name of a class."""
    label, name = words.label(each.property.iri), each.name or each.value
    match each.kind:
        case "is" if _is_verb(words, each.property.iri):
            return phrase("that %(verb)s %(thing)s", verb=label, thing=name)
        case "is":
            return phrase("whose “%(property)s” is %(thing)s", property=label, thing=name)
        case "named":
            return phrase("whose “%(property)s” has a name with “%(text)s”", property=label, text=name)
        case "contains":
            return phrase("whose “%(property)s” contains “%(text)s”", property=label, text=name)
        case "from":
            return phrase("whose “%(property)s” is %(number)s or more", property=label, number=name)
        case "to":
            return phrase("whose “%(property)s” is %(number)s or less", property=label, number=name)
        case "has":
            return phrase("that has “%(property)s”", property=label)
    return phrase("that has no “%(property)s”", property=label)


def _is_verb(words: Words, iri: str) -> bool:
    """Tell whether a property is called by what a thing does ("mentions") and not by what it has ("topic")."""
    word = words.words.get(iri)
    english = word.in_language("en").label.split() if word else []
    return bool(
        word and english and word.kind == "object property" and english[0] != "status" and english[0][-1] == "s"
    )


def _name(iri: str) -> str:
    """Write a class or property that the dataset has: by its prefixed name, where that is plain, else by its IRI."""
    name = compact(iri)
    return name if re.fullmatch(r"[a-z0-9]+:[A-Za-z_][A-Za-z0-9_-]*", name) else f"<{iri}>"


def _line(text: str) -> str:
    """Keep a comment on its line."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", text).split())
