"""Other converters of Markdown vaults, in an environment of their own that is thrown away at the end.

obsidiantools resolves links and reads front matter, yurtle-rdflib makes RDF of blocks and front matter. Both are
installed by name.
"""

import contextlib
import json
import subprocess
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGES = ("obsidiantools==0.11.0", "yurtle-rdflib==0.3.0")

#: Runs in the other environment; prints the path of each note by the name it has there, its links, and the seconds.
OBSIDIANTOOLS = """
import json, sys, time
from pathlib import Path
import obsidiantools.api as otools
start = time.perf_counter()
vault = otools.Vault(Path(sys.argv[1])).connect().gather()
seconds = time.perf_counter() - start
files = {name: path.as_posix() for name, path in vault.md_file_index.items()}
links = {name: vault.get_wikilinks(name) for name in files}
print(json.dumps({"files": files, "links": links, "seconds": seconds}))
"""

#: Runs there too; prints the number of triples, of things with a class that is an IRI (only these can be asked for),
#: and the seconds.
YURTLE = """
import json, sys, time
import yurtle_rdflib
from rdflib import RDF, URIRef
start = time.perf_counter()
graph = yurtle_rdflib.load_workspace(sys.argv[1])
seconds = time.perf_counter() - start
typed = {subject for subject, kind in graph.subject_objects(RDF.type) if isinstance(kind, URIRef)}
print(json.dumps({"triples": len(graph), "typed": len(typed), "seconds": seconds}))
"""


@contextlib.contextmanager
def environment() -> Iterator[Path]:
    """Make the environment; yield its Python.

    Raises CalledProcessError where the packages cannot be installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        yield python


def run(python: Path, code: str, vault: Path) -> Any:
    """Run code of ours with the packages of the other environment, and read the JSON of its last line.

    Raises CalledProcessError where it fails.
    """
    done = subprocess.run([str(python), "-c", code, str(vault)], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.decode().splitlines()[-1])
