"""The ontology: what every term must have, what the domain model promises, and that it is consistent OWL 2 RL."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, VANN
from rdflib.term import BNode, Node

from powergraph.prefixes import ONTOLOGY_IRI, PREFIXES
from powergraph.validation import load_ontology

ROOT = Path(__file__).parents[2]
ONTOLOGY = load_ontology()
DATA = ROOT / "data" / "powergraph.ttl"
POW = PREFIXES["pow"]
TERMS = sorted({str(s) for s in ONTOLOGY.subjects() if str(s).startswith(POW)})
TERM_STATUS = URIRef(PREFIXES["vs"] + "term_status")
LANGUAGES = ["en", "es", "fr"]
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def names(text: str) -> list[str]:
    return text.split()


CLASSES = names(
    """
    Topic Framework PowerSource RelationalPowerSource SystemicPowerSource PowerGroup PowerMode KeyConcept Form
    RelationalPattern PsychologicalEffect AbuseTactic Practice MicroSkill Prompt Strategy Script Tool Citation
    Note Passage Link Mention Assertion Authorship Question Parameter
    """
)
PROPERTIES = names(
    """
    definedIn passage inNote inSection startLine endLine startColumn endColumn quote ofTopic linksTo
    relatedInMetadata linksInBody mentions addresses testsFor mitigates cultivates exploits establishes
    manifestsAs involves transitionsFrom transitionsTo emphasizedBy reinforces promptText ordinal labelOrigin
    hasReference authorship agent year yearText originalYear annotation verification path sha256 noteKind
    sectionRole status icon level parentSection from to asWritten rung rule parameter variable default difficulty
    inputDigest fixHint hasFurtherAuthors contentLabel
    """
)
#: Terms beyond the domain model, whose meaning may still be narrowed or widened; what the header says of "testing".
STILL_MOVING = names(
    """
    Question Parameter parameter variable default difficulty level parentSection inputDigest fixHint hasFurtherAuthors
    contentLabel
    """
)
INDIVIDUALS = names("Stub Written Generated Unverified WellFormed Confirmed")
BORROWED = names(
    """
    skos:Concept skos:ConceptScheme skos:prefLabel skos:altLabel skos:hiddenLabel skos:definition skos:notation
    skos:broader skos:narrower skos:topConceptOf skos:inScheme skos:related skos:exactMatch skos:closeMatch
    skos:broadMatch skos:narrowMatch skos:relatedMatch dcterms:title dcterms:creator dcterms:created
    dcterms:modified dcterms:subject dcterms:rights dcterms:provenance dcterms:bibliographicCitation
    dcterms:issued doco:Section biro:BibliographicReference biro:references cito:cites fabio:Book
    fabio:BookChapter fabio:JournalArticle fabio:WebPage fabio:Expression foaf:Document foaf:Person
    foaf:Organization foaf:familyName foaf:givenName foaf:primaryTopic prov:Entity prov:SoftwareAgent
    prov:Activity prov:wasDerivedFrom prov:wasAttributedTo bibo:doi bibo:isbn10 bibo:isbn13 bibo:pmid
    bibo:edition fabio:hasPubMedCentralId schema:text
    schema:url schema:sameAs pav:authoredBy sssom:mapping_justification sssom:confidence sssom:reviewer_id
    sssom:review_date sssom:subject_source sssom:subject_label sssom:object_label sssom:object_source
    semapv:ManualMappingCuration sh:SPARQLExecutable sh:SPARQLSelectExecutable sh:select
    """
)


def term(name: str) -> URIRef:
    prefix, _, local = name.rpartition(":")
    return URIRef(PREFIXES[prefix or "pow"] + local)


def local(iri: str) -> str:
    return iri.removeprefix(POW)


@pytest.mark.parametrize("iri", TERMS, ids=local)
def test_term_is_described(iri: str) -> None:
    node = URIRef(iri)
    labels = [label for label in ONTOLOGY.objects(node, RDFS.label) if isinstance(label, Literal)]
    assert sorted(str(label.language) for label in labels) == LANGUAGES
    assert all(label == label.strip() != "" for label in map(str, labels))
    for predicate, counts in ((SKOS.definition, {1}), (SKOS.scopeNote, {0, 1})):
        texts = [text for text in ONTOLOGY.objects(node, predicate) if isinstance(text, Literal)]
        assert len(texts) in counts
        assert all(text.language == "en" and re.match(r"[A-Z].*\.$", text) for text in texts)
    assert ONTOLOGY.value(node, RDFS.isDefinedBy) == URIRef(ONTOLOGY_IRI)
    assert str(ONTOLOGY.value(node, TERM_STATUS)) == ("testing" if local(iri) in STILL_MOVING else "stable")


@pytest.mark.parametrize("name", CLASSES)
def test_class_of_the_domain_model_exists(name: str) -> None:
    assert (term(name), RDF.type, OWL.Class) in ONTOLOGY


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_of_the_domain_model_exists(name: str) -> None:
    assert any((term(name), RDF.type, kind) in ONTOLOGY for kind in PROPERTY_KINDS)


@pytest.mark.parametrize("name", INDIVIDUALS)
def test_value_of_the_domain_model_exists(name: str) -> None:
    assert (term(name), RDF.type, OWL.NamedIndividual) in ONTOLOGY


@pytest.mark.parametrize("name", BORROWED)
def test_borrowed_term_is_declared_with_its_own_vocabulary(name: str) -> None:
    node = term(name)
    assert ONTOLOGY.value(node, RDF.type) is not None
    assert ONTOLOGY.value(node, RDFS.label) is not None
    assert str(ONTOLOGY.value(node, RDFS.isDefinedBy)) != ONTOLOGY_IRI


SUBCLASSES = {
    "skos:Concept": "Topic PowerSource PowerGroup PowerMode KeyConcept",
    "Topic": "Framework",
    "PowerSource": "RelationalPowerSource SystemicPowerSource",
    "KeyConcept": "Form RelationalPattern PsychologicalEffect AbuseTactic",
    "Practice": "MicroSkill Prompt Strategy Script Tool",
    "biro:BibliographicReference": "Citation",
    "foaf:Document": "Note",
    "prov:Entity": "Note",
    "Link": "Mention",
    "rdf:Statement": "Assertion",
}


@pytest.mark.parametrize(("above", "below"), SUBCLASSES.items(), ids=SUBCLASSES)
def test_subclasses_are_as_the_domain_model_has_them(above: str, below: str) -> None:
    ours = {local(str(s)) for s in ONTOLOGY.subjects(RDFS.subClassOf, term(above)) if str(s).startswith(POW)}
    assert ours == set(below.split())


SUBPROPERTIES = {
    "prov:wasDerivedFrom": "definedIn",
    "linksTo": "relatedInMetadata linksInBody",
    "addresses": "testsFor mitigates cultivates",
}


@pytest.mark.parametrize(("above", "below"), SUBPROPERTIES.items(), ids=SUBPROPERTIES)
def test_subproperties_are_as_the_domain_model_has_them(above: str, below: str) -> None:
    assert {local(str(s)) for s in ONTOLOGY.subjects(RDFS.subPropertyOf, term(above))} == set(below.split())


HEADER = URIRef(ONTOLOGY_IRI)


def test_every_term_of_ours_is_listed_in_this_test() -> None:
    listed = {*CLASSES, *PROPERTIES, *INDIVIDUALS, "Status", "LabelOrigin", "Verification"}
    assert {local(iri) for iri in TERMS} == listed


def test_header_names_the_version_everywhere() -> None:
    version = str(ONTOLOGY.value(HEADER, OWL.versionInfo))
    assert (HEADER, RDF.type, OWL.Ontology) in ONTOLOGY
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert str(ONTOLOGY.value(HEADER, OWL.versionIRI)) == f"{ONTOLOGY_IRI}/{version}"
    citation = str(ONTOLOGY.value(HEADER, DCTERMS.bibliographicCitation))
    assert citation.endswith(f"version {version}. {ONTOLOGY_IRI}/{version}")
    assert str(ONTOLOGY.value(HEADER, DCTERMS.issued))[:4] in citation
    assert version not in POW


@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description], ids=["title", "description"])
def test_header_speaks_three_languages(predicate: URIRef) -> None:
    texts = [text for text in ONTOLOGY.objects(HEADER, predicate) if isinstance(text, Literal)]
    assert sorted(str(text.language) for text in texts) == LANGUAGES
    assert len(set(map(str, texts))) == len(LANGUAGES)


METADATA = names(
    """
    dcterms:creator dcterms:publisher dcterms:contributor dcterms:created dcterms:issued dcterms:modified
    dcterms:license dcterms:source dcterms:bibliographicCitation vann:preferredNamespacePrefix
    vann:preferredNamespaceUri owl:versionIRI owl:versionInfo owl:priorVersion owl:backwardCompatibleWith bibo:status
    foaf:logo rdfs:seeAlso
    """
)


@pytest.mark.parametrize("name", METADATA)
def test_header_says_it_once(name: str) -> None:
    assert len(list(ONTOLOGY.objects(HEADER, term(name)))) == 1


def test_header_says_whose_it_is_and_under_which_licence() -> None:
    assert str(ONTOLOGY.value(HEADER, VANN.preferredNamespacePrefix)) == "pow"
    assert str(ONTOLOGY.value(HEADER, VANN.preferredNamespaceUri)) == POW
    assert str(ONTOLOGY.value(HEADER, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    for predicate in (DCTERMS.creator, DCTERMS.publisher):
        agent = ONTOLOGY.value(HEADER, predicate)
        assert ONTOLOGY.value(agent, term("foaf:name")) is not None


def test_dates_of_the_header_are_in_order() -> None:
    dates = [ONTOLOGY.value(HEADER, predicate) for predicate in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    assert all(isinstance(date, Literal) and date.datatype == XSD.date for date in dates)
    assert sorted(map(str, dates)) == list(map(str, dates))


def test_addresses_of_our_own_in_the_header_are_served() -> None:
    base = ONTOLOGY_IRI.removesuffix("ontology")
    logo = str(ONTOLOGY.value(HEADER, term("foaf:logo")))
    assert (ROOT / "src/powergraph/web" / logo.removeprefix(base)).is_file()
    source = ONTOLOGY.value(HEADER, DCTERMS.source)
    assert isinstance(source, URIRef)
    assert any(q.subject.value == str(source) for q in ox.parse(path=DATA, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_said_once(language: str) -> None:
    kinds = (OWL.Class, OWL.NamedIndividual)
    labels = [label_of(t, language) for t in TERMS if kind_of(t) in kinds]
    assert sorted(labels) == sorted(set(labels))


def label_of(iri: str, language: str) -> str:
    labels = ONTOLOGY.objects(URIRef(iri), RDFS.label)
    return next(str(label) for label in labels if isinstance(label, Literal) and label.language == language)


@pytest.mark.parametrize("predicate", [SKOS.definition, SKOS.scopeNote], ids=["definition", "scopeNote"])
def test_no_two_terms_are_explained_with_the_same_words(predicate: URIRef) -> None:
    texts = [str(text) for text in ONTOLOGY.objects(None, predicate)]
    repeated = {text for text in texts if texts.count(text) > 1}
    assert repeated == set()


def test_only_what_is_written_alike_has_the_same_label_in_all_languages() -> None:
    """A label that was copied instead of translated would show here."""
    alike = {local(t) for t in TERMS if len({label_of(t, language).casefold() for language in LANGUAGES}) == 1}
    assert alike == {"variable"}


def kind_of(iri: str) -> Node:
    kinds = {kind for kind in ONTOLOGY.objects(URIRef(iri), RDF.type) if str(kind).startswith(str(OWL))}
    assert len(kinds) == 1, f"{iri} is {kinds}: no punning"
    return kinds.pop()


@pytest.mark.parametrize(
    "iri", sorted(str(s) for s in set(ONTOLOGY.subjects(RDF.type)) if isinstance(s, URIRef)), ids=str
)
def test_term_is_of_one_kind_only(iri: str) -> None:
    """Classes, properties of each sort and individuals are kept apart, as OWL 2 DL wants them (section 5.8.1)."""
    kinds = set(ONTOLOGY.objects(URIRef(iri), RDF.type)) & {OWL.Class, OWL.NamedIndividual, *PROPERTY_KINDS}
    assert len(kinds) <= 1


@pytest.mark.parametrize("iri", [t for t in TERMS if t[len(POW)].isupper()], ids=local)
def test_name_that_begins_with_a_capital_is_a_class_or_an_individual(iri: str) -> None:
    assert kind_of(iri) in {OWL.Class, OWL.NamedIndividual}


def test_axioms_stay_within_owl_2_rl() -> None:
    """Only axioms between names, one chain and disjointness; no class expression, no cardinality, no imports."""
    lists = set(ONTOLOGY.subjects(RDF.first))
    disjoint = set(ONTOLOGY.subjects(RDF.type, OWL.AllDisjointClasses))
    assert {node for triple in ONTOLOGY for node in triple if isinstance(node, BNode)} == lists | disjoint
    used = {str(p).removeprefix(str(OWL)) for p in ONTOLOGY.predicates() if str(p).startswith(str(OWL))}
    header = {"versionIRI", "versionInfo", "priorVersion", "backwardCompatibleWith"}
    assert used == {"disjointWith", "members", "inverseOf", "propertyChainAxiom", *header}


def test_no_property_is_functional() -> None:
    """Two values would not be an error to a reasoner: it would conclude that both are one thing (decision 7)."""
    kinds = {str(kind).removeprefix(str(OWL)) for kind in ONTOLOGY.objects(None, RDF.type)}
    assert {kind for kind in kinds if kind.endswith("Property")} == {
        "ObjectProperty",
        "DatatypeProperty",
        "AnnotationProperty",
    }


def test_no_class_or_property_is_mapped_with_skos() -> None:
    """skos:closeMatch would make a concept of each, since its domain and range are skos:Concept."""
    matches = names("skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch")
    assert set(ONTOLOGY.predicates()) & {term(name) for name in matches} == set()


def test_every_property_has_at_most_one_domain_and_range_and_they_are_known() -> None:
    for predicate in (RDFS.domain, RDFS.range):
        for subject, target in ONTOLOGY.subject_objects(predicate):
            assert len(list(ONTOLOGY.objects(subject, predicate))) == 1
            assert (
                (target, RDF.type, OWL.Class) in ONTOLOGY or target == RDFS.Literal or str(target).startswith(str(XSD))
            )


def test_nothing_borrowed_is_redefined() -> None:
    """We say how our terms stand to others'; of others' own we state a subclass at most, an inverse, and one chain."""
    allowed = {RDF.type, RDFS.label, RDFS.isDefinedBy, RDFS.subClassOf, OWL.inverseOf, OWL.propertyChainAxiom}
    namespaces = tuple(namespace for prefix, namespace in PREFIXES.items() if prefix != "pow")
    borrowed = {s for s in ONTOLOGY.subjects() if str(s).startswith(namespaces)}
    assert {p for s in borrowed for p in ONTOLOGY.predicates(s)} <= allowed


USED = re.compile(r"\bpow:([A-Za-z]\w*)")
ATTRIBUTE = re.compile(r"\bPOW\.([A-Za-z]\w*)")


def texts() -> list[Path]:
    folders = [("src", "*.py"), ("src", "*.rq"), ("shapes", "*.ttl"), ("ontology", "*.ttl"), ("data", "*.rq")]
    return sorted(file for folder, pattern in folders for file in (ROOT / folder).rglob(pattern))


@pytest.mark.parametrize("file", texts(), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_term_is_used_that_is_not_defined(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    names = set(USED.findall(text))
    if file.suffix == ".py":
        names |= {name.rstrip("_") for name in ATTRIBUTE.findall(text)} - {"namespace_iri"}
    assert {name for name in names if POW + name not in TERMS} == set()
