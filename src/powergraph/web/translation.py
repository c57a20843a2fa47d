"""The texts of the interface in the language of the reader, and numbers, sizes and dates as they are written there."""

import datetime
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel import dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment
from markupsafe import Markup, escape

from powergraph.web.preferences import LANGUAGES, preferences

__all__ = [
    "N_",
    "date",
    "install",
    "is_foreign",
    "lines_in_words",
    "number",
    "prepare",
    "size",
    "translate",
    "translate_plural",
]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The messages of one language; *known* are the English texts that this program itself has written."""

    translations: NullTranslations
    known: frozenset[str]


def N_(text: str) -> str:  # noqa: N802 (as every gettext calls it)
    """Mark a text that a template will translate; it comes back as it is.

    >>> N_("Browse")
    'Browse'
    """
    return text


def prepare(environment: Environment) -> None:
    """Let templates mark their texts: `_("Browse")`, `ngettext(...)`, `{% trans %}`; blanks at line ends are one."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]


def install(environment: Environment) -> None:
    """Let templates of *environment* speak the language of the reader of the current request."""
    prepare(environment)
    environment.globals.update(gettext=translate, _=translate, ngettext=translate_plural)
    environment.filters.update(number=number, size=size, date=date)
    environment.globals.update(lines_in_words=lines_in_words, is_foreign=is_foreign, is_english=is_english)


def translate(message: str, /, **variables: object) -> Markup:
    """Return a text of the interface in the reader's language, *variables* in their places and escaped.

    A text that is none of the interface's (a title from a note, say) comes out as it is, escaped.

    >>> translate("%(a)s & <b>", a="<i>"), translate("100% <b>")
    (Markup('&lt;i&gt; & <b>'), Markup('100% &lt;b&gt;'))
    """
    texts = _texts(preferences().language)
    if variables:
        return Markup(texts.translations.gettext(message)) % variables  # noqa: S704 (a template wrote it)
    if message not in texts.known:
        return escape(message)
    return Markup(texts.translations.gettext(message).replace("%%", "%"))  # noqa: S704 (a template wrote it)


def phrase(message: str, /, **variables: object) -> str:
    """Return a text of the interface in the reader's language as plain text, which no page may take for HTML.

    >>> phrase("%(label)s of", label="<b>")
    '<b> of'
    """
    return _texts(preferences().language).translations.gettext(message) % variables


def said_in(language: str, text: str) -> str:
    """Return a text of the interface in *language*, as it is where that is no language of the interface.

    >>> said_in("fr", "Browse"), said_in("de", "Browse"), said_in("fr", "100% <b>")
    ('Parcourir', 'Browse', '100% <b>')
    """
    base = language.partition("-")[0]
    texts = _texts(base) if base in LANGUAGES else None
    return texts.translations.gettext(text) if texts and text in texts.known else text


def translate_plural(singular: str, plural: str, count: int, /, **variables: object) -> Markup:
    """Return the text for one or for many in the reader's language; `%(num)s` is *count* as it is written there."""
    texts = _texts(preferences().language)
    variables.setdefault("num", number(count))
    return Markup(texts.translations.ngettext(singular, plural, count)) % variables  # noqa: S704


def is_foreign(language: str) -> bool:
    """Tell whether a text is in another language than the one that the reader wants the content in.

    >>> is_foreign("fr"), is_foreign("en-GB"), is_foreign("")
    (True, False, False)
    """
    base = language.lower().partition("-")[0]
    return bool(base) and base != preferences().content_language.partition("-")[0]


def is_english(message: str) -> bool:
    """Tell whether a text that the server says is left in English for a reader of another language.

    >>> is_english("Line 3 is not UTF-8.")
    False
    """
    texts = _texts(preferences().language)
    return preferences().language != "en" and bool(message) and message not in texts.known


def lines_in_words(first: int, last: int) -> str:
    """Return lines of a note in words of the reader's language, as plain text.

    >>> lines_in_words(59, 60), lines_in_words(7, 7)
    ('lines 59 to 60', 'line 7')
    """
    if first == last:
        return phrase("line %(line)s", line=first)
    return phrase("lines %(first)s to %(last)s", first=first, last=last)


def number(value: float) -> str:
    """Write a number as the reader's language does.

    >>> number(1234567)
    '1,234,567'
    """
    return numbers.format_decimal(value, locale=preferences().language)


def size(value: int) -> str:
    """Write a number of bytes as people say it.

    >>> size(999), size(31_234), size(5_100_000_000)
    ('999 bytes', '31 kB', '5,100 MB')
    """
    if value < 1000:
        return str(translate_plural("%(num)s byte", "%(num)s bytes", value))
    if value < 1_000_000:
        return str(translate("%(size)s kB", size=number(value // 1000)))
    return str(translate("%(size)s MB", size=number(value // 1_000_000)))


def date(value: float | str) -> str:
    """Write a day, given in seconds since 1970 (UTC) or as `2026-01-31`; what is no day comes out as it is.

    >>> date(0), date("2026-01-31"), date("soon")
    ('January 1, 1970', 'January 31, 2026', 'soon')
    """
    try:
        if isinstance(value, str):
            day = datetime.date.fromisoformat(value)
        else:
            day = datetime.datetime.fromtimestamp(value, datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return str(value)
    return dates.format_date(day, "long", locale=preferences().language)


@cache
def _texts(language: str) -> _Texts:
    other = next(each for each in LANGUAGES if each != "en")
    catalog = _catalog(other if language == "en" else language)
    known = frozenset(each.id if isinstance(each.id, str) else each.id[0] for each in catalog if each.id)
    if language == "en":
        return _Texts(NullTranslations(), known)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return _Texts(Translations(compiled), known)


def _catalog(language: str) -> Catalog:
    data = files("powergraph.web").joinpath("translations", f"{language}.po").read_bytes()
    return read_po(BytesIO(data), locale=language)
