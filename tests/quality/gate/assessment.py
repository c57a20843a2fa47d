"""Everything that is asked of a checkout: the ontology, its examples, the dataset, its inferences and the site."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from gate.borrowed import BORROWED, BORROWED_IN_DATA
from gate.fair import FAMILY as FOOPS
from gate.fair import NOT_HERE, OFFLINE
from gate.findings import Criterion, Finding, Importance, Result
from gate.inference import COMPLETE, HARMLESS, SOUND, derived, missing, types_by_domain_or_range, unfounded
from gate.located import Corpus, read_turtle
from gate.profile import PROFILE
from gate.queries import load_checks, natural_order
from gate.reasoning import CONSISTENT, HAS_JAVA, NO_JAVA, SATISFIABLE, consistency, unsatisfiable
from gate.site import SITE, check_site, serving
from powergraph.config import load_vault_settings
from powergraph.publishing.build import build, check
from powergraph.vocabulary import OWL

__all__ = ["Checkout", "assess", "criteria"]

_READER = "it takes a reader who knows the field"
_WEB = "it takes the open web"
#: Pitfalls and issues that no query can tell, and why.
_NOT_CHECKED = (
    ("OOPS!", "P01", Importance.CRITICAL, "Terms with several meanings", _READER),
    ("OOPS!", "P09", Importance.MINOR, "Missing knowledge of the field", _READER),
    ("OOPS!", "P12", Importance.IMPORTANT, "Equivalent properties that are not stated to be", _READER),
    ("OOPS!", "P14", Importance.CRITICAL, "Misused universal restrictions", _READER),
    ("OOPS!", "P15", Importance.CRITICAL, "Negation in the wrong place", _READER),
    ("OOPS!", "P16", Importance.CRITICAL, "A primitive class in place of a defined one", _READER),
    ("OOPS!", "P17", Importance.IMPORTANT, "A hierarchy that goes down to instances", _READER),
    ("OOPS!", "P18", Importance.IMPORTANT, "Domains and ranges that are too narrow", _READER),
    ("OOPS!", "P20", Importance.MINOR, "Annotations that say the wrong thing", _READER),
    ("OOPS!", "P23", Importance.IMPORTANT, "A datatype made anew", _READER),
    ("OOPS!", "P27", Importance.CRITICAL, "Wrongly equivalent properties", _READER),
    ("OOPS!", "P28", Importance.CRITICAL, "Wrongly symmetric properties", _READER),
    ("OOPS!", "P29", Importance.CRITICAL, "Wrongly transitive properties", _READER),
    ("OOPS!", "P30", Importance.IMPORTANT, "Equivalent classes that are not stated to be", _READER),
    ("OOPS!", "P31", Importance.CRITICAL, "Wrongly equivalent classes", _READER),
    ("OOPS!", "P37", Importance.CRITICAL, "Not to be had on the web", f"{_WEB}; our server is asked in URI1 and CN1"),
    ("qSKOS", "broken_links", Importance.MINOR, "Links that lead nowhere", _WEB),
    ("qSKOS", "missing_in_links", Importance.MINOR, "Concepts that nobody links to", _WEB),
)
#: In this order families are told.
_FAMILIES = (
    FOOPS,
    "OOPS!",
    "ROBOT report",
    "Terms",
    "OWL 2 RL",
    "OWL 2 DL",
    "DL reasoner",
    "Inference",
    "SKOS integrity",
    "qSKOS",
)


class Checkout:
    """The files of a checkout, read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ontology = self._corpus("ontology/powergraph.ttl")
        self.published = self._corpus("data/powergraph.ttl")
        self.dataset = self._corpus("data/powergraph.ttl", "ontology/powergraph.ttl")
        examples = sorted(path.name for path in (root / "ontology/examples").glob("*.ttl"))
        names = [f"ontology/examples/{name}" for name in examples]
        self.everything = self._corpus("data/powergraph.ttl", "ontology/powergraph.ttl", *names)

    def _corpus(self, *names: str) -> Corpus:
        return Corpus(tuple(read_turtle(self.root / name, name) for name in names))

    @property
    def version_iri(self) -> str:
        """The version IRI that the ontology states, "" where it states none."""
        stated = (t.object for t in self.ontology.triples if t.predicate == OWL.versionIRI)
        return next((version.value for version in stated if isinstance(version, NamedNode)), "")


def assess(checkout: Checkout, folder: Path) -> tuple[Result, ...]:
    """Ask everything of a checkout and return what was found, in order of `criteria`.

    *folder* is empty and gets a release of the checkout's notes. Raises RuntimeError where something that is asked of
    cannot be made, for example because a note has an error.
    """
    found = {result.criterion: result for result in _results(checkout, folder)}
    return tuple(found[criterion] for criterion in criteria())


def criteria() -> tuple[Criterion, ...]:
    """Return every criterion, family by family."""
    known = [
        *(check.criterion for check in load_checks()),
        *(check.criterion for check in OFFLINE),
        *(check.criterion for check in PROFILE),
        BORROWED.criterion,
        BORROWED_IN_DATA.criterion,
        *SITE.values(),
        *(result.criterion for result in _not_checked()),
        *(COMPLETE, SOUND, HARMLESS, CONSISTENT, SATISFIABLE),
    ]
    return tuple(sorted(known, key=lambda criterion: (_FAMILIES.index(criterion.family), natural_order(criterion.id))))


def _results(checkout: Checkout, folder: Path) -> Iterator[Result]:
    for query in load_checks():
        corpus = checkout.dataset if query.asked_of == "dataset" else checkout.ontology
        yield Result(query.criterion, query.run(corpus))
    for fair in OFFLINE:
        yield Result(fair.criterion, fair.run(checkout.ontology))
    for rule in PROFILE:
        yield Result(rule.criterion, rule.run(checkout.ontology))
    yield Result(BORROWED.criterion, BORROWED.run(checkout.ontology))
    yield Result(BORROWED_IN_DATA.criterion, BORROWED_IN_DATA.run(checkout.published))
    yield from _reasoned(checkout)
    yield from _inferred_and_served(checkout, folder)
    yield from _not_checked()


def _reasoned(checkout: Checkout) -> Iterator[Result]:
    if not HAS_JAVA:
        yield from (Result(criterion, not_checked=NO_JAVA) for criterion in (CONSISTENT, SATISFIABLE))
        return
    yield Result(CONSISTENT, consistency(checkout.everything))
    yield Result(SATISFIABLE, unsatisfiable(checkout.ontology))


def _inferred_and_served(checkout: Checkout, folder: Path) -> Iterator[Result]:
    notes = checkout.root / "data/notes"
    settings = load_vault_settings(notes)
    checked = check(notes, settings)
    if checked.graph is None:
        raise RuntimeError("none of the notes can be published: " + "; ".join(map(str, checked.told[:3])))
    graphs = {graph.iri.rpartition("/")[2]: graph.triples for graph in checked.graph.dataset.graphs}
    ontology, inferred = graphs.pop("ontology"), graphs.pop("inferred")
    asserted = {triple for triples in graphs.values() for triple in triples}
    published = asserted | set(inferred)
    expected = derived(asserted, checkout.ontology.triples)
    yield Result(COMPLETE, missing(expected, published, checkout.dataset))
    yield Result(SOUND, unfounded(inferred, expected, published, checkout.dataset))
    yield Result(HARMLESS, types_by_domain_or_range(published, ontology, checkout.dataset))
    build(checked, settings, folder)
    file = checkout.root / "ontology/powergraph.ttl"
    with serving(folder) as client:
        found: dict[str, tuple[Finding, ...]] = check_site(client, file, checkout.version_iri)
    for id, criterion in SITE.items():
        yield Result(criterion, found[id])


def _not_checked() -> Iterator[Result]:
    for family, id, importance, title, why in _NOT_CHECKED:
        yield Result(Criterion(family, id, importance, title, "Is there none?"), not_checked=why)
    for id, (title, why) in NOT_HERE.items():
        yield Result(Criterion(FOOPS, id, Importance.MINOR, title, "Is it so?"), not_checked=f"{_WEB}: {why}")
