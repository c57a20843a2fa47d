"""The one prefix table: used for Turtle, SPARQL, pages and generated code."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BASE_IRI", "ONTOLOGY_IRI", "PREFIXES", "compact", "resource_prefixes", "sparql_prologue"]

#: Base of all resource IRIs unless a vault names its own (`--base-iri`, powergraph.toml).
BASE_IRI = "https://w3id.org/powergraph/"
#: The vocabulary is one hash document; its version stands only in owl:versionIRI.
ONTOLOGY_IRI = "https://w3id.org/powergraph/ontology"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "pow": ONTOLOGY_IRI + "#",
        "bibo": "http://purl.org/ontology/bibo/",
        "biro": "http://purl.org/spar/biro/",
        "cito": "http://purl.org/spar/cito/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "doco": "http://purl.org/spar/doco/",
        "fabio": "http://purl.org/spar/fabio/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "pav": "http://purl.org/pav/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "semapv": "https://w3id.org/semapv/vocab/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "sssom": "https://w3id.org/sssom/",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


def compact(iri: str) -> str:
    """Return *iri* as a prefixed name where the table has its namespace and the rest is a plain name, else as it is.

    >>> compact("http://www.w3.org/2004/02/skos/core#prefLabel")
    'skos:prefLabel'
    >>> compact("https://example.org/x")
    'https://example.org/x'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri[len(namespace) :]
        if iri.startswith(namespace) and local.replace("_", "a").replace("-", "a").isalnum():
            return f"{prefix}:{local}"
    return iri


def sparql_prologue() -> str:
    """Return the PREFIX lines of the whole table, ready to stand before a query."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def resource_prefixes(base: str) -> dict[str, str]:
    """Return prefixes for the kinds of things that are global, so that published Turtle reads well.

    >>> resource_prefixes("https://w3id.org/powergraph/")["source"]
    'https://w3id.org/powergraph/power-source/'
    """
    kinds = {"source": "power-source", "group": "power-group", "mode": "power-mode", "scheme": "scheme"}
    same = ("topic", "work", "person", "tag", "note", "agent")
    return {**{prefix: f"{base}{kind}/" for prefix, kind in kinds.items()}, **{kind: f"{base}{kind}/" for kind in same}}
