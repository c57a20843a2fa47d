"""What chatbots leave behind in copied text: citation markers and tracking, taken out of published values."""

import re

from powergraph.notes.markdown import Run, runs_text

__all__ = ["clean_text", "has_residue", "without_residue"]

_MARKER = re.compile(
    r"\(?\[?\boai_citation:\d+\u2021[^\])\n]*\]?\)?"
    r"|:contentReference\[oaicite:\d+\](?:\{index=\d+\})?"
    r"|\u3010\d+(?::\d+)?\u2020[^\u3011\n]{0,80}\u3011"
    r"|\ue200[^\ue200\ue201\n]{0,200}\ue201"
)
_TRACKING = re.compile(r"(?:(?<=\?)utm_source=chatgpt\.com&|[?&]utm_source=chatgpt\.com)")
_BEFORE_STOP = re.compile(r"\s+([.,;:!?])(?=\s|$)")


def has_residue(text: str) -> bool:
    """Tell whether a chatbot left something in *text*."""
    return bool(_MARKER.search(text) or _TRACKING.search(text))


def without_residue(text: str) -> str:
    """Return *text* without citation markers and tracking parameters of chatbots.

    >>> without_residue("It holds. :contentReference[oaicite:3]{index=3}")
    'It holds.'
    >>> without_residue("https://example.org/a?utm_source=chatgpt.com")
    'https://example.org/a'
    """
    if not has_residue(text):
        return text
    lines = (_BEFORE_STOP.sub(r"\1", " ".join(line.split())) for line in _strip(text).split("\n"))
    return "\n".join(filter(None, lines))


def _strip(text: str) -> str:
    return _TRACKING.sub("", _MARKER.sub("", text))


def clean_text(runs: tuple[Run, ...]) -> str:
    """Return the plain text of the runs as it is published: without residue."""
    return without_residue(runs_text(runs))
