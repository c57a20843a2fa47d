"""SSSOM/TSV: what a set of mappings says is read, and each fault is told at the line and column of its cell."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from powergraph.diagnostics import Severity
from powergraph.graph.authorities import AUTHORITIES, Authority, authority_of
from powergraph.graph.handmade import HandFile
from powergraph.graph.sssom import MappingSet, load_mapping_set
from powergraph.vocabulary import SEMAPV, SKOS

HEAD = """# mapping_set_id: https://example.org/mappings/lcsh
# mapping_set_title: Garden to subject headings
# license: https://creativecommons.org/licenses/by/4.0/
# object_source: https://id.loc.gov/authorities/subjects
# curie_map:
#   lcsh: https://id.loc.gov/authorities/subjects/
#   pg: https://w3id.org/powergraph/
"""
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "confidence", "author_id", "reviewer_id", "mapping_date", "comment",
)  # fmt: skip
FIRST = {
    "subject_id": "pg:topic/garden",
    "subject_label": "Garden",
    "predicate_id": "skos:closeMatch",
    "predicate_modifier": "",
    "object_id": "lcsh:sh85053123",
    "object_label": "Gardens",
    "mapping_justification": "semapv:ManualMappingCuration",
    "confidence": "0.95",
    "author_id": "pg:person/writer-w",
    "reviewer_id": "pg:person/reader-r|pg:person/reader-s",
    "mapping_date": "2026-02-03",
    "comment": "list of headings, 2026",
}
#: The line of the first row.
LINE = HEAD.count("\n") + 2


def table(*rows: dict[str, str], head: str = HEAD, columns: tuple[str, ...] = COLUMNS) -> str:
    lines = ["\t".join(columns), *("\t".join((FIRST | row)[c] for c in columns) for row in rows)]
    return head + "\n".join(lines) + "\n"


def load(tmp_path: Path, content: str | bytes) -> MappingSet:
    file = tmp_path / "garden.sssom.tsv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_mapping_set(HandFile(file, "../mappings/garden.sssom.tsv"))


def told(mapping_set: MappingSet) -> list[tuple[int, int, str]]:
    return [(d.line, d.column, d.rule.removeprefix("mappings.")) for d in mapping_set.diagnostics]


def column_of(name: str, row: dict[str, str] | None = None) -> int:
    texts = FIRST | (row or {})
    return sum(len(texts[c]) + 1 for c in COLUMNS[: COLUMNS.index(name)]) + 1


def test_row_is_read_with_its_line_and_the_places_of_its_cells(tmp_path: Path) -> None:
    mapping_set = load(tmp_path, table({}))
    assert told(mapping_set) == []
    assert mapping_set.metadata["mapping_set_title"] == "Garden to subject headings"
    (row,) = mapping_set.rows
    assert (row.line, row.subject, row.subject_label) == (
        LINE, NamedNode("https://w3id.org/powergraph/topic/garden"), "Garden",
    )  # fmt: skip
    assert (row.predicate, row.rejected, row.authority.name) == (SKOS.closeMatch, False, "LCSH")
    assert (row.object.value, row.object_label) == (
        "https://id.loc.gov/authorities/subjects/sh85053123", "Gardens",
    )  # fmt: skip
    assert (row.justification, row.confidence) == (SEMAPV.ManualMappingCuration, Decimal("0.95"))
    assert [a.value for a in row.authors] == ["https://w3id.org/powergraph/person/writer-w"]
    assert [r.value.rpartition("/")[2] for r in row.reviewers] == ["reader-r", "reader-s"]
    assert (row.date, row.comment) == ("2026-02-03", "list of headings, 2026")
    place = mapping_set.place(row, "object_id")
    assert (place.path, place.line, place.column) == ("../mappings/garden.sssom.tsv", LINE, column_of("object_id"))
    assert row.is_published


@pytest.mark.parametrize(
    "row", [{"confidence": "0.89"}, {"predicate_modifier": "Not"}, {"confidence": "0.5", "reviewer_id": ""}]
)
def test_row_that_is_unsure_unreviewed_or_rejected_is_read_but_not_published(
    tmp_path: Path, row: dict[str, str]
) -> None:
    mapping_set = load(tmp_path, table(row))
    assert told(mapping_set) == []
    assert [r.is_published for r in mapping_set.rows] == [False]


def test_column_of_the_modifier_may_be_absent_and_columns_stand_in_any_order(tmp_path: Path) -> None:
    columns = tuple(reversed([c for c in COLUMNS if c != "predicate_modifier"]))
    mapping_set = load(tmp_path, table({}, columns=columns))
    assert told(mapping_set) == []
    assert [(r.subject_label, r.is_published) for r in mapping_set.rows] == [("Garden", True)]


def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    mapping_set = load(tmp_path, b"\xef\xbb\xbf" + table({}).replace("\n", "\r\n").encode())
    assert told(mapping_set) == []
    assert [(r.line, r.comment) for r in mapping_set.rows] == [(LINE, "list of headings, 2026")]


CELLS = [
    ("subject_id", "pond:topic/garden", "prefix"),
    ("subject_id", "topic/garden", "curie"),
    ("subject_id", "https://w3id.org/powergraph/topic/garden", "curie"),
    ("subject_id", "pg:topic/<garden>", "curie"),
    ("subject_id", "", "curie"),
    ("subject_label", "", "empty"),
    ("subject_label", " Garden", "space"),
    ("predicate_id", "skos:broader", "predicate"),
    ("predicate_id", "owl:sameAs", "predicate"),
    ("predicate_id", "schema:sameAs", "prefix"),
    ("predicate_modifier", "not", "modifier"),
    ("object_id", "lcsh:sh1", "pattern"),
    ("object_id", "pg:topic/pond", "pattern"),
    ("object_id", "loc:sh85053123", "prefix"),
    ("object_label", "", "empty"),
    ("mapping_justification", "skos:note", "justification"),
    ("mapping_justification", "", "curie"),
    ("confidence", "1.01", "confidence"),
    ("confidence", "-0.1", "confidence"),
    ("confidence", "high", "confidence"),
    ("confidence", "", "confidence"),
    ("author_id", "", "empty"),
    ("author_id", "orcid:0000-0001", "prefix"),
    ("reviewer_id", "", "reviewer"),
    ("reviewer_id", "pg:person/reader-r|nobody", "curie"),
    ("mapping_date", "2026-02-30", "date"),
    ("mapping_date", "3 February 2026", "date"),
    ("mapping_date", "20260203", "date"),
    ("comment", "", "empty"),
    ("comment", "a\x07list", "control"),
    ("object_label", "Gar\u2028dens", "control"),
]


@pytest.mark.parametrize(("name", "text", "rule"), CELLS, ids=[f"{n}-{r}-{t[:9]!r}" for n, t, r in CELLS])
def test_fault_of_a_cell_is_told_at_its_line_and_column(tmp_path: Path, name: str, text: str, rule: str) -> None:
    """The faulty row is the second; its own cells before the fault are longer, so that the column is its own."""
    row = {"subject_label": "Ångström’s garden", "object_id": "lcsh:sh2001000147", name: text}
    mapping_set = load(tmp_path, table({}, row))
    column = column_of(name, row) + (text.index(next(c for c in text if c in "\x07\u2028")) if rule == "control" else 0)
    assert [d for d in told(mapping_set) if d[2] != "order"] == [(LINE + 1, column, rule)]
    assert all(d.path == "../mappings/garden.sssom.tsv" for d in mapping_set.diagnostics)
    assert [r.line for r in mapping_set.rows if r.is_published] == [LINE]


def test_all_faults_of_all_rows_are_told_in_one_run(tmp_path: Path) -> None:
    first = {"confidence": "2", "mapping_date": "yesterday", "comment": ""}
    second = {"object_id": "lcsh:sh85053x23", "object_label": ""}
    assert told(load(tmp_path, table(first, second))) == [
        (LINE, column_of("confidence"), "confidence"),
        (LINE, column_of("mapping_date", first), "date"),
        (LINE, column_of("comment", first), "empty"),
        (LINE + 1, column_of("object_id"), "pattern"),
        (LINE + 1, column_of("object_label", second), "empty"),
    ]


def test_object_of_another_vocabulary_than_the_set_leads_to_is_told(tmp_path: Path) -> None:
    head = HEAD + "#   fast: http://id.worldcat.org/fast/\n"
    row = {"object_id": "fast:938063"}
    assert told(load(tmp_path, table(row, head=head))) == [(head.count("\n") + 2, column_of("object_id"), "vocabulary")]
    mixed = head.replace("# object_source: https://id.loc.gov/authorities/subjects\n", "")
    mapping_set = load(tmp_path, table(row, {}, head=mixed))
    assert told(mapping_set) == []
    assert [r.authority.name for r in mapping_set.rows] == ["FAST", "LCSH"]


def test_wrong_number_of_cells_is_told_and_the_other_rows_are_read(tmp_path: Path) -> None:
    text = table({}, {"object_id": "lcsh:sh85053124"})
    mapping_set = load(tmp_path, text + "pg:topic/pond\tPond\n" + text.splitlines()[-1] + "\tmore\n")
    assert told(mapping_set) == [(LINE + 2, 1, "cells"), (LINE + 3, 1, "cells")]
    assert [r.line for r in mapping_set.rows] == [LINE, LINE + 1]


COLUMN_FAULTS = {
    "missing": ("\tcomment", "", [1]),
    "unknown": ("\tcomment", "\tcomments", [1, column_of("comment", {c: c for c in COLUMNS})]),
    "twice": (
        "\tobject_label",
        "\tobject_id",
        [1, column_of("object_label", {c: c for c in COLUMNS})],
    ),
}


@pytest.mark.parametrize("case", COLUMN_FAULTS)
def test_missing_unknown_or_repeated_column_is_told(tmp_path: Path, case: str) -> None:
    before, after, columns = COLUMN_FAULTS[case]
    mapping_set = load(tmp_path, table({}).replace(before, after, 1))
    assert told(mapping_set) == [(LINE - 1, column, "column") for column in columns]
    assert mapping_set.rows == ()


def test_file_without_a_table_is_told(tmp_path: Path) -> None:
    assert told(load(tmp_path, HEAD)) == [(LINE - 1, 1, "column")]
    assert "metadata" in {rule for _, _, rule in told(load(tmp_path, ""))}


METADATA = {
    "no-license": ("# license: https://creativecommons.org/licenses/by/4.0/\n", "", (1, 1)),
    "no-id": ("# mapping_set_id: https://example.org/mappings/lcsh\n", "", (1, 1)),
    "no-iri": ("https://example.org/mappings/lcsh", "garden headings", (1, 3)),
    "empty-title": (" Garden to subject headings", "", (2, 3)),
    "unknown-key": ("mapping_set_title", "mapping_set_tittle", (2, 3)),
    "twice": ("mapping_set_title: Garden to subject headings", "license: https://example.org/", (3, 3)),
    "unknown-vocabulary": ("authorities/subjects\n", "authorities/genres\n", (4, 3)),
    "prefix-without-iri": ("https://w3id.org/powergraph/\n", "garden\n", (7, 5)),
    "prefix-of-sssom": ("#   pg:", "#   skos: https://example.org/skos/\n#   pg:", (7, 5)),
    "prefix-twice": ("#   pg:", "#   lcsh: https://example.org/\n#   pg:", (7, 5)),
}


@pytest.mark.parametrize("case", METADATA)
def test_fault_in_the_metadata_is_told_at_its_line(tmp_path: Path, case: str) -> None:
    before, after, place = METADATA[case]
    assert before in HEAD
    found = told(load(tmp_path, table({}, head=HEAD.replace(before, after, 1))))
    assert [d for d in found if d[2] == "metadata"] == [(*place, "metadata")]


NO_PREFIXES = {
    "no-yaml": ("# curie_map:", "# curie_map: [", "metadata"),
    "no-curie-map": (HEAD[HEAD.index("# curie_map") :], "", "metadata"),
    "curie-map-of-text": (HEAD[HEAD.index("# curie_map") :], "# curie_map: lcsh\n", "metadata"),
    "no-mapping": (HEAD, "# garden\n", "metadata"),
    "too-deep": ("#   pg: https", "#   pg: {a: {b: c}}\n#   po: https", "metadata"),
    "alias": ("# curie_map:", "# comment: &a x\n# curie_map: *a\n# license:", "metadata"),
}


@pytest.mark.parametrize("case", NO_PREFIXES)
def test_metadata_without_readable_prefixes_is_told_once_and_not_again_for_every_row(tmp_path: Path, case: str) -> None:
    before, after, rule = NO_PREFIXES[case]
    assert before in HEAD
    mapping_set = load(tmp_path, table({}, {}, head=HEAD.replace(before, after, 1)))
    assert {found for _, _, found in told(mapping_set)} == {rule}
    assert mapping_set.rows == ()


def test_file_that_is_not_utf_8_is_told_at_the_byte(tmp_path: Path) -> None:
    data = table({"object_label": "Gärten"}).encode().replace("ä".encode(), b"\xe4")
    mapping_set = load(tmp_path, data)
    assert told(mapping_set) == [(LINE, column_of("object_label") + 1, "encoding")]
    assert mapping_set.rows == ()
    assert told(load(tmp_path, b"\xef\xbb\xbf#\n# \xe4")) == [(2, 3, "encoding")]


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    mapping_set = load_mapping_set(HandFile(tmp_path / "nowhere", "nowhere.sssom.tsv"))
    assert [str(fault) for fault in mapping_set.diagnostics] == [
        "nowhere.sssom.tsv:1:1: error: the file cannot be read: No such file or directory (mend its rights)"
        " [mappings.unreadable]"
    ]
    assert mapping_set.rows == ()


def test_row_that_comes_twice_is_told_and_its_rejection_is_another_row(tmp_path: Path) -> None:
    mapping_set = load(tmp_path, table({}, {"comment": "again"}))
    assert told(mapping_set) == [(LINE + 1, 1, "duplicate")]
    assert str(LINE) in mapping_set.diagnostics[0].message
    assert told(load(tmp_path, table({}, {"predicate_modifier": "Not"}))) == []


def test_rows_out_of_order_are_a_warning_told_once(tmp_path: Path) -> None:
    rows = [{"object_id": f"lcsh:sh8505312{n}"} for n in (3, 2, 1)]
    mapping_set = load(tmp_path, table(*rows))
    assert told(mapping_set) == [(LINE + 1, 1, "order")]
    assert mapping_set.diagnostics[0].severity is Severity.WARNING
    assert all(row.is_published for row in mapping_set.rows)


@pytest.mark.parametrize("authority", AUTHORITIES, ids=lambda authority: str(authority.name))
def test_each_vocabulary_knows_its_example_and_nothing_shorter_or_longer(authority: Authority) -> None:
    iri = authority.beginning + authority.example
    assert authority_of(iri) is authority
    assert authority.fits(iri)
    assert not authority.fits(authority.beginning)
    assert not authority.fits(iri + " ")
    assert not authority.fits("x" + iri)


@pytest.mark.parametrize(
    ("iri", "fits"),
    [
        ("https://id.loc.gov/authorities/subjects/sh8510597", False),
        ("https://id.loc.gov/authorities/subjects/sh2019102939", True),
        ("https://id.nlm.nih.gov/mesh/M0017453", False),
        ("http://zbw.eu/stw/descriptor/1116-1", False),
        ("http://skos.um.es/unescothes/C0109", False),
        ("http://d-nb.info/gnd/4036824-5", True),
        ("http://d-nb.info/gnd/4036824-6", False),
        ("http://d-nb.info/gnd/4036842-5", False),
        ("http://d-nb.info/gnd/40368245", False),
        ("http://d-nb.info/gnd/118540238", True),
        ("http://d-nb.info/gnd/118540283", False),
        ("http://d-nb.info/gnd/1058565508", True),
        ("https://openalex.org/W2741809807", False),
        ("http://www.wikidata.org/entity/P31", False),
        ("http://www.wikidata.org/entity/Q0", False),
        ("https://doi.org/11.2307/1952796", False),
        ("http://wordnet-rdf.princeton.edu/id/5198072-n", False),
        ("http://wordnet-rdf.princeton.edu/id/05198072-x", False),
        ("http://globalwordnet.org/ili/64253", False),
        ("http://dbpedia.org/resource/Power_(social_and_political)", True),
    ],
)
def test_form_and_check_digit_of_an_iri(iri: str, fits: bool) -> None:
    authority = authority_of(iri)
    assert authority
    assert authority.fits(iri) is fits


def test_page_about_a_thing_is_not_the_thing() -> None:
    for iri in (
        "https://www.wikidata.org/wiki/Q25107",
        "http://dbpedia.org/page/Power",
        "https://d-nb.info/gnd/4036824-5",
    ):
        assert authority_of(iri) is None


@given(
    start=st.integers(0, len(table({}))),
    length=st.integers(0, 40),
    put=st.text(st.characters(codec="utf-8") | st.sampled_from("\t\n#:|{}[]&*!'\"<> -?"), max_size=20),
)
def test_whatever_stands_in_a_file_is_told_and_raises_nothing(start: int, length: int, put: str) -> None:
    text = table({}, {"object_id": "lcsh:sh85053130"})
    with TemporaryDirectory() as folder:
        mapping_set = load(Path(folder), text[:start] + put + text[start + length :])
    lines = (text[:start] + put + text[start + length :]).count("\n") + 1
    assert all(1 <= d.line <= lines and d.column >= 1 for d in mapping_set.diagnostics)


@given(st.binary(max_size=200))
def test_whatever_bytes_a_file_holds_they_are_no_mapping(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        mapping_set = load(Path(folder), data)
    assert mapping_set.rows == ()
    assert mapping_set.diagnostics
