"""The media types the engine writes, for tables and booleans and for graphs."""

from powergraph.engine.request import Form

__all__ = ["GRAPH_MEDIA_TYPES", "RESULT_MEDIA_TYPES", "XML_MEDIA_TYPES", "media_types"]

#: SELECT and ASK; the first is the one for clients without a preference.
RESULT_MEDIA_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
#: CONSTRUCT and DESCRIBE; the first is the one for clients without a preference.
GRAPH_MEDIA_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
)
#: XML cannot carry every character that RDF can.
XML_MEDIA_TYPES = frozenset({"application/sparql-results+xml", "application/rdf+xml"})


def media_types(form: Form) -> tuple[str, ...]:
    """Return the media types in which a query of this form can be answered.

    >>> media_types(Form.ASK)[0]
    'application/sparql-results+json'
    """
    return GRAPH_MEDIA_TYPES if form.yields_graph else RESULT_MEDIA_TYPES
