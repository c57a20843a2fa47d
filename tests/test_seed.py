"""What the first note must give, and that rules find it, not knowing the note.

It is asked of the Turtle that is published of the note alone: there, what it links to is a topic to be written.
"""

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from powergraph.config import VaultSettings
from powergraph.prefixes import sparql_prologue
from powergraph.publishing.build import check
from powergraph.publishing.write import published_turtle

ROOT = Path(__file__).resolve().parents[1]
NOTE = (ROOT / "data/notes/power-dynamics.md").read_text(encoding="utf-8")
BASE = "https://w3id.org/powergraph/"


@pytest.fixture(scope="module")
def store(seed_notes: Path) -> Store:
    checked = check(seed_notes, VaultSettings())
    assert checked.graph is not None
    loaded = Store()
    loaded.load(published_turtle(checked.graph), format=RdfFormat.TURTLE)
    return loaded


def values(store: Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a SELECT as text, IRIs without the base, in order."""
    rows = store.query(sparql_prologue() + query)
    found = [tuple(term.value.removeprefix(BASE) for term in row) for row in rows]  # type: ignore[union-attr]
    return sorted(found)


def lines(start: int, end: int) -> str:
    return "\n".join(NOTE.split("\n")[start - 1 : end])


RELATIONAL, SYSTEMIC = "Individual/Relational Power", "Systemic/Structural Power"


def test_eight_sources_with_definitions_in_two_groups(store: Store) -> None:
    found = values(
        store,
        """SELECT ?source ?group ?class { ?s a pow:PowerSource, ?class ; skos:prefLabel ?source ; skos:definition ?d ;
             skos:broader/skos:prefLabel ?group .
             FILTER(?class IN (pow:RelationalPowerSource, pow:SystemicPowerSource)) }""",
    )
    relational = ("Coercive Power", "Expert Power", "Legitimate Power", "Referent Power", "Reward Power")
    systemic = ("Dominant Group Power (Privilege)", "Institutional Power", "Power of the Narrative")
    assert [(s, g, c.rpartition("#")[2].removesuffix("PowerSource")) for s, g, c in found] == sorted(
        [(s, RELATIONAL, "Relational") for s in relational] + [(s, SYSTEMIC, "Systemic") for s in systemic]
    )


def test_other_names_of_sources_and_groups(store: Store) -> None:
    query = """SELECT ?pref ?alt { ?s skos:prefLabel ?pref ; skos:altLabel ?alt ; a ?c .
        FILTER(?c IN (pow:PowerSource, pow:PowerGroup)) }"""
    found = values(store, query)
    assert ("Dominant Group Power (Privilege)", "Privilege") in found
    assert (SYSTEMIC, "Systemic Power") in found


def test_three_modes_defined_by_their_parentheses(store: Store) -> None:
    assert values(store, "SELECT ?l ?d { ?m a pow:PowerMode ; skos:prefLabel ?l ; skos:definition ?d }") == [
        ("Power Over", "coercion, control, domination"),
        ("Power To", "individual capacity and agency"),
        ("Power With", "collaboration, mutual influence"),
    ]


def test_the_topic_is_a_framework_with_its_names_and_links(store: Store) -> None:
    topic = "?t a pow:Framework ; skos:prefLabel 'Power Dynamics'@en"
    assert values(store, f"SELECT ?t {{ {topic} }}") == [("topic/power-dynamics",)]
    aliases = values(store, f"SELECT ?a {{ {topic} ; skos:hiddenLabel ?a }}")
    assert aliases == [("Power_Dynamics",), ("Relational_Power",), ("Social_Power",)]
    stubs = [
        "boundary-models",
        "conflict-repair-template",
        "intersectional-feminist-psychology",
        "nonviolent-communication",
    ]
    for predicate in ("linksTo", "linksInBody", "relatedInMetadata"):
        linked = values(store, f"SELECT ?o {{ {topic} ; pow:{predicate} ?o . ?o pow:status pow:Stub }}")
        assert linked == [(f"topic/{name}",) for name in stubs]
    mentioned = values(store, "SELECT ?o { ?s pow:mentions ?o . ?o a pow:Topic }")
    assert ("topic/internal-family-systems",) in mentioned
    assert values(store, "SELECT ?o { ?s pow:linksTo ?o . ?o skos:altLabel 'IFS'@en }") == []


def test_ten_key_concepts(store: Store) -> None:
    found = values(store, "SELECT ?l { ?c a pow:KeyConcept ; skos:prefLabel ?l ; skos:definition ?d }")
    assert [label for (label,) in found] == [
        "Conflict Dynamics",
        "Core Goal",
        "Empowerment",
        "Gaslighting and Psychological Abuse",
        "Internalized Oppression",
        "Nervous System Regulation (PVT)",
        "Power is Contextual",
        "Power is Relational",
        "The Crucial Distinction: Power vs. Control",
        "The Therapeutic Dyad",
    ]


def test_three_practices_with_text_and_questions(store: Store) -> None:
    found = values(
        store,
        """SELECT ?n ?class ?label (COALESCE(?prompt, "") AS ?question) {
             ?p a pow:Practice, ?class ; pow:ordinal ?n ; skos:prefLabel ?label ; schema:text ?text .
             FILTER(?class IN (pow:MicroSkill, pow:Prompt)) OPTIONAL { ?p pow:promptText ?prompt } }""",
    )
    assert [(n, c.rpartition("#")[2], label, question[:20]) for n, c, label, question in found] == [
        ("1", "MicroSkill", "Airing the Privilege", "How does the differe"),
        ("2", "Prompt", "Tracking Influence", "Who did the most tal"),
        ("3", "MicroSkill", "Boundary Check", ""),
    ]


def test_three_citations_with_authors_years_titles_and_remarks(store: Store) -> None:
    assert values(
        store,
        """SELECT ?year ?title ?remark (GROUP_CONCAT(?name ; separator=" & ") AS ?authors) {
             SELECT ?year ?title ?remark ?name { ?c a pow:Citation ; pow:year ?year ; dcterms:title ?title ;
               pow:annotation ?remark ; pow:authorship [ pow:ordinal ?n ; pow:agent ?a ] .
               ?a foaf:familyName ?family ; foaf:givenName ?given .
               BIND(CONCAT(?family, ", ", ?given) AS ?name) } ORDER BY ?n
           } GROUP BY ?year ?title ?remark""",
    ) == [
        ("1959", "The bases of social power", "Classic sources of power", "French, J. R. P. & Raven, B."),
        (
            "1978",
            "The History of Sexuality, Vol. 1: An Introduction",
            "Power as diffuse and productive",
            "Foucault, M.",
        ),
        ("1994", "Writings for a Liberation Psychology", "Context for systemic power", "Martín-Baró, I."),
    ]


def test_provenance_is_no_citation_and_rights_are_not_ours(store: Store) -> None:
    note = "?n a pow:Note"
    assert values(store, f"SELECT ?a {{ {note} ; prov:wasAttributedTo/foaf:name ?a }}") == [("ChatGPT",)]
    assert len(values(store, f"SELECT ?p {{ {note} ; dcterms:provenance ?p }}")) == 2
    assert values(store, f"SELECT ?r {{ {note} ; dcterms:rights ?r }}") == [("not stated by its owner",)]
    assert values(store, "SELECT ?l { ?d a void:Dataset ; dcterms:license ?l }") == []


def test_dates_and_tags_have_their_lines(store: Store) -> None:
    found = values(
        store,
        """SELECT ?predicate ?object ?line { ?a a pow:Assertion ; rdf:subject ?note ; rdf:predicate ?predicate ;
             rdf:object ?object ; pow:passage/pow:startLine ?line . ?note a pow:Note }""",
    )
    short = sorted(
        (p.rpartition("/")[2], o, int(line)) for p, o, line in found if "provenance" not in p and "Attributed" not in p
    )
    assert short == [
        ("created", "2025-10-02", 21),
        ("modified", "2025-10-02", 22),
        ("subject", "tag/framework", 8),
        ("subject", "tag/psychology", 12),
        ("subject", "tag/relational-analysis", 11),
        ("subject", "tag/social-justice", 10),
        ("subject", "tag/vault", 9),
        ("title", "Power Dynamics", 2),
    ]


def test_every_passage_quotes_exactly_its_lines(store: Store) -> None:
    found = values(
        store,
        """SELECT ?quote ?start ?end ?from ?to { ?p a pow:Passage ; pow:quote ?quote ;
             pow:startLine ?start ; pow:endLine ?end ; pow:startColumn ?from ; pow:endColumn ?to }""",
    )
    assert len(found) > 60
    for quote, start, end, first, last in found:
        assert quote == lines(int(start), int(end))
        assert 1 <= int(first) <= len(lines(int(start), int(start)))
        assert 1 <= int(last) <= len(lines(int(end), int(end)))


def test_everything_that_was_understood_has_a_passage(store: Store) -> None:
    names = ["PowerSource", "PowerGroup", "PowerMode", "KeyConcept", "Practice", "Citation", "Link"]
    kinds = ", ".join(["doco:Section", *(f"pow:{name}" for name in names)])
    query = f"SELECT ?s {{ ?s a ?c . FILTER(?c IN ({kinds})) FILTER NOT EXISTS {{ ?s pow:passage ?p }} }}"
    assert values(store, query) == []
    statements = """SELECT ?s ?p ?o { ?s a ?c ; ?p ?o .
        FILTER(?c IN (pow:PowerSource, pow:PowerGroup, pow:PowerMode, pow:Topic))
        FILTER(?p IN (skos:prefLabel, skos:altLabel, skos:hiddenLabel, skos:definition, skos:broader))
        FILTER NOT EXISTS { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; pow:passage ?passage } }"""
    assert values(store, statements) == []


def test_the_texts_of_all_sections_are_the_note(store: Store) -> None:
    found = store.query(
        sparql_prologue() + "SELECT ?t { ?s a doco:Section ; pow:ordinal ?n ; schema:text ?t } ORDER BY ?n"
    )
    texts = " ".join(row[0].value for row in found)  # type: ignore[union-attr]
    body = NOTE.partition("<!-- @format -->")[2]
    plain = re.sub(r"[*\[\]#]|^---$|^\s*- |(?<!\w)_|_(?!\w)", "", body, flags=re.MULTILINE)
    assert texts.split() == plain.split()


def test_no_label_of_the_note_stands_in_the_code() -> None:
    """The rules are general: the closed list of modes is the only wording that the profile shares with the note."""
    labels = re.findall(r"\*\*([^*]{6,}?):?\*\*", " ".join(NOTE.split())) + re.findall(r"_([A-Z][^_]{8,})_", NOTE)
    modes = {"Power Over", "Power With", "Power To"}
    code = {
        f: f.read_text(encoding="utf-8")
        for f in (ROOT / "src").rglob("*")
        if f.suffix in (".py", ".toml", ".rq", ".html")
    }
    assert len(labels) > 30
    for label in set(labels) - modes:
        for file, text in code.items():
            # Docstring examples (`>>>` and their results) may show a label; no rule may.
            rules = re.sub(r'("""|\'\'\').*?\1', "", text, flags=re.DOTALL)
            assert label not in rules, f"{label} in {file.name}"
