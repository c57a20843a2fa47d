"""Terms of other vocabularies: whether they exist there (OOPS! P40, namespace hijacking).

rdflib ships the terms of most vocabularies we borrow from. For the others `borrowed-terms.tsv` names each term that we
may use and the file of the vocabulary in which it was seen.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode
from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, VOID, XSD

from gate.findings import Criterion, Finding, Importance
from gate.located import Corpus
from powergraph.prefixes import PREFIXES

__all__ = ["BORROWED", "BORROWED_IN_DATA", "BorrowedCheck", "exists"]

_SHIPPED = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "sh": SH,
    "skos": SKOS,
    "vann": VANN,
    "void": VOID,
    "xsd": XSD,
}


def _seen() -> Mapping[str, str]:
    path = Path(__file__).parent.parent / "borrowed-terms.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["term"]: row["where it was seen declared"] for row in csv.DictReader(file, delimiter="\t")}


_SEEN = _seen()


def exists(prefix: str, name: str) -> bool:
    """Whether the vocabulary behind *prefix* has the term *name*.

    >>> exists("skos", "prefLabel"), exists("skos", "preflabel"), exists("fabio", "Book"), exists("fabio", "Pamphlet")
    (True, False, True, False)
    """
    return f"{prefix}:{name}" in _SEEN or (prefix in _SHIPPED and name in _SHIPPED[prefix])


@dataclass(frozen=True, slots=True)
class BorrowedCheck:
    """The criterion that every borrowed term exists."""

    criterion: Criterion

    def run(self, corpus: Corpus) -> tuple[Finding, ...]:
        """Return each term in a borrowed namespace that its vocabulary does not have, where it is first used."""
        found = set()
        for triple in corpus.triples:
            for term in triple:
                iri = term.datatype if isinstance(term, Literal) else term
                if isinstance(iri, NamedNode) and (unknown := _unknown(iri.value)):
                    place = corpus.place(*triple)
                    found.add((unknown, Finding(*place, f"{unknown} does not exist, or was not seen declared")))
        first = dict(
            sorted(found, key=lambda pair: pair[1], reverse=True)
        )  # the last of each name is kept: its first place
        return tuple(sorted(first.values()))


def _unknown(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        name = iri.removeprefix(namespace)
        if prefix != "pow" and name != iri and name and not exists(prefix, name):
            return f"{prefix}:{name}"
    return ""


_ASKS = "Does every term that {} borrows exist in its vocabulary?"
BORROWED = BorrowedCheck(
    Criterion("OOPS!", "P40", Importance.CRITICAL, "Namespace hijacking", _ASKS.format("the ontology"))
)
BORROWED_IN_DATA = BorrowedCheck(
    Criterion(
        "qSKOS", "undefined_resources", Importance.IMPORTANT, "Terms that do not exist", _ASKS.format("the dataset")
    )
)
