"""The service and the dataset described in RDF: SPARQL 1.1 Service Description and VoID."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from powergraph.engine.request import Engine
from powergraph.prefixes import BASE_IRI, PREFIXES
from powergraph.turtle import serialize_statements, write_turtle
from powergraph.web.ask import construct
from powergraph.web.catalogue import Catalogue
from powergraph.web.negotiation import GRAPHS, RESULTS, MediaType
from powergraph.web.publication import Publication

__all__ = [
    "QUADS",
    "dataset_description",
    "description_document",
    "serialize_graph",
    "serialize_triples",
    "service_description",
]

#: Formats that can say which graph a triple is in.
QUADS = frozenset({"application/trig", "application/n-quads"})

_W3_FORMATS = "http://www.w3.org/ns/formats/"
_FORMATS: Mapping[str, str] = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}


@lru_cache(maxsize=16)
def description_document(publication: Publication, media_type: MediaType) -> bytes:
    """Return the service description as a document; it is the same until another release is served."""
    return serialize_triples(service_description(publication), media_type)


def service_description(publication: Publication) -> list[Triple]:
    """Describe the endpoint (SPARQL 1.1 Service Description): its URL, language, formats, dataset and graphs.

    Graphs are counted where the release says how large they are. Of the features only sd:BasicFederatedQuery may be
    claimed, where an operator allows SERVICE: the default graph is no union of what is there, and nothing is fetched.
    """
    service = NamedNode(publication.base + "service")
    default_graph = NamedNode(publication.base + "graph/default")
    dataset = NamedNode(publication.dataset_iri)
    formats = [each for each in (*RESULTS, *GRAPHS) if not each.same_as]
    return [
        Triple(service, _iri("rdf:type"), _iri("sd:Service")),
        Triple(service, _iri("sd:endpoint"), NamedNode(publication.endpoint)),
        Triple(service, _iri("sd:supportedLanguage"), _iri("sd:SPARQL11Query")),
        *(Triple(service, _iri("sd:resultFormat"), NamedNode(_W3_FORMATS + _FORMATS[each.name])) for each in formats),
        *([Triple(service, _iri("sd:feature"), _iri("sd:BasicFederatedQuery"))] if publication.federated else ()),
        Triple(service, _iri("sd:defaultDataset"), dataset),
        Triple(dataset, _iri("rdf:type"), _iri("sd:Dataset")),
        Triple(dataset, _iri("rdf:type"), _iri("void:Dataset")),
        Triple(dataset, _iri("dcterms:title"), Literal(publication.title, language="en")),
        Triple(dataset, _iri("sd:defaultGraph"), default_graph),
        Triple(default_graph, _iri("rdf:type"), _iri("sd:Graph")),
        *_graphs(publication, dataset, default_graph),
    ]


def _graphs(publication: Publication, dataset: NamedNode, default_graph: NamedNode) -> Iterator[Triple]:
    """Describe the graphs of a release; a named graph is described under its own name."""
    if publication.release is None:
        return
    manifest = publication.release.manifest
    yield Triple(default_graph, _iri("void:triples"), Literal(manifest.triples))
    counts: Counter[str] = Counter()
    for segment in manifest.segments:
        counts[segment.graph] += segment.quads
    for iri, count in counts.items():
        graph = NamedNode(iri)
        yield Triple(dataset, _iri("sd:namedGraph"), graph)
        yield Triple(graph, _iri("rdf:type"), _iri("sd:NamedGraph"))
        yield Triple(graph, _iri("rdf:type"), _iri("sd:Graph"))
        yield Triple(graph, _iri("sd:name"), graph)
        yield Triple(graph, _iri("sd:graph"), graph)
        yield Triple(graph, _iri("void:triples"), Literal(count))


def dataset_description(publication: Publication, catalogue: Catalogue, engine: Engine) -> list[Triple]:
    """Describe the dataset (VoID): what its build says of it, or what can be counted, and where it is served.

    Raises EngineError.
    """
    dataset = NamedNode(publication.dataset_iri)
    return [
        *(_stated(publication, engine) or _counted(publication, catalogue, dataset)),
        Triple(dataset, _iri("rdf:type"), _iri("void:Dataset")),
        Triple(dataset, _iri("void:sparqlEndpoint"), NamedNode(publication.endpoint)),
        *(
            Triple(dataset, _iri("void:dataDump"), NamedNode(urljoin(publication.endpoint, address)))
            for file, address in publication.files.items()
            if file.endswith((".ttl", ".nt"))
        ),
    ]


def _stated(publication: Publication, engine: Engine) -> list[Triple]:
    answer = construct(engine, "graph", "application/n-triples", graph=[publication.base + "graph/dataset"])
    try:
        return [quad.triple for quad in parse(b"".join(answer), format=RdfFormat.N_TRIPLES)]
    finally:
        answer.close()


def _counted(publication: Publication, catalogue: Catalogue, dataset: NamedNode) -> list[Triple]:
    return [
        Triple(dataset, _iri("dcterms:title"), Literal(publication.title, language="en")),
        Triple(dataset, _iri("dcterms:description"), Literal(publication.description, language="en")),
        Triple(dataset, _iri("void:uriSpace"), Literal(publication.base)),
        Triple(dataset, _iri("void:triples"), Literal(catalogue.triples)),
        Triple(dataset, _iri("void:vocabulary"), NamedNode(publication.ontology_iri)),
        *_rights(publication, dataset),
        *_partitions(dataset, catalogue),
    ]


def serialize_triples(triples: Iterable[Triple], media_type: MediaType, base: str = BASE_IRI) -> bytes:
    """Write triples, sorted, in the format of a media type of GRAPHS; Turtle as people read it."""
    rdf_format = RdfFormat.from_media_type(media_type.format)
    assert rdf_format is not None
    if rdf_format == RdfFormat.TURTLE:
        return write_turtle(triples, base)
    return serialize_statements(sorted(set(triples), key=str), rdf_format, dict(PREFIXES))


def serialize_graph(iri: str, ntriples: bytes, media_type: MediaType) -> bytes:
    """Write the triples of a named graph together with its name, in a format of QUADS."""
    rdf_format = RdfFormat.from_media_type(media_type.format)
    assert rdf_format is not None
    name = NamedNode(iri)
    triples = (quad.triple for quad in parse(ntriples, format=RdfFormat.N_TRIPLES))
    quads = (Quad(each.subject, each.predicate, each.object, name) for each in triples)
    return serialize_statements(quads, rdf_format, dict(PREFIXES))


def _iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _rights(publication: Publication, dataset: NamedNode) -> Iterator[Triple]:
    if publication.license:
        yield Triple(dataset, _iri("dcterms:license"), NamedNode(publication.license))
    if publication.digest:
        yield Triple(dataset, _iri("owl:versionInfo"), Literal(publication.version))


def _partitions(dataset: NamedNode, catalogue: Catalogue) -> Iterator[Triple]:
    for class_iri, count in catalogue.classes.items():
        part = NamedNode(f"{dataset.value}/class/{class_iri.rpartition('#')[2].rpartition('/')[2]}")
        yield Triple(dataset, _iri("void:classPartition"), part)
        yield Triple(part, _iri("void:class"), NamedNode(class_iri))
        yield Triple(part, _iri("void:entities"), Literal(count))
