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
