"""Residue: what a chat assistant leaves in a text that was copied from it, and the parameters that track a link."""

import re

from powergraph.notes.markdown import Run, runs_text

__all__ = ["clean_text", "has_residue", "is_residue_label", "residue_ranges", "without_residue", "without_tracking"]

#: Markers as assistants write them: `oai_citation:3‡Label`, `:contentReference[oaicite:3]{index=3}`, `【3†source】`,
#: `citeturn1search2` with or without the private characters around it, `[cite: 3]`, `[cite_start]`.
_MARKER = re.compile(
    r"\[?oai_?citation:\d+(?:[‡†][^\s\])]*)?\]?"
    r"|:?contentReference\[[^\[\]]{0,80}\](?:\{[^{}]{0,80}\})?"
    r"|【[^【】]{0,120}】"
    r"|\ue200[^\ue200\ue201]{0,200}\ue201"
    r"|\b(?:cite)?(?:turn\d+(?:search|view|news|image|file|fetch|academia)\d+)+"
    r"|\[cite(?:_start|_end|:[\s\d,]{1,60})\]",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*(?:\[?oai_?citation:|:?contentReference\[|【)", re.IGNORECASE)
#: Whole parameters only; the first one hands its `?` on to the next.
_TRACKING = re.compile(r"(?P<mark>[?&;])(?:amp;)?utm_[a-z]+=[^&#;]*", re.IGNORECASE)
_ASSISTANT = re.compile(r"utm_source=(?:chatgpt|openai|chat\.openai|perplexity|claude|gemini|copilot)", re.IGNORECASE)
#: Markers with what belongs to them, in the plain text of a paragraph.
_IN_TEXT = re.compile(
    r"\(?\[?\boai_citation:\d+\u2021[^\])\n]*\]?\)?"
    r"|:contentReference\[oaicite:\d+\](?:\{index=\d+\})?"
    r"|\u3010\d+(?::\d+)?\u2020[^\u3011\n]{0,80}\u3011"
    r"|\ue200[^\ue200\ue201\n]{0,200}\ue201"
)
_IN_ADDRESS = re.compile(r"(?:(?<=\?)utm_source=chatgpt\.com&|[?&]utm_source=chatgpt\.com)")
_BEFORE_STOP = re.compile(r"\s+([.,;:!?])(?=\s|$)")


def residue_ranges(text: str) -> list[tuple[int, int]]:
    """Return where (start, end) markers of an assistant stand in *text*.

    >>> text = "A title. 【12†source】 :contentReference[oaicite:0]{index=0}"
    >>> [text[start:end] for start, end in residue_ranges(text)]
    ['【12†source】', ':contentReference[oaicite:0]{index=0}']
    """
    return [match.span() for match in _MARKER.finditer(text)]


def is_residue_label(label: str) -> bool:
    """Tell whether the text of a link is a marker that an assistant made.

    >>> is_residue_label("oai_citation:4‡Some Library"), is_residue_label("Some Library")
    (True, False)
    """
    return bool(_LABEL.match(label))


def without_tracking(address: str) -> tuple[str, str]:
    """Return an address without its `utm_` parameters, and the one that names an assistant, or "".

    >>> without_tracking("https://library.example/a?page=2&utm_source=chatgpt.com#top")
    ('https://library.example/a?page=2#top', 'utm_source=chatgpt.com')
    >>> without_tracking("https://library.example/a?utm_source=newsletter&page=2")
    ('https://library.example/a?page=2', '')
    """
    named = ""
    if match := re.search(r"utm_source=[^&#;]*", address, re.IGNORECASE):
        named = match[0] if _ASSISTANT.match(match[0]) else ""
    head, mark, query = address.partition("?")
    if not mark:
        return address, named
    query, hash_, fragment = query.partition("#")
    kept = _TRACKING.sub("", f"&{query}").lstrip("&;")
    return head + (f"?{kept}" if kept else "") + hash_ + fragment, named


def has_residue(text: str) -> bool:
    """Tell whether a chatbot left something in *text*."""
    return bool(_IN_TEXT.search(text) or _IN_ADDRESS.search(text))


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
    return _IN_ADDRESS.sub("", _IN_TEXT.sub("", text))


def clean_text(runs: tuple[Run, ...]) -> str:
    """Return the plain text of the runs as it is published: without residue."""
    return without_residue(runs_text(runs))
