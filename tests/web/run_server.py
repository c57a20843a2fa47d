"""A server for tests: `run_server.py SOURCE [name=value ...]`; prints its URL when it answers, and each swap."""

import sys
from pathlib import Path

from powergraph.config import serve_config
from powergraph.web.serve import run_server


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    settings = serve_config(options={"port": 0, "workers": 2} | dict(each.split("=", 1) for each in sys.argv[2:]))
    run_server(
        settings,
        Path(sys.argv[1]),
        lambda serving: tell(serving.url),
        lambda outcome: tell(f"swapped {outcome if isinstance(outcome, Exception) else outcome.version}"),
    )
