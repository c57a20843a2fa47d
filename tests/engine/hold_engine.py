"""A front of its own for tests: loads a dataset, tells the processes on stdout, asks, and holds until it is ended."""

import asyncio
import sys
from pathlib import Path

from powergraph.config import ServeConfig
from powergraph.engine import EngineError, Form, Pool, QueryRequest, pool, prescan

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def main(source: Path, text: str) -> None:
    """Hold the engine; with *text* ask it past the prescan and print what comes of it."""
    if text:
        pool.scan = lambda text, config: prescan.Scan(Form.SELECT, False)  # type: ignore[attr-defined]
    engine = Pool(ServeConfig(workers=2, timeout=30, max_depth=10**6))
    await engine.start(source)
    family = engine._family
    assert family is not None
    tell(family.pid, *(worker.pid for worker in family.workers.values()))
    if text:
        try:
            answer = await engine.query(QueryRequest(text, Form.SELECT, "text/csv"))
            tell("answer", b"".join([chunk async for chunk in answer]))
        except EngineError as error:
            tell(type(error).__name__)
        await engine.close()
        return
    try:
        await engine.query(QueryRequest(ENDLESS, Form.SELECT, "text/csv"))
    finally:
        await engine.close()


if __name__ == "__main__":
    try:
        asyncio.run(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
    except KeyboardInterrupt:
        tell("interrupted")
