"""Citations: an entry is read in a time that grows with its length."""

import time

from powergraph.extract.extract import NoteDefaults, extract
from powergraph.extract.profile import load_profile
from powergraph.notes.decoding import decode
from powergraph.notes.note import SourceNote, parse_note


def test_long_entry_without_a_comma_takes_no_long_time() -> None:
    """A test of time: the square of this length takes minutes."""
    entry = f"- Foo, B. (1999). *A title*. {'word ' * 50_000}, 56(4), 947."
    note = parse_note(SourceNote("n.md", decode(f"---\ntitle: N\n---\n\n### Citations\n\n{entry}\n".encode())))
    started = time.monotonic()
    citations = extract(note, load_profile({}), NoteDefaults("en", "")).citations
    assert time.monotonic() - started < 10
    assert [citation.kind for citation in citations] == ["JournalArticle"]
