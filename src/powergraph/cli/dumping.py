"""The command that writes a release as one file."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from powergraph.release import ReleaseError, open_release
from powergraph.release.dumps import nquads, ntriples
from powergraph.turtle import turtle_of_lines

__all__ = ["dump"]

_FORMATS = {"turtle": ".ttl", "ntriples": ".nt", "nquads": ".nq"}


@click.command(short_help="Write the dataset of a release as one file.")
@click.argument("release", type=click.Path(path_type=Path), default=Path("releases"))
@click.option(
    "--format", "format_", type=click.Choice([*_FORMATS]), help="Default: by the ending of the file, else ntriples."
)
@click.option(
    "--out", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Default: standard output."
)
def dump(release: Path, format_: str | None, out: Path | None) -> None:
    """Write the published dataset of RELEASE (default: releases) as one file.

    That is the default graph without the ontology: as N-Triples, sorted, each triple once; as Turtle, for which all of
    it is held in memory; or as N-Quads, each triple with every graph that states it. A large release has no such file
    until it is asked for here.
    """
    ending = out.suffix if out else ""
    chosen = format_ or next((name for name, suffix in _FORMATS.items() if suffix == ending), "ntriples")
    try:
        opened = open_release(release)
        if chosen == "turtle":
            lines = (line.rstrip(b"\n") for line in ntriples(opened))
            data: Iterable[bytes] = [turtle_of_lines(lines, opened.manifest.base)]
        else:
            data = ntriples(opened) if chosen == "ntriples" else nquads(opened)
        with _opened(out) as write:
            for part in data:
                write(part)
    except ReleaseError as error:
        raise click.ClickException(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise click.ClickException(f"{error.filename or out or 'the dump'}: {error.strerror or error}") from error


@contextlib.contextmanager
def _opened(out: Path | None) -> Iterator[Callable[[bytes], int]]:
    """Open what is written to; a file takes its name when it is whole."""
    if out is None:
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
        return
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as stream:
            yield stream.write
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)
