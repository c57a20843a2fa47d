"""Questions: what a file says, each fault with its place, and the RDF that is made of it."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from powergraph.config import load_vault_settings
from powergraph.diagnostics import Place, Severity
from powergraph.graph.iris import Minter
from powergraph.graph.question_quads import question_graph
from powergraph.graph.questions import load_questions, parse_question
from powergraph.prefixes import PREFIXES
from powergraph.publishing.build import check
from powergraph.query_text import tokens_of

FILE = """\
# title: Short
# title@fr: Court
# question: What does
#   this do?
# question@FR: Que fait ceci ?
# note: Only this:
#   with a colon.
# level: 2
# parameter: thing | the thing
# parameter@fr: ?thing | la chose
# parameter: least | how many at least

# This comment belongs to the query.
PREFIX pow: <https://w3id.org/powergraph/ontology#>
SELECT DISTINCT ?practice WHERE {
  VALUES ?thing { <https://example.org/thing> }
  VALUES ?least { 3 }
  ?practice pow:addresses ?thing
}
ORDER BY ?practice
"""
HEAD = "# question: What?\n\n"
POW = "PREFIX pow: <https://w3id.org/powergraph/ontology#>\n"


def told_of(text: str) -> list[str]:
    return [str(fault).rpartition(" [")[0] for fault in sorted(parse_question(text, "q", "queries/q.rq")[1])]


def test_a_file_is_read() -> None:
    question, told = parse_question(FILE, "short", "queries/short.rq")
    assert told == ()
    assert question is not None
    assert question.titles == {"en": "Short", "fr": "Court"}
    assert question.questions == {"en": "What does this do?", "fr": "Que fait ceci ?"}
    assert question.notes == {"en": "Only this: with a colon."}
    assert question.level == 2
    assert question.query.startswith("# This comment belongs to the query.\nPREFIX pow:")
    assert question.query.endswith("ORDER BY ?practice")
    assert FILE.splitlines()[question.start_line - 1] == question.query.splitlines()[0]
    thing, least = question.parameters
    assert (thing.name, thing.default) == ("thing", NamedNode("https://example.org/thing"))
    assert thing.labels == {"en": "the thing", "fr": "la chose"}
    assert (least.name, least.default, least.labels) == ("least", Literal(3), {"en": "how many at least"})


def test_a_question_in_words_and_a_query_are_enough() -> None:
    question, told = parse_question("# question: ¿Qué?\nSELECT * { ?s ?p ?o }", "q", "q.rq", "es")
    assert told == ()
    assert question is not None
    assert question.titles == question.questions == {"es": "¿Qué?"}
    assert question.level == 3
    assert question.start_line == 2


ERRORS = {
    "undefined term": (
        POW + "SELECT * {\n  ?p pow:adresses ?c }",
        "queries/q.rq:5:6: error: pow:adresses is not a term of the vocabulary (did you mean pow:addresses?)",
    ),
    "undefined term in full": (
        "SELECT * { ?p <https://w3id.org/powergraph/ontology#powersource> ?c }",
        "queries/q.rq:3:15: error: pow:powersource is not a term of the vocabulary (did you mean pow:PowerSource?)",
    ),
    "undefined term under another prefix": (
        "PREFIX p: <https://w3id.org/powergraph/ontology#>\nSELECT * { ?p p:zzz ?c }",
        "queries/q.rq:4:15: error: pow:zzz is not a term of the vocabulary",
    ),
    "unknown prefix": (
        "SELECT * { ?p skos:note ?c }",
        "queries/q.rq:3:15: error: the prefix skos: is not declared "
        "(add the line PREFIX skos: <http://www.w3.org/2004/02/skos/core#>)",
    ),
    "unknown prefix near another": (
        POW + "SELECT * { ?p pov:Topic ?c }",
        "queries/q.rq:4:15: error: the prefix pov: is not declared (did you mean pow:?)",
    ),
    "update": (
        "DELETE WHERE { ?s ?p ?o }",
        "queries/q.rq:3:1: error: DELETE changes data, and a question only reads",
    ),
    "no select": (
        "ASK { ?s ?p ?o }",
        "queries/q.rq:3:1: error: a question cannot begin with ASK (it is a SELECT)",
    ),
    "service": (
        "SELECT * {\n  service<https://example.org/> { ?s ?p ?o } }",
        "queries/q.rq:4:3: error: SERVICE asks another server, and a question asks this dataset alone",
    ),
    "no query": (
        "\n",
        "queries/q.rq:1:1: error: there is no query (below the head stands a SELECT)",
    ),
    "too deep": (
        "SELECT * " + "{" * 65 + "}" * 65,
        "queries/q.rq:3:74: error: more than 64 brackets stand in each other",
    ),
}


@pytest.mark.parametrize(("query", "told"), ERRORS.values(), ids=ERRORS)
def test_a_faulty_query_is_told_with_its_place(query: str, told: str) -> None:
    assert told_of(HEAD + query) == [told]
    assert parse_question(HEAD + query, "q", "queries/q.rq")[0] is None


def test_what_the_parser_refuses_is_told_where_it_stopped() -> None:
    (told,) = told_of(HEAD + "SELECT * {\n  ?s ?p }")
    assert told.startswith("queries/q.rq:4:10: error: the query cannot be read: ")
    assert "\n" not in told
    assert len(told) < 250


def test_names_in_strings_comments_and_iris_are_no_terms() -> None:
    query = POW + "SELECT * { ?s ?p 'pow:wrong SERVICE' , <https://example.org/pow:wrong> } # pow:wrong SERVICE"
    assert told_of(HEAD + query) == []


def test_a_term_that_the_dataset_never_uses_is_a_warning() -> None:
    query = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nSELECT * { ?s skos:preflabel ?l }"
    question, told = parse_question(HEAD + query, "q", "q.rq")
    assert [str(fault).rpartition(" [")[0] for fault in told] == [
        "q.rq:4:15: warning: skos:preflabel is not used in the dataset (did you mean skos:prefLabel?)"
    ]
    assert question is not None


def test_a_prefix_of_the_table_with_another_namespace_is_a_warning() -> None:
    query = "PREFIX skos: <https://example.org/>\nSELECT * { ?s skos:anything ?l }"
    question, told = parse_question(HEAD + query, "q", "q.rq")
    assert [str(fault).rpartition(" [")[0] for fault in told] == [
        "q.rq:3:14: warning: skos: stands elsewhere for <http://www.w3.org/2004/02/skos/core#> "
        "(one prefix, one meaning)"
    ]
    assert question is not None


def test_prefixes_of_ones_own_are_free() -> None:
    query = "PREFIX wd: <http://www.wikidata.org/entity/>\nPREFIX : <x:>\nSELECT * { wd:Q1 :any ?l }"
    assert told_of(HEAD + query) == []


@given(st.integers(0, len(FILE)), st.integers(0, 60), st.text(max_size=12) | st.sampled_from(list("{}()<>'\"\\#?:|@")))
def test_no_text_stops_the_reader(at: int, cut: int, put: str) -> None:
    text = FILE[:at] + put + FILE[at + cut :]
    question, told = parse_question(text, "q", "q.rq")
    lines = text.count("\n") + 1
    assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in told)
    assert question is not None or any(fault.severity is Severity.ERROR for fault in told)
    if question:
        Store().query(question.query_with({p.name: p.default for p in question.parameters}))


HEADS = {
    "level of many digits": (
        "# question: Q\n# level: " + "1" * 5000 + "\nSELECT * { }",
        f"2:1: warning: the level is {'1' * 40!r} (it goes from 1 (simple) to 5 (hard))",
        False,
    ),
    "language that no literal may have": (
        "# question: Q\n# note@en-a: Oh\nSELECT * { }",
        "2:1: warning: @en-a is not a language (write for example @fr)",
        False,
    ),
    "no question": (
        "# title: T\nSELECT * { }",
        "1:1: error: the question is missing (begin the file with # question: and the question in words)",
        True,
    ),
    "unknown key": (
        "# question: Q\n# tilte: T\nSELECT * { }",
        "2:1: warning: tilte is not a part of a question (did you mean title?)",
        False,
    ),
    "free comment": (
        "# by me\n# question: Q\nSELECT * { }",
        "1:1: warning: a comment that says nothing of the question "
        "(write # question: ..., and other comments below an empty line)",
        False,
    ),
    "said twice": (
        "# question: Q\n# question@en: R\nSELECT * { }",
        "2:1: warning: question is said twice in the language en; the first counts",
        False,
    ),
    "no language": (
        "# question: Q\n# question@f_r: R\nSELECT * { }",
        "2:1: warning: @f_r is not a language (write for example @fr)",
        False,
    ),
    "empty": ("# question: Q\n# title:\nSELECT * { }", "2:1: warning: title is empty", False),
    "level": (
        "# question: Q\n# level: hard\nSELECT * { }",
        "2:1: warning: the level is 'hard' (it goes from 1 (simple) to 5 (hard))",
        False,
    ),
    "level out of range": (
        "# question: Q\n# level: 6\nSELECT * { }",
        "2:1: warning: the level is '6' (it goes from 1 (simple) to 5 (hard))",
        False,
    ),
    "two levels": (
        "# question: Q\n# level: 1\n# level: 2\nSELECT * { }",
        "3:1: warning: the level is said twice; the first counts",
        False,
    ),
    "name of a parameter": (
        "# question: Q\n# parameter: a b | it\nSELECT * { }",
        "2:1: error: 'a b' cannot be the name of a variable (write # parameter: name | what it is)",
        True,
    ),
    "parameters that differ in capitals alone": (
        "# question: Q\n# parameter: a | it\n# parameter: A | that\nSELECT * { VALUES ?a { 1 } VALUES ?A { 2 } }",
        "3:1: error: the parameters a and A would have the same identifier "
        "(give one of them a name that differs in more than capitals)",
        True,
    ),
    "parameter without VALUES": (
        "# question: Q\n# parameter: x | it\nSELECT * { ?x ?p ?o }",
        "2:1: error: the query has no VALUES row for the parameter x (write VALUES ?x { default })",
        True,
    ),
    "parameter with two rows": (
        "# question: Q\n# parameter: x | it\nSELECT * { VALUES ?x { 1 } VALUES ?x { 1 } }",
        "3:23: error: the parameter x has 2 VALUES rows (write VALUES ?x { default } once)",
        True,
    ),
    "parameter with two defaults": (
        "# question: Q\n# parameter: x | it\nSELECT * { VALUES ?x { 1 2 } }",
        "3:23: error: the parameter x has not exactly one default (write VALUES ?x { default })",
        True,
    ),
    "parameter without default": (
        "# question: Q\n# parameter: x | it\nSELECT * { VALUES ?x { UNDEF } }",
        "3:23: error: the parameter x has not exactly one default (write VALUES ?x { default })",
        True,
    ),
}


@pytest.mark.parametrize(("text", "told", "refused"), HEADS.values(), ids=HEADS)
def test_a_faulty_head_is_told_with_its_place(text: str, told: str, refused: bool) -> None:
    assert told_of(text) == [f"queries/q.rq:{told}"]
    assert (parse_question(text, "q", "queries/q.rq")[0] is None) == refused


def test_all_faults_of_all_files_are_told_and_hinder_no_other(tmp_path: Path) -> None:
    good = HEAD + "SELECT * { ?s ?p ?o }"
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "folder.rq").mkdir()
    (tmp_path / "good.rq").write_bytes(b"\xef\xbb\xbf" + good.replace("\n", "\r\n").encode())
    (tmp_path / "Same Name.rq").write_text(good)
    (tmp_path / "deep" / "same-name.rq").write_text(good)
    (tmp_path / ".hidden" / "bad.rq").write_text("never read")
    (tmp_path / "latin.rq").write_bytes("# question: Où ?\nSELECT * { }".encode("latin-1"))
    (tmp_path / "large.rq").write_text(good + " " * 100_000)
    (tmp_path / "two.rq").write_text("# level: 9\n" + POW + "SELECT * { ?s pow:nothing pow:never }")
    loaded = load_questions(tmp_path, "asked")
    assert [(question.name, question.path) for question in loaded.questions] == [
        ("good", "asked/good.rq"),
        ("same-name", "asked/Same Name.rq"),
    ]
    assert "\r" not in loaded.questions[0].query
    assert [(d.path, d.line, d.column, d.severity, d.rule) for d in loaded.diagnostics] == [
        ("asked/deep/same-name.rq", 1, 1, Severity.ERROR, "questions.same-name"),
        ("asked/large.rq", 1, 1, Severity.ERROR, "questions.unreadable"),
        ("asked/latin.rq", 1, 1, Severity.ERROR, "questions.unreadable"),
        ("asked/two.rq", 1, 1, Severity.ERROR, "questions.no-question"),
        ("asked/two.rq", 1, 1, Severity.WARNING, "questions.level"),
        ("asked/two.rq", 3, 15, Severity.ERROR, "questions.undefined-term"),
        ("asked/two.rq", 3, 27, Severity.ERROR, "questions.undefined-term"),
    ]
    assert "asked/Same Name.rq" in loaded.diagnostics[0].message


def test_a_long_run_of_words_and_stops_takes_no_long_time() -> None:
    """A test of time: the square of this length takes most of a minute."""
    started = time.monotonic()
    assert len(tokens_of("a." * 45_000)) == 90_000
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("name", [b"\xff.rq", b"a\nb.rq", "a\u202eb.rq".encode()])
def test_a_name_that_no_path_may_have_is_told(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text(HEAD + "SELECT * { ?s ?p ?o }")
    (tmp_path / "a\u202fb.rq").write_text(HEAD + "SELECT * { ?s ?p ?o }")
    loaded = load_questions(tmp_path, "asked")
    assert [question.name for question in loaded.questions] == ["a-b"]
    assert [(d.path.isascii(), d.rule) for d in loaded.diagnostics] == [(True, "questions.unreadable")]


def test_a_question_that_cannot_be_read_does_not_hide_the_faults_of_others(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("Words.")
    (notes / "powergraph.toml").write_text('[dataset]\nqueries = "../asked"\n')
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "a.rq").symlink_to("/proc/self/mem")
    (tmp_path / "asked" / "b.rq").write_text("SELECT * { ?s ?p ?o }")
    told = check(notes, load_vault_settings(notes)).told
    assert [d.rule for d in told if d.path.startswith("../")] == ["questions.unreadable", "questions.no-question"]


def test_a_folder_that_does_not_exist_holds_no_questions(tmp_path: Path) -> None:
    assert load_questions(tmp_path / "none", "none").questions == ()


def test_questions_come_from_simple_to_hard_and_then_by_name(tmp_path: Path) -> None:
    for name, level in (("a", 5), ("b", 1), ("c", 1)):
        (tmp_path / f"{name}.rq").write_text(f"# question: Q\n# level: {level}\nSELECT * {{ }}")
    assert [question.name for question in load_questions(tmp_path, "").questions] == ["b", "c", "a"]


EXPECTED = """
<https://example.org/queries/short> <rdf#type> <pow#Question>
<https://example.org/queries/short> <rdf#type> <sh#SPARQLExecutable>
<https://example.org/queries/short> <rdf#type> <sh#SPARQLSelectExecutable>
<https://example.org/queries/short> <rdfs#label> "Short"@en
<https://example.org/queries/short> <rdfs#label> "Court"@fr
<https://example.org/queries/short> <dcterms#description> "What does this do?"@en
<https://example.org/queries/short> <dcterms#description> "Que fait ceci ?"@fr
<https://example.org/queries/short> <skos#note> "Only this: with a colon."@en
<https://example.org/queries/short> <pow#difficulty> "2"^^<xsd#integer>
<https://example.org/queries/short> <pow#path> "queries/short.rq"
<https://example.org/queries/short> <pow#startLine> "13"^^<xsd#integer>
<https://example.org/queries/short> <pow#parameter> <https://example.org/queries/short/parameter/least>
<https://example.org/queries/short> <pow#parameter> <https://example.org/queries/short/parameter/thing>
<https://example.org/queries/short/parameter/least> <rdf#type> <pow#Parameter>
<https://example.org/queries/short/parameter/least> <rdfs#label> "how many at least"@en
<https://example.org/queries/short/parameter/least> <pow#variable> "least"
<https://example.org/queries/short/parameter/least> <pow#default> "3"^^<xsd#integer>
<https://example.org/queries/short/parameter/least> <pow#ordinal> "2"^^<xsd#integer>
<https://example.org/queries/short/parameter/thing> <rdf#type> <pow#Parameter>
<https://example.org/queries/short/parameter/thing> <rdfs#label> "the thing"@en
<https://example.org/queries/short/parameter/thing> <rdfs#label> "la chose"@fr
<https://example.org/queries/short/parameter/thing> <pow#variable> "thing"
<https://example.org/queries/short/parameter/thing> <pow#default> <https://example.org/thing>
<https://example.org/queries/short/parameter/thing> <pow#ordinal> "1"^^<xsd#integer>
"""


def test_a_question_is_described_as_rdf() -> None:
    question, _ = parse_question(FILE, "short", "queries/short.rq")
    assert question is not None
    made = question_graph([question], Minter("https://example.org/"))
    expected = EXPECTED
    for prefix, namespace in PREFIXES.items():
        expected = expected.replace(f"<{prefix}#", f"<{namespace}")
    lines = {str(triple) for triple in made.graph.triples}
    query = {line for line in lines if "shacl#select>" in line}
    assert lines - query == set(expected.strip().splitlines())
    assert len(query) == 1
    assert made.graph.iri == "https://example.org/graph/queries"
    assert made.graph.note is None
    assert made.origins == {
        "https://example.org/queries/short": Place("queries/short.rq", 13),
        "https://example.org/queries/short/parameter/thing": Place("queries/short.rq", 13),
        "https://example.org/queries/short/parameter/least": Place("queries/short.rq", 13),
    }


def test_the_query_read_from_the_dataset_runs_as_it_stands() -> None:
    question, _ = parse_question(FILE, "short", "queries/short.rq")
    assert question is not None
    store = Store()
    for triple in question_graph([question], Minter("https://example.org/")).graph.triples:
        store.add(Quad(triple.subject, triple.predicate, triple.object))
    store.add(
        Quad(
            NamedNode("https://example.org/practice"),
            NamedNode(PREFIXES["pow"] + "addresses"),
            NamedNode("https://example.org/thing"),
        )
    )
    found = store.query(f"SELECT ?query {{ ?question <{PREFIXES['sh']}select> ?query }}")
    assert isinstance(found, QuerySolutions)
    (row,) = found
    answer = store.query(row["query"].value)
    assert isinstance(answer, QuerySolutions)
    assert [str(solution["practice"]) for solution in answer] == ["<https://example.org/practice>"]


def test_no_question_makes_an_empty_graph() -> None:
    assert question_graph([], Minter("https://example.org/")).graph.triples == ()
