"""Mappings: reviewed rows reach the graph with their record; every fault is told at its row and stops the build."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from powergraph.config import load_vault_settings
from powergraph.diagnostics import Severity
from powergraph.graph import mappings
from powergraph.graph.authorities import AUTHORITIES
from powergraph.graph.handmade import HandFile, HandMadeGraph
from powergraph.graph.iris import Minter
from powergraph.graph.mappings import mapping_graph
from powergraph.graph.sssom import load_mapping_set
from powergraph.prefixes import sparql_prologue
from powergraph.publishing.build import Checked, check
from powergraph.vocabulary import DCTERMS, OWL, PAV, POW, RDF, RDFS, SEMAPV, SKOS, SSSOM, XSD

BASE = "https://example.org/vault/"
NOTE = """---
title: Garden
---

### Definition

A **garden** is a place where somebody decides what grows.

- **Fence:** what keeps others out.

### Sources of Power

- **Spade Power:** Based on tools.
"""
HEAD = """# mapping_set_id: https://example.org/mappings/{name}
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   fast: http://id.worldcat.org/fast/
#   lcsh: https://id.loc.gov/authorities/subjects/
#   pg: https://w3id.org/powergraph/
"""
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "confidence", "author_id", "reviewer_id", "mapping_date", "comment",
)  # fmt: skip
HEAD += "\t".join(COLUMNS) + "\n"
#: The line of the first row.
LINE = HEAD.count("\n") + 1
GARDEN, FENCE = "pg:topic/garden\tGarden", "pg:concept/garden/fence\tFence"
SPADE = "pg:power-source/spade-power\tSpade Power"
GARDENS, GARDENING, TOOLS = "lcsh:sh85053123\tGardens", "lcsh:sh85053130\tGardening", "fast:1152876\tTools"


def row(subject: str, predicate: str, target: str, confidence: str = "0.95", modifier: str = "") -> str:
    end = f"{confidence}\tpg:person/writer-w\tpg:person/reader-r\t2026-02-03\tlist of headings, 2026\n"
    return f"{subject}\tskos:{predicate}\t{modifier}\t{target}\tsemapv:ManualMappingCuration\t{end}"


def mapped(tmp_path: Path, base: str = BASE, **sets: str) -> Checked:
    folder = tmp_path / "notes"
    folder.mkdir(exist_ok=True)
    (folder / "garden.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "mappings").mkdir()
    for name, rows in sets.items():
        (tmp_path / "mappings" / f"{name}.sssom.tsv").write_text(HEAD.format(name=name) + rows, encoding="utf-8")
    (tmp_path / "powergraph.toml").write_text(
        f'[dataset]\nbase_iri = "{base}"\nmappings = "mappings"\n', encoding="utf-8"
    )
    return check(folder, load_vault_settings(folder))


def graph(checked: Checked, base: str = BASE) -> set[tuple[str, str, str]]:
    assert checked.graph is not None, checked.told
    found = next(g for g in checked.graph.dataset.graphs if g.iri == f"{base}graph/mappings")
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in found.triples}


def matches(checked: Checked, base: str = BASE) -> set[tuple[str, str, str]]:
    """Return the matches of the graph, shortened."""
    found = [(s, p, o) for s, p, o in graph(checked, base) if p.endswith("Match>")]
    return {(s[len(base) + 1 : -1], p.rpartition("#")[2][:-1], o.rpartition("/")[2][:-1]) for s, p, o in found}


def told(checked: Checked) -> list[tuple[str, int, int, str]]:
    return [
        (d.path.removeprefix("../mappings/").removesuffix(".sssom.tsv"), d.line, d.column, d.rule)
        for d in checked.told
        if d.rule.startswith("mappings.")
    ]


def test_reviewed_row_becomes_a_match_and_a_record_that_tells_who_why_and_where(tmp_path: Path) -> None:
    checked = mapped(tmp_path, lcsh=row(FENCE, "closeMatch", GARDENING) + row(GARDEN, "exactMatch", GARDENS))
    triples = graph(checked)
    garden, heading = str(NamedNode(f"{BASE}topic/garden")), "<https://id.loc.gov/authorities/subjects/sh85053123>"
    assert (garden, str(SKOS.exactMatch), heading) in triples
    (node,) = (s for s, p, o in triples if p == str(OWL.annotatedTarget) and o == heading)
    assert node.startswith(f"<{BASE}mapping/")
    assert {(p, o) for s, p, o in triples if s == node} == {
        (str(RDF.type), str(OWL.Axiom)),
        (str(RDFS.label), '"Garden: exact match “Gardens”"@en'),
        (str(OWL.annotatedSource), garden),
        (str(OWL.annotatedProperty), str(SKOS.exactMatch)),
        (str(OWL.annotatedTarget), heading),
        (str(SSSOM.subject_label), '"Garden"'),
        (str(SSSOM.object_label), '"Gardens"'),
        (str(SSSOM.object_source), "<https://id.loc.gov/authorities/subjects>"),
        (str(SSSOM.mapping_justification), str(SEMAPV.ManualMappingCuration)),
        (str(SSSOM.confidence), str(Literal("0.95", datatype=XSD.decimal))),
        (str(PAV.authoredBy), str(NamedNode(f"{BASE}person/writer-w"))),
        (str(SSSOM.reviewer_id), str(NamedNode(f"{BASE}person/reader-r"))),
        (str(DCTERMS.created), str(Literal("2026-02-03", datatype=XSD.date))),
        (str(RDFS.comment), '"list of headings, 2026"@en'),
        (str(POW.path), '"mappings/lcsh.sssom.tsv"'),
        (str(POW.startLine), str(Literal(LINE + 1))),
    }
    assert {(p, o) for s, p, o in triples if s == heading} == {(str(RDFS.label), '"Gardens"')}
    assert len(matches(checked)) == 2


def test_places_of_mapping_and_match_are_those_of_the_row(tmp_path: Path) -> None:
    checked = mapped(tmp_path, lcsh=row(GARDEN, "exactMatch", GARDENS))
    assert checked.graph is not None
    dataset = checked.graph.dataset
    (node,) = (iri for iri in dataset.origins if "/mapping/" in iri)
    (match,) = (t for t in dataset.statements if t.predicate == SKOS.exactMatch)
    for place in (dataset.origins[node], dataset.statements[match]):
        assert (place.path, place.line) == ("../mappings/lcsh.sssom.tsv", LINE)


def test_only_reviewed_rows_of_enough_confidence_that_are_not_rejected_reach_the_graph(tmp_path: Path) -> None:
    checked = mapped(
        tmp_path,
        fast=row(SPADE, "relatedMatch", TOOLS, "0.9"),
        lcsh=row(FENCE, "closeMatch", GARDENING, "0.89") + row(GARDEN, "closeMatch", GARDENS, "1"),
        rejected=row(GARDEN, "exactMatch", GARDENING, "0.99", "Not"),
    )
    assert told(checked) == []
    assert matches(checked) == {
        ("power-source/spade-power", "relatedMatch", "1152876"),
        ("topic/garden", "closeMatch", "sh85053123"),
    }
    assert "Gardening" not in str(graph(checked))


def test_mappings_of_a_vault_follow_its_base(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    rows = row(GARDEN, "exactMatch", GARDENS)
    ours = mapped(tmp_path, "https://w3id.org/powergraph/", lcsh=rows)
    other = mapped(tmp_path / "other", "http://garden.test/", lcsh=rows)
    assert matches(ours, "https://w3id.org/powergraph/") == matches(other, "http://garden.test/")
    assert "powergraph/topic" not in str(graph(other, "http://garden.test/"))
    assert "powergraph/person" not in str(graph(other, "http://garden.test/"))


def test_vault_without_mappings_has_no_graph_of_them(tmp_path: Path) -> None:
    checked = mapped(tmp_path)
    assert checked.graph is not None
    assert [g.iri for g in checked.graph.dataset.graphs if g.iri.endswith("graph/mappings")] == []


FAULTS = {
    "subject": (row("pg:topic/gardens\tGarden", "exactMatch", GARDENS), 1),
    "label": (row("pg:topic/garden\tGardens", "exactMatch", GARDENS), len("pg:topic/garden") + 2),
    "pattern": (row(GARDEN, "exactMatch", "lcsh:85053123\tGardens"), len(GARDEN + "\tskos:exactMatch\t\t") + 1),
    "cells": ("pg:topic/garden\tGarden\n", 1),
    "predicate": (row(GARDEN, "broader", GARDENS), len(GARDEN) + 2),
    "confidence": (row(GARDEN, "exactMatch", GARDENS, "9"), row(GARDEN, "exactMatch", GARDENS).index("0.95") + 1),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_is_told_at_its_row_and_stops_the_build(tmp_path: Path, rule: str) -> None:
    faulty, column = FAULTS[rule]
    checked = mapped(tmp_path, lcsh=row(FENCE, "closeMatch", GARDENING) + faulty)
    assert told(checked) == [("lcsh", LINE + 1, column, f"mappings.{rule}")]
    assert checked.graph is None
    assert "beside the notes" in checked.reason


def test_fault_of_a_rejected_or_unsure_row_stops_the_build_too(tmp_path: Path) -> None:
    rows = row("pg:topic/pond\tPond", "exactMatch", GARDENS, "0.5") + row(
        "pg:topic/pool\tPool", "exactMatch", GARDENS, "0.95", "Not"
    )
    checked = mapped(tmp_path, lcsh=rows)
    assert told(checked) == [("lcsh", LINE, 1, "mappings.subject"), ("lcsh", LINE + 1, 1, "mappings.subject")]
    assert checked.graph is None


CONFLICTS = {
    "rejected": (
        {"lcsh": row(GARDEN, "exactMatch", GARDENS), "rejected": row(GARDEN, "exactMatch", GARDENS, "0.95", "Not")},
        [("lcsh", LINE)],
    ),
    "rejected, by another predicate and unsure": (
        {
            "lcsh": row(GARDEN, "closeMatch", GARDENS, "0.5"),
            "rejected": row(GARDEN, "exactMatch", GARDENS, "0.95", "Not"),
        },
        [("lcsh", LINE)],
    ),
    "one-to-one": (
        {"lcsh": row(GARDEN, "exactMatch", GARDENS) + row(GARDEN, "exactMatch", GARDENING)},
        [("lcsh", LINE + 1)],
    ),
    "one-to-one, other way": (
        {"a": row(FENCE, "exactMatch", GARDENS), "b": row(GARDEN, "exactMatch", GARDENS)},
        [("b", LINE)],
    ),
    "exact-and-other": (
        {"a": row(GARDEN, "broadMatch", GARDENS), "b": row(GARDEN, "exactMatch", GARDENS)},
        [("a", LINE)],
    ),
    "duplicate": (
        {"a": row(GARDEN, "exactMatch", GARDENS), "b": row(GARDEN, "exactMatch", GARDENS)},
        [("b", LINE)],
    ),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_rows_that_contradict_each_other_are_told_and_stop_the_build(tmp_path: Path, case: str) -> None:
    sets, places = CONFLICTS[case]
    checked = mapped(tmp_path, **sets)
    rule = case.partition(",")[0]
    assert [(name, line, found) for name, line, _, found in told(checked)] == [
        (name, line, f"mappings.{rule}") for name, line in places
    ]
    assert checked.graph is None
    (message,) = (d.message for d in checked.told if d.rule == f"mappings.{rule}")
    others = {(name, LINE + n) for name, rows in sets.items() for n in range(rows.count("\n"))} - set(places)
    assert [f"../mappings/{name}.sssom.tsv:{line}" in message for name, line in others] == [True]


AGREEMENTS = {
    "exact in two vocabularies": {"a": row(GARDEN, "exactMatch", GARDENS), "b": row(GARDEN, "exactMatch", TOOLS)},
    "exact and close": {"a": row(GARDEN, "closeMatch", GARDENS) + row(GARDEN, "exactMatch", GARDENS)},
    "two close ones": {"a": row(GARDEN, "closeMatch", GARDENS) + row(GARDEN, "closeMatch", GARDENING)},
    "a candidate beside the exact one": {
        "a": row(GARDEN, "exactMatch", GARDENS) + row(GARDEN, "exactMatch", GARDENING, "0.4")
    },
    "another object rejected": {
        "a": row(GARDEN, "exactMatch", GARDENS), "b": row(GARDEN, "exactMatch", GARDENING, "0.95", "Not"),
    },
}  # fmt: skip


@pytest.mark.parametrize("case", AGREEMENTS)
def test_rows_that_do_not_contradict_each_other_pass(tmp_path: Path, case: str) -> None:
    checked = mapped(tmp_path, **AGREEMENTS[case])
    assert [d for d in checked.told if d.severity is Severity.ERROR] == []
    assert matches(checked)


def test_faults_of_all_sets_are_told_in_one_run(tmp_path: Path) -> None:
    wrong_name = row("pg:concept/garden/fence\tHedge", "closeMatch", GARDENING)
    checked = mapped(tmp_path, a=FAULTS["confidence"][0] + FAULTS["subject"][0], b=wrong_name)
    assert [(name, line, rule) for name, line, _, rule in told(checked)] == [
        ("a", LINE, "mappings.confidence"),
        ("a", LINE + 1, "mappings.subject"),
        ("b", LINE, "mappings.label"),
    ]


def test_row_about_a_note_that_was_left_out_is_passed_over_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "pond.md").write_bytes(b"\x00\xff" * 200)
    checked = mapped(
        tmp_path, lcsh=row(GARDEN, "exactMatch", GARDENS) + row("pg:topic/pond\tPond", "closeMatch", GARDENING)
    )
    assert checked.notes.unreadable[0][0] == "pond.md"
    assert told(checked) == [("lcsh", LINE + 1, 1, "mappings.subject")]
    assert matches(checked) == {("topic/garden", "exactMatch", "sh85053123")}


@pytest.mark.parametrize("rule", ["subject", "label"])
def test_what_may_lie_in_a_note_left_out_is_a_warning_and_else_an_error(tmp_path: Path, rule: str) -> None:
    file = tmp_path / "lcsh.sssom.tsv"
    rows = row(FENCE, "closeMatch", GARDENING) + FAULTS[rule][0]
    file.write_text(HEAD.format(name="lcsh") + rows, encoding="utf-8")
    labels = {
        NamedNode(f"{BASE}topic/garden"): frozenset({"Garden"}),
        NamedNode(f"{BASE}concept/garden/fence"): frozenset({"Fence", "Clôture"}),
    }

    def made(*, incomplete: bool) -> HandMadeGraph:
        sets = [load_mapping_set(HandFile(file, "lcsh.sssom.tsv"))]
        return mapping_graph(sets, labels, Minter(BASE), incomplete=incomplete)

    for incomplete, severity in ((True, Severity.WARNING), (False, Severity.ERROR)):
        result = made(incomplete=incomplete)
        assert [(d.severity, d.rule, d.line) for d in result.diagnostics] == [(severity, f"mappings.{rule}", LINE + 1)]
        assert [str(t.subject) for t in result.statements] == [str(NamedNode(f"{BASE}concept/garden/fence"))]


DOCS = (Path(__file__).parents[2] / "docs" / "mappings.md").read_text(encoding="utf-8")


def test_example_of_the_documentation_gives_the_triples_that_stand_below_it(tmp_path: Path) -> None:
    file = tmp_path / "lcsh.sssom.tsv"
    lines = DOCS.partition("```text\n")[2].partition("```")[0].splitlines()
    tabbed = [line if line.startswith("#") else re.sub(" {2,}", "\t", line) for line in lines]
    file.write_text("\n".join(tabbed) + "\n", encoding="utf-8")
    base = "https://w3id.org/powergraph/"
    sets = [load_mapping_set(HandFile(file, "../mappings/lcsh.sssom.tsv"))]
    made = mapping_graph(sets, {NamedNode(f"{base}topic/garden"): frozenset({"Garden"})}, Minter(base))
    assert made.diagnostics == ()
    turtle = sparql_prologue() + DOCS.partition("```turtle\n")[2].partition("```")[0]
    assert set(made.graph.triples) == {q.triple for q in parse(turtle.encode(), RdfFormat.TURTLE, base_iri=base)}


def test_documentation_names_every_rule_and_vocabulary_and_no_other() -> None:
    folder = Path(mappings.__file__).parent
    source = "".join((folder / name).read_text(encoding="utf-8") for name in ("sssom.py", "mappings.py"))
    rules = set(re.findall(r'tell(?:_cell)?\(.*?, "([a-z-]+)",', source)) | {"metadata"}
    assert len(rules) > 15
    assert set(re.findall(r"`mappings\.([a-z-]+)`", DOCS)) == rules
    rows = re.findall(r"^\| ([^|]+) \| `(http[^`]+)` \| `(http[^`]+)` \|$", DOCS, re.MULTILINE)
    assert rows == [(a.name, a.source, a.beginning + a.example) for a in AUTHORITIES]
