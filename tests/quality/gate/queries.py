"""Criteria that are SPARQL queries: each a file in `checks/<family>/`, beside a small graph with its fault planted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions

from gate.findings import Criterion, Finding, Importance
from gate.located import Corpus, Term
from powergraph.prefixes import BASE_IRI, compact, sparql_prologue

__all__ = ["CHECKS", "FAMILIES", "QueryCheck", "load_checks", "natural_order", "told"]

CHECKS = Path(__file__).parent.parent / "checks"

#: Folder, name of the family, and what it is asked of: the ontology alone, or the dataset with the ontology.
FAMILIES = {
    "oops": ("OOPS!", "ontology"),
    "report": ("ROBOT report", "ontology"),
    "terms": ("Terms", "ontology"),
    "skos": ("SKOS integrity", "dataset"),
    "qskos": ("qSKOS", "dataset"),
}

_HEAD = re.compile(r"# (id|importance|title|asks|says): (.*)")


@dataclass(frozen=True, slots=True)
class QueryCheck:
    """A criterion and the query that returns what does not meet it.

    The query binds ?term, the thing at fault (unbound where it is the whole document), and where they tell the place
    ?predicate and ?value; *says* is a template over its variables.
    """

    criterion: Criterion
    asked_of: str
    says: str
    query: str
    planted: Path

    def run(self, corpus: Corpus) -> tuple[Finding, ...]:
        """Return what *corpus* holds that does not meet the criterion, in order of place."""
        solutions = corpus.store.query(sparql_prologue() + self.query)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return tuple(sorted({self._finding(solution, names, corpus) for solution in solutions}))

    def _finding(self, solution: QuerySolution, names: list[str], corpus: Corpus) -> Finding:
        bound = ((name, solution[name]) for name in names)
        terms = {name: term for name, term in bound if term is not None}
        file, line = corpus.place(terms.get("term"), terms.get("predicate"), terms.get("value"))
        return Finding(file, line, self.says.format_map({name: told(term) for name, term in terms.items()}))


def told(term: Term) -> str:
    """Return a term as findings write it.

    >>> told(NamedNode("https://w3id.org/powergraph/ontology#Topic")), told(Literal("chat", language="fr"))
    ('pow:Topic', '"chat"@fr')
    """
    match term:
        case NamedNode():
            short = compact(term.value)
            return term.value.removeprefix(BASE_IRI) if short == term.value else short
        case BlankNode():
            return "a node without a name"
        case Literal() if term.language:
            return f'"{term.value}"@{term.language}'
        case Literal():
            # A query's own words ("a label", "domain") stand in the sentence as they are.
            return term.value if len(term.value) < 12 and term.value.isascii() else f'"{term.value}"'
        case _:
            return str(term)


def load_checks(folder: Path = CHECKS) -> Iterator[QueryCheck]:
    """Yield the criterion of each query below *folder*, family by family.

    Raises ValueError naming the file where its head is not complete.
    """
    for name, (family, asked_of) in FAMILIES.items():
        for path in sorted((folder / name).glob("*.rq"), key=lambda path: natural_order(path.stem)):
            text = path.read_text(encoding="utf-8")
            head = dict(_HEAD.findall(text))
            if set(head) != {"id", "importance", "title", "asks", "says"} or head["id"] != path.stem:
                raise ValueError(f"{path.name}: its head is not id, importance, title, asks and says")
            criterion = Criterion(family, head["id"], Importance(head["importance"]), head["title"], head["asks"])
            yield QueryCheck(criterion, asked_of, head["says"], text, path.with_suffix(".ttl"))


def natural_order(id: str) -> tuple[str, int, str]:
    """Return what puts names in the order in which people count: the number at their end as a number.

    >>> sorted(["S27", "S9", "OM4.1"], key=natural_order)
    ['OM4.1', 'S9', 'S27']
    """
    letters = id.rstrip("0123456789")
    return letters, int(id[len(letters) :] or 0), id
