"""What every result says of the machine: processor, date and Python; no host name, no path."""

import datetime
import json
import platform
import re
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cpu() -> str:
    """Return the model of the processor."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    found = re.search(r"model name\s*:\s*(.*)", text)
    return found[1] if found else platform.processor()


def write_result(name: str, figures: Mapping[str, object]) -> None:
    """Write `bench/results/<name>.json` and print it."""
    head = {
        "cpu": cpu(),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
    }
    result = ROOT / "bench/results" / f"{name}.json"
    result.write_text(json.dumps({**head, **figures}, indent=1) + "\n")
    print(result.read_text(), end="")
