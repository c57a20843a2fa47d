"""How items begin: what is a label and what is only the beginning of a sentence."""

import pytest

from powergraph.extract.labels import lead
from powergraph.extract.leads import item_leads, paragraph_parts, pseudo_heading, term_lead
from powergraph.notes.markdown import parse_blocks, runs_text


def first(text: str) -> tuple[str, str] | None:
    found = lead(parse_blocks(f"- {text}\n")[0].children[0].runs)
    return (found.label, runs_text(found.rest)) if found else None


@pytest.mark.parametrize(
    ("item", "label", "rest"),
    [
        ("**Term:** one", "Term", "one"),
        ("**Term (Qualifier):** two", "Term (Qualifier)", "two"),
        ("**Term** (of *one* kind): three", "Term (of one kind)", "three"),
        ("**Term**: four", "Term", "four"),
        ("**Term** \u2014 five", "Term", "five"),
        ("**Term** \u2013 six", "Term", "six"),
        ("_Term:_ seven", "Term", "seven"),
        ("\U0001f331 **Term:** eight", "Term", "eight"),
        ("**3. Term:** nine", "Term", "nine"),
        ("**The Line: Shore vs. Sea:** **Sea** is ten", "The Line: Shore vs. Sea", "Sea is ten"),
        ("**Total/24/7 Watch:** eleven", "Total/24/7 Watch", "eleven"),
        ('**"Fox Words" vs. "Owl Words":** twelve', '"Fox Words" vs. "Owl Words"', "twelve"),
        ("**A long\n  Term:** thirteen", "A long Term", "thirteen"),
    ],
)
def test_a_lead_is_the_label_without_its_colon(item: str, label: str, rest: str) -> None:
    assert first(item) == (label, rest)


@pytest.mark.parametrize(
    "item", ["**Bold** begins a sentence.", "plain", "**This is all of a sentence.**", "_Title_ \u2013 Name", "`a`: b"]
)
def test_what_only_begins_a_sentence_is_no_lead(item: str) -> None:
    assert first(item) is None


def labels(text: str, *, loose: bool = False) -> list[str | None]:
    return [found.label if found else None for found in item_leads(parse_blocks(text)[0].children, loose=loose)]


def test_letters_of_an_acronym_name_words_where_most_items_have_one() -> None:
    assert labels("- **S**low (as snails)\n- **A**wake.\n- **F**irm: held\n") == ["Slow", "Awake", "Firm"]
    assert labels("- **S**low (as snails)\n- other\n- third\n") == [None, None, None]
    assert labels("- **A** \u2013 Ask: softly\n- **B** \u2013 Bend: lower\n") == ["Ask", "Bend"]


def test_terms_without_bold_count_where_most_items_have_one() -> None:
    assert labels("- Moss: grows north\n- Fern \u2013 grows in shade\n- **Ivy:** climbs\n") == ["Moss", "Fern", "Ivy"]
    assert labels("- Moss: grows north\n- a fern\n- no ivy\n") == [None, None, None]


def test_bold_beginnings_count_only_where_asked_for_and_all_items_have_one() -> None:
    text = "- **Moss** grows.\n- **Fern** waits.\n"
    assert labels(text) == [None, None]
    assert labels(text, loose=True) == ["Moss", "Fern"]
    assert labels(text + "- Ivy climbs.\n", loose=True) == [None, None, None]


def test_a_sentence_with_a_colon_is_no_term() -> None:
    item = parse_blocks("- When the river rises and nobody has come home yet: wait\n")[0].children[0]
    assert term_lead(item.runs) is None


def test_a_paragraph_is_split_where_a_line_begins_with_a_lead() -> None:
    block = parse_blocks("**One:** a  \n**Two:** b\n**Three:** c and\n**four** d\n")[0]
    assert [runs_text(part) for part in paragraph_parts(block)] == ["One: a", "Two: b", "Three: c and four d"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("**Morning work**", "Morning work"),
        ("**Evening work:**", "Evening work"),
        ("**Night work** (5 minutes)", "Night work (5 minutes)"),
        ("**It ends.**", ""),
        ("**Noon:** rest", ""),
        ("plain", ""),
    ],
)
def test_a_bold_line_alone_is_a_heading(line: str, heading: str) -> None:
    assert pseudo_heading(parse_blocks(line)[0].runs) == heading
