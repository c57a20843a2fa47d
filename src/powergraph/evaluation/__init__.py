"""Evaluation: a release against what a careful reader takes from the notes."""

from powergraph.evaluation.compare import Evaluation, compare
from powergraph.evaluation.found import FoundNote, read_graphs
from powergraph.evaluation.gold import GoldError, GoldNote, load_gold
from powergraph.evaluation.report import FORMATS, render

__all__ = [
    "FORMATS",
    "Evaluation",
    "FoundNote",
    "GoldError",
    "GoldNote",
    "compare",
    "load_gold",
    "read_graphs",
    "render",
]
