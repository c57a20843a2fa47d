"""The W3C's tests of protocol, service description and formats, by a black-box harness, on a real server."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("POWERGRAPH_SHARED", Path(__file__).parents[3] / "shared"))
HARNESS = SHARED / "conformance" / "w3c_harness.py"
LOAD = Path(__file__).parent / "load_dataset.py"

#: Checks that fail for a reason that is not ours to remove, by id.
KNOWN: dict[str, str] = {}


@pytest.mark.skipif(not HARNESS.exists(), reason=f"the harness is not there: {HARNESS.name} in POWERGRAPH_SHARED")
def test_the_endpoint_passes_every_check_of_the_harness(serve: Callable[..., Any], tmp_path: Path) -> None:
    dataset = tmp_path / "data.nq"
    dataset.touch()
    server = serve(dataset)
    served = shlex.join([str(dataset), str(server.process.pid), server.url])
    load = f"{shlex.join([sys.executable, str(LOAD)])} {{data}} {served}"
    command = [sys.executable, str(HARNESS), "--query-url", f"{server.url}sparql", "--load-cmd", load]
    command += ["--rdf-tests", str(HARNESS.parent / "rdf-tests")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=80, check=False)
    lines = done.stdout.splitlines()
    failed = {line.split()[1]: line for line in lines if line.startswith("FAIL")}
    assert lines, done.stderr
    assert {check: line for check, line in failed.items() if check not in KNOWN} == {}
    assert set(KNOWN) <= set(failed), "a known failure is gone: take it off the list"
    skipped = [line.split()[1] for line in lines if line.startswith("SKIP")]
    assert all(check.startswith("P.update_") for check in skipped), skipped
    assert sum(line.startswith("PASS") for line in lines) > 170
