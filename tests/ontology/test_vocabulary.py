"""The vocabulary module is what its generator writes, and names every term of the ontology."""

import runpy
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from powergraph import vocabulary
from powergraph.prefixes import PREFIXES
from powergraph.validation import load_ontology
from powergraph.vocabulary import POW, RDF, SH

ROOT = Path(__file__).parents[2]
GENERATOR = runpy.run_path(str(ROOT / "tools" / "generate_vocabulary.py"))


def test_vocabulary_is_what_the_generator_writes() -> None:
    assert (ROOT / "src/powergraph/vocabulary.py").read_text(encoding="utf-8") == GENERATOR["render_module"]()


def test_first_line_names_the_command() -> None:
    first = (ROOT / "src/powergraph/vocabulary.py").read_text(encoding="utf-8").partition("\n")[0]
    assert "python tools/generate_vocabulary.py" in first


def test_every_term_of_the_ontology_is_an_attribute() -> None:
    terms = {str(s) for s in load_ontology().subjects() if str(s).startswith(PREFIXES["pow"])}
    attributes = {value.value for value in vars(POW).values() if isinstance(value, NamedNode)}
    assert attributes == terms


@pytest.mark.parametrize("name", vocabulary.__all__)
def test_terms_stand_in_the_namespace_of_their_prefix(name: str) -> None:
    terms = [value for value in vars(getattr(vocabulary, name)).values() if isinstance(value, NamedNode)]
    assert terms
    assert all(value.value.startswith(PREFIXES[name.lower()]) for value in terms)


def test_names_that_python_keeps_for_itself_end_in_an_underscore() -> None:
    assert POW.from_.value.endswith("#from")
    assert SH.in_.value.endswith("#in")
    assert RDF.type.value.endswith("#type")
