"""A content label stands above the text on every page that shows it, as a real server sends the pages."""

import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from powergraph.config import load_vault_settings
from powergraph.publishing.build import build, check

NOTES = {
    "War.md": "---\ncontent-warning: Describes <i>shelling</i>\nlang: fr\n---\n"
    "# War\n\n## Definition\n\nFire & noise.\n\n"
    "### Citations\n\n- Elm, E. (1961). _Fire._\n\n## Related\n\n- [[Peace]]\n- [[Truce]]\n",
    "hard/Siege.md": "# Siege\n\n## Key concepts\n\n- **Hunger:** Nothing is left.\n\n"
    "### Citations\n\n- Elm, E. (1961). _Fire._\n",
    "Peace.md": "# Peace\n\n## Definition\n\nQuiet.\n",
}
SETTINGS = '[notes]\nsensitive = ["hard/"]\nsensitive_label = "Describes need"\n'


class Notes(HTMLParser):
    """The texts of a page that have the role of a note, and whether all of them stand before any quotation."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.labels: list[str] = []
        self.languages: list[str | None] = []
        self.is_above = True
        self._in = self._quoted = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("role") == "note":
            self._in = True
            self.labels.append("")
            self.is_above = self.is_above and not self._quoted
        elif self._in and tag == "span":
            self.languages.append(given.get("lang"))
        self._quoted = self._quoted or tag in ("blockquote", "dl") or given.get("class") in ("lead", "text", "block")

    def handle_endtag(self, tag: str) -> None:
        self._in = self._in and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._in:
            self.labels[-1] += data


@pytest.fixture(scope="module")
def fetch(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., object]) -> Callable[[str], str]:
    folder = tmp_path_factory.mktemp("vault")
    for path, text in NOTES.items():
        (folder / "notes" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "notes" / path).write_text(text, encoding="utf-8")
    (folder / "powergraph.toml").write_text(SETTINGS, encoding="utf-8")
    settings = load_vault_settings(folder / "notes")
    build(check(folder / "notes", settings), settings, folder / "releases")
    server = serve(folder / "releases")

    def get(path: str) -> str:
        request = urllib.request.Request(server.url.rstrip("/") + path)  # type: ignore[attr-defined]
        with urllib.request.urlopen(request, timeout=10) as answer:
            text: str = answer.read().decode()
        return text

    return get


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("/note/war.html", ["Content label: Describes <i>shelling</i>"]),
        ("/topic/war.html", ["Content label: Describes <i>shelling</i> (from the note War)"]),
        ("/concept/siege/hunger.html", ["Content label: Describes need (from the note Siege)"]),
        (
            "/work/elm-1961-fire.html",
            [
                "Content label: Describes <i>shelling</i> (from the note War)",
                "Content label: Describes need (from the note Siege)",
            ],
        ),
        ("/topic/truce.html", ["Content label: Describes <i>shelling</i> (from the note War)"]),
        ("/note/peace.html", []),
        ("/topic/peace.html", []),
    ],
)
def test_page_that_shows_sensitive_text_is_labelled_above_it(
    path: str, labels: list[str], fetch: Callable[[str], str]
) -> None:
    page = Notes(fetch(path))
    assert sorted(" ".join(label.split()) for label in page.labels) == sorted(labels)
    assert page.is_above


def test_label_is_told_in_its_own_language(fetch: Callable[[str], str]) -> None:
    assert Notes(fetch("/note/war.html")).languages == ["fr"]


def test_list_marks_what_a_sensitive_note_introduces(fetch: Callable[[str], str]) -> None:
    notes, concepts = fetch("/browse/Note"), fetch("/browse/KeyConcept")
    assert notes.count("content label: ") == 2
    assert "content label: Describes &lt;i&gt;shelling&lt;/i&gt;" in notes
    assert concepts.count("content label: Describes need") == 1


def test_label_hides_nothing(fetch: Callable[[str], str]) -> None:
    assert "Nothing is left." in fetch("/concept/siege/hunger.html")
    assert "Describes need" in fetch("/note/siege.ttl")
