"""What a check or build tells, in the form that was asked for, and its summary."""

from collections import Counter
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from powergraph.cli.formats import Told, fold, github_lines, json_text, sarif_text, shown_path
from powergraph.cli.telling import SettingsFault, counted
from powergraph.config import SettingsError
from powergraph.diagnostics import Diagnostic, Severity, count_by_severity, visible
from powergraph.publishing.build import Checked
from powergraph.rules import RULES
from powergraph.validation import load_shapes

__all__ = ["STYLES", "report", "settings_refused", "summarize", "tell"]

#: How each severity looks on a terminal.
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
#: The forms that are made to be published, and so say nothing of private notes.
_PUBLIC = ("sarif", "github")


def report(notes: Path, checked: Checked, form: str, **more: Any) -> None:
    """Write all that *checked* tells to standard output, as `json`, `sarif` or `github`; *more* stands in JSON too."""
    told = Told(notes, checked.told, frozenset(checked.confidential))
    _write(told, form, {**_counts(checked), **more})
    if form in _PUBLIC and checked.confidential:
        held = counted(len(checked.confidential), "diagnostic")
        click.echo(f"{held} about private notes left out of this format; --format text tells them", err=True)


def settings_refused(error: SettingsError, form: str) -> SettingsFault:
    """Tell the faults of settings in the form that was asked for; return what ends the command with exit code 2.

    In any form but text they go to standard output, where a program looks for them, and in text to standard error.
    """
    if form != "text":
        _write(Told(Path(), error.faults), form, {})
    return SettingsFault(str(error))


def _write(told: Told, form: str, counts: dict[str, Any]) -> None:
    if form == "json":
        click.echo(json_text(told, counts))
    elif form == "sarif":
        click.echo(sarif_text(told, (*RULES, *load_shapes().rules())))
    else:
        for line in github_lines(told):
            click.echo(line)


def tell(notes: Path, diagnostics: tuple[Diagnostic, ...], page: Console, *, folded: bool) -> None:
    """Print diagnostics as lines of text; *folded* counts infos of one rule beyond the first ten."""
    listed = fold(diagnostics) if folded else None
    for d in listed.shown if listed else diagnostics:
        place = f"{shown_path(notes, d.path)}:{d.line}:{d.column}: "
        page.print(visible(place), end="", markup=False)
        page.print(f"{d.severity}: ", end="", style=STYLES[d.severity], markup=False)
        page.print(visible(d.words), markup=False)
    for rule, count in listed.more.items() if listed else ():
        page.print(f"and {count:,} more like this [{rule}]; check --all tells them", markup=False)


#: From this many diagnostics on they are also counted by rule.
_MANY = 20


def _counts(checked: Checked) -> dict[str, Any]:
    notes = checked.notes
    by_rule = Counter((d.rule, d.severity.value) for d in checked.told)
    return {
        "notes": {
            "found": notes.found,
            "converted": notes.converted,
            "private": notes.private,
            "left_out": len(notes.unreadable),
        },
        "severities": {severity.value: count for severity, count in count_by_severity(checked.told).items()},
        "rules": [{"rule": r, "severity": s, "count": count} for (r, s), count in sorted(by_rule.items())],
    }


def summarize(checked: Checked) -> None:
    """Say on standard error how many notes were found and how much is told."""
    notes, counts = checked.notes, count_by_severity(checked.told)
    if len(checked.told) >= _MANY:
        often = Counter((d.severity, d.rule) for d in checked.told)
        width = len(f"{max(often.values()):,}")
        for (severity, rule), count in sorted(often.items(), key=lambda item: (item[0][0].rank, -item[1], item[0][1])):
            click.echo(f"  {count:>{width},} {severity:<7} {rule}", err=True)
    parts = [f"{counted(notes.found, 'note')}: {notes.converted} converted"]
    if notes.private:
        parts.append(f"{notes.private} private")
    if notes.unreadable:
        parts.append(f"{len(notes.unreadable)} left out")
    faults = ", ".join(counted(count, severity) for severity, count in counts.items())
    click.echo(f"{', '.join(parts)}; {faults}", err=True)
