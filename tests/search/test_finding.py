"""Finding: ranked, forgiving, and deaf to the index's own syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.search import Entry, SearchIndex, memory_index
from powergraph.search.entries import Said


def entry(name: str, *said: tuple[str, str], kind: str = "Idea", language: str = "en") -> Entry:
    texts: list[Said] = [("label", language, name), *((field, language, text) for field, text in said)]
    return Entry(f"http://x/{name.lower().replace(' ', '-')}", (f"http://x/{kind}",), tuple(texts))


ENTRIES = (
    entry("Expert Power", ("definition", "Influence through knowledge and skill."), ("alt", "Know-how")),
    entry("Coercive Power", ("definition", "Influence through threat.")),
    entry("Dominant Group Power (Privilege)", ("alt", "Privilege"), ("hidden", "Dominant_Group")),
    entry("Airing the Privilege", ("text", "Speak of the power that money gives."), kind="Skill"),
    entry("Martín-Baró", kind="Person"),
    entry("Dialogue", ("definition", "What an expert with power may leave.")),
    entry("Power With", ("definition", "Shared.")),
    entry("With Doubt", ("text", "power, held with doubt")),
    entry("Änderung", ("definition", "Ein Übergang"), language="de"),
    entry("Пауза", ("definition", "тихая"), language="ru"),
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return memory_index(ENTRIES, {"http://x/Skill": ("http://x/Skill", "http://x/Practice")})


def names(index: SearchIndex, query: str, kind: str = "") -> list[str]:
    return [hit.label(["en"])[0] for hit in index.find(query, kind).hits]


def test_label_comes_before_beginning_before_word_before_other_name_before_definition_before_text() -> None:
    index = memory_index(
        [
            entry("Text", ("text", "it is about trust")),
            entry("Definition", ("definition", "trust, defined")),
            entry("Other", ("alt", "mutual trust")),
            entry("Broken trust"),
            entry("Trust of others"),
            entry("Named otherwise", ("alt", "Trust")),
            entry("Trust"),
            entry("Nothing of it"),
        ],
        {},
    )
    expected = ["Trust", "Named otherwise", "Trust of others", "Broken trust", "Other", "Definition", "Text"]
    assert names(index, "trust") == expected


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("priviledge", "privilege", "Dominant Group Power (Privilege)"),
        ("expert pwer", "expert power", "Expert Power"),
        ("coersive", "coercive", "Coercive Power"),
        ("dialouge", "dialogue", "Dialogue"),
        ("knowlegde", "knowledge", "Expert Power"),
        ("паузв", "пауза", "Пауза"),
    ],
)
def test_typing_errors_are_forgiven_and_told(index: SearchIndex, typed: str, meant: str, first: str) -> None:
    found = index.find(typed)
    assert (found.corrected, found.hits[0].label(["en"])[0]) == (meant, first)


@pytest.mark.parametrize("typed", ["martin baro", "Martín-Baró", "MARTIN-BARÓ", "marti\u0301n"])
def test_accents_and_case_make_no_difference(index: SearchIndex, typed: str) -> None:
    found = index.find(typed)
    assert names(index, typed) == ["Martín-Baró"]
    assert found.corrected == ""


def test_the_beginning_of_a_word_finds_it(index: SearchIndex) -> None:
    assert names(index, "coerc") == ["Coercive Power"]
    assert names(index, "anderu") == ["Änderung"]


def test_a_phrase_is_found_as_it_stands(index: SearchIndex) -> None:
    assert names(index, '"power with"') == ["Power With"]
    assert set(names(index, "power with")) == {"Power With", "Dialogue", "With Doubt"}


def test_a_name_for_matching_only_finds_its_thing(index: SearchIndex) -> None:
    assert names(index, "dominant_group") == ["Dominant Group Power (Privilege)"]


def test_things_with_some_of_the_words_are_shown_where_none_has_all(index: SearchIndex) -> None:
    found = index.find("coercive dialogue")
    assert found.is_partial
    assert {hit.label(["en"])[0] for hit in found.hits} == {"Coercive Power", "Dialogue"}


def test_a_word_that_was_meant_is_no_reason_to_leave_out_one_that_was_typed(index: SearchIndex) -> None:
    found = index.find("coercive dialouge")
    assert (found.corrected, found.is_partial, [hit.label(["en"])[0] for hit in found.hits]) == (
        "",
        True,
        ["Coercive Power"],
    )
    assert index.find("coersive dialouge").corrected == "coercive dialogue"


def test_kinds_are_counted_and_chosen_with_all_that_they_are_kinds_of(index: SearchIndex) -> None:
    found = index.find("privilege")
    assert dict(found.kinds) == {"http://x/Idea": 1, "http://x/Practice": 1, "http://x/Skill": 1}
    chosen = index.find("privilege", "http://x/Practice")
    assert ([hit.label(["en"])[0] for hit in chosen.hits], chosen.total) == (["Airing the Privilege"], 1)
    assert chosen.kinds == found.kinds
    assert index.find("privilege", "http://x/None").total == 0


def test_pages_follow_each_other(index: SearchIndex) -> None:
    whole = names(index, "power")
    pages = [hit.label(["en"])[0] for start in range(0, 8, 2) for hit in index.find("power", "", 2, start).hits]
    assert pages == whole
    assert len(whole) == index.find("power").total > 4


def test_a_much_more_common_word_is_suggested() -> None:
    entries = [entry(f"Trust {number}") for number in range(9)]
    index = memory_index([*entries, entry("Truss")], {})
    assert (index.find("truss").meant, index.find("trust").meant) == ("trust", "")


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "*", "()", "- - -", "\x00", "' OR 1"])
def test_what_has_no_words_finds_nothing_and_harms_nothing(index: SearchIndex, typed: str) -> None:
    index.find(typed)
    index.suggest(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "expert AND",
        "NOT expert",
        "label:expert",
        "expert NEAR power",
        "^expert",
        "expert*)",
        '"expert',
        "{label}:x",
        "ex\x00pert",
    ],
)
def test_syntax_of_the_index_has_no_meaning(index: SearchIndex, typed: str) -> None:
    assert index.find(typed).total >= 0
    assert not index.find("NOT expert").total or index.find("NOT expert").is_partial


@given(st.text(max_size=300))
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    index = memory_index(ENTRIES[:3], {})
    index.find(typed)
    index.suggest(typed)
    index.close()


def test_suggestions_begin_with_what_is_typed_and_tell_another_name(index: SearchIndex) -> None:
    suggested = [(each.hit.label(["en"])[0], each.other) for each in index.suggest("pri")]
    assert suggested[0] == ("Dominant Group Power (Privilege)", "Privilege")
    assert ("Airing the Privilege", "") in suggested
    assert [each.hit.label(["en"])[0] for each in index.suggest("coersive")] == ["Coercive Power"]
    assert index.suggest("dominant_g")[0].other == ""  # a name for matching only is never shown
    assert len(index.suggest("p", 2)) == 2


def test_label_is_in_the_first_language_that_there_is_one_in() -> None:
    said = (("label", "de", "Macht"), ("label", "en-gb", "Power"), ("label", "", "P"), ("title", "en", "A title"))
    hit = memory_index([Entry("http://x/a", ("k",), said)], {}).find("macht").hits[0]
    assert [hit.label(languages) for languages in (["de"], ["fr", "en", ""], ["fr", ""], [])] == [
        ("Macht", "de"),
        ("Power", "en-gb"),
        ("P", ""),
        ("P", ""),
    ]
