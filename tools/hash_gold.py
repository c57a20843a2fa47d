"""Replace each text and prompt of annotations by its fingerprint, so that they can be published without their notes.

python tools/hash_gold.py FILE...
"""

import json
import sys
from pathlib import Path
from typing import Any

from powergraph.evaluation.fingerprint import as_fingerprint

_TEXTS = ("text", "prompt", "text_also", "prompt_also")


def hashed(value: Any) -> Any:
    """Return an annotation with fingerprints in place of texts; the words of a mention stay, they are its name."""
    if isinstance(value, list):
        return [hashed(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item if key == "mentions" else _fingerprints(item) if key in _TEXTS else hashed(item)
        for key, item in value.items()
    }


def _fingerprints(value: Any) -> Any:
    if isinstance(value, list):
        return [_fingerprints(item) for item in value]
    return as_fingerprint(value) if isinstance(value, str) else value


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        body = hashed(json.loads(file.read_text(encoding="utf-8")))
        file.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
