"""Which names count as mentions: strong ones by their words, weak ones by how they are written."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from powergraph.config import VaultSettings
from powergraph.graph.phrases import Meaning, NoteWords, PhraseFinder, words_of
from powergraph.publishing.build import check
from powergraph.vocabulary import POW

NAMES = ("Quiet Room", "Trust", "Games", "IS", "CAT", "SRW", "Winner's Way")


def found(text: str, note: str = "", before: str = "", after: str = "") -> list[str]:
    meanings = {
        words_of(name): Meaning(NamedNode(f"http://example.org/{n}"), "label", name.isupper())
        for n, name in enumerate(NAMES)
    } | {"salt river walk": Meaning(NamedNode("http://example.org/5"), "label")}
    words = NoteWords((note or before + text + after,))
    return [phrase.as_written for phrase in PhraseFinder(meanings).inside(text, before, after, words)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We keep Trust here.", ["Trust"]),
        ("We keep Trust's rules.", ["Trust"]),
        ("They call it \u201cTrust\u201d and so on, for trust is one.", ["Trust"]),
        ('"Trust me", he said.', []),
        ("Trust is built. Games follow: Games end.", []),
        ("We keep trust here.", []),
        ("We keep Trust here, where trust is.", []),
        ("The Trust Fund and the National Trust pay.", []),
        ("We teach Trust and Safety.", []),
        ("These are Roles, Games, Rules.", []),
        ("Of Trust-building, #Trust, @Games and a/Games.", []),
        ("In a Quiet Room, or the quiet room, of QUIET rooms.", ["Quiet Room"]),
        ("It follows Winner's Way's end.", ["Winner's Way"]),
        ("See CAT, a therapy, and Cat or CATS.", ["CAT"]),
        ("See CAT, a therapy for a cat.", []),
        ("THIS IS LOUD.", []),
        ("It IS so; that is all.", []),
        ("The CAT-based and SRW's, SRW/CAT.", ["CAT", "SRW", "SRW", "CAT"]),
        ("Form CAT 5 and CAT_x.", []),
        ("The Salt River Walk (SRW) is long.", ["Salt River Walk"]),
        ("Some Soft Rain Wear (SRW) is sold. Buy SRW.", []),
    ],
)
def test_names_count_as_they_are_written(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_what_stands_in_the_runs_beside_a_name_counts() -> None:
    assert found("Trust", before="they keep ", after=" here") == ["Trust"]
    assert found("Trust", before="It ends. ", after=" here") == []
    assert found("Trust", before="they keep ", after=" Fund") == []


def test_bold_acronym_is_no_name_where_its_letters_are_a_word_of_the_note() -> None:
    finder = PhraseFinder({"is": Meaning(NamedNode("http://example.org/1"), "label", acronym=True)})
    assert finder.bold("IS", NoteWords(("It **IS** so; it is.",))) is None
    assert finder.bold("IS", NoteWords(("the **IS** method",))) is not None
    assert finder.bold("is", NoteWords(("the **is** method",))) is None


def mentioned(folder: Path) -> set[str]:
    graph = check(folder, VaultSettings()).graph
    assert graph is not None
    triples = graph.dataset.published_triples()
    return {t.object.value for t in triples if t.predicate == POW.asWritten and "/link/reader" in t.subject.value}


def test_an_author_that_the_vault_cites_is_no_name_of_a_topic(tmp_path: Path) -> None:
    head = "---\naliases: [Ada_Lindqvist, Tide Reading]\n---\n# Low Water\n\nThe sea.\n"
    (tmp_path / "Low Water.md").write_text(head, encoding="utf-8")
    reader = "# Reader\n\nHere Ada Lindqvist speaks of Tide Reading.\n"
    (tmp_path / "Reader.md").write_text(reader, encoding="utf-8")
    assert mentioned(tmp_path) == {"Ada Lindqvist", "Tide Reading"}
    cited = "\n## Citations\n\n- Lindqvist, A. (1987). _Tides._\n"
    (tmp_path / "Low Water.md").write_text(head + cited, encoding="utf-8")
    assert mentioned(tmp_path) == {"Tide Reading"}
