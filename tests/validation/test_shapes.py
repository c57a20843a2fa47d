"""Loading shapes: extra files, faults in them, and property paths as text."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple
from rdflib import RDF, SKOS, URIRef

from powergraph.diagnostics import Severity
from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.prefixes import BASE_IRI
from powergraph.validation import Rejected, ShapesError, load_ontology, load_shapes, validate

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
HOUSE_RULE = (
    PREFIXES
    + """
<urn:rule> a sh:NodeShape ; sh:targetClass skos:Collection ; sh:property [
    sh:path ( skos:member [ sh:inversePath [ sh:zeroOrMorePath skos:broader ] ] ) ; sh:minCount 1 ;
    sh:message "keine Mitglieder"@de ] .
"""
)

EMPTY_COLLECTION = Dataset(
    BASE_IRI,
    (
        NamedGraph(
            f"{BASE_IRI}graph/note/knots",
            (Triple(NamedNode("urn:knots"), NamedNode(str(RDF.type)), NamedNode(str(SKOS.Collection))),),
            "knots.md",
        ),
    ),
    {},
)


def test_extra_shapes_are_checked_with_the_shipped_ones(tmp_path: Path) -> None:
    file = tmp_path / "house.ttl"
    file.write_text(HOUSE_RULE, encoding="utf-8")
    outcome = validate(EMPTY_COLLECTION, load_shapes([file]), load_ontology())
    assert isinstance(outcome, Rejected)
    (result,) = outcome.report.violations
    assert result.severity is Severity.ERROR
    assert result.path == "skos:member/(^(skos:broader*))"
    assert result.message() == "keine Mitglieder"
    assert result.hint() == ""
    assert result.shape == ""
    assert result.rule == "shapes.MinCountConstraintComponent"


def test_two_extra_files_may_use_the_same_blank_node_labels(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.ttl" for name in ("a", "b")]
    for file in files:
        text = f'<urn:{file.stem}> sh:property _:x . _:x sh:path skos:note ; sh:message "{file.stem}" .\n'
        file.write_text(PREFIXES + text, encoding="utf-8")
    shapes = load_shapes(files)
    parts = [set(shapes.graph.objects(URIRef(f"urn:{name}"))) for name in ("a", "b")]
    assert not parts[0] & parts[1]


def test_fault_in_an_extra_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text(PREFIXES + "\n<urn:a> sh:path .\n", encoding="utf-8")
    with pytest.raises(ShapesError, match=r"broken\.ttl:3: "):
        load_shapes([file])


def test_missing_extra_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match=r"nowhere\.ttl"):
        load_shapes([tmp_path / "nowhere.ttl"])


def test_deactivated_shape_stays_off(tmp_path: Path) -> None:
    file = tmp_path / "off.ttl"
    file.write_text(HOUSE_RULE.replace("sh:NodeShape ;", "sh:NodeShape ; sh:deactivated true ;"), encoding="utf-8")
    assert validate(EMPTY_COLLECTION, load_shapes([file]), load_ontology()).report.violations == ()
