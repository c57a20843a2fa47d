"""Bibliographies are read back by other programs as what was written."""

import json
from dataclasses import replace

import bibtexparser
import pytest
import rispy
from pyoxigraph import RdfFormat, Store

from powergraph.web.bibliography import Author, Work, bibtex, cited_works, csl_json, ris

AUTHORS = (Author("E. Elm", "Elm", "E."), Author("Ash and Oak, Inc"))
WORKS = (
    Work(
        "elm-1999", "Twigs & {leaves} at 5 %", "Book", 1999, (Author("E. Elm", "Elm", "E."), Author("Ash and Oak, Inc"))
    ),
    Work("fir-2004", "Über_shelves", "JournalArticle", 2004, (Author("Fir", "Fir"),), "10.5555/a_b", "", "123456"),
    Work("nd-room", "A room", "WebPage", url="https://room.example/a?b=1&c=2"),
)


def test_bibtex_is_read_back_without_a_fault() -> None:
    library = bibtexparser.parse_string(bibtex(WORKS))
    assert not library.failed_blocks
    assert [(e.entry_type, e.key) for e in library.entries] == [
        ("book", "elm-1999"), ("article", "fir-2004"), ("online", "nd-room")
    ]  # fmt: skip
    first = library.entries[0]
    assert first["author"] == "Elm, E. and {Ash and Oak, Inc}"
    assert first["title"] == r"Twigs \& \textbraceleft{}leaves\textbraceright{} at 5 \%"
    assert library.entries[1]["doi"] == r"10.5555/a\_b"


def test_ris_is_read_back() -> None:
    read = rispy.loads(ris(WORKS))
    assert [entry["type_of_reference"] for entry in read] == ["BOOK", "JOUR", "ELEC"]
    assert [entry["title"] for entry in read] == [work.title for work in WORKS]
    assert read[0]["authors"] == ["Elm, E.", "Ash and Oak, Inc"]
    assert (read[1]["year"], read[1]["doi"]) == ("2004", "10.5555/a_b")


def test_csl_json_holds_each_work() -> None:
    first, second, third = json.loads(csl_json(WORKS))
    assert first["author"] == [{"family": "Elm", "given": "E."}, {"literal": "Ash and Oak, Inc"}]
    assert second["issued"] == {"date-parts": [[2004]]}
    assert (third["type"], third["URL"]) == ("webpage", "https://room.example/a?b=1&c=2")


def test_edition_and_pmcid_are_written_as_each_format_has_them() -> None:
    work = Work("elm-1999", "Twigs", "Book", pmcid="PMC7654321", edition="3rd")
    entry = bibtexparser.parse_string(bibtex([work])).entries[0]
    assert (entry["edition"], entry["eprint"], entry["eprinttype"]) == ("3rd", "PMC7654321", "pmc")
    both = bibtexparser.parse_string(bibtex([replace(work, pmid="81726")])).entries[0]
    assert (both["eprint"], both["eprinttype"]) == ("81726", "pubmed")
    (item,) = json.loads(csl_json([work]))
    assert (item["edition"], item["PMCID"]) == ("3rd", "PMC7654321")
    (record,) = rispy.loads(ris([work]))
    assert (record["edition"], record["custom2"]) == ("3rd", "PMC7654321")


def test_further_authors_are_told_where_the_format_can() -> None:
    work = Work("elm-1999", "Twigs", authors=(Author("E. Elm", "Elm", "E."),), more=True)
    assert bibtexparser.parse_string(bibtex([work])).entries[0]["author"] == "Elm, E. and others"
    assert json.loads(csl_json([work]))[0]["author"] == [{"family": "Elm", "given": "E."}, {"literal": "others"}]
    assert rispy.loads(ris([work]))[0]["authors"] == ["Elm, E."]


@pytest.mark.parametrize("text", ["}{", "\\", "a\nb", '"', "@book{x,", "%", "\\}"])
def test_no_title_breaks_out_of_its_entry(text: str) -> None:
    library = bibtexparser.parse_string(bibtex([Work("key", text), Work("other", "Other")]))
    assert [entry.key for entry in library.entries] == ["key", "other"]
    assert not library.failed_blocks


def test_works_come_from_the_dataset_with_their_authors_in_order() -> None:
    store = Store()
    store.load(
        """
        @prefix pow: <https://w3id.org/powergraph/ontology#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix dcterms: <http://purl.org/dc/terms/> . @prefix fabio: <http://purl.org/spar/fabio/> .
        @prefix x: <https://x.example/> .
        x:entry <http://purl.org/spar/biro/references> x:elm-1999 ; <https://schema.org/url> "https://e.example/" .
        x:elm-1999 a fabio:Expression, fabio:Book ; dcterms:title "Twigs"@en ; pow:year 1999 ;
            pow:authorship x:two, x:one ; pow:hasFurtherAuthors true ;
            fabio:hasPubMedCentralId "PMC7654321" ; <http://purl.org/ontology/bibo/edition> "3rd" .
        x:one pow:ordinal 1 ; pow:agent x:elm . x:two pow:ordinal 2 ; pow:agent x:oak .
        x:elm foaf:name "E. Elm" ; foaf:familyName "Elm" ; foaf:givenName "E." . x:oak foaf:name "Oak Inc" .
        """,
        format=RdfFormat.TURTLE,
    )
    authors = (Author("E. Elm", "Elm", "E."), Author("Oak Inc"))
    work = Work(
        "elm-1999",
        "Twigs",
        "Book",
        1999,
        authors,
        pmcid="PMC7654321",
        edition="3rd",
        url="https://e.example/",
        more=True,
    )
    assert cited_works(store) == (work,)
