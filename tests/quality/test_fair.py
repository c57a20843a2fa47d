"""FOOPS! on a file: a complete header passes, and each thing taken from it is missed by its own check, at its line."""

from pathlib import Path

import pytest

from gate.fair import NOT_HERE, OFFLINE
from gate.located import Corpus, read_turtle
from gate.queries import CHECKS

COMPLETE = CHECKS / "fair" / "complete.ttl"
HEADER, TERM = 12, 30
IRI = "https://w3id.org/powergraph/ontology"

#: What is written in place of what, which checks say so, and at which line.
PLANTED = [
    ('vann:preferredNamespacePrefix "pow" ;', "", {"FIND1", "OM2"}, HEADER),
    ('Uri "https://w3id.org/powergraph/ontology#"', 'Uri "https://w3id.org/cats#"', {"URI2"}, HEADER),
    ("owl:versionIRI <https://w3id.org/powergraph/ontology/1.2.3> ;", "", {"VER1", "OM1"}, HEADER),
    ("ontology/1.2.3>", "ontology>", {"VER1"}, HEADER),
    ('dcterms:title "Cats"@en ;', "", {"OM1"}, HEADER),
    ('dcterms:description "What cats are."@en ;', "", {"OM1"}, HEADER),
    ("dcterms:creator <https://example.org/creator> ;", "", {"OM1", "OM5.1"}, HEADER),
    ('dcterms:created "2026-01-02"^^xsd:date ;', "", {"OM2", "OM5.1"}, HEADER),
    ('owl:versionInfo "1.2.3"', "owl:versionInfo ", {"OM2"}, HEADER),
    ('dcterms:bibliographicCitation "Creator (2026). Cats."@en ;', "", {"OM2"}, HEADER),
    ('bibo:doi "10.5555/12345678" ;', "", {"OM3"}, HEADER),
    ("bibo:status <https://example.org/published> ;", "", {"OM3"}, HEADER),
    ("foaf:logo <https://example.org/cat.svg> ;", "", {"OM3"}, HEADER),
    ("dcterms:source <https://example.org/source> ;", "", {"OM3"}, HEADER),
    ("dcterms:publisher <https://example.org/publisher> ;", "", {"OM3", "OM5.2"}, HEADER),
    ('dcterms:issued "2026-03-04"^^xsd:date ;', "", {"OM3", "OM5.2"}, HEADER),
    ("<https://creativecommons.org/licenses/by/4.0/>", '"all rights reserved"', {"OM4.1"}, HEADER),
    ("rdfs:subClassOf foaf:Agent", "rdfs:subClassOf owl:Thing", {"VOC2"}, HEADER),
    ('rdfs:label "cat"@en ;', "", {"VOC3"}, TERM),
    ('skos:definition "An animal that one serves."@en ;', "", {"VOC4"}, TERM),
]


def found(path: Path) -> dict[str, list[int]]:
    corpus = Corpus((read_turtle(path, path.name),))
    lines = {check.criterion.id: [finding.line for finding in check.run(corpus)] for check in OFFLINE}
    return {id: at for id, at in lines.items() if at}


def planted(text: str, tmp_path: Path) -> dict[str, list[int]]:
    path = tmp_path / "planted.ttl"
    path.write_text(text, encoding="utf-8")
    return found(path)


def test_complete_file_lacks_nothing() -> None:
    assert found(COMPLETE) == {}


@pytest.mark.parametrize(("was", "becomes", "ids", "line"), PLANTED, ids=[case[0] for case in PLANTED])
def test_what_is_missing_is_told_by_its_check(was: str, becomes: str, ids: set[str], line: int, tmp_path: Path) -> None:
    text = COMPLETE.read_text(encoding="utf-8")
    assert text.count(was) == 1
    if becomes == "owl:versionInfo ":
        was, becomes = ' ;\n    owl:versionInfo "1.2.3"', ""
    assert planted(text.replace(was, becomes), tmp_path) == {id: [line] for id in ids}


def test_iri_elsewhere_is_told(tmp_path: Path) -> None:
    text = COMPLETE.read_text(encoding="utf-8")
    assert set(planted(text.replace(IRI, "https://example.org/cats"), tmp_path)) == {"PURL1"}
    assert "HTTP1" in planted(text.replace(f"<{IRI}> a", "<urn:w3id.org:cats> a"), tmp_path)


def test_header_in_words_of_its_own_is_told(tmp_path: Path) -> None:
    text = COMPLETE.read_text(encoding="utf-8")
    for prefix in ("dcterms", "vann", "bibo", "foaf"):
        text = text.replace(f"    {prefix}:", "    pow:")
    assert "VOC1" in planted(text, tmp_path)


def test_every_check_can_fail(tmp_path: Path) -> None:
    told = set().union(*(ids for _, _, ids, _ in PLANTED)) | {"PURL1", "HTTP1", "VOC1"}
    assert told == {check.criterion.id for check in OFFLINE}


def test_what_needs_another_server_is_never_passed() -> None:
    assert not set(NOT_HERE) & {check.criterion.id for check in OFFLINE}
