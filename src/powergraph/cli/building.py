"""Build notes in a child process, once or at each change, so that a server never imports the author's side."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import click

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
        made, _ = child.communicate()
    if child.returncode not in (0, 1) or not made.strip():
        raise BuildFailed(f"no release could be made of {notes}")


def _build(notes: Path, out: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "powergraph", "build", str(notes), "--out", str(out), "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)  # noqa: S603


@contextlib.contextmanager
def rebuilding(notes: Path, out: Path) -> Iterator[None]:
    """Build again whenever a file below *notes* changes, until the block ends."""
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
        yield
    finally:
        stop.set()
        thread.join()


def _rebuild(notes: Path, out: Path, stop: threading.Event) -> None:
    with _build(notes, out) as child:
        while child.poll() is None:
            if stop.wait(0.05):
                child.terminate()
                return
        if not (child.stdout and child.stdout.read().strip()):
            click.echo("the change could not be built; the last good release is served", err=True)


def _signature(notes: Path) -> dict[str, tuple[int, int, int]]:
    """Return what tells that a file has changed: its size, time of change and inode."""
    found: dict[str, tuple[int, int, int]] = {}
    for folder, _, names in os.walk(notes):
        for name in names:
            if name.casefold().endswith((".md", ".toml", ".tsv")):
                path = os.path.join(folder, name)  # noqa: PTH118
                with contextlib.suppress(OSError):
                    status = os.lstat(path)
                    found[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found
