"""Write src/powergraph/vocabulary.py: every term the program may name, from the ontology and the prefix table.

`python tools/generate_vocabulary.py` writes the file; with `--check` it exits with 1 where the file would change.
"""

import argparse
import keyword
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from powergraph.prefixes import PREFIXES

ROOT = Path(__file__).parent.parent
ONTOLOGY = ROOT / "ontology" / "powergraph.ttl"
VOCABULARY = ROOT / "src" / "powergraph" / "vocabulary.py"
LINE_LENGTH = 120

#: Terms that the program needs and the ontology has no reason to declare.
FURTHER_TERMS = {
    "dcat": "Dataset Distribution accessURL byteSize compressFormat distribution downloadURL endpointURL keyword "
    "landingPage mediaType version",
    "dcterms": "conformsTo format hasPart hasVersion identifier isPartOf isReferencedBy isReplacedBy language "
    "references replaces spatial temporal",
    "foaf": "homepage isPrimaryTopicOf mbox page",
    "owl": "AllDifferent AllDisjointClasses AnnotationProperty Axiom Class DatatypeProperty NamedIndividual "
    "ObjectProperty Ontology Thing annotatedProperty annotatedSource annotatedTarget backwardCompatibleWith deprecated "
    "disjointWith imports inverseOf members priorVersion propertyChainAxiom sameAs versionIRI versionInfo",
    "prov": "Person Plan generatedAtTime hadPlan qualifiedAssociation used value",
    "rdf": "HTML JSON List Property Statement first langString nil object predicate rest subject type value",
    "rdfs": "Class Datatype Literal Resource comment domain isDefinedBy label member range seeAlso subClassOf "
    "subPropertyOf",
    "schema": "Dataset PropertyValue about additionalProperty citation creator dateModified datePublished description "
    "distribution identifier inLanguage keywords license name publisher value version",
    "sd": "Dataset Feature Graph Language NamedGraph Service SPARQL11Query BasicFederatedQuery DereferencesURIs "
    "RequiresDataset UnionDefaultGraph availableGraphs defaultDataset defaultGraph endpoint feature graph inputFormat "
    "languageExtension name namedGraph resultFormat supportedLanguage url",
    "sh": "IRI Info Literal NodeShape PropertyShape SPARQLConstraint SPARQLConstraintComponent SPARQLExecutable "
    "SPARQLSelectExecutable ValidationReport ValidationResult Violation Warning ask class conforms construct "
    "datatype declare deactivated description detail disjoint equals flags focusNode group hasValue in "
    "inversePath labelTemplate languageIn lessThan lessThanOrEquals maxCount maxInclusive maxLength message minCount "
    "minInclusive minLength name namespace node nodeKind nodeKind not or order path pattern prefix prefixes property "
    "result resultMessage resultPath resultSeverity select severity shapesGraph sourceConstraint "
    "sourceConstraintComponent sourceShape sparql targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang "
    "value xone",
    "skos": "Collection changeNote editorialNote example hasTopConcept historyNote member semanticRelation",
    "vann": "example usageNote",
    "void": "Dataset DatasetDescription Linkset class classPartition classes dataDump distinctObjects distinctSubjects "
    "documents entities exampleResource feature inDataset linkPredicate objectsTarget openSearchDescription properties "
    "property propertyPartition rootResource sparqlEndpoint subjectsTarget subset target triples uriLookupEndpoint "
    "uriRegexPattern uriSpace vocabulary",
    "xsd": "anyURI boolean date dateTime decimal double gYear gYearMonth integer nonNegativeInteger string",
}

HEADER = '''\
# Generated from ontology/powergraph.ttl by `python tools/generate_vocabulary.py`; change those, not this.
# ruff: noqa: N815 (the names are the vocabularies' own)
"""The terms that the program names, as attributes that mypy checks: `POW.PowerSource`, `SKOS.prefLabel`."""

from typing import Final

from pyoxigraph import NamedNode

'''


def load_ontology() -> list[Triple]:
    """Return the triples of the ontology."""
    return [quad.triple for quad in parse(ONTOLOGY.read_bytes(), format=RdfFormat.TURTLE)]


def find_terms(triples: list[Triple]) -> dict[str, set[str]]:
    """Return the local names of each prefix: what the ontology uses, and what the table above adds."""
    terms = {prefix: set(FURTHER_TERMS.get(prefix, "").split()) for prefix in PREFIXES}
    for triple in triples:
        for node in (triple.subject, triple.predicate, triple.object):
            iri = node.datatype.value if isinstance(node, Literal) else getattr(node, "value", "")
            for prefix, namespace in PREFIXES.items():
                local = iri.removeprefix(namespace)
                if local != iri and re.fullmatch(r"[A-Za-z_]\w*", local):
                    terms[prefix].add(local)
    return {prefix: names for prefix, names in terms.items() if names}


def find_definitions(triples: list[Triple]) -> dict[str, str]:
    """Return the definition of each term that has one, by IRI."""
    definition = NamedNode(PREFIXES["skos"] + "definition")
    return {
        triple.subject.value: triple.object.value
        for triple in triples
        if triple.predicate == definition
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }


def render_class(prefix: str, names: set[str], definitions: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the class that holds the terms of one prefix."""
    namespace = PREFIXES[prefix]
    yield f"class {prefix.upper()}:"
    yield f'    """Terms of <{namespace}>."""'
    yield ""
    yield f'    namespace_iri: Final = "{namespace}"'
    for name in sorted(names):
        yield from textwrap.wrap(
            definitions.get(namespace + name, ""), LINE_LENGTH, initial_indent="    #: ", subsequent_indent="    #: "
        )
        attribute = f"{name}_" if keyword.iskeyword(name) else name
        yield f'    {attribute}: Final = NamedNode("{namespace}{name}")'


def render_module() -> str:
    """Return the whole module."""
    triples = load_ontology()
    definitions = find_definitions(triples)
    terms = find_terms(triples)
    names = "".join(f'    "{prefix.upper()}",\n' for prefix in sorted(terms))
    classes = ("\n".join(render_class(prefix, terms[prefix], definitions)) for prefix in terms)
    return f"{HEADER}__all__ = [\n{names}]\n\n\n" + "\n\n\n".join(classes) + "\n"


def main() -> int:
    """Write the module, or check it."""
    parser = argparse.ArgumentParser(description="Write the vocabulary module from the ontology.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the file differs")
    module = render_module()
    if not parser.parse_args().check:
        VOCABULARY.write_text(module, encoding="utf-8")
        return 0
    if VOCABULARY.read_text(encoding="utf-8") == module:
        return 0
    print(f"{VOCABULARY.name} is out of date: run python tools/generate_vocabulary.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
