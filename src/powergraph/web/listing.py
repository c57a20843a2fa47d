"""What all lists share: how long a page is, where the next one is, and where a class is browsed."""

from collections.abc import Callable
from urllib.parse import quote

from powergraph.prefixes import PREFIXES, compact
from powergraph.web.addresses import Addresses, is_iri
from powergraph.web.negotiation import GRAPHS, PAGE_JSON
from powergraph.web.pages import Paging
from powergraph.web.words import Link, Words, iris_of

__all__ = [
    "MAIN_CLASSES",
    "PAGE_SIZE",
    "RECORD_CLASSES",
    "browse_link",
    "class_name",
    "class_of",
    "formats_of",
    "paging_of",
]

#: What people come for; the rest is how it is recorded.
MAIN_CLASSES = iris_of(
    "pow:PowerSource pow:PowerGroup pow:PowerMode pow:KeyConcept pow:Practice pow:Topic pow:Framework pow:Note "
    "pow:Citation fabio:Book fabio:Expression foaf:Person"
)

#: How it is recorded, and the description of the dataset itself.
RECORD_CLASSES = iris_of(
    "pow:Assertion rdf:Statement pow:Passage pow:Link pow:Mention pow:Authorship doco:Section foaf:Document "
    "prov:Entity prov:Activity prov:Agent prov:SoftwareAgent dcat:Dataset void:Dataset skos:ConceptScheme owl:Class "
    "owl:Ontology owl:Axiom owl:AllDisjointClasses owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty "
    "owl:NamedIndividual rdf:Property rdfs:Class"
)

#: Things on one page of a list.
PAGE_SIZE = 100


def paging_of(page: int, found: int, address: Callable[[int], str]) -> Paging:
    """Tell where page *page* stands, *found* being how many were found when one more than PAGE_SIZE was asked for."""
    first = (page - 1) * PAGE_SIZE + 1
    return Paging(
        first=first,
        last=first - 1 + min(found, PAGE_SIZE),
        previous=address(page - 1) if page > 1 else "",
        next=address(page + 1) if found > PAGE_SIZE else "",
    )


def formats_of(addresses: Addresses, iri: str) -> tuple[Link, ...]:
    """Return the documents about *iri* for programs."""
    return tuple(
        Link(each.title, addresses.local(iri, each.suffix), note=each.name)
        for each in (*GRAPHS, PAGE_JSON)
        if each.suffix and addresses.local(iri)
    )


def browse_link(words: Words, class_iri: str) -> Link:
    """Return a link to the list of a class's members: `/browse/PowerSource`, `/browse/fabio:Book`."""
    name = class_name(class_iri)
    if name == class_iri:
        href = words.addresses.path(f"/browse/?class={quote(class_iri, safe='')}")
    else:
        href = words.addresses.path(f"/browse/{name}")
    return Link(words.label(class_iri), href, class_iri, note=words.definition(class_iri))


def class_name(class_iri: str) -> str:
    """Return the name by which addresses call a class: `PowerSource`, `fabio:Book`, or its IRI where it has none."""
    return compact(class_iri).removeprefix("pow:")


def class_of(name: str) -> str:
    """Return the IRI of the class that a path of `/browse/` names, "" where it is no name.

    >>> class_of("PowerSource"), class_of("fabio:Book"), class_of("no:such")
    ('https://w3id.org/powergraph/ontology#PowerSource', 'http://purl.org/spar/fabio/Book', '')
    """
    prefix, colon, local = name.rpartition(":")
    namespace = PREFIXES.get(prefix if colon else "pow", "")
    iri = namespace + local
    return iri if namespace and local and is_iri(iri) else ""
