"""The reader's commands: serve, query and verify. They import nothing of the author's side."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from powergraph.cli.building import BuildFailed, build_in_child, rebuilding
from powergraph.cli.telling import SettingsFault, counted
from powergraph.config import SETTINGS, ServeConfig, load_vault_settings, serve_config
from powergraph.engine import (
    BlockingEngine,
    EngineError,
    Form,
    LoadError,
    MalformedQuery,
    QueryRequest,
    media_types,
    scan,
)
from powergraph.prefixes import compact
from powergraph.release import ReleaseError, is_release, open_release, verify_release
from powergraph.resources import resource_path
from powergraph.web.publication import Publication
from powergraph.web.serve import ServeError, Serving, run_server

__all__ = ["query", "serve", "verify"]

_QUERY_TO_TRY = "SELECT ?class (COUNT(?thing) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?things)"


def _setting_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for every setting of the table."""
    for setting in reversed(SETTINGS):
        unit = f" ({setting.unit})" if setting.unit else ""
        default = f" [default: {setting.default}]" if setting.default not in ("", 0) else ""
        kind = type(setting.default)
        command = click.option(
            setting.option, type=kind, metavar=kind.__name__.upper(), help=f"{setting.help}{unit}{default}"
        )(command)
    return command


@click.command(short_help="Serve a release, notes or a dataset file.")
@click.argument("source", required=False, type=click.Path(path_type=Path))
@_setting_options
@click.option(
    "--dataset", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Serve this RDF file as it is."
)
@click.option("--watch", is_flag=True, help="Build again whenever a note changes (only with NOTES).")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("releases"), show_default=True,
    metavar="DIR", help="Where releases of NOTES are kept.",
)  # fmt: skip
@click.option(
    "--pid-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the process id here."
)
def serve(
    source: Path | None, dataset: Path | None, out: Path, pid_file: Path | None, *, watch: bool, **options: Any
) -> None:
    """Serve SOURCE until Ctrl-C: a release, a folder of releases, or a folder of notes, which is built first.

    Without SOURCE, data/notes of the current folder is served, else the demo notes that came with the program. Every
    setting has an environment variable too, for example POWERGRAPH_TIMEOUT, and a place in powergraph.toml: [serve].
    """
    if source and dataset:
        raise click.UsageError("give either a folder or --dataset, not both")
    notes = None
    if dataset:
        if not dataset.is_file():
            raise click.UsageError(f"{dataset} is not a file" if dataset.exists() else f"{dataset} does not exist")
        served = dataset
    else:
        served = source or _default_notes()
        if not served.is_dir():
            raise click.UsageError(f"{served} is not a folder" if served.exists() else f"{served} does not exist")
        notes = None if is_release(served) else served
    if watch and notes is None:
        raise click.UsageError("--watch needs a folder of notes")
    config = _config(notes, options)
    # Ctrl-C is how a server ends: code 0.
    with contextlib.suppress(KeyboardInterrupt), _failing_clearly(), contextlib.ExitStack() as stack:
        if pid_file:
            stack.enter_context(_pid_file(pid_file))
        stop_watching: Callable[[], None] = _nothing
        if notes:
            build_in_child(notes, out)
            served = out
            if watch:
                stop_watching = stack.enter_context(rebuilding(notes, out))

        def on_stopping(running: int) -> None:
            stop_watching()
            _announce_stopping(running)

        run_server(config, served, _announce, _announce_swap, on_stopping)


def _nothing() -> None:
    """Do nothing: without --watch there is nothing to stop."""


def _default_notes() -> Path:
    local = Path("data/notes")
    return local if local.is_dir() else resource_path("data/notes")


def _config(notes: Path | None, options: dict[str, Any]) -> ServeConfig:
    try:
        file = load_vault_settings(notes).serve if notes else None
        return serve_config(file, os.environ, options)
    except ValueError as error:
        raise SettingsFault(str(error)) from error


@contextlib.contextmanager
def _failing_clearly() -> Iterator[None]:
    """Turn what can go wrong into one clear line and exit code 1."""
    try:
        yield
    except (BuildFailed, LoadError, ReleaseError, ServeError) as error:
        raise click.ClickException(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{place}{error.strerror or error}") from error


@contextlib.contextmanager
def _pid_file(path: Path) -> Iterator[None]:
    path.write_text(f"{os.getpid()}\n", encoding="ascii")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _announce(serving: Serving) -> None:
    """Tell the address and three things to try."""
    base = serving.url.rstrip("/")
    publication = serving.publication
    version = f", release {publication.version}" if publication.version else ""
    click.echo(f"powergraph serves {publication.title}{version} at {serving.url}\n")
    click.echo("Try:")
    click.echo(f"  open  {serving.url}")
    click.echo(f"  curl -H 'Accept: text/csv' --data-urlencode 'query={_QUERY_TO_TRY}' {base}/sparql")
    click.echo(f"  curl -L -H 'Accept: text/turtle' {base}/dataset\n")
    for guard in serving.missing_guards:
        click.echo(f"note: this system lacks a guard around queries: {guard}", err=True)
    click.echo("Ctrl-C ends it.", err=True)
    sys.stdout.flush()


def _announce_swap(outcome: Publication | Exception) -> None:
    if isinstance(outcome, Publication):
        click.echo(f"now serving release {outcome.version}", err=True)
    else:
        click.echo(f"the release could not be changed, the former one is served: {outcome}", err=True)


def _announce_stopping(running: int) -> None:
    if running:
        are, them = ("is", "it") if running == 1 else ("are", "them")
        click.echo(f"ending; {counted(running, 'query')} {are} still running (Ctrl-C again ends {them})", err=True)


_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}


@click.command(short_help="Ask a release a SPARQL query.")
@click.argument("text", metavar="QUERY|FILE.rq")
@click.option(
    "--release", type=click.Path(path_type=Path), default=Path("releases"), show_default=True, metavar="DIR",
    help="A release, a folder of releases, or an RDF file.",
)  # fmt: skip
@click.option(
    "--format", "format_", type=click.Choice(["table", *_FORMATS]),
    help="Default: a table for SELECT and ASK, Turtle for CONSTRUCT and DESCRIBE.",
)  # fmt: skip
@click.option("--timeout", type=float, metavar="SECONDS", help="Time the query may take [default: 10].")
def query(text: str, release: Path, format_: str | None, timeout: float | None) -> None:
    """Ask a release a SPARQL query, given as text or as the name of a .rq file."""
    if text.endswith(".rq"):
        try:
            text = Path(text).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise click.UsageError(f"{text}: {getattr(error, 'strerror', None) or error}") from error
    config = _config(None, {"timeout": timeout, "workers": 1})
    with _failing_clearly():
        _expect_dataset(release)
    with _failing_clearly(), BlockingEngine.start(release, config) as engine:
        try:
            _print_answer(engine, text, format_, config)
        except MalformedQuery as error:
            hint = f"\n{error.hint}" if error.hint else ""
            raise click.ClickException(f"{error}{hint}") from error
        except EngineError as error:
            limit = next((s.option for s in SETTINGS if s.name == error.setting), "")
            raise click.ClickException(f"{error}" + (f" (see {limit})" if limit else "")) from error


def _expect_dataset(release: Path) -> None:
    """Tell that there is no release before the engine, which takes what is no folder for a file, tells of its name."""
    if not release.is_file():
        open_release(release)


def _print_answer(engine: BlockingEngine, text: str, format_: str | None, config: ServeConfig) -> None:
    form = scan(text, config).form
    offered = media_types(form)
    format_ = format_ or ("turtle" if form.yields_graph else "table")
    media_type = _FORMATS["json"] if format_ == "table" else _FORMATS[format_]
    if media_type not in offered:
        names = [name for name, offer in _FORMATS.items() if offer in offered]
        choices = ", ".join(names if form.yields_graph else [*names, "table"])
        raise click.UsageError(f"{form} cannot be answered as {format_}; choose one of {choices}")
    with contextlib.closing(engine.query(QueryRequest(text, form, media_type))) as answer:
        if format_ != "table":
            end = b""
            for chunk in answer:
                sys.stdout.buffer.write(chunk)
                end = chunk[-1:] or end
            if sys.stdout.isatty() and end != b"\n":  # else the prompt stands in the answer's last line
                sys.stdout.buffer.write(b"\n")
            sys.stdout.buffer.flush()
            return
        body = json.loads(b"".join(answer))
    if form is Form.ASK:
        click.echo("yes" if body["boolean"] else "no")
    else:
        _print_table(body)


def _print_table(body: dict[str, Any]) -> None:
    names, rows = body["head"]["vars"], body["results"]["bindings"]
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    table = Table(*names)
    for row in rows:
        table.add_row(*(_shown(row[name]) if name in row else "" for name in names))
    console.print(table)
    click.echo(counted(len(rows), "row"), err=True)


def _shown(term: dict[str, str]) -> str:
    return compact(term["value"]) if term["type"] == "uri" else term["value"]


@click.command(short_help="Tell whether a release is whole.")
@click.argument("release", type=click.Path(path_type=Path), default=Path("releases"))
def verify(release: Path) -> None:
    """Compare every file of RELEASE (default: releases) with the hashes in its manifest."""
    with _failing_clearly():
        opened = open_release(release)
        verify_release(opened)
    named = {segment.graph for segment in opened.manifest.segments}
    graphs, triples = counted(len(named), "graph"), counted(opened.manifest.triples, "triple")
    click.echo(f"release {opened.digest[:12]} is whole: {graphs}, {triples}")
