"""docs/shapes.md: written from the shapes, and each constraint of the model is seen to by shapes that exist."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import RDF, SH, URIRef

from powergraph.validation import load_shapes
from powergraph.validation.shapes import SHAPES_IRI

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("describe_shapes", ROOT / "tools" / "describe_shapes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_is_what_the_tool_writes(tool: ModuleType) -> None:
    assert (ROOT / "docs" / "shapes.md").read_text(encoding="utf-8") == tool.render_page()


def test_page_has_each_shape_once(tool: ModuleType) -> None:
    rows = re.findall(r"^\| ([\w-]+) \| .+ \| (?:violation|warning|info) \|", tool.render_page(), re.MULTILINE)
    graph = load_shapes().graph
    holders = set(graph.subjects(RDF.type, SH.NodeShape))
    told = {shape for shape in holders if (shape, SH.message, None) in graph}
    told |= {part for shape in holders for part in graph.objects(shape, SH.property)}
    assert sorted(rows) == sorted(str(shape).rpartition("#")[2] for shape in told)


def test_each_constraint_names_shapes_that_exist(tool: ModuleType) -> None:
    graph = load_shapes().graph
    named = [name for constraint in tool.CONSTRAINTS for name in constraint.shapes]
    missing = [name for name in named if (URIRef(f"{SHAPES_IRI}#{name}"), SH.severity, None) not in graph]
    assert missing == []
    assert all(constraint.shapes for constraint in tool.CONSTRAINTS)
    assert len({constraint.says for constraint in tool.CONSTRAINTS}) == len(tool.CONSTRAINTS) >= 28


def test_each_place_in_the_code_exists(tool: ModuleType) -> None:
    places = {place for constraint in tool.CONSTRAINTS for place in re.findall(r"`([^`]+)`", constraint.note)}
    assert places
    assert [place for place in places if not (ROOT / "src" / "powergraph" / place).is_file()] == []
