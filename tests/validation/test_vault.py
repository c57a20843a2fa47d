"""A vault whose notes are checked one by one is found to be what its dataset is found to be as a whole."""

import random
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from random_vaults import change, write

from powergraph.config import load_vault_settings
from powergraph.graph.quads import NoteGraph, note_graph
from powergraph.publishing import build
from powergraph.validation import Rejected, Shapes, ValidatedGraph, load_shapes, part_plan, validate, validate_vault
from powergraph.vocabulary import POW, RDF, SKOS

DEMO = Path(__file__).parents[2] / "data/notes"
#: What a damaged statement may say instead.
_VALUES = (
    POW.Topic, POW.Citation, SKOS.Concept, ox.NamedNode("urn:nowhere"), ox.Literal(""), ox.Literal("-1"),
    ox.Literal("0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("same", language="en"),
)  # fmt: skip


class Compared:
    """Stands for `validate_vault`: compares what it says with what `validate` says of the whole dataset."""

    def __init__(self) -> None:
        self.count = self.rejected = self.by_themselves = 0

    def __call__(self, assembled, built, checked, shapes, axioms) -> ValidatedGraph | Rejected:  # type: ignore[no-untyped-def]
        parted = validate_vault(assembled, built, checked, shapes, axioms)
        whole = validate(assembled.dataset, shapes, axioms)
        self.count += 1
        self.rejected += isinstance(parted, Rejected)
        self.by_themselves += len(parted.report.notes)
        more = set(parted.report.diagnostics()) - set(whole.report.diagnostics())
        assert set(whole.report.diagnostics()) <= set(parted.report.diagnostics())
        # Here a note has to state itself what it asserts; as a whole it may be stated by any other.
        assert {diagnostic.rule for diagnostic in more} <= {"shapes.AssertedStatement"}
        if more:
            return parted
        assert set(parted.report.graph().triples) == set(whole.report.graph().triples)
        assert parted.report.conforms == whole.report.conforms
        assert type(parted) is type(whole)
        if isinstance(parted, Rejected) and isinstance(whole, Rejected):
            assert parted.notes == whole.notes
            elsewhere = [{replace(each, graphs=()).sort_key for each in one.elsewhere} for one in (parted, whole)]
            assert elsewhere[0] == elsewhere[1]
        return parted


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    compared = Compared()
    monkeypatch.setattr(build, "validate_vault", compared)
    return compared


def damage(monkeypatch: pytest.MonkeyPatch, r: random.Random, rate: float) -> None:
    """Let the graphs of notes come out wrong: a statement is missing, says something else, or is one too many."""

    def damaged(extraction: object, vault: object) -> NoteGraph:
        made = note_graph(extraction, vault)  # type: ignore[arg-type]
        triples = sorted(made.graph.triples, key=str)
        for place in range(len(triples)):
            triple = triples[place]
            if r.random() < rate:
                kind = r.randrange(4)
                if kind == 0:
                    triples[place] = triples[0]
                elif kind == 1:
                    triples[place] = ox.Triple(triple.subject, triple.predicate, r.choice(_VALUES))
                elif kind == 2:
                    triples.append(ox.Triple(triple.subject, RDF.type, r.choice(_VALUES[:3])))
                else:
                    other = r.choice(triples)
                    triples.append(ox.Triple(triple.subject, triple.predicate, other.object))
        return replace(made, graph=replace(made.graph, triples=tuple(set(triples))))

    monkeypatch.setattr("powergraph.graph.built.note_graph", damaged)


def test_the_demo_notes_are_found_the_same(compared: Compared) -> None:
    assert build.check(DEMO, load_vault_settings(DEMO)).graph is not None
    assert compared.count == 1


@pytest.mark.parametrize("seed", range(8))
def test_random_vaults_are_found_the_same(seed: int, compared: Compared, tmp_path: Path) -> None:
    r = random.Random(seed)
    for number in range(8):
        write(tmp_path, number, r)
    for step in range(3):
        change(tmp_path, step, r)
    build.check(tmp_path, load_vault_settings(tmp_path))
    assert compared.by_themselves


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("rate", [0.001, 0.01])
def test_damaged_notes_are_found_the_same(
    seed: int, rate: float, compared: Compared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    r = random.Random(seed)
    for number in range(8):
        write(tmp_path, number, r)
    damage(monkeypatch, r, rate)
    build.check(tmp_path, load_vault_settings(tmp_path))
    assert compared.count
    assert rate < 0.01 or compared.rejected


def test_damaged_demo_notes_are_found_the_same(compared: Compared, monkeypatch: pytest.MonkeyPatch) -> None:
    damage(monkeypatch, random.Random(5), 0.002)
    build.check(DEMO, load_vault_settings(DEMO))
    assert compared.rejected


def test_every_shape_and_query_is_in_one_part() -> None:
    shapes: Shapes = load_shapes()
    parts = part_plan(shapes.plan)
    assert {*parts.inside.shapes, *parts.between.shapes} == {*shapes.plan.shapes}
    assert not {*parts.inside.shapes} & {*parts.between.shapes}
    between = {shape.name.rpartition("#")[2] for shape in parts.between.shapes}
    assert {"LinkedBack", "DistinctWork", "ConnectedTopic-links", "DistinctLabel-bearers"} <= between
    assert len(parts.between.shapes) < len(parts.inside.shapes) / 5


def test_what_only_pyshacl_knows_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A shape with a construct that is not evaluated here still finds its fault in a build."""
    extra = tmp_path / "extra.ttl"
    extra.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:ex:> .
        @prefix pow: <https://w3id.org/powergraph/ontology#> .
        ex:Closed a sh:NodeShape ; sh:targetClass pow:Note ; sh:closed true ; sh:message "closed"@en ;
            sh:severity sh:Warning ."""
    )
    shapes = load_shapes([extra])
    assert shapes.plan.left
    monkeypatch.setattr(build, "load_shapes", lambda: shapes)
    (tmp_path / "One.md").write_text("# One\n\nText.\n")
    checked = build.check(tmp_path, load_vault_settings(tmp_path))
    assert any(diagnostic.message.endswith("closed") for diagnostic in checked.diagnostics)
