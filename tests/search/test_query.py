"""What was typed, as the index is asked; and how what it found is marked."""

from powergraph.search import fold, mark
from powergraph.search.query import parse_terms, tokens
from powergraph.search.spelling import distance


def test_words_are_folded_as_the_index_folds_them() -> None:
    assert tokens("Martín-Baró’s “Écrits” (1994)") == ["martin", "baro", "s", "ecrits", "1994"]
    assert fold("A_b  c") == "a b c"


def test_long_questions_are_cut() -> None:
    assert len(parse_terms(" ".join(f"w{number}" for number in range(1000)))) <= 12
    assert parse_terms("a" * 100_000)[0].words == ("a" * 200,)


def test_marks_keep_the_text_whole_and_mark_what_was_found() -> None:
    text = "Martín-Baró spoke; <b>martinet</b> did not. Power over all."
    pieces = mark(text, parse_terms('martin "power over"'))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_marked in pieces if is_marked] == ["Martín", "martinet", "Power", "over"]


def test_letters_swapped_count_once() -> None:
    assert [distance(*pair) for pair in (("pwoer", "power"), ("power", "power"), ("abc", "xyz"))] == [1, 0, 3]
