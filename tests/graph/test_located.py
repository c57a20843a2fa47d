"""Located Turtle: each triple with the line of its statement, each fault at its place."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from powergraph.graph.located import TurtleFault, load_located

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/"


def lines(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    file = tmp_path / "a.ttl"
    file.write_text(text, encoding="utf-8")
    return [(item.line, str(item.triple.object)) for item in load_located(file, BASE)]


def test_statement_has_the_line_on_which_it_begins(tmp_path: Path) -> None:
    text = "@prefix : <https://example.org/> .\n\n# a . comment\n:a :b :c ;\n   :d 1 .\n\n"
    text += ':e :f """one .\ntwo""" . :g :h 1.5 .\n'
    assert [line for line, _ in lines(tmp_path, text)] == [4, 4, 7, 8]


def test_full_stops_inside_strings_iris_and_numbers_end_nothing(tmp_path: Path) -> None:
    text = "<a.b> <c.d> 'e. f', \"g \\\" . h\", '''i ' . j''', 2.5 .\n<k> <l> [ <m> 1 . ] ."
    with pytest.raises(TurtleFault):  # the last one is no Turtle, and is found on its own line
        lines(tmp_path, text)
    assert len(lines(tmp_path, text.replace("1 . ]", "1 ]"))) == 6


def test_directives_of_both_kinds_hold_for_what_follows(tmp_path: Path) -> None:
    text = "PREFIX x: <https://example.org/x/>\nBASE <https://example.org/y/>\n@prefix z: <z/> .\nx:a <b> z:c .\n"
    assert lines(tmp_path, text) == [(4, "<https://example.org/y/z/c>")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_comment_and_a_line(tmp_path: Path, end: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes(f"# all of it{end}<a> <b> 1 .{end}{end}<a> <b> 2 .{end}".encode())
    assert [item.line for item in load_located(file, BASE)] == [2, 4]


@pytest.mark.parametrize("target", ["<<( <c> <d> <e> )>>", "<< <c> <d> <e> >>", "<c> {| <d> <e> |}"])
def test_statement_about_a_statement_is_a_fault_at_its_line(tmp_path: Path, target: str) -> None:
    with pytest.raises(TurtleFault, match="about a statement") as caught:
        lines(tmp_path, f"<a> <b> 1 .\n<a> <b> {target} .\n")
    assert caught.value.line == 2


def test_relative_iris_stand_below_the_given_base(tmp_path: Path) -> None:
    assert lines(tmp_path, "<a> <b> <c/d> .") == [(1, "<https://example.org/c/d>")]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("<a> <b> <c> .\n<d> <e> .\n", 2, 9),
        ("<a> <b> <c> .\n\n<d> <e>\n   nope:x .\n", 4, 4),
        ("<a> <b> <c>", 1, 12),
        ("\n  <a> <b> .", 2, 11),
    ],
    ids=["no object", "undeclared prefix", "no end", "indented"],
)
def test_fault_is_told_at_its_place(tmp_path: Path, text: str, line: int, column: int) -> None:
    with pytest.raises(TurtleFault) as told:
        lines(tmp_path, text)
    assert (told.value.line, told.value.column) == (line, column)
    assert "line" not in str(told.value)


def test_blank_node_in_two_statements_is_a_fault(tmp_path: Path) -> None:
    assert len(lines(tmp_path, "_:x <a> 1 ; <b> _:x .")) == 2
    for text in ("_:x <a> 1 .\n_:x <b> 2 .", "_:x <a> 1 . _:x <b> 2 .", "_:x <a> 1 .\n<c> <b> (_:x) ."):
        with pytest.raises(TurtleFault, match="_:x"):
            lines(tmp_path, text)
    assert len(lines(tmp_path, "<c> <a> 'is _:x ' .\n<c> <b> 'as _:x ' . # _:x")) == 2


def test_triple_in_the_place_of_an_object_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(TurtleFault, match=r"1\.1") as told:
        lines(tmp_path, "<a> <b> 1 .\n<a> <b> <<( <c> <d> 2 )>> .")
    assert told.value.line == 2


def test_anonymous_nodes_of_two_statements_are_two(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("[] <a> 1 .\n[] <a> 2 .", encoding="utf-8")
    assert len({item.triple.subject for item in load_located(file, BASE)}) == 2


def test_file_that_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"<a> <b> '\xff' .")
    with pytest.raises(TurtleFault, match="UTF-8"):
        load_located(tmp_path / "a.ttl", BASE)


@pytest.mark.parametrize("name", ["ontology/powergraph.ttl", "shapes/core.ttl", "data/powergraph.ttl"])
def test_whole_file_is_read_as_the_parser_reads_it(name: str) -> None:
    whole = ox.Dataset(ox.parse(path=ROOT / name, format=ox.RdfFormat.TURTLE, base_iri=BASE))
    located = ox.Dataset(
        ox.Quad(i.triple.subject, i.triple.predicate, i.triple.object) for i in load_located(ROOT / name, BASE)
    )
    for dataset in (whole, located):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert located == whole
