"""docs/extraction.md says what the command says."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest


def tool(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_figures_to_develop_on_are_those_of_the_command(root: Path, shared: Path) -> None:
    vault = shared / "sample-vault"
    if not vault.is_dir():
        pytest.skip("the sample vault is not beside the repository")
    written = (root / "docs/extraction.md").read_text(encoding="utf-8")
    section = written.partition("## Notes to develop on\n\n")[2].partition("\n## ")[0]
    assert section == tool(root, "write_extraction").evaluation(vault, "development"), "run: make extraction"


def test_the_precision_of_mentions_is_that_of_the_judged_ones(root: Path, shared: Path) -> None:
    vault = shared / "sample-vault"
    if not vault.is_dir():
        pytest.skip("the sample vault is not beside the repository")
    said = tool(root, "write_extraction").mentions(vault)
    assert said in (root / "docs/extraction.md").read_text(encoding="utf-8"), "run: make extraction"
    assert float(said.partition("precision ")[2].partition(". ")[0]) >= 0.95


def test_the_rest_of_the_page_is_the_tools_own(root: Path) -> None:
    written = (root / "docs/extraction.md").read_text(encoding="utf-8")
    writer = tool(root, "write_extraction")
    assert written.startswith(writer.HEAD)
    assert written.endswith(writer.FORMAT)


def test_where_the_vault_is_absent_the_page_stays_and_that_is_told(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = root / "docs/extraction.md"
    before = page.read_bytes()
    tool(root, "write_extraction").main([str(tmp_path / "nowhere"), "--held-out"])
    assert "skipped" in capsys.readouterr().err
    assert page.read_bytes() == before


def test_a_hashed_annotation_is_read_as_the_one_in_words(root: Path) -> None:
    body = json.loads((root / "tests/evaluation/small/gold/harbour.json").read_text(encoding="utf-8"))
    hashed = tool(root, "hash_gold").hashed(body)
    assert "rope" not in json.dumps(hashed)
    assert hashed["concepts"][0]["text"].split()[1] == "5"
    assert hashed["practices"][1]["prompt"] is None
    assert hashed["citations"] == body["citations"]
