"""docs/miro.md answers every item that MIRO asks for, with what is true of the ontology."""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, URIRef

from powergraph.prefixes import ONTOLOGY_IRI, PREFIXES
from powergraph.validation import load_ontology

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "miro.md").read_text(encoding="utf-8")
ANSWERS = {
    match[1]: match[2].strip() for match in re.finditer(r"^\*\*([^*]+)\.\*\*(.*?)(?=^\*\*|^## |\Z)", TEXT, re.M | re.S)
}
MUST = """
Ontology name and version|Owner|Licence|URL|Repository|Methodology|Need|Competition|Target audience
Scope and competency questions|Development community|Communication channel|Knowledge acquisition method
Knowledge representation language|Incorporated ontologies|Naming convention|Identifier policy
Entity metadata policy|Upper ontology|Ontology relationships|Axiom pattern|Sustainability plan
Deprecation strategy|Versioning policy|Testing|Evaluation|Examples of use
"""
SHOULD = ["Source knowledge location", "Content selection", "Ontology metrics", "Dereferenceable IRI"]
ITEMS = [item for line in MUST.strip().splitlines() for item in line.split("|")] + SHOULD


@pytest.mark.parametrize("item", ITEMS)
def test_item_is_answered(item: str) -> None:
    assert len(ANSWERS[item].split()) >= 2
    assert "TODO" not in ANSWERS[item]


def test_nothing_else_is_answered() -> None:
    assert set(ANSWERS) == set(ITEMS)


def test_url_and_version_are_those_of_the_ontology() -> None:
    assert ONTOLOGY_IRI in ANSWERS["URL"]
    version = str(load_ontology().value(URIRef(ONTOLOGY_IRI), OWL.versionInfo))
    assert version in ANSWERS["Ontology name and version"]


def test_files_that_it_names_exist() -> None:
    named = set(re.findall(r"`((?:docs|ontology|data|tools)/[^`]*)`", TEXT))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_metrics_are_counted() -> None:
    ontology = load_ontology()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
    ours = [
        sum(str(term).startswith(PREFIXES["pow"]) for term in set(ontology.subjects(RDF.type, kind))) for kind in kinds
    ]
    named = {term for term in ontology.subjects(RDF.type) if isinstance(term, URIRef)}
    borrowed = sum(not str(term).startswith(ONTOLOGY_IRI.removesuffix("ontology")) for term in named)
    numbers = [int(number) for number in re.findall(r"\d+", ANSWERS["Ontology metrics"])]
    assert numbers == [*ours, borrowed, len(ontology)]
