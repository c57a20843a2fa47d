"""The comparison with owlrl finds an inference that is missing, one that is made up, and a domain that would hurt."""

import pytest
from pyoxigraph import NamedNode, Triple

from gate.inference import derived, missing, types_by_domain_or_range, unfounded
from gate.located import Corpus, read_turtle
from gate.queries import CHECKS
from powergraph.graph.inference import Rules, infer
from powergraph.vocabulary import POW, RDF, SKOS

FILE = CHECKS / "reasoning" / "inference.ttl"
ALL = read_turtle(FILE, FILE.name)
CORPUS = Corpus((ALL,))
CATS = "https://w3id.org/powergraph/ontology#"
ONTOLOGY = [t for t in CORPUS.triples if str(t.subject).startswith(f"<{CATS}") or "genid" in str(t.subject)]
ONTOLOGY += [t for t in CORPUS.triples if not isinstance(t.subject, NamedNode)]
DATA = [t for t in CORPUS.triples if t not in ONTOLOGY]


def node(name: str) -> NamedNode:
    return NamedNode(f"https://w3id.org/powergraph/topic/{name}")


def test_our_rules_and_owlrl_agree() -> None:
    inferred = infer(DATA, Rules.read(ONTOLOGY))
    expected = derived(DATA, ONTOLOGY)
    assert Triple(node("tom"), RDF.type, NamedNode(CATS + "Animal")) in expected
    assert Triple(node("tom"), NamedNode(CATS + "feeds"), node("jerry")) in expected
    assert missing(expected, inferred, CORPUS) == ()
    assert unfounded(inferred, expected, DATA, CORPUS) == ()


@pytest.mark.parametrize("lost", sorted(derived(DATA, ONTOLOGY), key=str), ids=lambda t: str(t.predicate))
def test_inference_that_is_missing_is_found_where_its_subject_is_written(lost: Triple) -> None:
    found = missing(derived(DATA, ONTOLOGY), infer(DATA, Rules.read(ONTOLOGY)) - {lost}, CORPUS)
    assert [finding.file for finding in found] == [FILE.name]
    assert found[0].line == CORPUS.place(lost.subject)[1] > 1


def test_inference_that_is_made_up_is_found() -> None:
    made_up = Triple(node("jerry"), RDF.type, NamedNode(CATS + "Cat"))
    (finding,) = unfounded(infer(DATA, Rules.read(ONTOLOGY)) | {made_up}, derived(DATA, ONTOLOGY), DATA, CORPUS)
    assert "jerry rdf:type pow:Cat" in finding.message


def test_topics_are_related_where_both_link_to_each_other_and_only_there() -> None:
    one, other = node("tom"), node("jerry")
    link, back = (Triple(a, POW.linksTo, b) for a, b in ((one, other), (other, one)))
    related = {Triple(one, SKOS.related, other)}
    assert len(unfounded(related, set(), [link], CORPUS)) == 1
    assert unfounded(related, set(), [link, back], CORPUS) == ()


def test_domain_that_adds_a_type_is_found_at_the_line_of_the_statement() -> None:
    published = [*DATA, *infer(DATA, Rules.read(ONTOLOGY))]
    found = types_by_domain_or_range(published, ONTOLOGY, CORPUS)
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert [finding.line for finding in found] == [n for n, line in enumerate(lines, 1) if line.endswith("# here")]
    assert "pow:purrsAt would make topic/jerry a pow:Cat" in found[0].message


def test_clash_is_raised() -> None:
    dog = Triple(node("tom"), RDF.type, NamedNode(CATS + "Dog"))
    with pytest.raises(ValueError, match=r"[Dd]isjoint"):
        derived([*DATA, dog], ONTOLOGY)
