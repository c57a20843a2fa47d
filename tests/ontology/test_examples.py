"""The examples: each term of ours is shown in the file that it names, and each file is good data."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef

from powergraph.graph.dataset import Dataset, NamedGraph
from powergraph.graph.inference import Rules, infer
from powergraph.prefixes import BASE_IRI, ONTOLOGY_IRI, PREFIXES, compact
from powergraph.validation import load_ontology, load_shapes, validate
from powergraph.validation.terms import load_triples

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "ontology" / "examples"
ONTOLOGY = load_ontology()
SHAPES = load_shapes()
FILES = sorted(EXAMPLES.glob("*.ttl"))
POW = PREFIXES["pow"]
TERMS = sorted({str(s) for s in ONTOLOGY.subjects() if str(s).startswith(POW)})


def term(name: str) -> URIRef:
    prefix, _, local = name.rpartition(":")
    return URIRef(PREFIXES[prefix or "pow"] + local)


def read(path: Path) -> Graph:
    return load_triples(Graph(), (quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)))


def named(iri: str) -> list[str]:
    return [str(file) for file in ONTOLOGY.objects(URIRef(iri), term("vann:example"))]


@pytest.mark.parametrize("iri", TERMS, ids=lambda iri: iri.removeprefix(POW))
def test_term_is_used_in_the_example_that_it_names(iri: str) -> None:
    (file,) = named(iri)
    folder, _, name = file.rpartition("/")
    assert folder == f"{ONTOLOGY_IRI}/examples"
    assert any(URIRef(iri) in triple for triple in read(EXAMPLES / name))


def test_example_that_does_not_use_a_term_would_be_found() -> None:
    assert not any(term("PowerMode") in triple for triple in read(EXAMPLES / "source.ttl"))


def test_every_example_is_named_by_the_ontology_or_shows_mappings() -> None:
    used = {file.rpartition("/")[2] for iri in TERMS for file in named(iri)}
    assert {file.name for file in FILES} == used | {"mapping.ttl"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_begins_with_what_it_shows(file: Path) -> None:
    assert file.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_uses_declared_terms_only(file: Path) -> None:
    built_in = (str(RDF), str(RDFS), str(OWL), str(SH))
    graph = read(file)
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    assert {t for t in used if not str(t).startswith(built_in) and (t, None, None) not in ONTOLOGY} == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_breaks_no_shape(file: Path) -> None:
    triples = tuple(quad.triple for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    graph = NamedGraph(f"{BASE_IRI}graph/note/example", triples, "example.md")
    report = validate(Dataset(BASE_IRI, (graph,), {}), SHAPES, ONTOLOGY).report
    assert [(r.focus, r.path, r.messages["en"]) for r in report.violations] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_states_what_follows(file: Path) -> None:
    """As the dataset does: plain SPARQL finds superclasses and superproperties without a reasoner."""
    example = [quad.triple for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE)]
    ontology = ox.parse(path=ROOT / "ontology" / "powergraph.ttl", format=ox.RdfFormat.TURTLE)
    missing = infer(example, Rules.read(quad.triple for quad in ontology))
    assert sorted(f"{t.subject} {compact(t.predicate.value)} {t.object}" for t in missing) == []


def test_examples_share_no_subject_with_another_meaning() -> None:
    """One IRI in two files is one thing: its preferred labels agree."""
    together = Graph()
    for file in FILES:
        together += read(file)
    for subject in set(together.subjects(term("skos:prefLabel"))):
        labels = list(together.objects(subject, term("skos:prefLabel")))
        assert len({label.language for label in labels}) == len(labels), subject  # type: ignore[attr-defined]
