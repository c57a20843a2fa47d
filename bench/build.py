"""Measure builds of generated vaults: time and memory, with and without the shapes, and builds after one edit.

`make bench-build` runs it and leaves the figures in bench/results/build.json; obsidiantools and yurtle-rdflib read the
same vaults beside it. Sizes may be given: bench/build.py 1000 10000. A machine may be busy: read the ratios.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from machine import write_result
from others import OBSIDIANTOOLS, PACKAGES, YURTLE, environment, run
from vaults import note_names, note_path, write_vault

SIZES = (300, 1_000, 3_000)
#: Other programs are asked to read vaults up to this size (notes).
MOST_FOR_OTHERS = 1_000
#: A file that changed a moment ago is not cached (seconds).
SETTLED = 2.5
#: How long a served edit is waited for (seconds).
PATIENCE = 600.0

#: A build of the same notes in which no shape is looked at: reading, extraction, resolving, inference and segments.
WITHOUT_SHAPES = """
import pickle, sys, zlib
from powergraph.cli import main
from powergraph.graph.packed import pack
from powergraph.publishing import build, stages
from powergraph.validation import CheckedNote, NoteChecker, Report
from powergraph.validation.validate import outcome
nothing = CheckedNote(zlib.compress(pickle.dumps(())), False, pack([]), (), pack([]), b"")
NoteChecker.check = lambda self, note, triples: nothing
build.validate_vault = lambda assembled, *_: outcome(assembled.dataset, Report(assembled.dataset.base, ()))
sys.exit(main(sys.argv[1:]))
"""
BUILD = ("-m", "powergraph")


def build(how: tuple[str, ...], notes: Path, out: Path, cache: Path) -> tuple[float, float]:
    """Build a release; return the seconds and the peak memory of all processes together (MiB, at least)."""
    command = [sys.executable, *how, "build", str(notes), "--out", str(out), "--quiet"]
    start = time.perf_counter()
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        sys.exit(f"the build failed with {process.returncode}")
    return seconds, peak / 1024


def memory(pid: int) -> int:
    """Return the proportional memory of a process and its children (KiB): what they share counts once."""
    total = 0
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    except (OSError, ValueError):
        return 0
    return total + sum(memory(int(child)) for child in children)


def served_after(notes: Path, edited: Path, folder: Path) -> float:
    """Serve *notes* with --watch, edit one, and return the seconds until another release is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        *BUILD,
        "serve",
        str(notes),
        "--watch",
        "--port",
        str(port),
        "--out",
        str(folder / "out"),
    ]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment) as server:
        try:
            before = served(port, "")
            time.sleep(SETTLED)
            start = time.perf_counter()
            edit(edited, "\n\nA line that is served.\n")
            served(port, before)
            return time.perf_counter() - start
        finally:
            server.send_signal(signal.SIGINT)


def served(port: int, other_than: str) -> str:
    """Wait until a release *other_than* that one is served; return its entity tag."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("HEAD", "/sparql?query=ASK%7B%7D")
            tag = connection.getresponse().getheader("ETag") or ""
            if tag not in ("", other_than):
                return tag
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    sys.exit("no new release was served")


def edit(note: Path, text: str) -> None:
    """Add a text to a note."""
    note.write_text(note.read_text(encoding="utf-8") + text, encoding="utf-8")


def measure(count: int, other: Path | None) -> dict[str, object]:
    """Build a vault of *count* notes, change one note, and build again."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        notes, out, cache = (folder / name for name in ("notes", "releases", "cache"))
        write_vault(notes, count)
        names = note_names(count)
        edited = note_path(notes, names, count // 2)
        time.sleep(SETTLED)
        bare, _ = build(("-c", WITHOUT_SHAPES), notes, folder / "bare", folder / "bare-cache")
        seconds, peak = build(BUILD, notes, out, cache)
        manifest = json.loads((out / "current/manifest.json").read_bytes())
        edit(edited, "\n\nOne more line.\n")
        prose, prose_peak = build(BUILD, notes, out, cache)
        edit(edited, f"\n\n[[{names[0]}]]\n")
        link, _ = build(BUILD, notes, out, cache)
        figures: dict[str, object] = {
            "notes": count,
            "triples": manifest["triples"],
            "segments": len(manifest["segments"]),
            "without shapes: seconds": round(bare, 1),
            "without shapes: notes a second": round(count / bare),
            "seconds": round(seconds, 1),
            "notes a second": round(count / seconds),
            "peak MiB": round(peak),
            "after one more line: seconds": round(prose, 1),
            "after one more line: peak MiB": round(prose_peak),
            "after one more link: seconds": round(link, 1),
        }
        if count <= MOST_FOR_OTHERS:
            figures["from a saved edit until it is served: seconds"] = round(served_after(notes, edited, folder), 1)
        if other and count <= MOST_FOR_OTHERS:
            figures["obsidiantools: notes a second"] = round(count / run(other, OBSIDIANTOOLS, notes)["seconds"])
            rdf: Any = run(other, YURTLE, notes)
            figures["yurtle-rdflib: notes a second"] = round(count / rdf["seconds"])
            figures["yurtle-rdflib: triples"] = rdf["triples"]
        return figures


def main() -> None:
    """Measure every size."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with environment() as other:
        builds = [measure(size, other) for size in sizes]
    cores = len(os.sched_getaffinity(0))
    write_result("build", {"cores": cores, "others": list(PACKAGES), "builds": builds})


if __name__ == "__main__":
    main()
