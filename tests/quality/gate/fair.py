"""FOOPS!: how findable, accessible, interoperable and reusable the ontology is, as far as its file tells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from gate.findings import Criterion, Finding, Importance
from gate.located import Corpus, Term
from powergraph.prefixes import PREFIXES, compact
from powergraph.vocabulary import OWL, RDF, RDFS, SKOS

__all__ = ["FAMILY", "NOT_HERE", "OFFLINE", "FairCheck"]

FAMILY = "FOOPS!"

#: Checks of FOOPS! that need somebody else's server, and what that is.
NOT_HERE = {
    "FIND2": ("The prefix is registered", "prefix.cc is asked"),
    "FIND3": ("The ontology is in a registry", "Linked Open Vocabularies is asked"),
    "FIND3_BIS": ("Metadata outlive the ontology", "a registry holds them, once the ontology is in one"),
    "OM4.2": ("The licence resolves", "the server of the licence is asked; its IRI is looked at in OM4.1"),
}

#: Parts of IRIs that promise to persist, as FOOPS! lists them.
_PERSISTENT = ("w3id.org", "doi.org", "purl.org", "perma.cc", "www.w3.org", "data.europa.eu", "linked.data.gov.au")
#: Licences by the part of their IRI that names them.
_LICENCES = ("creativecommons.org/licenses/by/4.0", "creativecommons.org/publicdomain/zero/1.0")
_METADATA = ("dcterms", "vann", "foaf", "schema", "vs")
_TERM_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)


@dataclass(frozen=True, slots=True)
class FairCheck:
    """A criterion and what finds fault by it with the ontology in a corpus."""

    criterion: Criterion
    faults: Callable[["_Ontology"], Iterator[tuple[Term | None, str]]]

    def run(self, corpus: Corpus) -> tuple[Finding, ...]:
        """Return what is missing, at the line of the ontology's header or of the term."""
        found = self.faults(_Ontology(corpus))
        return tuple(sorted({Finding(*corpus.place(term), message) for term, message in found}))


class _Ontology:
    """The header of the ontology in a corpus, and its terms."""

    def __init__(self, corpus: Corpus) -> None:
        self.triples = corpus.triples
        headers = [t.subject for t in self.triples if t.predicate == RDF.type and t.object == OWL.Ontology]
        self.header = headers[0] if headers else None

    @property
    def iri(self) -> str:
        return self.header.value if isinstance(self.header, NamedNode) else ""

    def values(self, *names: str) -> list[Term]:
        """Return what the header says by any of these properties."""
        predicates = {named(name) for name in names}
        return [t.object for t in self.triples if t.subject == self.header and t.predicate in predicates]

    def lacking(self, wanted: dict[str, str]) -> Iterator[tuple[Term | None, str]]:
        """Yield a fault for each thing that none of its properties states."""
        for thing, names in wanted.items():
            if not self.values(*names.split()):
                yield self.header, f"the ontology states no {thing} ({names.replace(' ', ' or ')})"

    def terms(self) -> list[Term]:
        """Return the ontology's own terms, in order."""
        own = {t.subject for t in self.triples if t.predicate == RDF.type and t.object in _TERM_KINDS}
        return sorted(own, key=str)

    def without(self, what: str, *predicates: NamedNode) -> Iterator[tuple[Term | None, str]]:
        """Yield a fault for each term under the ontology's IRI that has none of *predicates*."""
        described = {t.subject for t in self.triples if t.predicate in predicates}
        for term in self.terms():
            if isinstance(term, NamedNode) and term.value.startswith(self.iri) and term not in described:
                yield term, f"{compact(term.value)} has no {what}"

    def prefixes_used(self) -> set[str]:
        """Return the prefixes whose vocabularies the document uses."""
        used = {compact(n.value).partition(":")[0] for t in self.triples for n in t if isinstance(n, NamedNode)}
        return used & set(PREFIXES)


def named(name: str) -> NamedNode:
    """Return the IRI of a prefixed name; a name without a known prefix is one already.

    >>> named("skos:note").value
    'http://www.w3.org/2004/02/skos/core#note'
    """
    prefix, _, local = name.partition(":")
    return NamedNode({**PREFIXES, **_FURTHER}[prefix] + local)


#: Vocabularies for what FOOPS! asks that our table of prefixes has no use for.
_FURTHER = {"adms": "http://www.w3.org/ns/adms#", "mod": "https://w3id.org/mod#"}


def _prefix(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.lacking({"prefix": "vann:preferredNamespacePrefix"})


def _names_itself(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    spaces = [value.value for value in ontology.values("vann:preferredNamespaceUri") if isinstance(value, Literal)]
    if not any(space.rstrip("#/") == ontology.iri for space in spaces):
        yield ontology.header, "the IRI of the ontology is not that of its namespace"


def _persists(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    if not any(part in ontology.iri for part in _PERSISTENT):
        yield ontology.header, "the IRI is not at a service that keeps it"


def _version(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    versions = ontology.values("owl:versionIRI")
    if not versions or ontology.header in versions:
        yield ontology.header, "the version has no IRI of its own (owl:versionIRI)"


def _open_protocol(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    if not ontology.iri.startswith(("http://", "https://")):
        yield ontology.header, "the IRI is not at an open protocol"


def _minimal(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.lacking(
        {
            "title": "dcterms:title",
            "description": "dcterms:description dcterms:abstract",
            "licence": "dcterms:license schema:license",
            "version IRI": "owl:versionIRI",
            "creator": "dcterms:creator schema:creator",
            "namespace": "vann:preferredNamespaceUri",
        }
    )


def _recommended(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.lacking(
        {
            "prefix": "vann:preferredNamespacePrefix",
            "version": "owl:versionInfo schema:version",
            "date of creation": "dcterms:created schema:dateCreated",
            "citation": "dcterms:bibliographicCitation schema:citation",
        }
    )


def _detailed(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.lacking(
        {
            "DOI": "bibo:doi dcterms:identifier",
            "publisher": "dcterms:publisher schema:publisher",
            "logo": "foaf:logo schema:logo",
            "status": "bibo:status mod:status adms:status vs:term_status",
            "source": "dcterms:source prov:wasDerivedFrom",
            "date of issue": "dcterms:issued schema:datePublished",
        }
    )


def _licence(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    values = ontology.values("dcterms:license", "schema:license")
    if not any(isinstance(value, NamedNode) and any(part in value.value for part in _LICENCES) for value in values):
        yield ontology.header, "no open licence is named by its IRI"


def _who_made_it(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.lacking({"creator": "dcterms:creator", "date of creation": "dcterms:created"})


def _who_published_it(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.lacking({"publisher": "dcterms:publisher", "date of issue": "dcterms:issued"})


def _metadata_reused(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    header = {t.predicate for t in ontology.triples if t.subject == ontology.header}
    if not {compact(predicate.value).partition(":")[0] for predicate in header} & set(_METADATA):
        yield ontology.header, "the header is in no common vocabulary for metadata"


def _vocabularies_reused(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    relations = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.imports)
    above = {t.object.value for t in ontology.triples if t.predicate in relations and isinstance(t.object, NamedNode)}
    builtin = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
    if not any(iri for iri in above if not iri.startswith((ontology.iri, *builtin))):
        yield ontology.header, "no term stands below one of another vocabulary"


def _labels(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.without("label", RDFS.label, SKOS.prefLabel)


def _descriptions(ontology: _Ontology) -> Iterator[tuple[Term | None, str]]:
    yield from ontology.without("description", RDFS.comment, SKOS.definition)


def _check(
    id: str,
    importance: Importance,
    title: str,
    asks: str,
    faults: Callable[[_Ontology], Iterator[tuple[Term | None, str]]],
) -> FairCheck:
    return FairCheck(Criterion(FAMILY, id, importance, title, asks), faults)


_CRITICAL, _IMPORTANT, _MINOR = Importance.CRITICAL, Importance.IMPORTANT, Importance.MINOR
OFFLINE = (
    _check("FIND1", _IMPORTANT, "A prefix is declared", "Does the ontology say which prefix it prefers?", _prefix),
    _check("URI2", _IMPORTANT, "One identifier", "Is the IRI of the ontology that of its namespace?", _names_itself),
    _check("PURL1", _IMPORTANT, "A persistent IRI", "Is the IRI at a service that promises to keep it?", _persists),
    _check("VER1", _IMPORTANT, "A version IRI", "Has the version an IRI that differs from the ontology's?", _version),
    _check("HTTP1", _IMPORTANT, "An open protocol", "Is the IRI an HTTP one?", _open_protocol),
    _check(
        "OM1", _IMPORTANT, "Minimal metadata", "Title, description, licence, version, creator, namespace?", _minimal
    ),
    _check("OM2", _IMPORTANT, "Recommended metadata", "Prefix, version, date of creation, citation?", _recommended),
    _check("OM3", _MINOR, "Detailed metadata", "DOI, publisher, logo, status, source, date of issue?", _detailed),
    _check("OM4.1", _IMPORTANT, "A licence", "Is the licence an open one, named by its IRI?", _licence),
    _check("OM5.1", _IMPORTANT, "Basic provenance", "Creator and date of creation?", _who_made_it),
    _check("OM5.2", _IMPORTANT, "Detailed provenance", "Publisher and date of issue?", _who_published_it),
    _check("VOC1", _IMPORTANT, "Metadata vocabularies", "Is the header in a common vocabulary?", _metadata_reused),
    _check("VOC2", _IMPORTANT, "Other vocabularies", "Do terms stand below those of others?", _vocabularies_reused),
    _check("VOC3", _CRITICAL, "Labels", "Has every term a label?", _labels),
    _check("VOC4", _CRITICAL, "Descriptions", "Has every term a description?", _descriptions),
)
