"""Identifiers in an entry of a literature list: DOI, ISBN, ISSN, PubMed and PubMed Central, check digits tested."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

__all__ = ["Identifiers", "find_dois", "find_identifiers", "find_isbns", "isbn13", "issn"]

_SUFFIX = r"10\.[0-9]{4,9}/[^\s\x00-\x20\x7f<>\"{}|\\^`]+"
#: A DOI after its name or in an address of the resolver (ISO 26324; DOI Handbook, 2.2): `10.`, registrant, `/`, suffix.
_DOI = re.compile(rf"(?:\bdoi\.org/|\bdoi:?\s*)({_SUFFIX})", re.IGNORECASE)
#: A DOI inside another address: a part of its path, or a value in its query.
_DOI_IN_ADDRESS = re.compile(rf"[/=:]({_SUFFIX})", re.IGNORECASE)
#: What publishers put behind the DOI in the path of a page.
_PAGE = re.compile(
    r"(?:/(?:full(?:text)?|abstract|pdf|epdf|epub|html|meta|summary|references|figures|download)|\.pdf|\.html?)+/?$",
    re.IGNORECASE,
)
_ISBN = re.compile(
    r"\bISBN(?:-1[03])?:?\s*"
    r"((?:97[89][ -]?(?:\d[ -]?){9}\d|(?:\d[ -]?){9}[\dXx])(?![\dXx-])|[\dXx](?:[\dXx -]{0,30}[\dXx])?)",
    re.IGNORECASE,
)
_UNNAMED_ISBN = re.compile(r"(?<![\w./-])97[89][ -]?(?:\d[ -]?){9}\d(?![\w/-])")
_ISSN = re.compile(r"\b[ep]?-?ISSN(?:-L)?:?\s*(\d{4}[-\u2013 ]?\d{3}[\dXx])(?!\w)", re.IGNORECASE)
_PMID = re.compile(
    r"(?:\bPMID:?\s*|\bpubmed\.ncbi\.nlm\.nih\.gov/|\bncbi\.nlm\.nih\.gov/(?:m/)?pubmed/)(?:\?term=)?([1-9][0-9]{0,7})(?!\d)",
    re.IGNORECASE,
)
_PMCID = re.compile(r"(?:\bPMCID:?\s*|/|\b)(PMC[1-9][0-9]{0,8})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The well-formed identifiers of an entry, and those as written whose check digit or length is wrong."""

    dois: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    pmids: tuple[str, ...] = ()
    pmcids: tuple[str, ...] = ()
    bad_isbns: tuple[str, ...] = ()
    bad_issns: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.dois, self.isbns, self.issns, self.pmids, self.pmcids))


def find_identifiers(entry: str, addresses: Iterable[str] = ()) -> Identifiers:
    """Return the identifiers in the text of an entry and in its addresses, each once, in order.

    >>> find_identifiers("Shelves. PMID: 81726", ["https://journal.example/articles/10.5555/abc.12/full"])
    Identifiers(dois=('10.5555/abc.12',), isbns=(), issns=(), pmids=('81726',), pmcids=(), bad_isbns=(), bad_issns=())
    """
    addresses = tuple(addresses)
    everything = " ".join((entry, *addresses))
    isbns = list(find_isbns(entry))
    issns = [(match[1], issn(match[1])) for match in _ISSN.finditer(entry)]
    dois = (*find_dois(entry), *(doi for address in addresses for doi in _dois_of_address(address)))
    return Identifiers(
        tuple(dict.fromkeys(dois)),
        tuple(dict.fromkeys(number for _, number in isbns if number)),
        tuple(dict.fromkeys(number for _, number in issns if number)),
        tuple(dict.fromkeys(match[1] for match in _PMID.finditer(everything))),
        tuple(dict.fromkeys(match[1].upper() for match in _PMCID.finditer(everything))),
        tuple(dict.fromkeys(written for written, number in isbns if not number)),
        tuple(dict.fromkeys(written for written, number in issns if not number)),
    )


def find_dois(entry: str) -> tuple[str, ...]:
    """Return the DOIs of an entry, lower case (they are compared without regard to case), without trailing stops.

    >>> find_dois("Two faces of power. https://doi.org/10.2307/1952796 (The second face).")
    ('10.2307/1952796',)
    >>> find_dois("(see doi:10.1016/S0140-6736(05)67025-8).")
    ('10.1016/s0140-6736(05)67025-8',)
    """
    return tuple(dict.fromkeys(_without_stops(match[1]).lower() for match in _DOI.finditer(unquote(entry))))


def _dois_of_address(address: str) -> tuple[str, ...]:
    """Return the DOI that an address of a publisher holds, percent-encoded or not.

    >>> _dois_of_address("https://journal.example/show.php?id=10.5555%2Fshelf.2024.7&lang=en")
    ('10.5555/shelf.2024.7',)
    """
    plain = unquote(address)
    match = _DOI_IN_ADDRESS.search(plain)
    if match is None:
        return ()
    doi = match[1]
    if "doi.org/" not in plain.casefold():
        doi = re.split(r"[?&#]", doi, maxsplit=1)[0]
        doi = _PAGE.sub("", doi)
    return (_without_stops(doi).lower(),)


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

    A number without the word ISBN counts where it begins as one of 13 digits does and its check digit is right.

    >>> list(find_isbns("Palgrave. ISBN 0-333-42092-6 (Second edition)"))
    [('0-333-42092-6', '9780333420928')]
    >>> list(find_isbns("ISBN 9780333420927"))
    [('9780333420927', '')]
    """
    named: set[int] = set()
    for match in _ISBN.finditer(entry):
        written = match[1].strip(" -")
        named.add(match.start(1))
        yield written, isbn13(written)
    for match in _UNNAMED_ISBN.finditer(entry):
        if match.start() not in named and (number := isbn13(match[0])):
            yield match[0], number


def isbn13(written: str) -> str:
    """Return the 13 digits of an ISBN of 10 or 13 digits, or "" where it is none.

    ISO 2108: ten digits weighted 10 to 1 are 0 modulo 11; thirteen weighted 1 and 3 in turn are 0 modulo 10.

    >>> isbn13("0-415-92484-7")
    '9780415924849'
    """
    digits = re.sub(r"[\s-]", "", written).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        if _by_eleven(digits):
            return ""
        digits = "978" + digits[:9]
        return digits + str(-_weighted(digits) % 10)
    if re.fullmatch(r"97[89][0-9]{10}", digits) and _weighted(digits) % 10 == 0:
        return digits
    return ""


def issn(written: str) -> str:
    """Return an ISSN in its usual form, or "" where it is none.

    ISO 3297: eight digits weighted 8 to 1 are 0 modulo 11.

    >>> issn("0317 8471"), issn("0317-8472")
    ('0317-8471', '')
    """
    digits = re.sub(r"[\s\u2013-]", "", written).upper()
    if not re.fullmatch(r"[0-9]{7}[0-9X]", digits) or _by_eleven(digits):
        return ""
    return f"{digits[:4]}-{digits[4:]}"


def _by_eleven(digits: str) -> int:
    """Return the rest modulo 11 of digits weighted from their number down to 1; a last X is ten."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(weight * value for weight, value in zip(range(len(values), 0, -1), values, strict=True)) % 11


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
