"""A link of Dendron's to a private note shows its text, and the private name nowhere."""

from pathlib import Path

from powergraph.config import VaultSettings
from powergraph.publishing.build import build, check

HEAD = "---\nid: {id}\ncreated: 1612345678901\nupdated: 1622345678901\n{more}---\n\n"


def test_text_first_link_to_a_private_note_keeps_its_name(tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()
    open_ = HEAD.format(id="q1w2e3", more="") + "See [[a friend|people.canaryname]] now.\n"
    (notes / "open.md").write_text(open_, encoding="utf-8")
    (notes / "people.canaryname.md").write_text(HEAD.format(id="r4t5", more="private: true\n") + "x\n")
    build(check(notes, VaultSettings()), VaultSettings(), out)
    published = b"".join(file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file())
    assert b"a friend" in published
    assert b"canaryname" not in published
