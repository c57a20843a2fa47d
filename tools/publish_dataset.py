"""Write data/powergraph.ttl, the published dataset, from data/notes; a test compares its bytes."""

import sys
from pathlib import Path

from powergraph.config import load_vault_settings
from powergraph.publishing.build import check
from powergraph.publishing.write import published_turtle

DATA = Path(__file__).resolve().parent.parent / "data"


def dataset_bytes() -> bytes:
    """Return the published dataset of data/notes.

    Raises SystemExit where a note has an error: the demo notes have none.
    """
    checked = check(DATA / "notes", load_vault_settings(DATA / "notes"))
    if checked.graph is None or checked.has_errors:
        sys.exit("the demo notes have errors; run: powergraph check data/notes")
    return published_turtle(checked.graph)


if __name__ == "__main__":
    (DATA / "powergraph.ttl").write_bytes(dataset_bytes())
