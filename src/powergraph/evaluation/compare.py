"""Compare: what was found in notes against what a careful reader finds there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from powergraph.evaluation.fingerprint import difference, fold
from powergraph.evaluation.found import Found, FoundNote
from powergraph.evaluation.gold import SEPARATOR, GoldNote, Wanted
from powergraph.evaluation.matching import Matching, match
from powergraph.evaluation.scores import ROWS, Fault, Score

__all__ = ["Evaluation", "compare"]

_ROW_OF_CLASS: Mapping[str, str] = {
    "PowerSource": "power sources",
    "PowerGroup": "power groups",
    "PowerMode": "power modes",
    "KeyConcept": "key concepts",
    "Form": "forms",
}
_NAMED_IDEAS = ("KeyConcept", "Form")
#: How much of what was found is shown: enough to recognise it, not enough to stand for the note.
_SHOWN = 48


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by row over all compared notes (micro-average), each fault, and the notes that could not be compared."""

    notes: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    scores: Mapping[str, Score]
    faults: tuple[Fault, ...]


def compare(gold: Iterable[GoldNote], found: Mapping[str, FoundNote]) -> Evaluation:
    """Compare annotated notes with what was found in them, by their paths.

    A note that is not there, or whose text is not the annotated one, is refused: it is told and counts nowhere.
    """
    tally = _Tally()
    notes, refused = [], []
    for annotation in gold:
        other = found.get(annotation.note)
        if other is None:
            refused.append((annotation.note, "the note is not there"))
        elif other.sha256 != annotation.sha256:
            refused.append((annotation.note, "the note is not the annotated one: its SHA-256 differs"))
        else:
            notes.append(annotation.note)
            _NoteComparison(annotation, other, tally).run()
    return Evaluation(tuple(notes), tuple(refused), tally.scores, tuple(sorted(tally.faults)))


class _Tally:
    def __init__(self) -> None:
        self.scores = {row: Score() for row in ROWS}
        self.faults: list[Fault] = []


class _NoteComparison:
    def __init__(self, gold: GoldNote, found: FoundNote, tally: _Tally) -> None:
        self.gold = gold
        self.found = found
        self.scores = tally.scores
        self.faults = tally.faults

    def run(self) -> None:
        self._kind()
        self._topic()
        self._sections()
        self._concepts()
        self._practices()
        self._citations()
        self._links()
        if self.gold.mentions:
            self._mentions()

    def _fault(self, row: str, line: int, cause: str, expected: str = "", found: str = "") -> None:
        shown = (" ".join(text.replace(SEPARATOR, "; ").split()) for text in (expected, found))
        self.faults.append(Fault(self.gold.note, line, row, cause, *(_short(text) for text in shown)))

    def _matching(
        self,
        pool: str,
        names_of_wanted: Callable[[Wanted], Sequence[str]],
        names_of_found: Callable[[Found], Sequence[str]],
        *,
        by_place: bool,
    ) -> Matching:
        """Match a pool; optional things and their partners are left out of the result."""
        wanted = [thing for thing in self.gold.things if thing.pool == pool]
        found = [thing for thing in self.found.things if thing.pool == pool]
        whole = match(wanted, found, names_of_wanted, names_of_found, by_place=by_place)
        pairs = tuple(pair for pair in whole.pairs if not pair[0].optional)
        return Matching(pairs, tuple(thing for thing in whole.missed if not thing.optional), whole.spurious)

    def _existence(self, row: str, matching: Matching, field: str) -> None:
        """Count what was found at all."""
        self.scores[row].right += len(matching.pairs)
        self.scores[row].missed += len(matching.missed)
        self.scores[row].spurious += len(matching.spurious)
        for wanted in matching.missed:
            self._fault(row, wanted.line, "missed", wanted.values[field][0])
        for found in matching.spurious:
            self._fault(row, found.start, "spurious", "", found.values.get(field, ""))

    def _attribute(
        self,
        row: str,
        matching: Matching,
        field: str,
        same: Callable[[str, str], bool],
        cause: Callable[[str, str], str],
    ) -> None:
        """Count a field of what was found, and as missed and spurious that of what has no partner.

        The faults of things without a partner are told once, where their existence is counted.
        """
        score = self.scores[row]
        for wanted, thing in matching.pairs:
            accepted, found = wanted.values[field], thing.values.get(field, "")
            if any(same(value, found) for value in accepted):
                score.right += bool(accepted[0] and found)
            else:
                score.missed += bool(accepted[0])
                score.spurious += bool(found)
                self._fault(row, wanted.line, cause(accepted[0], found), *_readable(field, accepted[0], found))
        score.missed += sum(bool(wanted.values[field][0]) for wanted in matching.missed)
        score.spurious += sum(bool(found.values.get(field)) for found in matching.spurious)

    def _kind(self) -> None:
        score, right = self.scores["kind of note"], self.gold.kind == self.found.kind
        score.right += right
        score.missed += not right
        score.spurious += not right
        if not right:
            self._fault("kind of note", 1, "wrong kind", self.gold.kind, self.found.kind)

    def _topic(self) -> None:
        topic, found = self.gold.topic, self.found.topic
        matching = Matching(((topic, found),), (), ())
        self._attribute("topic", matching, "label", _same_name, _wrong("label"))
        self._attribute("definitions", matching, "text", _same_text, difference)
        own = {fold(label) for label in topic.values["label"]}
        wanted = {_readable_name(name): name for name in self.gold.names}
        others = {_readable_name(name): name for name in found.names}
        score = self.scores["names of topics"]
        score.right += len(wanted.keys() & others.keys())
        for key in sorted(wanted.keys() - others.keys()):
            score.missed += 1
            self._fault("names of topics", topic.line, "missed", wanted[key])
        for key in sorted(others.keys() - wanted.keys() - own):
            score.spurious += 1
            self._fault("names of topics", found.start, "spurious", "", others[key])

    def _sections(self) -> None:
        matching = self._matching("section", lambda w: (), lambda f: (), by_place=True)
        self._attribute("section roles", matching, "role", str.__eq__, _wrong("role"))
        for wanted in matching.missed:
            self._fault("section roles", wanted.line, "missed", wanted.values["heading"][0])
        for found in matching.spurious:
            self._fault("section roles", found.start, "spurious", "", found.values.get("heading", ""))

    def _concepts(self) -> None:
        matching = self._matching(
            "concept", _folded("label"), lambda f: [fold(name) for name in f.names], by_place=True
        )
        for wanted, thing in matching.pairs:
            self._concept(wanted, thing)
        for wanted in matching.missed:
            self._count_class(wanted.values["class"][0], "missed")
            row = _ROW_OF_CLASS[wanted.values["class"][0]]
            self._fault(row, wanted.line, "missed", wanted.values["label"][0])
        for found in matching.spurious:
            self._count_class(found.values["class"], "spurious")
            self._fault(
                _ROW_OF_CLASS[found.values["class"]], found.start, "spurious", "", found.values.get("label", "")
            )
        self._attribute("definitions", matching, "text", _same_text, difference)
        self._attribute("power sources: group", matching, "group", _among_names, _wrong("group"))

    def _concept(self, wanted: Wanted, thing: Found) -> None:
        classes, found_class = wanted.values["class"], thing.values["class"]
        named = bool(set(_folded("label")(wanted)) & {fold(name) for name in thing.names})
        row = _ROW_OF_CLASS[classes[0]]
        if named and found_class in classes:
            self.scores[row].right += 1
        else:
            self.scores[row].missed += 1
            self.scores[_ROW_OF_CLASS[found_class]].spurious += 1
            if found_class not in classes:
                self._fault(row, wanted.line, "wrong class", f"{classes[0]} {wanted.values['label'][0]}", found_class)
            if not named:
                self._fault(row, wanted.line, "wrong label", wanted.values["label"][0], thing.values.get("label", ""))
        together = self.scores["key concepts and forms"]
        if classes[0] in _NAMED_IDEAS and found_class in _NAMED_IDEAS and named:
            together.right += 1
        else:
            together.missed += classes[0] in _NAMED_IDEAS
            together.spurious += found_class in _NAMED_IDEAS

    def _count_class(self, name: str, what: str) -> None:
        rows = [_ROW_OF_CLASS[name], *(["key concepts and forms"] if name in _NAMED_IDEAS else [])]
        for row in rows:
            score = self.scores[row]
            score.missed += what == "missed"
            score.spurious += what == "spurious"

    def _practices(self) -> None:
        matching = self._matching("practice", _folded("label"), _found_name("label"), by_place=True)
        self._existence("practices", matching, "label")
        self._attribute("practices: class", matching, "class", str.__eq__, _wrong("class"))
        self._attribute("practices: label", matching, "label", _same_name, _wrong("label"))
        self._attribute("practices: text", matching, "text", _same_text, difference)
        self._attribute("practices: prompt", matching, "prompt", _same_text, difference)

    def _citations(self) -> None:
        matching = self._matching("citation", _folded("title"), _found_name("title"), by_place=True)
        self._existence("citations", matching, "title")
        self._attribute("citations: authors", matching, "authors", _same_names, _wrong("authors"))
        self._attribute("citations: year", matching, "year", _same_name, _wrong("year"))
        self._attribute("citations: title", matching, "title", _same_title, _wrong("title"))
        self._identifiers(matching)

    def _identifiers(self, matching: Matching) -> None:
        row = "citations: identifiers"
        score = self.scores[row]
        for wanted, thing in matching.pairs:
            expected = _parts(wanted.values["identifiers"][0])
            found = _parts(thing.values.get("identifiers", ""))
            for identifier in expected:
                # An identifier that is read out of an address is the same thing said shorter.
                right = any(_same_identifier(identifier, other) for other in found)
                score.right += right
                score.missed += not right
                if not right:
                    self._fault(row, wanted.line, "missed", identifier)
            for other in found:
                if not any(_same_identifier(identifier, other) for identifier in expected):
                    score.spurious += 1
                    self._fault(row, wanted.line, "spurious", "", other)
        score.missed += sum(len(_parts(wanted.values["identifiers"][0])) for wanted in matching.missed)
        score.spurious += sum(len(_parts(found.values.get("identifiers", ""))) for found in matching.spurious)

    def _links(self) -> None:
        matching = self._matching("link", _targets("target"), _found_target, by_place=False)
        self._existence("links", matching, "target")
        self._attribute("links: meaning", matching, "means", _among, _wrong("meaning"))

    def _mentions(self) -> None:
        matching = self._matching("mention", _targets("text"), _found_target, by_place=False)
        row, score = "mentions", self.scores["mentions"]
        for wanted, thing in matching.pairs:
            right = any(_among_names(value, thing.values.get("means", "")) for value in wanted.values["means"])
            score.right += right
            score.missed += not right
            score.spurious += not right
            if not right:
                self._fault(row, wanted.line, "wrong meaning", wanted.values["means"][0], thing.values.get("means", ""))
        score.missed += len(matching.missed)
        score.spurious += len(matching.spurious)
        for wanted in matching.missed:
            self._fault(row, wanted.line, "missed", wanted.values["text"][0])
        for found in matching.spurious:
            self._fault(row, found.start, "spurious", "", found.values.get("target", ""))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "\u2026"


def _wrong(what: str) -> Callable[[str, str], str]:
    """Return what tells the cause of a field that differs."""

    def cause(expected: str, found: str) -> str:
        if not found:
            return f"no {what}"
        return f"wrong {what}" if expected else f"{what} where there is none"

    return cause


def _readable(field: str, expected: str, found: str) -> tuple[str, str]:
    """Return what may be shown of two values: of texts nothing but how they differ."""
    return ("", "") if field in ("text", "prompt") else (expected, found)


def _folded(field: str) -> Callable[[Wanted], list[str]]:
    return lambda wanted: [fold(value) for value in wanted.values[field] if value]


def _found_name(field: str) -> Callable[[Found], list[str]]:
    return lambda found: [fold(found.values[field])] if field in found.values else []


def _target(text: str) -> str:
    """Return a link's target as written, without brackets, display text and anchor."""
    return fold(text.strip().removeprefix("!").strip("[]").split("|")[0].split("#")[0])


def _targets(field: str) -> Callable[[Wanted], list[str]]:
    return lambda wanted: [_target(value) for value in wanted.values[field]]


def _found_target(found: Found) -> list[str]:
    return [_target(found.values.get("target", ""))]


def _readable_name(name: str) -> str:
    return fold(name.replace("_", " "))


def _same_name(expected: str, found: str) -> bool:
    return fold(expected) == fold(found)


def _same_title(expected: str, found: str) -> bool:
    return fold(expected).rstrip(".") == fold(found).rstrip(".")


def _same_text(expected: str, found: str) -> bool:
    return expected == found


def _parts(value: str) -> list[str]:
    return value.split(SEPARATOR) if value else []


def _same_names(expected: str, found: str) -> bool:
    return [fold(name) for name in _parts(expected)] == [fold(name) for name in _parts(found)]


def _same_identifier(expected: str, found: str) -> bool:
    one, other = (_bare(value) for value in (expected, found))
    return one == other or (len(other) > 5 and other in one) or (len(one) > 5 and one in other)


def _bare(identifier: str) -> str:
    return identifier.strip().casefold().removeprefix("https://").removeprefix("http://").rstrip("/")


def _among(expected: str, found: str) -> bool:
    return expected in _parts(found) if expected else not found


def _among_names(expected: str, found: str) -> bool:
    return fold(expected) in {fold(name) for name in _parts(found)} if expected else not found
