"""Validation: SHACL on the dataset before it is published; only what passes can be."""

from powergraph.validation.report import DEFAULT_LANGUAGE, Report, Result
from powergraph.validation.shapes import Axioms, Shapes, ShapesError, load_axioms, load_ontology, load_shapes
from powergraph.validation.validate import Rejected, ValidatedGraph, validate

__all__ = [
    "DEFAULT_LANGUAGE",
    "Axioms",
    "Rejected",
    "Report",
    "Result",
    "Shapes",
    "ShapesError",
    "ValidatedGraph",
    "load_axioms",
    "load_ontology",
    "load_shapes",
    "validate",
]
