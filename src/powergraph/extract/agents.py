"""Agents: whether a name is a person's, written in which order, or an organisation's."""

import re

from powergraph.extract.extraction import Agent
from powergraph.extract.known_names import is_known_given

__all__ = [
    "given_first",
    "is_family",
    "is_given",
    "is_initials",
    "is_organisation",
    "is_whole_organisation",
    "spaced_initials",
    "vancouver",
]

_PARTICLES = frozenset(
    re.findall(
        r"\S+",
        "van von der den de del della dela di da das dos do du la le el al bin ibn ter ten te zu zur af av st st. san "
        "santa mac mc ben abu ap o'",
    )
)
#: Words that only the names of organisations, sites and periodicals have among their own.
_ORGANISATION = re.compile(
    r"\b(?:Institut\w*|Associations?|Asociación|Cent(?:er|re)s?|Foundation|Networks?|Society|Societies|Universit\w+|Council"
    r"|Committee|Organi[sz]ations?|Administration|Departments?|Dept|Projects?|Collectives?|Alliance|Coalition|Group|Press"
    r"|Academy|College|Office|Bureau|Agency|Ministry|Commission|Initiative|International|National|Federal|Federation"
    r"|World|United|Services?|Schools?|Programs?|Programmes?|Board|Union|Nations|Library|Consortium|Trust|Fund|Labs?"
    r"|Laboratory|Clinics?|Hospital|Company|Inc|Ltd|LLC|Corp|Corporation|Publishers?|Publishing|Publications|Books|Editors"
    r"|Authority|Task Force|Working Group|Team|Staff|Movement|Campaign|Cooperative|Partnership|Government|Parliament"
    r"|Wikipedia|Psychology Today|Verywell|Healthline|WebMD|Mayo Clinic|Medical News|PsychCentral|Psych Central|YouTube"
    r"|Scarleteen|GoodTherapy|Conference|Congress|Assembly|Interventions|Online|Media|Magazine|Journal|Review|News|Times"
    r"|Resources?|Community|Communities|Education|Survivors|Workers|Anonymous|Hotline|Helpline|Sins Invalid|INCITE!?"
    r"|Generation FIVE|generationFIVE)\b"
    # A domain as a name, and a name in capitals alone.
    r"|^[\w-]+\.(?:com|org|net|edu|gov|io|info)$"
    r"|^[A-Z][A-Z&]{1,9}[A-Z]$"
)
#: What stands in front of the noun of an organisation, or names a field: in a part of a name it names nothing yet.
_NO_NOUN = re.compile(
    r"\b(?:(?:International|National|Federal|World|United)(?= )|(?:Services?|Schools?|Programs?|Programmes?|Community"
    r"|Communities|Education|Workers|Resources?|Survivors)\b)"
)
#: Words that begin or make up the names of things, not of people.
_THING = re.compile(
    r"\b(?:The|A|An|Of|For|And|In|On|To|With|Your|My|Our|Theory|Therapy|Guide|Handbook|Workbook|Manual|Model|Models"
    r"|Framework|Frameworks|Book|Article|Articles|Papers?|Video|Podcast|Course|Training|Website|Reading|Readings|Primary|Key"
    r"|Further|Source|Sources|Reference|References|Notes?|Practice|Practices|Psychology|Trauma|Power|Justice|Healing|Skills?"
    r"|Introduction|Overview|Research|Studies|Study|Literature|Work|Works|Concept|Concepts|Original|Foundational|Early"
    r"|Relationships?|Love|Attachment|Mindfulness|Consent|Kink|Culture|Dynamics|Feminist|Liberation|See|Cf"
    r"|DSM\S*|ICD\S*|Chapter|Vol|Part|Edition|Various|Multiple|General|Clinical|Nervous|System|Systems|Emotional|Mental)\b"
)
_WORD = r"[^\W\d_](?:[\w\u2019'.-]*[^\W_])?\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{0,5}}")
_TITLE_OF_PERSON = re.compile(r"^(?:(?:Dr|Prof|Professor|Rev|Sir|Dame|Mr|Mrs|Ms)\.? )+")
_AFTER_PERSON = re.compile(r"(?:,? (?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D|Psy\.?D|LCSW|LMFT|MSW|Ed\.?D)\.?)+$")
_VANCOUVER = re.compile(
    rf"^(?P<family>(?:{_WORD} ){{1,3}})(?P<initials>[A-Z\u00c0-\u00de]{{1,3}}(?:-[A-Z])?)(?: (?:Jr|Sr|2nd|3rd))?\.?$"
)


def is_initials(text: str) -> bool:
    """Tell whether *text* is initials and nothing else, with their periods or without.

    >>> [is_initials(t) for t in ("J. R. P.", "J.-K.", "b.", "M", "SM", "Sue", "Yu.")]
    [True, True, True, True, True, False, True]
    """
    if len(text) > 40:
        return False
    parts = [part for part in re.split(r"[.\s\u2010-\u2012-]+", text.strip()) if part]
    if not parts or len(parts) > 6:
        return False
    if len(parts) == 1 and len(parts[0]) in (2, 3) and parts[0].isalpha() and parts[0].isupper():
        return True
    return all(p.isalpha() and (len(p) == 1 or (len(p) == 2 and f"{p}." in text and p[0].isupper())) for p in parts)


def spaced_initials(text: str) -> str:
    """Return initials as APA writes them, each with its period.

    >>> spaced_initials("GL"), spaced_initials("J.R.P"), spaced_initials("J.-K."), spaced_initials("b")
    ('G. L.', 'J. R. P.', 'J.-K.', 'b.')
    """
    text = text.strip()
    if text.isalpha() and text.isupper() and len(text) > 1:
        return " ".join(f"{letter}." for letter in text)
    spaced = re.sub(r"([^\W\d_])\.(?=[^\W\d_])", r"\1. ", text)
    spaced = re.sub(r"(?<![^\W\d_])([^\W\d_])(?=[\s-]|$)", r"\1.", spaced)
    return " ".join(spaced.split())


def is_family(text: str) -> bool:
    """Tell whether *text* can be a family name: one to four words, each with a capital but for particles.

    >>> [is_family(t) for t in ("Martín-Baró", "van der Kolk", "O'Brien", "brown", "a long story", "Kabat-Zinn")]
    [True, True, True, True, False, True]
    """
    words = text.split()
    if not 1 <= len(words) <= 4 or len(text) > 60 or not _NAME.fullmatch(text):
        return False
    if len(words) == 1:  # some write their names without capitals
        return True
    return all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)


def is_given(text: str) -> bool:
    """Tell whether *text* can be given names that are written out: `Sue`, `Mary D.`, `Jean-Paul`."""
    words = text.split()
    if not 1 <= len(words) <= 4 or len(text) > 40 or not _NAME.fullmatch(text):
        return False
    return words[0][0].isupper() and all(word[0].isupper() for word in words) and not is_organisation(text)


def is_organisation(text: str) -> bool:
    """Tell whether a name has a word that only organisations have, or is an acronym.

    >>> [is_organisation(t) for t in ("World Health Organization", "SAMHSA", "IFS Institute", "Ann Lee")]
    [True, True, True, False]
    """
    return len(text) <= 200 and bool(_ORGANISATION.search(text))


def is_whole_organisation(text: str) -> bool:
    """Tell whether a part of a name, beside an "and", is an organisation for itself and not a field of the other's.

    >>> [is_whole_organisation(t) for t in ("World Health Organization", "International Development", "UNICEF")]
    [True, False, True]
    >>> [is_whole_organisation(t) for t in ("Mental Health Services", "Community Education", "Amnesty International")]
    [False, False, True]
    """
    return is_organisation(_NO_NOUN.sub("", text))


def vancouver(text: str) -> Agent | None:
    """Read `Family II`, as Vancouver lists have it.

    >>> vancouver("van der Meer AB")
    Agent(family='van der Meer', given='A. B.', organisation=False)
    >>> vancouver("Project AB")
    """
    match = _VANCOUVER.match(text) if len(text) <= 60 else None
    if not match or not is_family(match["family"].strip()) or is_organisation(match["family"]):
        return None
    return Agent(match["family"].strip(), spaced_initials(match["initials"]))


def given_first(text: str, *, trusting: bool) -> Agent | None:
    """Read `Given Family`; where the given name is no known one, only if *trusting*.

    >>> given_first("Dr. Ann van der Meer", trusting=False)
    Agent(family='van der Meer', given='Ann', organisation=False)
    >>> given_first("Loose Leaves", trusting=False)
    >>> given_first("bell hooks", trusting=False)
    Agent(family='hooks', given='bell', organisation=False)
    """
    if len(text) > 80:
        return None
    text = _AFTER_PERSON.sub("", _TITLE_OF_PERSON.sub("", text.strip())).strip(" ,")
    words = text.split()
    if not 2 <= len(words) <= 6 or not _NAME.fullmatch(text) or is_organisation(text):
        return None
    known = is_known_given(words[0])
    if not known and not is_initials(words[0]) and not trusting:
        return None
    if not known and (_THING.search(text) or any(len(word) > 1 and word.isupper() for word in words)):
        return None
    if known and _THING.search(" ".join(words[1:])):
        return None
    small = [word for word in words if word[0].islower() and word.casefold() not in _PARTICLES]
    if small and not (known and len(small) == len(words) and len(words) <= 3):
        return None
    first = next((n for n, word in enumerate(words[1:], 1) if word.casefold() in _PARTICLES), len(words) - 1)
    first = min(first, len(words) - 1)
    given = " ".join(words[:first])
    return Agent(" ".join(words[first:]), spaced_initials(given) if is_initials(given) else given)
