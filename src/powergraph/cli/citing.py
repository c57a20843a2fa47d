"""The command cite: the bibliography of a release, for reference managers."""

import sys
from pathlib import Path

import click

from powergraph.engine import LoadError
from powergraph.engine.loading import load_dataset
from powergraph.web.bibliography import FORMATS, cited_works

__all__ = ["cite"]


@click.command(short_help="Write the works that a release cites as a bibliography.")
@click.option(
    "--release", type=click.Path(path_type=Path), default=Path("releases"), show_default=True, metavar="DIR",
    help="A release, a folder of releases, or an RDF file.",
)  # fmt: skip
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="bibtex", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to this file.")
def cite(release: Path, format_: str, out: Path | None) -> None:
    """Write every work that the notes cite, once, as BibTeX, CSL-JSON or RIS."""
    try:
        text = FORMATS[format_](cited_works(load_dataset(release).store))
    except LoadError as error:
        raise click.ClickException(str(error)) from error
    if out is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from error
