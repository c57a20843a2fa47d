"""What the build of a wheel asks about the scripts: were they built from the sources that are here?

It builds nothing and needs no Node. `make frontend` builds, and frontend/build.mjs writes the same digest into
the manifest.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DIST = Path("src/powergraph/web/static/dist")
SETTINGS = ("build.mjs", "package.json", "package-lock.json", "tsconfig.json")


def sources_digest(frontend: Path) -> str:
    """Return the digest of all that the scripts are built from."""
    sources = [path.relative_to(frontend).as_posix() for path in (frontend / "src").rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for name in sorted([*sources, *SETTINGS]):
        content = hashlib.sha256((frontend / name).read_bytes()).hexdigest()
        digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()


def fault(root: Path) -> str:
    """Return what is wrong with the scripts of a checkout, "" where they are what their sources say."""
    try:
        manifest = json.loads((root / DIST / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "missing"
    if manifest["sources"] != sources_digest(root / "frontend"):
        return "stale"
    missing = [built for built in manifest["files"].values() if not (root / DIST / built).is_file()]
    return f"without {', '.join(missing)}" if missing else ""


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Refuses scripts that other sources than these were built into; says where there are none."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Look before the build. An editable installation takes the folder as it stands."""
        found = fault(Path(self.root))
        if version == "editable" or not found:
            return
        if found == "missing":
            self.app.display_warning("the scripts of the pages are not built (make frontend): pages come without them")
            return
        raise SystemExit(f"the scripts of the pages are {found}; `make frontend` builds them from frontend/")
