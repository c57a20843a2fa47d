"""Tell two versions of the ontology apart, term by term: `python tools/diff_terms.py OLD.ttl NEW.ttl` writes Markdown.

The report goes to standard output; `--output FILE` writes it to a file instead. Axioms that name no term, such as
owl:AllDisjointClasses, are written out in the manner of Turtle and compared as wholes.

The verdict follows one rule: data and queries that were right by the old version stay right. A term or an axiom that
goes breaks it, but for a disjointness, without which everything else still holds. An axiom or wording that comes to an
old term may break data and is listed for a reviewer. Labels, notes, examples and new terms never do.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from powergraph.prefixes import ONTOLOGY_IRI, compact
from powergraph.vocabulary import DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, VANN, VS

ROOT = Path(__file__).parent.parent

#: Predicates in which a change only ever alters what is told about a term, never what follows from data.
ANNOTATIONS = {
    RDFS.label.value,
    RDFS.comment.value,
    RDFS.isDefinedBy.value,
    RDFS.seeAlso.value,
    SKOS.scopeNote.value,
    SCHEMA.domainIncludes.value,
    SCHEMA.rangeIncludes.value,
    SKOS.example.value,
    SKOS.changeNote.value,
    DCTERMS.isReplacedBy.value,
    VANN.example.value,
    VS.term_status.value,
    OWL.deprecated.value,
}
#: Axioms without a name stand under this word instead of a term, and as their own predicate.
AXIOM = "axiom"
DISJOINTNESS = {OWL.disjointWith.value, AXIOM}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a predicate of a term had only before (`added` False) or only afterwards (`added` True)."""

    term: str
    predicate: str
    value: str
    added: bool


@dataclass(frozen=True, slots=True)
class TermDiff:
    """What differs between two versions: terms that came and went, and changed values of those that stayed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def breaking(self) -> tuple[str, ...]:
        """Why old data may not be right any more or mean something else: one sentence each."""
        kept = ANNOTATIONS | DISJOINTNESS | {SKOS.definition.value}
        gone = [f"`{compact(term)}` was removed." for term in self.removed]
        lost = [
            f"{_name(term)} no longer has `{compact(predicate)}` {values}: what followed from it is lost."
            for term, predicate, values in self._grouped(added=False)
            if predicate not in kept
        ]
        return (*gone, *lost)

    @property
    def to_judge(self) -> tuple[str, ...]:
        """What a reviewer has to judge, since only the data tells whether it breaks anything: one sentence each."""
        return tuple(
            f"{_name(term)} has `{compact(predicate)}` {values}: {_consequence(predicate)}."
            for term, predicate, values in self._grouped(added=True)
            if predicate not in ANNOTATIONS
        )

    def _grouped(self, *, added: bool) -> list[tuple[str, str, str]]:
        """Return the term, the predicate and all values of each, in one row."""
        rows: dict[tuple[str, str], list[str]] = {}
        for change in self.changes:
            if change.added == added:
                rows.setdefault((change.term, change.predicate), []).append(change.value)
        return [(term, predicate, ", ".join(values)) for (term, predicate), values in rows.items()]


def _consequence(predicate: str) -> str:
    if predicate in DISJOINTNESS:
        return "data where one thing has two of the types is inconsistent from now on"
    if predicate == SKOS.definition.value:
        return "the wording of the meaning changed"
    return "more follows from data that was there before"


def read_version(path: Path) -> list[Triple]:
    """Return the triples of a Turtle file. Raises SyntaxError where it is not Turtle."""
    return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]


def version_of(triples: Iterable[Triple]) -> str:
    """Return owl:versionInfo of the ontology, "" where it has none."""
    ontology = NamedNode(ONTOLOGY_IRI)
    found = [t.object for t in triples if t.subject == ontology and t.predicate == OWL.versionInfo]
    return found[0].value if found and isinstance(found[0], Literal) else ""


def diff_terms(old: list[Triple], new: list[Triple]) -> TermDiff:
    """Compare two versions. The header is left out: that versions and dates differ is no news."""
    before, after = _statements(old), _statements(new)
    changes = [
        Change(term, predicate, value, added)
        for term in sorted(set(before) & set(after) | {AXIOM})
        for added, having, other in ((False, before, after), (True, after, before))
        for predicate, value in sorted(having.get(term, set()) - other.get(term, set()))
    ]
    return TermDiff(
        added=tuple(sorted(set(after) - set(before) - {AXIOM})),
        removed=tuple(sorted(set(before) - set(after) - {AXIOM})),
        changes=tuple(changes),
    )


def _statements(triples: list[Triple]) -> Mapping[str, set[tuple[str, str]]]:
    """Return predicate and value pairs by term; axioms without a name stand together under AXIOM."""
    by_subject: dict[NamedNode | BlankNode | Triple, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    inner = {triple.object for triple in triples if isinstance(triple.object, BlankNode)}
    found: dict[str, set[tuple[str, str]]] = {}
    for subject, own in by_subject.items():
        if isinstance(subject, NamedNode):
            if subject.value != ONTOLOGY_IRI:
                pairs = {(t.predicate.value, _written(t.object, by_subject)) for t in own}
                found.setdefault(subject.value, set()).update(pairs)
        elif subject not in inner:
            found.setdefault(AXIOM, set()).add((AXIOM, _written(subject, by_subject)))
    return found


def _written(term: object, by_subject: Mapping[NamedNode | BlankNode | Triple, list[Triple]]) -> str:
    """Write a term in one line: a list in parentheses, another blank node by its sorted content."""
    if isinstance(term, NamedNode):
        return compact(term.value)
    if not isinstance(term, BlankNode):
        return str(term)
    own = {t.predicate: t.object for t in by_subject.get(term, [])}
    if RDF.first in own:
        members = []
        while RDF.first in own:
            members.append(_written(own[RDF.first], by_subject))
            rest = own[RDF.rest]
            own = {t.predicate: t.object for t in by_subject.get(rest, [])} if isinstance(rest, BlankNode) else {}
        return f"( {' '.join(members)} )"
    content = sorted((compact(t.predicate.value), _written(t.object, by_subject)) for t in by_subject.get(term, []))
    return f"[ {' ; '.join(f'{predicate} {value}' for predicate, value in content)} ]"


def _name(term: str) -> str:
    return "A statement without a name" if term == AXIOM else f"`{compact(term)}`"


def render_report(old: list[Triple], new: list[Triple], command: str) -> str:
    """Return the diff as Markdown; its first line names the *command* that wrote it."""
    diff = diff_terms(old, new)
    lines = [f"<!-- Generated by `{command}`; change the versions, not this. -->", ""]
    lines += [f"# Terms from {version_of(old) or 'unversioned'} to {version_of(new) or 'unversioned'}", ""]
    lines += [_verdict(diff), ""]
    for title, sentences in (("What breaks", diff.breaking), ("What a reviewer has to judge", diff.to_judge)):
        if sentences:
            lines += [f"## {title}", "", *(f"- {sentence}" for sentence in sentences), ""]
    for title, terms in (("Added", diff.added), ("Removed", diff.removed)):
        lines += [f"## {title}", "", *(f"- `{compact(term)}`" for term in terms), *([] if terms else ["None."]), ""]
    lines += ["## Changed", ""]
    if not diff.changes:
        lines += ["None.", ""]
    for term in dict.fromkeys(change.term for change in diff.changes):
        lines += ["### Axioms without a name" if term == AXIOM else f"### `{compact(term)}`", ""]
        for change in diff.changes:
            if change.term == term:
                predicate = "" if change.predicate == AXIOM else f"{compact(change.predicate)} "
                lines.append(f"- {'added' if change.added else 'removed'}: {predicate}{change.value}")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _verdict(diff: TermDiff) -> str:
    if diff.breaking:
        return f"**Not compatible**: {len(diff.breaking)} changes can break data or queries that were right."
    if diff.to_judge:
        return (
            "**Compatible as far as axioms can tell**: no term went and nothing that followed is lost. "
            f"{len(diff.to_judge)} changes below narrow or reword; what they mean for data stands beside each."
        )
    return "**Compatible**: no term went, and nothing follows from old data that did not, or no longer."


def command_of(old: Path, new: Path, output: Path | None) -> str:
    """Return the command line that writes a report, with paths as seen from the repository's root."""
    paths = [
        str(path.resolve().relative_to(ROOT)) if path.resolve().is_relative_to(ROOT) else path.name
        for path in (old, new)
    ]
    to = f" --output {output.resolve().relative_to(ROOT)}" if output and output.resolve().is_relative_to(ROOT) else ""
    return f"python tools/diff_terms.py {' '.join(paths)}{to}"


def main() -> int:
    """Write the report; exit with 1 where the new version is not compatible."""
    parser = argparse.ArgumentParser(description="Tell two versions of the ontology apart, term by term.")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--output", type=Path, help="write the report to this file")
    options = parser.parse_args()
    old, new = read_version(options.old), read_version(options.new)
    report = render_report(old, new, command_of(options.old, options.new, options.output))
    if options.output:
        options.output.write_text(report, encoding="utf-8")
    else:
        sys.stdout.write(report)
    return 1 if diff_terms(old, new).breaking else 0


if __name__ == "__main__":
    sys.exit(main())
