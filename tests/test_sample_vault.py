"""The sample vault as a whole: how many of what is found in it; `make golden` rewrites it."""

import json
from collections import Counter
from pathlib import Path

from pyoxigraph import NamedNode

from powergraph.config import load_vault_settings
from powergraph.prefixes import compact
from powergraph.publishing.build import check
from powergraph.vocabulary import POW, RDF

EXPECTED = Path(__file__).parent / "sample-vault.json"


def test_counts_of_the_sample_vault_are_as_read(shared: Path, golden: bool) -> None:
    vault = shared / "sample-vault"
    checked = check(vault, load_vault_settings(vault))
    assert checked.graph is not None
    triples = list(checked.graph.dataset.published_triples())
    kinds = Counter(
        compact(t.object.value) for t in triples if t.predicate == RDF.type and isinstance(t.object, NamedNode)
    )
    found = {
        "notes": {"found": checked.notes.found, "converted": checked.notes.converted},
        "classes": dict(sorted(kinds.items())),
        "rungs": dict(sorted(Counter(t.object.value for t in triples if t.predicate == POW.rung).items())),
        "diagnostics": dict(sorted(Counter(d.rule for d in checked.told).items())),
    }
    if golden:
        EXPECTED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(EXPECTED.read_text(encoding="utf-8"))
