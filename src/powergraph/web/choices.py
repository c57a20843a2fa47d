"""What can be chosen for a question: the things with which it has an answer, by their names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from powergraph.engine.request import Busy, Engine, EngineError, Form, QueryRequest, UpstreamFailed
from powergraph.engine.results import RESULTS_JSON, Term, parse_rows
from powergraph.query_text import candidates_query
from powergraph.question import Parameter, Question
from powergraph.web.addresses import Addresses, is_iri
from powergraph.web.ask import ask, select
from powergraph.web.words import Words, name_of

__all__ = ["MOST_CHOICES", "MOST_SUGGESTIONS", "Choices", "address_value", "label_of", "thing_of"]

#: More things than this are not offered one by one, and more than that are not even suggested.
MOST_CHOICES = 250
MOST_SUGGESTIONS = 1000
#: What finding them out may take (seconds): the question can be asked without.
_PATIENCE = 2.0
_NAMES_AT_ONCE = 250
_LANGUAGES = ("", "en", "fr", "es", "de")


@dataclass(frozen=True, slots=True)
class Choices:
    """The things to choose from for each parameter, found out once: IRIs with all of their names."""

    _found: dict[tuple[str, str], Mapping[str, Sequence[Term]]] = field(default_factory=dict)

    def of(self, engine: Engine, words: Words, question: Question, parameter: Parameter) -> dict[str, str]:
        """Return IRIs and names, by name, each name once; nothing where there are too many, or they take too long."""
        key = question.name, parameter.name
        if key not in self._found:  # two that come at once both ask, and neither waits
            try:
                self._found[key] = _candidates(engine, words.addresses, question, parameter)
            except (Busy, UpstreamFailed):  # asked again next time
                return {}
        labels = {iri: _label(words, iri, names) for iri, names in self._found[key].items()}
        often = Counter(labels.values())
        told = {iri: f"{label} ({_place(words.addresses, iri)})" if often[label] > 1 else label
                for iri, label in labels.items()}  # fmt: skip
        return dict(sorted(told.items(), key=lambda each: (each[1].casefold(), each[0])))


def address_value(addresses: Addresses, term: NamedNode | Literal) -> str:
    """Return what stands for a term in an address: for a thing of this dataset its path, else all of it.

    >>> address_value(Addresses("https://example.org/"), NamedNode("https://example.org/topic/x"))
    'topic/x'
    """
    return term.value.removeprefix(addresses.base) if addresses.local(term.value) else term.value


def label_of(engine: Engine, words: Words, iri: str) -> str:
    """Return the name of a thing, or its IRI where that is of another dataset. Raises EngineError."""
    if not words.addresses.local(iri):
        return iri
    return _label(words, iri, [row["label"] for row in select(engine, "names", thing=[iri])])


def thing_of(engine: Engine, words: Words, text: str, choices: Mapping[str, str]) -> str:
    """Return the IRI of the thing that a reader means: by its name, its path or its IRI; "" where there is none.

    *choices* are asked first, then all names of the dataset; of several things of one name the first by its IRI is
    meant. Raises EngineError.
    """
    wanted = " ".join(text.split())
    addresses = words.addresses
    for iri, label in choices.items():
        if wanted.casefold() == label.casefold() or wanted == address_value(addresses, NamedNode(iri)):
            return iri
    if is_iri(wanted):
        return wanted
    path = addresses.iri(wanted) if wanted else ""
    if path and ask(engine, "exists", resource=[path]):
        return path
    if not wanted:
        return ""
    names = [Literal(wanted, language=language or None) for language in _LANGUAGES]
    found = select(engine, "labelled", label=names)
    return found[0]["thing"].value if found else ""


def _candidates(
    engine: Engine, addresses: Addresses, question: Question, parameter: Parameter
) -> Mapping[str, Sequence[Term]]:
    try:
        query = candidates_query(question.query, parameter.name, MOST_SUGGESTIONS + 1)
        request = QueryRequest(query, Form.SELECT, RESULTS_JSON, timeout=_PATIENCE)
        answer = engine.query(request)
        try:
            rows = parse_rows(b"".join(answer))
        finally:
            answer.close()
        things = [row[parameter.name] for row in rows if parameter.name in row]
        iris = sorted({each.value for each in things if each.kind == "uri" and is_iri(each.value)})
        if len(iris) > MOST_SUGGESTIONS or len(things) < len(rows):
            return {}
        names: dict[str, list[Term]] = {iri: [] for iri in iris}
        for start in range(0, len(iris), _NAMES_AT_ONCE):
            for row in select(engine, "names", thing=iris[start : start + _NAMES_AT_ONCE]):
                names[row["thing"].value].append(row["label"])
    except (Busy, UpstreamFailed):
        raise
    except (EngineError, ValueError):
        return {}
    return names


def _label(words: Words, iri: str, names: Sequence[Term]) -> str:
    best = words.best(each for each in names if each.value.strip())
    return " ".join(best.value.split()) if best else name_of(iri)


def _place(addresses: Addresses, iri: str) -> str:
    """Tell things of one name apart: by the note that they belong to, else by what they are."""
    path = address_value(addresses, NamedNode(iri))
    kind, _, rest = path.partition("/")
    return (rest.rpartition("/")[0] or kind).replace("-", " ")
