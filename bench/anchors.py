"""Set what other converters find in the annotated notes to develop on beside the annotations and powergraph.

    python bench/anchors.py VAULT

obsidiantools resolves links, yurtle-rdflib makes RDF; both are installed by name into an environment that is thrown
away at the end. A link is right where it leads to the annotated note, or to none where none is there. obsidiantools
reads the text alone, so the links of `related:` are left out for both.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from machine import ROOT, write_result

from powergraph.config import load_vault_settings
from powergraph.evaluation import FoundNote, GoldNote, load_gold, read_graphs
from powergraph.publishing.build import check

PACKAGES = ("obsidiantools==0.11.0", "yurtle-rdflib==0.3.0")

#: Runs in the other environment; prints the path of each note by the name it has there, and its links.
LINKS = """
import json, sys
from pathlib import Path
import obsidiantools.api as otools
vault = otools.Vault(Path(sys.argv[1])).connect()
files = {name: path.as_posix() for name, path in vault.md_file_index.items()}
print(json.dumps({"files": files, "links": {name: vault.get_wikilinks(name) for name in files}}))
"""

#: Runs there too; prints the number of triples and of things with a class that is an IRI, so that it can be asked for.
RDF = """
import json, sys
import yurtle_rdflib
from rdflib import RDF, URIRef
graph = yurtle_rdflib.load_workspace(sys.argv[1])
typed = {subject for subject, kind in graph.subject_objects(RDF.type) if isinstance(kind, URIRef)}
print(json.dumps({"triples": len(graph), "typed": len(typed)}))
"""


def in_environment(python: Path, code: str, vault: Path) -> Any:
    """Run code of ours with the packages of the other environment, and read the JSON of its last line.

    Raises CalledProcessError where it fails.
    """
    done = subprocess.run([str(python), "-c", code, str(vault)], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.decode().splitlines()[-1])


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
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        links, rdf = (in_environment(python, code, vault) for code in (LINKS, RDF))
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
