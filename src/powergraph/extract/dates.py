"""Dates of publication: a year as entries write it, and what of it is exact."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = [
    "Date",
    "date_in_parentheses",
    "dates_in_parentheses",
    "leading_year",
    "original_year",
    "read_date",
    "trailing_year",
]

_YEAR = r"(?:1[0-9]|20)[0-9]{2}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|Spring|Summer|Fall|Autumn|Winter"
_WHOLE = re.compile(
    rf"(?P<about>(?:c|ca|circa|approx)\.?\s*)?(?P<first>{_YEAR})[a-k]?(?:\s*/\s*(?P<second>{_YEAR}))?"
    rf"(?P<detail>\s*,\s*(?:{_MONTH})[^()]{{0,30}}|\s*,?\s*(?:[0-9]+(?:st|nd|rd|th)|[Rr]ev(?:ised|\.)?)\s*[Ee]d(?:ition|n|\.)*"
    rf"(?:\s+[Rr]ev\.?)?)?",
)
#: A year of antiquity, or a century, and the year of the edition that was used.
_ANCIENT = re.compile(
    r"(?P<about>(?:c|ca|circa|approx)\.?\s*)?"
    r"(?:(?P<year>[0-9]{1,4})|[0-9]{1,2}(?:st|nd|rd|th)(?: c\.| cent(?:ury|\.)))"
    rf"(?:\s*(?P<era>B\.?C\.?(?:E\.?)?|C\.?E\.?|A\.?D\.?))?(?:\s*/\s*(?P<edition>{_YEAR}))?",
)
_DETAIL_FIRST = re.compile(
    rf"(?:(?:{_MONTH})(?:\s+\d{{1,2}})?,?|(?:[0-9]+(?:st|nd|rd|th)|[Rr]ev(?:ised|\.)?)\s*[Ee]d(?:ition|n|\.)*,?"
    rf"|[Oo]rig(?:inally|\.)?(?: published| pub\.)?(?: in)?|[Pp]ublished(?: in)?|[Pp]ub\."
    rf"|[A-Z][\w&.' -]{{1,60}}[:,])\s+"
    rf"(?P<first>{_YEAR})",
)
_ONLY_TEXT = re.compile(
    r"n\.\s?d\.?|no date|undated|in press|forthcoming|various(?: dates| years)?"
    rf"|{_YEAR}s(?:\s*[\u2013-]\s*(?:{_YEAR}|\d\d)s)?"
    rf"|(?:early|mid|late)[ -]{_YEAR}s|{_YEAR}\s*[\u2013\u2014-]\s*(?:{_YEAR}|\d\d|present|)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
_ORIGINAL = re.compile(rf"\(?[Oo]riginal(?:ly)?(?: work)? published(?: in)? (?P<year>{_YEAR})\)?")
_LEADING = re.compile(rf"[\s.,]*(?P<year>{_YEAR})(?P<letter>[a-k]?)\s*(?:[.,:;]|$)")
_TRAILING = re.compile(rf"(?:^|(?<=[\s(,;]))(?P<year>{_YEAR})(?=[;:.,)\s]|$)")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written; *year* is 0 where none is exact, *original* is the earlier of two years, else 0.

    A year before the common era is negative.
    """

    written: str = ""
    year: int = 0
    original: int = 0


def read_date(text: str) -> Date | None:
    """Read what stands in the parentheses of a date.

    >>> read_date("1999/2011"), read_date("1990s")
    (Date(written='1999/2011', year=2011, original=1999), Date(written='1990s', year=0, original=0))
    >>> read_date("2019, March 5")
    Date(written='2019, March 5', year=2019, original=0)
    >>> read_date("350 BCE/1999"), read_date("c. 180 CE/2002")
    (Date(written='350 BCE/1999', year=1999, original=-350), Date(written='c. 180 CE/2002', year=2002, original=0))
    >>> read_date("a remark of 1999") is None
    True
    """
    text = text.strip()
    if match := _WHOLE.fullmatch(text):
        first, second = int(match["first"]), int(match["second"] or 0)
        if match["about"]:
            return Date(text)
        original = min(first, second) if second and first != second else 0
        return Date(text, max(first, second), original)
    if _ONLY_TEXT.fullmatch(text):
        return Date(text)
    if (match := _ANCIENT.fullmatch(text)) and (match["era"] or not match["year"]):
        first = 0 if match["about"] else int(match["year"] or 0)
        edition = int(match["edition"] or 0)
        original = -first if (match["era"] or "").startswith("B") else first
        return Date(text, edition, original if edition else 0)
    if match := _DETAIL_FIRST.fullmatch(text):
        return Date(match["first"], int(match["first"]))
    return None


def date_in_parentheses(text: str) -> tuple[int, int, Date] | None:
    """Return where the first date in parentheses stands (start, end), and the date."""
    return next(dates_in_parentheses(text), None)


def dates_in_parentheses(text: str) -> Iterator[tuple[int, int, Date]]:
    """Yield where each date in parentheses stands (start, end), and the date."""
    for match in _GROUP.finditer(text):
        if date := read_date(match[1]):
            yield match.start(), match.end(), date


def leading_year(text: str) -> tuple[int, Date] | None:
    """Return a year that stands first in *text* and where what follows it begins: `2004. A title`."""
    match = _LEADING.match(text)
    return (match.end(), Date(match["year"] + match["letter"], int(match["year"]))) if match else None


def trailing_year(text: str) -> Date | None:
    """Return the year that stands in the text behind a title: the last one that is no page number.

    >>> trailing_year("J Affect Disord. 2015;12(3):1990-2001.")
    Date(written='2015', year=2015, original=0)
    """
    found = [
        match["year"]
        for match in _TRAILING.finditer(text)
        if not re.search(
            r"(?:pp?\.|[:(\u2013-])\s*$", text[max(0, match.start() - 5) : match.start()].removesuffix("(")
        )
    ]
    return Date(found[-1], int(found[-1])) if found else None


def _is_page(text: str, start: int) -> bool:
    """Tell whether a number is one of a page: behind `p.`, a colon or a dash."""
    return bool(re.search(r"(?:pp?\.|[:\u2013-])\s*$", text[max(0, start - 5) : start]))


def original_year(text: str) -> int:
    """Return the year of `(Original work published 1925)`, or 0."""
    match = _ORIGINAL.search(text)
    return int(match["year"]) if match else 0
