"""What a reader prefers: the language of the interface, that of the content, and light or dark."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, urlencode

from babel import Locale, UnknownLocaleError
from flask import Response, g, has_request_context, request

__all__ = [
    "LANGUAGES",
    "THEMES",
    "Preferences",
    "language_name",
    "local_path",
    "preferences",
    "remember",
    "return_path",
]

#: The languages of the interface, each by its own name; the first one is what everybody gets who prefers none of them.
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "fr": "Français", "es": "Español"})
#: Light and dark; without a choice the system decides.
THEMES = ("light", "dark")

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}", re.ASCII)
#: What a path of this server may not hold where a redirect leads to it: nothing that a browser repairs into a host.
_UNSAFE = re.compile(r"[\x00-\x20\\\x7f]|^/{2}|^[^?]*/\.\.?(?:[/?#]|$)")
_A_YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Preferences:
    """*language* is one of LANGUAGES; *content* the tag of a language and *theme* one of THEMES, "" if not chosen."""

    language: str = "en"
    content: str = ""
    theme: str = ""

    @property
    def content_language(self) -> str:
        """The language that labels and texts are wanted in: that of the interface, unless another one was chosen."""
        return self.content or self.language


def preferences() -> Preferences:
    """Return what the reader of the current request prefers: parameter, cookie, then what the browser says."""
    if not has_request_context():
        return Preferences()
    if "preferences" not in g:
        g.preferences = _asked()
    found: Preferences = g.preferences
    return found


def _asked() -> Preferences:
    accepted = request.accept_languages.best_match(tuple(LANGUAGES)) or "en"
    named = [each.get("lang", "") for each in (request.args, request.cookies)]
    language = next((each for each in named if each in LANGUAGES), accepted)
    chosen = [each.get("content", "").lower() for each in (request.args, request.cookies)]
    content = next((each for each in chosen if _TAG.fullmatch(each)), "")
    theme = request.cookies.get("theme", "")
    return Preferences(language, content, theme if theme in THEMES else "")


def language_name(tag: str) -> str:
    """Return what a language calls itself, its tag where that is not known.

    >>> language_name("de"), language_name("pt-br"), language_name("xyz")
    ('Deutsch', 'Português (Brasil)', 'xyz')
    """
    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return tag
    return f"{name[0].upper()}{name[1:]}" if name else tag


def remember(response: Response, root_path: str) -> None:
    """Keep what the current request chooses in cookies of this site alone; a choice of nothing is forgotten."""
    known = {
        "lang": LANGUAGES.__contains__,
        "content": lambda value: bool(_TAG.fullmatch(value)),
        "theme": THEMES.__contains__,
    }
    for name, is_known in known.items():
        if name not in request.args:
            continue
        value = request.args[name].lower()
        if is_known(value):
            response.set_cookie(name, value, _A_YEAR, path=f"{root_path}/", samesite="Lax", httponly=True)
        else:
            response.delete_cookie(name, path=f"{root_path}/", samesite="Lax", httponly=True)


def local_path(address: str, root_path: str = "") -> str:
    """Return *address* where it is a path of this server that nothing reads as another host, else the first page.

    >>> local_path("/browse/?page=2"), local_path("//evil.example/"), local_path("https://evil.example/")
    ('/browse/?page=2', '/', '/')
    >>> local_path("/graph/x.html", "/graph"), local_path("/other", "/graph")
    ('/graph/x.html', '/graph/')
    """
    first = f"{root_path}/"
    if not address.startswith(first) or not address.isascii() or _UNSAFE.search(address):
        return first
    return address


def return_path(root_path: str) -> str:
    """Return the address of the current page, without the languages that it may name."""
    path = root_path + quote(request.path, safe="/-._~!$()*+,;=:@")
    query = request.query_string.decode("latin-1")
    kept = [(name, value) for name, value in parse_qsl(query, True) if name not in ("lang", "content")]
    return f"{path}?{urlencode(kept)}" if kept else path
