"""Turtle with line numbers: the same triples that pyoxigraph reads, each at the line where it stands."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from gate.located import Corpus, read_turtle
from powergraph.prefixes import BASE_IRI
from powergraph.vocabulary import RDF, RDFS

ROOT = Path(__file__).parents[2]
FILES = sorted(
    file
    for folder in ("ontology", "data", "shapes", "tests/quality", "tests/shapes")
    for file in (ROOT / folder).rglob("*.ttl")
)

TEXT = """\
@prefix : <https://example.org/#> .
PREFIX x: <https://example.org/x/>
@base <https://example.org/base/> .

:a a :B , :C ;
    :p "one" , 'two'@EN ;
    :q \"\"\"three
lines "quoted"
here\"\"\" ;
    :r 1 , 2.5 , -3e4 , true , "2026"^^x:year , x:a.b ;
    :s [ :t :u ;
        :v ( 1 :w ) ] ;
.
<rel#f> :p "a\\tb\\u00e9" . # :not :a :triple
[] :p _:b1 .
_:b1 :p () .
"""


def canonical(quads: ox.Dataset) -> set[ox.Quad]:
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(quads)


def same(path: Path) -> bool:
    read = ox.Dataset(ox.Quad(*statement.triple) for statement in read_turtle(path, path.name).statements)
    return canonical(read) == canonical(ox.Dataset(ox.parse(path=path, base_iri=BASE_IRI)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_read_as_pyoxigraph_reads_it(path: Path) -> None:
    assert same(path)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "text.ttl"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_every_form_of_turtle_is_read(written: Path) -> None:
    assert same(written)


def test_places_are_those_of_the_text(written: Path) -> None:
    corpus = Corpus((read_turtle(written, "text.ttl"),))
    a, p, q = (ox.NamedNode("https://example.org/#" + name) for name in "apq")
    assert corpus.place(a) == ("text.ttl", 5)
    assert corpus.place(a, p, ox.Literal("two", language="en")) == ("text.ttl", 6)
    assert corpus.place(a, q) == ("text.ttl", 7)
    assert corpus.place(a, RDFS.label) == ("text.ttl", 5), "without such a statement it is the subject's line"
    assert corpus.place(p) == ("text.ttl", 6), "without statements about it, it is where it is used"
    assert corpus.place(ox.NamedNode("https://example.org/#w")) == ("text.ttl", 12)
    assert corpus.place(None) == corpus.place(ox.NamedNode("urn:nowhere")) == ("text.ttl", 1)


def test_blank_nodes_of_two_files_stay_apart(written: Path) -> None:
    corpus = Corpus((read_turtle(written, "one.ttl"), read_turtle(written, "two.ttl")))
    alone = Corpus((read_turtle(written, "one.ttl"),))
    shared = sum("_:" not in str(triple) for triple in alone.triples)
    assert len(corpus.triples) == 2 * len(alone.triples) - shared
    assert RDF.type in {triple.predicate for triple in corpus.triples}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<urn:a> <urn:b> <urn:c> ;\n <urn:d> .", 2),
        ("\n<urn:a> x:b <urn:c> .", 2),
        ("<urn:a> <urn:b> ( 1\n2", 2),
        ("<urn:a> <urn:b> \u2603 .", 1),
        ("<urn:a>\n\n<urn:b> <urn:c>", 3),
    ],
)
def test_what_is_not_turtle_is_told_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^bad\.ttl:{line}: "):
        read_turtle(tmp_path / "bad.ttl", "bad.ttl")
