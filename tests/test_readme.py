"""The README is true: its query gives the answer printed there, its commands and files exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"```csv\n(?P<answer>.*?)```", re.DOTALL)


def test_the_query_gives_the_answer_printed_there(tmp_path: Path, golden: bool) -> None:
    text = README.read_text(encoding="utf-8")
    query = re.search(r"--data-urlencode query='\n(?P<query>.*?)'\n```", text, re.DOTALL)
    printed = BLOCK.search(text)
    assert query is not None
    assert printed is not None
    powergraph = [sys.executable, "-m", "powergraph"]
    subprocess.run([*powergraph, "build", "data/notes", "--out", str(tmp_path), "--quiet"], cwd=ROOT, check=True)
    asked = [*powergraph, "query", "--release", str(tmp_path), "--format", "csv", query["query"]]
    answer = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True).stdout.decode().replace("\r\n", "\n")
    if golden:
        README.write_text(text.replace(printed.group(), f"```csv\n{answer}```"), encoding="utf-8")
    else:
        assert printed["answer"] == answer


@pytest.mark.parametrize(
    "document",
    ["README.md", "CONTRIBUTING.md", *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md"))],
)
def test_every_linked_file_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        assert ((ROOT / document).parent / target).exists(), target


def test_every_command_named_in_the_readme_exists() -> None:
    text = README.read_text(encoding="utf-8")
    commands = set(
        re.findall(
            r"(?m)^powergraph ([a-z]+) ",
            "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)),
        )
    )
    assert commands >= {"check", "show", "build", "serve", "query"}
    for command in commands:
        done = subprocess.run([sys.executable, "-m", "powergraph", command, "--help"], capture_output=True, check=False)
        assert done.returncode == 0, command


def test_make_lists_every_target_named_in_the_readme() -> None:
    listed = subprocess.run(
        ["make", "-s", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "MAKEFLAGS": ""},
    ).stdout
    for target in re.findall(r"^make (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE):
        assert f"make {target} " in listed
