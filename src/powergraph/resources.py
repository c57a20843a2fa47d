"""Where the files that travel with the program are: ontology, shapes, demo notes."""

from pathlib import Path

__all__ = ["resource_path"]


def resource_path(name: str) -> Path:
    """Return the path of a shipped file or folder, for example `shapes` or `ontology/powergraph.ttl`.

    In the installed wheel these lie under `powergraph/resources`; in a checkout, at its top level.

    Raises FileNotFoundError where neither has it.
    """
    package = Path(__file__).parent
    for root in (package / "resources", package.parent.parent):
        if (candidate := root / name).exists():
            return candidate
    raise FileNotFoundError(f"powergraph was installed without {name}")
