"""Annotations: what is refused with a reason, and that those of the repository hold no sentence of a note."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from powergraph.evaluation import GoldError, load_gold
from powergraph.evaluation.fingerprint import fingerprint

GOLD = Path(__file__).parent / "gold"
FILES = sorted(GOLD.rglob("*.json"))
GOOD: dict[str, Any] = {
    "format": "powergraph-gold/1", "note": "A.md", "sha256": "0a", "kind": "meta", "topic": {"label": "A"}
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "other/2"}, '"format" is not'),
        ({"note": ""}, "'note' is missing"),
        ({"sha256": 7}, "'sha256' is missing or no text"),
        ({"topic": None}, '"topic" is missing'),
        ({"topic": {"label": "A", "definition": "words"}}, '"definition" of the topic is no object'),
        ({"topic": {"label": "A", "names": "B"}}, "'names' is no list"),
        ({"concept": []}, "'concept' is no key"),
        ({"concepts": {}}, "'concepts' is no list"),
        ({"concepts": ["Reef"]}, "concepts[1]: not an object"),
        ({"concepts": [{"label": "Reef"}]}, 'concepts[1]: "line" is missing'),
        ({"concepts": [{"line": 0, "label": "Reef"}]}, 'concepts[1]: "line" is missing'),
        ({"links": [{"line": 3, "target": "B", "mean": "wanted"}]}, "links[1]: 'mean' is no field"),
        ({"practices": [{"line": 4, "label": 5}]}, "practices[1]: 'label' is no text"),
        ({"practices": [{"line": 4, "label_also": "x"}]}, "practices[1]: label_also is no list"),
        ({"citations": [{"line": 6, "authors": "Keel"}]}, "citations[1]: 'authors' is no list"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_in_an_annotation_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({**GOOD, **change}))
    with pytest.raises(GoldError, match=re.escape(message)) as error:
        load_gold(file)
    assert str(error.value).startswith(str(file))


def test_an_annotation_without_things_is_good(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOOD))
    assert [note.note for note in load_gold(tmp_path)] == ["A.md"]


def test_two_annotations_of_a_note_are_refused(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(GOOD))
    with pytest.raises(GoldError, match="is of the same note"):
        load_gold(tmp_path)


@pytest.mark.parametrize("text", ["{", "[" * 100_000])
def test_what_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(GoldError, match="is not JSON"):
        load_gold(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no annotation"):
        load_gold(tmp_path)


def test_plain_text_is_read_as_its_fingerprint(tmp_path: Path) -> None:
    for name, text in (("a", "A *reef* of stone."), ("b", fingerprint("a reef of stone"))):
        concept = {"line": 3, "class": "KeyConcept", "label": "Reef", "text": text}
        (tmp_path / f"{name}.json").write_text(json.dumps({**GOOD, "note": name, "concepts": [concept]}))
    one, other = load_gold(tmp_path)
    assert one.things == other.things


def test_ten_notes_are_annotated_five_of_them_kept_for_the_end() -> None:
    assert [len(load_gold(GOLD / name)) for name in ("development", "held-out")] == [5, 5]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_annotations_hold_no_text_of_a_note(file: Path) -> None:
    body = json.loads(file.read_text(encoding="utf-8"))
    texts = [body["topic"]["definition"]["text"]]
    for name in ("sources", "groups", "modes", "concepts", "practices"):
        for entry in body[name]:
            texts += [
                entry.get("text"),
                entry.get("prompt"),
                *entry.get("text_also", []),
                *entry.get("prompt_also", []),
            ]
    given = [text for text in texts if text is not None]
    assert given
    assert all(re.fullmatch(r"[0-9a-f]{16} [0-9]+ [0-9a-f]{8} [0-9a-f]{8}", text) for text in given)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_annotated_notes_are_those_of_the_sample_vault(file: Path, shared: Path) -> None:
    body = json.loads(file.read_text(encoding="utf-8"))
    note = shared / "sample-vault" / body["note"]
    if not note.is_file():
        pytest.skip("the sample vault is not beside the repository")
    assert hashlib.sha256(note.read_bytes()).hexdigest() == body["sha256"]
