"""docs/profile.md is current, its examples are true, and its example of a vault's own profile is read."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from powergraph.extract.profile import load_profile

ROOT = Path(__file__).parents[2]
TABLES = tomllib.loads((ROOT / "src/powergraph/extract/profile.toml").read_text(encoding="utf-8"))
PROFILE = load_profile()


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("describe_profile", ROOT / "tools/describe_profile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_is_what_the_tool_writes() -> None:
    module = tool()
    assert module.PAGE.read_text(encoding="utf-8") == module.render_page(), "run python tools/describe_profile.py"


@pytest.mark.parametrize(
    ("table", "heading"), [(n, each) for n, s in enumerate(TABLES["section"]) for each in s["examples"]]
)
def test_example_of_a_heading_has_the_role_and_is_decided_by_its_own_row(table: int, heading: str) -> None:
    assert PROFILE.role(heading) == TABLES["section"][table]["role"]
    assert PROFILE.role_pattern(heading) in TABLES["section"][table]["headings"]


@pytest.mark.parametrize(
    ("kind", "words"), [(k["class"], each) for k in TABLES["practice_kind"] for each in k["examples"]]
)
def test_example_of_a_practice_has_its_kind(kind: str, words: str) -> None:
    assert PROFILE.practice_kind(words) == kind


@pytest.mark.parametrize("key", TABLES["properties"]["examples"])
def test_example_of_a_key_of_a_program_is_ignored(key: str) -> None:
    assert PROFILE.ignores_property(key)
    assert not PROFILE.ignores_property(f"my {key}")


def test_example_of_an_own_profile_is_read() -> None:
    text = (ROOT / "docs/profile.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example
    profile = load_profile(tomllib.loads(example[1])["profile"])
    assert profile.practice_kind("Ritual (Tea):") == "Strategy"
    assert profile.practice_kind("Prompt (Tea):") is None
    assert profile.power_modes["power beneath"] == "Power Beneath"
    assert profile.role("Sources of Power") == "sources"


def test_page_is_linked_from_where_a_reader_looks_for_it() -> None:
    assert "(docs/profile.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(profile.md)" in (ROOT / "docs/settings.md").read_text(encoding="utf-8")
