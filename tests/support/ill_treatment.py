"""Ill treatment of a running server, over real connections: odd queries, killed workers, clients that leave.

Everything is bounded and seeded, and returns what was seen; what has to hold is asserted where it is called.
"""

import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import string
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

__all__ = ["Left", "descendants", "descriptors", "fuzz", "get", "kill_workers", "leave_early", "mutations", "resident"]

JSON = "application/sparql-results+json"
#: What a server may say to a query that it does not like, and the problems that it may have with one that it does.
REFUSALS = frozenset({400, 403, 406, 413, 414})
LIMITS = frozenset({"timeout", "out-of-memory", "busy", "too-complex", "result-too-large"})
_PIECE = re.compile(r"<[^>\s]*>|\"[^\"\n]*\"|\?\w+|[\w:.-]+|\s+|.", re.DOTALL)
_NASTY = (
    "{", "}", "(", ")", "[", "]", "<<", ">>", "{|", "|}", "*", "+", "/", "|", "^", "!", "?", "$", "_:b", "a", ".", ";",
    "UNION", "OPTIONAL {", "MINUS {", "FILTER(", "FILTER EXISTS {", "GRAPH ?g {", "SERVICE <http://127.0.0.1:1/> {",
    "VALUES ?x {", "BIND(1 AS ?x)", "ORDER BY", "GROUP BY ?x HAVING(", "LIMIT 10", "OFFSET 999999999999999999999",
    "SELECT *", "CONSTRUCT WHERE", "ASK", "DESCRIBE *", "(COUNT(*) AS ?n)", "INSERT DATA {", "<>", "<a b>", "'''", '"',
    "\\u0000", "\\uD800",
    "\x00", "\u202e", "\U0001f600", "#", "1e999", "-", "999999999999999999999999999999", "@en-", "^^",
    "PREFIX", "BASE <", "xsd:integer", "STR(", "REGEX(?x, '(a+)+$')", "REPLACE(?x, '', '$9')",
    "IF(1/0, 1, 2)", "RAND()",
)  # fmt: skip


def mutations(corpus: Sequence[str], count: int, seed: int) -> Iterable[str]:
    """Yield *count* queries made from those of *corpus* by taking pieces out, twice, away, together and to extremes."""
    chance = random.Random(seed)
    for _ in range(count):
        pieces = _PIECE.findall(chance.choice(corpus))
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            _mutate(pieces, corpus, chance)
        yield "".join(pieces)[:100_000]


def _mutate(pieces: list[str], corpus: Sequence[str], chance: random.Random) -> None:
    at = chance.randrange(len(pieces) + 1)
    end = min(len(pieces), at + chance.choice((1, 1, 2, 5, 20)))
    match chance.randrange(8):
        case 0:
            del pieces[at:end]
        case 1:
            pieces[at:at] = pieces[at:end]
        case 2:
            pieces[at:at] = [" ", chance.choice(_NASTY), " "]
        case 3:
            pieces[at:end] = [chance.choice(_NASTY)]
        case 4:
            other = _PIECE.findall(chance.choice(corpus))
            start = chance.randrange(len(other) + 1)
            pieces[at:at] = other[start : start + 12]
        case 5:
            pieces[at:at] = [
                chance.choice(("{", "(", "[ ?p ", "!", "-", "<< ", "OPTIONAL {", "a/")) * chance.choice((3, 70, 3000))
            ]
        case 6:
            pieces[at:at] = [
                "".join(chance.choices(string.printable + "é\u00a0\u2028\ufeff", k=chance.randrange(1, 30)))
            ]
        case _:
            pieces[at:at] = [chance.choice(pieces or [""]) * chance.choice((2, 50))]


@dataclass
class Fuzzed:
    """What became of the queries: how many got each status, and the answers that no limit explains."""

    statuses: Counter[int] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    unexplained: list[tuple[str, int, str]] = field(default_factory=list)


def fuzz(port: int, queries: Iterable[str], clients: int = 4) -> Fuzzed:
    """Ask every query, several at a time; an answer is explained if it is one, a refusal or a limit that has a name."""
    found, lock = Fuzzed(), threading.Lock()
    source = iter(queries)

    def take() -> str | None:
        with lock:
            return next(source, None)

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (query := take()) is not None:
            try:
                connection.request(
                    "POST", "/sparql", query.encode("utf-8", "surrogatepass"),
                    {"Content-Type": "application/sparql-query", "Accept": f"{JSON}, application/n-triples;q=0.9"},
                )  # fmt: skip
                answer = connection.getresponse()
                status, body = answer.status, answer.read()
                problem = _problem(body) if status >= 400 else ""
            except http.client.IncompleteRead:
                status, body, problem = 200, b"", "cut"
                connection.close()
            except (OSError, http.client.HTTPException) as error:
                status, body, problem = 0, repr(error).encode(), "no answer"
                connection.close()
            with lock:
                found.statuses[status] += 1
                if problem:
                    found.problems[problem] += 1
                explained = status == 200 or status in REFUSALS or (status == 503 and problem in LIMITS)
                if not explained:
                    found.unexplained.append((query, status, body[:500].decode(errors="replace")))
        connection.close()

    _together([ask] * clients)
    return found


def _problem(body: bytes) -> str:
    try:
        return str(json.loads(body)["type"]).rpartition("#")[2]
    except (ValueError, KeyError, TypeError):
        return "without a name"


def kill_workers(
    port: int, workers: Callable[[], Sequence[int]], kills: int, queries: dict[str, bytes]
) -> Counter[str]:
    """Kill random workers while clients ask *queries*, which have known answers; count what the clients got."""
    counts: Counter[str] = Counter()
    stop, lock, chance = threading.Event(), threading.Lock(), random.Random(11)

    def ask(query: str, expected: bytes) -> None:
        while not stop.is_set():
            status, body = get(port, query)
            problem = _problem(body) if status >= 400 else ""
            if status == 200:
                outcome = "right" if body == expected else "wrong"
            elif status == 0:
                outcome = "cut"
            else:
                outcome = f"{status} {problem}"
            with lock:
                counts[outcome] += 1

    def kill() -> None:
        for _ in range(kills):
            if alive := workers():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(chance.choice(alive), signal.SIGKILL)
                    counts["kills"] += 1
            time.sleep(chance.random() * 0.05)
        stop.set()

    _together([kill, *(lambda each=each: ask(*each) for each in queries.items() for _ in range(3))])  # type: ignore[misc]
    return counts


@dataclass
class Left:
    """What is there before and after clients have left: processes, open descriptors and memory (bytes)."""

    processes: tuple[int, int]
    descriptors: tuple[int, int]
    memory: tuple[int, int]


def leave_early(port: int, pid: int, count: int, query: str, clients: int = 16) -> Left:
    """Ask *query* *count* times and leave before its answer: some in the head, some while it runs, some as it comes."""
    before = len(descendants(pid)), descriptors(pid), resident(pid)
    head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    numbers, lock = iter(range(count)), threading.Lock()

    def leave() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 10) as connection:
                connection.sendall(head[: len(head) // 2] if number % 4 == 0 else head)
                if number % 4 == 2:
                    connection.settimeout(0.02)
                    connection.recv(100)
                elif number % 4 == 3:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset

    _together([leave] * clients)
    end = time.monotonic() + 20
    while time.monotonic() < end and (len(descendants(pid)), descriptors(pid)) > before[:2]:
        time.sleep(0.2)
    return Left((before[0], len(descendants(pid))), (before[1], descriptors(pid)), (before[2], resident(pid)))


def get(port: int, query: str) -> tuple[int, bytes]:
    """Return status and body of a query as CSV; 0 where the answer is none or cut."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": "text/csv"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def _together(works: Sequence[Callable[[], None]]) -> None:
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def descendants(pid: int) -> list[int]:
    """Return the processes below *pid*."""
    found: list[int] = []
    todo = [pid]
    while todo:
        each = todo.pop()
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                children = [int(child) for child in (task / "children").read_text().split()]
                found += children
                todo += children
    return found


def descriptors(pid: int) -> int:
    """Return how many descriptors a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def resident(pid: int) -> int:
    """Return the memory that a process has (bytes)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
