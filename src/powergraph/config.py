"""Settings: one declared table, from which options, environment names and documentation are made."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from powergraph.prefixes import BASE_IRI

__all__ = ["SETTINGS", "ServeConfig", "Setting", "VaultSettings", "load_vault_settings", "serve_config"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the server: its name, default, unit and meaning, and the option that changes it."""

    name: str
    default: Any
    unit: str
    help: str

    @property
    def option(self) -> str:
        """The command-line option, for example `--max-bytes`."""
        return "--" + self.name.replace("_", "-")

    @property
    def environment(self) -> str:
        """The environment variable, for example `POWERGRAPH_MAX_BYTES`."""
        return "POWERGRAPH_" + self.name.upper()


SETTINGS: tuple[Setting, ...] = (
    Setting("host", "127.0.0.1", "", "address to listen on"),
    Setting("port", 8000, "", "TCP port to listen on; 0 takes a free one"),
    Setting("timeout", 10.0, "seconds", "time a query may take; a client's timeout= may only lower it"),
    Setting("memory", 512, "MiB", "memory a worker may use above the store itself"),
    Setting("workers", 0, "processes", "query workers; 0 means one per core and two more"),
    Setting("queue", 4, "queries per worker", "queries that may wait before others are told to come back"),
    Setting("max_bytes", 100_000_000, "bytes", "size of one answer"),
    Setting("max_body", 1_048_576, "bytes", "size of a request's body"),
    Setting("max_url", 16_384, "bytes", "length of a request's URL"),
    Setting("max_depth", 64, "levels", "nesting of a query"),
    Setting("max_operators", 500, "operators", "operators in a query"),
    Setting("max_closures", 4, "levels", "nested * and + in a property path"),
    Setting("max_patterns", 200, "patterns", "triple patterns in a query"),
    Setting("public_url", "", "", "the URL under which others reach this server; default the bound address"),
    Setting("root_path", "", "", "path below which a proxy serves it, for example /graph"),
)


@dataclass(frozen=True, slots=True)
class ServeConfig:
    """The server's settings, with the types and units of SETTINGS."""

    host: str = "127.0.0.1"
    port: int = 8000
    timeout: float = 10.0
    memory: int = 512
    workers: int = 0
    queue: int = 4
    max_bytes: int = 100_000_000
    max_body: int = 1_048_576
    max_url: int = 16_384
    max_depth: int = 64
    max_operators: int = 500
    max_closures: int = 4
    max_patterns: int = 200
    public_url: str = ""
    root_path: str = ""

    @property
    def worker_count(self) -> int:
        """How many workers to keep: as set, else one per core and two more."""
        return self.workers or (os.cpu_count() or 1) + 2


#: No query may take longer than this, whatever the setting says (seconds).
LONGEST_TIMEOUT = 60.0


def serve_config(
    file: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> ServeConfig:
    """Merge the settings: default, then *file* (the `[serve]` table of powergraph.toml), environment, options.

    Options that are None are not given. Unknown environment names are ignored.

    Raises ValueError naming the setting and where it came from when a value is not of its type or out of range.
    """
    config = ServeConfig()
    known = {f.name: type(getattr(config, f.name)) for f in fields(ServeConfig)}
    environment = {s.name: environment[s.environment] for s in SETTINGS if environment and s.environment in environment}
    for source, values in (("powergraph.toml", file), ("the environment", environment), ("an option", options)):
        for name, value in (values or {}).items():
            if value is None:
                continue
            if name not in known:
                raise ValueError(f"{name} is not a setting of serve (from {source})")
            try:
                config = replace(config, **{name: known[name](value)})
            except (TypeError, ValueError) as error:
                raise ValueError(f"{name} cannot be {value!r} (from {source})") from error
    if not 0 < config.timeout <= LONGEST_TIMEOUT:
        raise ValueError(f"timeout must be above 0 and at most {LONGEST_TIMEOUT:g} seconds")
    if not 0 <= config.port <= 65535:
        raise ValueError("port must be from 0 to 65535")
    for name in ("memory", "queue", "max_bytes", "max_body", "max_url", "max_depth", "max_operators", "max_patterns"):
        if getattr(config, name) < 1:
            raise ValueError(f"{name} must be at least 1")
    return config


@dataclass(frozen=True, slots=True)
class VaultSettings:
    """What powergraph.toml says about a vault; *folder* is where the file lies, None where there is none.

    *rights* and *language* hold for notes that do not tell their own. *private* are path patterns below the notes
    folder, *private_tags* tags; *publish* is `all` or `marked` (only notes with `publish: true`). *links* is
    `forgiving` or `strict` (as Obsidian resolves them). *profile* replaces tables of the shipped profile. *keep* is how
    many releases stay for rollback. *curation* is a file, *mappings* and *queries* are folders, all relative to
    *folder*; empty where there is none.
    """

    folder: Path | None = None
    base_iri: str = BASE_IRI
    title: str = "A knowledge graph of notes"
    description: str = ""
    license: str = ""
    rights: str = "not stated by its owner"
    language: str = "en"
    private: tuple[str, ...] = ()
    private_tags: tuple[str, ...] = ("private",)
    publish: str = "all"
    links: str = "forgiving"
    keep: int = 3
    curation: str = ""
    mappings: str = ""
    queries: str = ""
    profile: Mapping[str, Any] = field(default_factory=dict)
    serve: Mapping[str, Any] = field(default_factory=dict)


_KINDS = {str: "a string", int: "a whole number", tuple: "a list of strings"}


def load_vault_settings(notes: Path, base_iri: str | None = None) -> VaultSettings:
    """Read `powergraph.toml` in the notes folder or its parent; *base_iri* (an option) wins over the file.

    Raises ValueError naming the file where it is not TOML, has an unknown name or a value of the wrong type.
    """
    file = next(
        (f for f in (notes / "powergraph.toml", notes.resolve().parent / "powergraph.toml") if f.is_file()), None
    )
    tables: dict[str, Any] = {}
    if file:
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
            raise ValueError(f"{file.name}: {error}") from error
    for table in ("dataset", "notes", "profile", "serve"):
        if not isinstance(tables.get(table, {}), dict):
            raise ValueError(f"powergraph.toml: [{table}] must be a table")
    profile, serve = tables.pop("profile", {}), tables.pop("serve", {})
    values: dict[str, Any] = {
        name: value for table in ("dataset", "notes") for name, value in tables.pop(table, {}).items()
    }
    known = {f.name: type(getattr(VaultSettings(), f.name)) for f in fields(VaultSettings)} | {"folder": type(None)}
    for name in (*tables, *values):
        if name in tables or name not in known or name in ("folder", "profile", "serve"):
            raise ValueError(f"powergraph.toml: {name} is not a setting")
        if known[name] is tuple and isinstance(values[name], list):
            values[name] = tuple(str(item) for item in values[name])
        if not isinstance(values[name], known[name]):
            raise ValueError(f"powergraph.toml: {name} must be {_KINDS[known[name]]}")
    if base_iri:
        values["base_iri"] = base_iri
    settings = VaultSettings(folder=file.parent if file else None, profile=profile, serve=serve, **values)
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+/", settings.base_iri):
        raise ValueError(f"base_iri must be an http(s) IRI that ends in /, not {settings.base_iri!r}")
    if settings.license and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", settings.license):
        raise ValueError(f"powergraph.toml: license must be the http(s) IRI of a licence, not {settings.license!r}")
    if settings.publish not in ("all", "marked"):
        raise ValueError("powergraph.toml: publish must be all or marked")
    if settings.links not in ("forgiving", "strict"):
        raise ValueError("powergraph.toml: links must be forgiving or strict")
    return settings
