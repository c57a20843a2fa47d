"""Folding: the forms of a name in which different spellings of it are the same."""

import re
import unicodedata

from powergraph.extract.labels import readable, without_acronym

__all__ = ["acronym_in", "fold_acronym", "fold_name", "fold_punctuation", "last_name"]

_APOSTROPHE = re.compile("['\u2019\u02bc`]")
_PUNCTUATION = re.compile(r"[^\w\s]+")
#: A slash between figures is no folder's (`24/7`).
_SLASH = re.compile(r"(?<!\d)/|/(?!\d)")
#: A shorter last part is no file's name either (`D/s`, `his/her`).
_SHORTEST = 2


def fold_name(name: str) -> str:
    """Return *name* with case, underscores and white space folded.

    >>> fold_name("Boundary_Models") == fold_name("boundary models")
    True
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("_", " ").split())


def fold_punctuation(name: str) -> str:
    """Return *name* folded, with punctuation as blanks, apostrophes and emoji gone and `&` as "and".

    >>> fold_punctuation("Men\u2019s Give-and-Take") == fold_punctuation("mens give & take")
    True
    """
    return " ".join(_PUNCTUATION.sub(" ", _APOSTROPHE.sub("", fold_name(name)).replace("&", " and ")).split())


def fold_acronym(name: str) -> str:
    """Return *name* folded, without the acronym that ends it.

    >>> fold_acronym("Internal_Family_Systems (IFS)")
    'internal family systems'
    """
    return fold_name(without_acronym(readable(name))[0])


def acronym_in(name: str) -> str:
    """Return the acronym that ends a name, folded, or "".

    >>> acronym_in("Internal_Family_Systems (IFS)")
    'ifs'
    """
    return without_acronym(readable(name))[1].casefold()


def last_name(target: str) -> str:
    """Return the name at the end of a link target's path, without `.md`.

    >>> last_name("../folder/Boundary Models.md"), last_name("24/7 D/s")
    ('Boundary Models', '24/7 D/s')
    """
    name = target.strip()
    is_file = name[-3:].casefold() == ".md"
    name = name[:-3] if is_file else name
    if is_file or name.startswith((".", "/")):
        return name.rpartition("/")[2].strip() or name
    last = _SLASH.split(name)[-1].strip()
    return last if len(last) > _SHORTEST else name
