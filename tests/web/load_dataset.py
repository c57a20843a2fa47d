"""Make a file the dataset of a running server: `load_dataset.py DATA SERVED PID URL`; returns when it is served."""

import json
import os
import shutil
import signal
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path


def main(data: str, served: str, pid: str, url: str) -> None:
    """Replace the file that is served, say so, and wait until a mark that only the new one has is found."""
    mark = f"urn:mark:{time.time_ns()}"
    following = Path(served).with_suffix(".new")
    shutil.copyfile(data, following)
    with following.open("a") as file:
        file.write(f"<{mark}> <{mark}> <{mark}> <{mark}> .\n")
    following.rename(served)
    os.kill(int(pid), signal.SIGHUP)
    query = urllib.parse.quote(f"ASK {{ GRAPH <{mark}> {{ ?s ?p ?o }} }}")
    for _ in range(200):
        with urllib.request.urlopen(f"{url}sparql?query={query}") as answer:
            if json.load(answer)["boolean"]:
                return
        time.sleep(0.03)
    raise SystemExit("the server did not take the new dataset")


if __name__ == "__main__":
    main(*sys.argv[1:])
