"""Placeholders: what a template leaves for its user to fill in says nothing itself."""

import re

__all__ = ["is_placeholder"]

_CODE = re.compile(r"\{\{[^{}]*\}\}|<%[^<>]*%>")
_BRACKETED = re.compile(r"\[[^\[\]]*\]|<[^<>]*>")
_TO_DO = re.compile(r"\W*(?:tbd|todo|n/a|xxx+)?\W*", re.IGNORECASE)
#: A longer text says something, whatever it holds.
_LONGEST = 200


def is_placeholder(text: str) -> bool:
    """Tell whether *text* only stands for what a user would write; the empty text does not.

    >>> is_placeholder("[Framework Name]"), is_placeholder("{{title}}"), is_placeholder("...")
    (True, True, True)
    >>> is_placeholder("Name it [as you like]")
    False
    """
    if not text or len(text) > _LONGEST:
        return False
    bare, count = _BRACKETED.subn("", _CODE.sub("", text))
    # `[Framework Name] is ...`: one word beside what is to be written says nothing either.
    return bool(_TO_DO.fullmatch(bare.replace("_", ""))) or (count > 0 and len(re.findall(r"\w+", bare)) < 2)
