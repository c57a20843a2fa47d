"""Every kind of error is counted where it belongs, and told once with its line and cause."""

import shutil
from pathlib import Path

import pytest

from powergraph.config import load_vault_settings
from powergraph.evaluation import Evaluation, FoundNote, compare, load_gold, read_graphs
from powergraph.evaluation.found import Found
from powergraph.evaluation.gold import SEPARATOR, GoldNote, Wanted
from powergraph.publishing.build import check

SMALL = Path(__file__).parent / "small"


def found_in(notes: Path) -> dict[str, FoundNote]:
    checked = check(notes, load_vault_settings(notes))
    assert checked.graph is not None
    return read_graphs(graph.triples for graph in checked.graph.dataset.graphs)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return compare(load_gold(SMALL / "gold"), found_in(SMALL / "notes"))


#: right, missed, spurious; each counted by hand from the note and its annotation, which is wrong on purpose.
COUNTS = {
    "kind of note": (1, 0, 0),
    "topic": (1, 0, 0),
    "names of topics": (1, 1, 0),
    "definitions": (4, 1, 3),
    "section roles": (4, 1, 2),
    "power sources": (1, 0, 1),
    "power sources: group": (0, 1, 0),
    "power groups": (0, 0, 0),
    "power modes": (0, 1, 0),
    "key concepts": (1, 1, 3),
    "forms": (0, 2, 0),
    "key concepts and forms": (2, 2, 2),
    "practices": (3, 1, 1),
    "practices: class": (2, 2, 2),
    "practices: label": (2, 1, 2),
    "practices: text": (2, 2, 2),
    "practices: prompt": (1, 0, 1),
    "citations": (2, 1, 1),
    "citations: authors": (1, 2, 2),
    "citations: year": (1, 1, 2),
    "citations: title": (1, 2, 2),
    "citations: identifiers": (0, 1, 0),
    "links": (3, 1, 1),
    "links: meaning": (2, 2, 2),
    "mentions": (0, 0, 0),
}


@pytest.mark.parametrize("row", COUNTS)
def test_each_row_is_counted(evaluation: Evaluation, row: str) -> None:
    score = evaluation.scores[row]
    assert (score.right, score.missed, score.spurious) == COUNTS[row]


def test_every_row_has_its_count(evaluation: Evaluation) -> None:
    assert list(evaluation.scores) == list(COUNTS)


def test_rates_follow_from_the_counts(evaluation: Evaluation) -> None:
    score = evaluation.scores["definitions"]
    assert (score.precision, score.recall, score.f1) == (4 / 7, 4 / 5, 8 / 12)
    forms, groups = evaluation.scores["forms"], evaluation.scores["power groups"]
    assert (forms.precision, forms.recall, forms.f1) == (None, 0, 0)
    assert (groups.precision, groups.recall, groups.f1) == (None, None, None)


#: Line, row and cause of each fault: one of every kind at least.
FAULTS = [
    (2, "citations", "missed"),
    (12, "names of topics", "missed"),
    (15, "definitions", "text has other words and begins and ends elsewhere"),
    (15, "forms", "wrong class"),
    (16, "key concepts", "wrong label"),
    (19, "section roles", "wrong role"),
    (21, "definitions", "text where there is none"),
    (21, "power modes", "wrong class"),
    (21, "power modes", "wrong label"),
    (23, "forms", "missed"),
    (25, "power sources: group", "no group"),
    (26, "power sources", "spurious"),
    (31, "practices: class", "wrong class"),
    (31, "practices: prompt", "text where there is none"),
    (31, "practices: text", "text is 2 words shorter and begins elsewhere"),
    (32, "practices: label", "wrong label"),
    (33, "practices", "spurious"),
    (36, "practices", "missed"),
    (38, "links: meaning", "wrong meaning"),
    (39, "links", "spurious"),
    (40, "links", "missed"),
    (41, "section roles", "spurious"),
    (43, "citations: identifiers", "missed"),
    (44, "citations: authors", "wrong authors"),
    (44, "citations: title", "wrong title"),
    (44, "citations: year", "wrong year"),
    (45, "citations", "spurious"),
]


def test_each_fault_is_told_once(evaluation: Evaluation) -> None:
    assert [(fault.line, fault.row, fault.cause) for fault in evaluation.faults] == FAULTS


def test_a_fault_about_a_text_shows_none_of_it(evaluation: Evaluation) -> None:
    about_texts = [f for f in evaluation.faults if f.row in ("definitions", "practices: text", "practices: prompt")]
    assert len(about_texts) == 4
    assert all(not fault.expected and not fault.found for fault in about_texts)


def test_a_note_with_another_text_is_refused_and_counts_nowhere(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    shutil.copytree(SMALL / "notes", notes)
    with (notes / "Harbour.md").open("a") as stream:
        stream.write("- Lee, W. (1984). _One More._\n")
    evaluation = compare(load_gold(SMALL / "gold"), found_in(notes))
    assert evaluation.refused == (("Harbour.md", "the note is not the annotated one: its SHA-256 differs"),)
    assert evaluation.notes == ()
    assert all(score.f1 is None for score in evaluation.scores.values())


def test_a_note_that_is_not_there_is_refused() -> None:
    evaluation = compare(load_gold(SMALL / "gold"), {})
    assert evaluation.refused == (("Harbour.md", "the note is not there"),)


def mention(line: int, text: str, means: str) -> Wanted:
    return Wanted("mention", line, {"text": (text,), "means": (means,)})


def mention_found(line: int, text: str, *means: str) -> Found:
    return Found("mention", line, line + 1, {"target": text, "means": SEPARATOR.join(means)})


def note_pair(wanted: tuple[Wanted, ...], *, annotated: bool) -> tuple[GoldNote, dict[str, FoundNote]]:
    topic = Wanted("topic", 1, {"label": ("Dune",), "text": ("",)})
    gold = GoldNote("Dune.md", "00ff", "framework", topic, (), wanted, mentions=annotated)
    things = (
        mention_found(4, "Sand", "Sand", "Grain"),
        mention_found(7, "Reed", "Rush"),
        mention_found(9, "Gull", "Gull"),
    )
    return gold, {"Dune.md": FoundNote("Dune.md", "00ff", "framework", Found("topic", 1, 1, {"label": "Dune"}), things)}


def test_mentions_are_compared_by_any_name_of_what_they_mean() -> None:
    gold, found = note_pair(
        (mention(5, "sand", "grain"), mention(7, "Reed", "Reed"), mention(20, "Fox", "Fox")), annotated=True
    )
    evaluation = compare([gold], found)
    score = evaluation.scores["mentions"]
    assert (score.right, score.missed, score.spurious) == (1, 2, 2)
    assert [(fault.line, fault.cause) for fault in evaluation.faults] == [
        (7, "wrong meaning"),
        (9, "spurious"),
        (20, "missed"),
    ]


def test_mentions_that_nobody_annotated_are_not_spurious() -> None:
    gold, found = note_pair((), annotated=False)
    assert compare([gold], found).scores["mentions"].spurious == 0
