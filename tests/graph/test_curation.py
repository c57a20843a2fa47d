"""Curation: each statement stands with its passage, and each fault in the file is told at its line."""

import os
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from powergraph.config import SettingsError, load_vault_settings
from powergraph.diagnostics import Severity
from powergraph.publishing.build import Checked, check
from powergraph.vocabulary import POW, PROV, RDF, RDFS, SKOS

BASE = "https://example.org/vault/"
NOTE = """---
title: Garden
---

### Definition

A **garden** is a place where somebody decides what grows.

- **Fence:** what keeps
  others out.
- **Gate:** what lets them in.

### Sources of Power

- **Spade Power:** Based on tools.

### Practices

- **Prompt (Border Talk):** Ask: "Who may come in without fear of the dog?"
"""
HEAD = """@prefix pow: <https://w3id.org/powergraph/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<graph/curation> prov:wasAttributedTo <person/example-a> .
<person/example-a> a foaf:Person ; foaf:name "A. Example" ; foaf:familyName "Example" ; foaf:givenName "A." .

"""
PASSAGE = 'pow:passage [ pow:inNote <note/garden> ; pow:quote "without fear of the dog" ]'
TESTS_FOR = f"""[] a pow:Assertion ; rdf:subject <practice/garden/border-talk> ; rdf:predicate pow:testsFor ;
    rdf:object <power-source/spade-power> ; {PASSAGE} .
"""


def curated(tmp_path: Path, text: str, head: str = HEAD, **notes: str) -> Checked:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, content in ({"garden": NOTE} | notes).items():
        (folder / f"{name}.md").write_text(content, encoding="utf-8")
    (tmp_path / "curation.ttl").write_text(head + text, encoding="utf-8")
    (tmp_path / "powergraph.toml").write_text(
        f'[dataset]\nbase_iri = "{BASE}"\ncuration = "curation.ttl"\n', encoding="utf-8"
    )
    return check(folder, load_vault_settings(folder))


def graph(checked: Checked, name: str = "curation") -> set[tuple[str, str, str]]:
    assert checked.graph is not None, checked.told
    found = next(g for g in checked.graph.dataset.graphs if g.iri == f"{BASE}graph/{name}")
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in found.triples}


def iri(path: str) -> str:
    return str(NamedNode(BASE + path))


def errors(checked: Checked) -> list[tuple[str, int, str]]:
    return [(d.path, d.line, d.rule) for d in checked.told if d.severity is Severity.ERROR]


def test_curated_statement_stands_with_its_assertion_its_passage_and_its_maker(tmp_path: Path) -> None:
    triples = graph(checked := curated(tmp_path, TESTS_FOR))
    assert (iri("practice/garden/border-talk"), str(POW.testsFor), iri("power-source/spade-power")) in triples
    (assertion,) = (s for s, p, o in triples if p == str(RDF.predicate) and o == str(POW.testsFor))
    said = {(p, o) for s, p, o in triples if s == assertion}
    (passage,) = (o for p, o in said if p == str(POW.passage))
    assert (str(PROV.wasAttributedTo), iri("person/example-a")) in said
    assert (str(RDF.subject), iri("practice/garden/border-talk")) in said
    assert checked.graph is not None
    lines = {str(t.object) for t in checked.graph.dataset.default_graph()
             if str(t.subject) == passage and t.predicate == POW.startLine}  # fmt: skip
    assert lines == {str(Literal(19))}


def test_superproperties_of_curated_statements_are_materialised(tmp_path: Path) -> None:
    inferred = graph(curated(tmp_path, TESTS_FOR), "inferred")
    assert (iri("practice/garden/border-talk"), str(POW.addresses), iri("power-source/spade-power")) in inferred


def test_quote_may_run_over_lines_and_becomes_the_whole_lines(tmp_path: Path) -> None:
    text = TESTS_FOR.replace("without fear of the dog", "what keeps others")
    triples = graph(curated(tmp_path, text))
    (passage,) = (o for s, p, o in triples if p == str(POW.passage))
    # The item's own passage covers the same lines, so there is no second one.
    assert not [t for t in triples if t[0] == passage]
    other = TESTS_FOR.replace("without fear of the dog", "others out. - **Gate:**")
    (tmp_path / "other").mkdir()
    triples = graph(curated(tmp_path / "other", other))
    (passage,) = (o for s, p, o in triples if p == str(POW.passage))
    quote = '"  others out.\\n- **Gate:** what lets them in."@en'
    assert (passage, str(POW.quote), quote) in triples
    assert (passage, str(POW.inSection), iri("section/garden/definition")) in triples


def test_label_in_another_language_is_repeated_as_a_label(tmp_path: Path) -> None:
    text = TESTS_FOR.replace("pow:testsFor", "skos:prefLabel").replace("<power-source/spade-power>", '"Frontera"@es')
    triples = graph(curated(tmp_path, text))
    for predicate in (SKOS.prefLabel, RDFS.label):
        assert (iri("practice/garden/border-talk"), str(predicate), '"Frontera"@es') in triples


def test_several_objects_and_passages_are_one_assertion_each(tmp_path: Path) -> None:
    text = TESTS_FOR.replace("spade-power>", "spade-power> , <concept/garden/fence>")
    text = text.replace(" .\n", ' , [ pow:inNote <note/garden> ; pow:quote "**Spade Power:**" ] .\n')
    triples = graph(curated(tmp_path, text))
    assert len([t for t in triples if t[2] == str(POW.Assertion)]) == 4


FAULTS = {
    "turtle": "[] a pow:Assertion ; rdf:subject .",
    "no-passage": "<concept/garden/fence> pow:involves <concept/garden/gate> .",
    "assertion": TESTS_FOR.replace(PASSAGE, "pow:passage []").replace("rdf:predicate pow:testsFor ;", ""),
    "passage": TESTS_FOR.replace(PASSAGE, "pow:passage [ pow:inNote <note/garden> ]"),
    "property": TESTS_FOR.replace(PASSAGE, f"{PASSAGE} ; skos:note 'x'"),
    "quote": TESTS_FOR.replace("fear of the dog", "fear of the cat"),
    "no-note": TESTS_FOR.replace("note/garden>", "note/gardens>"),
    "unknown": TESTS_FOR.replace("spade-power", "rake-power"),
    "maker": TESTS_FOR.replace(PASSAGE, f'{PASSAGE} ; prov:wasAttributedTo [ a foaf:Person ; foaf:name "Nobody" ]'),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_is_told_at_its_line_and_stops_the_build(tmp_path: Path, rule: str) -> None:
    checked = curated(tmp_path, "\n# a comment\n" + FAULTS[rule])
    line = HEAD.count("\n") + 3
    assert errors(checked) == [("../curation.ttl", line, f"curation.{rule}")]
    assert checked.graph is None
    assert "beside the notes" in checked.reason


def test_misspelt_class_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    text = TESTS_FOR.replace("pow:testsFor", "rdf:type").replace("<power-source/spade-power>", "pow:Promt")
    (fault,) = [d for d in curated(tmp_path, text).told if d.severity is Severity.ERROR]
    assert (fault.rule, fault.message) == ("curation.undefined", "pow:Promt is not in the vocabulary")
    assert fault.hint == "did you mean pow:Prompt?"


def test_all_faults_are_told_in_one_run(tmp_path: Path) -> None:
    text = "".join(FAULTS[rule] + "\n" for rule in ("quote", "unknown", "no-passage"))
    assert [rule for _, _, rule in errors(curated(tmp_path, text))] == [
        "curation.quote", "curation.unknown", "curation.no-passage",
    ]  # fmt: skip


def test_quote_that_stands_twice_is_no_evidence(tmp_path: Path) -> None:
    checked = curated(tmp_path, TESTS_FOR.replace("without fear of the dog", "what"))
    assert [d.message for d in checked.told if d.rule == "curation.quote"] == ["'what' stands 3 times in garden.md"]


def test_short_quote_from_a_long_note_takes_no_long_time(tmp_path: Path) -> None:
    """A test of time: the square of this length takes minutes."""
    text = TESTS_FOR.replace("without fear of the dog", "zz")
    started = time.monotonic()
    checked = curated(tmp_path, text, garden=NOTE + "\n" + "zz " * 200_000 + "\n" * 200_000)
    assert [d.message for d in checked.told if d.rule == "curation.quote"] == ["'zz' stands 200000 times in garden.md"]
    assert time.monotonic() - started < 20


def test_statement_without_a_maker_is_a_fault(tmp_path: Path) -> None:
    head = HEAD.replace("<graph/curation> prov:wasAttributedTo <person/example-a> .", "")
    assert "curation.maker" in {rule for _, _, rule in errors(curated(tmp_path, TESTS_FOR, head))}


@pytest.mark.parametrize("maker", ['[ foaf:name "A. Example" ]', '"A. Example"'])
def test_maker_without_an_iri_is_a_fault(tmp_path: Path, maker: str) -> None:
    text = TESTS_FOR.replace("pow:passage", f"prov:wasAttributedTo {maker} ; pow:passage")
    assert [(line, rule) for _, line, rule in errors(curated(tmp_path, text))] == [
        (HEAD.count("\n") + 1, "curation.maker")
    ]


def test_shape_that_curation_breaks_is_told_at_its_line_and_blames_no_note(tmp_path: Path) -> None:
    """A source in both groups: the note is fine, and stays out of it."""
    assertion = TESTS_FOR.replace("practice/garden/border-talk", "power-source/spade-power")
    text = "".join(
        assertion.replace("pow:testsFor", "rdf:type").replace("<power-source/spade-power> ; pow", f"pow:{kind} ; pow")
        for kind in ("RelationalPowerSource", "SystemicPowerSource")
    )
    checked = curated(tmp_path, text)
    assert errors(checked) == [("../curation.ttl", HEAD.count("\n") + 1, "shapes.OneGroup")]
    assert checked.graph is None
    assert checked.notes.unreadable == ()


def test_statement_about_a_note_that_was_left_out_is_passed_over(tmp_path: Path) -> None:
    text = TESTS_FOR + TESTS_FOR.replace("note/garden>", "note/pond>")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "pond.md").write_bytes(b"\x00\xff" * 200)
    folder = tmp_path / "notes"
    (folder / "garden.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "curation.ttl").write_text(HEAD + text, encoding="utf-8")
    (tmp_path / "powergraph.toml").write_text(
        f'[dataset]\nbase_iri = "{BASE}"\ncuration = "curation.ttl"\n', encoding="utf-8"
    )
    checked = check(folder, load_vault_settings(folder))
    assert checked.notes.unreadable[0][0] == "pond.md"
    assert [(d.severity, d.rule) for d in checked.told if d.rule.startswith("curation")] == [
        (Severity.WARNING, "curation.no-note")
    ]
    assert (iri("practice/garden/border-talk"), str(POW.testsFor), iri("power-source/spade-power")) in graph(checked)


def test_comment_of_a_note_cannot_be_quoted(tmp_path: Path) -> None:
    note = NOTE.replace("- **Gate:**", "%% the dog bites %%\n- **Gate:**")
    text = TESTS_FOR.replace("without fear of the dog", "the dog bites")
    checked = curated(tmp_path, text, garden=note)
    assert [rule for _, _, rule in errors(checked)] == ["curation.quote"]


def test_mapping_set_that_is_no_file_is_refused_and_a_hidden_one_passed_over(tmp_path: Path) -> None:
    """A pipe, for one: who reads it waits for ever."""
    (tmp_path / "a.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "powergraph.toml").write_text('[dataset]\nmappings = "sets"\n', encoding="utf-8")
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / ".#a.sssom.tsv").symlink_to("nowhere")
    assert check(tmp_path, load_vault_settings(tmp_path)).graph is not None
    os.mkfifo(tmp_path / "sets" / "a.sssom.tsv")
    with pytest.raises(ValueError, match=r"mappings: 'a\.sssom\.tsv' is not a file"):
        check(tmp_path, load_vault_settings(tmp_path))


def test_link_to_the_notes_changes_no_path_that_is_told(tmp_path: Path) -> None:
    text = TESTS_FOR.replace("dog", "cat")
    curated(tmp_path, text)
    (tmp_path / "far").mkdir()
    link = tmp_path / "far" / "link"
    link.symlink_to(tmp_path / "notes")
    assert errors(check(link, load_vault_settings(link))) == [
        ("../curation.ttl", HEAD.count("\n") + 1, "curation.quote")
    ]


def test_private_note_that_curation_names_is_told_to_the_author_alone(tmp_path: Path) -> None:
    """Where another note cannot be read, what is missing is a warning; a warning is published with the release."""
    private = "---\npublish: false\n---\n\nwithout fear of the dog\n"
    text = TESTS_FOR.replace("note/garden>", "note/affair>").replace("power-source/spade-power", "concept/affair/lover")
    checked = curated(tmp_path, text, affair=private, broken="\0\0\0")
    assert checked.graph is not None
    assert [d.rule for d in checked.confidential] == ["curation.no-note", "curation.unknown"]
    assert set(checked.confidential) <= set(checked.told)
    assert not [d for d in checked.diagnostics if "affair" in str(d)]


def test_settings_that_name_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "garden.md").write_text(NOTE, encoding="utf-8")
    for name in ("curation", "mappings", "queries"):
        (tmp_path / "powergraph.toml").write_text(f'[dataset]\n{name} = "nowhere"\n', encoding="utf-8")
        with pytest.raises(ValueError, match=f"{name}: there is no"):
            check(folder, load_vault_settings(folder))


def test_all_that_settings_name_and_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "garden.md").write_text(NOTE, encoding="utf-8")
    text = '[dataset]\nqueries = "q"\n\nmappings = "sets"\ncuration = "c.ttl"\n'
    (tmp_path / "powergraph.toml").write_text(text, encoding="utf-8")
    (tmp_path / "sets" / "a.sssom.tsv").mkdir(parents=True)
    (tmp_path / "sets" / "b.sssom.tsv").symlink_to("nowhere")
    with pytest.raises(SettingsError) as error:
        check(tmp_path, load_vault_settings(tmp_path))
    assert [(fault.line, fault.message) for fault in error.value.faults] == [
        (2, "queries: there is no folder q"),
        (4, "mappings: 'a.sssom.tsv' is not a file"),
        (4, "mappings: 'b.sssom.tsv' is not a file"),
        (5, "curation: there is no file c.ttl"),
    ]


@pytest.mark.skipif(not Path("/proc/self/mem").is_file(), reason="no file here that exists and cannot be read")
def test_every_file_that_cannot_be_read_is_told_and_hides_no_other_fault(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "garden.md").write_text(NOTE, encoding="utf-8")
    text = '[dataset]\nqueries = "q"\nmappings = "sets"\ncuration = "c.ttl"\n'
    (tmp_path / "powergraph.toml").write_text(text, encoding="utf-8")
    for name in ("c.ttl", "sets/a.sssom.tsv", "sets/b.sssom.tsv", "q/a.rq"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to("/proc/self/mem")
    (tmp_path / "sets" / "c.sssom.tsv").write_bytes(b"\xff")
    assert errors(check(tmp_path / "notes", load_vault_settings(tmp_path / "notes"))) == [
        ("../c.ttl", 1, "curation.unreadable"),
        ("../q/a.rq", 1, "questions.unreadable"),
        ("../sets/a.sssom.tsv", 1, "mappings.unreadable"),
        ("../sets/b.sssom.tsv", 1, "mappings.unreadable"),
        ("../sets/c.sssom.tsv", 1, "mappings.encoding"),
    ]


def test_the_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/settings.md").read_text(encoding="utf-8")
    example = text.partition("```turtle\n")[2].partition("```")[0]
    note = NOTE.replace("Spade Power", "Coercive Power").replace("fear of the dog", "fear of being **punished**")
    maker = '<person/example-a> a foaf:Person ; foaf:name "A. Example" .\n'
    head = "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n" + maker
    triples = graph(curated(tmp_path, example, head, garden=note))
    assert (iri("practice/garden/border-talk"), str(POW.testsFor), iri("power-source/coercive-power")) in triples
