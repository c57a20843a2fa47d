"""Write docs/quality.md: each criterion of the quality gate with its result; a test compares it."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "quality"))  # the gate is the tests' own package

from gate.page import PAGE, written_page  # noqa: E402 (its place has to be told first)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        (ROOT / PAGE).write_text(written_page(ROOT, Path(folder)), encoding="utf-8")
