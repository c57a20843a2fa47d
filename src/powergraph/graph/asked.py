"""What a note's graph has asked the vault: as long as the answers stay the same, so does the graph."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from powergraph import pickling
from powergraph.graph.facts import NoteFacts
from powergraph.graph.phrases import bare_words
from powergraph.graph.vault import Vault
from powergraph.notes.markdown import runs_text

__all__ = ["Answers", "Asking", "Question", "changed_names", "mentions_any"]

#: Part of the vault, method, arguments by position and by name.
Question = tuple[str, str, tuple[Any, ...], tuple[tuple[str, Any], ...]]
#: Asked of every text; whether their answers have changed is told by the names that have, not by asking again.
_OF_TEXTS = frozenset({("names", "phrases")})


def _digest(answer: object) -> bytes:
    return hashlib.blake2b(repr(answer).encode(), digest_size=8).digest()


class Asking:
    """A vault that writes down what it is asked, for the graph of one note."""

    def __init__(self, vault: Vault, facts: NoteFacts) -> None:
        self.vault = vault
        self.log: dict[Question, bytes] = {}
        self._note(("slugs", "get", (facts.path,), ()), vault.slugs.get(facts.path))
        for name, _ in facts.names.introductions:
            self._note(("links", "resolve", (name,), ()), vault.links.resolve(name))

    def recording(self) -> Vault:
        """Return the vault to ask."""
        return Vault(
            minter=self.vault.minter,
            slugs=self.vault.slugs,
            links=_Recorder("links", self.vault.links, self._note),  # type: ignore[arg-type]
            names=_Recorder("names", self.vault.names, self._note),  # type: ignore[arg-type]
            works=_Recorder("works", self.vault.works, self._note),  # type: ignore[arg-type]
        )

    def packed(self) -> bytes:
        """Return all that was asked, with the answers, for `Answers`."""
        return zlib.compress(pickling.dumps(self.log), 1)

    def _note(self, question: Question, answer: object) -> None:
        self.log[question] = _digest(answer)


@dataclass(frozen=True, slots=True)
class _Recorder:
    """Stands for a part of the vault and writes down each call of a method with its answer."""

    part: str
    asked: object
    note: Callable[[Question, object], None]

    def __getattr__(self, method: str) -> Callable[..., Any]:
        ask = getattr(self.asked, method)
        if (self.part, method) in _OF_TEXTS:
            answer: Callable[..., Any] = ask
            return answer

        def asking(*arguments: Any, **named: Any) -> Any:
            result = ask(*arguments, **named)
            self.note((self.part, method, arguments, tuple(sorted(named.items()))), result)
            return result

        return asking


class Answers:
    """The answers of a vault, each worked out once however many notes have asked for it."""

    def __init__(self, vault: Vault) -> None:
        self._parts: Mapping[str, object] = {
            "slugs": vault.slugs, "links": vault.links, "names": vault.names, "works": vault.works
        }  # fmt: skip
        self._known: dict[Question, bytes] = {}

    def are_still(self, packed: bytes) -> bool:
        """Tell whether all questions of `Asking.packed` are answered as they were."""
        log: Mapping[Question, bytes] = pickling.loads(zlib.decompress(packed))
        return all(self._answer(question) == digest for question, digest in log.items())

    def _answer(self, question: Question) -> bytes:
        if question not in self._known:
            part, method, arguments, named = question
            self._known[question] = _digest(getattr(self._parts[part], method)(*arguments, **dict(named)))
        return self._known[question]


def changed_names(before: Mapping[str, object], now: Mapping[str, object]) -> frozenset[str]:
    """Return the names that mean something else than before, or nothing any more, or something for the first time."""
    return frozenset(name for name in {*before, *now} if before.get(name) != now.get(name))


def mentions_any(facts: NoteFacts, names: Iterable[str]) -> bool:
    """Tell whether the words of a name stand in a note one after the other, whatever their case and ending.

    Both as it is written and as it is read: a name may be written with `&nbsp;` or with a mark inside.
    """
    read = " . ".join(map(runs_text, facts.extraction().texts()))
    words = f" {bare_words(facts.source().decoded.text)} {bare_words(read)} "
    return any(f" {bare_words(name)} " in words for name in names)
