"""The ontology: what every term must have, what the domain model promises, and that it is consistent OWL 2 RL."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, VANN
from rdflib.term import BNode, Node

from powergraph.prefixes import ONTOLOGY_IRI, PREFIXES
from powergraph.validation import load_ontology
from powergraph.validation.terms import load_triples

ROOT = Path(__file__).parents[2]
ONTOLOGY = load_ontology()
POW = PREFIXES["pow"]
TERMS = sorted({str(s) for s in ONTOLOGY.subjects() if str(s).startswith(POW)})
TERM_STATUS = URIRef(PREFIXES["vs"] + "term_status")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def names(text: str) -> list[str]:
    return text.split()


CLASSES = names(
    """
    Topic Framework PowerSource RelationalPowerSource SystemicPowerSource PowerGroup PowerMode KeyConcept Form
    RelationalPattern PsychologicalEffect AbuseTactic Practice MicroSkill Prompt Strategy Script Tool Citation
    Note Passage Link Mention Assertion Authorship
    """
)
PROPERTIES = names(
    """
    definedIn passage inNote inSection startLine endLine startColumn endColumn quote ofTopic linksTo
    relatedInMetadata linksInBody mentions addresses testsFor mitigates cultivates exploits establishes
    manifestsAs involves transitionsFrom transitionsTo emphasizedBy reinforces promptText ordinal labelOrigin
    hasReference authorship agent year yearText originalYear annotation verification path sha256 noteKind
    sectionRole status icon level parentSection from to asWritten rung rule
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
    prov:Activity prov:wasDerivedFrom prov:wasAttributedTo bibo:doi bibo:isbn13 schema:text schema:url
    schema:sameAs
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
    for predicate in (RDFS.label, SKOS.definition):
        texts = list(ONTOLOGY.objects(node, predicate))
        assert [text.language for text in texts if isinstance(text, Literal)] == ["en"]
    label, definition = str(ONTOLOGY.value(node, RDFS.label)), str(ONTOLOGY.value(node, SKOS.definition))
    assert label == label.strip() != ""
    assert re.match(r"[A-Z].*\.$", definition)
    assert ONTOLOGY.value(node, RDFS.isDefinedBy) == URIRef(ONTOLOGY_IRI)
    assert str(ONTOLOGY.value(node, TERM_STATUS)) in {"stable", "testing", "unstable", "archaic"}


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


def test_header_is_complete() -> None:
    node = URIRef(ONTOLOGY_IRI)
    version = str(ONTOLOGY.value(node, OWL.versionInfo))
    assert (node, RDF.type, OWL.Ontology) in ONTOLOGY
    assert str(ONTOLOGY.value(node, OWL.versionIRI)) == f"{ONTOLOGY_IRI}/{version}"
    assert str(ONTOLOGY.value(node, VANN.preferredNamespacePrefix)) == "pow"
    assert str(ONTOLOGY.value(node, VANN.preferredNamespaceUri)) == POW
    assert str(ONTOLOGY.value(node, DCTERMS.license)).startswith("https://creativecommons.org/licenses/by/4.0")
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.bibliographicCitation):
        assert ONTOLOGY.value(node, predicate) is not None
    for predicate in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified):
        date = ONTOLOGY.value(node, predicate)
        assert isinstance(date, Literal)
        assert date.datatype == XSD.date
    assert version not in POW


def test_labels_and_definitions_are_said_once() -> None:
    kinds = (OWL.Class, OWL.NamedIndividual)
    labels = [str(ONTOLOGY.value(URIRef(t), RDFS.label)) for t in TERMS if kind_of(t) in kinds]
    definitions = [str(ONTOLOGY.value(URIRef(t), SKOS.definition)) for t in TERMS]
    assert sorted(labels) == sorted(set(labels))
    assert sorted(definitions) == sorted(set(definitions))


def kind_of(iri: str) -> Node:
    kinds = {kind for kind in ONTOLOGY.objects(URIRef(iri), RDF.type) if str(kind).startswith(str(OWL))}
    assert len(kinds) == 1, f"{iri} is {kinds}: no punning"
    return kinds.pop()


@pytest.mark.parametrize("iri", sorted({str(s) for s in ONTOLOGY.subjects(RDF.type)}), ids=str)
def test_term_is_of_one_kind_only(iri: str) -> None:
    """Classes, properties of each sort and individuals are kept apart, as OWL 2 DL wants them (section 5.8.1)."""
    kinds = set(ONTOLOGY.objects(URIRef(iri), RDF.type)) & {OWL.Class, OWL.NamedIndividual, *PROPERTY_KINDS}
    assert len(kinds) <= 1


@pytest.mark.parametrize("iri", [t for t in TERMS if t[len(POW)].isupper()], ids=local)
def test_name_that_begins_with_a_capital_is_a_class_or_an_individual(iri: str) -> None:
    assert kind_of(iri) in {OWL.Class, OWL.NamedIndividual}


def test_axioms_stay_within_owl_2_rl() -> None:
    """Only axioms between names, and one chain; no class expression, no cardinality, no imports, no blank node else."""
    lists = set(ONTOLOGY.subjects(RDF.first))
    assert {node for triple in ONTOLOGY for node in triple if isinstance(node, BNode)} == lists
    used = {str(p).removeprefix(str(OWL)) for p in ONTOLOGY.predicates() if str(p).startswith(str(OWL))}
    assert used == {"disjointWith", "inverseOf", "propertyChainAxiom", "versionIRI", "versionInfo"}


def test_every_property_has_at_most_one_domain_and_range_and_they_are_known() -> None:
    for predicate in (RDFS.domain, RDFS.range):
        for subject, target in ONTOLOGY.subject_objects(predicate):
            assert len(list(ONTOLOGY.objects(subject, predicate))) == 1
            assert (target, RDF.type, OWL.Class) in ONTOLOGY or str(target).startswith(str(XSD))


def test_nothing_borrowed_is_redefined() -> None:
    """We say how our terms stand to others'; of others' own we state a subclass at most, an inverse, and one chain."""
    allowed = {RDF.type, RDFS.label, RDFS.isDefinedBy, RDFS.subClassOf, OWL.inverseOf, OWL.propertyChainAxiom}
    namespaces = tuple(namespace for prefix, namespace in PREFIXES.items() if prefix != "pow")
    borrowed = {s for s in ONTOLOGY.subjects() if str(s).startswith(namespaces)}
    assert {p for s in borrowed for p in ONTOLOGY.predicates(s)} <= allowed


def closure(*triples: tuple[Node, Node, Node]) -> Graph:
    graph = Graph()
    for triple in (*ONTOLOGY, *triples):
        graph.add(triple)
    DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return graph


def errors(graph: Graph) -> list[str]:
    """Return what the reasoner found inconsistent: it does not raise, it says so in the graph."""
    namespace = "http://www.daml.org/2002/03/agents/agent-ont#"
    return [str(text) for text in graph.objects(None, URIRef(namespace + "error"))]


EXAMPLE = "https://w3id.org/powergraph/"


def test_ontology_is_consistent() -> None:
    assert errors(closure()) == []


def test_reasoner_finds_a_source_in_both_groups() -> None:
    """The check above can fail: this is what it would say."""
    source = URIRef(EXAMPLE + "power-source/wealth")
    assert errors(
        closure((source, RDF.type, term("RelationalPowerSource")), (source, RDF.type, term("SystemicPowerSource")))
    )


def test_note_cites_the_works_of_its_citations() -> None:
    note, citation, work = (URIRef(EXAMPLE + path) for path in ("note/gifts", "citation/gifts/a", "work/a"))
    graph = closure((note, term("hasReference"), citation), (citation, term("biro:references"), work))
    assert (note, term("cito:cites"), work) in graph


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


def test_example_instances_are_of_known_classes() -> None:
    for file in sorted((ROOT / "ontology" / "examples").glob("*.ttl")):
        graph = load_triples(Graph(), (q.triple for q in ox.parse(path=file, format=ox.RdfFormat.TURTLE)))
        for predicate in set(graph.predicates()) - {RDF.type}:
            assert str(predicate).startswith((str(RDF), str(RDFS))) or (predicate, None, None) in ONTOLOGY
        for kind in set(graph.objects(None, RDF.type)) - {RDF.Statement}:
            assert (kind, RDF.type, OWL.Class) in ONTOLOGY
