"""Write docs/shapes.md, the list of the shapes and of the constraints they carry out; a test compares its bytes."""

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from powergraph.validation import Shapes, load_shapes
from powergraph.validation.shapes import SHAPES_IRI, SHIPPED
from powergraph.validation.terms import load_triples

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "shapes.md"

HEAD = """\
<!-- Generated from shapes/ by `python tools/describe_shapes.py`; change those, not this. -->

# Shapes

What a graph made from notes has to keep to (SHACL 1.0 with SPARQL constraints). A violation keeps a note from being
published, or stops the build where no note is at fault; warnings and infos are told to the author and never block.
Messages and hints are also in French and Spanish. Each shape has an example that conforms and one that violates it in
[`tests/shapes/`](../tests/shapes/).
"""

CONSTRAINTS_HEAD = """
## Constraints

What the dataset was to keep to when the model was made, and what sees to it: a shape, or where SHACL cannot say it, or
the converter answers for it, a place in the code.

| | constraint | seen to by |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What the dataset keeps to: *shapes* are the local names of those that see to it, *note* says what else does."""

    says: str
    shapes: tuple[str, ...]
    note: str = ""


def _constraint(says: str, shapes: str, note: str = "") -> Constraint:
    return Constraint(says, tuple(shapes.split()), note)


CONSTRAINTS = (
    _constraint(
        "one preferred label for each language, tagged, not empty (SKOS S14)",
        "Concept-label NamedConcept-label Practice-label ReadableLabel-length",
        "a single character only warns",
    ),
    _constraint(
        "preferred, alternative and hidden labels are disjoint (SKOS S13)",
        "Concept-alternative-label Concept-hidden-label",
    ),
    _constraint("a label begins with no emoji or punctuation", "ReadableLabel-start"),
    _constraint(
        "no label in the form of a file name", "ReadableLabel-words ReadableLabel-alias", "kept as skos:hiddenLabel"
    ),
    _constraint(
        "a definition of what a note defines",
        "DefinedSource-definition DefinedMode-definition DefinedKeyConcept-definition DefinedTopic-definition",
        "an author may leave it out, so none blocks",
    ),
    _constraint(
        "a power source has at most one group, a top concept",
        "OneGroup-group PowerGroup-top PowerGroup-broader TopConcept-broader TopConcept-scheme",
    ),
    _constraint("a power source is not both relational and systemic", "OneGroup"),
    _constraint("the class of a power source agrees with its group", "GroupClass"),
    _constraint(
        "evidence for what a note says",
        "Sourced-passage Assertion-passage SharedDefinition CuratedRelation CuratedType",
        "kept for all, so a violation",
    ),
    _constraint("a link leads to a topic with a note or to a declared stub", "Topic Topic-links Topic-status"),
    _constraint(
        "nothing is related to itself",
        "OtherTopic OtherThing",
        "an author's link warns, a hand-made statement stops the build",
    ),
    _constraint("no label shared by two topics", "DistinctLabel-bearers"),
    _constraint("links are returned", "LinkedBack ConnectedTopic-links"),
    _constraint(
        "related: and the links of the text agree", "RelatedInText", "an info, since about every second note differs"
    ),
    _constraint(
        "a topic is more than a link target",
        "WantedTopic-links",
        "from three notes on; each single link is told by the converter",
    ),
    _constraint(
        "a practice has label, kind and note; its label is written",
        "Practice-label Practice-type Practice-note WrittenLabel-origin",
    ),
    _constraint("a prompt asks or quotes something", "AskingPrompt-question"),
    _constraint(
        "a citation has its text once",
        "Citation-entry",
        "not a closed shape: hand-made statements may add to a citation",
    ),
    _constraint(
        "a citation has a year from 1500 on, and is understood",
        "DatedCitation-year PlausibleYear-year UnderstoodCitation-work",
    ),
    _constraint(
        "no residue of a chat assistant",
        "OwnCitation-entry OwnText",
        "an assistant named as source becomes provenance in `extract/extract.py`",
    ),
    _constraint("a citation refers to a work", "UnderstoodCitation-work Citation-work"),
    _constraint(
        "a work has title, author and year",
        "Work-title AuthoredWork-creator DatedCitation-year",
        "the year is told at the citation, where it can be corrected",
    ),
    _constraint("no work twice under two titles", "DistinctWork"),
    _constraint(
        "identifiers have the form of their kind",
        "Bibliographic-doi Bibliographic-isbn Mapping-object",
        "check digits, which SHACL cannot compute: `extract/identifiers.py`",
    ),
    _constraint(
        "a note has one title and dates in order",
        "Note-title Note-created Note-modified DatedNote-created OrderedDates-created",
    ),
    _constraint("a note cites something", "CitingNote-reference"),
    _constraint(
        "no text in a wrong encoding, no lost or control characters",
        "Passage-quote LegibleText-quote LegibleText-encoding",
        "what can be undone exactly is repaired in `notes/decoding.py`",
    ),
    _constraint(
        "no marks of Obsidian or Markdown in texts",
        "PlainText-label PlainText-definition PlainText-text",
        "a sign written as code or escaped may stay, so it warns; comments are cut in `notes/comments.py`",
    ),
    _constraint(
        "one form of a tag",
        "TagVariant",
        "case is folded in `graph/iris.py`",
    ),
    _constraint("SKOS: no circle, related apart from broader (S27)", "Hierarchy RelatedOrBroader MutualRelation-back"),
    _constraint("SKOS: concepts, schemes and collections apart (S9, S37)", "SchemeOnly CollectionOnly"),
    _constraint("exact matches are one to one and nothing else besides (S46)", "OneExactMatch ExactOrOther-match"),
    _constraint(
        "IRIs in lower case, so that none differ in case alone",
        "LowerCaseIRI",
        "letters of any script are allowed; case is folded in `graph/iris.py`",
    ),
)


def parts(graph: Graph, shape: Node) -> list[Node]:
    """Return the shape itself where it has a message, then its property shapes in order of their names."""
    own = [shape] if (shape, SH.message, None) in graph else []
    return [*own, *sorted(graph.objects(shape, SH.property), key=str)]


def table_rows(shapes: Shapes, file: Graph) -> str:
    """Return the rows of the node shapes of one file, in order of their names."""
    rows = []
    for shape in sorted(file.subjects(RDF.type, SH.NodeShape), key=str):
        for part in parts(file, shape):
            text = shapes.text(part)
            name = str(part).rpartition("#")[2]
            label = str(file.value(shape, SH.name))
            severity = str(file.value(part, SH.severity)).rpartition("#")[2].lower()
            cells = (name, label, text.path, severity, text.messages["en"].replace(": {?value}", ""), text.hints["en"])
            rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return "".join(rows)


def render_page() -> str:
    """Return the whole page."""
    shapes = load_shapes()
    page = HEAD
    for name in SHIPPED:
        triples = (quad.triple for quad in ox.parse(path=ROOT / name, format=ox.RdfFormat.TURTLE))
        page += (
            f"\n## [`{name}`](../{name})\n\n| shape | of | path | severity | says | hint |\n|---|---|---|---|---|---|\n"
        )
        page += table_rows(shapes, load_triples(Graph(), triples))
    page += CONSTRAINTS_HEAD
    for number, constraint in enumerate(CONSTRAINTS, start=1):
        done = ", ".join(f"{name} ({severity_of(shapes, name)})" for name in constraint.shapes)
        cells = (str(number), constraint.says, f"{done}; {constraint.note}" if constraint.note else done)
        page += "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
    return page


def severity_of(shapes: Shapes, name: str) -> str:
    """Return the severity of the shape of this local name, in lower case."""
    return str(shapes.graph.value(URIRef(f"{SHAPES_IRI}#{name}"), SH.severity)).rpartition("#")[2].lower()


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
