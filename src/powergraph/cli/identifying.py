"""The command ids: what the ledger of identifiers knows of notes, and the ledger written anew."""

import datetime
import difflib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from powergraph.cli.author import _failing_clearly, _progress, _settings
from powergraph.cli.formats import shown_path
from powergraph.cli.telling import counted
from powergraph.config import VaultSettings
from powergraph.diagnostics import Diagnostic, visible
from powergraph.graph.ledger import Row, Status, ledger_text
from powergraph.graph.renewal import Renewal
from powergraph.publishing.build import BuildError
from powergraph.publishing.build import check as check_notes
from powergraph.publishing.identities import LedgerChanged, Survey, Things, survey, things_since, write_ledger
from powergraph.release import open_release

__all__ = ["ids"]

_NOTES = click.argument("notes", type=click.Path(path_type=Path))
#: New notes are listed up to this number: at the first time all notes are new.
_SHOWN = 20
_SIGNS = {
    "id": "same id",
    "slug": "asked for by id",
    "path": "same file",
    "case": "same path but for case",
    "text": "same text",
    "name": "same file name",
    "likeness": "most lines are the same",
}


class _Group(click.Group):
    """Takes `ids NOTES` for `ids show NOTES`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Group, short_help="Keep the identifiers of notes across renames.", subcommand_metavar="NOTES | update NOTES"
)
def ids() -> None:
    """Keep the IRIs of notes when their files are renamed, moved or deleted.

    \b
    powergraph ids NOTES          what the ledger knows, and what has changed since
    powergraph ids update NOTES   write it

    The ledger is ids.tsv beside powergraph.toml, or in the folder of notes. Keep it under version control.
    """


@ids.command(short_help="Tell what the ledger knows, and write nothing.")
@_NOTES
def show(notes: Path) -> None:
    """Tell what the ledger of the folder NOTES knows, and what has changed since it was written."""
    with _failing_clearly():
        surveyed = _survey(notes, _settings(notes, None))
        renewal = surveyed.renewed(_today())
    counts = dict.fromkeys(Status, 0)
    for row in surveyed.known.ledger.rows:
        counts[row.status] += 1
    known = ", ".join(f"{count:,} {status}" for status, count in counts.items())
    click.echo(f"{surveyed.path}: {known if surveyed.data is not None else 'there is no ledger yet'}")
    for row in surveyed.known.ledger.rows:
        if row.status is not Status.ACTIVE or row.former:
            click.echo(visible(_state(row)))
    lines = list(_changes(renewal))
    if lines:
        click.echo("since it was written:" if surveyed.data is not None else "it would have:")
    for line in lines:
        click.echo(visible(line))


@ids.command(short_help="Write the ledger.")
@_NOTES
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where the ledger is out of date.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would change in the file.")
@click.option("--as-new", is_flag=True, help="Take notes in doubt as new, and what they may have been as gone.")
@click.option(
    "--published",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A release, or a folder of releases: what it has and the notes do not say any more is gone.",
)
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day of the changes; default today."
)
def update(
    notes: Path, published: Path | None, date: datetime.datetime | None, *, check: bool, dry_run: bool, as_new: bool
) -> None:
    """Write the ledger of the folder NOTES: who is new, renamed, gone.

    A note is known again by its id, its path, its text, its file name, or by most of its lines. Where several notes
    may be meant nothing is guessed: they are told, the exit code is 1, and the rest is written.
    """
    day = date.date().isoformat() if date else _today()
    settings = _settings(notes, None)
    with _failing_clearly():
        surveyed = _survey(notes, settings)
        things = _things(notes, settings, published) if published else None
        renewal = surveyed.renewed(day, as_new=as_new, things=things)
        for line in _changes(renewal):
            click.echo(visible(line), err=True)
        if dry_run:
            click.echo("".join(_difference(surveyed, renewal)), nl=False)
        elif not check:
            _write(surveyed, renewal)
    is_outdated = surveyed.data is None or bool(renewal.added or renewal.renamed or renewal.removed)
    if check:
        state = "is out of date; run powergraph ids update" if is_outdated or renewal.doubts else "is up to date"
        click.echo(f"{surveyed.path} {state}", err=True)
    sys.exit(1 if renewal.doubts or (check and is_outdated) else 0)


def _survey(notes: Path, settings: VaultSettings) -> Survey:
    """Read the notes and the ledger; end with 1 where the ledger has faults, which are told."""
    with _progress() as progress:
        surveyed = survey(notes, settings, progress)
    for diagnostic in surveyed.faults:
        click.echo(_located(notes, diagnostic), err=True)
    if surveyed.faults:
        raise click.ClickException(f"{surveyed.path} has faults and stays as it is; mend it first")
    return surveyed


def _things(notes: Path, settings: VaultSettings, published: Path) -> Things:
    with _progress() as progress:
        checked = check_notes(notes, settings, progress)
    if checked.graph is None:
        raise BuildError(f"{checked.reason}; `powergraph check` tells more")
    return things_since(open_release(published), checked.graph.dataset)


def _write(surveyed: Survey, renewal: Renewal) -> None:
    try:
        is_written = write_ledger(surveyed, renewal.ledger)
    except LedgerChanged as error:
        raise click.ClickException(str(error)) from error
    click.echo(str(surveyed.path))
    rows = counted(len(renewal.ledger.rows), "row")
    click.echo(f"{rows} written" if is_written else f"{rows}; nothing has changed", err=True)


def _state(row: Row) -> str:
    """Return what the ledger says of an IRI that is not as plain as most."""
    since = f" since {row.date}" if row.date else ""
    if row.status is Status.ACTIVE:
        return f"  {row.iri}: {row.path}, formerly {', '.join(row.former)}"
    return f"  {row.iri}: {row.status}{since}" + (f", now {row.replaced_by}" if row.replaced_by else "")


def _changes(renewal: Renewal) -> Iterator[str]:
    for row in renewal.added[:_SHOWN]:
        yield f"  new      {row.iri}: {row.path}"
    if (more := len(renewal.added) - _SHOWN) > 0:
        yield f"  and {more:,} more"
    for row, before, sign in renewal.renamed:
        yield f"  renamed  {row.iri}: {before} is {row.path} now ({_SIGNS[sign]})"
    for row in renewal.removed:
        yield f"  gone     {row.iri}" + (f": {row.path}" if row.path else "")
    for doubt in renewal.doubts:
        may_be = " or ".join(f"{row.path} ({row.iri})" for row in doubt.rows)
        yield f"  in doubt {doubt.path}: it may be {may_be}"
    if renewal.doubts:
        yield "  Write its path into the right row, or give the note `id:` with that slug; --as-new takes all as new"


def _difference(surveyed: Survey, renewal: Renewal) -> Iterator[str]:
    before = (surveyed.data or b"").decode("utf-8-sig").splitlines(keepends=True)
    after = ledger_text(renewal.ledger).splitlines(keepends=True)
    return difflib.unified_diff(before, after, str(surveyed.path), str(surveyed.path), n=0)


def _located(notes: Path, diagnostic: Diagnostic) -> str:
    place = f"{shown_path(notes, diagnostic.path)}:{diagnostic.line}:{diagnostic.column}"
    return visible(f"{place}: {diagnostic.severity}: {diagnostic.words}")


def _today() -> str:
    """Return the day (UTC), or that of SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.datetime.now(datetime.UTC)
    return (datetime.datetime.fromtimestamp(int(epoch), datetime.UTC) if epoch.isdigit() else now).date().isoformat()
