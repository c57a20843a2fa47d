"""Findings told as results: in the words of their shapes, not yet with their places."""

from pyoxigraph import BlankNode, Literal, NamedNode

from powergraph.diagnostics import Severity
from powergraph.validation.evaluate import Finding
from powergraph.validation.nodes import term_of
from powergraph.validation.report import Result
from powergraph.validation.shapes import NO_TEXT, Shapes

__all__ = ["result_of", "speakable", "told"]


def told(finding: Finding, shapes: Shapes) -> Result:
    """Return a finding in the words of its shape, not yet with its place."""
    return result_of(
        shapes,
        finding.shape,
        finding.component,
        shapes.severity(finding.shape),
        speakable(term_of(finding.focus)),
        speakable(term_of(finding.value)) if finding.value is not None else None,
    )


def speakable(term: NamedNode | BlankNode | Literal) -> NamedNode | Literal | None:
    """Return a term that means something outside its graph: a blank node does not."""
    return None if isinstance(term, BlankNode) else term


def result_of(
    shapes: Shapes,
    shape: str,
    component: str,
    severity: Severity,
    focus: NamedNode | Literal | None,
    value: NamedNode | Literal | None,
    message: str = "",
) -> Result:
    """Return a result in the words of its shape; *message* is what is said where it has none."""
    text = shapes.text(shape) if shape else NO_TEXT
    said = text.messages or {"": message}
    told = value.value if value is not None else ""
    focus_iri = focus.value if isinstance(focus, NamedNode) else ""
    return Result(
        focus=focus_iri,
        path=text.path,
        component=component,
        severity=severity,
        shape=shape if ":" in shape and not shape.startswith("_:") else "",
        messages={language: message.replace("{?value}", told) for language, message in said.items()},
        hints=text.hints,
        value=value,
        subject=value.value if text.about_value and isinstance(value, NamedNode) else focus_iri,
        place=None,
    )
