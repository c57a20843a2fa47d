"""Open a release directory and verify that it is whole."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from powergraph.release.layout import CURRENT, MANIFEST
from powergraph.release.manifest import Manifest, parse_manifest

__all__ = ["Release", "ReleaseError", "is_release", "open_release", "verify_release"]


class ReleaseError(Exception):
    """A folder is not a release, or the release is damaged; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Release:
    """An opened release: its directory (resolved, so it stays the same when `current` moves) and its manifest."""

    path: Path
    manifest: Manifest

    @property
    def digest(self) -> str:
        """The version of the release, SHA-256 in hex."""
        return self.manifest.digest


def is_release(path: Path) -> bool:
    """Tell whether *path* is a release or a folder of releases (it has `manifest.json` or `current`)."""
    return (path / MANIFEST).is_file() or (path / CURRENT).is_symlink()


def open_release(path: Path) -> Release:
    """Open a release directory, or the current release of a folder of releases. Reads the manifest only.

    Raises ReleaseError where there is none or its manifest cannot be read.
    """
    directory = path if (path / MANIFEST).is_file() else path / CURRENT
    try:
        directory = directory.resolve(strict=True)
        return Release(directory, parse_manifest((directory / MANIFEST).read_bytes()))
    except FileNotFoundError as error:
        raise ReleaseError(f"{path} holds no release; make one with: powergraph build NOTES --out {path}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise ReleaseError(f"the release in {path} cannot be read ({error}); build it again") from error


def verify_release(release: Release, without: Container[str] = ()) -> None:
    """Compare every file of the release with the manifest's hash and count, but the files named *without*.

    Raises ReleaseError naming the first file that is missing or damaged.
    """
    for file, sha256 in [(s.file, s.sha256) for s in release.manifest.segments] + [
        (f.file, f.sha256) for f in release.manifest.files
    ]:
        if file in without:
            continue
        try:
            with (release.path / file).open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise ReleaseError(f"{file} of release {release.digest[:12]} cannot be read ({error})") from error
        if found != sha256:
            raise ReleaseError(f"{file} of release {release.digest[:12]} is damaged; build the release again")
