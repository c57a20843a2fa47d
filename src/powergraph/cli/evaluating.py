"""The command evaluate: a release, or a vault as it would be released, against hand-made annotations."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from pyoxigraph import RdfFormat, Triple, parse

from powergraph.cli.telling import SettingsFault
from powergraph.config import load_vault_settings
from powergraph.evaluation import FORMATS, FoundNote, GoldError, compare, load_gold, read_graphs, render
from powergraph.notes.vault import VaultError
from powergraph.publishing.build import check
from powergraph.release import ReleaseError, open_release

__all__ = ["evaluate"]


@click.command(short_help="Measure what was understood against hand-made annotations.")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--release", type=click.Path(path_type=Path), metavar="DIR", help="A release, or a folder of releases.")
@click.option("--notes", type=click.Path(path_type=Path), metavar="VAULT", help="A vault: read it, and write nothing.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--errors", is_flag=True, help="Tell each thing that is not right, with its line and cause.")
def evaluate(gold: Path, release: Path | None, notes: Path | None, format_: str, *, errors: bool) -> None:
    """Compare a release, or a vault, with the annotations in GOLD (a file, or a folder of *.json).

    Prints precision, recall and F1 of each kind of thing, over all annotated notes. A note that is not there, or has
    another text than when it was annotated, counts nowhere and is told; the exit code is then 1.
    """
    if bool(release) == bool(notes):
        raise click.UsageError("give either --release DIR or --notes VAULT")
    if not gold.exists():
        raise click.UsageError(f"{gold} does not exist")
    try:
        annotations = load_gold(gold)
        found = _of_release(release) if release else _of_notes(notes or Path())
    except (GoldError, ReleaseError, VaultError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}" if error.filename else str(error)) from error
    evaluation = compare(annotations, found)
    click.echo(render(evaluation, format_, faults=errors), nl=False)
    for note, reason in evaluation.refused:
        click.echo(f"{note}: error: {reason}", err=True)
    sys.exit(1 if evaluation.refused else 0)


def _of_release(path: Path) -> dict[str, FoundNote]:
    release = open_release(path)
    return read_graphs(
        _triples(release.path / segment.file) for segment in release.manifest.segments if segment.in_default
    )


def _triples(segment: Path) -> Iterable[Triple]:
    with segment.open("rb") as stream:
        return [quad.triple for quad in parse(stream, RdfFormat.N_QUADS)]


def _of_notes(notes: Path) -> dict[str, FoundNote]:
    try:
        settings = load_vault_settings(notes)
    except ValueError as error:
        raise SettingsFault(str(error)) from error
    try:
        checked = check(notes, settings)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if checked.graph is None:
        raise click.ClickException(checked.reason)
    return read_graphs(graph.triples for graph in checked.graph.dataset.graphs)
