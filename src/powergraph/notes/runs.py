"""Runs: the text of a block in pieces of one style each, without the marks that only the author's program reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from powergraph.notes.span import Span

__all__ = ["Run", "Target", "runs_text", "without_marks"]

#: The name of a block at its end, for links to it: `text ^name`.
_BLOCK_ID = re.compile(r"(?:(?<=\s)|^)\^[A-Za-z0-9][A-Za-z0-9-]*\s*$")
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
#: What Logseq keeps for itself: names of blocks, references to them, whether they are folded, and queries.
_LOGSEQ = re.compile(
    rf"\s*(?:\bid::[ \t]*{_UUID}|\bcollapsed::[ \t]*(?:true|false)\b|\(\({_UUID}\)\)"
    rf"|\{{\{{(?:embed|query|renderer|cloze)\b(?:[^{{}}\[\]]|\[\[[^\[\]]*\]\])*\}}\}})"
)
#: What says how far a task is, in front of it.
_TASK = re.compile(r"^(?:TODO|DOING|DONE|LATER|WAITING|CANCELL?ED)\s+(?:\[#[ABC]\]\s+)?(?=\S|$)")
_HIGHLIGHT = re.compile(r"(?<![=!<>])==(?!=)")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, as written: *wiki* tells `[[ ]]` from `[ ]( )`, *embed* tells the `!` in front of it."""

    destination: str
    wiki: bool
    embed: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text in one style; *link* is set inside a link. *span* covers its markup's text, not the markup."""

    text: str
    span: Span
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: Target | None = None


def runs_text(runs: tuple[Run, ...]) -> str:
    """Return the text of the runs with each run of white space made one blank.

    Wikilinks show their text (the target where they have no other); emphasis marks and brackets are gone.
    """
    text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    return " ".join(text.split())


def without_marks(runs: Sequence[Run], *, task: bool = False) -> list[Run]:
    """Return the runs of a block without the marks of highlights (`==so==`) and without the name of the block.

    What Logseq keeps for itself is cut too, and in front of a *task* how far it is.

    >>> place = Span(1, 1)
    >>> [run.text for run in without_marks([Run("a ==b", place), Run("c", place), Run("==, d == e ^id", place)])]
    ['a b', 'c', ', d == e']
    """
    result = list(runs)
    for n, run in enumerate(result):
        if not run.code and not run.link and ("::" in run.text or "((" in run.text or "{{" in run.text):
            result[n] = replace(run, text=_LOGSEQ.sub("", run.text))
    if task and not result[0].code and not result[0].link:
        result[0] = replace(result[0], text=_TASK.sub("", result[0].text))
    last = result[-1]
    if "^" in last.text and not last.code and not last.link:
        result[-1] = replace(last, text=_BLOCK_ID.sub("", last.text).rstrip(" "))
    places = [n for n, run in enumerate(result) if "==" in run.text and not run.code]
    if places:
        _cut_highlights(result, places)
    return [run for run in result if run.text] or result[:1]


def _cut_highlights(runs: list[Run], places: Sequence[int]) -> None:
    """Cut the marks of highlights, each opening one (a word follows) with the next that closes (after a word)."""
    opened: tuple[int, int] | None = None
    cuts: dict[int, list[int]] = {}
    for n in places:
        text = runs[n].text
        for match in _HIGHLIGHT.finditer(text):
            before, after = text[: match.start()][-1:], text[match.end() :][:1]
            if opened and not before.isspace():
                cuts.setdefault(opened[0], []).append(opened[1])
                cuts.setdefault(n, []).append(match.start())
                opened = None
            elif not after.isspace():
                opened = (n, match.start())
    for n, starts in cuts.items():
        text, kept, end = runs[n].text, [], 0
        for start in sorted(starts):
            kept.append(text[end:start])
            end = start + 2
        runs[n] = replace(runs[n], text="".join([*kept, text[end:]]))
