"""Each declared rule has a vault that provokes it, at the place and with each severity that it is declared to have.

A rule of src/powergraph/rules.py without a case here is a failure, and so is a case that no longer provokes its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from powergraph.cli.author import show
from powergraph.config import SettingsError, load_vault_settings, settings_fault
from powergraph.diagnostics import Diagnostic
from powergraph.extract.profile import load_profile
from powergraph.graph.likeness import mark_of
from powergraph.publishing.build import check
from powergraph.rules import RULES, rules_by_id

#: A file that is there and cannot be read, whoever asks.
UNREADABLE = Path("/proc/self/mem")

GARDEN = """---
title: Garden
---
# Garden

## Definition

A **garden** is a place where somebody decides what grows.

- **Fence:** What keeps others out.
- **Gate:** What lets them in.
"""
SETTINGS = '[dataset]\nbase_iri = "https://example.org/vault/"\n'

CURATION_HEAD = """@prefix pow: <https://w3id.org/powergraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .

<graph/curation> prov:wasAttributedTo <person/example-a> .
"""
GATE = '[ pow:inNote <note/garden> ; pow:quote "What lets them in." ]'
#: The line on which the only assertion of a case begins.
STATED = CURATION_HEAD.count("\n") + 1

MAPPING_HEAD = """# mapping_set_id: https://example.org/mappings/lcsh
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   lcsh: https://id.loc.gov/authorities/subjects/
#   pg: https://w3id.org/powergraph/
"""
CELLS = {
    "subject_id": "pg:topic/garden",
    "subject_label": "Garden",
    "predicate_id": "skos:closeMatch",
    "predicate_modifier": "",
    "object_id": "lcsh:sh85053123",
    "object_label": "Gardens",
    "mapping_justification": "semapv:ManualMappingCuration",
    "confidence": "0.95",
    "author_id": "pg:person/writer-w",
    "reviewer_id": "pg:person/reader-r",
    "mapping_date": "2026-02-03",
    "comment": "list of headings, 2026",
}
COLUMNS = "\t".join(CELLS) + "\n"
#: The line of the first row of a mapping set.
ROW = MAPPING_HEAD.count("\n") + 2


@dataclass(frozen=True)
class Case:
    """What provokes a rule: files of a folder, and where the rule is told with which severity."""

    rule: str
    told: str
    files: Mapping[str, str | bytes | Path]

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.told.rpartition(' ')[2]}"


def note(rule: str, told: str, text: str | bytes, **more: str) -> Case:
    """A case of one note, `notes/a.md`, and of *more* notes by their names."""
    others = {f"notes/{name}.md": text for name, text in more.items()}
    return Case(rule, told, {"notes/a.md": text, **others})


def setting(rule: str, told: str, text: str) -> Case:
    return Case(rule, told, {"notes/a.md": GARDEN, "powergraph.toml": text})


def assertion(rule: str, told: str, text: str, head: str = CURATION_HEAD, **more: str) -> Case:
    files = {"notes/garden.md": GARDEN, "curation.ttl": head + text}
    others = {f"notes/{name}.md": text for name, text in more.items()}
    return Case(rule, told, {**files, **others, "powergraph.toml": SETTINGS + 'curation = "curation.ttl"\n'})


def stated(passage: str = GATE, subject: str = "concept/garden/gate", predicate: str = "pow:linksTo") -> str:
    """An assertion about the garden, the way the curation file has it."""
    return (
        f"[] a pow:Assertion ; rdf:subject <{subject}> ; rdf:predicate {predicate} ;\n"
        f"    rdf:object <topic/garden> ; pow:passage {passage} .\n"
    )


def rows(*changes: Mapping[str, str]) -> str:
    return COLUMNS + "".join("\t".join((CELLS | change).values()) + "\n" for change in changes)


def mapping(rule: str, told: str, table: str | bytes, *more: str, head: str = MAPPING_HEAD, **notes: str) -> Case:
    """A case of the mapping set `a.sssom.tsv`, and of *more* sets `b`, `c`."""
    sets = [head + table if isinstance(table, str) else table, *(head + text for text in more)]
    files = {f"sets/{'abc'[n]}.sssom.tsv": content for n, content in enumerate(sets)}
    others = {f"notes/{name}.md": text for name, text in notes.items()}
    settings = {"powergraph.toml": SETTINGS + 'mappings = "sets"\n'}
    return Case(rule, told, {"notes/garden.md": GARDEN, **files, **others, **settings})


def question(rule: str, told: str, text: str, **more: str) -> Case:
    """A case of the question `q.rq`, and of *more* questions by their names."""
    files = {f"q/{name}.rq": content for name, content in {"q": text, **more}.items()}
    return Case(rule, told, {"notes/a.md": GARDEN, **files, "powergraph.toml": SETTINGS + 'queries = "q"\n'})


def ledger(rule: str, told: str, text: str | bytes, **notes: str) -> Case:
    """A case of a ledger of identifiers, of the note `Garden.md` and of *notes* by their names."""
    others = {f"notes/{name.replace('__', '/')}.md": content for name, content in {"Garden": GARDEN, **notes}.items()}
    return Case(rule, told, {**others, "ids.tsv": text, "powergraph.toml": SETTINGS})


def gone(name: str, text: str) -> str:
    """A row of the ledger about a note that is not there any more, and what it said."""
    cells = (f"note/{name.lower()}", "active", name.lower(), f"{name}.md", "", "", "", str(mark_of(text)))
    return "\t".join(cells) + "\n"


def unreadable(rule: str, path: str, setting: str) -> Case:
    files: dict[str, str | bytes | Path] = {"notes/a.md": GARDEN, "powergraph.toml": SETTINGS + setting}
    return Case(rule, f"../{path}:1:1 error", {**files, path: UNREADABLE})


def entry(text: str) -> str:
    return f"# Garden\n\n## Citations\n\n- {text}\n"


LEDGER = "iri\tstatus\ttopic\tpath\tid\tformer\treplaced_by\n"
KEPT = "note/garden\tactive\tgarden\tGarden.md\n"
LAWN = "# Lawn\n\nGrass that is cut before it can say what it wants.\n\nNobody walks on it.\n"
ASK = "# question: Q\n"
SELECT = "SELECT * { ?s ?p ?o }\n"
BINARY = "\0\1\2"

CASES = (
    note("notes.control", "a.md:3:1 warning", "# Garden\n\nA fence\x07\n"),
    note("notes.date", "a.md:2:10 warning", "---\ncreated: yesterday\n---\n# A\n"),
    note("notes.doubt", "a.md:2:10 error", "---\ntitle: My: diary\npublish: no\n---\ntext\n", b=GARDEN),
    note("notes.empty", "a.md:1:1 info", "---\ntitle: A\n---\n"),
    note("notes.encoding", "a.md:1:1 warning", "# Garden\n\nA caf\u00e9.\n".encode("utf-16")),
    note("notes.front-matter", "a.md:1:1 info", "# Garden\n"),
    note("notes.language", "a.md:3:7 warning", "---\ntitle: A\nlang: 'no language'\n---\n# A\n"),
    Case("notes.private", "a.md:1:1 info", {"notes/a.md": "---\npublish: false\n---\n# A\n", "notes/b.md": GARDEN}),
    note("notes.property", "a.md:3:8 info", "---\ntitle: A\nmood: {sea: calm}\n---\n# A\n"),
    note(
        "notes.repaired",
        "a.md:3:1 warning",
        "# Garden\n\nIt\u00e2\u20ac\u2122s a \u00e2\u20ac\u0153fence\u00e2\u20ac\u009d.\n",
    ),
    Case("notes.unreadable", "a.md:1:1 error", {"notes/a.md": BINARY, "notes/b.md": GARDEN}),
    note("notes.yaml", "a.md:2:10 error", "---\ntitle: My: garden\n---\n# A\n"),
    note("notes.yaml", "a.md:3:1 warning", "---\ntitle: A\ntitle: B\n---\n# A\n"),
    note(
        "citations.alike",
        "a.md:5:1 info",
        entry("Alder, B. (1961). _The Long Shelf._\n- Alder, B. (1962). _The Long Shelf._"),
    ),
    note("citations.form", "a.md:5:1 info", entry("something that I heard of somewhere")),
    note("citations.isbn", "a.md:5:39 warning", entry("Alder, B. (1961). _The Shelf._ ISBN 978-0-674-96247-8")),
    note("citations.issn", "a.md:5:49 warning", entry("Alder, B. (1961). The shelf. _Woods_, 3. ISSN 2049-3631")),
    note(
        "citations.residue",
        "a.md:5:34 warning",
        entry("Alder, B. (1961). _The Shelf._ :contentReference[oaicite:0]{index=0}"),
    ),
    note(
        "concepts.two-groups",
        "b.md:7:1 warning",
        "# A\n\n## Sources of Power\n\n### Relational Power\n\n- **Spade Power:** Based on tools.\n",
        b="# B\n\n## Sources of Power\n\n### Systemic Power\n\n- **Spade Power:** Based on land.\n",
    ),
    note("iris.same-id", "b.md:2:5 error", "---\nid: garden-x\n---\n# A\n", b="---\nid: garden-x\n---\n# B\n"),
    Case("iris.same-name", "one/a.md:1:1 info", {"notes/one/a.md": "# A\n", "notes/two/a.md": "# A\n"}),
    ledger(
        "ids.doubt",
        "Lawn.md:1:1 warning",
        LEDGER.replace("\n", "\tcontent\n") + KEPT + gone("One", LAWN) + gone("Two", LAWN),
        Lawn=LAWN,
    ),
    ledger("ids.duplicate", "../ids.tsv:3:1 error", LEDGER + KEPT + KEPT),
    ledger("ids.encoding", "../ids.tsv:2:1 error", LEDGER.encode() + b"\xff"),
    ledger("ids.header", "../ids.tsv:1:1 error", LEDGER.replace("status", "state") + KEPT),
    ledger(
        "ids.loop",
        "../ids.tsv:3:1 error",
        LEDGER + "tag/a\tremoved\t\t\t\t\ttag/b\n" + "tag/b\tremoved\t\t\t\t\ttag/a\n",
    ),
    ledger("ids.merge", "../ids.tsv:2:1 error", LEDGER + "<<<<<<< one\n" + KEPT),
    ledger("ids.no-target", "../ids.tsv:3:1 warning", LEDGER + KEPT + "tag/a\tremoved\t\t\t\t\ttag/b\n"),
    ledger("ids.outdated", "../ids.tsv:1:1 info", LEDGER + KEPT, Lawn="# Lawn\n"),
    ledger(
        "ids.renamed",
        "Lawn.md:1:1 info",
        LEDGER + KEPT + "note/grass\tactive\tgrass\tGrass.md\tgreen\n",
        Lawn="---\nid: green\n---\n# Lawn\n",
    ),
    ledger("ids.row", "../ids.tsv:2:1 error", LEDGER + KEPT.replace("\n", "\t" * 9 + "\n")),
    ledger("ids.value", "../ids.tsv:2:1 error", LEDGER + KEPT.replace("active", "there")),
    ledger(
        "links.former",
        "Lawn.md:3:3 info",
        LEDGER + KEPT.replace("\n", "\t\tYard\n") + "note/lawn\tactive\tlawn\tLawn.md\n",
        Lawn="# Lawn\n\n[[Yard]]\n",
    ),
    note(
        "links.ambiguous",
        "a.md:3:3 warning",
        "# A\n\n[[Twin]]\n",
        b="---\ntitle: Twin\n---\n",
        c="---\ntitle: Twin\n---\n",
    ),
    note("links.loose", "a.md:3:3 info", "# A\n\n[[Elsewhere/Garden]]\n", Garden=GARDEN),
    note("links.private", "a.md:3:7 info", "# A\n\nSee [[diary]].\n", diary="---\npublish: false\n---\n"),
    Case(
        "links.strict",
        "a.md:3:3 warning",
        {
            "notes/a.md": "# A\n\n[[Garden]]\n",
            "notes/b.md": GARDEN,
            "powergraph.toml": '[notes]\nlinks = "strict"\n',
        },
    ),
    note("links.unclosed", "a.md:3:5 warning", "# A\n\nSee [[Garden and more.\n"),
    note("links.wanted", "a.md:3:3 info", "# A\n\n[[Something else]]\n"),
    note("links.wanted", "a.md:3:3 warning", "# A\n\n[[Gardem]]\n", Garden=GARDEN),
    assertion("curation.assertion", f"../curation.ttl:{STATED}:1 error", "[] a pow:Assertion ; rdf:subject <x> .\n"),
    assertion(
        "curation.maker",
        "../curation.ttl:4:1 error",
        stated(),
        head="\n".join(CURATION_HEAD.splitlines()[:3]) + "\n",
    ),
    assertion(
        "curation.no-note",
        f"../curation.ttl:{STATED}:1 error",
        stated('[ pow:inNote <note/nowhere> ; pow:quote "x" ]'),
    ),
    assertion(
        "curation.no-note",
        f"../curation.ttl:{STATED}:1 warning",
        stated('[ pow:inNote <note/nowhere> ; pow:quote "x" ]'),
        broken=BINARY,
    ),
    assertion(
        "curation.no-passage", f"../curation.ttl:{STATED}:1 error", "<topic/garden> pow:linksTo <topic/garden> .\n"
    ),
    assertion("curation.passage", f"../curation.ttl:{STATED}:1 error", stated('[ pow:quote "What lets them in." ]')),
    assertion(
        "curation.property",
        f"../curation.ttl:{STATED}:1 error",
        stated().replace("a pow:Assertion", "a pow:Assertion ; pow:icon 'x'"),
    ),
    assertion(
        "curation.quote",
        f"../curation.ttl:{STATED}:1 error",
        stated('[ pow:inNote <note/garden> ; pow:quote "What lets us in." ]'),
    ),
    assertion("curation.turtle", f"../curation.ttl:{STATED}:5 error", "<x> <y \n> .\n"),
    assertion("curation.undefined", f"../curation.ttl:{STATED}:1 error", stated(predicate="pow:linkTo")),
    assertion("curation.unknown", f"../curation.ttl:{STATED}:1 error", stated(subject="concept/garden/door")),
    assertion(
        "curation.unknown",
        f"../curation.ttl:{STATED}:1 warning",
        stated(subject="concept/garden/door"),
        broken=BINARY,
    ),
    unreadable("curation.unreadable", "curation.ttl", 'curation = "curation.ttl"\n'),
    mapping("mappings.cells", f"../sets/a.sssom.tsv:{ROW}:1 error", COLUMNS + "one\ttwo\n"),
    mapping("mappings.column", f"../sets/a.sssom.tsv:{ROW - 1}:1 error", COLUMNS.removeprefix("subject_id\t")),
    mapping("mappings.confidence", f"../sets/a.sssom.tsv:{ROW}:94 error", rows({"confidence": "sure"})),
    mapping("mappings.control", f"../sets/a.sssom.tsv:{ROW}:148 error", rows({"comment": "\x07"})),
    mapping("mappings.curie", f"../sets/a.sssom.tsv:{ROW}:1 error", rows({"subject_id": "garden"})),
    mapping("mappings.date", f"../sets/a.sssom.tsv:{ROW}:137 error", rows({"mapping_date": "2026-02-30"})),
    mapping("mappings.duplicate", f"../sets/a.sssom.tsv:{ROW + 1}:1 error", rows({}, {})),
    mapping("mappings.empty", f"../sets/a.sssom.tsv:{ROW}:17 error", rows({"subject_label": ""})),
    mapping("mappings.encoding", "../sets/a.sssom.tsv:1:1 error", b"\xff"),
    mapping(
        "mappings.exact-and-other",
        f"../sets/b.sssom.tsv:{ROW}:24 error",
        rows({"predicate_id": "skos:exactMatch"}),
        rows({"predicate_id": "skos:broadMatch"}),
    ),
    mapping(
        "mappings.justification",
        f"../sets/a.sssom.tsv:{ROW}:65 error",
        rows({"mapping_justification": "semapv:Guess"}),
    ),
    mapping("mappings.label", f"../sets/a.sssom.tsv:{ROW}:17 error", rows({"subject_label": "Yard"})),
    mapping("mappings.label", f"../sets/a.sssom.tsv:{ROW}:17 warning", rows({"subject_label": "Yard"}), broken=BINARY),
    mapping(
        "mappings.metadata", "../sets/a.sssom.tsv:1:1 error", rows({}), head="#\n" + MAPPING_HEAD.partition("\n")[2]
    ),
    mapping("mappings.modifier", f"../sets/a.sssom.tsv:{ROW}:40 error", rows({"predicate_modifier": "No"})),
    mapping(
        "mappings.one-to-one",
        f"../sets/a.sssom.tsv:{ROW + 1}:41 error",
        rows(
            {"predicate_id": "skos:exactMatch"},
            {"predicate_id": "skos:exactMatch", "object_id": "lcsh:sh85053130"},
        ),
    ),
    mapping(
        "mappings.order",
        f"../sets/a.sssom.tsv:{ROW + 1}:1 warning",
        rows({"object_id": "lcsh:sh85053130"}, {}),
    ),
    mapping("mappings.pattern", f"../sets/a.sssom.tsv:{ROW}:41 error", rows({"object_id": "lcsh:gardens"})),
    mapping("mappings.predicate", f"../sets/a.sssom.tsv:{ROW}:24 error", rows({"predicate_id": "skos:related"})),
    mapping("mappings.prefix", f"../sets/a.sssom.tsv:{ROW}:41 error", rows({"object_id": "loc:sh85053123"})),
    mapping(
        "mappings.rejected",
        f"../sets/b.sssom.tsv:{ROW}:41 error",
        rows({"predicate_modifier": "Not"}),
        rows({}),
    ),
    mapping("mappings.reviewer", f"../sets/a.sssom.tsv:{ROW}:118 error", rows({"reviewer_id": ""})),
    mapping("mappings.space", f"../sets/a.sssom.tsv:{ROW}:17 error", rows({"subject_label": " Garden"})),
    mapping("mappings.subject", f"../sets/a.sssom.tsv:{ROW}:1 error", rows({"subject_id": "pg:topic/yard"})),
    mapping(
        "mappings.subject",
        f"../sets/a.sssom.tsv:{ROW}:1 warning",
        rows({"subject_id": "pg:topic/yard"}),
        broken=BINARY,
    ),
    unreadable("mappings.unreadable", "sets/a.sssom.tsv", 'mappings = "sets"\n'),
    mapping(
        "mappings.vocabulary",
        f"../sets/a.sssom.tsv:{ROW + 1}:41 error",
        rows({}),
        head="# object_source: http://id.worldcat.org/fast\n" + MAPPING_HEAD,
    ),
    question("questions.form", "../q/q.rq:2:1 error", ASK + "ASK { ?s ?p ?o }\n"),
    question("questions.head", "../q/q.rq:1:1 warning", "# by me\n" + ASK + SELECT),
    question("questions.language", "../q/q.rq:2:1 warning", ASK + "# title@x-: T\n" + SELECT),
    question("questions.level", "../q/q.rq:2:1 warning", ASK + "# level: 6\n" + SELECT),
    question("questions.no-query", "../q/q.rq:1:1 error", ASK),
    question("questions.no-question", "../q/q.rq:1:1 error", "# title: T\n" + SELECT),
    question("questions.parameter", "../q/q.rq:2:1 error", ASK + "# parameter: a b | c\n" + SELECT),
    question(
        "questions.prefix",
        "../q/q.rq:2:14 warning",
        ASK + "PREFIX skos: <https://example.org/>\n" + SELECT,
    ),
    question("questions.repeated", "../q/q.rq:2:1 warning", ASK + "# question: R\n" + SELECT),
    question("questions.same-name", "../q/q.rq:1:1 error", ASK + SELECT, Q=ASK + SELECT),
    question(
        "questions.service", "../q/q.rq:2:12 error", ASK + "SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }\n"
    ),
    question("questions.syntax", "../q/q.rq:2:19 error", ASK + "SELECT * { ?s ?p }\n"),
    question("questions.too-deep", "../q/q.rq:2:74 error", ASK + "SELECT * " + "{" * 65 + "}" * 65 + "\n"),
    question(
        "questions.undefined-term",
        "../q/q.rq:3:15 error",
        ASK + "PREFIX pow: <https://w3id.org/powergraph/ontology#>\nSELECT * { ?s pow:linkTo ?o }\n",
    ),
    question(
        "questions.undefined-term",
        "../q/q.rq:3:15 warning",
        ASK + "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nSELECT * { ?s skos:preflabel ?o }\n",
    ),
    question("questions.unknown-prefix", "../q/q.rq:2:15 error", ASK + "SELECT * { ?s skos:broader ?o }\n"),
    unreadable("questions.unreadable", "q/q.rq", 'queries = "q"\n'),
    question("questions.update", "../q/q.rq:2:1 error", ASK + "DELETE WHERE { ?s ?p ?o }\n"),
    setting("settings.file", "powergraph.toml:3:1 error", '[dataset]\ntitle = "T"\ncuration = "nowhere.ttl"\n'),
    setting("settings.profile", "powergraph.toml:1:2 error", '[profile]\ntitles = "x"\n'),
    setting("settings.syntax", "powergraph.toml:2:8 error", "[dataset]\ntitle =\n"),
    setting("settings.unknown", "powergraph.toml:2:1 error", '[dataset]\ntitel = "T"\n'),
    setting("settings.value", "powergraph.toml:2:1 error", "[serve]\nport = 99999\n"),
)


def written(folder: Path, case: Case) -> Path:
    """Write the files of a case and return its folder of notes."""
    for name, content in case.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            file.symlink_to(content)
        else:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "notes"


def told(notes: Path) -> list[Diagnostic]:
    """Return all that `check` tells of a folder of notes, its settings too."""
    try:
        settings = load_vault_settings(notes)
        try:
            load_profile(settings.profile)
        except ValueError as error:
            raise settings_fault(notes, ("profile",), "settings.profile", str(error)) from error
        return list(check(notes, settings, jobs=1).told)
    except SettingsError as error:
        return list(error.faults)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rule_is_provoked_at_its_place(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if UNREADABLE in case.files.values() and not UNREADABLE.is_file():
        pytest.skip("no file here that exists and cannot be read")
    notes = written(tmp_path, case)
    monkeypatch.chdir(tmp_path)
    if case.rule == "notes.private":  # told where one asks for this note
        answer = CliRunner().invoke(show, [str(notes / "a.md")])
        assert answer.output == "a.md:1:1: info: the note is private [notes.private]\n"
        return
    found = [f"{d.path}:{d.line}:{d.column} {d.severity}" for d in told(notes) if d.rule == case.rule]
    assert case.told in found, found


def test_every_declared_rule_is_provoked_with_every_severity_that_it_may_have() -> None:
    declared = {(rule.id, severity.value) for rule in RULES for severity in rule.severities}
    provoked = {(case.rule, case.told.rpartition(" ")[2]) for case in CASES}
    assert declared - provoked == set(), "add a case to tests/test_provoked.py"
    assert provoked - declared == set(), "no such rule or severity in src/powergraph/rules.py"


def test_no_case_is_there_twice() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.rule for case in CASES} == set(rules_by_id())
