"""The author's commands: check, show and build."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from powergraph.cli.showing import render_note
from powergraph.cli.telling import SettingsFault, counted
from powergraph.config import VaultSettings, load_vault_settings
from powergraph.diagnostics import Diagnostic, Severity, count_by_severity
from powergraph.notes.note import parse_note
from powergraph.notes.vault import FoundNote, VaultError, load_note
from powergraph.publishing.build import BuildError, Checked
from powergraph.publishing.build import build as build_release
from powergraph.publishing.build import check as check_notes
from powergraph.publishing.cache import cache_file
from powergraph.publishing.workers import Progress, WorkersError
from powergraph.release import Release, ReleaseError

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
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
@_JOBS
def check(notes: Path, base_iri: str | None, format_: str, jobs: int, *, strict: bool) -> None:
    """Tell what is wrong with the notes in the folder NOTES, and write nothing.

    Each line reads file:line:column: severity: message. Exit code 1 where there is an error.
    """
    settings = _settings(notes, base_iri)
    with _failing_clearly(), _progress() as progress:
        checked = check_notes(notes, settings, progress, jobs)
    if format_ == "json":
        told = [{**asdict(d), "path": _shown_path(notes, d)} for d in checked.told]
        click.echo(json.dumps({"diagnostics": told}, ensure_ascii=False, indent=1))
    else:
        _tell(notes, checked.told, Console(file=sys.stdout, soft_wrap=True, highlight=False))
    _summary(checked)
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
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    with _failing_clearly():
        with _progress() as progress:
            checked = check_notes(notes, settings, progress, jobs, cache_file(out))
        told = [d for d in checked.told if not quiet or d.severity is Severity.ERROR]
        _tell(notes, tuple(told), errors)
        release = build_release(checked, settings, out, strict=strict)
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
    console = Console(file=sys.stdout, highlight=False, width=width)
    own = tuple(d for d in checked.told if d.path == path)
    if checked.graph is not None and path in {graph.note for graph in checked.graph.dataset.graphs}:
        render_note(checked.graph.dataset, parse_note(load_note(FoundNote(path, note))), own, console)
    else:
        for diagnostic in own or [Diagnostic(path, 1, 1, Severity.INFO, "notes.private", "the note is private")]:
            console.print(str(diagnostic), style=_STYLES[diagnostic.severity], markup=False)
    sys.exit(1 if any(d.severity is Severity.ERROR for d in own) else 0)


def _settings(notes: Path, base_iri: str | None) -> VaultSettings:
    try:
        return load_vault_settings(notes, base_iri)
    except ValueError as error:
        raise SettingsFault(str(error)) from error


@contextmanager
def _failing_clearly() -> Iterator[None]:
    """Turn what can go wrong into one clear line and exit code 1."""
    try:
        yield
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
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Refreshed by hand: a thread of its own would be in the way when workers are forked.
    shown = Bar(*columns, console=console, transient=True, disable=not console.is_terminal, auto_refresh=False)
    with shown as bar:
        task = bar.add_task("", total=None)
        last = 0.0

        def update(what: str, done: int, total: int) -> None:
            nonlocal last
            if done == total or time.monotonic() - last > _REFRESH:
                last = time.monotonic()
                bar.update(task, description=what, completed=done, total=total, refresh=True)

        yield update


def _shown_path(notes: Path, diagnostic: Diagnostic) -> str:
    beside = diagnostic.path.startswith("../") and notes.is_symlink()  # a file beside what the link leads to
    return Path(os.path.normpath((notes.resolve() if beside else notes) / diagnostic.path)).as_posix()


def _tell(notes: Path, diagnostics: tuple[Diagnostic, ...], console: Console) -> None:
    for d in diagnostics:
        place = f"{_shown_path(notes, d)}:{d.line}:{d.column}: "
        console.print(place, end="", markup=False)
        console.print(f"{d.severity}: ", end="", style=_STYLES[d.severity], markup=False)
        console.print(d.message + (f" ({d.hint})" if d.hint else ""), markup=False)


def _summary(checked: Checked) -> None:
    notes, counts = checked.notes, count_by_severity(checked.told)
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
