"""What a thing's page tells beyond the dataset: where lines can be opened, what the build remarked, what is cited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from powergraph.diagnostics import Diagnostic
from powergraph.web.lines import NO_LINES, Lines
from powergraph.web.pages import Passage, Remark
from powergraph.web.record import NO_EDITION, Edition

__all__ = ["ALONE", "Surroundings"]

#: Remarks that a page shows; the page about quality has all.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Surroundings:
    """*diagnostics* are the remarks of the build by the path of their note."""

    lines: Lines = NO_LINES
    diagnostics: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    edition: Edition = NO_EDITION

    def remarks(self, iri: str, passages: Iterable[Passage], *, is_note: bool) -> tuple[Remark, ...]:
        """Return what the build remarked about a note, or about the lines that another thing comes from, worst first.

        A line of the passage of something that is only mentioned there says nothing about the thing.
        """
        found: dict[Diagnostic, str] = {}
        if is_note:
            for each in self.diagnostics.get(self.lines.paths.get(iri, ""), ()):
                found[each] = f"#L{each.line}"
        else:
            for passage in passages:
                page = passage.href.partition("#")[0]
                for each in self.diagnostics.get(self.lines.paths.get(passage.note.iri, ""), ()):
                    if passage.first <= each.line <= passage.last:
                        found[each] = f"{page}#L{each.line}" if page else ""
        ordered = sorted(found.items(), key=lambda pair: (pair[0].severity.rank, pair[0]))
        return tuple(Remark(each, href) for each, href in ordered[:_MOST])


ALONE = Surroundings()
