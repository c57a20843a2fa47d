"""Decoding and repair: exact on damaged text, nothing on clean text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.notes.decoding import UndecodableError, decode

ROOT = Path(__file__).resolve().parents[2]
CLEAN = (ROOT / "data/notes/power-dynamics.md").read_text(encoding="utf-8")


def test_seed_is_repaired_exactly() -> None:
    damaged = (ROOT / "tests/cases/seed/power-dynamics.md").read_bytes()
    decoded = decode(damaged)
    assert decoded.text == CLEAN
    assert decoded.repairs == ("macroman",)
    changed = sum(a != b for a, b in zip(damaged.decode().split("\n"), CLEAN.split("\n"), strict=True))
    assert decoded.lines_changed == changed == 9


def test_fixture_is_the_seed_as_it_arrived(shared: Path) -> None:
    fixture = ROOT / "tests/cases/seed/power-dynamics.md"
    assert fixture.read_bytes() == (shared / "seed/power-dynamics.txt").read_bytes()


def test_clean_text_is_left_alone() -> None:
    assert decode(CLEAN.encode()).repairs == ()
    assert decode(CLEAN.encode()).text == CLEAN


@pytest.mark.parametrize("codec", ["mac_roman", "windows-1252", "latin-1"])
def test_whole_text_read_in_a_wrong_encoding_is_repaired(codec: str) -> None:
    text = "Le pouvoir relationnel naît d’échanges — et non de possession.\n" * 5
    try:
        damaged = text.encode().decode(codec)
    except UnicodeDecodeError:
        damaged = text.encode().decode("sloppy-" + codec)
    decoded = decode(damaged.encode())
    assert decoded.text == text
    assert len(decoded.repairs) == 1


def test_text_damaged_twice_is_repaired_twice() -> None:
    twice = CLEAN.encode().decode("mac_roman").encode().decode("mac_roman")
    decoded = decode(twice.encode())
    assert decoded.text == CLEAN
    assert decoded.repairs == ("macroman", "macroman")


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param(b"\xef\xbb\xbfa", "a", "utf-8-sig", id="byte order mark"),
        pytest.param("é\n".encode("utf-16"), "é\n", "utf-16", id="UTF-16 little"),
        pytest.param(b"\xfe\xff" + "é\n".encode("utf-16-be"), "é\n", "utf-16", id="UTF-16 big"),
        pytest.param(b"caf\xe9 \x93so\x94", "café “so”", "windows-1252", id="Windows-1252"),
        pytest.param(b"a\r\nb\rc\n", "a\nb\nc\n", "utf-8", id="line ends"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00\x01", "control character"),
        (b"a\x00b", r"U\+0000 at position 1"),
        (b"\x89PNG\r\n\x1a\n\x00", "control character"),
        (b"\xff\xfea", "utf-16"),
        (b"\x81\x8d", "not UTF-8"),
    ],
    ids=repr,
)
def test_binary_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UndecodableError, match=reason):
        decode(data)


def test_a_stray_control_character_becomes_a_blank_and_is_told() -> None:
    decoded = decode(b"one\ntwo\x0bthree\n" + b"text\n" * 100)
    assert decoded.text.startswith("one\ntwo three\n")
    assert decoded.controls == (2,)


@pytest.mark.parametrize("codec", ["mac_roman", "sloppy-windows-1252"])
def test_a_text_damaged_in_parts_is_repaired_line_by_line(codec: str) -> None:
    import ftfy  # noqa: F401  (registers the sloppy codecs)

    lines = CLEAN.split("\n")
    half = len(lines) // 2
    damaged = "\n".join(
        [*"\n".join(lines[:half]).encode().decode(codec).split("\n"), *lines[half:], "Martín-Baró, café 漢 …"]
    )
    decoded = decode(damaged.encode())
    assert decoded.text == "\n".join([*lines, "Martín-Baró, café 漢 …"])
    assert decoded.lines_changed > 2


def test_half_of_each_sample_note_damaged_is_mostly_recovered(shared: Path) -> None:
    """What is not recovered stays as it is: no line becomes something else than it was or should be."""
    recovered = total = 0
    for note in sorted((shared / "sample-vault").rglob("*.md")):
        clean = note.read_text(encoding="utf-8")
        lines = clean.split("\n")
        half = len(lines) // 2
        try:
            first = "\n".join(lines[:half]).encode().decode("mac_roman").split("\n")
        except UnicodeDecodeError:
            continue
        damaged = "\n".join([*first, *lines[half:]])
        if damaged == clean or "\n".join(lines[half:]).isascii():
            continue
        total += 1
        found = decode(damaged.encode()).text
        recovered += found == clean
        for before, after, right in zip(damaged.split("\n"), found.split("\n"), lines, strict=True):
            assert after in (before, right)
    assert total > 10
    assert recovered / total > 0.8


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_repair_never_moves_a_line_and_is_stable(text: str) -> None:
    decoded = decode(("\n" + text + "\n" + text).encode())
    assert decoded.text.count("\n") == 2
    if decoded.repairs:
        assert decode(decoded.text.encode()).text == decoded.text


def test_sample_vault_is_not_altered(shared: Path) -> None:
    notes = sorted((shared / "sample-vault").rglob("*.md"))
    assert len(notes) == 29
    for note in notes:
        decoded = decode(note.read_bytes())
        assert decoded.text == note.read_text(encoding="utf-8"), note.name
        assert decoded.repairs == ()
