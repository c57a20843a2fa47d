"""The files in deploy/ fit the program, and their own tools find nothing wrong with them where those are here."""

import configparser
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from powergraph.cli.reader import serve
from powergraph.config import ServeConfig
from powergraph.web.serve import _DRAIN

ROOT = Path(__file__).resolve().parents[1]
UNIT = ROOT / "deploy/powergraph.service"
CONTAINER = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
INSTRUCTIONS = {"FROM", "COPY", "RUN", "USER", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT"}


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", "", CONTAINER)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return parser


def parse(arguments: list[str]) -> dict[str, object]:
    """Parse arguments as `powergraph serve` does; raises what it would say of wrong ones."""
    with click.Context(serve) as context:
        serve.parse_args(context, arguments)
        return dict(context.params)


def test_the_unit_calls_the_program_as_it_can_be_called() -> None:
    program, command, *arguments = shlex.split(unit()["Service"]["ExecStart"])
    assert (Path(program).name, command) == ("powergraph", "serve")
    given = parse(arguments)
    assert f"127.0.0.1:{given['port']}" in NGINX
    assert str(given["public_url"]).removeprefix("https://") in NGINX
    assert unit()["Service"]["StateDirectory"] == Path(str(given["source"])).parent.name


def test_the_unit_gives_answers_under_way_their_time() -> None:
    assert int(unit()["Service"]["TimeoutStopSec"]) > _DRAIN


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    program = shlex.split(unit()["Service"]["ExecStart"])[0]
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text(encoding="utf-8").replace(program, "/bin/true"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if UNIT.name in line] == []


def test_the_image_runs_the_program_as_nobody_special() -> None:
    known = dict(instructions())
    assert {name for name, _ in instructions()} <= INSTRUCTIONS
    assert instructions()[0][0] == "FROM"
    assert known["USER"] not in ("root", "0")
    program, command, *arguments = tomllib.loads(f"x = {known['ENTRYPOINT']}")["x"]
    assert (program, command) == ("powergraph", "serve")
    given = parse(arguments)
    assert (given["host"], str(given["port"])) == ("0.0.0.0", known["EXPOSE"])
    assert given["source"] == Path(known["VOLUME"])
    assert f":{given['port']}/ready" in known["HEALTHCHECK"]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_what_the_image_copies_is_made_here(name: str) -> None:
    assert (ROOT / name).exists()
    assert "dist/*.whl constraints.txt" in dict(instructions())["COPY"]


def test_the_image_has_a_python_that_is_supported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = re.fullmatch(r"python:(3\.\d+)-slim", dict(instructions())["FROM"])
    assert version
    assert f"Programming Language :: Python :: {version[1]}" in project["classifiers"]


def test_every_directive_of_the_proxy_ends_and_every_block_closes() -> None:
    depth = 0
    for line in (line.strip() for line in NGINX.splitlines()):
        if not line or line.startswith("#"):
            continue
        assert line[-1] in ";{}", line
        depth += line.count("{") - line.count("}")
        assert depth >= 0
    assert depth == 0


def test_the_proxy_waits_longer_than_a_query_may_take_and_streams() -> None:
    seconds = re.search(r"proxy_read_timeout (\d+)s;", NGINX)
    assert seconds
    assert int(seconds[1]) > 60 >= ServeConfig().timeout
    assert "proxy_buffering off;" in NGINX
    assert "client_max_body_size 1m;" in NGINX
    assert ServeConfig().max_body == 1024 * 1024
