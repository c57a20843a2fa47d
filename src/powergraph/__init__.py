"""powergraph: Markdown notes on power dynamics as a validated, versioned RDF knowledge graph, and its SPARQL server."""

__all__ = ["__version__"]

__version__ = "0.1.0"
