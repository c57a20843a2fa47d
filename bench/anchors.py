"""Set what other converters find in the annotated notes to develop on beside the annotations and powergraph.

    python bench/anchors.py VAULT

obsidiantools resolves links, yurtle-rdflib makes RDF; both are installed by name into an environment that is thrown
away at the end. A link is right where it leads to the annotated note, or to none where none is there. obsidiantools
reads the text alone, so the links of `related:` are left out for both.
"""

import sys
from pathlib import Path
from typing import Any

from machine import ROOT, write_result
from others import OBSIDIANTOOLS, PACKAGES, YURTLE, environment, run

from powergraph.config import load_vault_settings
from powergraph.evaluation import FoundNote, GoldNote, load_gold, read_graphs
from powergraph.publishing.build import check


def link_figures(gold: tuple[GoldNote, ...], other: Any, ours: dict[str, FoundNote]) -> dict[str, dict[str, int]]:
    """Count the annotated links of the text, and how many each program leads to where they mean.

    Links that mean a note are counted apart from wanted ones, which a program that resolves nothing gets right too.
    """
    name_of = {path: name for name, path in other["files"].items()}
    counts = {
        kind: {"annotated": 0, "obsidiantools: right": 0, "powergraph: right": 0}
        for kind in ("to a note", "to none (wanted)")
    }
    for note in gold:
        listed = other["links"][name_of[note.note]]
        for link in note.things:
            if link.pool != "link" or link.optional or link.values["field"] != ("body",):
                continue
            target, means = link.values["target"][0], link.values["means"][0]
            count = counts["to none (wanted)" if means == "wanted" else "to a note"]
            count["annotated"] += 1
            if target in listed:
                count["obsidiantools: right"] += other["files"].get(target, "wanted") == means
            count["powergraph: right"] += any(
                thing.pool == "link"
                and thing.start <= link.line <= thing.end
                and thing.values.get("target") == target
                and thing.values.get("means") == means
                for thing in ours[note.note].things
            )
    return counts


def body_figures(gold: tuple[GoldNote, ...], ours: dict[str, FoundNote]) -> dict[str, int]:
    """Count the annotated things of the text, and how many powergraph finds at all, right or not."""
    pools = ("concept", "practice", "citation")
    return {
        "annotated": sum(thing.pool in pools and not thing.optional for note in gold for thing in note.things),
        "powergraph: found": sum(thing.pool in pools for note in gold for thing in ours[note.note].things),
    }


def main(vault: Path) -> None:
    """Measure and write."""
    with environment() as python:
        links, rdf = (run(python, code, vault) for code in (OBSIDIANTOOLS, YURTLE))
    gold = load_gold(ROOT / "tests/evaluation/gold/development")
    checked = check(vault, load_vault_settings(vault))
    assert checked.graph is not None
    ours = read_graphs(graph.triples for graph in checked.graph.dataset.graphs)
    write_result(
        "anchors",
        {
            "annotated notes": len(gold),
            "packages": list(PACKAGES),
            "links of the text": link_figures(gold, links, ours),
            "concepts, practices and citations of the text": body_figures(gold, ours),
            "yurtle-rdflib, whole vault: triples": rdf["triples"],
            "yurtle-rdflib, whole vault: things with a class that is an IRI": rdf["typed"],
        },
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
