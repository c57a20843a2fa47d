"""docs/settings.md is complete and true: it is compared with the tables that the program reads."""

import json
import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from powergraph.config import SETTINGS, ServeConfig, Setting, VaultSettings, load_vault_settings, serve_config
from powergraph.extract.profile import load_profile

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
ROWS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in TEXT.splitlines() if line[:3] == "| `"]
VAULT_ROWS = {name.strip("`"): (table, default) for table, name, default, *_ in ROWS if table[:2] == "`["}
SERVER_ROWS = [row for row in ROWS if row[1].startswith("`--")]
#: Fields of VaultSettings that hold a table of their own, or are found out.
TABLES = {"profile", "serve", "folder"}


def example() -> str:
    block = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert block is not None
    return block[1]


def written(default: object) -> str:
    if isinstance(default, float):
        return f"{default:g}"
    return json.dumps(list(default) if isinstance(default, tuple) else default)


def test_every_setting_of_a_vault_is_told_with_its_default() -> None:
    expected = {f.name: written(f.default) for f in fields(VaultSettings) if f.default is not MISSING}
    told = {name: default.strip("`") for name, (table, default) in VAULT_ROWS.items() if table[2:-2] not in TABLES}
    assert told == {name: default for name, default in expected.items() if name not in TABLES}


def test_no_table_but_those_told_is_there() -> None:
    assert {table.strip("`[]") for table, _ in VAULT_ROWS.values()} == {"dataset", "notes", "profile", "serve"}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_of_the_server_is_told(setting: Setting) -> None:
    told = next(row for row in SERVER_ROWS if row[0] == f"`{setting.name}`")
    assert told == (
        f"`{setting.name}`",
        f"`{setting.option}`",
        f"`{setting.environment}`",
        f"`{written(setting.default)}`",
        setting.unit,
        setting.help,
    )


def test_the_server_has_no_other_settings() -> None:
    config = {f.name: f.default for f in fields(ServeConfig)}
    assert config == {setting.name: setting.default for setting in SETTINGS}
    assert [row[0].strip("`") for row in SERVER_ROWS] == list(config)


def test_the_example_is_read_and_has_every_setting(tmp_path: Path) -> None:
    (tmp_path / "powergraph.toml").write_text(example(), encoding="utf-8")
    settings = load_vault_settings(tmp_path)
    tables = tomllib.loads(example())
    for name, (table, _) in VAULT_ROWS.items():
        if table[2:-2] not in TABLES:
            assert name in tables[table[2:-2]], name
    assert settings.private_tags == ("private", "diary")
    assert settings.keep == 5
    assert serve_config(settings.serve).timeout == 5
    profile = load_profile(settings.profile)
    assert profile.provenance_keys == ("source", "origin")
    assert profile.role("Sources of Power") == "sources"


def test_every_table_of_the_profile_is_told() -> None:
    ours = tomllib.loads((ROOT / "src/powergraph/extract/profile.toml").read_text(encoding="utf-8"))
    told = TEXT[TEXT.index("`[profile]` replaces") : TEXT.index("### A complete example")]
    assert set(re.findall(r"`(\w+)`", told)) == set(ours)


def test_the_headings_in_the_readme_have_the_roles_told_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("| role of the section") :].partition("\n\n")[0].splitlines()[2:]
    profile = load_profile()
    told: set[str] = set()
    for line in table:
        roles, headings = (cell.strip() for cell in line.split("|")[1:3])
        found = [profile.role(heading) for heading in re.findall(r"`## ([^`]+)`", headings)]
        assert found == roles.split(", ")
        told.update(roles.split(", "))
    assert told == {role for role, _ in profile.sections} - {"other"}
