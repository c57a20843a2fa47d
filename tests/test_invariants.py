"""Whatever the notes say: no core shape is broken, every file is accounted for, and no run takes another's order."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powergraph.config import VaultSettings
from powergraph.diagnostics import Severity
from powergraph.publishing.build import Checked, check
from powergraph.publishing.write import published_turtle

#: One line of a note each; a line that ends in a blank stays so.
LINES = [
    *(Path(__file__).parent / "invariant-lines.txt").read_text(encoding="utf-8").splitlines(),
    *(
        "",
        "",
        "---",
        "```\ncode\n```",
        "title: x %% zqtitle %%",
        "# ",
        "\ttab",
        "a\u2028b",
        "\u202eolleh",
        "e\u0301",
    ),
]
NAMES = ["One.md", "Two.md", "one.md", "sub/One.md", "sub/Three.md", "🔥.md", "Two_TW.md", ".hidden/x.md"]

vaults = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(LINES), max_size=25).map("\n".join), min_size=1, max_size=4
)


def checked_vault(folder: Path, vault: dict[str, str]) -> Checked:
    for name, text in vault.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return check(folder, VaultSettings())


def invariants(folder: Path, vault: dict[str, str]) -> None:
    checked = checked_vault(folder, vault)
    broken = [str(d) for d in checked.diagnostics if d.severity is Severity.ERROR and d.rule.startswith("shapes.")]
    assert broken == []
    notes = checked.notes
    assert notes.found == len(vault) == notes.converted + notes.private + len(notes.unreadable)
    assert all(d.path in vault for d in checked.diagnostics)
    assert all(1 <= d.line <= vault[d.path].count("\n") + 1 for d in checked.diagnostics)
    if checked.graph is not None:
        text = published_turtle(checked.graph).decode()
        assert "zq" not in text


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(vault=vaults)
def test_any_vault_keeps_the_invariants(tmp_path_factory: pytest.TempPathFactory, vault: dict[str, str]) -> None:
    invariants(tmp_path_factory.mktemp("vault"), vault)


@pytest.mark.long
def test_a_thousand_vaults_keep_the_invariants(tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = random.Random(20261122)
    for _ in range(1000):
        names = chance.sample(NAMES, chance.randint(1, 5))
        vault = {name: "\n".join(chance.choices(LINES, k=chance.randint(0, 40))) for name in names}
        invariants(tmp_path_factory.mktemp("vault"), vault)
