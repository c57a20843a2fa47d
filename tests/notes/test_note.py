"""Notes: sections cover every line, comments are gone, and no text is lost."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.notes.comments import cut_comments
from powergraph.notes.decoding import decode
from powergraph.notes.markdown import Kind
from powergraph.notes.note import Note, SourceNote, parse_note

ROOT = Path(__file__).resolve().parents[2]


def note_of(text: str, path: str = "a.md") -> Note:
    return parse_note(SourceNote(path, decode(text.encode())))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def body_words(note: Note) -> list[str]:
    """The words of the file's lines after the front matter, without the numbers of ordered lists."""
    start = note.front_matter.span.end_line if note.front_matter.span else 0
    return words("\n".join(re.sub(r"^[\s>]*\d+[.)]\s|\*", "", line) for line in note.lines[start:]))


def test_no_text_of_the_seed_is_lost() -> None:
    note = note_of((ROOT / "data/notes/power-dynamics.md").read_text(encoding="utf-8"))
    joined = [word for section in note.sections for word in words(section.text.replace("_", " "))]
    assert joined == words("\n".join(note.lines[24:]).replace("_", " "))


def test_no_text_of_the_sample_vault_is_lost(shared: Path) -> None:
    # What stands only in a link's address or a code fence's language is not text that a reader reads.
    unread = re.compile(r"\]\(([^)]*)\)|```(\w+)|<(http[^>]*)>")
    for file in sorted((shared / "sample-vault").rglob("*.md")):
        note = note_of(file.read_text(encoding="utf-8"), file.name)
        sections = Counter(words("\n".join(section.text for section in note.sections).replace("_", " ")))
        addresses = Counter(
            words(" ".join("".join(m) for m in unread.findall("\n".join(note.lines))).replace("_", " "))
        )
        body = Counter(word for found in body_words(note) for word in words(found.replace("_", " ")))
        assert body - sections - addresses == Counter(), file.name


@pytest.mark.parametrize("file", ["data/notes/power-dynamics.md", "tests/cases/seed/power-dynamics.md"])
def test_every_line_of_the_body_is_in_exactly_one_section(file: str) -> None:
    note = note_of((ROOT / file).read_text(encoding="utf-8"))
    seen: list[int] = []
    for section in note.sections:
        seen += range(section.span.start_line, section.span.end_line + 1)
    assert len(seen) == len(set(seen))
    rest = set(range(24, len(note.lines) + 1)) - set(seen)
    assert all(not note.lines[line - 1].strip() for line in rest)


def test_sections_know_their_parent() -> None:
    note = note_of("lead\n\n# A\n\n## B\n\ntext\n\n## C\n\n# D\n")
    assert [(s.ordinal, s.level, s.parent, s.heading) for s in note.sections] == [
        (1, 0, 0, ""),
        (2, 1, 0, "A"),
        (3, 2, 2, "B"),
        (4, 2, 2, "C"),
        (5, 1, 0, "D"),
    ]


def test_heading_inside_a_quote_is_no_section() -> None:
    assert [s.heading for s in note_of("# A\n\n> # not me\n").sections] == ["A"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a %%b%% c", "a  c", id="inline"),
        pytest.param("a\n%%\nb\n%%\nc", "a\n\n\n\nc", id="block keeps its lines"),
        pytest.param("a <!-- b\nc --> d", "a \n d", id="HTML over lines"),
        pytest.param("a <!-- never closed\nsecret", "a \n", id="HTML never closed hides the rest"),
        pytest.param("a\n%% never closed\nsecret", "a\n\n", id="percent never closed hides the rest"),
        pytest.param("100%% sure", "100%% sure", id="percent in text"),
        pytest.param("a %%never closed\nsecret", "a \n", id="percent in a line never closed"),
    ],
)
def test_comments_are_cut(text: str, expected: str) -> None:
    assert cut_comments(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "%%\nnote\n```\nabc\n%%\n\npublic\n\n%% zq %%\n\nend",
        "pub %% a ` b %% mid %% zq ` %% end",
        "<!-- ``` -->\npublic\n<!-- zq -->\n",
        "%% ` %% a %% ` %% b %% zq %%" * 30,
    ],
    ids=["fence in a comment", "backtick in a comment", "fence in markup", "many"],
)
def test_code_that_begins_in_a_comment_is_no_code(text: str) -> None:
    assert "zq" not in "\n".join(note_of(text).lines)


def test_many_comments_and_much_code_take_linear_time() -> None:
    def seconds(count: int) -> float:
        start = time.thread_time()
        note_of("`<!--` x\n" * count + "%% y %% z\n" * count)
        return time.thread_time() - start

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(800), 0.005)


def test_comments_in_the_front_matter_are_cut() -> None:
    note = note_of("---\ntitle: Open %% zq %%  # zq\n# zq\nurl: a#b\nx: 'y # kept'  # zq\n---\ntext\n")
    assert "zq" not in "\n".join(note.lines)
    assert "y # kept" in "\n".join(note.lines)
    assert [v.text for v in note.front_matter.values("title")] == ["Open"]
    assert note.front_matter.values("url")[0].text == "a#b"


@pytest.mark.parametrize(
    "text", ["---\njust a line\n---\nmore\n", "\n---\n: : :\n---\nmore\n", "---\nnever: closed\n"], ids=repr
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    note = note_of(text)
    assert note.front_matter.fields == {}
    joined = " ".join(section.text for section in note.sections)
    assert all(word in joined for word in words(text))


def test_a_front_matter_after_blank_lines_counts() -> None:
    note = note_of("\n\n---\ntitle: T\n---\ntext\n")
    assert note.front_matter.first("title").span.start_line == 4  # type: ignore[union-attr]
    assert note.sections[0].span.start_line == 6


def test_a_comment_in_code_is_code() -> None:
    note = note_of("`%%kept%%` and %%cut%%\n\n```\n<!-- kept too -->\n```\n")
    text = "\n".join(note.lines)
    assert "%%kept%%" in text
    assert "kept too" in text
    assert "cut" not in text


@given(
    st.lists(st.sampled_from(["%%", "<!--", "-->", "a", "\n", "`", "```", "é", "# ", "- "]), max_size=30).map("".join)
)
def test_parsing_never_fails_and_keeps_the_number_of_lines(text: str) -> None:
    note = note_of(text)
    assert len(note.lines) == len(text.split("\n"))


def test_quote_is_whole_lines() -> None:
    note = note_of("# A\n\n- **One:** first\n  second\n")
    item = note.sections[0].blocks[0].children[0]
    assert note.quote(item.span) == "- **One:** first\n  second"
    assert (item.span.start_line, item.span.end_line, item.span.start_column, item.span.end_column) == (3, 4, 1, 8)


def test_items_that_are_indented_by_tabs_begin_on_their_own_line() -> None:
    note = parse_note(SourceNote("a.md", decode(b"- one\n\t- two\n\t- three\n")))
    items = [b for s in note.sections for block in s.blocks for b in block.walk() if b.kind is Kind.ITEM]
    assert [item.span.start_line for item in items] == [1, 2, 3]


def test_links_of_dendron_have_their_target_last_but_in_code() -> None:
    head = b"---\nid: q1w2\ncreated: 1612345678901\n---\n"
    note = parse_note(SourceNote("a.md", decode(head + b"[[wall|coast.port]] and `[[x|y]]`\n")))
    assert note.lines[4] == "[[coast.port|wall]] and `[[x|y]]`"
    assert note.sections[0].text == "wall and [[x|y]]"
    other = parse_note(SourceNote("a.md", decode(b"---\nid: q1w2\n---\n[[wall|coast.port]]\n")))
    assert other.sections[0].text == "coast.port"
