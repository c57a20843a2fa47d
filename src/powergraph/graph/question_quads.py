"""The questions as RDF: each a pow:Question whose query can be read from the dataset and run as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from powergraph.diagnostics import Place
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.emitter import integer, string
from powergraph.graph.handmade import published_path
from powergraph.graph.iris import Minter, slug
from powergraph.question import Parameter, Question
from powergraph.vocabulary import DCTERMS, POW, RDF, RDFS, SH, SKOS

__all__ = ["QuestionGraph", "question_graph"]


@dataclass(frozen=True, slots=True)
class QuestionGraph:
    """The named graph of all questions, and where each subject in it is written."""

    graph: NamedGraph
    origins: Mapping[str, Place]


def question_graph(questions: Iterable[Question], minter: Minter) -> QuestionGraph:
    """Return the graph `graph/queries`: `queries/<name>` for each question, `queries/<name>/parameter/<p>` below it.

    sh:select holds the whole query with its PREFIX lines: whoever reads it from an endpoint can send it back as it is,
    without gathering sh:prefixes first (which SHACL needs only because its own queries have no prologue).
    """
    triples: set[Triple] = set()
    origins: dict[str, Place] = {}
    for question in questions:
        iri = minter.iri("queries", slug(question.name))
        origins[iri.value] = Place(question.path, question.start_line)
        triples.update(_question_triples(iri, question))
        for ordinal, parameter in enumerate(question.parameters, 1):
            node = minter.iri("queries", slug(question.name), "parameter", slug(parameter.name))
            origins[node.value] = Place(question.path, question.start_line)
            triples.add(Triple(iri, POW.parameter, node))
            triples.update(_parameter_triples(node, parameter, ordinal))
    graph = NamedGraph(minter.graph("queries").value, tuple(sorted(triples, key=str)))
    return QuestionGraph(graph, origins)


def _question_triples(iri: NamedNode, question: Question) -> Iterable[Triple]:
    for kind in (POW.Question, SH.SPARQLExecutable, SH.SPARQLSelectExecutable):
        yield Triple(iri, RDF.type, kind)
    yield from _texts(iri, RDFS.label, question.titles)
    yield from _texts(iri, DCTERMS.description, question.questions)
    yield from _texts(iri, SKOS.note, question.notes)
    yield Triple(iri, SH.select, string(question.query))
    yield Triple(iri, POW.difficulty, integer(question.level))
    yield Triple(iri, POW.path, string(published_path(question.path)))
    yield Triple(iri, POW.startLine, integer(question.start_line))


def _parameter_triples(node: NamedNode, parameter: Parameter, ordinal: int) -> Iterable[Triple]:
    yield Triple(node, RDF.type, POW.Parameter)
    yield Triple(node, POW.variable, string(parameter.name))
    yield Triple(node, POW.default, parameter.default)
    yield Triple(node, POW.ordinal, integer(ordinal))
    yield from _texts(node, RDFS.label, parameter.labels)


def _texts(subject: NamedNode, predicate: NamedNode, texts: Mapping[str, str]) -> Iterable[Triple]:
    for language, text in texts.items():
        yield Triple(subject, predicate, Literal(text, language=language))
