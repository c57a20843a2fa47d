"""Identifiers in an entry of a literature list: DOIs, and ISBNs with their check digits tested."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

__all__ = ["find_dois", "find_isbns", "isbn13"]

#: A DOI in an address of the resolver or after its name (ISO 26324; DOI Handbook, 2.2): `10.`, registrant, `/`, suffix.
_DOI = re.compile(r"(?:\bdoi\.org/|\bdoi:\s*)(10\.\d{4,9}/[^\s\x00-\x20\x7f<>\"{}|\\^`]+)", re.IGNORECASE)
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s*([\dXx](?:[\dXx -]*[\dXx])?)", re.IGNORECASE)


def find_dois(entry: str) -> tuple[str, ...]:
    """Return the DOIs of an entry, lower case (they are compared without regard to case), without trailing stops.

    >>> find_dois("Two faces of power. https://doi.org/10.2307/1952796 (The second face).")
    ('10.2307/1952796',)
    >>> find_dois("(see doi:10.1016/S0140-6736(05)67025-8).")
    ('10.1016/s0140-6736(05)67025-8',)
    """
    return tuple(dict.fromkeys(_without_stops(match[1]).lower() for match in _DOI.finditer(unquote(entry))))


def _without_stops(doi: str) -> str:
    """Drop punctuation that ends the sentence, and a closing bracket that was opened before the DOI."""
    unopened = {")": doi.count(")") - doi.count("("), "]": doi.count("]") - doi.count("[")}
    end = len(doi)
    while end and (doi[end - 1] in ".,;:'’”" or unopened.get(doi[end - 1], 0) > 0):
        end -= 1
        if doi[end] in unopened:
            unopened[doi[end]] -= 1
    return doi[:end]


def find_isbns(entry: str) -> Iterator[tuple[str, str]]:
    """Yield each ISBN as written with its 13 digits, or with "" where length or check digit are wrong.

    >>> list(find_isbns("Palgrave. ISBN 0-333-42092-6 (Second edition)"))
    [('0-333-42092-6', '9780333420928')]
    >>> list(find_isbns("ISBN 9780333420927"))
    [('9780333420927', '')]
    """
    for match in _ISBN.finditer(entry):
        written = match[1].strip(" -")
        yield written, isbn13(written)


def isbn13(written: str) -> str:
    """Return the 13 digits of an ISBN of 10 or 13 digits, or "" where it is none.

    ISO 2108: ten digits weighted 10 to 1 are 0 modulo 11; thirteen weighted 1 and 3 in turn are 0 modulo 10.

    >>> isbn13("0-415-92484-7")
    '9780415924849'
    """
    digits = re.sub(r"[\s-]", "", written).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11:
            return ""
        digits = "978" + digits[:9]
        return digits + str(-_weighted(digits) % 10)
    if re.fullmatch(r"97[89]\d{10}", digits) and _weighted(digits) % 10 == 0:
        return digits
    return ""


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
