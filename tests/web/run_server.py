"""A server for tests: `run_server.py SOURCE [name=value ...]`; prints its URL when it answers, and each swap."""

import sys
from pathlib import Path

from powergraph.config import serve_config
from powergraph.web.serve import run_server

if __name__ == "__main__":
    settings = serve_config(options={"port": 0, "workers": 2} | dict(each.split("=", 1) for each in sys.argv[2:]))
    run_server(
        settings,
        Path(sys.argv[1]),
        lambda serving: print(serving.url, flush=True),
        lambda outcome: print("swapped", outcome if isinstance(outcome, Exception) else outcome.version, flush=True),
    )
