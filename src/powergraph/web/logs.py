"""What the server logs: one JSON object a line, without addresses, queries or anything else about persons."""

import json
import logging
import sys
from datetime import UTC, datetime

__all__ = ["log_to_stderr"]

#: What may follow the message: never anything that a client sent.
_FIELDS = ("query", "outcome", "seconds", "queued", "evaluated")


class _JSONFormatter(logging.Formatter):
    """Writes a record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Send what the server has to say about its work to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JSONFormatter())
    logger = logging.getLogger("powergraph")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
