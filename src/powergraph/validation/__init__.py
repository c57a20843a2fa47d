"""Validation: SHACL on the dataset before it is published; only what passes can be."""

from powergraph.validation.notes import CheckedNote, NoteChecker
from powergraph.validation.parts import Parts, part_plan
from powergraph.validation.report import DEFAULT_LANGUAGE, Report, Result
from powergraph.validation.shapes import Axioms, Shapes, ShapesError, load_axioms, load_ontology, load_shapes
from powergraph.validation.validate import Rejected, ValidatedGraph, validate
from powergraph.validation.vault import validate_vault

__all__ = [
    "DEFAULT_LANGUAGE",
    "Axioms",
    "CheckedNote",
    "NoteChecker",
    "Parts",
    "Rejected",
    "Report",
    "Result",
    "Shapes",
    "ShapesError",
    "ValidatedGraph",
    "load_axioms",
    "load_ontology",
    "load_shapes",
    "part_plan",
    "validate",
    "validate_vault",
]
