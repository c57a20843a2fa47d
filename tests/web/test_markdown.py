import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.web.blocks import blocks_of
from powergraph.web.markdown import inline

MARKDOWN = st.text(alphabet="ab *_`[]()|<>&\"'#-\n:/.!", max_size=120)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**a** and *b* and _c_", "<strong>a</strong> and <em>b</em> and <em>c</em>"),
        ("**_both_**", "<strong><em>both</em></strong>"),
        ("snake_case_word and 2 * 3 * 4", "snake_case_word and 2 * 3 * 4"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("[[Boundary_Models]]", "Boundary Models"),
        (
            "[x](https://example.org/?a=1&b=2)",
            '<a href="https://example.org/?a=1&amp;b=2" rel="noopener nofollow">x</a>',
        ),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](data:text/html,y)", "x"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
    ],
)
def test_emphasis_and_links_are_rendered_and_html_is_text(text: str, expected: str) -> None:
    assert inline(text) == expected


@given(MARKDOWN)
def test_no_text_becomes_other_html_than_emphasis_code_and_web_links(text: str) -> None:
    html = str(inline(text))
    tags = re.sub(r"</?(strong|em|code)>|</a>|<a href=\"https?://[^\"<>]*\" rel=\"noopener nofollow\">", "", html)
    tags = re.sub(r"<a href=\"mailto:[^\"<>]*\" rel=\"noopener nofollow\">", "", tags)
    assert "<" not in tags
    assert ">" not in tags


@given(MARKDOWN, st.integers(1, 50))
def test_every_line_with_words_is_in_exactly_one_block_in_order(text: str, first: int) -> None:
    blocks = list(blocks_of(text, first))
    lines = [number for block in blocks for number in range(block.first, block.last + 1)]
    assert lines == sorted(set(lines))
    words = {n for n, line in enumerate(text.split("\n"), first) if re.search("[ab]", line)}
    assert words <= set(lines)


def test_the_blocks_of_a_section_keep_their_lines() -> None:
    text = (
        "### Title\n\nSome\ntext.\n\n- one\n  goes on\n  - nested\n1. two\n> said\n> again\n\n---\n"
        "| a | b |\n|---|---|\n```\ncode\n\nmore\n```\nend"
    )
    found = [(each.kind, each.first, each.last, each.depth) for each in blocks_of(text, 10)]
    assert found == [
        ("heading", 10, 10, 0),
        ("paragraph", 12, 13, 0),
        ("item", 15, 16, 0),
        ("item", 17, 17, 1),
        ("item", 18, 18, 0),
        ("quote", 19, 20, 0),
        ("table", 23, 24, 0),
        ("code", 25, 29, 0),
        ("paragraph", 30, 30, 0),
    ]


def test_a_wikilink_leads_where_it_is_told_and_elsewhere_is_text() -> None:
    links = {"A_b|c": "/topic/a-b.html?x&y"}
    assert inline("**[[A_b|c]]** [[A_b]]", links) == '<strong><a href="/topic/a-b.html?x&amp;y">c</a></strong> A b'
    assert inline("[[A_b|\nc]]", {"A_b| c": "/x"}) == '<a href="/x">\nc</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```py\na\n\nb\n```", [("code", "", "a\n\nb")]),
        ("````\n```\n````\n~~~\nb\n~~~", [("code", "", "```"), ("code", "", "b")]),
        ("```\nnever closed", [("code", "", "never closed")]),
        ("> [!quote] Title\n> text", [("callout", "Title", "text")]),
        ("> [!tip]-\n> text", [("callout", "Tip", "text")]),
        ("> [!tip]", [("callout", "Tip", "")]),
        ("> said [!tip]", [("quote", "", "said [!tip]")]),
    ],
)
def test_code_comes_without_its_fences_and_a_callout_with_its_title(text: str, expected: list[object]) -> None:
    assert [(each.kind, each.title, each.text) for each in blocks_of(text, 1)] == expected


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| a | b |\n|---|:-:|\n| c | |", (("a", "b"), ("c", ""))),
        ("| a | b\n| - | -\n| [[x\\|y]] | d", (("a", "b"), ("[[x|y]]", "d"))),
        ("| a | b |\n| c | d |", ()),
        ("| a |", ()),
    ],
)
def test_a_table_is_taken_apart_into_its_cells(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert [each.rows for each in blocks_of(text, 1)] == [rows]
