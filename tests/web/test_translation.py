"""The interface in three languages: every text is translated, and each reader gets the language that they want."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment
from pyoxigraph import RdfFormat, parse

from powergraph.prefixes import BASE_IRI
from powergraph.web.borrowed import TERMS
from powergraph.web.preferences import LANGUAGES, local_path
from powergraph.web.problems import ENGINE_TITLES, problem_kinds
from powergraph.web.translation import install, number, size, translate

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [each for each in LANGUAGES if each != "en"]
EXPERT = "/power-source/expert-power.html"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def texts() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract_texts", ROOT / "tools" / "extract_texts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def get(client: FlaskClient, path: str, **headers: str) -> str:
    """Return a page; cookies come from the headers alone where there are any."""
    if "Cookie" in headers:
        client = client.application.test_client(use_cookies=False)
    return client.get(path, headers={**HTML, **headers}).text


@pytest.mark.parametrize("language", OTHERS)
def test_the_file_of_a_language_has_exactly_the_texts_of_the_pages(texts: ModuleType, language: str) -> None:
    """Where this fails, `make texts` gathers them."""
    assert texts.rendered(language, texts.updated(language)) == (texts.TRANSLATIONS / f"{language}.po").read_bytes()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_with_the_same_placeholders_and_marks(texts: ModuleType, language: str) -> None:
    checked = 0
    for message in texts.updated(language):
        if not message.id:
            continue
        assert not message.fuzzy
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        found = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(found), message.id
        assert len(found) == len(originals), message.id
        for original, translated in zip(originals, found, strict=True):
            assert sorted(re.findall(r"%\((\w+)\)s", original)) == sorted(re.findall(r"%\((\w+)\)s", translated)), (
                message.id
            )
            assert sorted(re.findall(r"<[^>]*>", original)) == sorted(re.findall(r"<[^>]*>", translated)), message.id
            assert original[:1].isspace() == translated[:1].isspace(), message.id
        checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("path", "headers", "language"),
    [
        ("/", {}, "en"),
        ("/", {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}, "fr"),
        ("/", {"Accept-Language": "de,es;q=0.8,en;q=0.5"}, "es"),
        ("/", {"Accept-Language": "zz"}, "en"),
        ("/", {"Accept-Language": "fr", "Cookie": "lang=es"}, "es"),
        ("/?lang=fr", {"Accept-Language": "es", "Cookie": "lang=es"}, "fr"),
        ("/?lang=%00", {"Cookie": "lang=<script>"}, "en"),
        ("/nowhere", {"Cookie": "lang=fr"}, "fr"),
    ],
    ids=str,
)
def test_the_language_is_the_one_asked_for_kept_or_accepted(
    client: FlaskClient, path: str, headers: dict[str, str], language: str
) -> None:
    answer = client.application.test_client(use_cookies=False).get(path, headers={**HTML, **headers})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language
    assert {each.strip() for each in answer.headers["Vary"].split(",")} >= {"Accept", "Accept-Language", "Cookie"}


def test_the_plain_json_of_a_page_is_in_the_language_of_the_reader_too(client: FlaskClient) -> None:
    answer = client.get(EXPERT.replace(".html", ".json"), headers={"Accept-Language": "fr"})
    assert {each.strip() for each in answer.headers["Vary"].split(",")} >= {"Accept-Language", "Cookie"}
    assert answer.headers["Content-Language"] == "fr"
    assert "mentionné par" in answer.text


def test_a_page_has_its_texts_in_the_language_of_the_reader(client: FlaskClient) -> None:
    assert "Aller au contenu" in get(client, EXPERT, Cookie="lang=fr")
    assert "Ir al contenido" in get(client, EXPERT, Cookie="lang=es")
    assert "Skip to the content" in get(client, EXPERT)


def test_what_is_left_in_english_says_so_on_a_page_in_another_language(client: FlaskClient) -> None:
    for path in ("/", "/browse/", "/browse/Topic", "/ontology.html"):
        assert re.search(r'<p[^>]* lang="en">What a note is about', get(client, path, Cookie="lang=fr")), path
    refused = client.post("/browse/", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert '<p class="lead" lang="en">Here: ' in refused.text
    gone = client.get("/nothing", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert '<p class="lead">Aucun' in gone.text


def test_a_limit_without_a_default_is_not_told_as_an_empty_number(client: FlaskClient) -> None:
    text = get(client, "/problems")
    assert "Who runs this server can change it with <code>--allow-service" in text
    assert "The limit is  " not in text


def test_the_content_has_a_language_of_its_own(client: FlaskClient) -> None:
    german = get(client, EXPERT, Cookie="content=de")
    assert '<html lang="en">' in german
    assert '<h1 lang="de">Expertenmacht' in german
    assert ">Expert Power</h1>" in get(client, EXPERT, Cookie="lang=fr; content=en")
    # What nothing is called in is as if it were not chosen.
    assert ">Expert Power</h1>" in get(client, EXPERT, Cookie="content=xx")


def test_classes_are_called_by_their_names_in_the_language_of_the_content(empty_engine, client_of_engine) -> None:  # type: ignore[no-untyped-def]
    empty_engine.store.load(
        f"""<{BASE_IRI}ontology#Lever> a <http://www.w3.org/2002/07/owl#Class> ;
            <http://www.w3.org/2000/01/rdf-schema#label> "lever"@en , "levier"@fr , "palanca"@es .
            <{BASE_IRI}topic/x> a <{BASE_IRI}ontology#Lever> .""".encode(),
        format=RdfFormat.TURTLE,
    )
    client = client_of_engine(empty_engine)
    for language, word in (("en", "lever"), ("fr", "levier"), ("es", "palanca")):
        assert f">{word}<" in get(client, "/topic/x.html", Cookie=f"lang={language}")
    assert ">palanca<" in get(client, "/topic/x.html", Cookie="lang=fr; content=es")


def test_a_choice_is_kept_in_cookies_of_this_site_alone(client: FlaskClient) -> None:
    answer = client.get("/preferences?lang=fr&content=de&theme=dark&back=/browse/%3Fpage%3D2")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/browse/?page=2")
    cookies = answer.headers.getlist("Set-Cookie")
    assert [each.partition(";")[0] for each in cookies] == ["lang=fr", "content=de", "theme=dark"]
    assert all("SameSite=Lax" in each and "HttpOnly" in each and "Path=/" in each for each in cookies)
    assert answer.headers["Cache-Control"] == "no-store"
    page = get(client, "/")
    assert '<html lang="fr" data-theme="dark">' in page
    client.get("/preferences?lang=fr&content=same&theme=auto&back=/")
    assert '<html lang="fr">' in get(client, "/")


@pytest.mark.parametrize(
    "back",
    [
        "",
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "/x\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "/a/../../b",
        "/é",
        "/\x00",
        "\t//evil.example",
    ],
)
def test_nobody_is_sent_elsewhere_by_a_choice(client: FlaskClient, back: str) -> None:
    assert local_path(back) == "/"
    assert client.get(f"/preferences?back={quote(back)}").headers["Location"] == "/"


def test_the_form_leads_back_to_the_page_but_for_the_languages_in_its_address(client: FlaskClient) -> None:
    page = get(client, "/browse/Topic?lang=fr&page=1&x=%22%3E")
    assert 'name="back" value="/browse/Topic?page=1&amp;x=%22%3E"' in page
    assert get(client, "/browse/Topic?lang=fr").count('value="fr" lang="fr" selected') == 1


def test_what_is_no_text_of_the_interface_is_escaped_and_never_a_format() -> None:
    assert str(translate("%(x)s <b> 100%")) == "%(x)s &lt;b&gt; 100%"
    environment = Environment(autoescape=True)
    install(environment)
    assert environment.from_string("{{ _(x) }}").render(x="<i>%s") == "&lt;i&gt;%s"
    shown = environment.from_string("{% trans a=x %}<b>{{ a }}</b>{% endtrans %}").render(x="<i>")
    assert shown == "<b>&lt;i&gt;</b>"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "12,345 12 kB 1 byte"), ("fr", "12\u202f345 12 ko 1 octet"), ("es", "12.345 12 kB 1 byte")],
)
def test_numbers_and_sizes_are_written_as_the_language_does(language: str, expected: str) -> None:
    with Flask(__name__).test_request_context("/", headers={"Accept-Language": language}):
        assert f"{number(12345)} {size(12345)} {size(1)}" == expected


def test_every_kind_of_problem_has_a_title_that_is_translated() -> None:
    assert {kind[1] for kind in problem_kinds()} <= {*ENGINE_TITLES, "The request exceeds a limit"}


def test_every_borrowed_term_of_the_ontology_has_its_name_in_all_languages() -> None:
    """Ours are named in the ontology itself; of the others a few abbreviations are the same everywhere."""
    names = {
        quad.object.value
        for quad in parse(path=str(ROOT / "ontology" / "powergraph.ttl"), format=RdfFormat.TURTLE)
        if quad.predicate.value.endswith("rdf-schema#label") and BASE_IRI not in str(quad.subject)
    }
    same = {"DOI", "ISBN-10", "ISBN-13", "URL", "preferred namespace URI", "preferred namespace prefix", "status"}
    assert {each for each in names if each not in TERMS} <= same | {"note", "top concept of"}


def test_what_points_to_a_thing_is_told_in_the_language_of_the_reader(client: FlaskClient) -> None:
    assert "mentionné par" in get(client, EXPERT, Cookie="lang=fr")
    assert "mencionado por" in get(client, EXPERT, Cookie="lang=es; content=en")


def test_lists_are_in_the_language_of_the_content(client: FlaskClient) -> None:
    assert ">Expertenmacht</a>" in get(client, "/browse/PowerSource", Cookie="content=de")
    assert ">Expert Power</a>" in get(client, "/browse/PowerSource", Cookie="content=fr")
