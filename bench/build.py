"""Measure builds of generated vaults: time and memory of the whole, and of a second build after one edit.

`make bench-build` runs it and leaves the figures in bench/results/build.json. Sizes may be given: bench/build.py 1000
10000. A machine may be busy: read the ratios between sizes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import write_result
from vaults import note_names, note_path, write_vault

SIZES = (300, 1_000, 3_000)


def build(notes: Path, out: Path, cache: Path) -> tuple[float, float, dict[str, int]]:
    """Build a release; return the seconds, the peak memory of all processes together (MiB, at least) and counts."""
    command = [sys.executable, "-m", "powergraph", "build", str(notes), "--out", str(out), "--quiet"]
    start = time.perf_counter()
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.1)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        sys.exit(f"the build failed with {process.returncode}")
    manifest = json.loads((out / "current/manifest.json").read_bytes())
    return seconds, peak / 1024, {"triples": manifest["triples"], "segments": len(manifest["segments"])}


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


def measure(count: int) -> dict[str, object]:
    """Build a vault of *count* notes, change one note, and build again."""
    with tempfile.TemporaryDirectory() as folder:
        notes, out, cache = (Path(folder) / name for name in ("notes", "releases", "cache"))
        write_vault(notes, count)
        time.sleep(2.5)  # a file that changed a moment ago is not cached
        seconds, peak, counts = build(notes, out, cache)
        names = note_names(count)
        edited = note_path(notes, names, count // 2)
        edited.write_text(edited.read_text(encoding="utf-8") + "\n\nOne more line.\n", encoding="utf-8")
        again, again_peak, _ = build(notes, out, cache)
        return {
            "notes": count,
            **counts,
            "seconds": round(seconds, 1),
            "notes a second": round(count / seconds),
            "peak MiB": round(peak),
            "after one edit: seconds": round(again, 1),
            "after one edit: peak MiB": round(again_peak),
        }


def main() -> None:
    """Measure every size."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    write_result("build", {"builds": [measure(size) for size in sizes]})


if __name__ == "__main__":
    main()
