"""Practices: every item of a section about practices, with its kind, label, text and quoted questions."""

import re
from collections.abc import Iterator

from powergraph.extract.extraction import Evidence, Practice
from powergraph.extract.labels import lead, own_span
from powergraph.extract.profile import Profile
from powergraph.notes.markdown import Block, Kind, Run, runs_text
from powergraph.notes.note import Section

__all__ = ["item_practices"]

_KIND_AND_NAME = re.compile(r"^(?P<kind>[^()]+?)\s*\((?P<name>.+)\)$")
_QUOTED = re.compile('["\u201c]([^"\u201c\u201d]+)["\u201d]')
_LABEL_WORDS = 8


def item_practices(
    block: Block, section: Section, profile: Profile, first_ordinal: int, inherited_kind: str = "", inherited: str = ""
) -> Iterator[Practice]:
    """Yield the practices of a list, counted from *first_ordinal*.

    An item that only introduces a list is none: it gives its label (*inherited*) to each item below that has none, or
    its kind where its label is only a kind.
    """
    ordinal = first_ordinal
    for item in block.children:
        lists = [child for child in item.children if child.kind is Kind.LIST]
        found = lead(item.runs)
        text = runs_text(found.rest if found else item.runs)
        if lists and (not text or text.endswith(":")):
            own = (found.label if found else text).rstrip(":").strip()
            kind = profile.practice_kind(own)
            label = "" if kind and len(own.split()) == 1 else own
            for child in lists:
                below = item_practices(child, section, profile, ordinal, kind or inherited_kind, label or inherited)
                for practice in below:
                    yield practice
                    ordinal += 1
            continue
        kind, label = _kind_and_label(found.label if found else "", profile)
        label = label or inherited
        runs = found.rest if found else item.runs
        nested = "\n".join(filter(None, (_nested_text(child) for child in item.children)))
        text = "\n".join(filter(None, (text, nested)))
        if not (label or text):
            continue
        prompts = tuple(_prompts(runs)) + tuple(
            q for child in item.children for b in child.walk() for q in _prompts(b.runs)
        )
        span = item.span if item.children else own_span(item)
        yield Practice(
            kind or inherited_kind or "Practice",
            label or _generated_label(prompts[0] if prompts else text),
            bool(label),
            text or label,
            prompts,
            ordinal,
            Evidence(span, section.ordinal, "practices.labelled" if label else "practices.unlabelled"),
            runs,
        )
        ordinal += 1


def _nested_text(block: Block) -> str:
    return "\n".join(runs_text(inner.runs) for inner in block.walk() if inner.runs)


def _kind_and_label(label: str, profile: Profile) -> tuple[str, str]:
    """Split `Micro-Skill (Name)` into class and name; a label without parenthesis keeps all its words."""
    match = _KIND_AND_NAME.match(label)
    if match and not match["name"][0].isdigit() and (kind := profile.practice_kind(match["kind"].strip())):
        return kind, match["name"].strip()
    return (profile.practice_kind(label) or "") if label else "", label


def _prompts(runs: tuple[Run, ...]) -> Iterator[str]:
    """Yield quoted texts of three words and more that are emphasised or ask something."""
    emphasised = {" ".join(match.split()) for run in runs if run.emphasis for match in _QUOTED.findall(run.text)}
    for match in _QUOTED.findall(runs_text(runs)):
        quoted = match.strip()
        if len(quoted.split()) >= 3 and (quoted in emphasised or quoted.endswith("?")):
            yield quoted


def _generated_label(text: str) -> str:
    words = text.split()
    return " ".join(words[:_LABEL_WORDS]).rstrip(".,;:") + ("\u2026" if len(words) > _LABEL_WORDS else "")
