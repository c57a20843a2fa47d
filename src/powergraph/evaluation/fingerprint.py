"""Fingerprints of texts: whether two texts have the same words, and where they part, without telling the words."""

import hashlib
import re
import unicodedata

__all__ = ["as_fingerprint", "difference", "fingerprint", "fold", "tokens"]

#: A word: letters and digits of any script. The underscore is none, so that emphasis marks change nothing.
_TOKEN = re.compile(r"[^\W_]+")
_FINGERPRINT = re.compile(r"[0-9a-f]{16} [0-9]+ [0-9a-f]{8} [0-9a-f]{8}")
#: How many words the hashes of a text's two ends cover.
_END = 5
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014", "''\"\"-----")


def tokens(text: str) -> list[str]:
    """Return the words of *text*, NFC and case folded, without white space, punctuation and markup.

    >>> tokens("Who _did_ the most talking?")
    ['who', 'did', 'the', 'most', 'talking']
    """
    return _TOKEN.findall(unicodedata.normalize("NFC", text).casefold())


def fingerprint(text: str) -> str:
    """Return the fingerprint of a text, or "" where it has no words.

    It is four fields: the first 16 hex digits of the SHA-256 of the words joined by blanks, the number of words, and
    the first 8 hex digits of the same for the first five and for the last five words.

    >>> fingerprint("Power is shared.") == fingerprint("power **is** shared")
    True
    """
    words = tokens(text)
    if not words:
        return ""
    return f"{_hash(words)[:16]} {len(words)} {_hash(words[:_END])[:8]} {_hash(words[-_END:])[:8]}"


def as_fingerprint(text: str) -> str:
    """Return what is a fingerprint already as it is, and the fingerprint of any other text."""
    return text if _FINGERPRINT.fullmatch(text) else fingerprint(text)


def difference(expected: str, found: str) -> str:
    """Say in words how two fingerprints differ.

    >>> difference(fingerprint("a b c d e f"), fingerprint("a b c d e f g"))
    'text is 1 word longer and ends elsewhere'
    """
    if not expected or not found:
        return "text where there is none" if found else "text is missing"
    _, count, head, tail = expected.split()
    _, found_count, found_head, found_tail = found.split()
    more = int(found_count) - int(count)
    size = f"text is {_words(abs(more))} {'longer' if more > 0 else 'shorter'}" if more else "text has other words"
    ends = [end for end, same in (("begins", head == found_head), ("ends", tail == found_tail)) if not same]
    return f"{size} and {' and '.join(ends)} elsewhere" if ends else size


def fold(text: str) -> str:
    """Return *text* for comparing names: NFC, case folded, straight quotes and hyphens, white space collapsed.

    >>> fold("The  \u201cIdeal\u201d Partner")
    'the "ideal" partner'
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().translate(_STRAIGHT).split())


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"


def _hash(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()
