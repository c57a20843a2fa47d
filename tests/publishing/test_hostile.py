"""Hostile notes: whatever a folder holds, a build ends, tells, and publishes nothing from outside of it."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from powergraph.config import VaultSettings
from powergraph.extract.extract import extract
from powergraph.extract.reading import NoteReader
from powergraph.notes.decoding import DecodedText
from powergraph.notes.note import SourceNote, parse_note
from powergraph.publishing.build import Checked, build, check

#: A form of text that grows with the number that it is given.
SHAPES: dict[str, Callable[[int], str]] = {
    "wikilinks": lambda n: "[[" * n,
    "wikilinks on lines": lambda n: "[[a\n" * n,
    "whole wikilinks": lambda n: "[[a]]" * n,
    "brackets": lambda n: "[" * n,
    "links": lambda n: "[a](" * n,
    "embeds": lambda n: "![[a" * n,
    "quote marks": lambda n: ">" * n,
    "quoted lines": lambda n: "> a\n" * n,
    "stars": lambda n: "*" * n,
    "stars and words": lambda n: "*a " * n,
    "mixed emphasis": lambda n: "**a_" * n,
    "backticks": lambda n: "`" * n,
    "backtick runs": lambda n: "".join("`" * k + " " for k in range(1, int((2 * n) ** 0.5))),
    "list marks": lambda n: "- " * n,
    "deep list": lambda n: "".join(" " * (2 * k) + "- a\n" for k in range(int(n**0.5))),
    "deep quote": lambda n: "".join(">" * k + " a\n" for k in range(int((2 * n) ** 0.5))),
    "footnotes": lambda n: "[^a]" * n,
    "comments": lambda n: "%%" * n + "a",
    "HTML comments": lambda n: "<!-- -->`" * n,
    "tables": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "math": lambda n: "$a " * n,
    "properties": lambda n: "a:: b\n" * n,
    "colons": lambda n: "::" * n,
    "capitals": lambda n: "Aa and (BB) " * n,
    "one word": lambda n: "a" * n,
    "blank lines": lambda n: "\n" * n,
    "damage": lambda n: "\u00c3\u00a9" * n,
    "authors": lambda n: "## Citations\n\n- " + "Ash, B., " * n + "(1987). _T._\n",
    "quotes to say": lambda n: "## Practices\n\n- " + "\u201ca " * n,
    "bold names": lambda n: "**" + "Aa " * n + "(AA)**",
}
#: What is written into the secret file beside a vault.
SECRET = "canary-7f3a-of-a-file-outside"


def read(text: str) -> None:
    reader = NoteReader.of(VaultSettings())
    source = SourceNote("a.md", DecodedText(text, "utf-8"))
    extract(parse_note(source), reader.profile, reader.defaults)


def checked(folder: Path) -> Checked:
    return check(folder, VaultSettings())


def published(folder: Path, out: Path) -> bytes:
    build(checked(folder), VaultSettings(), out)
    return b"".join(file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file())


@pytest.mark.parametrize("shape", SHAPES)
def test_thousands_of_signs_do_no_harm_to_their_note(shape: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(SHAPES[shape](4_000), encoding="utf-8")
    (tmp_path / "b.md").write_text("# B\n\nSee [[a]].\n", encoding="utf-8")
    notes = checked(tmp_path)
    assert (notes.notes.found, notes.notes.converted) == (2, 2)
    assert not notes.has_errors


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_size_of_a_note_and_no_faster(shape: str) -> None:
    def seconds(count: int) -> float:
        text = SHAPES[shape](count)
        start = time.process_time()
        read(text)
        return time.process_time() - start

    seconds(1_000)
    small, large = seconds(25_000), seconds(100_000)
    assert large < 8 * small + 0.3, f"4 times the text took {large:.2f} s after {small:.2f} s"


def test_a_note_of_50_megabytes_is_told_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.md").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    (tmp_path / "b.md").write_text("# B\n\nText.\n", encoding="utf-8")
    notes = checked(tmp_path).notes
    assert notes.converted == 1
    assert [path for path, _ in notes.unreadable] == ["large.md"]


def test_links_pipes_and_loops_lead_nowhere(tmp_path: Path) -> None:
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    vault.mkdir()
    outside.mkdir()
    (outside / "secret.md").write_text(f"# {SECRET}\n", encoding="utf-8")
    (vault / "a.md").write_text("# A\n\n![[etc/passwd]] [x](../outside/secret.md) [[../outside/secret]]\n")
    (vault / "etc").symlink_to("/etc")
    (vault / "outside").symlink_to(outside)
    (vault / "passwd.md").symlink_to("/etc/passwd")
    (vault / "secret.md").symlink_to(outside / "secret.md")
    (vault / "loop").symlink_to(vault)
    (vault / "self.md").symlink_to("self.md")
    os.mkfifo(vault / "pipe.md")
    bytes_ = published(vault, tmp_path / "out")
    assert SECRET.encode() not in bytes_
    assert b"root:" not in bytes_
    notes = checked(vault).notes
    assert [path for path, _ in notes.unreadable] == ["passwd.md", "pipe.md", "secret.md", "self.md"]
    assert (notes.found, notes.converted) == (5, 1)


def test_longest_names_and_names_that_differ_in_case_are_different_notes(tmp_path: Path) -> None:
    longest = "n" * 252 + ".md"
    names = [longest, "\u00e9" * 126 + ".md", "A.md", "a.md"]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"# Note {number}\n\nText {number}.\n", encoding="utf-8")
    if len(list(tmp_path.iterdir())) < len(names):
        pytest.skip("names differ in more than case here")
    notes = checked(tmp_path)
    assert notes.notes.converted == len(names)
    assert notes.graph is not None
    graphs = [graph.iri for graph in notes.graph.dataset.graphs if graph.note]
    assert len(set(graphs)) == len(names)


def test_right_to_left_override_stays_in_the_text_and_out_of_what_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A \u202egnp.exe\n\nSee [[b\u202edm]].\n", encoding="utf-8")
    (tmp_path / "b\u202edm.md").write_text("# B\n", encoding="utf-8")
    notes = checked(tmp_path)
    assert (notes.notes.found, notes.notes.converted) == (2, 1)
    assert all("\u202e" not in path for path, _ in notes.notes.unreadable)


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\n"
        + "".join(f"{chr(98 + k)}: &{chr(98 + k)} [*{chr(97 + k)}, *{chr(97 + k)}]\n" for k in range(24)),
        "a: " + "[" * 5_000,
        "a: " + "{b: " * 5_000,
        "a: !!python/object/apply:os.system ['true']",
        "a: " + "9" * 5_000,
        "a: 9999-99-99",
        "".join(f"k{k}: v\n" for k in range(20_000)),
        "<<: [*a]",
    ],
    ids=["alias bomb", "lists", "mappings", "object", "digits", "date", "keys", "unknown alias"],
)
def test_front_matter_can_do_no_harm(front: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n{front}\n---\n\n# T\n\nText.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# B\n\nText.\n", encoding="utf-8")
    notes = checked(tmp_path)
    assert (notes.notes.found, notes.notes.converted) == (2, 2)
    shutil.rmtree(tmp_path)
