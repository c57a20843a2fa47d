"""From the bytes of a file to text: encodings, line ends, and the exact repair of wrongly decoded text."""

import codecs
import re
from dataclasses import dataclass

import ftfy
from ftfy.badness import is_bad

__all__ = ["DecodedText", "UndecodableError", "decode"]

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: Control characters but those that text may hold: tab, line feed, form feed, carriage return.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
#: Encodings in which UTF-8 is read by mistake, tried line by line where only a part of a text is damaged.
_LIKELY = ("macroman", "sloppy-windows-1252", "latin-1", "cp437")
#: Signs beyond ASCII; ftfy tells damage by a few characters that stand together with them.
_SIGNS = re.compile(r"[^\x00-\x7f]+")
_AROUND = 8


class UndecodableError(Exception):
    """The bytes are not text in any encoding that is tried; the message says why."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text with `\\n` line ends, and what had to be done to get it.

    *encoding* is the one that was read; *repairs* names the wrong decodings that were undone, outermost first, for
    example `("macroman",)` for UTF-8 that had been read as Mac Roman; *lines_changed* counts the lines that repair
    changed, from *first_changed* on (1-based). *controls* are the lines with a control character, each of which was
    replaced by a blank. Nothing moves a line.
    """

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()
    lines_changed: int = 0
    first_changed: int = 1
    controls: tuple[int, ...] = ()


def decode(data: bytes) -> DecodedText:
    """Decode the bytes of a note: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252; then repair.

    Raises UndecodableError for binary data.
    """
    text, encoding = _decode_bytes(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, controls = _without_controls(text)
    repaired, repairs = _repair(text)
    if not repairs:
        repaired, repairs = _repair_lines(text)
    pairs = zip(text.split("\n"), repaired.split("\n"), strict=True) if repairs else ()
    changed = [number for number, (before, after) in enumerate(pairs, start=1) if before != after]
    return DecodedText(repaired, encoding, repairs, len(changed), changed[0] if changed else 1, controls)


def _decode_bytes(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UndecodableError(f"it says that it is {encoding} but is not: {error.reason}") from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        try:
            return data.decode("windows-1252"), "windows-1252"
        except UnicodeDecodeError:
            raise UndecodableError(f"it is not text: byte {error.start} is not UTF-8 ({error.reason})") from error


def _without_controls(text: str) -> tuple[str, tuple[int, ...]]:
    """Replace stray control characters by blanks and say on which lines they stood.

    Raises UndecodableError where there is a NUL or there are so many that it is no text.
    """
    found = list(_CONTROL.finditer(text))
    if not found:
        return text, ()
    if "\0" in text or len(found) > max(3, len(text) // 100):
        first = found[0]
        code = ord(first.group())
        raise UndecodableError(f"it is not text: control character U+{code:04X} at position {first.start()}")
    return _CONTROL.sub(" ", text), tuple(text.count("\n", 0, match.start()) + 1 for match in found)


def _repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo wrong decodings of the whole text, only where that can be done and undone exactly.

    `ftfy.fix_encoding` finds the encodings; its answer counts only where doing the damage again gives the damaged text
    back, character for character. `ftfy.fix_text` is not used: it also rewrites clean text.
    """
    signs = (match.span() for match in _SIGNS.finditer(text))
    if not any(is_bad(text[max(start - _AROUND, 0) : end + _AROUND]) for start, end in signs):
        return text, ()  # as ftfy would say, which looks at all of it
    explained = ftfy.fix_encoding_and_explain(text)
    codecs = _wrong_codecs(explained.explanation or [])
    if explained.text == text or not codecs:
        return text, ()
    damaged_again = explained.text
    try:
        for codec in reversed(codecs):
            damaged_again = damaged_again.encode("utf-8").decode(codec)
    except UnicodeError:
        return text, ()
    if damaged_again != text or explained.text.count("\n") != text.count("\n"):
        return text, ()
    return explained.text, codecs


def _wrong_codecs(plan: list[ftfy.ExplanationStep]) -> tuple[str, ...]:
    """Return the codecs of ftfy's plan, outermost first; empty where it is not pairs of encode and decode as UTF-8."""
    pairs = list(zip(plan[::2], plan[1::2], strict=False))
    if len(plan) % 2 or any(e.action != "encode" or (d.action, d.parameter) != ("decode", "utf-8") for e, d in pairs):
        return ()
    return tuple(encode.parameter for encode, _ in pairs)


def _repair_lines(text: str) -> tuple[str, tuple[str, ...]]:
    """Repair the lines of a text that is damaged in parts: each line only where it can be done and undone exactly.

    The damaged lines together must be what `ftfy` itself takes for damage of one encoding; what is clean stays.
    """
    if text.isascii():
        return text, ()
    lines = text.split("\n")
    for codec in _LIKELY:
        repaired = {
            n: fixed
            for n, line in enumerate(lines)
            if not line.isascii() and (fixed := _redecoded(line, codec)) not in (line, None)
        }
        if not repaired:
            continue
        explained = ftfy.fix_encoding_and_explain("\n".join(lines[n] for n in repaired))
        if _wrong_codecs(explained.explanation or []) == (codec,) and explained.text.split("\n") == list(
            repaired.values()
        ):
            return "\n".join(repaired.get(n) or line for n, line in enumerate(lines)), (codec,)
    return text, ()


def _redecoded(line: str, codec: str) -> str | None:
    try:
        return line.encode(codec).decode("utf-8")
    except UnicodeError:
        return None
