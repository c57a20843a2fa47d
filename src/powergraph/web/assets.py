"""Style sheet, icon and scripts under names that tell their content, so that browsers may keep them for ever."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from powergraph.web.encoding import LEAST_BYTES, accepts_gzip, gzipped

__all__ = ["STATIC", "Assets", "install", "installed_assets", "load_assets"]

#: Where they lie: what was written by hand, and in `dist` what was built from `frontend/`, where that was done.
STATIC = Path(__file__).parent / "static"

_blueprint = Blueprint("assets", __name__)

_YEAR = 31_536_000  # seconds
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
_LICENCES = "THIRD_PARTY_LICENSES.txt"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: plain, and as gzip where that is worth while (else empty)."""

    plain: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """The files of the pages: *names* from the name that a template uses to the one it has; *files* from that on."""

    names: Mapping[str, str]
    files: Mapping[str, File]
    root_path: str = ""

    def url(self, name: str) -> str:
        """Return the address of a file, such as `site.css`, or "" where it was not built."""
        return self.root_path + self.route(name) if name in self.names else ""

    def route(self, name: str) -> str:
        """Return the route of a file that is there."""
        return f"/assets/{self.names[name]}"

    @property
    def has_scripts(self) -> bool:
        """Whether there are scripts: without Node a checkout has none, and the pages do without."""
        return "site.js" in self.names


def load_assets(folder: Path = STATIC, root_path: str = "") -> Assets:
    """Read the files in *folder*, and the scripts that the manifest in its `dist` names; without one there are none."""
    names: dict[str, str] = {}
    files: dict[str, File] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in _TYPES:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
            names[path.name] = f"{path.stem}-{digest}{path.suffix}"
            files[names[path.name]] = _file(path)
    for name, built in _built(folder / "dist").items():
        names[name], files[built] = built, _file(folder / "dist" / built)
    if (licences := folder / "dist" / _LICENCES).is_file():
        files[_LICENCES] = _file(licences)
    return Assets(names, files, root_path)


def install(app: Flask, folder: Path, root_path: str) -> Assets:
    """Let an app serve the files in *folder*, and its templates know them as `assets`."""
    assets = load_assets(folder, root_path)
    app.extensions["powergraph.assets"] = app.jinja_env.globals["assets"] = assets
    app.register_blueprint(_blueprint)
    return assets


def installed_assets() -> Assets:
    """Return the files of the app that answers the current request."""
    assets: Assets = current_app.extensions["powergraph.assets"]
    return assets


def _file(path: Path) -> File:
    data = path.read_bytes()
    return File(data, gzipped(data) if len(data) >= LEAST_BYTES else b"")


def _built(dist: Path) -> dict[str, str]:
    try:
        built: dict[str, str] = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        return {}
    return built if all((dist / name).is_file() for name in built.values()) else {}


@_blueprint.get("/assets/<name>")
def asset_view(name: str) -> Response:
    """A file by the name that tells its content, and the licences of what is in the scripts."""
    assets = installed_assets()
    if name not in assets.files:
        abort(404)
    file = assets.files[name]
    is_packed = bool(file.packed) and accepts_gzip(request.headers.getlist("Accept-Encoding"))
    response = Response(file.packed if is_packed else file.plain, mimetype=_TYPES[Path(name).suffix])
    response.vary.add("Accept-Encoding")
    if is_packed:
        response.content_encoding = "gzip"
    if name != _LICENCES:
        response.set_etag(f"{name}.gz" if is_packed else name)
        response.cache_control.public = response.cache_control.immutable = True
        response.cache_control.max_age = _YEAR
        response.make_conditional(request)
    return response
