"""From end to end: a fault planted in a copy of the checkout's files is told with the file and line where it stands."""

import contextlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gate.assessment import Checkout
from gate.fair import OFFLINE
from gate.findings import Finding
from gate.profile import PROFILE
from gate.queries import load_checks
from powergraph.cli.commands import run

ROOT = Path(__file__).parents[2]
ONTOLOGY = "ontology/powergraph.ttl"
MARK = "¶"

NOTE = """\
---
title: Planted Fault
aliases: [Planting]
created: 2026-01-02
modified: 2026-03-04
---

# Planted Fault

## Definition and Core Themes

It is here to be found{self_link}.

## Sources of Power

### 1. Individual/Relational Power

- **Charm:** based on being liked.

### 2. Systemic/Structural Power

- **Repute:** based on what is said of somebody.
{second_group}
## Citations

- Weber, M. (1922). _Economy and Society._
{citation}
"""

ASSERTION = """
[] a pow:Assertion ;{mark}
    rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {object} ;
    pow:passage [ pow:inNote note:power-dynamics ; pow:quote "**Expert Power:**" ] .
"""


@dataclass(frozen=True)
class Vault:
    """A copy of data/, its settings naming curation and questions."""

    folder: Path

    #: What the command has printed since it was last asked.
    printed: Callable[[], str]

    def check(self) -> list[str]:
        """Return the lines that `powergraph check` prints in this folder."""
        with contextlib.chdir(self.folder), pytest.raises(SystemExit) as ended:
            run(["check", "notes"])
        assert ended.value.code in (0, 1)
        return self.printed().splitlines()

    def told(self, message: str) -> list[str]:
        """Return the places of the warnings and errors that say this."""
        lines = [line for line in self.check() if re.search(rf": (error|warning): .*{message}", line)]
        return [":".join(line.split(":")[:2]) for line in lines]

    def write(self, name: str, text: str) -> str:
        """Write a file and return the place of the line with the mark, which is taken out."""
        place = f"{name}:{text[: text.index(MARK)].count(chr(10)) + 1}"
        (self.folder / name).write_text(text.replace(MARK, ""), encoding="utf-8")
        return place

    def note(self, *, self_link: str = "", second_group: str = "", citation: str = "") -> str:
        text = NOTE.format(self_link=self_link, second_group=second_group, citation=citation)
        return self.write("notes/planted.md", text)

    def assertion(self, subject: str, predicate: str, target: str) -> str:
        text = (self.folder / "curation.ttl").read_text(encoding="utf-8")
        return self.write(
            "curation.ttl", text + ASSERTION.format(mark=MARK, subject=subject, predicate=predicate, object=target)
        )


@pytest.fixture
def whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Vault:
    """Return a copy of all of data/."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    settings = tmp_path / "data/powergraph.toml"
    text = settings.read_text(encoding="utf-8")
    for name, value in (("curation", "curation.ttl"), ("queries", "queries"), ("mappings", "mappings")):
        if not re.search(rf"(?m)^{name} *=", text):
            text = text.replace("[dataset]\n", f'[dataset]\n{name} = "{value}"\n')
    settings.write_text(text, encoding="utf-8")
    return Vault(tmp_path / "data", lambda: capsys.readouterr().out)


@pytest.fixture
def vault(whole: Vault) -> Vault:
    """Return a copy of a part of data/ that is fast to check: one note, and a little of each file beside it."""
    folder = whole.folder
    for file in (*folder.glob("notes/*.md"), *folder.glob("queries/*.rq"), *folder.glob("mappings/*.tsv")):
        if file.name not in ("power-dynamics.md", "one-source.rq", "wikidata.sssom.tsv"):
            file.unlink()
    curation = folder / "curation.ttl"
    head, _, _ = curation.read_text(encoding="utf-8").partition("[] a pow:Assertion")
    first = ASSERTION.format(
        mark="", subject="source:referent-power", predicate="pow:reinforces", object="source:reward-power"
    )
    curation.write_text(head + first, encoding="utf-8")
    mappings = folder / "mappings/wikidata.sssom.tsv"
    rows = mappings.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.startswith(("#", "subject_id")) or "person/foucault-m" in row]
    mappings.write_text("".join(kept), encoding="utf-8")
    return whole


def test_nothing_is_told_of_the_files_as_they_are(whole: Vault) -> None:
    assert [line for line in whole.check() if ": info: " not in line] == []


def test_nothing_is_told_of_the_part_that_faults_are_planted_in(vault: Vault) -> None:
    assert [line for line in vault.check() if ": info: " not in line] == []


def test_note_that_links_to_itself_is_told(vault: Vault) -> None:
    place = vault.note(self_link=f", as [[Planting]] says{MARK}")
    assert vault.told("links to its own topic") == [place]


def test_source_in_both_groups_of_a_note_is_told(vault: Vault) -> None:
    place = vault.note(second_group=f"- **Charm:** based on what is taken for charm.{MARK}\n")
    assert vault.told("Charm under .* was left out") == [place]


def test_citation_without_a_year_is_told(vault: Vault) -> None:
    place = vault.note(citation=f"- Adorno, T. _The Authoritarian Personality._{MARK}")
    assert vault.told("has no year") == [place]


def test_practice_that_no_note_has_is_told(vault: Vault) -> None:
    place = vault.assertion("<practice/power-dynamics/no-such-practice>", "pow:testsFor", "source:coercive-power")
    assert vault.told("no-such-practice") == [place]


def test_second_preferred_label_in_curation_is_told(vault: Vault) -> None:
    place = vault.assertion("source:referent-power", "skos:prefLabel", '"Power of reference"@en')
    assert vault.told("preferred label") == [place]


def test_source_that_curation_puts_into_the_other_group_is_told(vault: Vault) -> None:
    place = vault.assertion("source:referent-power", "rdf:type", "pow:SystemicPowerSource")
    assert vault.told("not both") == [place]


def test_concept_that_curation_relates_to_itself_is_told(vault: Vault) -> None:
    place = vault.assertion("source:referent-power", "pow:reinforces", "source:referent-power")
    assert vault.told("itself") == [place]


def test_undefined_term_in_a_question_is_told(vault: Vault) -> None:
    file = vault.folder / "queries/one-source.rq"
    text = file.read_text(encoding="utf-8")
    assert text.count("pow:startLine ?line") == 1
    place = vault.write("queries/one-source.rq", text.replace("pow:startLine ?line", f"pow:startline{MARK} ?line"))
    assert vault.told("pow:startline") == [place]


def test_mapping_to_what_is_no_identifier_there_is_told(vault: Vault) -> None:
    file = vault.folder / "mappings/wikidata.sssom.tsv"
    text = file.read_text(encoding="utf-8")
    assert text.count("\twikidata:Q44272\t") == 1
    place = vault.write("mappings/wikidata.sssom.tsv", text.replace("\twikidata:Q44272\t", f"\twikidata:44272{MARK}\t"))
    assert vault.told("44272") == [place]


def found(root: Path) -> list[Finding]:
    checkout = Checkout(root)
    checks = [check.run for check in load_checks() if check.asked_of == "ontology"]
    checks += [check.run for check in OFFLINE] + [check.run for check in PROFILE]
    return [finding for run in checks for finding in run(checkout.ontology)]


#: What is planted in the ontology in place of what, at which of its lines, and what is said of it.
IN_ONTOLOGY = {
    "missing label": (
        r"(?s)(pow:PowerSource a owl:Class ;\n) *rdfs:label .*? ;\n",
        r"\1",
        "pow:PowerSource has no label",
    ),
    "two labels": (r'"power source"@en', '"power source"@en , "wellspring"@en', 'pow:PowerSource has "wellspring"@en'),
    "no definition": (
        r"(pow:PowerMode a owl:Class ;\n(?: .*\n)*?) *skos:definition .*\n",
        r"\1",
        "pow:PowerMode has no definition",
    ),
    "two domains": (
        r"(pow:hasReference a owl:ObjectProperty ;)",
        r"\1 rdfs:domain pow:Topic ;",
        "pow:hasReference has pow:Topic besides",
    ),
    "a cycle": (r"(pow:Topic a owl:Class ;)", r"\1 rdfs:subClassOf pow:Framework ;", "pow:Topic is below itself"),
    "punning": (r"pow:Stub a owl:NamedIndividual", "pow:Stub a owl:Class , owl:NamedIndividual", "pow:Stub is of two"),
    "no licence": (r" *dcterms:license .*\n", "", "states no licence"),
}


@pytest.mark.parametrize(("was", "becomes", "message"), IN_ONTOLOGY.values(), ids=IN_ONTOLOGY)
def test_fault_planted_in_the_ontology_is_told(was: str, becomes: str, message: str, tmp_path: Path) -> None:
    for folder in ("ontology", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    file = tmp_path / ONTOLOGY
    text = file.read_text(encoding="utf-8")
    planted = re.sub(was, becomes, text, count=1)
    assert planted != text
    file.write_text(planted, encoding="utf-8")
    told = [finding for finding in found(tmp_path) if message in finding.message]
    assert told
    assert {finding.file for finding in told} == {ONTOLOGY}
    lines = planted.splitlines()
    subject = message.split(" ")[0]
    for finding in told:
        near = "\n".join(lines[max(0, finding.line - 12) : finding.line])
        assert (subject if subject.startswith("pow:") else "owl:Ontology") in near, str(finding)
