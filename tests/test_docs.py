"""What the README says is what happens."""

import contextlib
import io
import re
import tomllib
from pathlib import Path

import pytest
import typer
from command import sitmap

import dashboard
import geocache
from dashboard.cli import app
from geocache.coordinates import read_coordinates
from geocache.gazetteer import CompiledGazetteer
from geocache.training.recognition.program import argument_parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Contents of the fenced blocks of a language."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [content for name, content in fenced if name == language]


def test_the_python_example_prints_what_is_printed_below_it(gazetteer: CompiledGazetteer):
    assert len(gazetteer)
    (code,) = blocks("python")
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102  our own example
    assert output.getvalue() in blocks("")


@pytest.mark.parametrize("name", ["lookup", "evaluate"])
def test_examples_of_commands_print_what_is_printed_below_them(
    gazetteer: CompiledGazetteer, monkeypatch: pytest.MonkeyPatch, name: str
):
    assert len(gazetteer)
    monkeypatch.chdir(ROOT)
    (command,) = [block for block in blocks("sh") if f"sitmap {name}" in block]
    assert sitmap(*command.split()[1:]).stdout in blocks("")


@pytest.mark.parametrize(
    "words",
    [
        "34.5503, 40.9181",
        "33°31′12″ N, 38°37′05″ E",
        "37S DU 12345 67890",
        "33°31'N 38°37'E",
        "lat 34.55 lon 40.92",
    ],
)
def test_the_coordinates_it_names_are_read(words: str):
    assert f'"{words}"' in README
    assert read_coordinates(words)


def test_every_command_is_described():
    commands = set(typer.main.get_command(app).commands)
    described = set(re.findall(r"sitmap ([a-z]+)[ `]", README)) | {"serve"}
    assert commands <= described


def test_every_option_it_names_exists():
    options = set(re.findall(r"(?<=[ `])--[a-z][a-z-]+", README))
    known = {"--without-browser", "--version", "--corpus"}  # the last of the benchmarks
    known |= {option for action in argument_parser()._actions for option in action.option_strings}
    for command in typer.main.get_command(app).commands.values():
        for leaf in getattr(command, "commands", {"": command}).values():
            known |= {option for parameter in leaf.params for option in parameter.opts}
    assert options <= known


def test_the_test_command_is_there():
    assert "python3 tests/run.py" in [line for block in blocks("sh") for line in block.split("\n")]
    assert (ROOT / "tests" / "run.py").is_file()


def test_links_to_files_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README):
        if target.startswith("#"):
            headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
            assert target[1:] in {heading.lower().replace(" ", "-") for heading in headings}
        else:
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("package", [geocache, dashboard], ids=["geocache", "dashboard"])
def test_every_room_is_described(package):
    rooms = {path.parent.name for path in Path(package.__file__).parent.glob("*/__init__.py")}
    for room in rooms:
        assert f"| `{room}` |" in README


def test_the_wheel_lists_every_package():
    listed = set(
        tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    )
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for name in ("geocache", "dashboard")
        for path in (ROOT / name).rglob("__init__.py")
    }
    assert listed == found | {"sitmap_data"}
