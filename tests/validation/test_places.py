"""What a shape finds is told on the line that caused it, from the note to the diagnostic."""

from pathlib import Path

import pytest

from powergraph.config import load_vault_settings
from powergraph.publishing.build import check

CASES = {
    "practice that asks nothing": (
        "---\ntitle: Garden\n---\n# Garden\n\n## Practices\n\n- **Strategy (Walk):** Along the fence.\n"
        "- **Prompt (Border Talk):**\n",
        "shapes.AskingPrompt-question",
        (9, 1),
    ),
    "practice without a name": (
        "# Garden\n\n## Practices\n\n- **Strategy (Walk):** Along the fence.\n- Look over the fence in the evening.\n",
        "shapes.WrittenLabel-origin",
        (6, 1),
    ),
    "citation without a year": (
        "# Garden\n\n## Citations\n\n- Elm, E. (1961). _Of leaves._\n- Fir, F. _Of cones._\n",
        "shapes.DatedCitation-year",
        (6, 1),
    ),
    "year that is in the future": (
        "# Garden\n\n## Citations\n\n- Elm, E. (1961). _Of leaves._\n- Fir, F. (1345). _Of cones._\n",
        "shapes.PlausibleYear-year",
        (6, 1),
    ),
    "wrong ISBN": (
        "# Garden\n\n## Citations\n\n- Elm, E. (1961).\n  _Of leaves._ ISBN 978-0-674-96247-8\n",
        "citations.isbn",
        (6, 21),
    ),
    "dates in the wrong order": (
        "---\ntitle: Garden\nmodified: 2026-03-01\ncreated: 2026-03-02\n---\n# Garden\n",
        "shapes.OrderedDates-created",
        (4, 10),
    ),
    "label of one character": ("---\ntags: [x]\ntitle: Garden\n---\n", "shapes.ReadableLabel-length", (2, 8)),
    "title of one character": ("---\ntags: [xyz]\ntitle: G\n---\n", "shapes.ReadableLabel-length", (3, 8)),
    "name of a file as the label of a concept": (
        "# Garden\n\n## Key Concepts\n\n- **Fence:** Wood.\n- **Yard_Thing:** Grass.\n",
        "shapes.ReadableLabel-words",
        (6, 1),
    ),
    "source without a definition": (
        "# Garden\n\n## Sources of Power\n\n- **Spade Power:** Tools.\n- **Rake Power:**\n",
        "shapes.DefinedSource-definition",
        (6, 1),
    ),
    "lost character": ("# Garden\n\nWords.\n\n- A fence.\n- A ga\ufffde.\n", "shapes.LegibleText-quote", (6, 7)),
    "definition with a mark": (
        "---\ntitle: Garden\n---\n\n## Definition\n\nA [[fence and a gate.\n",
        "shapes.PlainText-definition",
        (7, 1),
    ),
    "link to the note's own topic": ("# Garden\n\nSome words.\n\nSee [[a]].\n", "shapes.OtherTopic", (5, 7)),
}


def told(notes: Path) -> list[tuple[str, int, int, str]]:
    checked = check(notes, load_vault_settings(notes), jobs=1)
    return [(d.path, d.line, d.column, d.rule) for d in checked.told]


@pytest.mark.parametrize(("text", "rule", "place"), CASES.values(), ids=CASES)
def test_result_stands_on_the_line_that_caused_it(text: str, rule: str, place: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    found = told(tmp_path)
    assert [(line, column) for _, line, column, each in found if each == rule] == [place]


def test_curated_statement_at_fault_is_told_in_the_curation_file(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    note = "# Garden\n\n## Sources of Power\n\n### Relational Power\n\n- **Spade Power:** Based on tools.\n"
    (tmp_path / "notes" / "a.md").write_text(note, encoding="utf-8")
    (tmp_path / "powergraph.toml").write_text('[dataset]\ncuration = "c.ttl"\n', encoding="utf-8")
    (tmp_path / "c.ttl").write_text(
        "@prefix pow: <https://w3id.org/powergraph/ontology#> .\n"
        "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<graph/curation> prov:wasAttributedTo <person/example-a> .\n"
        "\n"
        "[] a pow:Assertion ; rdf:subject <power-source/spade-power> ;\n"
        '    rdf:predicate skos:prefLabel ; rdf:object "Rake_Power"@de ;\n'
        '    pow:passage [ pow:inNote <note/a> ; pow:quote "Based on tools" ] .\n',
        encoding="utf-8",
    )
    assert ("../c.ttl", 7, 1, "shapes.ReadableLabel-words") in told(tmp_path / "notes")


def test_labels_that_two_notes_share_are_told_with_each(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Garden\naliases:\n  - Plot\n---\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("---\ntags: [x1]\ntitle: Plot\n---\n", encoding="utf-8")
    places = [(path, line) for path, line, _, rule in told(tmp_path) if rule == "shapes.DistinctLabel-bearers"]
    assert places == [("a.md", 2), ("b.md", 3)]
