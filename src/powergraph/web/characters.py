"""Characters that no page may hold: what HTML forbids is shown as what could not be shown."""

import re

__all__ = ["permitted"]

#: Control characters but for tab and the ends of lines, half characters, and what is no character at all (HTML, 13.5).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def permitted(text: str) -> str:
    r"""Return *text* with U+FFFD in place of every character that HTML forbids.

    >>> permitted("a\0b\tc\ud800")
    'a\ufffdb\tc\ufffd'
    """
    return _FORBIDDEN.sub("\ufffd", text)
