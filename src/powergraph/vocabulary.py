# Generated from ontology/powergraph.ttl by `python tools/generate_vocabulary.py`; change those, not this.
# ruff: noqa: N815 (the names are the vocabularies' own)
"""The terms that the program names, as attributes that mypy checks: `POW.PowerSource`, `SKOS.prefLabel`."""

from typing import Final

from pyoxigraph import NamedNode

__all__ = [
    "BIBO",
    "BIRO",
    "CITO",
    "DCAT",
    "DCTERMS",
    "DOCO",
    "FABIO",
    "FOAF",
    "OWL",
    "PAV",
    "POW",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SD",
    "SEMAPV",
    "SH",
    "SKOS",
    "SSSOM",
    "VANN",
    "VOID",
    "VS",
    "XSD",
]


class POW:
    """Terms of <https://w3id.org/powergraph/ontology#>."""

    namespace_iri: Final = "https://w3id.org/powergraph/ontology#"
    #: A key concept that names a conduct by which somebody tries to establish or keep coercive power over another.
    AbuseTactic: Final = NamedNode("https://w3id.org/powergraph/ontology#AbuseTactic")
    #: A record of one statement of the dataset that tells which passage supports it and by which rule or by whom it was
    #: made.
    Assertion: Final = NamedNode("https://w3id.org/powergraph/ontology#Assertion")
    #: The part that one agent has in a work, with its place in the order of authors.
    Authorship: Final = NamedNode("https://w3id.org/powergraph/ontology#Authorship")
    #: An entry of a list of references as one note writes it; not the work that it refers to.
    Citation: Final = NamedNode("https://w3id.org/powergraph/ontology#Citation")
    #: A person compared it with a named record and found that it is this work.
    Confirmed: Final = NamedNode("https://w3id.org/powergraph/ontology#Confirmed")
    #: A key concept that is a member of a typology: a type, step, stage, part, tenet, or row of a table of concepts.
    Form: Final = NamedNode("https://w3id.org/powergraph/ontology#Form")
    #: A topic that is a named body of theory or a model, as framework notes describe it.
    Framework: Final = NamedNode("https://w3id.org/powergraph/ontology#Framework")
    #: The note gives no label; this one was made from the first words of the text.
    Generated: Final = NamedNode("https://w3id.org/powergraph/ontology#Generated")
    #: A named idea that a note puts in its own words.
    KeyConcept: Final = NamedNode("https://w3id.org/powergraph/ontology#KeyConcept")
    #: A value that says who gave a thing its label.
    LabelOrigin: Final = NamedNode("https://w3id.org/powergraph/ontology#LabelOrigin")
    #: One occurrence in a note of a pointer to a concept: a wikilink, an entry under related, or a Markdown link to
    #: another note.
    Link: Final = NamedNode("https://w3id.org/powergraph/ontology#Link")
    #: A link that is only the name of a known concept in the text, bold or plain.
    Mention: Final = NamedNode("https://w3id.org/powergraph/ontology#Mention")
    #: A practice that is one small skill to apply in a session or a conversation.
    MicroSkill: Final = NamedNode("https://w3id.org/powergraph/ontology#MicroSkill")
    #: A Markdown file of a vault, from which statements are extracted.
    Note: Final = NamedNode("https://w3id.org/powergraph/ontology#Note")
    #: A place in the query of a question where another value may be put.
    Parameter: Final = NamedNode("https://w3id.org/powergraph/ontology#Parameter")
    #: Whole lines of a note together with their text: the evidence for what is said elsewhere.
    Passage: Final = NamedNode("https://w3id.org/powergraph/ontology#Passage")
    #: A concept under which power sources are gathered to browse by; it is the broader concept of each of its members.
    PowerGroup: Final = NamedNode("https://w3id.org/powergraph/ontology#PowerGroup")
    #: A concept that names a way in which power is exercised in a relationship: over others, with others, or as one's
    #: own capacity to act.
    PowerMode: Final = NamedNode("https://w3id.org/powergraph/ontology#PowerMode")
    #: A concept that names a basis from which a person, group or institution derives the ability to influence or
    #: control others, or to resist their influence.
    PowerSource: Final = NamedNode("https://w3id.org/powergraph/ontology#PowerSource")
    #: Something that a note proposes to do.
    Practice: Final = NamedNode("https://w3id.org/powergraph/ontology#Practice")
    #: A practice that consists in asking a question, or in inviting somebody to observe or write.
    Prompt: Final = NamedNode("https://w3id.org/powergraph/ontology#Prompt")
    #: A key concept that names what unequal power does to the mind or body of those who live under it.
    PsychologicalEffect: Final = NamedNode("https://w3id.org/powergraph/ontology#PsychologicalEffect")
    #: A question in words that the dataset answers, together with the query that finds the answer.
    Question: Final = NamedNode("https://w3id.org/powergraph/ontology#Question")
    #: A key concept that names a recurring constellation of power between people, such as that of therapist and client.
    RelationalPattern: Final = NamedNode("https://w3id.org/powergraph/ontology#RelationalPattern")
    #: A power source that emerges from personal attributes and from how people interact.
    RelationalPowerSource: Final = NamedNode("https://w3id.org/powergraph/ontology#RelationalPowerSource")
    #: A practice that gives the words to say.
    Script: Final = NamedNode("https://w3id.org/powergraph/ontology#Script")
    #: A value that says how far a topic has been written about.
    Status: Final = NamedNode("https://w3id.org/powergraph/ontology#Status")
    #: A practice that is a general course of action rather than a single step.
    Strategy: Final = NamedNode("https://w3id.org/powergraph/ontology#Strategy")
    #: Something links to the topic, but no note is about it.
    Stub: Final = NamedNode("https://w3id.org/powergraph/ontology#Stub")
    #: A power source that derives from social structures, often without having been earned by those who hold it.
    SystemicPowerSource: Final = NamedNode("https://w3id.org/powergraph/ontology#SystemicPowerSource")
    #: A practice that relies on an aid to fill in, look at or refer to, such as a worksheet, a scale or a checklist.
    Tool: Final = NamedNode("https://w3id.org/powergraph/ontology#Tool")
    #: A concept that a note is about. Every note has exactly one; a link target that has no note yet is a topic with
    #: the status stub.
    Topic: Final = NamedNode("https://w3id.org/powergraph/ontology#Topic")
    #: Nothing was checked: it stands as the note gives it.
    Unverified: Final = NamedNode("https://w3id.org/powergraph/ontology#Unverified")
    #: A value that says how far a citation or work has been checked.
    Verification: Final = NamedNode("https://w3id.org/powergraph/ontology#Verification")
    #: An identifier has the right form and, where it has one, the right check digit; whether it belongs to the work was
    #: not checked.
    WellFormed: Final = NamedNode("https://w3id.org/powergraph/ontology#WellFormed")
    #: The label stands in the note.
    Written: Final = NamedNode("https://w3id.org/powergraph/ontology#Written")
    #: Leads from a practice to a concept that it works with or on.
    addresses: Final = NamedNode("https://w3id.org/powergraph/ontology#addresses")
    #: Leads from an authorship to the person or organization that is the author.
    agent: Final = NamedNode("https://w3id.org/powergraph/ontology#agent")
    #: The remark that the note's author puts after a citation, without its parentheses, in the language of the note.
    annotation: Final = NamedNode("https://w3id.org/powergraph/ontology#annotation")
    #: The wording of a link or mention in the note.
    asWritten: Final = NamedNode("https://w3id.org/powergraph/ontology#asWritten")
    #: Leads from a work, or from a citation of it, to the part that one of its authors has in it.
    authorship: Final = NamedNode("https://w3id.org/powergraph/ontology#authorship")
    #: Words that tell a reader, before the text of a note, what may be hard to read in it, as its author or the
    #: settings of the folder give them.
    contentLabel: Final = NamedNode("https://w3id.org/powergraph/ontology#contentLabel")
    #: Leads from a practice to a concept that it helps to grow.
    cultivates: Final = NamedNode("https://w3id.org/powergraph/ontology#cultivates")
    #: The value that a parameter has as long as no other is given.
    default: Final = NamedNode("https://w3id.org/powergraph/ontology#default")
    #: Leads from a concept, practice or citation to each note that defines or contains it, never to one that only
    #: mentions it.
    definedIn: Final = NamedNode("https://w3id.org/powergraph/ontology#definedIn")
    #: How much of SPARQL a question needs, as a whole number from 1, a look-up, upwards.
    difficulty: Final = NamedNode("https://w3id.org/powergraph/ontology#difficulty")
    #: Leads from a concept to the topic, usually a framework, that puts weight on it.
    emphasizedBy: Final = NamedNode("https://w3id.org/powergraph/ontology#emphasizedBy")
    #: The column of the end line at which an item ends, in characters counted from 1.
    endColumn: Final = NamedNode("https://w3id.org/powergraph/ontology#endColumn")
    #: The last line of a passage in the file, counted from 1 and included.
    endLine: Final = NamedNode("https://w3id.org/powergraph/ontology#endLine")
    #: Leads from a concept, such as a tactic, to the concept that it brings about.
    establishes: Final = NamedNode("https://w3id.org/powergraph/ontology#establishes")
    #: Leads from a concept, such as a tactic, to the concept whose power it makes use of.
    exploits: Final = NamedNode("https://w3id.org/powergraph/ontology#exploits")
    #: Says, on a shape or on the result of a validation, what the author can do about it.
    fixHint: Final = NamedNode("https://w3id.org/powergraph/ontology#fixHint")
    #: Leads from a link to the thing in whose text it stands: a topic, or for a mention a practice, key concept, power
    #: source or section.
    from_: Final = NamedNode("https://w3id.org/powergraph/ontology#from")
    #: Says, where it is true, that an entry ends its list of authors with et al. or in a like way, so that the work has
    #: authors who are not named.
    hasFurtherAuthors: Final = NamedNode("https://w3id.org/powergraph/ontology#hasFurtherAuthors")
    #: Leads from a note to a citation in it.
    hasReference: Final = NamedNode("https://w3id.org/powergraph/ontology#hasReference")
    #: The emoji that stands before a title or label in the note.
    icon: Final = NamedNode("https://w3id.org/powergraph/ontology#icon")
    #: Leads from a passage or section to the note that it is a part of.
    inNote: Final = NamedNode("https://w3id.org/powergraph/ontology#inNote")
    #: Leads from a passage to the innermost section that holds it.
    inSection: Final = NamedNode("https://w3id.org/powergraph/ontology#inSection")
    #: The SHA-256 hash, in 64 hexadecimal digits, of everything a build read.
    inputDigest: Final = NamedNode("https://w3id.org/powergraph/ontology#inputDigest")
    #: Leads from a concept, such as a relational pattern, to a concept that plays a part in it.
    involves: Final = NamedNode("https://w3id.org/powergraph/ontology#involves")
    #: Says whether the label of a practice was written by the author or generated from its text.
    labelOrigin: Final = NamedNode("https://w3id.org/powergraph/ontology#labelOrigin")
    #: The level of a section's heading, 1 to 6; 0 for the text before the first heading.
    level: Final = NamedNode("https://w3id.org/powergraph/ontology#level")
    #: Leads from the topic of a note to a topic that a wikilink or Markdown link in the note's text points to.
    linksInBody: Final = NamedNode("https://w3id.org/powergraph/ontology#linksInBody")
    #: Leads from the topic of a note to the topic that the note points to on purpose, by an entry under related, a
    #: wikilink or a Markdown link.
    linksTo: Final = NamedNode("https://w3id.org/powergraph/ontology#linksTo")
    #: Leads from a concept to the concept in whose shape it becomes visible.
    manifestsAs: Final = NamedNode("https://w3id.org/powergraph/ontology#manifestsAs")
    #: Leads from a practice, key concept, power source or section to a concept whose name stands in its text.
    mentions: Final = NamedNode("https://w3id.org/powergraph/ontology#mentions")
    #: Leads from a practice to a concept whose harm it lessens.
    mitigates: Final = NamedNode("https://w3id.org/powergraph/ontology#mitigates")
    #: What kind of note it is: framework, practice, prompt, template, reference or meta.
    noteKind: Final = NamedNode("https://w3id.org/powergraph/ontology#noteKind")
    #: Leads from a practice or key concept to the topic of the note that contains it.
    ofTopic: Final = NamedNode("https://w3id.org/powergraph/ontology#ofTopic")
    #: The place of a thing among its like in the note, work or question that holds it, counted from 1.
    ordinal: Final = NamedNode("https://w3id.org/powergraph/ontology#ordinal")
    #: The earlier of the two years of an entry that gives two: that of the first publication.
    originalYear: Final = NamedNode("https://w3id.org/powergraph/ontology#originalYear")
    #: Leads from a question to one of its parameters.
    parameter: Final = NamedNode("https://w3id.org/powergraph/ontology#parameter")
    #: Leads from a section to the section under whose heading its own heading stands.
    parentSection: Final = NamedNode("https://w3id.org/powergraph/ontology#parentSection")
    #: Leads from a thing to the lines of a note that say it.
    passage: Final = NamedNode("https://w3id.org/powergraph/ontology#passage")
    #: The path of a note or another file inside its folder, as it is, with / between folders.
    path: Final = NamedNode("https://w3id.org/powergraph/ontology#path")
    #: The question or questions that a practice quotes, without the quotation marks, in the language of the note.
    promptText: Final = NamedNode("https://w3id.org/powergraph/ontology#promptText")
    #: The lines of a passage verbatim, Markdown included; tagged with the language of the note where they are in it.
    quote: Final = NamedNode("https://w3id.org/powergraph/ontology#quote")
    #: Leads from a concept to one that it makes stronger.
    reinforces: Final = NamedNode("https://w3id.org/powergraph/ontology#reinforces")
    #: Leads from the topic of a note to a topic that the note's front matter lists under related.
    relatedInMetadata: Final = NamedNode("https://w3id.org/powergraph/ontology#relatedInMetadata")
    #: The short name of the extraction rule that made the statement.
    rule: Final = NamedNode("https://w3id.org/powergraph/ontology#rule")
    #: The step of the ladder of resolution, from exact to lenient, at which the wording of a link was recognised.
    rung: Final = NamedNode("https://w3id.org/powergraph/ontology#rung")
    #: What a section is for: definition, sources, forms, psychology, patterns, traits, practices, reframes, challenges,
    #: ethics, applications, glossary, related, citations or other.
    sectionRole: Final = NamedNode("https://w3id.org/powergraph/ontology#sectionRole")
    #: The SHA-256 hash, in 64 hexadecimal digits, of the text of a note after decoding and repair.
    sha256: Final = NamedNode("https://w3id.org/powergraph/ontology#sha256")
    #: The column of the start line at which an item begins, in characters counted from 1.
    startColumn: Final = NamedNode("https://w3id.org/powergraph/ontology#startColumn")
    #: The first line of a passage, question, mapping or finding of a validation in its file, counted from 1.
    startLine: Final = NamedNode("https://w3id.org/powergraph/ontology#startLine")
    #: Says of a topic that it is a stub: linked to, but without a note.
    status: Final = NamedNode("https://w3id.org/powergraph/ontology#status")
    #: Leads from a practice to a concept whose presence it brings to light.
    testsFor: Final = NamedNode("https://w3id.org/powergraph/ontology#testsFor")
    #: Leads from a link to the concept that it points to.
    to: Final = NamedNode("https://w3id.org/powergraph/ontology#to")
    #: Leads from a concept that names a change to what is left behind, for example a power mode.
    transitionsFrom: Final = NamedNode("https://w3id.org/powergraph/ontology#transitionsFrom")
    #: Leads from a concept that names a change to what is reached, for example a power mode.
    transitionsTo: Final = NamedNode("https://w3id.org/powergraph/ontology#transitionsTo")
    #: The name, without its question mark, of the variable of the query that a parameter sets.
    variable: Final = NamedNode("https://w3id.org/powergraph/ontology#variable")
    #: Says how far a citation or work has been checked.
    verification: Final = NamedNode("https://w3id.org/powergraph/ontology#verification")
    #: The year of publication as a number; of two years the later.
    year: Final = NamedNode("https://w3id.org/powergraph/ontology#year")
    #: The date of publication as the entry writes it, for example 1999/2011 or 1990s.
    yearText: Final = NamedNode("https://w3id.org/powergraph/ontology#yearText")


class BIBO:
    """Terms of <http://purl.org/ontology/bibo/>."""

    namespace_iri: Final = "http://purl.org/ontology/bibo/"
    doi: Final = NamedNode("http://purl.org/ontology/bibo/doi")
    edition: Final = NamedNode("http://purl.org/ontology/bibo/edition")
    isbn10: Final = NamedNode("http://purl.org/ontology/bibo/isbn10")
    isbn13: Final = NamedNode("http://purl.org/ontology/bibo/isbn13")
    pmid: Final = NamedNode("http://purl.org/ontology/bibo/pmid")
    status: Final = NamedNode("http://purl.org/ontology/bibo/status")


class BIRO:
    """Terms of <http://purl.org/spar/biro/>."""

    namespace_iri: Final = "http://purl.org/spar/biro/"
    BibliographicReference: Final = NamedNode("http://purl.org/spar/biro/BibliographicReference")
    references: Final = NamedNode("http://purl.org/spar/biro/references")


class CITO:
    """Terms of <http://purl.org/spar/cito/>."""

    namespace_iri: Final = "http://purl.org/spar/cito/"
    Citation: Final = NamedNode("http://purl.org/spar/cito/Citation")
    cites: Final = NamedNode("http://purl.org/spar/cito/cites")


class DCAT:
    """Terms of <http://www.w3.org/ns/dcat#>."""

    namespace_iri: Final = "http://www.w3.org/ns/dcat#"
    Dataset: Final = NamedNode("http://www.w3.org/ns/dcat#Dataset")
    Distribution: Final = NamedNode("http://www.w3.org/ns/dcat#Distribution")
    accessURL: Final = NamedNode("http://www.w3.org/ns/dcat#accessURL")
    byteSize: Final = NamedNode("http://www.w3.org/ns/dcat#byteSize")
    compressFormat: Final = NamedNode("http://www.w3.org/ns/dcat#compressFormat")
    distribution: Final = NamedNode("http://www.w3.org/ns/dcat#distribution")
    downloadURL: Final = NamedNode("http://www.w3.org/ns/dcat#downloadURL")
    endpointURL: Final = NamedNode("http://www.w3.org/ns/dcat#endpointURL")
    keyword: Final = NamedNode("http://www.w3.org/ns/dcat#keyword")
    landingPage: Final = NamedNode("http://www.w3.org/ns/dcat#landingPage")
    mediaType: Final = NamedNode("http://www.w3.org/ns/dcat#mediaType")
    version: Final = NamedNode("http://www.w3.org/ns/dcat#version")


class DCTERMS:
    """Terms of <http://purl.org/dc/terms/>."""

    namespace_iri: Final = "http://purl.org/dc/terms/"
    bibliographicCitation: Final = NamedNode("http://purl.org/dc/terms/bibliographicCitation")
    conformsTo: Final = NamedNode("http://purl.org/dc/terms/conformsTo")
    contributor: Final = NamedNode("http://purl.org/dc/terms/contributor")
    created: Final = NamedNode("http://purl.org/dc/terms/created")
    creator: Final = NamedNode("http://purl.org/dc/terms/creator")
    description: Final = NamedNode("http://purl.org/dc/terms/description")
    format: Final = NamedNode("http://purl.org/dc/terms/format")
    hasPart: Final = NamedNode("http://purl.org/dc/terms/hasPart")
    hasVersion: Final = NamedNode("http://purl.org/dc/terms/hasVersion")
    identifier: Final = NamedNode("http://purl.org/dc/terms/identifier")
    isPartOf: Final = NamedNode("http://purl.org/dc/terms/isPartOf")
    isReferencedBy: Final = NamedNode("http://purl.org/dc/terms/isReferencedBy")
    isReplacedBy: Final = NamedNode("http://purl.org/dc/terms/isReplacedBy")
    issued: Final = NamedNode("http://purl.org/dc/terms/issued")
    language: Final = NamedNode("http://purl.org/dc/terms/language")
    license: Final = NamedNode("http://purl.org/dc/terms/license")
    modified: Final = NamedNode("http://purl.org/dc/terms/modified")
    provenance: Final = NamedNode("http://purl.org/dc/terms/provenance")
    publisher: Final = NamedNode("http://purl.org/dc/terms/publisher")
    references: Final = NamedNode("http://purl.org/dc/terms/references")
    replaces: Final = NamedNode("http://purl.org/dc/terms/replaces")
    rights: Final = NamedNode("http://purl.org/dc/terms/rights")
    source: Final = NamedNode("http://purl.org/dc/terms/source")
    spatial: Final = NamedNode("http://purl.org/dc/terms/spatial")
    subject: Final = NamedNode("http://purl.org/dc/terms/subject")
    temporal: Final = NamedNode("http://purl.org/dc/terms/temporal")
    title: Final = NamedNode("http://purl.org/dc/terms/title")


class DOCO:
    """Terms of <http://purl.org/spar/doco/>."""

    namespace_iri: Final = "http://purl.org/spar/doco/"
    Section: Final = NamedNode("http://purl.org/spar/doco/Section")


class FABIO:
    """Terms of <http://purl.org/spar/fabio/>."""

    namespace_iri: Final = "http://purl.org/spar/fabio/"
    Book: Final = NamedNode("http://purl.org/spar/fabio/Book")
    BookChapter: Final = NamedNode("http://purl.org/spar/fabio/BookChapter")
    Expression: Final = NamedNode("http://purl.org/spar/fabio/Expression")
    JournalArticle: Final = NamedNode("http://purl.org/spar/fabio/JournalArticle")
    WebPage: Final = NamedNode("http://purl.org/spar/fabio/WebPage")
    hasPubMedCentralId: Final = NamedNode("http://purl.org/spar/fabio/hasPubMedCentralId")


class FOAF:
    """Terms of <http://xmlns.com/foaf/0.1/>."""

    namespace_iri: Final = "http://xmlns.com/foaf/0.1/"
    Agent: Final = NamedNode("http://xmlns.com/foaf/0.1/Agent")
    Document: Final = NamedNode("http://xmlns.com/foaf/0.1/Document")
    Organization: Final = NamedNode("http://xmlns.com/foaf/0.1/Organization")
    Person: Final = NamedNode("http://xmlns.com/foaf/0.1/Person")
    familyName: Final = NamedNode("http://xmlns.com/foaf/0.1/familyName")
    givenName: Final = NamedNode("http://xmlns.com/foaf/0.1/givenName")
    homepage: Final = NamedNode("http://xmlns.com/foaf/0.1/homepage")
    isPrimaryTopicOf: Final = NamedNode("http://xmlns.com/foaf/0.1/isPrimaryTopicOf")
    logo: Final = NamedNode("http://xmlns.com/foaf/0.1/logo")
    mbox: Final = NamedNode("http://xmlns.com/foaf/0.1/mbox")
    name: Final = NamedNode("http://xmlns.com/foaf/0.1/name")
    page: Final = NamedNode("http://xmlns.com/foaf/0.1/page")
    primaryTopic: Final = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")


class OWL:
    """Terms of <http://www.w3.org/2002/07/owl#>."""

    namespace_iri: Final = "http://www.w3.org/2002/07/owl#"
    AllDifferent: Final = NamedNode("http://www.w3.org/2002/07/owl#AllDifferent")
    AllDisjointClasses: Final = NamedNode("http://www.w3.org/2002/07/owl#AllDisjointClasses")
    AnnotationProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#AnnotationProperty")
    Axiom: Final = NamedNode("http://www.w3.org/2002/07/owl#Axiom")
    Class: Final = NamedNode("http://www.w3.org/2002/07/owl#Class")
    DatatypeProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#DatatypeProperty")
    NamedIndividual: Final = NamedNode("http://www.w3.org/2002/07/owl#NamedIndividual")
    ObjectProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#ObjectProperty")
    Ontology: Final = NamedNode("http://www.w3.org/2002/07/owl#Ontology")
    Thing: Final = NamedNode("http://www.w3.org/2002/07/owl#Thing")
    annotatedProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#annotatedProperty")
    annotatedSource: Final = NamedNode("http://www.w3.org/2002/07/owl#annotatedSource")
    annotatedTarget: Final = NamedNode("http://www.w3.org/2002/07/owl#annotatedTarget")
    backwardCompatibleWith: Final = NamedNode("http://www.w3.org/2002/07/owl#backwardCompatibleWith")
    deprecated: Final = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
    disjointWith: Final = NamedNode("http://www.w3.org/2002/07/owl#disjointWith")
    imports: Final = NamedNode("http://www.w3.org/2002/07/owl#imports")
    inverseOf: Final = NamedNode("http://www.w3.org/2002/07/owl#inverseOf")
    members: Final = NamedNode("http://www.w3.org/2002/07/owl#members")
    priorVersion: Final = NamedNode("http://www.w3.org/2002/07/owl#priorVersion")
    propertyChainAxiom: Final = NamedNode("http://www.w3.org/2002/07/owl#propertyChainAxiom")
    sameAs: Final = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    versionIRI: Final = NamedNode("http://www.w3.org/2002/07/owl#versionIRI")
    versionInfo: Final = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


class PAV:
    """Terms of <http://purl.org/pav/>."""

    namespace_iri: Final = "http://purl.org/pav/"
    authoredBy: Final = NamedNode("http://purl.org/pav/authoredBy")


class PROV:
    """Terms of <http://www.w3.org/ns/prov#>."""

    namespace_iri: Final = "http://www.w3.org/ns/prov#"
    Activity: Final = NamedNode("http://www.w3.org/ns/prov#Activity")
    Agent: Final = NamedNode("http://www.w3.org/ns/prov#Agent")
    Entity: Final = NamedNode("http://www.w3.org/ns/prov#Entity")
    Person: Final = NamedNode("http://www.w3.org/ns/prov#Person")
    Plan: Final = NamedNode("http://www.w3.org/ns/prov#Plan")
    SoftwareAgent: Final = NamedNode("http://www.w3.org/ns/prov#SoftwareAgent")
    generatedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#generatedAtTime")
    hadPlan: Final = NamedNode("http://www.w3.org/ns/prov#hadPlan")
    qualifiedAssociation: Final = NamedNode("http://www.w3.org/ns/prov#qualifiedAssociation")
    used: Final = NamedNode("http://www.w3.org/ns/prov#used")
    value: Final = NamedNode("http://www.w3.org/ns/prov#value")
    wasAssociatedWith: Final = NamedNode("http://www.w3.org/ns/prov#wasAssociatedWith")
    wasAttributedTo: Final = NamedNode("http://www.w3.org/ns/prov#wasAttributedTo")
    wasDerivedFrom: Final = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    wasGeneratedBy: Final = NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy")


class RDF:
    """Terms of <http://www.w3.org/1999/02/22-rdf-syntax-ns#>."""

    namespace_iri: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    HTML: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML")
    JSON: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON")
    List: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#List")
    Property: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property")
    Statement: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement")
    first: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
    langString: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
    nil: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
    object: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#object")
    predicate: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate")
    rest: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    subject: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject")
    type: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    value: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#value")


class RDFS:
    """Terms of <http://www.w3.org/2000/01/rdf-schema#>."""

    namespace_iri: Final = "http://www.w3.org/2000/01/rdf-schema#"
    Class: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")
    Datatype: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Datatype")
    Literal: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Literal")
    Resource: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#Resource")
    comment: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    domain: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#domain")
    isDefinedBy: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
    label: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    member: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#member")
    range: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#range")
    seeAlso: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")
    subClassOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    subPropertyOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")


class SCHEMA:
    """Terms of <https://schema.org/>."""

    namespace_iri: Final = "https://schema.org/"
    Dataset: Final = NamedNode("https://schema.org/Dataset")
    HowTo: Final = NamedNode("https://schema.org/HowTo")
    PropertyValue: Final = NamedNode("https://schema.org/PropertyValue")
    about: Final = NamedNode("https://schema.org/about")
    additionalProperty: Final = NamedNode("https://schema.org/additionalProperty")
    citation: Final = NamedNode("https://schema.org/citation")
    creator: Final = NamedNode("https://schema.org/creator")
    dateModified: Final = NamedNode("https://schema.org/dateModified")
    datePublished: Final = NamedNode("https://schema.org/datePublished")
    description: Final = NamedNode("https://schema.org/description")
    distribution: Final = NamedNode("https://schema.org/distribution")
    domainIncludes: Final = NamedNode("https://schema.org/domainIncludes")
    identifier: Final = NamedNode("https://schema.org/identifier")
    inLanguage: Final = NamedNode("https://schema.org/inLanguage")
    keywords: Final = NamedNode("https://schema.org/keywords")
    license: Final = NamedNode("https://schema.org/license")
    mentions: Final = NamedNode("https://schema.org/mentions")
    name: Final = NamedNode("https://schema.org/name")
    position: Final = NamedNode("https://schema.org/position")
    publisher: Final = NamedNode("https://schema.org/publisher")
    rangeIncludes: Final = NamedNode("https://schema.org/rangeIncludes")
    sameAs: Final = NamedNode("https://schema.org/sameAs")
    softwareVersion: Final = NamedNode("https://schema.org/softwareVersion")
    text: Final = NamedNode("https://schema.org/text")
    url: Final = NamedNode("https://schema.org/url")
    value: Final = NamedNode("https://schema.org/value")
    version: Final = NamedNode("https://schema.org/version")


class SD:
    """Terms of <http://www.w3.org/ns/sparql-service-description#>."""

    namespace_iri: Final = "http://www.w3.org/ns/sparql-service-description#"
    BasicFederatedQuery: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery")
    Dataset: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Dataset")
    DereferencesURIs: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#DereferencesURIs")
    Feature: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Feature")
    Graph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Graph")
    Language: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Language")
    NamedGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#NamedGraph")
    RequiresDataset: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#RequiresDataset")
    SPARQL11Query: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#SPARQL11Query")
    Service: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#Service")
    UnionDefaultGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph")
    availableGraphs: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#availableGraphs")
    defaultDataset: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#defaultDataset")
    defaultGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#defaultGraph")
    endpoint: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#endpoint")
    feature: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#feature")
    graph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#graph")
    inputFormat: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#inputFormat")
    languageExtension: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#languageExtension")
    name: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#name")
    namedGraph: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#namedGraph")
    resultFormat: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#resultFormat")
    supportedLanguage: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#supportedLanguage")
    url: Final = NamedNode("http://www.w3.org/ns/sparql-service-description#url")


class SEMAPV:
    """Terms of <https://w3id.org/semapv/vocab/>."""

    namespace_iri: Final = "https://w3id.org/semapv/vocab/"
    ManualMappingCuration: Final = NamedNode("https://w3id.org/semapv/vocab/ManualMappingCuration")


class SH:
    """Terms of <http://www.w3.org/ns/shacl#>."""

    namespace_iri: Final = "http://www.w3.org/ns/shacl#"
    IRI: Final = NamedNode("http://www.w3.org/ns/shacl#IRI")
    Info: Final = NamedNode("http://www.w3.org/ns/shacl#Info")
    Literal: Final = NamedNode("http://www.w3.org/ns/shacl#Literal")
    NodeShape: Final = NamedNode("http://www.w3.org/ns/shacl#NodeShape")
    PropertyShape: Final = NamedNode("http://www.w3.org/ns/shacl#PropertyShape")
    SPARQLConstraint: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLConstraint")
    SPARQLConstraintComponent: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLConstraintComponent")
    SPARQLExecutable: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLExecutable")
    SPARQLSelectExecutable: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLSelectExecutable")
    ValidationReport: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationReport")
    ValidationResult: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationResult")
    Violation: Final = NamedNode("http://www.w3.org/ns/shacl#Violation")
    Warning: Final = NamedNode("http://www.w3.org/ns/shacl#Warning")
    ask: Final = NamedNode("http://www.w3.org/ns/shacl#ask")
    class_: Final = NamedNode("http://www.w3.org/ns/shacl#class")
    conforms: Final = NamedNode("http://www.w3.org/ns/shacl#conforms")
    construct: Final = NamedNode("http://www.w3.org/ns/shacl#construct")
    datatype: Final = NamedNode("http://www.w3.org/ns/shacl#datatype")
    deactivated: Final = NamedNode("http://www.w3.org/ns/shacl#deactivated")
    declare: Final = NamedNode("http://www.w3.org/ns/shacl#declare")
    description: Final = NamedNode("http://www.w3.org/ns/shacl#description")
    detail: Final = NamedNode("http://www.w3.org/ns/shacl#detail")
    disjoint: Final = NamedNode("http://www.w3.org/ns/shacl#disjoint")
    equals: Final = NamedNode("http://www.w3.org/ns/shacl#equals")
    flags: Final = NamedNode("http://www.w3.org/ns/shacl#flags")
    focusNode: Final = NamedNode("http://www.w3.org/ns/shacl#focusNode")
    group: Final = NamedNode("http://www.w3.org/ns/shacl#group")
    hasValue: Final = NamedNode("http://www.w3.org/ns/shacl#hasValue")
    in_: Final = NamedNode("http://www.w3.org/ns/shacl#in")
    inversePath: Final = NamedNode("http://www.w3.org/ns/shacl#inversePath")
    labelTemplate: Final = NamedNode("http://www.w3.org/ns/shacl#labelTemplate")
    languageIn: Final = NamedNode("http://www.w3.org/ns/shacl#languageIn")
    lessThan: Final = NamedNode("http://www.w3.org/ns/shacl#lessThan")
    lessThanOrEquals: Final = NamedNode("http://www.w3.org/ns/shacl#lessThanOrEquals")
    maxCount: Final = NamedNode("http://www.w3.org/ns/shacl#maxCount")
    maxInclusive: Final = NamedNode("http://www.w3.org/ns/shacl#maxInclusive")
    maxLength: Final = NamedNode("http://www.w3.org/ns/shacl#maxLength")
    message: Final = NamedNode("http://www.w3.org/ns/shacl#message")
    minCount: Final = NamedNode("http://www.w3.org/ns/shacl#minCount")
    minInclusive: Final = NamedNode("http://www.w3.org/ns/shacl#minInclusive")
    minLength: Final = NamedNode("http://www.w3.org/ns/shacl#minLength")
    name: Final = NamedNode("http://www.w3.org/ns/shacl#name")
    namespace: Final = NamedNode("http://www.w3.org/ns/shacl#namespace")
    node: Final = NamedNode("http://www.w3.org/ns/shacl#node")
    nodeKind: Final = NamedNode("http://www.w3.org/ns/shacl#nodeKind")
    not_: Final = NamedNode("http://www.w3.org/ns/shacl#not")
    or_: Final = NamedNode("http://www.w3.org/ns/shacl#or")
    order: Final = NamedNode("http://www.w3.org/ns/shacl#order")
    path: Final = NamedNode("http://www.w3.org/ns/shacl#path")
    pattern: Final = NamedNode("http://www.w3.org/ns/shacl#pattern")
    prefix: Final = NamedNode("http://www.w3.org/ns/shacl#prefix")
    prefixes: Final = NamedNode("http://www.w3.org/ns/shacl#prefixes")
    property: Final = NamedNode("http://www.w3.org/ns/shacl#property")
    result: Final = NamedNode("http://www.w3.org/ns/shacl#result")
    resultMessage: Final = NamedNode("http://www.w3.org/ns/shacl#resultMessage")
    resultPath: Final = NamedNode("http://www.w3.org/ns/shacl#resultPath")
    resultSeverity: Final = NamedNode("http://www.w3.org/ns/shacl#resultSeverity")
    select: Final = NamedNode("http://www.w3.org/ns/shacl#select")
    severity: Final = NamedNode("http://www.w3.org/ns/shacl#severity")
    shapesGraph: Final = NamedNode("http://www.w3.org/ns/shacl#shapesGraph")
    sourceConstraint: Final = NamedNode("http://www.w3.org/ns/shacl#sourceConstraint")
    sourceConstraintComponent: Final = NamedNode("http://www.w3.org/ns/shacl#sourceConstraintComponent")
    sourceShape: Final = NamedNode("http://www.w3.org/ns/shacl#sourceShape")
    sparql: Final = NamedNode("http://www.w3.org/ns/shacl#sparql")
    targetClass: Final = NamedNode("http://www.w3.org/ns/shacl#targetClass")
    targetNode: Final = NamedNode("http://www.w3.org/ns/shacl#targetNode")
    targetObjectsOf: Final = NamedNode("http://www.w3.org/ns/shacl#targetObjectsOf")
    targetSubjectsOf: Final = NamedNode("http://www.w3.org/ns/shacl#targetSubjectsOf")
    uniqueLang: Final = NamedNode("http://www.w3.org/ns/shacl#uniqueLang")
    value: Final = NamedNode("http://www.w3.org/ns/shacl#value")
    xone: Final = NamedNode("http://www.w3.org/ns/shacl#xone")


class SKOS:
    """Terms of <http://www.w3.org/2004/02/skos/core#>."""

    namespace_iri: Final = "http://www.w3.org/2004/02/skos/core#"
    Collection: Final = NamedNode("http://www.w3.org/2004/02/skos/core#Collection")
    Concept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#Concept")
    ConceptScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#ConceptScheme")
    altLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    broadMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#broadMatch")
    broader: Final = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
    changeNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#changeNote")
    closeMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch")
    definition: Final = NamedNode("http://www.w3.org/2004/02/skos/core#definition")
    editorialNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#editorialNote")
    exactMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    example: Final = NamedNode("http://www.w3.org/2004/02/skos/core#example")
    hasTopConcept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#hasTopConcept")
    hiddenLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#hiddenLabel")
    historyNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#historyNote")
    inScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
    member: Final = NamedNode("http://www.w3.org/2004/02/skos/core#member")
    narrowMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#narrowMatch")
    narrower: Final = NamedNode("http://www.w3.org/2004/02/skos/core#narrower")
    notation: Final = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
    note: Final = NamedNode("http://www.w3.org/2004/02/skos/core#note")
    prefLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    related: Final = NamedNode("http://www.w3.org/2004/02/skos/core#related")
    relatedMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#relatedMatch")
    scopeNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#scopeNote")
    semanticRelation: Final = NamedNode("http://www.w3.org/2004/02/skos/core#semanticRelation")
    topConceptOf: Final = NamedNode("http://www.w3.org/2004/02/skos/core#topConceptOf")


class SSSOM:
    """Terms of <https://w3id.org/sssom/>."""

    namespace_iri: Final = "https://w3id.org/sssom/"
    confidence: Final = NamedNode("https://w3id.org/sssom/confidence")
    mapping_justification: Final = NamedNode("https://w3id.org/sssom/mapping_justification")
    object_label: Final = NamedNode("https://w3id.org/sssom/object_label")
    object_source: Final = NamedNode("https://w3id.org/sssom/object_source")
    review_date: Final = NamedNode("https://w3id.org/sssom/review_date")
    reviewer_id: Final = NamedNode("https://w3id.org/sssom/reviewer_id")
    subject_label: Final = NamedNode("https://w3id.org/sssom/subject_label")
    subject_source: Final = NamedNode("https://w3id.org/sssom/subject_source")


class VANN:
    """Terms of <http://purl.org/vocab/vann/>."""

    namespace_iri: Final = "http://purl.org/vocab/vann/"
    example: Final = NamedNode("http://purl.org/vocab/vann/example")
    preferredNamespacePrefix: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespacePrefix")
    preferredNamespaceUri: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespaceUri")
    usageNote: Final = NamedNode("http://purl.org/vocab/vann/usageNote")


class VOID:
    """Terms of <http://rdfs.org/ns/void#>."""

    namespace_iri: Final = "http://rdfs.org/ns/void#"
    Dataset: Final = NamedNode("http://rdfs.org/ns/void#Dataset")
    DatasetDescription: Final = NamedNode("http://rdfs.org/ns/void#DatasetDescription")
    Linkset: Final = NamedNode("http://rdfs.org/ns/void#Linkset")
    class_: Final = NamedNode("http://rdfs.org/ns/void#class")
    classPartition: Final = NamedNode("http://rdfs.org/ns/void#classPartition")
    classes: Final = NamedNode("http://rdfs.org/ns/void#classes")
    dataDump: Final = NamedNode("http://rdfs.org/ns/void#dataDump")
    distinctObjects: Final = NamedNode("http://rdfs.org/ns/void#distinctObjects")
    distinctSubjects: Final = NamedNode("http://rdfs.org/ns/void#distinctSubjects")
    documents: Final = NamedNode("http://rdfs.org/ns/void#documents")
    entities: Final = NamedNode("http://rdfs.org/ns/void#entities")
    exampleResource: Final = NamedNode("http://rdfs.org/ns/void#exampleResource")
    feature: Final = NamedNode("http://rdfs.org/ns/void#feature")
    inDataset: Final = NamedNode("http://rdfs.org/ns/void#inDataset")
    linkPredicate: Final = NamedNode("http://rdfs.org/ns/void#linkPredicate")
    objectsTarget: Final = NamedNode("http://rdfs.org/ns/void#objectsTarget")
    openSearchDescription: Final = NamedNode("http://rdfs.org/ns/void#openSearchDescription")
    properties: Final = NamedNode("http://rdfs.org/ns/void#properties")
    property: Final = NamedNode("http://rdfs.org/ns/void#property")
    propertyPartition: Final = NamedNode("http://rdfs.org/ns/void#propertyPartition")
    rootResource: Final = NamedNode("http://rdfs.org/ns/void#rootResource")
    sparqlEndpoint: Final = NamedNode("http://rdfs.org/ns/void#sparqlEndpoint")
    subjectsTarget: Final = NamedNode("http://rdfs.org/ns/void#subjectsTarget")
    subset: Final = NamedNode("http://rdfs.org/ns/void#subset")
    target: Final = NamedNode("http://rdfs.org/ns/void#target")
    triples: Final = NamedNode("http://rdfs.org/ns/void#triples")
    uriLookupEndpoint: Final = NamedNode("http://rdfs.org/ns/void#uriLookupEndpoint")
    uriRegexPattern: Final = NamedNode("http://rdfs.org/ns/void#uriRegexPattern")
    uriSpace: Final = NamedNode("http://rdfs.org/ns/void#uriSpace")
    vocabulary: Final = NamedNode("http://rdfs.org/ns/void#vocabulary")


class VS:
    """Terms of <http://www.w3.org/2003/06/sw-vocab-status/ns#>."""

    namespace_iri: Final = "http://www.w3.org/2003/06/sw-vocab-status/ns#"
    term_status: Final = NamedNode("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")


class XSD:
    """Terms of <http://www.w3.org/2001/XMLSchema#>."""

    namespace_iri: Final = "http://www.w3.org/2001/XMLSchema#"
    anyURI: Final = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
    boolean: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    date: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    dateTime: Final = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
    decimal: Final = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    double: Final = NamedNode("http://www.w3.org/2001/XMLSchema#double")
    gYear: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
    gYearMonth: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")
    integer: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    nonNegativeInteger: Final = NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    string: Final = NamedNode("http://www.w3.org/2001/XMLSchema#string")
