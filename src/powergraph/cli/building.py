"""Build notes in a child process, once or at each change, so that a server never imports the author's side."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from powergraph.config import load_vault_settings

__all__ = ["BuildFailed", "build_in_child", "rebuilding"]

#: How often the notes are looked at (seconds).
_POLL = 1.0


class BuildFailed(Exception):
    """The build made no release; why was told by the build itself."""


def build_in_child(notes: Path, out: Path) -> None:
    """Run `powergraph build` and wait for it. Errors in notes are told by it and do not stop the server.

    Raises BuildFailed where no release was made.
    """
    with _build(notes, out) as child:
        try:
            made, _ = child.communicate()
        except BaseException:
            child.terminate()
            raise
    if child.returncode not in (0, 1) or not made.strip():
        raise BuildFailed(f"no release could be made of {notes}")


def _build(notes: Path, out: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "powergraph", "build", str(notes), "--out", str(out), "--quiet"]
    # In a group of its own Ctrl-C does not reach it: whether it ends is for us to say, and it tells nothing of it.
    return subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, process_group=0
    )


@contextlib.contextmanager
def rebuilding(notes: Path, out: Path) -> Iterator[Callable[[], None]]:
    """Build again whenever a file below *notes*, the settings beside it or a file that they name changes.

    Yields what stops it and a build under way; the end of the block does so too, and waits.
    """
    stop = threading.Event()
    before = _signature(notes)

    def watch() -> None:
        nonlocal before
        while not stop.wait(_POLL):
            now = _signature(notes)
            if now != before:
                before = now
                _rebuild(notes, out, stop)

    thread = threading.Thread(target=watch, name="watch", daemon=True)
    thread.start()
    try:
        yield stop.set
    finally:
        stop.set()
        thread.join()


def _rebuild(notes: Path, out: Path, stop: threading.Event) -> None:
    try:
        load_vault_settings(notes)
    except ValueError as error:
        click.echo(f"{error}; the last good release is served", err=True)
        return
    click.echo("building\u2026", err=True)
    with _build(notes, out) as child:
        while child.poll() is None:
            if stop.wait(0.05):
                child.terminate()
                return
        if not (child.stdout and child.stdout.read().strip()):
            click.echo("the change could not be built; the last good release is served", err=True)


def _signature(notes: Path) -> dict[str, tuple[int, int, int]]:
    """Return what tells that a file has changed: its size, time of change and inode."""
    paths = [str(notes.resolve().parent / "powergraph.toml")]
    for folder, _, names in os.walk(notes):
        paths += [os.path.join(folder, n) for n in names if n.casefold().endswith((".md", ".toml", ".tsv"))]  # noqa: PTH118
    paths += _beside(notes)
    found: dict[str, tuple[int, int, int]] = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = os.lstat(path)
            found[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def _beside(notes: Path) -> list[str]:
    """Return the files that the settings name, and the ledger. Settings that are wrong name none."""
    try:
        settings = load_vault_settings(notes)
    except ValueError:
        return []
    folder = settings.folder or notes
    folders = [folder / name for name in (settings.mappings, settings.queries) if name]
    inside = [str(path) for each in folders for path in (*each.rglob("*.tsv"), *each.rglob("*.rq"))]
    files = [folder / (settings.ids or "ids.tsv"), *([folder / settings.curation] if settings.curation else [])]
    return [*map(str, files), *inside]
