"""The ledger as text: what is written is read again, faults are told at their line, order and comments stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.graph.ledger import COLUMNS, Ledger, LedgerLoop, Row, Status, ledger_text
from powergraph.graph.ledger_file import parse_ledger
from powergraph.graph.likeness import TextMark

HEAD = "\t".join(COLUMNS)


def told(text: str | bytes) -> list[tuple[int, str]]:
    data = text.encode() if isinstance(text, str) else text
    return [(each.line, each.rule) for each in parse_ledger(data, "../ids.tsv")[1]]


def row(iri: str, status: str = "active", **cells: str) -> str:
    cells = {"topic": "t-" + iri.rpartition("/")[2], "path": iri.rpartition("/")[2] + ".md"} | cells
    return "\t".join({"iri": iri, "status": status, **cells}.get(column, "") for column in COLUMNS)


text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs"]) | st.sampled_from("\t\n\r|\\ "), max_size=12)
names = text.map(str.strip).filter(bool)
paths = text.filter(bool)


@given(
    paths,
    st.lists(names, max_size=3, unique=True).map(tuple),
    paths,
    st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_stands_in_a_cell_is_read_as_it_was_written(
    path: str, former: tuple[str, ...], identifier: str, newline: str
) -> None:
    written = Ledger.of(
        [Row("note/ä", Status.ACTIVE, "ä", path, identifier, former, "", "2026-03-04", "00112233445566aa:aaaaaa")],
        newline=newline,
    )
    data = ledger_text(written).encode()
    ledger, faults = parse_ledger(data, "ids.tsv")
    assert faults == ()
    assert ledger == written
    assert ledger_text(ledger).encode() == data


def test_order_comments_and_blank_lines_stay_and_new_rows_get_into_order() -> None:
    lines = ["# our ledger", "", HEAD, row("note/b"), "# about d", "", row("note/d"), row("note/c"), "# end"]
    ledger, faults = parse_ledger(("\n".join(lines) + "\n").encode(), "ids.tsv")
    assert faults == ()
    assert ledger_text(ledger) == "\n".join(lines) + "\n"
    new = Row("note/bb", topic="bb", path="bb.md")
    renewed = ledger.with_rows({"note/bb": new, "note/d": Row("note/d", Status.REMOVED, above=("# about d", ""))})
    written = ledger_text(renewed).splitlines()
    assert [line.split("\t")[0] for line in written] == [
        "# our ledger", "", "iri", "note/b", "note/bb", "# about d", "", "note/d", "note/c", "# end",
    ]  # fmt: skip


def test_columns_may_stand_in_any_order_and_cells_at_the_end_may_be_missing() -> None:
    data = b"\xef\xbb\xbfstatus\tpath\tiri\ttopic\r\nremoved\tA.md\tnote/a\r\n"
    ledger, faults = parse_ledger(data, "ids.tsv")
    assert faults == ()
    assert [(r.iri, r.status, r.path, r.line) for r in ledger.rows] == [("note/a", Status.REMOVED, "A.md", 2)]
    assert ledger_text(ledger).encode().count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "ids.header")]),
        ("# only a comment\n", [(1, "ids.header")]),
        ("iri\tstatus\tpaht\n", [(1, "ids.header")]),
        ("iri\tpath\n", [(1, "ids.header")]),
        ("iri\tstatus\tiri\n", [(1, "ids.header")]),
        (f"{HEAD}\n{row('note/a')}\tmore\n", [(2, "ids.row")]),
        (
            f"{HEAD}\n{row('note/a')}\n<<<<<<< ours\n{row('note/b')}\n=======\n>>>>>>> theirs\n",
            [(3, "ids.merge"), (5, "ids.merge"), (6, "ids.merge")],
        ),
        (f"{HEAD}\n{row('note/a')}\n{row('note/a', path='x.md', topic='x')}\n", [(3, "ids.duplicate")]),
        (f"{HEAD}\n{row('note/a')}\n{row('note/b', path='a.md')}\n", [(3, "ids.duplicate")]),
        (f"{HEAD}\n{row('note/a', id='7')}\n{row('note/b', id='7')}\n", [(3, "ids.duplicate")]),
        (f"{HEAD}\n{row('note/a', topic='t')}\n{row('note/b', topic='t')}\n", [(3, "ids.duplicate")]),
        (f"{HEAD}\n{row('note/a')}\n{row('note/b', 'removed', path='a.md')}\n", []),
        (f"{HEAD}\n{row('note/a', 'alive')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/a', path='')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('garden')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/../x')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/a', 'renamed')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/a', 'renamed', replaced_by='https://x/y z')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('concept/a/b')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/a', topic='a/b')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/a', date='2026-02-30')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/a', date='20260201')}\n", [(2, "ids.value")]),
        (f"{HEAD}\n{row('note/a', content='zz')}\n", [(2, "ids.value")]),
        (
            "\n".join(
                (HEAD, row("note/a", "renamed", replaced_by="note/b"), row("note/b", "renamed", replaced_by="note/a"))
            ),
            [(2, "ids.loop"), (3, "ids.loop")],
        ),
        (f"{HEAD}\n{row('note/a', 'renamed', replaced_by='note/a')}\n", [(2, "ids.loop")]),
    ],
)  # fmt: skip
def test_faults_are_told_at_their_lines(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(text) == expected


def test_what_is_not_utf_8_is_told_at_its_line() -> None:
    assert told(HEAD.encode() + b"\nnote/a\tremoved\nnote/\xe9\tremoved\n") == [(3, "ids.encoding")]


def test_no_message_has_what_stands_in_a_row() -> None:
    rows = (row("note/hidden"), row("note/hidden"), row("note/hidden", "x", date="y"), row("hidden") + "\tz")
    faults = parse_ledger("\n".join([HEAD, *rows]).encode(), "ids.tsv")[1]
    assert len(faults) >= 4
    assert "hidden" not in "".join(each.words for each in faults)


def test_what_replaces_an_iri_is_what_replaces_it_in_the_end() -> None:
    def renamed(iri: str, to: str) -> Row:
        return Row(iri, Status.RENAMED, replaced_by=to)

    ledger = Ledger.of(
        [renamed("note/a", "note/b"), renamed("note/b", "note/c"), Row("note/c", topic="c", path="C.md")]
    )
    assert ledger.successor(ledger.rows[0]) == "note/c"
    assert ledger.successor(ledger.rows[2]) == ""
    into_a_loop = Ledger.of([renamed("note/x", "note/a"), renamed("note/a", "note/b"), renamed("note/b", "note/a")])
    with pytest.raises(LedgerLoop):
        into_a_loop.successor(into_a_loop.rows[0])


def test_marks_that_are_no_marks_are_none() -> None:
    assert TextMark.parse("00112233445566aa:aaaaa") is None
    assert TextMark.parse("") is None
    assert TextMark.parse("00112233445566aa") == TextMark("00112233445566aa")
