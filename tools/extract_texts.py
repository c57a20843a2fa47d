"""Rewrite src/powergraph/web/translations/*.po from the templates and from what `N_()` marks; a test reads them."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

from powergraph.web.preferences import LANGUAGES
from powergraph.web.translation import prepare

WEB = Path(__file__).resolve().parent.parent / "src" / "powergraph" / "web"
TRANSLATIONS = WEB / "translations"
#: One form for one and one for many: no text of ours counts millions.
PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "es": "nplurals=2; plural=(n != 1);"}


def messages() -> Catalog:
    """Return all texts of the interface, in the order of the files that they stand in."""
    found = Catalog(charset="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    prepare(environment)
    for path in sorted((WEB / "templates").rglob("*.html")):
        for _, function, message in environment.extract_translations(path.read_text("utf-8")):
            texts = [message] if isinstance(message, str) else [each for each in message or () if each]
            if not texts:  # what is translated is not known before it is shown, and stands in a module
                continue
            text = tuple(texts[:2]) if function == "ngettext" else texts[0]
            found.add(text, locations=[(f"templates/{path.name}", 0)])
    for path in sorted(WEB.rglob("*.py")):
        read = BytesIO(path.read_bytes())
        for _, _, text, _ in extract_python(
            read, ["N_", "phrase", "translate", "translate_plural"], (), {"encoding": "utf-8"}
        ):
            texts = [each for each in text if each] if isinstance(text, tuple) else [text] if text else []
            if texts:
                found.add(texts[0] if len(texts) == 1 else tuple(texts), locations=[(path.name, 0)])
    return found


def updated(language: str) -> Catalog:
    """Return the catalogue of a language with the texts of today; new ones are empty, former ones are gone."""
    path = TRANSLATIONS / f"{language}.po"
    known = read_po(BytesIO(path.read_bytes() if path.exists() else _head(language)), locale=language)
    catalog = read_po(BytesIO(_head(language)), locale=language)
    for message in messages():
        if message.id:
            old = known.get(message.id)
            catalog.add(message.id, old.string if old and old.id == message.id else "", message.locations)
    return catalog


def rendered(language: str, catalog: Catalog) -> bytes:
    """Return a catalogue as a file: sorted, without dates and line numbers, so that only texts change it."""
    out = BytesIO()
    write_po(out, catalog, omit_header=True, include_lineno=False, sort_output=True, width=100)
    return _head(language) + b"\n" + out.getvalue().strip() + b"\n"


def _head(language: str) -> bytes:
    return (
        '# Gathered by `make texts`; the translations are written here.\nmsgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n'
    ).encode()


def main() -> None:
    """Rewrite the files, and tell what waits for its translation."""
    TRANSLATIONS.mkdir(exist_ok=True)
    for language in LANGUAGES:
        if language == "en":
            continue
        catalog = updated(language)
        (TRANSLATIONS / f"{language}.po").write_bytes(rendered(language, catalog))
        for message in catalog:
            if message.id and not all((message.string,) if isinstance(message.string, str) else message.string):
                print(f"{language}: {message.id!r} is not translated")


if __name__ == "__main__":
    main()
