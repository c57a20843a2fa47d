"""Settings: one declared table, from which options, environment names and documentation are made."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from powergraph.diagnostics import Diagnostic, Severity
from powergraph.prefixes import BASE_IRI
from powergraph.toml_places import TOMLFault, TOMLPlaces, load_toml

__all__ = [
    "OPEN_LINE_SCHEMES",
    "SENSITIVE_LABEL",
    "SETTINGS",
    "ServeConfig",
    "Setting",
    "SettingsError",
    "VaultSettings",
    "load_vault_settings",
    "serve_config",
    "settings_fault",
    "settings_file",
]


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
    Setting("engine", "memory", "", "where the dataset is held: memory, or disk for one that is larger than memory"),
    Setting("store", "", "", "SPARQL endpoint of a store that holds the dataset, in place of a release"),
    Setting("connections", 1000, "connections", "clients that may be connected at once; more are turned away"),
    Setting("slow_query", 1.0, "seconds", "queries that take longer are logged, by the hash of their text"),
    Setting("allow_service", "", "", "endpoints that SERVICE may ask: whole IRIs with blanks between; none by default"),
    Setting(
        "hosts",
        "",
        "",
        "names under which requests may come besides localhost, IP addresses and public_url's; * is all",
    ),
    Setting("public_url", "", "", "the URL under which others reach this server; default the bound address"),
    Setting(
        "search_statements",
        200_000,
        "statements",
        "size up to which a dataset without an index gets one in memory; 0 for never",
    ),
    Setting("root_path", "", "", "path below which a proxy serves it, for example /graph"),
    Setting(
        "open_line",
        "",
        "",
        "addresses that open a line of a note, with blanks between them, {path} and {line} in their places",
    ),
)

#: What may open a line of a note, by the scheme of its address: its name, "" where that is the host's.
OPEN_LINE_SCHEMES: Mapping[str, str] = {
    "https": "",
    "http": "",
    "vscode": "VS Code",
    "vscode-insiders": "VS Code Insiders",
    "vscodium": "VSCodium",
    "obsidian": "Obsidian",
}


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
    engine: str = "memory"
    store: str = ""
    connections: int = 1000
    slow_query: float = 1.0
    allow_service: str = ""
    hosts: str = ""
    public_url: str = ""
    search_statements: int = 200_000
    root_path: str = ""
    open_line: str = ""

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
    for name in known:
        if fault := _range_fault(name, getattr(config, name)):
            raise ValueError(fault)
    return config


#: Settings of the server that cannot be 0.
_COUNTS = frozenset(
    ("memory", "queue", "max_bytes", "max_body", "max_url", "max_depth", "max_operators", "max_patterns", "connections")
)


def _range_fault(name: str, value: Any) -> str:
    """Return what is wrong with a setting of the server that has the right type, "" where nothing is."""
    if name == "timeout" and not 0 < value <= LONGEST_TIMEOUT:
        return f"timeout must be above 0 and at most {LONGEST_TIMEOUT:g} seconds"
    if name == "port" and not 0 <= value <= 65535:
        return "port must be from 0 to 65535"
    if name in _COUNTS and value < 1:
        return f"{name} must be at least 1"
    if name == "engine" and value not in ("memory", "disk"):
        return "engine must be memory or disk"
    if name == "store" and value and not re.fullmatch(_IRI, value):
        return "store must be the http(s) URL of a SPARQL endpoint"
    if name == "open_line":
        return next((fault for each in str(value).split() if (fault := _open_line_fault(each))), "")
    if name in ("workers", "max_closures", "slow_query", "search_statements") and value < 0:
        return f"{name} must be at least 0"
    return ""


_NOT_IN_ADDRESS = r"[<>\"'`\\^|{}\x00-\x20\x7f]"


def _open_line_fault(template: str) -> str:
    """Return what is wrong with an address that is to open lines, "" where nothing is."""
    scheme, colon, rest = template.partition("://")
    if not colon or scheme not in OPEN_LINE_SCHEMES:
        return f"open_line must begin with one of {', '.join(OPEN_LINE_SCHEMES)} and ://, not {template!r}"
    host = rest.partition("/")[0].partition("?")[0]
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", host):
        return f"open_line must name its host or its editor's command, not {template!r}"
    if "{path}" not in rest or re.search(_NOT_IN_ADDRESS, rest.replace("{path}", "").replace("{line}", "")):
        return f"open_line must hold {{path}}, may hold {{line}} and no other braces or quotes, not {template!r}"
    return ""


#: What stands before a note that is sensitive and does not say why.
SENSITIVE_LABEL = "Sensitive content"


@dataclass(frozen=True, slots=True)
class VaultSettings:
    """What powergraph.toml says about a vault; *folder* is where the file lies, None where there is none.

    *rights* and *language* hold for notes that do not tell their own. *private* are path patterns below the notes
    folder, *private_tags* tags; *publish* is `all` or `marked` (only notes with `publish: true`). *sensitive* are path
    patterns and, with a `#` before them, tags, whose notes are labelled with *sensitive_label*. *links* is `forgiving`
    or `strict` (as Obsidian resolves them). *profile* replaces tables of the shipped profile. *keep* is how
    many releases stay for rollback. *curation* is a file, *mappings* and *queries* are folders, all relative to
    *folder*; empty where there is none. *ids* is the ledger; where it is empty, `ids.tsv` is one if it is there.
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
    sensitive: tuple[str, ...] = ()
    sensitive_label: str = SENSITIVE_LABEL
    links: str = "forgiving"
    keep: int = 3
    curation: str = ""
    mappings: str = ""
    queries: str = ""
    ids: str = ""
    profile: Mapping[str, Any] = field(default_factory=dict)
    serve: Mapping[str, Any] = field(default_factory=dict)


_KINDS: Mapping[type, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    tuple: "a list of strings",
}
_TABLES = ("dataset", "notes", "profile", "serve")
_FILE = "powergraph.toml"
_IRI = r"https?://[^\s<>\"{}|\\^`]+"


class SettingsError(ValueError):
    """The settings are wrong; *faults* are told at their places, and the message has them all, a line each."""

    def __init__(self, *faults: Diagnostic) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def settings_file(notes: Path) -> Path | None:
    """Return the `powergraph.toml` of a folder of notes, None where there is none."""
    return next((f for f in (notes / _FILE, notes.resolve().parent / _FILE) if f.is_file()), None)


def settings_fault(notes: Path, names: Sequence[str], rule: str, message: str, hint: str = "") -> SettingsError:
    """Return the error that tells a fault of one setting at its line: *names* are its table and its name."""
    file = settings_file(notes)
    if file is None:
        return SettingsError(Diagnostic(_FILE, 1, 1, Severity.ERROR, rule, message, hint))
    try:
        places = TOMLPlaces(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        places = TOMLPlaces("")
    return SettingsError(Diagnostic(_shown(file), *places.place(*names), Severity.ERROR, rule, message, hint))


def load_vault_settings(notes: Path, base_iri: str | None = None) -> VaultSettings:
    """Read `powergraph.toml` in the notes folder or its parent; *base_iri* (an option) wins over the file.

    Raises SettingsError with all that is wrong, each at its place: the file is not TOML, has unknown names or values of
    the wrong type.
    """
    file = settings_file(notes)
    reader = _SettingsReader(file)
    tables = reader.tables()
    values = reader.values(tables)
    if base_iri:
        values["base_iri"] = base_iri
    folder = file.parent if file else None
    profile, serve = tables.get("profile", {}), reader.server_values(tables.get("serve", {}))
    settings = VaultSettings(folder=folder, profile=profile, serve=serve, **values)
    if base_iri and not _is_base(base_iri):
        raise ValueError(f"base_iri must be an http(s) IRI that ends in /, not {base_iri!r}")
    if reader.told:
        raise SettingsError(*sorted(reader.told))
    return settings


def _is_base(iri: str) -> bool:
    return bool(re.fullmatch(rf"{_IRI}/", iri))


def _shown(file: Path) -> str:
    """Return how a file is called: relative to the working directory where it lies below it."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        return str(file)


class _SettingsReader:
    """Reads one file of settings; what is wrong is told, and left out."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.told: list[Diagnostic] = []
        self.places = TOMLPlaces("")

    def tables(self) -> dict[str, Any]:
        """Return the tables of the file. Raises SettingsError where it cannot be read."""
        if self.file is None:
            return {}
        try:
            text = self.file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            tables = dict(load_toml(text))
        except TOMLFault as error:
            fault = (error.line, error.column, str(error))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            fault = (line, 1, "the file is not UTF-8")
        except OSError as error:
            fault = (1, 1, error.strerror or str(error))
        else:
            self.places = TOMLPlaces(text)
            return self._known_tables(tables)
        line, column, message = fault
        shown = _shown(self.file)
        raise SettingsError(Diagnostic(shown, line, column, Severity.ERROR, "settings.syntax", message))

    def _known_tables(self, tables: dict[str, Any]) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for name, table in tables.items():
            if name not in _TABLES:
                self._unknown((name,), [f"[{each}]" for each in _TABLES])
            elif not isinstance(table, dict):
                self._tell((name,), "settings.value", f"[{name}] must be a table")
            else:
                known[name] = table
        return known

    def values(self, tables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of [dataset] and [notes] that can be used."""
        defaults = VaultSettings()
        known = {f.name: getattr(defaults, f.name) for f in fields(VaultSettings)}
        for name in ("folder", "profile", "serve"):
            del known[name]
        values: dict[str, Any] = {}
        for table in ("dataset", "notes"):
            for name, value in tables.get(table, {}).items():
                if name not in known:
                    self._unknown((table, name), sorted(known))
                elif (usable := self._usable((table, name), value, type(known[name]))) is not None:
                    values[name] = usable
        return values

    def server_values(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """Return the settings of [serve] that can be used."""
        defaults = {setting.name: setting.default for setting in SETTINGS}
        values: dict[str, Any] = {}
        for name, value in table.items():
            names = ("serve", name)
            if name not in defaults:
                self._unknown(names, sorted(defaults))
                continue
            kind = type(defaults[name])
            if not isinstance(value, (int, float) if kind is float else kind) or isinstance(value, bool):
                self._tell(names, "settings.value", f"{name} must be {_KINDS[kind]}")
            elif fault := _range_fault(name, value):
                self._tell(names, "settings.value", fault)
            else:
                values[name] = value
        return values

    def _usable(self, names: tuple[str, str], value: Any, kind: type[Any]) -> Any:
        """Return a value of a setting in our type; None, and told, where it cannot have it."""
        name = names[1]
        if kind is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = tuple(value)
        if not isinstance(value, kind) or isinstance(value, bool):
            self._tell(names, "settings.value", f"{name} must be {_KINDS[kind]}")
        elif name == "base_iri" and not _is_base(str(value)):
            self._tell(names, "settings.value", f"base_iri must be an http(s) IRI that ends in /, not {value!r}")
        elif name == "license" and value and not re.fullmatch(_IRI, str(value)):
            self._tell(names, "settings.value", f"license must be the http(s) IRI of a licence, not {value!r}")
        elif name == "publish" and value not in ("all", "marked"):
            self._tell(names, "settings.value", f"publish must be all or marked, not {value!r}")
        elif name == "sensitive_label" and not str(value).strip():
            self._tell(names, "settings.value", "sensitive_label must say something")
        elif name == "links" and value not in ("forgiving", "strict"):
            self._tell(names, "settings.value", f"links must be forgiving or strict, not {value!r}")
        else:
            return value
        return None

    def _unknown(self, names: tuple[str, ...], known: Sequence[str]) -> None:
        close = get_close_matches(names[-1], [each.strip("[]") for each in known], n=1)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
        self._tell(names, "settings.unknown", f"{names[-1]} is not a setting", hint)

    def _tell(self, names: tuple[str, ...], rule: str, message: str, hint: str = "") -> None:
        shown = _shown(self.file) if self.file else _FILE
        self.told.append(Diagnostic(shown, *self.places.place(*names), Severity.ERROR, rule, message, hint))
