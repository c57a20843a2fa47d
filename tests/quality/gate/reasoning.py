"""Consistency by a DL reasoner: HermiT, which owlready2 brings along, run by Java where there is one."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from gate.findings import Criterion, Finding, Importance
from gate.located import Corpus
from gate.profile import DECIDED
from gate.queries import told
from powergraph.vocabulary import OWL, RDF, RDFS

__all__ = [
    "CONSISTENT",
    "HAS_JAVA",
    "NO_JAVA",
    "SATISFIABLE",
    "consistency",
    "dl_triples",
    "is_consistent",
    "unsatisfiable",
]

HAS_JAVA = shutil.which("java") is not None
NO_JAVA = "the reasoner needs Java, and there is none on the PATH"
SECONDS = 120

CONSISTENT = Criterion(
    "DL reasoner",
    "consistent",
    Importance.CRITICAL,
    "Consistency",
    "Can the ontology, its examples and the dataset all be true together, as HermiT sees it?",
)
SATISFIABLE = Criterion(
    "DL reasoner", "satisfiable", Importance.CRITICAL, "Satisfiable classes", "Can every class have a member?"
)


def dl_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Return what of *triples* means anything to a DL reasoner: axioms, types, and relations between individuals.

    Values of annotation properties mean nothing to it and are left out, and so is the axiom of decision 5.
    """
    known = list(triples)
    annotations = {t.subject for t in known if t.predicate == RDF.type and t.object == OWL.AnnotationProperty}
    annotations |= {RDFS.label, RDFS.isDefinedBy, RDFS.comment, RDFS.seeAlso, *_HEADER}
    reified = {RDF.subject, RDF.predicate, RDF.object}
    return [
        triple
        for triple in known
        if triple != DECIDED
        and triple.predicate not in annotations
        and triple.predicate not in reified
        and triple.object != RDF.Statement
    ]


_HEADER = (
    OWL.versionInfo,
    OWL.versionIRI,
    OWL.priorVersion,
    OWL.deprecated,
    NamedNode(OWL.namespace_iri + "backwardCompatibleWith"),
)


def is_consistent(triples: Iterable[Triple]) -> bool:
    """Ask HermiT whether *triples* can be true. Raises RuntimeError where it fails otherwise, or takes too long."""
    return _hermit(triples, "-k") is not None


def consistency(corpus: Corpus) -> tuple[Finding, ...]:
    """Return a finding where *corpus* is inconsistent: the statements that clash, as far as dropping one mends it."""
    triples = dl_triples(corpus.triples)
    if is_consistent(triples):
        return ()
    file, _ = corpus.place(None)
    clash = _clash(triples)
    if not clash:
        return (Finding(file, 0, "the graph is inconsistent"),)
    return tuple(sorted(Finding(*corpus.place(*triple), f"inconsistent: {_sentence(triple)}") for triple in clash))


def unsatisfiable(corpus: Corpus) -> tuple[Finding, ...]:
    """Return a finding for each named class that cannot have a member."""
    output = _hermit(dl_triples(corpus.triples), "-U")
    names = [line.strip().strip("<>") for line in (output or "").splitlines() if line.strip().startswith("<")]
    own = [NamedNode(name) for name in names if name != OWL.namespace_iri + "Nothing"]
    return tuple(sorted(Finding(*corpus.place(term), f"{told(term)} can have no member") for term in own))


def _hermit(triples: Iterable[Triple], action: str) -> str | None:
    """Return what HermiT says, None where it finds the ontology inconsistent."""
    spec = importlib.util.find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise RuntimeError("owlready2 is not installed, and HermiT is in it")
    home = Path(spec.origin).parent / "hermit"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ontology.nt"
        file.write_bytes(serialize(sorted(set(triples), key=str), format=RdfFormat.N_TRIPLES) or b"")
        classpath = f"{home}{os.pathsep}{home / 'HermiT.jar'}"
        command = [
            "java",
            "-Xmx512M",
            "-cp",
            classpath,
            "org.semanticweb.HermiT.cli.CommandLine",
            action,
            file.as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode == 0 and "is not satisfiable" not in done.stdout:
        return done.stdout
    told_so = done.stdout + done.stderr
    if "is not satisfiable" in told_so or "inconsistent" in told_so.lower():
        return None
    raise RuntimeError(f"HermiT failed: {told_so.strip()[-500:]}")


def _clash(triples: list[Triple]) -> list[Triple]:
    """Return a small part of *triples* that is inconsistent by itself, its declarations left out."""
    kept = sorted(set(triples), key=str)
    size = max(1, len(kept) // 2)
    while True:
        for start in range(0, len(kept), size):
            rest = kept[:start] + kept[start + size :]
            if len(rest) < len(kept) and not is_consistent(rest):
                kept, size = rest, max(1, min(size, len(rest) // 2))
                break
        else:
            if size == 1:
                return [t for t in kept if t.predicate != RDF.type or not _is_built_in(t.object)]
            size = max(1, size // 2)


def _is_built_in(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith((OWL.namespace_iri, RDFS.namespace_iri))


def _sentence(triple: Triple) -> str:
    parts = (triple.subject, triple.predicate, triple.object)
    return " ".join(map(told, parts))
