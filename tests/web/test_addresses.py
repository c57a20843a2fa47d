from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powergraph.prefixes import BASE_IRI
from powergraph.web.addresses import Addresses, is_web_link

HERE = Addresses(BASE_IRI, "/graph")


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("topic/power-dynamics", "/graph/topic/power-dynamics.html"),
        ("person/martín-baró-i", "/graph/person/mart%C3%ADn-bar%C3%B3-i.html"),
        ("topic/a?b=c", "/graph/topic/a%3Fb=c.html"),
        ("topic/100%25", "/graph/topic/100%2525.html"),
        ("topic/a#b", "/graph/topic/a%23b.html"),
        ("ontology#PowerSource", "/graph/ontology.html#PowerSource"),
        ("/evil.example/x", ""),
        ("topic/../../evil", ""),
        ("topic//x", ""),
        ("topic/a b", ""),
        ("topic/\r\nX-Injected: 1", ""),
        ("topic/a\\b", ""),
        ("", ""),
    ],
)
def test_an_iri_of_the_dataset_has_one_safe_local_address(iri: str, expected: str) -> None:
    assert HERE.local(BASE_IRI + iri, ".html") == expected


@pytest.mark.parametrize(
    "iri",
    ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", " https://x", "https://x/<y>"],
)
def test_only_harmless_schemes_are_linked(iri: str) -> None:
    assert not is_web_link(iri)
    assert HERE.link(iri) == ""


def test_other_sites_and_mail_are_linked_as_they_are() -> None:
    assert HERE.link("https://example.org/x") == "https://example.org/x"
    assert HERE.link("mailto:a@example.org") == "mailto:a@example.org"


def test_what_is_below_the_base_but_not_safe_is_not_linked_at_all() -> None:
    assert HERE.link(BASE_IRI + "/evil.example") == ""


@given(st.text(max_size=30))
def test_every_local_address_leads_back_to_its_iri_and_stays_on_this_host(path: str) -> None:
    address = HERE.local(BASE_IRI + path)
    if not address or address.startswith("/graph/ontology#"):
        return
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert not address.startswith("//")
    assert not set(address) & set("\r\n\t \\<>\"'")
    assert HERE.iri(unquote(address).removeprefix("/graph/")) == BASE_IRI + path
