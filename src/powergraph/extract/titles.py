"""Titles: the title of a work in the text behind its authors, and what stands behind the title."""

import re
from dataclasses import dataclass

from powergraph.extract.entry_text import EntryText

__all__ = ["Titled", "bare_title", "quoted", "read_title"]

_QUOTED = re.compile(r"[\"“«](?P<title>[^\"“”«»]{2,400})[\"”»]")
#: The end of a sentence: a stop behind a small letter, a digit, a bracket or a quote, with a blank behind it.
_SENTENCE_END = re.compile(r"(?<=[^\s.])[.?!][\"”’)]?(?=\s|$)")
#: Abbreviations that a title may have inside, and single capitals.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:vs|v|[Vv]ol|No|St|Dr|Mr|Mrs|Ms|Prof|e\.g|i\.e|cf|ca|ed|Jr|Sr|[A-Z](?:\.[A-Z])*)$"
)
_IN_BOOK = re.compile(r"[.,;]?\s+In:?\s+(?=[A-Z_*(])")
#: What tells an edition, a volume, pages or a form of publication, in parentheses or brackets behind a title.
_GROUP = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]*)[)\]]")
_DETAIL = re.compile(
    r"\b(?:eds?|edn|edition|vols?|volume|pp|rev|trans|translators?|repr|chap)\b\.?|\b(?:no|p)\.\s*\d"
    r"|^(?:video|film|podcast|blog post|webinar|audiobook|audio|dissertation|doctoral dissertation|thesis|online|pdf"
    r"|white paper|documentary)$|^\d+(?:st|nd|rd|th)\b|original work published",
    re.IGNORECASE,
)
_JOURNAL_IN_PARENTHESES = re.compile(
    r"\s*\((?P<inner>[^()]{0,60}\b(?:Journal|J|JAMA|BMJ|Lancet|PLoS|Frontiers|Front|Annals|Archives|Bulletin|Quarterly)\b"
    r"[^()]{0,60})\)$"
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A title without its closing stop, whether it was marked as one, the text behind it, and details cut from it."""

    title: str
    marked: bool
    after: EntryText
    details: tuple[str, ...] = ()


_NOTHING = Titled("", False, EntryText("", ""))


def bare_title(text: str) -> str:
    """Return a title without its quotes, closing stop and blanks; a question mark is a part of it.

    >>> bare_title(' “A shelf of one’s own.” '), bare_title("Who reads?"), bare_title("Reading in the U.S.")
    ('A shelf of one’s own', 'Who reads?', 'Reading in the U.S.')
    """
    text = text.strip(' "“”«»_,;:\u2013\u2014-')
    if text.endswith(".") and not re.search(r"(?:\b[A-Z]\.){2}$|\.\.\.$", text):
        text = text[:-1]
    return text.strip(' "“”«»_,;:')


def quoted(text: str) -> tuple[int, int] | None:
    """Return where (start, end) a text in double quotes stands, quotes included, or None."""
    match = _QUOTED.search(text)
    return match.span() if match else None


def read_title(rest: EntryText) -> Titled:
    """Return the title at the beginning of *rest*: what is emphasised or quoted there, else its first sentence."""
    lead = len(rest.text) - len(rest.text.lstrip(" .,:;\u2013\u2014-"))
    rest = rest.slice(lead)
    if not rest:
        return _NOTHING
    match = _QUOTED.match(rest.text)
    if match:
        return _titled(match["title"], rest.slice(match.end()), marked=True)
    runs = rest.emphasised()
    if not (runs and runs[0][0] == 0) and rest.marks.startswith("l"):
        runs = rest.emphasised("l")
    if runs and runs[0][0] == 0 and (end := _marked_end(rest, runs)):
        return _titled(rest.text[:end], rest.slice(end), marked=True)
    limit = next((start for start, _ in runs if start > 0), len(rest.text))
    end = _sentence_end(rest.text, limit)
    if (inside := _IN_BOOK.search(rest.text, 1, limit)) and inside.start() <= end and _is_book(rest, inside.end()):
        end = inside.start()
    return _titled(rest.text[:end], rest.slice(end), marked=False)


def _is_book(rest: EntryText, start: int) -> bool:
    """Tell whether a book is named behind "In": its editors, or an emphasised title."""
    behind = rest.text[start : start + 300]
    return bool(re.search(r"\((?:Eds?|Hrsg)\.?", behind)) or "e" in rest.marks[start : start + 200]


def _marked_end(rest: EntryText, runs: list[tuple[int, int]]) -> int:
    """Return where an emphasised title ends, or 0 where the emphasis is a slip inside a word."""
    end = runs[0][1]
    for start, stop in runs[1:]:  # a title in two runs, with nothing between them but blanks and a colon
        if rest.text[end:start].strip(" :\u2013\u2014"):
            break
        end = stop
    behind = rest.text[end:]
    if behind[:1].isalnum():
        return 0
    if rest.text[:end].rstrip().endswith(":") or re.match(r"\s*:\s*\S", behind):
        # a subtitle that is not emphasised
        return end + _sentence_end(behind, len(behind))
    return end


def _sentence_end(text: str, limit: int) -> int:
    """Return where the first sentence of *text* ends, its stop included, at most at *limit*."""
    for match in _SENTENCE_END.finditer(text, 0, limit):
        if text[match.start()] == "." and _ABBREVIATED.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        return match.end()
    return limit


def _titled(written: str, after: EntryText, *, marked: bool) -> Titled:
    title, details = written, []
    while match := _last_detail(bare_title(title)):
        title = bare_title(title)[: match.start()]
        details.append(match["inner"])
    if not marked and (match := _JOURNAL_IN_PARENTHESES.search(bare_title(title)[-140:])):
        title = bare_title(title)
        title = title[: len(title) - len(match[0])]
    title = bare_title(title)
    if not any(letter.isalnum() for letter in title):
        return _NOTHING
    return Titled(title, marked, after, tuple(reversed(details)))


def _last_detail(text: str) -> re.Match[str] | None:
    """Return the last group in brackets if *text* ends in it and it tells a detail, no part of the title."""
    offset = max(text.rfind("(", -120), text.rfind("[", -120))
    if offset < 0:
        return None
    while offset and text[offset - 1] == " ":
        offset -= 1
    match = _GROUP.match(text, offset)
    return match if match and match.end() == len(text) and _DETAIL.search(match["inner"]) else None
