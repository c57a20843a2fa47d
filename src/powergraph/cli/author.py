"""The author's commands: check, show and build."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from powergraph.cli.formats import FORMATS, Told, fold, github_lines, json_text, sarif_text, shown_path
from powergraph.cli.showing import render_note
from powergraph.cli.telling import SettingsFault, console, counted
from powergraph.config import SettingsError, VaultSettings, load_vault_settings, settings_fault
from powergraph.diagnostics import Diagnostic, Severity, count_by_severity, visible
from powergraph.extract.profile import load_profile
from powergraph.notes.note import parse_note
from powergraph.notes.vault import FoundNote, VaultError, load_note
from powergraph.publishing.build import BuildError, Checked
from powergraph.publishing.build import build as build_release
from powergraph.publishing.build import check as check_notes
from powergraph.publishing.cache import cache_file
from powergraph.publishing.workers import Progress, WorkersError
from powergraph.release import Release, ReleaseError
from powergraph.rules import RULES
from powergraph.validation import load_shapes

__all__ = ["build", "check", "show"]

#: Seconds between two pictures of the progress bar.
_REFRESH = 0.1
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_NOTES = click.argument("notes", type=click.Path(path_type=Path))
_JOBS = click.option(
    "--jobs", type=click.IntRange(0, 256), default=0, metavar="N", help="Processes to use; default one per core."
)
_BASE_IRI = click.option("--base-iri", metavar="IRI", help="Base of the IRIs of your things, ending in /.")


@click.command(short_help="Tell what is wrong with notes, and write nothing.")
@_NOTES
@_BASE_IRI
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
@click.option("--all", "all_", is_flag=True, help="Tell every info, however many are alike.")
@_JOBS
def check(notes: Path, base_iri: str | None, format_: str, jobs: int, *, strict: bool, all_: bool) -> None:
    """Tell what is wrong with the notes in the folder NOTES, and write nothing.

    Each line reads file:line:column: severity: message (hint) [rule]. Exit code 0 where all is well or only warnings
    and infos are told, 1 where there is an error, 2 where the call or the settings are wrong.
    """
    settings = _settings(notes, base_iri)
    with _failing_clearly(), _progress() as progress:
        checked = check_notes(notes, settings, progress, jobs)
    told = Told(notes, checked.told, frozenset(checked.confidential))
    if format_ == "json":
        click.echo(json_text(told, _counts(checked)))
    elif format_ == "sarif":
        click.echo(sarif_text(told, (*RULES, *load_shapes().rules())))
    elif format_ == "github":
        for line in github_lines(told):
            click.echo(line)
    else:
        _tell(notes, checked.told, console(sys.stdout), folded=not all_)
    _summary(checked)
    if format_ in ("sarif", "github") and checked.confidential:
        held = counted(len(checked.confidential), "diagnostic")
        click.echo(f"{held} about private notes left out of this format; --format text tells them", err=True)
    warned = any(d.severity is Severity.WARNING for d in checked.told)
    sys.exit(1 if checked.has_errors or (strict and warned) else 0)


@click.command(short_help="Make a release of notes: the graph, validated and ready to serve.")
@_NOTES
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("releases"),
    show_default=True,
    metavar="DIR",
    help="Folder of releases; DIR/current is the last good one.",
)
@_BASE_IRI
@click.option("--strict", is_flag=True, help="Make no release where there is an error.")
@click.option("-q", "--quiet", is_flag=True, help="Tell errors only.")
@_JOBS
def build(notes: Path, out: Path, base_iri: str | None, jobs: int, *, strict: bool, quiet: bool) -> None:
    """Make a release of the notes in the folder NOTES and make it current.

    The last release stays in place until the new one is complete. Notes with faults do not stop the others; the exit
    code is 1 where there is an error, and the release is made all the same unless --strict is given.
    """
    settings = _settings(notes, base_iri)
    errors = console(sys.stderr)
    with _failing_clearly():
        with _progress() as progress:
            checked = check_notes(notes, settings, progress, jobs, cache_file(out))
        told = [d for d in checked.told if not quiet or d.severity is Severity.ERROR]
        _tell(notes, tuple(told), errors, folded=True)
        with _progress() as progress:
            release = build_release(checked, settings, out, strict=strict, progress=progress, jobs=jobs)
    if not quiet:
        _summary(checked)
    _announce(release, out, quiet=quiet)
    sys.exit(1 if checked.has_errors else 0)


@click.command(short_help="Print a note with what was understood beside each line.")
@click.argument("note", type=click.Path(path_type=Path))
@click.option(
    "--vault",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder in which its links are looked up; default the note's own folder.",
)
@_BASE_IRI
@click.option("--width", type=click.IntRange(60, 500), help="Columns to use; default those of the terminal, else 160.")
def show(note: Path, vault: Path | None, base_iri: str | None, width: int | None) -> None:
    """Print NOTE with what was understood beside each line, and what was not."""
    if not note.is_file():
        raise click.UsageError(f"{note} is not a file" if note.exists() else f"{note} does not exist")
    folder = vault or note.parent
    try:
        path = note.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        raise click.UsageError(f"{note} does not lie in {folder}") from None
    settings = _settings(folder, base_iri)
    with _failing_clearly():
        checked = check_notes(folder, settings)
    if width is None:
        width = None if sys.stdout.isatty() else 160
    page = console(sys.stdout, width)
    own = tuple(d for d in checked.told if d.path == path)
    if checked.graph is not None and path in {graph.note for graph in checked.graph.dataset.graphs}:
        render_note(checked.graph.dataset, parse_note(load_note(FoundNote(path, note))), own, page)
    else:
        for diagnostic in own or [Diagnostic(path, 1, 1, Severity.INFO, "notes.private", "the note is private")]:
            page.print(str(diagnostic), style=_STYLES[diagnostic.severity], markup=False)
    sys.exit(1 if any(d.severity is Severity.ERROR for d in own) else 0)


def _settings(notes: Path, base_iri: str | None) -> VaultSettings:
    try:
        settings = load_vault_settings(notes, base_iri)
    except ValueError as error:
        raise SettingsFault(str(error)) from error
    try:
        load_profile(settings.profile)
    except ValueError as error:
        raise SettingsFault(str(settings_fault(notes, ("profile",), "settings.profile", str(error)))) from error
    return settings


@contextmanager
def _failing_clearly() -> Iterator[None]:
    """Turn what can go wrong into one clear line and exit code 1."""
    try:
        yield
    except SettingsError as error:
        raise SettingsFault(str(error)) from error
    except (VaultError, BuildError, ReleaseError, WorkersError) as error:
        raise click.ClickException(str(error)) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{place}{error.strerror or error}") from error


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a progress bar on a terminal; elsewhere nothing."""
    page = console(sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Refreshed by hand: a thread of its own would be in the way when workers are forked.
    shown = Bar(*columns, console=page, transient=True, disable=not page.is_terminal, auto_refresh=False)
    with shown as bar:
        task = bar.add_task("", total=None)
        last = 0.0

        def update(what: str, done: int, total: int) -> None:
            nonlocal last
            if done == total or time.monotonic() - last > _REFRESH:
                last = time.monotonic()
                bar.update(task, description=what, completed=done, total=total, refresh=True)

        yield update


def _tell(notes: Path, diagnostics: tuple[Diagnostic, ...], page: Console, *, folded: bool) -> None:
    listed = fold(diagnostics) if folded else None
    for d in listed.shown if listed else diagnostics:
        place = f"{shown_path(notes, d.path)}:{d.line}:{d.column}: "
        page.print(visible(place), end="", markup=False)
        page.print(f"{d.severity}: ", end="", style=_STYLES[d.severity], markup=False)
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


def _summary(checked: Checked) -> None:
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


def _announce(release: Release, out: Path, *, quiet: bool) -> None:
    click.echo(str(out / release.path.name))
    if not quiet:
        triples = counted(release.manifest.triples, "triple")
        click.echo(f"release {release.digest[:16]} with {triples} is current in {out}", err=True)
