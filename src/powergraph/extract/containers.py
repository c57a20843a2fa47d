"""Containers: the journal or book in which a work appeared, and what kind of work that makes it."""

import re

from powergraph.extract.entry_text import EntryText

__all__ = ["JOURNAL", "container_of", "kind_of"]

#: A text that is the name of a journal.
JOURNAL = re.compile(
    r"^(?:The )?(?:[A-Z][\w&'\u2019-]*,? |of |and |the |in |for |on ){0,8}"
    r"(?:Journal|Bulletin|Quarterly|Archives|Annals|Review|Proceedings|J)\b[^.()\d]{0,80}$"
)
_IN_BOOK = re.compile(r"\bIn:?\s[^()]{0,200}\((?:Eds?|Hrsg)\.?\)")
#: Each part between commas is looked at from its beginning alone: from each letter of it would take the square of time.
_IN_JOURNAL = re.compile(
    r"(?<![^,])(?:[^\w,]|[\d_])*[^\W\d_][^,]*,\s*\d{1,4}(?:\s?\([^()]{1,12}\))?\s*[,:]\s*(?:Article\s+)?[A-Za-z]?\d+"
)
_VANCOUVER_PLACE = re.compile(
    r"\b(?:1[89]|20)\d{2}(?:\s[A-Z][a-z]{2})?(?:\s\d{1,2})?;\s?\d+(?:\s?\([^()]{1,12}\))?:\s?[A-Za-z]?\d"
)


def container_of(behind: EntryText) -> str:
    """Return the journal or book that holds the work: what is emphasised behind its title, or named as a journal."""
    runs = behind.emphasised()
    if runs and runs[0][0] < 300:
        start, end = runs[0]
        return re.sub(r",\s*\d+$", "", behind.text[start:end].strip(" .,:;"))
    if named := _IN_JOURNAL.match(behind.text[:300].lstrip(" .,;")):
        return named[0].partition(",")[0].strip(" .") if len(named[0]) < 200 else ""
    first = re.split(r"[.(;]|,\s*\d", behind.text.lstrip(" .,;"), maxsplit=1)[0].strip()
    return first if first and JOURNAL.match(first) else ""


def kind_of(container: str, *, isbn: bool, edition: str) -> str:
    """Return what the work is, from what stands behind its title (APA style, 10.1 to 10.3).

    >>> kind_of(". In D. Cartwright (Ed.), Studies in social power, pp. 150-167.", isbn=False, edition="")
    'BookChapter'
    >>> kind_of(". American Political Science Review, 56(4), 947-952.", isbn=False, edition="")
    'JournalArticle'
    """
    if _IN_BOOK.search(container):
        return "BookChapter"
    if _IN_JOURNAL.search(container) or _VANCOUVER_PLACE.search(container):
        return "JournalArticle"
    return "Book" if isbn or edition else "Expression"
