"""From the bytes of a file to text: encodings, line ends, and the exact repair of wrongly decoded text."""

import codecs
from dataclasses import dataclass

import ftfy

__all__ = ["DecodedText", "UndecodableError", "decode"]

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: Control characters that text may hold: tab, line feed, form feed, carriage return.
_TEXT_CONTROLS = frozenset({0x09, 0x0A, 0x0C, 0x0D})


class UndecodableError(Exception):
    """The bytes are not text in any encoding that is tried; the message says why."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text with `\\n` line ends, and what had to be done to get it.

    *encoding* is the one that was read; *repairs* names the wrong decodings that were undone, outermost first, for
    example `("macroman",)` for UTF-8 that had been read as Mac Roman; *lines_changed* counts the lines that repair
    changed. Repair never moves a line.
    """

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()
    lines_changed: int = 0


def decode(data: bytes) -> DecodedText:
    """Decode the bytes of a note: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252; then repair.

    Raises UndecodableError for binary data.
    """
    text, encoding = _decode_bytes(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    repaired, repairs = _repair(text)
    changed = sum(a != b for a, b in zip(text.split("\n"), repaired.split("\n"), strict=True)) if repairs else 0
    return DecodedText(repaired, encoding, repairs, changed)


def _decode_bytes(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return _checked(data.decode(encoding)), encoding
            except UnicodeDecodeError as error:
                raise UndecodableError(f"it says that it is {encoding} but is not: {error.reason}") from error
    try:
        return _checked(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        try:
            return _checked(data.decode("windows-1252")), "windows-1252"
        except UnicodeDecodeError:
            raise UndecodableError(f"it is not text: byte {error.start} is not UTF-8 ({error.reason})") from error


def _checked(text: str) -> str:
    for position, character in enumerate(text):
        code = ord(character)
        if code < 0x20 and code not in _TEXT_CONTROLS:
            raise UndecodableError(f"it is not text: control character U+{code:04X} at position {position}")
    return text


def _repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo wrong decodings of the whole text, only where that can be done and undone exactly.

    `ftfy.fix_encoding` finds the encodings; its answer counts only where doing the damage again gives the damaged text
    back, character for character. `ftfy.fix_text` is not used: it also rewrites clean text.
    """
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
