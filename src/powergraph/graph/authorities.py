"""Authorities: the vocabularies that mappings lead to, and the form of the IRIs of each."""

import re
from dataclasses import dataclass

__all__ = ["AUTHORITIES", "Authority", "authority_of"]


@dataclass(frozen=True, slots=True)
class Authority:
    """A vocabulary: what a mapping set names as its object_source, and how its IRIs begin and go on.

    *pattern* is a regular expression for all that follows *beginning*; *example* is such an ending.
    """

    name: str
    source: str
    beginning: str
    pattern: str
    example: str
    has_check_digit: bool = False

    def fits(self, iri: str) -> bool:
        """Tell whether *iri* can be an IRI of this vocabulary: its form, and its check digit where it has one."""
        local = iri.removeprefix(self.beginning)
        if local == iri or not re.fullmatch(self.pattern, local):
            return False
        return not self.has_check_digit or _has_gnd_check_digit(local)


#: Every vocabulary that a mapping may lead to. In another one nobody could tell a slip of the pen from an identifier.
AUTHORITIES: tuple[Authority, ...] = (
    Authority(
        "LCSH",
        "https://id.loc.gov/authorities/subjects",
        "https://id.loc.gov/authorities/subjects/",
        r"sh[0-9]{8,10}",
        "sh85105976",
    ),
    Authority("FAST", "http://id.worldcat.org/fast", "http://id.worldcat.org/fast/", r"[0-9]+", "1074219"),
    Authority("MeSH", "https://id.nlm.nih.gov/mesh", "https://id.nlm.nih.gov/mesh/", r"[CD][0-9]{6,9}", "D011209"),
    Authority("EuroVoc", "http://eurovoc.europa.eu", "http://eurovoc.europa.eu/", r"[0-9]+", "2573"),
    Authority("STW", "http://zbw.eu/stw", "http://zbw.eu/stw/descriptor/", r"[0-9]{5}-[0-9]", "11164-1"),
    Authority(
        "UNESCO Thesaurus", "http://skos.um.es/unescothes", "http://skos.um.es/unescothes/", r"C[0-9]{5}", "C01095"
    ),
    Authority("GND", "http://d-nb.info/gnd", "http://d-nb.info/gnd/", r"[0-9]{2,10}-?[0-9X]", "4036824-5", True),
    Authority("OpenAlex", "https://openalex.org", "https://openalex.org/", r"[CT][0-9]+", "C32772713"),
    Authority("DBpedia", "http://dbpedia.org", "http://dbpedia.org/resource/", r"[^\s/?#]+", "Referent_power"),
    Authority("Wikidata", "http://www.wikidata.org", "http://www.wikidata.org/entity/", r"Q[1-9][0-9]*", "Q25107"),
    Authority("DOI", "https://doi.org", "https://doi.org/", r"10\.[0-9]{4,9}/\S+", "10.2307/1952796"),
    Authority(
        "WordNet",
        "http://wordnet-rdf.princeton.edu",
        "http://wordnet-rdf.princeton.edu/id/",
        r"[0-9]{8}-[nvars]",
        "05198072-n",
    ),
    Authority(
        "Interlingual Index", "http://globalwordnet.org/ili", "http://globalwordnet.org/ili/", r"i[0-9]+", "i64253"
    ),
)


def authority_of(iri: str) -> Authority | None:
    """Return the vocabulary below which *iri* stands, well formed or not; None where there is none."""
    return next((authority for authority in AUTHORITIES if iri.startswith(authority.beginning)), None)


def _has_gnd_check_digit(number: str) -> bool:
    """Tell whether the last digit of a GND number is its check digit, modulo 11 with X for 10.

    Weights rise from 2 at the digit before it. In numbers with a hyphen (subjects, corporate bodies) the check digit is
    the remainder; in those without (persons, and all newer ones) it is what is missing to a multiple of 11.

    >>> [_has_gnd_check_digit(number) for number in ("4036824-5", "118540238", "4036824-6")]
    [True, True, False]
    """
    digits, check = number[:-1].removesuffix("-"), 10 if number[-1] == "X" else int(number[-1])
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), 2))
    return (total - check if "-" in number else total + check) % 11 == 0
