"""Answers that were given before: bounded in bytes, and valid for one release each."""

import hashlib
from collections import OrderedDict

from powergraph.web.protocol import Asked

__all__ = ["AnswerCache", "answer_etag"]


class AnswerCache:
    """The answers that were asked for last. *capacity* and *largest* (one answer) are in bytes; for one thread.

    *size* is what is held (bytes); *hits* and *misses* count the `get`s.
    """

    def __init__(self, capacity: int = 32_000_000, largest: int = 1_000_000) -> None:
        self._capacity = capacity
        self._largest = largest
        self.size = 0
        self.hits = 0
        self.misses = 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, etag: str) -> bytes | None:
        """Return the answer with this ETag, None where it is not held."""
        found = self._answers.get(etag)
        if found is None:
            self.misses += 1
        else:
            self.hits += 1
            self._answers.move_to_end(etag)
        return found

    def put(self, etag: str, body: bytes) -> None:
        """Hold an answer; the ones that were not asked for longest go."""
        if not etag or len(body) > self._largest or etag in self._answers:
            return
        self._answers[etag] = body
        self.size += len(body)
        while self.size > self._capacity:
            _, gone = self._answers.popitem(last=False)
            self.size -= len(gone)


def answer_etag(asked: Asked, digest: str) -> str:
    """Return the ETag of an answer, which release and request determine; "" where they do not.

    A query with NOW, RAND or UUID answers differently each time, and where nothing is loaded there is no digest. The
    ETag is weak: labels of blank nodes may differ.
    """
    if not digest or asked.query is None or asked.volatile:
        return ""
    query = asked.query
    parts = (digest, asked.media_type.name, *query.default_graphs, "", *query.named_graphs, "", query.text)
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'
